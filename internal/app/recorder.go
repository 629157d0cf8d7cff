package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/programme"
	"giaoban/internal/record"
)

// What the recorder writes into a conference's log.
const (
	recordingStarted = "recording.started" // recordingNote
	recordingStopped = "recording.stopped" // recordingNote
	recordingPaused  = "recording.paused"  // recordingNote: by the operator, or while a marked item is dealt with
	recordingResumed = "recording.resumed" // recordingNote
	recordingRemoved = "recording.removed" // recordingNote: by somebody, or when its time was over
)

type recordingNote struct {
	Number int `json:"number"`
}

// recorder keeps recordings of the conferences whose operator has them on, in
// files <conference>-<n>.webm. The operator may pause one. What a marked item
// says is not recorded: the recording pauses while it is dealt with, and cannot
// be begun meanwhile.
//
//	off ──Start──▶ on ──Pause, marked item──▶ paused ──Resume, next item──▶ on
//	 ▲              └──────Stop, conference closed──────┐
//	 └──────────────────────────────────────────────────┘
//
// After a crash the next start of the program finishes the file and
// goes on in a new one, paused where the operator had paused it.
type recorder struct {
	folder   string
	shared   bool          // with other processes, which may be writing there
	keep     time.Duration // how long recordings are kept; 0: until somebody removes them
	producer *producer     // nil where there is no programme to record
	live     *live.Service
	clock    clock.Clock
	log      *event.Log
	slog     *slog.Logger
	note     func(ctx context.Context, by access.Actor, conference, kind string, data any)

	acts    sync.Mutex // one act at a time, with its entry in the log: after a crash the log says what was wished last
	mu      sync.Mutex
	on      map[live.ConferenceID]*recording
	waiting map[live.ConferenceID]waiting
}

var _ [record.Voices - audioSlots]struct{} // a recording has room for every slot

// recording is one that goes on.
type recording struct {
	number  int
	file    *record.Recorder
	readers *fan
	since   time.Time
	barred  bool   // a marked item is dealt with
	held    bool   // the operator paused it
	item    string // chapters: the last of each
	speaker string
}

func (a *App) newRecorder() *recorder {
	return &recorder{
		folder: filepath.Join(a.config.Data, "recordings"), shared: a.config.PeerURL != "", keep: time.Duration(a.config.RecordingDays) * 24 * time.Hour, producer: a.producer, live: a.Live, clock: a.Clock,
		log: a.Log, slog: a.log, note: a.Note, on: map[live.ConferenceID]*recording{}, waiting: map[live.ConferenceID]waiting{},
	}
}

// mayRecord allows the operator to have a recording on or off, and the program
// itself to go on with one after a crash.
func mayRecord(by access.Actor) error {
	if by.Has(access.Operator) || by.Kind == access.Server {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny("recording")
}

// mayPlay allows the operator, the secretary, who takes minutes by it, and the
// chair.
func mayPlay(by access.Actor) error {
	if by.Has(access.Operator, access.Secretary, access.Chair) {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny("recordings")
}

// start begins a recording; where one is on, that one goes on.
func (r *recorder) start(ctx context.Context, by access.Actor, conf live.ConferenceID) error {
	if err := mayRecord(by); err != nil {
		return err
	}
	r.acts.Lock()
	defer r.acts.Unlock()
	number, held, err := r.begin(ctx, by, conf)
	if err != nil || number == 0 {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	r.note(ctx, by, conf, recordingStarted, recordingNote{number})
	if held {
		r.note(ctx, by, conf, recordingPaused, recordingNote{number})
	}
	return nil
}

// begin returns the number of the recording it began, 0 where one was on, and
// whether it begins paused, as one does that the program goes on with.
func (r *recorder) begin(ctx context.Context, by access.Actor, conf live.ConferenceID) (number int, held bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	w, waits := r.waiting[conf]
	if by.Kind == access.Server && !waits {
		return 0, false, nil // stopped, or begun by hand, meanwhile
	}
	now, err := r.live.Live(ctx, by, conf)
	if err != nil {
		return 0, false, err
	}
	var readers *fan
	if r.producer != nil {
		readers = r.producer.readers(conf)
	}
	switch {
	case !live.Conducts(now.Conference.State):
		return 0, false, fault.Conflict("conference_not_running", "conference %s has no media now", conf)
	case barred(now.State):
		return 0, false, fault.Conflict("item_not_recordable", "item %s is marked", now.Agenda.CurrentID)
	case r.on[conf] != nil:
		return 0, false, nil
	case readers == nil:
		return 0, false, fault.Unavailable("media_off", "there is no programme to record")
	}
	number, file, err := r.create(conf)
	if err != nil {
		return 0, false, err
	}
	out, err := record.New(file, record.Options{
		Title: now.Conference.Title, Ask: func(layer int) { readers.ask(programme.Floor, layer) },
	})
	if err != nil {
		return 0, false, errors.Join(err, file.Close())
	}
	g := &recording{number: number, file: out, readers: readers, since: r.clock.Now()}
	if by.Kind == access.Server && w.held {
		g.held = true
		g.pause(false, g.since)
	}
	r.on[conf] = g
	delete(r.waiting, conf)
	g.follow(now.State, g.since)
	readers.add(out)
	g.askPicture()
	return number, g.held, nil
}

// create makes the next file of a conference.
func (r *recorder) create(conf live.ConferenceID) (int, *os.File, error) {
	if err := os.MkdirAll(r.folder, 0o750); err != nil {
		return 0, nil, fmt.Errorf("folder of recordings: %w", err)
	}
	for n := 1; ; n++ {
		f, err := os.OpenFile(r.path(conf, n), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o640)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return 0, nil, fmt.Errorf("begin a recording: %w", err)
		}
		return n, f, nil
	}
}

func (r *recorder) path(conf live.ConferenceID, number int) string {
	return filepath.Join(r.folder, filepath.Base(conf)+"-"+strconv.Itoa(number)+".webm")
}

// stop ends the recording, if one is on or waits to go on.
func (r *recorder) stop(ctx context.Context, by access.Actor, conf live.ConferenceID) error {
	if err := mayRecord(by); err != nil {
		return err
	}
	if _, err := r.live.Live(ctx, by, conf); err != nil {
		return err
	}
	r.acts.Lock()
	defer r.acts.Unlock()
	return r.end(context.WithoutCancel(ctx), by, conf)
}

func (r *recorder) end(ctx context.Context, by access.Actor, conf live.ConferenceID) error {
	r.mu.Lock()
	g := r.on[conf]
	w, waits := r.waiting[conf]
	delete(r.on, conf)
	delete(r.waiting, conf)
	r.mu.Unlock()
	if g == nil {
		if waits {
			r.note(ctx, by, conf, recordingStopped, recordingNote{w.number})
		}
		return nil
	}
	g.readers.remove(g.file)
	err := g.file.Close()
	r.note(ctx, by, conf, recordingStopped, recordingNote{g.number})
	if err != nil {
		return fmt.Errorf("end recording %d of %s: %w", g.number, conf, err)
	}
	return nil
}

// close ends all recordings.
func (r *recorder) close(ctx context.Context) {
	r.mu.Lock()
	var all []live.ConferenceID
	for conf := range r.on {
		all = append(all, conf)
	}
	r.mu.Unlock()
	for _, conf := range all {
		if err := r.end(ctx, access.System, conf); err != nil {
			r.slog.ErrorContext(ctx, "recording not ended well", "conference", conf, "error", err.Error())
		}
	}
}

// heard is called after each committed change and returns at once.
func (r *recorder) heard(conf live.ConferenceID, s live.State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	g := r.on[conf]
	if g == nil {
		return
	}
	ctx := context.Background()
	if !live.Conducts(s.Conference.State) {
		go func() {
			if err := r.end(ctx, access.System, conf); err != nil {
				r.slog.ErrorContext(ctx, "recording not ended well", "conference", conf, "error", err.Error())
			}
		}()
		return
	}
	was := g.paused()
	g.follow(s, r.clock.Now())
	if g.paused() == was {
		return
	}
	kind := recordingResumed
	if g.paused() {
		kind = recordingPaused
	}
	go r.note(ctx, access.System, conf, kind, recordingNote{g.number})
}

// barred tells whether the current item is marked, as not to be recorded.
func barred(s live.State) bool {
	it, ok := currentItem(s)
	return ok && it.Mark != meeting.Unmarked
}

func currentItem(s live.State) (meeting.AgendaItem, bool) {
	for _, it := range s.Agenda.Items {
		if it.ID == string(s.Agenda.CurrentID) {
			return it, true
		}
	}
	return meeting.AgendaItem{}, false
}

func (g *recording) paused() bool { return g.barred || g.held }

// pause has the file pause and go on as it now should.
func (g *recording) pause(was bool, now time.Time) {
	if g.paused() == was {
		return
	}
	g.file.Pause(!was, now)
	if was {
		g.askPicture()
	}
}

// follow pauses for a marked item and begins chapters. A paused recording
// learns nothing of what is dealt with, its title included.
func (g *recording) follow(s live.State, now time.Time) {
	was := g.paused()
	g.barred = barred(s)
	g.pause(was, now)
	if g.paused() {
		return
	}
	if it, ok := currentItem(s); ok && it.ID != g.item {
		g.item = it.ID
		g.file.Chapter(fmt.Sprintf("%d. %s", it.Number, it.Title), now)
	}
	if names := speaking(s); names != "" && names != g.speaker {
		g.speaker = names
		g.file.Chapter(names, now)
	}
}

// speaking names who is on the air: the speaker with the site, or the sites of a
// dialogue.
func speaking(s live.State) string {
	if l := s.Programme.LowerThird; l != nil {
		if l.Site != l.Name {
			return l.Name + " (" + l.Site + ")"
		}
		return l.Name
	}
	var sites []string
	for _, id := range s.Programme.OnAir {
		if i := slices.IndexFunc(s.Sites, func(x live.Site) bool { return x.ID == id }); i >= 0 {
			sites = append(sites, s.Sites[i].Name)
		}
	}
	return strings.Join(sites, " · ")
}

// askPicture asks for key frames: a recording begins and goes on with one.
func (g *recording) askPicture() {
	for layer := range programme.Layers {
		g.readers.ask(programme.Floor, layer)
	}
}

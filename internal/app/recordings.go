package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/record"
)

// Recordings tells what is recorded and what has been.
type Recordings struct {
	On     bool `json:"on"`
	Paused bool `json:"paused" doc:"by the operator, while a marked item is dealt with, or until it goes on after a crash"`
	Held   bool `json:"held" doc:"paused by the operator"`
	// Waiting is on and paused.
	Waiting bool        `json:"waiting" doc:"a crash ended it: it goes on in a new file when there is a programme again"`
	Failed  bool        `json:"failed" doc:"it cannot be written, as where the disk is full"`
	List    []Recording `json:"recordings"`
}

// Recording is one file.
type Recording struct {
	Number    int             `json:"number" doc:"from 1"`
	StartedAt meeting.Instant `json:"started_at"`
	EndedAt   time.Time       `json:"ended_at" doc:"last written"`
	Bytes     int64           `json:"bytes"`
	LengthMs  int64           `json:"length_ms" doc:"0 while it is being recorded"`
	Chapters  int             `json:"chapters"`
	KeptUntil meeting.Instant `json:"kept_until" doc:"when it is removed; null: not by itself"`
	On        bool            `json:"on"`
}

// list tells of a conference's recordings, without asking who wants to know.
func (r *recorder) list(ctx context.Context, conf live.ConferenceID) (Recordings, error) {
	out := Recordings{List: []Recording{}}
	r.mu.Lock()
	g := r.on[conf]
	switch w, waits := r.waiting[conf]; {
	case g != nil:
		out.On, out.Paused, out.Held, out.Failed = true, g.paused(), g.held, g.file.Err() != nil
	case waits:
		out.On, out.Paused, out.Held, out.Waiting = true, true, w.held, true
	}
	r.mu.Unlock()
	files, err := r.files(conf)
	if err != nil {
		return out, err
	}
	noted, err := r.noted(ctx, conf)
	if err != nil {
		return out, err
	}
	for _, f := range files {
		chapters, length, err := record.Contents(r.path(conf, f.number))
		if err != nil {
			continue // being removed, or none of ours
		}
		one := Recording{
			Number: f.number, StartedAt: meeting.At(noted.began[f.number]), EndedAt: f.ended.UTC(), Bytes: f.size,
			LengthMs: length.Milliseconds(), Chapters: len(chapters), On: g != nil && g.number == f.number,
		}
		if r.keep > 0 && !one.On {
			one.KeptUntil = meeting.At(f.ended.Add(r.keep).UTC())
		}
		out.List = append(out.List, one)
	}
	return out, nil
}

// recorded is one file of a recording.
type recorded struct {
	conference string
	number     int
	ended      time.Time // last written
	size       int64
}

// files are those of a conference, or of all where it is empty, by number.
func (r *recorder) files(conf live.ConferenceID) (all []recorded, err error) {
	names, err := os.ReadDir(r.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list recordings: %w", err)
	}
	for _, f := range names {
		name, ours := strings.CutSuffix(f.Name(), ".webm")
		at := strings.LastIndexByte(name, '-')
		info, gone := f.Info()
		if !ours || at < 0 || gone != nil {
			continue
		}
		n, err := strconv.Atoi(name[at+1:])
		if err != nil || conf != "" && name[:at] != filepath.Base(conf) {
			continue
		}
		all = append(all, recorded{name[:at], n, info.ModTime(), info.Size()})
	}
	slices.SortFunc(all, func(a, b recorded) int {
		return cmp.Or(strings.Compare(a.conference, b.conference), cmp.Compare(a.number, b.number))
	})
	return all, nil
}

// Contents is what a player shows beside a recording.
type Contents struct {
	LengthMs int64     `json:"length_ms" doc:"0 while it is being recorded"`
	Chapters []Chapter `json:"chapters" doc:"items and speakers, each to the next"`
}

// Chapter is one of a recording.
type Chapter struct {
	AtMs  int64  `json:"at_ms" doc:"from the beginning"`
	Title string `json:"title"`
}

func unknownRecording(conf live.ConferenceID, number int) error {
	return fault.NotFound("recording_unknown", "no recording %d of %s", number, conf)
}

// contents reads a recording's chapters out of its file.
func (r *recorder) contents(conf live.ConferenceID, number int) (Contents, error) {
	out := Contents{Chapters: []Chapter{}}
	chapters, length, err := record.Contents(r.path(conf, number))
	if errors.Is(err, fs.ErrNotExist) {
		return out, unknownRecording(conf, number)
	}
	if err != nil {
		return out, err
	}
	out.LengthMs = length.Milliseconds()
	for _, c := range chapters {
		out.Chapters = append(out.Chapters, Chapter{c.At.Milliseconds(), c.Title})
	}
	return out, nil
}

// hold pauses a recording by the operator's wish, or lets it go on.
func (r *recorder) hold(held bool) func(ctx context.Context, by access.Actor, conf live.ConferenceID) error {
	return func(ctx context.Context, by access.Actor, conf live.ConferenceID) error {
		if err := mayRecord(by); err != nil {
			return err
		}
		now, err := r.live.Live(ctx, by, conf)
		if err != nil {
			return err
		}
		r.acts.Lock()
		defer r.acts.Unlock()
		r.mu.Lock()
		g := r.on[conf]
		w, waits := r.waiting[conf]
		var number int
		var before bool
		switch {
		case g != nil:
			var was bool
			number, was, before = g.number, g.paused(), g.held
			g.held = held
			g.pause(was, r.clock.Now())
			g.follow(now.State, r.clock.Now()) // chapters that began meanwhile
		case waits:
			number, before = w.number, w.held
			w.held = held
			r.waiting[conf] = w
		default:
			r.mu.Unlock()
			return fault.Conflict("not_recording", "nothing is being recorded of %s", conf)
		}
		r.mu.Unlock()
		if before == held {
			return nil
		}
		kind := recordingResumed
		if held {
			kind = recordingPaused
		}
		r.note(context.WithoutCancel(ctx), by, conf, kind, recordingNote{number})
		return nil
	}
}

// mayRemove allows the secretary, whose office keeps the record, to remove a
// recording before its time.
func mayRemove(by access.Actor) error {
	if by.Has(access.Secretary) {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny("recordings")
}

// remove deletes a recording for good; the log keeps that there was one.
func (r *recorder) remove(ctx context.Context, by access.Actor, conf live.ConferenceID, number int) error {
	r.mu.Lock()
	g := r.on[conf]
	going := g != nil && g.number == number
	r.mu.Unlock()
	if going {
		return fault.Conflict("recording_on", "recording %d of %s goes on", number, conf)
	}
	err := os.Remove(r.path(conf, number))
	if errors.Is(err, fs.ErrNotExist) {
		return unknownRecording(conf, number)
	}
	if err != nil {
		return fmt.Errorf("remove a recording: %w", err)
	}
	r.note(ctx, by, conf, recordingRemoved, recordingNote{number})
	return nil
}

// sweep removes the recordings whose time is over.
func (r *recorder) sweep(ctx context.Context) {
	if r.keep <= 0 {
		return
	}
	all, err := r.files("")
	if err != nil {
		r.slog.ErrorContext(ctx, "recordings not looked through", "error", err.Error())
		return
	}
	for _, f := range all {
		if r.clock.Now().Sub(f.ended) < r.keep {
			continue
		}
		if err := r.remove(ctx, access.System, f.conference, f.number); err != nil && fault.As(err) == nil {
			r.slog.ErrorContext(ctx, "recording not removed", "conference", f.conference, "number", f.number, "error", err.Error())
		}
	}
}

// sweepEvery is how often recordings are looked through for those whose time
// is over.
const sweepEvery = time.Hour

// left is what a crash left unfinished, before this process has recorded
// anything; what is to go on waits from now on.
func (r *recorder) left(ctx context.Context) ([]recorded, error) {
	all, err := r.files("")
	if err != nil {
		return nil, err
	}
	if r.shared { // another process may be writing them
		all = slices.DeleteFunc(all, func(f recorded) bool { return r.clock.Now().Sub(f.ended) < goOnWithin })
	}
	return r.await(ctx, all), nil
}

// tend finishes what a crash left unfinished, goes on with it, and removes
// recordings when their time is over, until ctx ends.
func (r *recorder) tend(ctx context.Context, unfinished []recorded) {
	r.finish(ctx, unfinished)
	r.sweep(ctx)
	soon, often, hourly := time.NewTicker(goOnEvery), time.NewTicker(abandonedFor/2), time.NewTicker(sweepEvery)
	defer soon.Stop()
	defer often.Stop()
	defer hourly.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hourly.C:
			r.sweep(ctx)
		case <-often.C:
			r.touch()
			r.finish(ctx, r.await(ctx, r.abandoned(ctx)))
		case <-soon.C:
			r.goOn(ctx)
		}
	}
}

// abandonedFor is how long nothing has been written to a recording that was
// another process's, until that one counts as dead; a recorder writes every
// second or two.
const abandonedFor = 30 * time.Second

// touch shows other processes that the recordings of this one go on, also
// while they are paused.
func (r *recorder) touch() {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.clock.Now()
	for conf, g := range r.on {
		_ = os.Chtimes(r.path(conf, g.number), now, now) // else the next write shows it
	}
}

// abandoned are the files of processes that share the folder and have died.
func (r *recorder) abandoned(ctx context.Context) []recorded {
	if !r.shared {
		return nil
	}
	all, err := r.files("")
	if err != nil {
		r.slog.ErrorContext(ctx, "recordings not looked through", "error", err.Error())
		return nil
	}
	now := r.clock.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.DeleteFunc(all, func(f recorded) bool {
		g, age := r.on[f.conference], now.Sub(f.ended)
		return g != nil && g.number == f.number || age < abandonedFor || age > goOnWithin
	})
}

// await returns the files that were not finished. The recordings among them
// that were on lately wait to go on, unless somebody had stopped them.
func (r *recorder) await(ctx context.Context, all []recorded) (unfinished []recorded) {
	for _, f := range all {
		open, err := record.Unfinished(r.path(f.conference, f.number))
		if err != nil {
			r.slog.ErrorContext(ctx, "recording not finished", "conference", f.conference, "number", f.number, "error", err.Error())
		}
		if !open {
			continue
		}
		unfinished = append(unfinished, f)
		if r.clock.Now().Sub(f.ended) >= goOnWithin {
			continue
		}
		noted, err := r.noted(ctx, f.conference)
		if err != nil { // whether it was paused is not known: what was to be left out counts more
			r.slog.ErrorContext(ctx, "read a recording's log failed", "conference", f.conference, "number", f.number, "error", err.Error())
			noted.held = true
		}
		if noted.stopped {
			continue
		}
		r.mu.Lock()
		r.waiting[f.conference] = waiting{number: f.number, until: f.ended.Add(goOnWithin), held: noted.held}
		r.mu.Unlock()
	}
	return unfinished
}

// finish finishes files that a crash left unfinished.
func (r *recorder) finish(ctx context.Context, unfinished []recorded) {
	for _, f := range unfinished {
		done, err := record.Repair(r.path(f.conference, f.number))
		if err != nil {
			r.slog.ErrorContext(ctx, "recording not finished", "conference", f.conference, "number", f.number, "error", err.Error())
		}
		r.mu.Lock()
		if w, ok := r.waiting[f.conference]; ok && w.number == f.number {
			w.finished = true
			r.waiting[f.conference] = w
		}
		r.mu.Unlock()
		if done {
			r.note(ctx, access.System, f.conference, recordingStopped, recordingNote{f.number})
		}
	}
}

// waiting is a recording that a crash ended and that goes on in a new file if
// there is a programme of its conference here before long. To the operator it
// is on and paused.
type waiting struct {
	number   int // of the file that the crash ended
	until    time.Time
	finished bool // that file is
	held     bool // the operator had paused it
}

// A recording that a crash ended goes on in a new file if the program comes
// back this soon; it is tried this often until there is a programme again.
const (
	goOnWithin = 15 * time.Minute
	goOnEvery  = 2 * time.Second
)

// goOn tries to go on with the recordings that wait for it.
func (r *recorder) goOn(ctx context.Context) {
	r.mu.Lock()
	all := maps.Clone(r.waiting)
	r.mu.Unlock()
	for conf, w := range all {
		if !w.finished {
			continue
		}
		err := r.start(ctx, access.System, conf)
		f := fault.As(err)
		if err != nil && f == nil {
			r.slog.ErrorContext(ctx, "resume recording failed", "conference", conf, "error", err.Error())
		}
		soon := err != nil && (f == nil || f.Code == "media_off" || f.Code == "item_not_recordable")
		if soon && !r.clock.Now().After(w.until) {
			continue
		}
		r.mu.Lock()
		delete(r.waiting, conf)
		r.mu.Unlock()
	}
}

// noted is what the log says of a conference's recordings.
type noted struct {
	began   map[int]time.Time // each
	held    bool              // the last that was on was paused by somebody
	stopped bool              // or stopped
}

func (r *recorder) noted(ctx context.Context, conf live.ConferenceID) (noted, error) {
	const page = 1000
	out := noted{began: map[int]time.Time{}}
	for after := int64(0); ; {
		entries, err := r.log.After(ctx, event.Conference(conf), after, page)
		if err != nil {
			return out, err
		}
		for _, e := range entries {
			after = e.Rev
			if n, ok := numberOf(e); ok {
				out.began[n] = e.At
			}
			if e.Actor == access.System.String() {
				continue // a marked item, or a crash
			}
			switch e.Kind {
			case recordingStarted, recordingPaused, recordingResumed, recordingStopped:
				out.held, out.stopped = e.Kind == recordingPaused, e.Kind == recordingStopped
			}
		}
		if len(entries) < page {
			return out, nil
		}
	}
}

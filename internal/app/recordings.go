package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
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
	On     bool        `json:"on"`
	Paused bool        `json:"paused" doc:"by the operator, or while a marked item is dealt with"`
	Held   bool        `json:"held" doc:"paused by the operator"`
	Failed bool        `json:"failed" doc:"it cannot be written, as where the disk is full"`
	List   []Recording `json:"recordings"`
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
	if g != nil {
		out.On, out.Paused, out.Held, out.Failed = true, g.paused(), g.held, g.file.Err() != nil
	}
	r.mu.Unlock()
	files, err := r.files(conf)
	if err != nil {
		return out, err
	}
	began, err := r.began(ctx, conf)
	if err != nil {
		return out, err
	}
	for _, f := range files {
		chapters, length, err := record.Contents(r.path(conf, f.number))
		if err != nil {
			continue // being removed, or none of ours
		}
		one := Recording{
			Number: f.number, StartedAt: meeting.At(began[f.number]), EndedAt: f.ended.UTC(), Bytes: f.size,
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
		r.mu.Lock()
		g := r.on[conf]
		if g == nil {
			r.mu.Unlock()
			return fault.Conflict("not_recording", "nothing is being recorded of %s", conf)
		}
		was, before := g.paused(), g.held
		g.held = held
		g.pause(was, r.clock.Now())
		g.follow(now.State, r.clock.Now()) // chapters that began meanwhile
		r.mu.Unlock()
		if before == held {
			return nil
		}
		kind := recordingResumed
		if held {
			kind = recordingPaused
		}
		r.note(ctx, by, conf, kind, recordingNote{g.number})
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

// tend finishes what a crash left unfinished, goes on with it, and removes
// recordings when their time is over, until ctx ends. Unfinished are the files
// there were before this process recorded anything.
func (r *recorder) tend(ctx context.Context, unfinished []recorded) {
	if r.shared { // another process may be writing them
		unfinished = slices.DeleteFunc(unfinished, func(f recorded) bool { return r.clock.Now().Sub(f.ended) < goOnWithin })
	}
	again := r.revive(ctx, unfinished)
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
			again = append(again, r.revive(ctx, r.abandoned(ctx))...)
		case <-soon.C:
			again = r.goOn(ctx, again)
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

// revive finishes the files of recordings that were on when the program died,
// and tells of which conferences they are.
func (r *recorder) revive(ctx context.Context, unfinished []recorded) (again []goingOn) {
	for _, f := range unfinished {
		done, err := record.Repair(r.path(f.conference, f.number))
		if err != nil {
			r.slog.ErrorContext(ctx, "recording not finished", "conference", f.conference, "number", f.number, "error", err.Error())
			continue
		}
		if !done {
			continue
		}
		r.note(ctx, access.System, f.conference, recordingStopped, recordingNote{f.number})
		if r.clock.Now().Sub(f.ended) < goOnWithin {
			again = append(again, goingOn{f.conference, f.ended.Add(goOnWithin)})
		}
	}
	return again
}

// goingOn is a conference whose recording a crash ended, to be recorded again
// if there is a programme of it here before long.
type goingOn struct {
	conference live.ConferenceID
	until      time.Time
}

// A recording that a crash ended goes on in a new file if the program comes
// back this soon; it is tried this often until there is a programme again.
const (
	goOnWithin = 15 * time.Minute
	goOnEvery  = 2 * time.Second
)

// goOn tries to record again, and returns those with which to try later.
func (r *recorder) goOn(ctx context.Context, again []goingOn) (later []goingOn) {
	for _, g := range again {
		err := r.start(ctx, access.System, g.conference)
		if err == nil || r.clock.Now().After(g.until) {
			continue
		}
		f := fault.As(err)
		switch {
		case f == nil:
			r.slog.ErrorContext(ctx, "recording not gone on with", "conference", g.conference, "error", err.Error())
		case f.Code == "media_off", f.Code == "item_not_recordable":
			later = append(later, g)
		}
	}
	return later
}

// began reads from the log when each recording began.
func (r *recorder) began(ctx context.Context, conf live.ConferenceID) (map[int]time.Time, error) {
	const page = 1000
	out := map[int]time.Time{}
	for after := int64(0); ; {
		entries, err := r.log.After(ctx, event.Conference(conf), after, page)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			after = e.Rev
			if n, ok := numberOf(e); ok {
				out[n] = e.At
			}
		}
		if len(entries) < page {
			return out, nil
		}
	}
}

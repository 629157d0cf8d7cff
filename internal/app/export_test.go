package app

import (
	"context"
	"testing"
	"time"

	"giaoban/internal/live"
	"giaoban/internal/programme"
	"giaoban/internal/record"
)

// Produce gives a conference a programme without a media engine: whoever reads
// the conference's programme is given what is written to the result. Asked
// counts the key frames asked for.
func (a *App) Produce(conference string) (to programme.Sink, asked func() int) {
	n := 0
	f := &fan{ask: func(programme.Picture, int) { n++ }}
	f.change(func(all []programme.Sink) []programme.Sink { return all })
	a.recorder.producer = &producer{running: map[string]*fan{conference: f}}
	a.Live.OnChange(a.recorder.heard)
	return f, func() int { return n }
}

// RecordingPath is the file of a recording.
func (a *App) RecordingPath(conf string, number int) string { return a.recorder.path(conf, number) }

// SweepRecordings removes the recordings that are older than keep.
func (a *App) SweepRecordings(ctx context.Context, keep time.Duration) {
	a.recorder.keep = keep
	a.recorder.sweep(ctx)
}

// CrashRecordings has a conference's recording forgotten in the middle, once
// all that was given to it has been dealt with.
func (a *App) CrashRecordings(t *testing.T, conf string) {
	t.Helper()
	r := a.recorder
	r.mu.Lock()
	defer r.mu.Unlock()
	g := r.on[conf]
	g.readers.remove(g.file)
	r.on = map[live.ConferenceID]*recording{}
	const last = "the last that was written"
	g.file.Chapter(last, r.clock.Now())
	for range 400 {
		if all, _, err := record.Contents(r.path(conf, g.number)); err == nil && len(all) > 0 && all[len(all)-1].Title == last {
			return
		}
		<-time.After(5 * time.Millisecond)
	}
	t.Fatal("what was given to the recorder is not on the disk")
}

// ReviveRecordings does what a start of the program does with recordings that
// a crash left behind.
func (a *App) ReviveRecordings(ctx context.Context) {
	a.LeftRecordings(ctx)(ctx)
	a.recorder.goOn(ctx)
}

// LeftRecordings is the first step of ReviveRecordings: they wait to go on. What
// it returns is the second, which finishes their files.
func (a *App) LeftRecordings(ctx context.Context) (finish func(context.Context)) {
	unfinished, _ := a.recorder.left(ctx)
	return func(ctx context.Context) { a.recorder.finish(ctx, unfinished) }
}

// GoOnRecording is the third.
func (a *App) GoOnRecording(ctx context.Context) { a.recorder.goOn(ctx) }

// ReviveAbandoned does what a process does with recordings that another, which
// shares its folder, left behind; it tells how many those were.
func (a *App) ReviveAbandoned(ctx context.Context) int {
	a.recorder.shared = true
	abandoned := a.recorder.abandoned(ctx)
	a.recorder.finish(ctx, a.recorder.await(ctx, abandoned))
	a.recorder.goOn(ctx)
	return len(abandoned)
}

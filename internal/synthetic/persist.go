package synthetic

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	leastPause = 250 * time.Millisecond
	mostPause  = 4 * time.Second
	// steadyAfter is how long an attempt must have held for the next pause to
	// be short again.
	steadyAfter = 10 * time.Second
)

// persist tries until try succeeds or ctx ends, whose cause it then returns. The
// pauses between attempts double up to 4 s and vary, so that many sites do not
// come back in one moment. failed is told of each.
func persist(ctx context.Context, try func() error, failed func(err error, pause time.Duration)) error {
	pause := leastPause
	for {
		steady := time.AfterFunc(steadyAfter, func() {}) // Stop tells whether it has run
		err := try()
		if held := !steady.Stop(); held {
			pause = leastPause
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil {
			return nil
		}
		failed(err, pause)
		if err := wait(ctx, pause/2+rand.N(pause)); err != nil { //nolint:gosec // not a secret
			return err
		}
		pause = min(2*pause, mostPause)
	}
}

// wait waits for d, or returns the cause of ctx's end.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}

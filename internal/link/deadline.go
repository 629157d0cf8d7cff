package link

import (
	"time"

	"giaoban/internal/clock"
)

// deadline is the instant d from now, for sockets, which want instants.
func deadline(d time.Duration) time.Time { return clock.System{}.Now().Add(d) }

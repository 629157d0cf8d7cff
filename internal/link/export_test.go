package link

import "time"

// Leaves says how long a packet waits at the line's end, or that it is lost.
func (l *Line) Leaves(b []byte, now time.Time) (time.Duration, bool) { return l.leaves(b, now) }

package live

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Span is a length of time. In JSON it is a number of seconds with up to three
// decimals, exact to the millisecond.
type Span time.Duration

// Seconds is a span of n whole seconds.
func Seconds(n int) Span { return Span(time.Duration(n) * time.Second) }

// Duration is the span as Go counts it.
func (s Span) Duration() time.Duration { return time.Duration(s) }

// MarshalJSON writes seconds.
func (s Span) MarshalJSON() ([]byte, error) {
	ms := time.Duration(s).Milliseconds()
	if ms%1000 == 0 {
		return strconv.AppendInt(nil, ms/1000, 10), nil
	}
	return strconv.AppendFloat(nil, float64(ms)/1000, 'f', -1, 64), nil
}

// UnmarshalJSON reads seconds.
func (s *Span) UnmarshalJSON(b []byte) error {
	var f float64
	if err := json.Unmarshal(b, &f); err != nil {
		return fmt.Errorf("span: %w", err)
	}
	ms := f * 1000
	if ms < 0 {
		ms -= 0.5
	} else {
		ms += 0.5
	}
	*s = Span(time.Duration(int64(ms)) * time.Millisecond)
	return nil
}

package contribution

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"github.com/livekit/protocol/logger"
)

// logTo sends LiveKit's log, which is one per process, to log. Its own
// InitLoggerFromConfig would write in a form of its own and replace the
// process's default of log/slog.
func logTo(log *slog.Logger, debug bool) {
	least := slog.LevelError
	if debug {
		least = slog.LevelDebug
	}
	h := leveled{Handler: log.Handler(), least: least, said: &repeats{last: map[string]time.Time{}}}
	logger.SetLogger(logger.LogRLogger(logr.FromSlogHandler(h)), "livekit")
}

// leveled drops records below a level: LiveKit reports each join in a dozen
// lines, and its warnings come at the level of information. It drops, too, what
// was said a moment ago: LiveKit reports every packet that makes no sense, and a
// site may send thousands a second.
type leveled struct {
	slog.Handler

	least slog.Level
	said  *repeats
}

// sayAgain is how soon the same message may stand in the log again, and
// mostSaid how many different ones are remembered.
const (
	sayAgain = 10 * time.Second
	mostSaid = 500
)

// repeats knows when messages were last said.
type repeats struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// again tells whether a message was said a moment ago.
func (r *repeats) again(message string, at time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if last, known := r.last[message]; known && at.Sub(last) < sayAgain {
		return true
	}
	if len(r.last) >= mostSaid {
		clear(r.last)
	}
	r.last[message] = at
	return false
}

// Handle writes a record that is not a repetition.
func (l leveled) Handle(ctx context.Context, r slog.Record) error {
	if l.said.again(r.Message, r.Time) {
		return nil
	}
	return l.Handler.Handle(ctx, r)
}

func (l leveled) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= l.least && l.Handler.Enabled(ctx, level)
}

func (l leveled) WithAttrs(attrs []slog.Attr) slog.Handler {
	return leveled{Handler: l.Handler.WithAttrs(attrs), least: l.least, said: l.said}
}

func (l leveled) WithGroup(name string) slog.Handler {
	return leveled{Handler: l.Handler.WithGroup(name), least: l.least, said: l.said}
}

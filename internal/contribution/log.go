package contribution

import (
	"context"
	"log/slog"

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
	h := leveled{Handler: log.Handler(), least: least}
	logger.SetLogger(logger.LogRLogger(logr.FromSlogHandler(h)), "livekit")
}

// leveled drops records below a level: LiveKit reports each join in a dozen
// lines, and its warnings come at the level of information.
type leveled struct {
	slog.Handler

	least slog.Level
}

func (l leveled) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= l.least && l.Handler.Enabled(ctx, level)
}

func (l leveled) WithAttrs(attrs []slog.Attr) slog.Handler {
	return leveled{Handler: l.Handler.WithAttrs(attrs), least: l.least}
}

func (l leveled) WithGroup(name string) slog.Handler {
	return leveled{Handler: l.Handler.WithGroup(name), least: l.least}
}

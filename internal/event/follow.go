package event

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
)

// Several processes on one PostgreSQL: each tells the others, with the commit,
// which revision of which stream there is. They read the entry from the log
// and publish it to their own listeners.

// OnElsewhere has f told of a stream to which another process has appended,
// after its listeners have been; of "" where any stream may have moved on
// unnoticed, as after a broken line. It must not take long. Before Follow.
func (l *Log) OnElsewhere(f func(ctx context.Context, stream string)) {
	l.elsewhere = append(l.elsewhere, f)
}

// Follow publishes here what other processes append, until ctx ends. Where one
// process has the database to itself it returns at once.
func (l *Log) Follow(ctx context.Context) error {
	return l.db.Listen(ctx, l.reread, l.told)
}

// notice is what processes tell each other: "<process> <revision> <stream>".
func (l *Log) notice(e Entry) string {
	return l.process + " " + strconv.FormatInt(e.Rev, 10) + " " + e.Stream
}

// told takes in another process's notice.
func (l *Log) told(ctx context.Context, notice string) {
	part := strings.SplitN(notice, " ", 3)
	if len(part) != 3 || part[0] == l.process {
		return
	}
	rev, err := strconv.ParseInt(part[1], 10, 64)
	if err != nil {
		return
	}
	if l.Listeners(part[2]) > 0 {
		l.republish(ctx, part[2], rev)
	}
	l.tellElsewhere(ctx, part[2])
}

// reread publishes the newest entry of every stream that somebody listens to:
// who lacks the ones before it reads them from the log.
func (l *Log) reread(ctx context.Context) {
	l.mu.Lock()
	streams := make([]string, 0, len(l.subs))
	for s := range l.subs {
		streams = append(streams, s)
	}
	l.mu.Unlock()
	for _, s := range streams {
		rev, err := l.Last(ctx, s)
		if err != nil { // the line has broken again
			slog.WarnContext(ctx, "stream not read again", "stream", s, "error", err.Error())
			return
		}
		l.republish(ctx, s, rev)
	}
	l.tellElsewhere(ctx, "")
}

// republish publishes an entry that this process has not appended. One that
// cannot be read now is made up for by the next: its listeners see the gap.
func (l *Log) republish(ctx context.Context, stream string, rev int64) {
	entries, err := l.After(ctx, stream, rev-1, 1)
	if err != nil {
		slog.WarnContext(ctx, "entry of another process not read", "stream", stream, "rev", rev, "error", err.Error())
		return
	}
	for _, e := range entries {
		l.publish(e)
	}
}

func (l *Log) tellElsewhere(ctx context.Context, stream string) {
	for _, f := range l.elsewhere {
		f(ctx, stream)
	}
}

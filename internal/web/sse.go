package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Stream writes server-sent events (WHATWG HTML, "Server-sent events").
type Stream struct {
	w  http.ResponseWriter
	rc *http.ResponseController
}

// writeLimit is how long a listener may take to swallow one event before it
// is given up: it then comes back and replays.
const writeLimit = 20 * time.Second

// NewStream opens the stream. The caller returns when the request's context
// ends.
func NewStream(w http.ResponseWriter) *Stream {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would gather events
	w.WriteHeader(http.StatusOK)
	s := &Stream{w: w, rc: http.NewResponseController(w)}
	_, _ = fmt.Fprint(w, "retry: 1000\n\n")
	_ = s.rc.Flush()
	return s
}

// Send writes one event. id 0 leaves the client's last id as it was. now is
// the present instant, for the write's time limit.
func (s *Stream) Send(now time.Time, event string, id int64, data any) error {
	b, ok := data.(json.RawMessage)
	if !ok {
		var err error
		if b, err = json.Marshal(data); err != nil {
			return fmt.Errorf("marshal %s: %w", event, err)
		}
	}
	_ = s.rc.SetWriteDeadline(now.Add(writeLimit)) // not every writer has one
	head := "event: " + event + "\n"
	if id != 0 {
		head += "id: " + strconv.FormatInt(id, 10) + "\n"
	}
	if _, err := fmt.Fprintf(s.w, "%sdata: %s\n\n", head, b); err != nil {
		return err
	}
	return s.rc.Flush()
}

// LastEventID returns the revision after which the client wants to go on: from
// the header that browsers send on reconnecting, else from ?after=. ok is
// false where it has none.
func LastEventID(r *http.Request) (rev int64, ok bool) {
	v := r.Header.Get("Last-Event-ID")
	if v == "" {
		v = r.URL.Query().Get("after")
	}
	rev, err := strconv.ParseInt(v, 10, 64)
	return rev, err == nil && rev >= 0
}

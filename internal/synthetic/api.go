package synthetic

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	requestTimeout = 10 * time.Second
	// eventSilence is how long the event stream may say nothing: the server
	// sends a ping every 15 s.
	eventSilence = 40 * time.Second
	// mostEvent bounds one event, in bytes: a snapshot of a big conference.
	mostEvent = 8 << 20
)

// seat is what a redeemed link gives.
type seat struct {
	Seat         string `json:"seat"`
	Kind         string `json:"kind"`
	ConferenceID string `json:"conference_id"`
	SiteID       string `json:"site_id"`
}

// refused is the program's answer that something must not be.
type refused struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Title  string `json:"title"`
}

func (r *refused) Error() string { return fmt.Sprintf("refused: %d %s %s", r.Status, r.Code, r.Title) }

// api speaks to the program over HTTP as a device with a join link does.
type api struct {
	base  *url.URL
	token string
	trust *tls.Config // nil: the system's authorities
	http  *http.Client

	mu   sync.Mutex
	seat *seat
}

func newAPIClient(server, token string, trust *tls.Config) (*api, error) {
	base, err := url.Parse(server)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("server address %q: not a web address", server)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("cookies: %w", err)
	}
	a := &api{base: base, token: token, trust: trust, http: &http.Client{Jar: jar, Transport: http.DefaultTransport}}
	if standard, ok := http.DefaultTransport.(*http.Transport); ok && trust != nil {
		own := standard.Clone()
		own.TLSClientConfig = trust.Clone()
		a.http.Transport = own
	}
	return a, nil
}

// join redeems the link, once.
func (a *api) join(ctx context.Context) (seat, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.seat != nil {
		return *a.seat, nil
	}
	var s seat
	if err := a.do(ctx, http.MethodPost, "/api/join", "", map[string]string{"token": a.token}, &s); err != nil {
		return seat{}, fmt.Errorf("join: %w", err)
	}
	a.seat = &s
	return s, nil
}

// call is a request with the seat. A seat that the server no longer knows is
// given up, and the next call joins anew.
func (a *api) call(ctx context.Context, method, path string, body, answer any) error {
	s, err := a.join(ctx)
	if err != nil {
		return err
	}
	err = a.do(ctx, method, "/api/conferences/"+url.PathEscape(s.ConferenceID)+path, s.Seat, body, answer)
	a.check(err)
	return err
}

func (a *api) check(err error) {
	if r := (*refused)(nil); errors.As(err, &r) && r.Status == http.StatusUnauthorized {
		a.mu.Lock()
		a.seat = nil
		a.mu.Unlock()
	}
}

func (a *api) do(ctx context.Context, method, path, seat string, body, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	var b io.Reader
	if body != nil {
		j, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("request: %w", err)
		}
		b = bytes.NewReader(j)
	}
	r, err := http.NewRequestWithContext(ctx, method, a.base.JoinPath(path).String(), b)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if seat != "" {
		r.Header.Set("X-Seat", seat)
	}
	w, err := a.http.Do(r)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer w.Body.Close()
	if err := refusal(w); err != nil {
		return err
	}
	if answer == nil {
		return nil
	}
	if err := json.NewDecoder(w.Body).Decode(answer); err != nil {
		return fmt.Errorf("%s %s: answer: %w", method, path, err)
	}
	return nil
}

func refusal(w *http.Response) error {
	if w.StatusCode < http.StatusBadRequest {
		return nil
	}
	r := &refused{Title: http.StatusText(w.StatusCode)}
	_ = json.NewDecoder(io.LimitReader(w.Body, 1<<16)).Decode(r) // a proxy's answer is no problem document
	r.Status = w.StatusCode
	return r
}

// ticket asks for the way into the media.
func (a *api) ticket(ctx context.Context) (Ticket, error) {
	var m struct {
		Engine string `json:"engine"`
		URL    string `json:"url"`
		Token  string `json:"token"`
	}
	if err := a.call(ctx, http.MethodGet, "/media", nil, &m); err != nil {
		return Ticket{}, err
	}
	u, err := a.base.Parse(m.URL)
	if err != nil {
		return Ticket{}, fmt.Errorf("address of the media server: %w", err)
	}
	return Ticket{URL: u.String(), Token: m.Token, TLS: a.trust}, nil
}

// state is the part of the conference's state (Live) that a synthetic site
// goes by. Parts that a change does not touch are nil.
type state struct {
	OpenMics *[]string `json:"open_mics"`
	Sites    []struct {
		ID       string `json:"id"`
		Presence string `json:"presence"`
	} `json:"sites"`
}

// events follows the conference until the stream ends, which is an error, too.
func (a *api) events(ctx context.Context, see func(state)) error {
	s, err := a.join(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	u := a.base.JoinPath("/api/conferences", s.ConferenceID, "events")
	u.RawQuery = url.Values{"seat": {s.Seat}}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	r.Header.Set("Accept", "text/event-stream")
	silent := time.AfterFunc(eventSilence, func() { cancel(errors.New("the event stream is silent")) })
	defer silent.Stop()
	w, err := a.http.Do(r)
	if err != nil {
		return fmt.Errorf("events: %w", err)
	}
	defer w.Body.Close()
	if err := refusal(w); err != nil {
		a.check(err)
		return err
	}
	err = readEvents(w.Body, func(event string, data []byte) error {
		silent.Reset(eventSilence)
		switch event {
		case "snapshot":
			return decodeState(data, see, func(s state) state { return s })
		case "change":
			return decodeState(data, see, func(c struct {
				Patch state `json:"patch"`
			},
			) state {
				return c.Patch
			})
		}
		return nil
	})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func decodeState[T any](data []byte, see func(state), part func(T) state) error {
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return fmt.Errorf("event: %w", err)
	}
	see(part(v))
	return nil
}

// readEvents reads server-sent events (HTML standard, section 9.2) until the
// stream ends.
func readEvents(r io.Reader, take func(event string, data []byte) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), mostEvent)
	event, data := "", []byte(nil)
	for lines.Scan() {
		line := lines.Text()
		if line == "" {
			if len(data) > 0 {
				if err := take(event, bytes.TrimSuffix(data, []byte("\n"))); err != nil {
					return err
				}
			}
			event, data = "", nil
			continue
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			event = value
		case "data":
			data = append(append(data, value...), '\n')
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("events: %w", err)
	}
	return errors.New("events: the stream ended")
}

package relay

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"giaoban/internal/programme"
)

// FollowOptions of a Follower.
type FollowOptions struct {
	From   string // URL of the program, or of a relay nearer to it
	Secret string
	Units  []string    // whose watchers it is there for, those below them included; none: for everybody
	Name   string      // unique among the relays; "" makes one up
	Room   int         // how many watchers it takes, those below it included; 0: 4000
	TLS    *tls.Config // for https; nil: the system's authorities
	Now    func() time.Time
	Log    *slog.Logger
}

// Follower makes a Server on this machine a relay of another's programmes.
//
//	lost ──dial, secret──▶ fed ──silence of 2 s──▶ lost ──10 s──▶ watchers sent away
//	  ▲                                              │
//	  └────────────── again, 0.2 to 3 s ─────────────┘
//
// The numbering of the programme is kept, so a line that comes back goes on
// where it was, and the gap costs a key frame. Several followers may feed one
// server, each from another program: a conference that moves from one to the
// other is fed by the one that opened it last.
type Follower struct {
	o    FollowOptions
	at   *url.URL
	asks calls

	mu         sync.Mutex
	up         *link // nil while lost
	lost       time.Time
	programmes map[string]*followed
	server     *Server
	trunk      *Trunk
}

// followed is one programme as it arrives here.
type followed struct {
	opened
	here  *Conference
	below *Branch // nil where nobody is fed from here
}

// NewFollower reads the options; Run does the rest.
func NewFollower(o FollowOptions) (*Follower, error) {
	at, err := url.Parse(o.From)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" {
		return nil, fmt.Errorf("a relay follows a URL such as https://host, not %q", o.From)
	}
	if o.Name == "" {
		o.Name = randomHex(8)
	}
	if o.Room == 0 {
		o.Room = 4000
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Follower{o: o, at: at, programmes: map[string]*followed{}, lost: o.Now()}, nil
}

// Check has the program say what a token allows: it is the Check of this
// relay's Options.
func (f *Follower) Check(_ context.Context, conference, token string) (Grant, error) {
	up := f.line()
	if up == nil {
		return Grant{}, errors.New("the line to the program is down")
	}
	switch a := f.asks.call(up, request{Method: methodCheck, Conference: conference, Body: token}); a.Status {
	case http.StatusOK:
		return Grant{Site: a.Site, Units: a.Units, Seat: a.Seat}, nil
	case http.StatusForbidden:
		return Grant{}, ErrRefused
	default:
		return Grant{}, fmt.Errorf("the program answers %d", a.Status)
	}
}

// CheckAny is the Check of a relay that follows several programs which share
// their conferences: the first that knows the token says what it allows, and
// it is refused where all do.
func CheckAny(fs ...*Follower) func(ctx context.Context, conference, token string) (Grant, error) {
	return func(ctx context.Context, conference, token string) (Grant, error) {
		answer := ErrRefused
		for _, f := range fs {
			g, err := f.Check(ctx, conference, token)
			if err == nil {
				return g, nil
			}
			if !errors.Is(err, ErrRefused) {
				answer = err
			}
		}
		return Grant{}, answer
	}
}

func (f *Follower) line() *link {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.up
}

// Run keeps the line up until ctx ends; t, which may be nil, feeds relays
// further down. It returns nil.
func (f *Follower) Run(ctx context.Context, s *Server, t *Trunk) error {
	f.server, f.trunk = s, t
	pause := firstPause
	for {
		began := f.o.Now()
		err := f.follow(ctx)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the line ended because it was to
		}
		f.o.Log.WarnContext(ctx, "not fed", "from", f.at.Redacted(), "error", err)
		if f.o.Now().Sub(began) > lastPause {
			pause = firstPause
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
		pause = min(2*pause, lastPause)
		f.giveUp()
	}
}

// Pauses between attempts, and how long watchers are kept on a picture that
// does not move: then they are sent away to find another relay.
const (
	firstPause = 200 * time.Millisecond
	lastPause  = 3 * time.Second
	keptFor    = 10 * time.Second
)

func (f *Follower) giveUp() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.o.Now().Sub(f.lost) < keptFor {
		return
	}
	for id := range f.programmes {
		f.shut(id)
	}
}

// follow is one line from beginning to end.
func (f *Follower) follow(ctx context.Context) error {
	conn, in, err := f.dial(ctx)
	if err != nil {
		return err
	}
	l := newLink(conn)
	stop := context.AfterFunc(ctx, l.close)
	defer stop()
	f.mu.Lock()
	f.up = l
	f.mu.Unlock()
	f.o.Log.InfoContext(ctx, "fed", "from", f.at.Redacted())
	go l.beatWith(func() any { return f.beat() })
	handles := map[uint32]*followed{}
	err = l.read(in, func(kind frameKind, body []byte) error { return f.take(l, handles, kind, body) })
	f.mu.Lock()
	f.up, f.lost = nil, f.o.Now()
	f.mu.Unlock()
	return err
}

func (f *Follower) beat() beat {
	b := beat{Watchers: f.server.watching(), Room: f.o.Room, Units: f.o.Units}
	if f.trunk != nil {
		b.Units = slices.Concat(b.Units, f.trunk.units())
		for id, n := range f.trunk.watching() {
			b.Watchers[id] += n
		}
	}
	return b
}

func (f *Follower) dial(ctx context.Context) (net.Conn, *bufio.Reader, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*linkSilence)
	defer cancel()
	host, port := f.at.Hostname(), f.at.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[f.at.Scheme]
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, nil, fmt.Errorf("reach the program: %w", err)
	}
	_ = conn.SetDeadline(f.o.Now().Add(2 * linkSilence))
	if f.at.Scheme == "https" {
		c := &tls.Config{MinVersion: tls.VersionTLS12}
		if f.o.TLS != nil {
			c = f.o.TLS.Clone()
		}
		c.ServerName, c.NextProtos = host, []string{"http/1.1"}
		conn = tls.Client(conn, c)
	}
	in, err := f.upgrade(ctx, conn)
	if err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	_ = conn.SetDeadline(time.Time{})
	return conn, in, nil
}

func (f *Follower) upgrade(ctx context.Context, conn net.Conn) (*bufio.Reader, error) {
	to := *f.at
	to.Path = strings.TrimSuffix(to.Path, "/") + "/relay/feed"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("ask to be fed: %w", err)
	}
	for k, v := range map[string]string{
		"Connection": "Upgrade", "Upgrade": feedProtocol, "Authorization": "Bearer " + f.o.Secret, "X-Relay": f.o.Name,
	} {
		req.Header.Set(k, v)
	}
	if err := req.Write(conn); err != nil {
		return nil, fmt.Errorf("ask to be fed: %w", err)
	}
	in := bufio.NewReaderSize(conn, 64<<10)
	resp, err := http.ReadResponse(in, req)
	if err != nil {
		return nil, fmt.Errorf("ask to be fed: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusSwitchingProtocols {
		return nil, fmt.Errorf("ask to be fed: %s", resp.Status)
	}
	return in, nil
}

func (f *Follower) take(l *link, handles map[uint32]*followed, kind frameKind, body []byte) error {
	switch kind {
	case framePacket:
		handle, p, err := parsePacket(body, f.o.Now())
		if err != nil {
			return err
		}
		if at := handles[handle]; at != nil {
			at.here.Write(p)
			if at.below != nil {
				at.below.Write(p)
			}
		}
	case frameOpen, frameShut:
		var o opened
		if err := json.Unmarshal(body, &o); err != nil {
			return err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		if kind == frameShut {
			delete(handles, o.Handle)
			f.shut(o.Conference)
			return nil
		}
		handles[o.Handle] = f.open(o)
	case frameReply:
		return f.asks.replied(body)
	case frameCall:
		var q request
		if err := json.Unmarshal(body, &q); err != nil {
			return err
		}
		go func() {
			a := f.server.answerTo(q)
			a.ID = q.ID
			l.send(frameReply, a)
		}()
	case frameBeat:
	case frameKey:
		return errFrame
	}
	return nil
}

// open begins a programme, or goes on with it; mu is held.
func (f *Follower) open(o opened) *followed {
	if at := f.programmes[o.Conference]; at != nil {
		if at.Instance == o.Instance {
			return at
		}
		f.shut(o.Conference) // another numbering: whoever watches joins anew
	}
	ask := func(p programme.Picture, layer int) {
		if up := f.line(); up != nil {
			up.send(frameKey, keyWanted{Conference: o.Conference, Picture: p, Layer: layer})
		}
	}
	at := &followed{opened: o, here: f.server.anew(o.Conference, ask)}
	if f.trunk != nil {
		at.below = f.trunk.branch(o.Conference, o.Instance, ask)
	}
	f.programmes[o.Conference] = at
	return at
}

// shut ends a programme here and below; mu is held.
func (f *Follower) shut(conference string) {
	at := f.programmes[conference]
	if at == nil {
		return
	}
	delete(f.programmes, conference)
	at.here.Close()
	if at.below != nil {
		at.below.Close()
	}
}

package contribution_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/contribution"
	"giaoban/internal/synthetic"
)

// patience is how long a test waits for what must come.
const patience = 15 * time.Second

// conference is a conference as the engine sees it.
type conference struct {
	mu     sync.Mutex
	open   []string
	paused bool
	events []contribution.Presence
	deaf   bool // takes no report
	ended  []string
	asked  int // how often a device was asked after
}

func (c *conference) Desired(string) ([]string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.open), !c.paused
}

func (c *conference) Presence(_ context.Context, p contribution.Presence) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.deaf {
		return errors.New("the database is away")
	}
	c.events = append(c.events, p)
	if site, ok := p.Identity.SiteID(); ok && p.Joined && c.joins(p.Identity) > 1 {
		c.open = slices.DeleteFunc(c.open, func(s string) bool { return s == site }) // rejoined: muted
	}
	return nil
}

func (c *conference) Admits(_ context.Context, seat string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	return !slices.Contains(c.ended, seat)
}

func (c *conference) joins(i contribution.Identity) int {
	n := 0
	for _, e := range c.events {
		if e.Identity == i && e.Joined {
			n++
		}
	}
	return n
}

func (c *conference) joinsOf(i contribution.Identity) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.joins(i)
}

func (c *conference) history(i contribution.Identity) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var h []string
	for _, e := range c.events {
		if e.Identity == i {
			h = append(h, map[bool]string{true: "joined", false: "left"}[e.Joined])
		}
	}
	return strings.Join(h, " ")
}

// world is an engine with its conference, reached over HTTP as clients do.
type world struct {
	t      testing.TB
	engine *contribution.Engine
	conf   *conference
	url    string
}

const room = "c-briefing"

var discard = slog.New(slog.DiscardHandler)

// here has LiveKit in the engine itself.
var here = contribution.Config{Loopback: true, Key: "test", Secret: strings.Repeat("s", 32)}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	return worldOf(tb, here)
}

// everywhere runs a test with LiveKit in the engine itself, and with an engine
// that uses a LiveKit elsewhere.
func everywhere(t *testing.T, test func(w *world)) {
	t.Helper()
	t.Run("here", func(t *testing.T) { test(newWorld(t)) })
	t.Run("elsewhere", func(t *testing.T) { test(worldOf(t, elsewhere(t))) })
}

// elsewhere starts a LiveKit that knows nothing of conferences, and tells how
// to use it.
func elsewhere(tb testing.TB) contribution.Config {
	tb.Helper()
	c := contribution.Config{Loopback: true, Key: "elsewhere", Secret: strings.Repeat("e", 32), SignalPort: freePort(tb)}
	start(tb, c, &conference{deaf: true})
	c.Elsewhere = &contribution.Elsewhere{URL: &url.URL{Scheme: "http", Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(c.SignalPort))}}
	return c
}

func freePort(tb testing.TB) int {
	tb.Helper()
	l, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

func start(tb testing.TB, c contribution.Config, conf *conference) *contribution.Engine {
	tb.Helper()
	e, err := contribution.Start(context.Background(), c, conf, slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(e.Stop)
	return e
}

func worldOf(tb testing.TB, c contribution.Config) *world {
	tb.Helper()
	conf := &conference{}
	e := start(tb, c, conf)
	s := httptest.NewServer(e.Handler())
	tb.Cleanup(s.Close)
	return &world{t: tb, engine: e, conf: conf, url: s.URL}
}

// want sets the open microphones and has the engine see to it.
func (w *world) want(sites ...string) {
	w.conf.mu.Lock()
	w.conf.open = sites
	w.conf.mu.Unlock()
	w.engine.Reconcile(room)
}

func (w *world) ticket(i contribution.Identity, r contribution.Rights) synthetic.Ticket {
	w.t.Helper()
	token, err := w.engine.Token(room, i, "seat of "+string(i), string(i), r, time.Hour)
	if err != nil {
		w.t.Fatal(err)
	}
	return synthetic.Ticket{URL: w.url, Token: token}
}

var painter synthetic.Painter

// site brings a synthetic site into the room, with a mind to speak.
type site struct {
	*synthetic.Publisher

	cut func(error) // ends it for the given cause
}

func (w *world) site(id string, number int) *site {
	w.t.Helper()
	return w.siteThat(id, number, nil)
}

// siteThat is a site that differs from the others by change.
func (w *world) siteThat(id string, number int, change func(*synthetic.Publisher)) *site {
	w.t.Helper()
	picture, err := painter.Paint("Huyện "+id, number)
	if err != nil {
		w.t.Fatal(err)
	}
	voice, err := synthetic.VoiceOf(number)
	if err != nil {
		w.t.Fatal(err)
	}
	ticket := w.ticket(contribution.Site(id), contribution.SiteRights())
	p := &synthetic.Publisher{
		Picture: picture, Voice: voice, Log: slog.New(slog.DiscardHandler),
		Ticket: func(context.Context) (synthetic.Ticket, error) { return ticket, nil },
	}
	if change != nil {
		change(p)
	}
	p.Speak(true)
	ctx, cut := context.WithCancelCause(context.Background())
	var done sync.WaitGroup
	done.Go(func() { _ = p.Run(ctx) })
	w.t.Cleanup(func() { cut(nil); done.Wait() })
	return &site{Publisher: p, cut: cut}
}

// until waits for a condition.
func until(tb testing.TB, what string, is func() bool) time.Duration {
	tb.Helper()
	start := time.Now()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		if time.Since(start) > patience {
			tb.Fatalf("not within %v: %s", patience, what)
		}
		<-tick.C
	}
	return time.Since(start)
}

// patiently waits for what takes its time.
func patiently(tb testing.TB, what string, is func() bool) {
	tb.Helper()
	for start := time.Now(); !is(); <-time.After(20 * time.Millisecond) {
		if time.Since(start) > 6*patience {
			tb.Fatalf("not within %v: %s", 6*patience, what)
		}
	}
}

func (w *world) microphones() []contribution.Identity { return w.engine.Microphones(room) }

func (w *world) connected(s *site) {
	w.t.Helper()
	until(w.t, "site connected", func() bool { return s.State().Connected })
}

func TestSite_JoinsWithoutAMicrophone(t *testing.T) { everywhere(t, siteJoinsWithoutAMicrophone) }

func siteJoinsWithoutAMicrophone(w *world) {
	t := w.t
	s := w.site("dakdoa", 1)
	w.connected(s)
	until(t, "presence reported", func() bool { return w.conf.history(contribution.Site("dakdoa")) == "joined" })
	if s.State().MayMicrophone || len(w.microphones()) != 0 {
		t.Errorf("state %+v, microphones %v; want none", s.State(), w.microphones())
	}
	until(t, "one camera in three layers", func() bool {
		p := w.engine.Snapshot(room)
		return len(p) == 1 && len(p[0].Tracks) == 1 && p[0].Tracks[0].Source == contribution.Camera && len(p[0].Tracks[0].Layers) == 3
	})
}

func TestMicrophone_FollowsTheConference(t *testing.T) { everywhere(t, microphoneFollowsTheConference) }

func microphoneFollowsTheConference(w *world) {
	t := w.t
	a, b := w.site("a", 1), w.site("b", 2)
	w.connected(a)
	w.connected(b)
	until(t, "both reported", func() bool {
		return w.conf.history(contribution.Site("a")) == "joined" && w.conf.history(contribution.Site("b")) == "joined"
	})
	only := func(id string) func() bool {
		return func() bool { return slices.Equal(w.microphones(), []contribution.Identity{contribution.Site(id)}) }
	}
	w.want("a")
	right := until(t, "a has the right", func() bool { return a.State().MayMicrophone })
	track := until(t, "a's microphone is on the server", only("a"))
	t.Logf("right at the site after %v, track at the server %v later", right, track)

	w.want("b")
	until(t, "only b's microphone", only("b"))
	until(t, "a has closed its own", func() bool { return !a.State().Microphone && !a.State().MayMicrophone })

	w.want()
	until(t, "no microphone", func() bool { return len(w.microphones()) == 0 })
	w.want("a")
	until(t, "a publishes again", only("a"))

	w.conf.mu.Lock()
	w.conf.paused = true
	w.conf.mu.Unlock()
	until(t, "none once the conference stands still, unasked", func() bool { return len(w.microphones()) == 0 })
}

func TestSite_RejoinsMuted(t *testing.T) { everywhere(t, siteRejoinsMuted) }

func siteRejoinsMuted(w *world) {
	t := w.t
	first := w.site("a", 1)
	w.connected(first)
	until(t, "reported", func() bool { return w.conf.history(contribution.Site("a")) == "joined" })
	w.want("a")
	until(t, "microphone", func() bool { return len(w.microphones()) == 1 })

	second := w.site("a", 1) // as after a power cut: the old session is still there
	first.cut(synthetic.ErrCut)
	w.connected(second)
	until(t, "leaving and return reported", func() bool { return w.conf.history(contribution.Site("a")) == "joined left joined" })
	w.engine.Reconcile(room)
	if m := w.microphones(); len(m) != 0 {
		t.Errorf("microphones after the return: %v", m)
	}
	w.want("a")
	until(t, "microphone after confirmation", func() bool { return len(w.microphones()) == 1 && second.State().Microphone })
}

func TestSite_HasNoMicrophoneBeforeTheConferenceKnowsOfIt(t *testing.T) {
	everywhere(t, siteHasNoMicrophoneBeforeTheConferenceKnowsOfIt)
}

func siteHasNoMicrophoneBeforeTheConferenceKnowsOfIt(w *world) {
	t := w.t
	w.conf.deaf = true
	w.want("a")
	s := w.site("a", 1)
	w.connected(s)
	w.engine.Reconcile(room)
	if s.State().MayMicrophone || len(w.microphones()) != 0 {
		t.Fatal("a session nobody has taken note of has a microphone")
	}
	w.conf.mu.Lock()
	w.conf.deaf = false
	w.conf.mu.Unlock()
	until(t, "reported again and opened", func() bool { return len(w.microphones()) == 1 })
}

func TestEndSeat_DisconnectsTheDeviceForGoodAndNoOther(t *testing.T) {
	everywhere(t, endSeatDisconnectsTheDeviceForGoodAndNoOther)
}

func endSeatDisconnectsTheDeviceForGoodAndNoOther(w *world) {
	t := w.t
	out, stays := w.site("a", 1), w.site("b", 2)
	w.connected(out)
	w.connected(stays)
	until(t, "both reported", func() bool {
		return w.conf.history(contribution.Site("a")) == "joined" && w.conf.history(contribution.Site("b")) == "joined"
	})
	w.want("a")
	until(t, "microphone", func() bool { return len(w.microphones()) == 1 })

	w.conf.mu.Lock()
	w.conf.ended = []string{"seat of site:a"}
	asked := w.conf.asked
	w.conf.mu.Unlock()
	w.engine.EndSeat(room, "seat of site:a")
	until(t, "it has left", func() bool { return w.conf.history(contribution.Site("a")) == "joined left" })
	if m := w.microphones(); len(m) != 0 {
		t.Errorf("microphones: %v", m)
	}
	until(t, "it has asked to come back, with the token it has", func() bool {
		w.conf.mu.Lock()
		defer w.conf.mu.Unlock()
		return w.conf.asked > asked+1
	})
	if h := w.conf.history(contribution.Site("a")); h != "joined left" || out.State().Connected {
		t.Errorf("the device that was put out: %s, %+v", h, out.State())
	}
	if h := w.conf.history(contribution.Site("b")); h != "joined" || !stays.State().Connected {
		t.Errorf("the other device: %s", h)
	}
}

func TestSite_LeavesWithAGoodbye(t *testing.T) { everywhere(t, siteLeavesWithAGoodbye) }

func siteLeavesWithAGoodbye(w *world) {
	t := w.t
	s := w.site("a", 1)
	w.connected(s)
	until(t, "joined", func() bool { return w.conf.history(contribution.Site("a")) == "joined" })
	s.cut(nil)
	took := until(t, "left", func() bool { return w.conf.history(contribution.Site("a")) == "joined left" })
	t.Logf("noticed after %v", took)
}

func TestSite_WhoseLineIsCutIsMissedSoon(t *testing.T) { everywhere(t, siteWhoseLineIsCutIsMissedSoon) }

func siteWhoseLineIsCutIsMissedSoon(w *world) {
	t := w.t
	s := w.site("a", 1)
	w.connected(s)
	until(t, "joined", func() bool { return w.conf.history(contribution.Site("a")) == "joined" })
	s.cut(synthetic.ErrCut)
	took := until(t, "left", func() bool { return w.conf.history(contribution.Site("a")) == "joined left" })
	t.Logf("missed after %v", took)
}

func TestWatcher_SeesTheSitesNumber(t *testing.T) {
	w := newWorld(t)
	s := w.site("a", 417)
	w.connected(s)
	hall := &synthetic.Watcher{
		Ticket: w.ticket(contribution.Hall("k3f9"), contribution.WatchRights()), Markers: true, Log: slog.New(slog.DiscardHandler),
		Want: func(string, bool) synthetic.Wish { return synthetic.Wish{Watch: true, Layer: 2} },
	}
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { _ = hall.Run(ctx) })
	t.Cleanup(func() { stop(); done.Wait() })
	until(t, "the number in full size", func() bool {
		seen := hall.Seen()["site:a"]
		return seen.Marker == 417 && seen.Height == 720 && seen.Frames > 30
	})
	upright, err := painter.PaintUpright("Huyện a", 417)
	if err != nil {
		t.Fatal(err)
	}
	s.Show(upright)
	until(t, "the number on the phone turned upright", func() bool {
		seen := hall.Seen()["site:a"]
		return seen.Marker == 417 && seen.Height == 1280
	})
	w.want("a")
	until(t, "its sound", func() bool { return hall.Seen()["site:a"].AudioPackets > 20 })
	if h := w.conf.history(contribution.Hall("k3f9")); h != "joined" {
		t.Errorf("the hall's history is %q", h)
	}
	for _, p := range w.engine.Snapshot(room) {
		if p.Identity == contribution.Hall("k3f9") && (!p.Hidden || p.MayMicrophone) {
			t.Errorf("hall: %+v", p)
		}
	}
}

// tape is a sink that counts.
type tape struct {
	mu       sync.Mutex
	formats  []contribution.Format
	packets  int
	top      int         // of them in the highest layer
	keys     map[int]int // by layer
	reports  int
	detached int
}

func (s *tape) Attached(f contribution.Format) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.formats = append(s.formats, f)
}

func (s *tape) Packet(p contribution.Packet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.packets++
	if p.Layer == 2 {
		s.top++
	}
	if p.KeyFrame {
		s.keys[p.Layer]++
	}
}

func (s *tape) SenderReport(contribution.SenderReport) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports++
}

func (s *tape) Detached() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.detached++
}

func (s *tape) get(f func(*tape) int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return f(s)
}

func TestTap_YieldsKeyFramesOnRequest(t *testing.T) {
	w := newWorld(t)
	sink := &tape{keys: map[int]int{}}
	tap, err := w.engine.Tap(t.Context(), room, contribution.Site("a"), contribution.Camera, sink)
	if err != nil {
		t.Fatal(err)
	}
	w.connected(w.site("a", 1)) // comes after the tap
	for layer := range 3 {
		until(t, "key frame of the layer", func() bool { return sink.get(func(s *tape) int { return s.keys[layer] }) > 0 })
	}
	if f := sink.formats[0]; f.Mime != "video/VP8" || f.ClockRate != 90000 {
		t.Errorf("format %+v", f)
	}
	until(t, "sender report", func() bool { return sink.get(func(s *tape) int { return s.reports }) > 0 })
	before := sink.get(func(s *tape) int { return s.keys[2] })
	start := time.Now()
	for sink.get(func(s *tape) int { return s.keys[2] }) == before {
		tap.RequestKeyFrame(2)
		if time.Since(start) > patience {
			t.Fatal("no key frame on request")
		}
		<-time.After(5 * time.Millisecond)
	}
	t.Logf("key frame after %v", time.Since(start))
	tap.Close()
	after := sink.get(func(s *tape) int { return s.packets })
	until(t, "tap closed", func() bool { return sink.get(func(s *tape) int { return s.packets }) == after })
}

func TestTap_OutlivesThePublication(t *testing.T) { everywhere(t, tapOutlivesThePublication) }

func tapOutlivesThePublication(w *world) {
	t := w.t
	w.connected(w.site("a", 1))
	sink := &tape{keys: map[int]int{}}
	if _, err := w.engine.Tap(t.Context(), room, contribution.Site("a"), contribution.Microphone, sink); err != nil {
		t.Fatal(err)
	}
	until(t, "reported", func() bool { return w.conf.history(contribution.Site("a")) == "joined" })
	for turn := 1; turn <= 3; turn++ {
		w.want("a")
		until(t, "attached", func() bool { return sink.get(func(s *tape) int { return len(s.formats) }) == turn })
		heard := sink.get(func(s *tape) int { return s.packets })
		until(t, "sound", func() bool { return sink.get(func(s *tape) int { return s.packets }) > heard+5 })
		w.want()
		until(t, "detached", func() bool { return sink.get(func(s *tape) int { return s.detached }) == turn })
	}
	if f := sink.formats; f[0].Mime != "audio/opus" || f[0].Track == f[1].Track {
		t.Errorf("formats %+v", f)
	}
}

func TestTap_KeepsLayersComingThatNobodyElseWatches(t *testing.T) {
	w := newWorld(t)
	w.connected(w.site("a", 1))
	sink := &tape{keys: map[int]int{}}
	tap, err := w.engine.Tap(t.Context(), room, contribution.Site("a"), contribution.Camera, sink)
	if err != nil {
		t.Fatal(err)
	}
	top := func() bool {
		for _, p := range w.engine.Snapshot(room) {
			for _, track := range p.Tracks {
				return len(track.Layers) == 3 && track.Layers[2].BitsPerSecond > 0
			}
		}
		return false
	}
	until(t, "the highest layer", top)
	<-time.After(7 * time.Second) // LiveKit pauses what nobody watches after five
	before := sink.get(func(s *tape) int { return s.top })
	until(t, "more of the highest layer", func() bool { return sink.get(func(s *tape) int { return s.top }) > before+15 })
	tap.WantLayer(-1)
	until(t, "the highest layer paused", func() bool { return !top() })
	before = sink.get(func(s *tape) int { return s.keys[2] })
	tap.WantLayer(2)
	took := until(t, "a key frame of it", func() bool { return sink.get(func(s *tape) int { return s.keys[2] }) > before })
	t.Logf("highest layer after %v", took)
}

func TestHandler_HidesTheAdministration(t *testing.T) { everywhere(t, handlerHidesTheAdministration) }

func handlerHidesTheAdministration(w *world) {
	t := w.t
	for _, path := range []string{"/twirp/livekit.RoomService/ListRooms", "/rtcx", "/"} {
		r := httptest.NewRequestWithContext(t.Context(), "POST", path, nil)
		rec := httptest.NewRecorder()
		w.engine.Handler().ServeHTTP(rec, r)
		if rec.Code != 404 {
			t.Errorf("%s answers %d", path, rec.Code)
		}
	}
}

func TestStart_KeepsTheProgramsOwnLog(t *testing.T) {
	before := slog.Default()
	newWorld(t)
	if slog.Default() != before {
		t.Error("the default logger was replaced")
	}
}

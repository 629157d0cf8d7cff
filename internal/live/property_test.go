package live_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

// machine throws random acts at a conference. The server's Conference is put
// through JSON between acts, as it is in the database; client is a State that
// knows only its snapshot and the patches.
type machine struct {
	c      *live.Conference
	client live.State
	now    time.Time
	ids    int
	asked  []string // requests in the order in which they were made
}

func (m *machine) site(t *rapid.T) string {
	return rapid.SampledFrom([]string{"hub", "s1", "s2", "s3", "s4", "nowhere"}).Draw(t, "site")
}

func (m *machine) request(t *rapid.T) string {
	if len(m.asked) == 0 {
		return "none"
	}
	return rapid.SampledFrom(m.asked).Draw(t, "request")
}

func (m *machine) newID() string { m.ids++; return fmt.Sprintf("q%03d", m.ids) }

// act runs one act as the service does and checks what must hold after it.
func (m *machine) act(t *rapid.T, extends bool, do func(c *live.Conference) error) {
	m.now = m.now.Add(time.Millisecond) // a speech is known by its site and its instant
	before := m.c.State()
	left := m.remaining(before)
	err := do(m.c)
	e := m.c.TakeEvent()
	if err != nil {
		if fault.As(err) == nil {
			t.Fatalf("refused without a fault: %v", err)
		}
		if e != nil {
			t.Fatalf("refused and recorded %s", e.Kind)
		}
		if p := live.Diff(before, m.c.State()); !empty(t, p) {
			t.Fatalf("refused (%v) and changed %+v", err, p)
		}
		return
	}
	patch := live.Diff(before, m.c.State())
	if e == nil {
		if !empty(t, patch) {
			t.Fatalf("changed %+v and recorded nothing", patch)
		}
		return
	}
	rev := m.c.Rev + 1
	m.c.Stamp(rev)
	m.c.SeenAt = m.now
	m.client.Apply(rev, through(t, patch))
	seen := m.c.SeenAt
	again := through(t, *m.c)
	m.c = &again
	m.c.SeenAt = seen
	if a, b := marshal(t, m.client), marshal(t, m.c.State()); a != b {
		t.Fatalf("the client differs after %s\nclient %s\nserver %s", e.Kind, a, b)
	}
	if !extends {
		for id, was := range left {
			for _, h := range m.c.State().Floor.Holders {
				if h.SiteID+h.GrantedAt.String() == id && h.Remaining(m.now) > was {
					t.Fatalf("%s gained time by %s: %v, had %v", h.SiteID, e.Kind, h.Remaining(m.now), was)
				}
			}
		}
	}
}

// remaining is what each speech has left at this instant.
func (m *machine) remaining(s live.State) map[string]live.Span {
	out := map[string]live.Span{}
	for _, h := range s.Floor.Holders {
		out[h.SiteID+h.GrantedAt.String()] = h.Remaining(m.now)
	}
	return out
}

func (m *machine) check(t *rapid.T) {
	s := m.c.State()
	queued := map[string]bool{}
	for _, r := range s.Floor.Queue {
		if queued[r.ID] {
			t.Fatalf("request %s waits twice", r.ID)
		}
		queued[r.ID] = true
	}
	held := map[string]bool{}
	for _, h := range s.Floor.Holders {
		if held[h.SiteID] {
			t.Fatalf("site %s holds the floor twice", h.SiteID)
		}
		held[h.SiteID] = true
		if s.Conference.State == meeting.Live && queued[string(h.RequestID)] {
			t.Fatalf("request %s speaks and waits", h.RequestID)
		}
		if h.Remaining(m.now) > h.LimitSeconds || h.RanSeconds < 0 {
			t.Fatalf("clock %+v", h)
		}
	}
	if n := len(s.Floor.Holders); n > 3 || n > 1 && s.Programme.Scene == "" {
		t.Fatalf("%d holders", n)
	}
	for i := range s.Sites {
		if site := &s.Sites[i]; site.Media.Sound == live.Missing && !slices.Contains(s.OpenMics, site.ID) {
			t.Fatalf("the closed microphone of %s misses sound", site.ID)
		}
	}
	for _, id := range s.OpenMics {
		i := slices.IndexFunc(s.Sites, func(x live.Site) bool { return x.ID == id })
		x := s.Sites[i]
		onAir := held[id] || len(held) == 0 && id == s.Conference.HubSiteID
		if !x.Confirmed || x.Muted || x.Presence != live.Online || !onAir {
			t.Fatalf("microphone of %+v is open", x)
		}
		if st := s.Conference.State; st != meeting.Live && st != meeting.Checking {
			t.Fatalf("microphone of %s is open while %s", id, st)
		}
	}
	current := 0
	for i, it := range s.Agenda.Items {
		if it.State == meeting.Current {
			current++
			if string(s.Agenda.CurrentID) != it.ID {
				t.Fatalf("cursor at %q, item %s is current", s.Agenda.CurrentID, it.ID)
			}
		}
		if it.Number != i+1 {
			t.Fatalf("item %s has number %d at place %d", it.ID, it.Number, i+1)
		}
	}
	if current > 1 || current == 0 && s.Agenda.CurrentID != "" {
		t.Fatalf("%d current items, cursor %q", current, s.Agenda.CurrentID)
	}
}

func TestConference_KeepsItsPromisesUnderAnyActs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{c: live.FromPlan(plan(4)), now: nine}
		m.client = through(t, m.c.State())
		if rapid.Bool().Draw(t, "in session") {
			m.open(t)
		}
		t.Repeat(m.acts())
	})
}

// open begins where most acts are allowed.
func (m *machine) open(t *rapid.T) {
	for _, do := range []func(c *live.Conference) error{
		func(c *live.Conference) error { return c.Publish() },
		func(c *live.Conference) error { return c.BeginChecks() },
		func(c *live.Conference) error { return c.SiteJoined("hub", "a", m.now) },
		func(c *live.Conference) error { return c.SiteJoined("s1", "a", m.now) },
		func(c *live.Conference) error { return c.SiteJoined("s2", "a", m.now) },
		func(c *live.Conference) error { return c.SiteJoined("s3", "a", m.now) },
		func(c *live.Conference) error { return c.Open(m.now) },
	} {
		m.act(t, false, do)
	}
}

func (m *machine) acts() map[string]func(*rapid.T) {
	acts := m.floorActs()
	maps.Copy(acts, m.otherActs())
	acts["time passes"] = func(t *rapid.T) {
		m.now = m.now.Add(time.Duration(rapid.IntRange(1, 400_000).Draw(t, "ms")) * time.Millisecond)
	}
	acts[""] = m.check
	return acts
}

func empty(t *rapid.T, p live.Patch) bool { return marshal(t, p) == "{}" }

func marshal(t *rapid.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// through is v after a way through JSON.
func through[T any](t *rapid.T, v T) T {
	var out T
	if err := json.Unmarshal([]byte(marshal(t, v)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// A day of conference, an act every twenty seconds, leaves a state no larger
// than an hour's: only the log grows.
func TestConference_StaysSmallOverADay(t *testing.T) {
	r := inSession(t)
	size := func() int {
		b, err := json.Marshal(r.Conference)
		r.must(err)
		return len(b)
	}
	hour := 0
	for i := range 24 * 60 * 3 {
		r.wait(20 * time.Second)
		site := fmt.Sprintf("s%d", 1+i%5)
		switch i % 6 {
		case 0, 1:
			r.ask(fmt.Sprintf("q%08d", i), site, live.Report)
		case 2, 3:
			r.must(r.Next(nil, r.now))
		case 4:
			r.must(r.SiteLost(site, "", r.now))
			r.must(r.SiteJoined(site, fmt.Sprintf("m%08d", i), r.now))
		case 5:
			r.must(r.TakeBack(nil, r.now))
		}
		if i == 60*3 {
			hour = size()
		}
	}
	if day := size(); day > hour+hour/20 {
		t.Fatalf("%d bytes after an hour, %d after a day", hour, day)
	}
	for _, s := range r.Floor.Spoken {
		if s.Seconds <= 0 || s.Seconds > live.Span(24*time.Hour) {
			t.Fatalf("%+v", s)
		}
	}
}

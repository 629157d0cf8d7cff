package live_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

var nine = time.Date(2024, 12, 4, 1, 0, 0, 0, time.UTC) // 08:00 in Gia Lai

// plan is a conference of a hub and n remote sites with three agenda items.
func plan(n int) *meeting.Conference {
	p := &meeting.Conference{
		ID: "c1", Title: "Hội nghị giao ban quý IV", State: meeting.Draft, ScheduledAt: meeting.At(nine),
		HubSiteID: "hub", ChairName: "Trần Minh Khoa", ChairTitle: "Bí thư",
		CoChairs: []meeting.Chair{{Name: "Võ Thị Thanh Nhàn", Title: "Phó Bí thư", AccountID: "named"}}, SpeechLimit: 300, Rev: 1,
		Sites: []meeting.SiteRef{{ID: "hub", Number: 1, Name: "Hội trường", UnitID: "u0", Role: meeting.Hub}},
	}
	for i := range n {
		p.Sites = append(p.Sites, meeting.SiteRef{
			ID: fmt.Sprintf("s%d", i+1), Number: i + 2, Name: fmt.Sprintf("Điểm cầu %d", i+1),
			UnitID: fmt.Sprintf("u%d", i+1), Role: meeting.Remote,
		})
	}
	for i, k := range []meeting.ItemKind{meeting.Opening, meeting.Report, meeting.Break, meeting.Conclusion} {
		p.Agenda = append(p.Agenda, meeting.AgendaItem{
			ID: fmt.Sprintf("i%d", i+1), Number: i + 1, Title: string(k), Kind: k, Minutes: 10, State: meeting.Pending,
		})
	}
	return p
}

// room is a conference whose acts take place at a moving instant.
type room struct {
	*live.Conference
	t   *testing.T
	now time.Time
}

// inSession is a live conference of a hub and five sites, all of them online.
func inSession(t *testing.T) *room {
	t.Helper()
	r := &room{Conference: live.FromPlan(plan(5)), t: t, now: nine}
	r.must(r.Publish())
	r.must(r.BeginChecks())
	for _, s := range r.State().Sites {
		r.must(r.SiteJoined(s.ID, "first-"+s.ID, r.now))
	}
	r.must(r.Open(r.now))
	return r
}

func (r *room) wait(d time.Duration) { r.now = r.now.Add(d) }

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) refused(err error, code string) {
	r.t.Helper()
	if !fault.Is(err, code) {
		r.t.Fatalf("got %v, want refusal %q", err, code)
	}
}

func (r *room) give(site string) { r.t.Helper(); r.must(r.GiveFloor(live.Grant{Site: site}, r.now)) }

func (r *room) ask(id, site string, k live.Category) {
	r.t.Helper()
	r.must(r.Ask(live.Request{ID: id, SiteID: site, Category: k}, r.now))
}

func (r *room) mics(want ...string) {
	r.t.Helper()
	if got := r.OpenMicrophones(); !slices.Equal(got, want) {
		r.t.Fatalf("open microphones %v, want %v", got, want)
	}
}

func (r *room) queue(want ...string) {
	r.t.Helper()
	var got []string
	for _, q := range r.Floor.Queue {
		got = append(got, q.ID)
	}
	if !slices.Equal(got, want) {
		r.t.Fatalf("queue %v, want %v", got, want)
	}
}

func (r *room) remaining(want time.Duration) {
	r.t.Helper()
	if got := r.Floor.Holders[0].Remaining(r.now).Duration(); got != want {
		r.t.Fatalf("remaining %v, want %v", got, want)
	}
}

func (r *room) kind(want live.Kind) live.Event {
	r.t.Helper()
	e := r.TakeEvent()
	if e == nil || e.Kind != want {
		r.t.Fatalf("recorded %+v, want %s", e, want)
	}
	return *e
}

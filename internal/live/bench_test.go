package live_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/event"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/testdb"
)

// bigHouse is a live conference of n remote sites, all of them online.
func bigHouse(b *testing.B, n int) (*live.Service, *event.Log) {
	b.Helper()
	d, c, ctx := testdb.SQLite(b), clock.NewManual(nine), b.Context()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	log, tree := event.NewLog(d, c), org.New(d)
	m := meeting.New(d, log, tree, c)
	s := live.New(d, log, m, noNames{}, c, slog.New(slog.DiscardHandler))
	must(tree.Import(ctx, org.Tree{
		Organisation: org.Organisation{ID: "o", Name: "Tỉnh ủy", OfficeID: "u0"},
		Units:        []org.Unit{{ID: "u0", Name: "Văn phòng", ValidFrom: "2020-01-01"}},
	}))
	_, err := m.Create(ctx, access.System, *plan(n))
	must(err)
	for _, to := range []meeting.State{meeting.Published, meeting.Checking} {
		_, err = s.Move(ctx, access.System, "c1", to)
		must(err)
	}
	for i := range n {
		must(s.SiteJoined(ctx, "c1", fmt.Sprintf("s%d", i+1), "a"))
	}
	_, err = s.Move(ctx, access.System, "c1", meeting.Live)
	must(err)
	return s, log
}

// BenchmarkGiveFloor is one act, committed and told, with 150 sites.
func BenchmarkGiveFloor(b *testing.B) {
	s, _ := bigHouse(b, 150)
	for i := 0; b.Loop(); i++ {
		g := live.Grant{Site: fmt.Sprintf("s%d", 1+i%150), InsteadOf: fmt.Sprintf("s%d", 1+(i+149)%150)}
		if _, err := s.GiveFloor(b.Context(), actors["chair"], "c1", g); err != nil {
			b.Fatal(err)
		}
	}
}

// sink is a client at the end of an event stream without a line.
type sink struct {
	header http.Header
	heard  chan<- struct{}
}

func (s *sink) Header() http.Header { return s.header }
func (s *sink) WriteHeader(int)     {}
func (s *sink) Flush()              {}

func (s *sink) Write(p []byte) (int, error) {
	s.heard <- struct{}{}
	return len(p), nil
}

// BenchmarkTellEveryone is an act until the last of 500 listeners was told.
func BenchmarkTellEveryone(b *testing.B) {
	const listeners = 500
	s, log := bigHouse(b, 150)
	heard := make(chan struct{}, 4*listeners)
	wait := func(n int) {
		for range n {
			select {
			case <-heard:
			case <-time.After(20 * time.Second):
				b.Fatal("not everyone was told")
			}
		}
	}
	for range listeners {
		r, err := http.NewRequestWithContext(access.With(b.Context(), actors["hall"]), http.MethodGet, "/", nil)
		if err != nil {
			b.Fatal(err)
		}
		r.SetPathValue("conference", "c1")
		go s.ServeEvents(&sink{header: http.Header{}, heard: heard}, r)
	}
	wait(2 * listeners) // the greeting and the snapshot
	b.ReportMetric(float64(log.Listeners(event.Conference("c1"))), "listeners")
	for i := 0; b.Loop(); i++ {
		if _, err := s.SetBanner(b.Context(), actors["operator"], "c1", strconv.Itoa(i)); err != nil {
			b.Fatal(err)
		}
		wait(listeners)
	}
}

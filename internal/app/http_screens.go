package app

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/web"
)

// lackable is what a device may say that it lacks: a codec in which a
// programme's pictures may be, or a microphone that its page can use.
var lackable = []string{"vp8", "h264", "microphone"}

// Screen is a device that lacks something: it cannot decode every picture of a
// programme, or is a site's and has no microphone.
type Screen struct {
	Seat   string      `json:"seat"`
	Kind   access.Kind `json:"kind" enum:"site,hall,watch"`
	SiteID meeting.Ref `json:"site_id"`
	Lacks  []string    `json:"lacks" doc:"codecs of pictures that it cannot decode: vp8, h264; microphone: its page has none that it can use"`
}

// screens remembers what devices said, when they asked for the media, that
// they lack. Those that lack nothing are not kept.
type screens struct {
	follows func(live.SeatID) bool // whether a device is there now

	mu      sync.Mutex
	lacking map[live.ConferenceID]map[live.SeatID]Screen
}

// heard notes what a device lacks.
func (s *screens) heard(by access.Actor, conf live.ConferenceID, lacks []string) {
	if by.SeatID == "" {
		return
	}
	lacks = slices.DeleteFunc(slices.Clone(lacks), func(c string) bool {
		return !slices.Contains(lackable, c) || c == "microphone" && by.Kind != access.Site
	})
	slices.Sort(lacks)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(lacks) == 0 {
		delete(s.lacking[conf], by.SeatID)
		return
	}
	if s.lacking == nil {
		s.lacking = map[live.ConferenceID]map[live.SeatID]Screen{}
	}
	if s.lacking[conf] == nil {
		s.lacking[conf] = map[live.SeatID]Screen{}
	}
	s.lacking[conf][by.SeatID] = Screen{
		Seat: by.SeatID, Kind: by.Kind, SiteID: meeting.Ref(by.SiteID), Lacks: slices.Compact(lacks),
	}
}

// leave forgets a device that was put out.
func (s *screens) leave(conf live.ConferenceID, seat live.SeatID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.lacking[conf], seat)
}

// follow forgets the devices of a conference that has media no more.
func (s *screens) follow(conf live.ConferenceID, now live.State) {
	if live.Conducts(now.Conference.State) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.lacking, conf)
}

// list is who is there and lacks something.
func (s *screens) list(conf live.ConferenceID) []Screen {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []Screen{}
	for seat, one := range s.lacking[conf] {
		if s.follows(seat) {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b Screen) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.SiteID, b.SiteID), cmp.Compare(a.Seat, b.Seat))
	})
	return out
}

type screensOutput struct {
	Body struct {
		Screens []Screen `json:"screens"`
	}
}

func (m *mediaAPI) screenRoutes(h huma.API) {
	web.Register(h, huma.Operation{
		OperationID: "screens", Method: http.MethodGet, Path: "/api/conferences/{conference}/screens",
		Summary: "Screens that cannot decode every picture, and sites without a microphone", Tags: []string{"media"},
	}, func(ctx context.Context, in *conferenceInput) (*screensOutput, error) {
		if err := m.mayInspect(ctx, in.Conference, "screens"); err != nil {
			return nil, err
		}
		out := &screensOutput{}
		out.Body.Screens = m.screens.list(in.Conference)
		return out, nil
	})
}

// mayInspect allows who conducts to see how the media of a conference do.
func (m *mediaAPI) mayInspect(ctx context.Context, conf live.ConferenceID, what string) error {
	by := access.From(ctx)
	chairs, err := m.live.ChairedBy(ctx, by, conf)
	if err != nil {
		return err
	}
	if chairs || by.Has(access.Operator, access.Chair) {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny(what)
}

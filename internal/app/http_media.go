package app

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/contribution"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/web"
)

// tokenLife is how long a media token lets its bearer begin a connection;
// LiveKit renews it while the connection lasts.
const tokenLife = 6 * time.Hour

// Media tells a client how it takes part in a conference's media.
type Media struct {
	Engine   string `json:"engine" enum:"livekit"`
	URL      string `json:"url" doc:"Address of the signalling, without /rtc; empty: the page's own"`
	Room     string `json:"room"`
	Identity string `json:"identity"`
	Token    string `json:"token"`
	// Programme is where the cut programme is received, where there is one.
	Programme *ProgrammeMedia `json:"programme,omitempty"`
}

// ProgrammeMedia is the way to the programme by WHEP.
type ProgrammeMedia struct {
	Engine string `json:"engine" enum:"whep"`
	URL    string `json:"url"`
	Token  string `json:"token" doc:"Bearer token"`
}

type conferenceInput struct {
	Conference string `path:"conference"`
}

type mediaInput struct {
	Conference string   `path:"conference"`
	Lacks      []string `query:"lacks" doc:"what the device lacks: codecs of pictures that it cannot decode, vp8 and h264; microphone, where a site has none that it can use. Asked again, what is said last counts"`
}

type mediaOutput struct{ Body Media }

type microphonesOutput struct {
	Body struct {
		Open []string `json:"open" doc:"Sites whose sound the server takes in now: published and not muted"`
	}
}

type mediaAPI struct {
	engine   *contribution.Engine
	live     *live.Service
	tickets  *tickets // nil without the program's own distribution
	consoles *consoles
	screens  *screens
}

func (m *mediaAPI) routes(h huma.API) {
	op := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{"media"}}
	}
	web.Register(h, op("media", "/api/conferences/{conference}/media", "How the caller takes part in the media"), m.media)
	web.Register(h, op("microphones", "/api/conferences/{conference}/microphones", "Whose sound the server takes in now"), m.microphones)
	m.screenRoutes(h)
}

func (m *mediaAPI) media(ctx context.Context, in *mediaInput) (*mediaOutput, error) {
	by := access.From(ctx)
	chairs, err := m.live.ChairedBy(ctx, by, in.Conference)
	if err != nil {
		return nil, err
	}
	if err := mayWatch(by, in.Conference, chairs); err != nil {
		return nil, err
	}
	if d := m.live.Desired(ctx, in.Conference); !d.Running {
		return nil, fault.Conflict("conference_not_running", "conference %s has no media now", in.Conference)
	}
	if m.engine == nil {
		return nil, fault.Unavailable("media_off", "the media engine is not running")
	}
	m.screens.heard(by, in.Conference, in.Lacks)
	identity, rights := m.consoles.seat(by)
	token, err := m.engine.Token(in.Conference, identity, by.SeatID, by.Name, rights, tokenLife)
	if err != nil {
		return nil, err
	}
	out := &mediaOutput{Body: Media{Engine: "livekit", Room: in.Conference, Identity: string(identity), Token: token}}
	if m.tickets != nil {
		watch, err := m.tickets.issue(ctx, by, in.Conference)
		if err != nil {
			return nil, err
		}
		out.Body.Programme = &ProgrammeMedia{Engine: "whep", URL: "/whep/" + in.Conference, Token: watch}
	}
	return out, nil
}

// microphones is the check on the one truth: what is open, against what should
// be (open_mics of the conference's state).
func (m *mediaAPI) microphones(ctx context.Context, in *conferenceInput) (*microphonesOutput, error) {
	if err := m.mayInspect(ctx, in.Conference, "microphones"); err != nil {
		return nil, err
	}
	out := &microphonesOutput{}
	out.Body.Open = []string{}
	if m.engine == nil {
		return out, nil
	}
	for _, i := range m.engine.Microphones(in.Conference) {
		if site, ok := i.SiteID(); ok {
			out.Body.Open = append(out.Body.Open, site)
		}
	}
	return out, nil
}

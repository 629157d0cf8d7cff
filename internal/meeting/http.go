package meeting

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/ical"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

// Admission makes the secrets by which devices come in: package identity.
type Admission interface {
	Link(ctx context.Context, kind access.Kind, conferenceID, siteID string) (string, error)
	NewCode(ctx context.Context, kind access.Kind, conferenceID, siteID string) (string, time.Time, error)
}

// Detail is a conference with what belongs to it.
type Detail struct {
	Conference
	Agenda []AgendaItem `json:"agenda"`
	Sites  []SiteRef    `json:"sites"`
	Can    []string     `json:"can" doc:"acts that the caller may do: edit, copy, links, codes, state, cancel, conduct, chair, name_chairs"`
}

// Links are the addresses by which devices come in.
type Links struct {
	Sites    []SiteLink `json:"sites"`
	HallURL  string     `json:"hall_url"`
	WatchURL string     `json:"watch_url"`
}

// SiteLink is the address for one site's computer.
type SiteLink struct {
	SiteID SiteID `json:"site_id"`
	URL    string `json:"url"`
}

type api struct {
	*Service
	door Admission
	base string
}

// ConferencePath names a conference in an address.
type ConferencePath struct {
	Conference string `path:"conference"`
}

type (
	seriesOutput struct {
		Body struct {
			Series []Series `json:"series"`
		}
	}
	listInput struct {
		Series string `query:"series"`
		State  string `query:"state" enum:"draft,published,checking,live,paused,closed,cancelled"`
	}
	listOutput struct {
		Body struct {
			Conferences []*Conference `json:"conferences"`
		}
	}
	detailOutput struct{ Body Detail }
	copyInput    struct {
		Body struct {
			FromID      string     `json:"from_id" doc:"the conference to copy"`
			Title       string     `json:"title,omitempty"`
			ScheduledAt *time.Time `json:"scheduled_at,omitempty"`
			PeriodID    string     `json:"period_id,omitempty"`
			SiteIDs     []string   `json:"site_ids,omitempty" doc:"the sites that take part; left out: those of the copied one"`
			Agenda      *bool      `json:"agenda,omitempty" doc:"the agenda's items come along; left out: they do"`
			Papers      bool       `json:"papers,omitempty" doc:"the items' papers come along"`
			Delegates   bool       `json:"delegates,omitempty" doc:"the sites' delegates come along"`
		}
	}
	beginInput struct {
		Body struct {
			Name          string      `json:"name"`
			NameEn        string      `json:"name_en,omitempty"`
			Cadence       Cadence     `json:"cadence" enum:"week,month,quarter,half,year,ad_hoc"`
			Title         string      `json:"title,omitempty" doc:"of the first conference; left out: the series' name"`
			ScheduledAt   *time.Time  `json:"scheduled_at,omitempty" doc:"of the first conference; required"`
			ChairName     string      `json:"chair_name,omitempty" doc:"required"`
			ChairTitle    string      `json:"chair_title,omitempty"`
			HubSiteID     string      `json:"hub_site_id,omitempty" doc:"left out: the organisation's hub"`
			SiteIDs       []string    `json:"site_ids,omitempty" doc:"left out: every site"`
			SpeechSeconds int         `json:"speech_seconds,omitempty"`
			Agenda        []ItemInput `json:"agenda,omitempty" doc:"left out: the standard one"`
		}
	}
	calendarInput struct {
		ConferencePath
		Lang string `query:"lang" enum:"vi,en" default:"vi"`
	}
	editInput struct {
		ConferencePath
		Body struct {
			Title       *string    `json:"title,omitempty"`
			ScheduledAt *time.Time `json:"scheduled_at,omitempty"`
			Rev         int64      `json:"rev" doc:"revision of the plan that was seen"`
		}
	}
	agendaInput struct {
		ConferencePath
		Body struct {
			Items []ItemInput `json:"items"`
			Rev   int64       `json:"rev" doc:"revision of the plan that was seen"`
		}
	}
	chairsInput struct {
		ConferencePath
		Body struct {
			Chairs []ChairInput `json:"chairs" doc:"in order; the first is the chair"`
			Rev    int64        `json:"rev" doc:"revision of the plan that was seen"`
		}
	}
	accountsOutput struct {
		Body struct {
			Accounts []Chair `json:"accounts" doc:"by name"`
		}
	}
	siteInput struct {
		ConferencePath
		Site string `path:"site"`
	}
	codeOutput struct {
		Body struct {
			Code      string    `json:"code" example:"482913"`
			ExpiresAt time.Time `json:"expires_at"`
		}
	}
	linksOutput struct{ Body Links }
)

// ChairInput is a person who chairs, as the office names them.
type ChairInput struct {
	Name      string `json:"name"`
	Title     string `json:"title,omitempty" doc:"position, as announced"`
	AccountID Ref    `json:"account_id,omitempty" doc:"has the chair's rights in this conference"`
}

// ItemInput is an agenda item as it is planned. What a client sends back of an
// item's outcome is passed over.
type ItemInput struct {
	_             struct{} `additionalProperties:"true"`
	ID            string   `json:"id,omitempty" doc:"keeps an item's identity; empty for a new one"`
	Title         string   `json:"title"`
	Kind          ItemKind `json:"kind" enum:"opening,review,report,discussion,conclusion,break,other"`
	Minutes       int      `json:"minutes"`
	Presenter     string   `json:"presenter,omitempty"`
	UnitID        Ref      `json:"unit_id,omitempty"`
	Mark          Mark     `json:"mark,omitempty"`
	SpeechSeconds *int     `json:"speech_seconds,omitempty" nullable:"true"`
}

// Item is the item that the input means.
func (in ItemInput) Item() AgendaItem {
	return AgendaItem{
		ID: in.ID, Title: in.Title, Kind: in.Kind, Minutes: in.Minutes, Presenter: in.Presenter,
		UnitID: in.UnitID, Mark: in.Mark, SpeechSeconds: in.SpeechSeconds,
	}
}

// Schema tells the API's document that a Ref is a string or null.
func (Ref) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Nullable: true}
}

// Schema tells the API's document that an Instant is RFC 3339 or null.
func (Instant) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true}
}

// Routes registers the package's operations. base goes before the path of a
// join link: the address by which devices reach the program, or "".
func (s *Service) Routes(h huma.API, door Admission, base string) {
	a := &api{Service: s, door: door, base: base}
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"meeting"}}
	}
	const one = "/api/conferences/{conference}"
	web.Register(h, op("list-series", http.MethodGet, "/api/series", "Series of conferences"), a.series)
	web.Register(h, op("begin-series", http.MethodPost, "/api/series", "Begin a series with the draft of its first conference"), a.begin)
	web.Register(h, op("list-conferences", http.MethodGet, "/api/conferences", "Conferences, the newest first"), a.list)
	web.Register(h, op("copy-conference", http.MethodPost, "/api/conferences", "Plan the next conference from the last"), a.copy)
	web.Register(h, op("conference", http.MethodGet, one, "One conference with agenda and sites"), a.detail)
	web.Register(h, op("edit-conference", http.MethodPatch, one, "Change title or day"), a.edit)
	web.Register(h, op("put-agenda", http.MethodPut, one+"/agenda", "Replace the agenda of a plan"), a.agenda)
	web.Register(h, op("put-chairs", http.MethodPut, one+"/chairs", "Name the chair and the co-chairs, in order"), a.chairs)
	web.Register(h, op("chair-accounts", http.MethodGet, "/api/chair-accounts", "Who can be named with the chair's rights"), a.chairAccounts)
	web.Register(h, op("new-code", http.MethodPost, one+"/sites/{site}/code", "A six-digit code for one device of the site"), a.code)
	s.paperRoutes(h)
	web.RegisterFile(h, op("conference-calendar", http.MethodGet, one+"/calendar.ics", "The conference for a calendar program"),
		"A calendar file", a.calendar)
	web.Register(h, op("links", http.MethodGet, one+"/links", "Join links of sites, hall and watchers"), a.links)
}

func (a *api) series(ctx context.Context, _ *struct{}) (*seriesOutput, error) {
	out := &seriesOutput{}
	var err error
	out.Body.Series, err = a.Series(ctx, access.From(ctx))
	return out, err
}

func (a *api) list(ctx context.Context, in *listInput) (*listOutput, error) {
	out := &listOutput{}
	var err error
	out.Body.Conferences, err = a.Conferences(ctx, access.From(ctx), in.Series, in.State)
	return out, err
}

func detail(by access.Actor, c *Conference, err error) (*detailOutput, error) {
	if err != nil {
		return nil, err
	}
	d := Detail{Conference: *c, Agenda: c.Agenda, Sites: c.Sites, Can: can(by, c)}
	if d.Agenda == nil {
		d.Agenda = []AgendaItem{}
	}
	if d.CoChairs == nil {
		d.CoChairs = []Chair{}
	}
	return &detailOutput{Body: d}, nil
}

func (a *api) copy(ctx context.Context, in *copyInput) (*detailOutput, error) {
	by := access.From(ctx)
	with := Copied{
		Title: in.Body.Title, PeriodID: in.Body.PeriodID, Chosen: in.Body.SiteIDs,
		WithoutAgenda: in.Body.Agenda != nil && !*in.Body.Agenda,
		Papers:        in.Body.Papers, Delegates: in.Body.Delegates,
	}
	if in.Body.ScheduledAt != nil {
		with.ScheduledAt = *in.Body.ScheduledAt
	}
	c, err := a.CopyLast(ctx, by, in.Body.FromID, with)
	return detail(by, c, err)
}

func (a *api) begin(ctx context.Context, in *beginInput) (*detailOutput, error) {
	by, b := access.From(ctx), in.Body
	plan := Beginning{
		Name: b.Name, NameEn: b.NameEn, Cadence: b.Cadence, Title: b.Title, ChairName: b.ChairName, ChairTitle: b.ChairTitle,
		HubSiteID: b.HubSiteID, SiteIDs: b.SiteIDs, SpeechLimit: b.SpeechSeconds,
	}
	if b.ScheduledAt != nil {
		plan.ScheduledAt = *b.ScheduledAt
	}
	for _, it := range b.Agenda {
		plan.Agenda = append(plan.Agenda, it.Item())
	}
	c, err := a.BeginSeries(ctx, by, plan)
	return detail(by, c, err)
}

func (a *api) detail(ctx context.Context, in *ConferencePath) (*detailOutput, error) {
	by := access.From(ctx)
	c, err := a.Conference(ctx, by, in.Conference)
	return detail(by, c, err)
}

func (a *api) calendar(ctx context.Context, in *calendarInput) (web.File, error) {
	b, name, err := a.Calendar(ctx, access.From(ctx), in.Conference, a.base, text.Lang(in.Lang))
	return web.File{MediaType: ical.MediaType, Name: name, Size: int64(len(b)), Content: io.NopCloser(bytes.NewReader(b))}, err
}

func (a *api) edit(ctx context.Context, in *editInput) (*detailOutput, error) {
	by := access.From(ctx)
	c, err := a.Change(ctx, by, in.Conference, Edit{Title: in.Body.Title, ScheduledAt: in.Body.ScheduledAt, Rev: in.Body.Rev})
	return detail(by, c, err)
}

func (a *api) agenda(ctx context.Context, in *agendaInput) (*detailOutput, error) {
	by := access.From(ctx)
	items := make([]AgendaItem, 0, len(in.Body.Items))
	for _, it := range in.Body.Items {
		items = append(items, it.Item())
	}
	c, err := a.Change(ctx, by, in.Conference, Edit{Agenda: &items, Rev: in.Body.Rev})
	return detail(by, c, err)
}

func (a *api) chairs(ctx context.Context, in *chairsInput) (*detailOutput, error) {
	by := access.From(ctx)
	named := make([]Chair, 0, len(in.Body.Chairs))
	for _, p := range in.Body.Chairs {
		named = append(named, Chair(p))
	}
	c, err := a.NameChairs(ctx, by, in.Conference, named, in.Body.Rev)
	return detail(by, c, err)
}

func (a *api) chairAccounts(ctx context.Context, _ *struct{}) (*accountsOutput, error) {
	out := &accountsOutput{}
	var err error
	out.Body.Accounts, err = a.Accounts(ctx, access.From(ctx))
	return out, err
}

func (a *api) code(ctx context.Context, in *siteInput) (*codeOutput, error) {
	if err := mayIssueCode(access.From(ctx)); err != nil {
		return nil, err
	}
	if err := a.hasSite(ctx, in.Conference, in.Site); err != nil {
		return nil, err
	}
	out := &codeOutput{}
	var err error
	out.Body.Code, out.Body.ExpiresAt, err = a.door.NewCode(ctx, access.Site, in.Conference, in.Site)
	return out, err
}

func (a *api) links(ctx context.Context, in *ConferencePath) (*linksOutput, error) {
	if err := mayInvite(access.From(ctx)); err != nil {
		return nil, err
	}
	links, err := a.Links(ctx, a.door, a.base, in.Conference)
	return &linksOutput{Body: links}, err
}

package live

import (
	"slices"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Ids are opaque; the names say which thing is meant.
type (
	// ConferenceID names a conference.
	ConferenceID = meeting.ConferenceID
	// SiteID names a site.
	SiteID = meeting.SiteID
	// ItemID names an agenda item.
	ItemID = meeting.ItemID
	// RequestID names a request for the floor.
	RequestID = string
)

// Conference is a conference in its running: everything that the rules need,
// and nothing that the log could not rebuild. Instants are the server's.
type Conference struct {
	Info      Info    `json:"conference"`
	Agenda    Agenda  `json:"agenda"`
	Sites     []Site  `json:"sites"` // by number
	Floor     Floor   `json:"floor"`
	Programme Choice  `json:"programme"`
	Control   Control `json:"control"`
	// Sessions are the media sessions by which sites are online.
	Sessions map[SiteID]string `json:"sessions,omitempty"`
	// Persons is how long each person has spoken; see person. Clients are not
	// sent it.
	Persons map[string]Span `json:"persons,omitempty"`
	// ChairAccounts are the accounts that the plan names as chair and
	// co-chairs. Clients are not sent them.
	ChairAccounts []string `json:"chair_accounts,omitempty"`

	Rev      int64 `json:"rev"`       // of the last act
	QueueRev int64 `json:"queue_rev"` // of the last act that changed the queue

	// SeenAt is the last instant at which the program is known to have run.
	SeenAt time.Time `json:"-"`

	event      *Event // what the act recorded
	queueMoved bool
}

// Info says which conference it is and where it stands.
type Info struct {
	ID          ConferenceID    `json:"id"`
	Title       string          `json:"title"`
	State       meeting.State   `json:"state" enum:"draft,published,checking,live,paused,closed,cancelled"`
	ScheduledAt meeting.Instant `json:"scheduled_at"`
	OpenedAt    meeting.Instant `json:"opened_at"`
	ClosedAt    meeting.Instant `json:"closed_at"`
	CancelledAt meeting.Instant `json:"cancelled_at"`
	// CancelReason is what the office gave on calling it off.
	CancelReason string      `json:"cancel_reason"`
	HubSiteID    SiteID      `json:"hub_site_id"`
	ChairName    string      `json:"chair_name"`
	ChairTitle   string      `json:"chair_title"`
	CoChairs     []CoChair   `json:"co_chairs" doc:"in order"`
	SeriesID     meeting.Ref `json:"series_id"`
	PeriodID     meeting.Ref `json:"period_id"`
	Rules        Rules       `json:"rules"`
}

// CoChair is a person who chairs beside the chair.
type CoChair struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// FromPlan makes the running conference from its plan.
func FromPlan(p *meeting.Conference) *Conference {
	c := &Conference{
		Floor:     Floor{Holders: []Holder{}, Queue: []Request{}, Spoken: []Spoken{}},
		Programme: Choice{Scene: Title, Inset: true},
	}
	c.Info.Rules = Rules{SpeechSeconds: Seconds(p.SpeechLimit)}
	if p.SpeechLimit <= 0 {
		c.Info.Rules.SpeechSeconds = defaultSpeech
	}
	for _, s := range p.Sites {
		c.Sites = append(c.Sites, Site{
			ID: s.ID, Number: s.Number, Name: s.Name, NameEn: s.NameEn, UnitID: s.UnitID, Role: s.Role,
			Presence: Expected, Attendance: AttendanceExpected,
		})
	}
	slices.SortStableFunc(c.Sites, func(a, b Site) int { return a.Number - b.Number })
	c.takePlan(p)
	return c
}

func (c *Conference) takePlan(p *meeting.Conference) {
	state, rules := c.Info.State, c.Info.Rules
	if state == "" {
		state = p.State
	}
	c.Info = Info{
		ID: p.ID, Title: p.Title, State: state, ScheduledAt: p.ScheduledAt, OpenedAt: p.OpenedAt,
		ClosedAt: p.ClosedAt, CancelledAt: p.CancelledAt, CancelReason: p.CancelReason, HubSiteID: p.HubSiteID,
		SeriesID: p.SeriesID, PeriodID: p.PeriodID, Rules: rules,
	}
	c.takeChairs(p)
	c.Agenda.Items = slices.Clone(p.Agenda)
	if c.Agenda.Items == nil {
		c.Agenda.Items = []meeting.AgendaItem{}
	}
}

// takeChairs takes over who chairs: what alone of a plan may change after the
// device checks began.
func (c *Conference) takeChairs(p *meeting.Conference) {
	c.Info.ChairName, c.Info.ChairTitle = p.ChairName, p.ChairTitle
	c.Info.CoChairs, c.ChairAccounts = []CoChair{}, nil
	for _, one := range p.CoChairs {
		c.Info.CoChairs = append(c.Info.CoChairs, CoChair{Name: one.Name, Title: one.Title})
	}
	for _, one := range p.Chairs() {
		if one.AccountID != "" {
			c.ChairAccounts = append(c.ChairAccounts, string(one.AccountID))
		}
	}
}

// planTaken records that a changed plan was taken over.
func (c *Conference) planTaken() error {
	if err := c.during(meeting.Draft, meeting.Published); err != nil {
		return err
	}
	c.record(KindPlanned, struct{}{})
	return nil
}

// during refuses an act in every state but those named. A conference that is
// closed or cancelled is history: it refuses with a code of its own.
func (c *Conference) during(states ...meeting.State) error {
	switch {
	case slices.Contains(states, c.Info.State):
		return nil
	case c.Info.State == meeting.Closed:
		return fault.Conflict("conference_closed", "conference %s is closed", c.Info.ID)
	case c.Info.State == meeting.Cancelled:
		return fault.Conflict("conference_cancelled", "conference %s is cancelled", c.Info.ID)
	}
	return fault.Conflict("conference_state", "not while the conference is %s", c.Info.State).
		With("state", string(c.Info.State))
}

// inSession refuses what belongs to the session or to its rehearsal.
func (c *Conference) inSession() error { return c.during(meeting.Checking, meeting.Live) }

// known finds a site of this conference.
func (c *Conference) known(id SiteID) (*Site, error) {
	if s := c.site(id); s != nil {
		return s, nil
	}
	return nil, fault.NotFound("site_unknown", "no site %q in this conference", id).With("site", id)
}

func (c *Conference) site(id SiteID) *Site {
	for i := range c.Sites {
		if c.Sites[i].ID == id {
			return &c.Sites[i]
		}
	}
	return nil
}

// record notes what the act did, at its end. One act records one event.
func (c *Conference) record(kind Kind, data any) {
	c.forgetClosed()
	c.event = &Event{Kind: kind, Data: data}
}

// TakeEvent hands over what the last act recorded: nil where it changed
// nothing.
func (c *Conference) TakeEvent() *Event {
	e := c.event
	c.event = nil
	return e
}

// Stamp gives the state the revision under which its last act was logged.
func (c *Conference) Stamp(rev int64) {
	c.Rev = rev
	if c.queueMoved {
		c.QueueRev, c.queueMoved = rev, false
	}
}

package meeting

import (
	"context"
	"slices"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/blob"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/id"
	"giaoban/internal/org"
	"giaoban/internal/text"
)

// Service is the package's door.
type Service struct {
	db    *db.DB
	log   *event.Log
	org   *org.Service
	clock clock.Clock
	zone  *time.Location // of calendars

	files *blob.Store // nil until it is set: no papers then

	planned  []func(ctx context.Context, by access.Actor, id ConferenceID)
	copied   []func(ctx context.Context, tx *db.Tx, from, to *Conference, with Copied) error
	shown    func(ctx context.Context, id ConferenceID) (PaperID, error)
	accounts func(ctx context.Context) ([]Chair, error)
	period   func(ctx context.Context, by access.Actor) (string, error)
}

// New returns the service over d.
func New(d *db.DB, log *event.Log, tree *org.Service, c clock.Clock) *Service {
	return &Service{db: d, log: log, org: tree, clock: c, zone: time.UTC}
}

// OnPlan has f told after a plan was changed and committed. For the wiring,
// before the service is used.
func (s *Service) OnPlan(f func(ctx context.Context, by access.Actor, id ConferenceID)) {
	s.planned = append(s.planned, f)
}

// OnCopy has f bring what another package keeps of a conference into its copy,
// in the same transaction. For the wiring, before the service is used.
func (s *Service) OnCopy(f func(ctx context.Context, tx *db.Tx, from, to *Conference, with Copied) error) {
	s.copied = append(s.copied, f)
}

// UsePeriods says which reporting period a new conference discusses where its
// maker names none: f returns the present one, or "". For the wiring.
func (s *Service) UsePeriods(f func(ctx context.Context, by access.Actor) (string, error)) {
	s.period = f
}

func (s *Service) newID() string { return id.New(s.clock.Now()) }

// now is cut to milliseconds, which is what clients are told.
func (s *Service) now() time.Time { return s.clock.Now().Truncate(time.Millisecond) }

// Series lists the series by name.
func (s *Service) Series(ctx context.Context, by access.Actor) ([]Series, error) {
	if err := mayList(by); err != nil {
		return nil, err
	}
	return loadSeries(ctx, s.db)
}

// CreateSeries adds a series. An id that is given is kept.
func (s *Service) CreateSeries(ctx context.Context, by access.Actor, in Series) (Series, error) {
	if err := mayPrepare(by); err != nil {
		return in, err
	}
	in.Name = text.NFC(strings.TrimSpace(in.Name))
	if in.Name == "" {
		return in, fault.Invalid("invalid_input", "a series needs a name").
			WithFields(fault.Field{Name: "name", Rule: "required"})
	}
	if in.ID == "" {
		in.ID = s.newID()
	}
	return in, insertSeries(ctx, s.db, in)
}

// Conference returns the plan of one conference, and its outcome so far.
func (s *Service) Conference(ctx context.Context, by access.Actor, id ConferenceID) (*Conference, error) {
	c, err := loadOne(ctx, s.db, sqlConference, id)
	if err != nil {
		if denied := mayList(by); denied != nil {
			return nil, denied
		}
		return nil, err
	}
	return c, mayRead(by, c)
}

// Load is Conference for packages that have decided already who may see it.
func (s *Service) Load(ctx context.Context, q db.Queryer, id ConferenceID) (*Conference, error) {
	if q == nil {
		q = s.db
	}
	return loadOne(ctx, q, sqlConference, id)
}

// Conferences lists conferences, the newest first; an empty series or state
// means any.
func (s *Service) Conferences(ctx context.Context, by access.Actor, series, state string) ([]*Conference, error) {
	if err := mayList(by); err != nil {
		return nil, err
	}
	all, err := loadConferences(ctx, s.db, series, state)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(c *Conference) bool { return mayRead(by, c) != nil }), nil
}

// Create adds a conference as it is given: a draft, whatever its state says.
// Sites are all of the organisation's where none are given; an id is kept.
func (s *Service) Create(ctx context.Context, by access.Actor, c Conference) (*Conference, error) {
	if err := mayPrepare(by); err != nil {
		return nil, err
	}
	sites, err := s.sites(ctx)
	if err != nil {
		return nil, err
	}
	if c.Sites == nil {
		c.Sites = sites
	}
	for i := range c.Sites {
		if c.HubSiteID == "" && c.Sites[i].Role == Hub {
			c.HubSiteID = c.Sites[i].ID
		}
	}
	if c.ID == "" {
		c.ID = s.newID()
	}
	items := c.Agenda
	title, at := c.Title, c.ScheduledAt.Time
	c.State, c.Rev, c.Agenda = Draft, 1, nil
	if err := c.Retitle(text.NFC(title), at); err != nil {
		return nil, err
	}
	if err := c.Replan(items, s.newID); err != nil {
		return nil, err
	}
	if chairs := c.Chairs(); len(chairs) > 0 {
		known, err := s.Accounts(ctx, by)
		if err != nil {
			return nil, err
		}
		if err := c.NameChairs(chairs, known); err != nil {
			return nil, err
		}
	}
	return &c, s.add(ctx, by, &c)
}

// CopyLast plans a new conference from an earlier one.
func (s *Service) CopyLast(ctx context.Context, by access.Actor, from ConferenceID, with Copied) (*Conference, error) {
	if err := mayPrepare(by); err != nil {
		return nil, err
	}
	last, err := loadOne(ctx, s.db, sqlConference, from)
	if err != nil {
		return nil, err
	}
	series, err := loadSeries(ctx, s.db)
	if err != nil {
		return nil, err
	}
	for _, x := range series {
		if x.ID == string(last.SeriesID) {
			with.Cadence = x.Cadence
		}
	}
	if with.Sites, err = s.sites(ctx); err != nil {
		return nil, err
	}
	if with.PeriodID == "" && s.period != nil {
		if with.PeriodID, err = s.period(ctx, by); err != nil {
			return nil, err
		}
	}
	if bad := checkSites(with.Chosen, last.HubSiteID, with.Sites); bad != nil {
		return nil, fault.Invalid("invalid_input", "the chosen sites break a rule").WithFields(bad...)
	}
	with.ID, with.Title = s.newID(), text.NFC(strings.TrimSpace(with.Title))
	var items map[ItemID]ItemID
	with.Took = func(took map[ItemID]ItemID) { items = took }
	c := CopyFrom(last, with, s.newID)
	if err := c.Retitle(c.Title, c.ScheduledAt.Time); err != nil {
		return nil, err
	}
	return c, s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := s.addIn(ctx, tx, by, c); err != nil {
			return err
		}
		if with.Papers {
			if err := s.copyPapers(ctx, tx, last.ID, c.ID, items); err != nil {
				return err
			}
		}
		for _, f := range s.copied {
			if err := f(ctx, tx, last, c, with); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) add(ctx context.Context, by access.Actor, c *Conference) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error { return s.addIn(ctx, tx, by, c) })
}

func (s *Service) addIn(ctx context.Context, tx *db.Tx, by access.Actor, c *Conference) error {
	if err := insert(ctx, tx, c, s.now()); err != nil {
		return err
	}
	return s.tell(ctx, tx, by, c)
}

// tell has the office's screens read the plan anew. It does not name a draft,
// which does not exist for everyone who hears it.
func (s *Service) tell(ctx context.Context, tx *db.Tx, by access.Actor, c *Conference) error {
	named := map[string]string{}
	if c.State != Draft {
		named["conference_id"] = c.ID
	}
	_, err := s.log.Append(ctx, tx, event.Entry{
		Stream: event.Office, Kind: "conference.planned", Actor: by.String(), Data: event.Marshal(named),
	})
	return err
}

func (s *Service) sites(ctx context.Context) ([]SiteRef, error) {
	all, err := s.org.Sites(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]SiteRef, 0, len(all))
	for _, x := range all {
		r := SiteRef{ID: x.ID, Number: x.Number, Name: x.Name, NameEn: x.NameEn, UnitID: x.UnitID, Role: Remote}
		if x.Hub {
			r.Role = Hub
		}
		out = append(out, r)
	}
	return out, nil
}

// Edit says what of a plan changes.
type Edit struct {
	Title       *string
	ScheduledAt *time.Time
	Agenda      *[]AgendaItem
	Rev         int64 // the revision that the caller has seen
}

// Change changes a plan that is not locked yet.
func (s *Service) Change(ctx context.Context, by access.Actor, id ConferenceID, e Edit) (*Conference, error) {
	if err := mayPrepare(by); err != nil {
		return nil, err
	}
	var c *Conference
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		var err error
		if c, err = loadOne(ctx, tx, sqlLock, id); err != nil {
			return err
		}
		if err := c.apply(e, s.newID); err != nil {
			return err
		}
		if e.Agenda != nil {
			if err := dropPapers(ctx, tx, c); err != nil {
				return err
			}
		}
		return s.savePlan(ctx, tx, by, c)
	})
	return c, err
}

// savePlan keeps a changed plan under its next revision and tells of it.
func (s *Service) savePlan(ctx context.Context, tx *db.Tx, by access.Actor, c *Conference) error {
	c.Rev++
	if err := updatePlan(ctx, tx, c); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, by, c); err != nil {
		return err
	}
	tx.AfterCommit(func() {
		for _, f := range s.planned {
			f(ctx, by, c.ID)
		}
	})
	return nil
}

func stale(c *Conference, seen int64) error {
	return fault.Conflict("stale", "plan is at revision %d, not %d", c.Rev, seen)
}

func (c *Conference) apply(e Edit, newID func() string) error {
	if !c.State.Plannable() {
		return planLocked(c)
	}
	if e.Rev != c.Rev {
		return stale(c, e.Rev)
	}
	title, at := c.Title, c.ScheduledAt.Time
	if e.Title != nil {
		title = text.NFC(*e.Title)
	}
	if e.ScheduledAt != nil {
		at = *e.ScheduledAt
	}
	if err := c.Retitle(title, at); err != nil {
		return err
	}
	if e.Agenda == nil {
		return nil
	}
	items := slices.Clone(*e.Agenda)
	for i := range items {
		items[i].Title, items[i].Presenter = text.NFC(items[i].Title), text.NFC(items[i].Presenter)
	}
	return c.Replan(items, newID)
}

// Outcome is what package live writes back.
type Outcome struct {
	State    State
	OpenedAt Instant
	ClosedAt Instant
	// The next two are those of a conference that was called off.
	CancelledAt  Instant
	CancelReason string
	Agenda       []AgendaItem
}

// Hold loads the plan and keeps it from changing until tx ends.
func (s *Service) Hold(ctx context.Context, tx *db.Tx, id ConferenceID) (*Conference, error) {
	return loadOne(ctx, tx, sqlLock, id)
}

// Record writes the outcome of the running conference into its plan.
func (s *Service) Record(ctx context.Context, tx *db.Tx, id ConferenceID, o Outcome) error {
	return updateOutcome(ctx, tx, id, o)
}

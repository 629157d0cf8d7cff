// Package letter writes the mail that goes to accounts: reminders of
// directives before and after their time limits, reminders to acknowledge,
// invitations to conferences, the weekly digest of a unit's head.
//
//	every morning ──▶ who has what to do ──▶ one letter each ──▶ mail's outbox
//	conference published or called off ──▶ a letter to each unit invited, with a calendar file
//
// Each letter is written once, in its reader's language, whatever happens to
// the program meanwhile: its key tells. Who has no address, or wants no mail,
// gets none; what a letter says, the screens say too.
package letter

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/fault"
	"giaoban/internal/identity"
	"giaoban/internal/job"
	"giaoban/internal/live"
	"giaoban/internal/mail"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/text"
)

// The package's jobs.
const (
	daily      job.Kind = "letter.daily"
	weekly     job.Kind = "letter.weekly"
	conference job.Kind = "letter.conference"
)

// Settings say when letters are written. Days are counted from a directive's
// time limit or issue.
type Settings struct {
	Before      []int // days before the time limit
	After       []int // days after it; on the day itself always
	Acknowledge []int // days after the issue, where it is not acknowledged
	Hour        int   // of the organisation's day, 0 to 23
}

// mostDays bounds the days of Settings.
const mostDays = 90

// Check refuses settings that are no days or hours.
func (s Settings) Check() error {
	bad := func(name string, value int, rule string) error {
		return fault.Invalid("invalid_input", "--%s %d: %s", name, value, rule).
			WithFields(fault.Field{Name: name, Rule: "range", Value: strconv.Itoa(value)})
	}
	for name, days := range map[string][]int{"remind-before": s.Before, "remind-after": s.After, "remind-acknowledge": s.Acknowledge} {
		for _, d := range days {
			if d < 1 || d > mostDays {
				return bad(name, d, "must be 1 to 90 days")
			}
		}
	}
	if s.Hour < 0 || s.Hour > 23 {
		return bad("mail-hour", s.Hour, "must be 0 to 23")
	}
	return nil
}

// Needs is what the service works with.
type Needs struct {
	DB        *db.DB
	Clock     clock.Clock
	Zone      *time.Location
	Jobs      *job.Queue
	Outbox    *mail.Outbox
	Org       *org.Service
	Identity  *identity.Service
	Meeting   *meeting.Service
	Directive *directive.Service
	Base      string // how browsers reach the program
	Settings  Settings
}

// Service writes letters.
type Service struct {
	Needs
}

// New has the queue write letters when they are due, if there is a server to
// send them by.
func New(n Needs) (*Service, error) {
	s := &Service{Needs: n}
	if err := n.Settings.Check(); err != nil {
		return nil, err
	}
	if !n.Outbox.Configured() {
		return s, nil
	}
	n.Jobs.Every(daily, func(after time.Time) time.Time { return s.next(after, 1) },
		func(ctx context.Context, _ job.Task) error {
			if err := s.invitePublished(ctx); err != nil {
				return err
			}
			return s.remind(ctx)
		})
	n.Jobs.Every(weekly, func(after time.Time) time.Time {
		at := s.next(after, 1)
		for at.In(s.Zone).Weekday() != time.Monday {
			at = s.next(at, 1)
		}
		return at
	}, func(ctx context.Context, _ job.Task) error { return s.digest(ctx) })
	n.Jobs.Handle(conference, func(ctx context.Context, t job.Task) error {
		var of about
		if err := json.Unmarshal(t.Args, &of); err != nil {
			return job.GiveUp(fmt.Errorf("read job: %w", err))
		}
		return s.writeConference(ctx, of)
	})
	return s, nil
}

// next is the hour of letters so many days on, the first after the instant.
func (s *Service) next(after time.Time, days int) time.Time {
	local := after.In(s.Zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), s.Settings.Hour, 0, 0, 0, s.Zone)
	for !at.After(after) {
		at = at.AddDate(0, 0, days)
	}
	return at
}

func (s *Service) today() text.Date { return text.DateOf(s.Clock.Now().In(s.Zone)) }

// Heard is called after each act on a conference, and returns at once.
func (s *Service) Heard(id live.ConferenceID, state live.State) {
	if !s.Outbox.Configured() {
		return
	}
	switch state.Conference.State {
	case meeting.Published, meeting.Cancelled:
	case meeting.Draft, meeting.Checking, meeting.Live, meeting.Paused, meeting.Closed:
		return
	}
	go func() {
		of := about{ID: id, State: state.Conference.State, At: state.Conference.ScheduledAt.Time}
		if _, err := s.Jobs.PutNow(context.Background(), of.job()); err != nil { // the daily job finds it again
			slog.Error("letters of a conference not put", "conference", id, "error", err.Error())
		}
	}()
}

// about is what letters tell of a conference.
type about struct {
	ID    string        `json:"id"`
	State meeting.State `json:"state"`
	At    time.Time     `json:"at"`
}

func (a about) key() string { return fmt.Sprintf("%s:%s:%d", a.ID, a.State, a.At.Unix()) }

func (a about) job() job.New { return job.New{Kind: conference, Key: a.key(), Args: a} }

// invitePublished puts what a process that died may not have put.
func (s *Service) invitePublished(ctx context.Context) error {
	all, err := s.Meeting.Conferences(ctx, access.System, "", string(meeting.Published))
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.ScheduledAt.Before(s.Clock.Now()) {
			continue
		}
		of := about{ID: c.ID, State: c.State, At: c.ScheduledAt.Time}
		if _, err := s.Jobs.PutNow(ctx, of.job()); err != nil {
			return err
		}
	}
	return nil
}

// CatchUp is invitePublished at the program's start.
func (s *Service) CatchUp(ctx context.Context) error {
	if !s.Outbox.Configured() {
		return nil
	}
	return s.invitePublished(ctx)
}

// writeConference invites to a conference or calls it off, unless it has moved
// on since.
func (s *Service) writeConference(ctx context.Context, of about) error {
	c, err := s.Meeting.Load(ctx, nil, of.ID)
	if err != nil {
		return err
	}
	if c.State != of.State || !c.ScheduledAt.Time.Equal(of.At) {
		return nil
	}
	readers, host, err := s.readers(ctx)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		for _, a := range readers {
			if !invited(a, c) {
				continue
			}
			w := s.writer(a, host)
			l := w.conference(c)
			file, err := w.calendar(c, s.Outbox.From(), s.Clock.Now())
			if err != nil {
				return err
			}
			l.Files = []mail.File{file}
			if err := s.Outbox.Post(ctx, tx, "conference:"+of.key()+":"+a.ID, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// invited are the units' people of every site, those who conduct, and those who
// chair.
func invited(a identity.Account, c *meeting.Conference) bool {
	if slices.ContainsFunc(c.Chairs(), func(p meeting.Chair) bool { return string(p.AccountID) == a.ID }) {
		return true
	}
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
		switch g.Role {
		case access.Secretary, access.Operator, access.Chair:
			return true
		case access.Head, access.Reporter, access.Delegate:
			return slices.ContainsFunc(c.Sites, func(r meeting.SiteRef) bool { return r.UnitID == g.UnitID })
		case access.Admin:
		}
		return false
	})
}

// readers are those who get mail, and the organisation that writes.
func (s *Service) readers(ctx context.Context) ([]identity.Account, org.Organisation, error) {
	host, err := s.Org.Organisation(ctx)
	if err != nil {
		return nil, host, err
	}
	all, err := s.Identity.Readers(ctx)
	return all, host, err
}

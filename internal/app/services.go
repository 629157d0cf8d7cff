package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata" // days are the organisation's, also where the machine has no zones

	"giaoban/internal/access"
	"giaoban/internal/blob"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/event"
	"giaoban/internal/extract"
	"giaoban/internal/identity"
	"giaoban/internal/job"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/paper"
	"giaoban/internal/report"
	"giaoban/internal/xlsx"
)

// Services are the domain packages over one database, without any edge. The
// demo plays the past through them with a clock of its own.
type Services struct {
	DB        *db.DB
	Clock     clock.Clock
	Zone      *time.Location
	Log       *event.Log
	Jobs      *job.Queue
	Org       *org.Service
	Identity  *identity.Service
	Meeting   *meeting.Service
	Live      *live.Service
	Report    *report.Service
	Directive *directive.Service
	Paper     *paper.Service
}

// Zone is where the organisation's days begin.
func Zone() *time.Location {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil { // tzdata is linked in
		panic(err)
	}
	return zone
}

// OpenDatabase opens the configured database, with its schema up to date.
func OpenDatabase(ctx context.Context, c Config) (*db.DB, error) {
	if err := os.MkdirAll(c.Data, 0o750); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	d, err := db.Open(ctx, c.database())
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

// NewServices wires the domain over d. c is the clock of all of it.
func NewServices(d *db.DB, c clock.Clock, log *slog.Logger) (*Services, error) {
	s := &Services{DB: d, Clock: c, Zone: Zone(), Log: event.NewLog(d, c), Jobs: job.NewQueue(d, c, log), Org: org.New(d)}
	var err error
	if s.Identity, err = identity.New(d, c); err != nil {
		return nil, err
	}
	s.Meeting = meeting.New(d, s.Log, s.Org, c)
	s.Meeting.UseZone(s.Zone)
	s.Meeting.UseAccounts(s.chairs)
	s.Live = live.New(d, s.Log, s.Meeting, s.Identity, c, log)
	s.Report = report.New(d, s.Log, c, s.Zone)
	s.Meeting.UsePeriods(func(ctx context.Context, by access.Actor) (string, error) {
		_, current, err := s.Report.Periods(ctx, by)
		return current, err
	})
	s.Directive = directive.New(directive.Needs{
		DB: d, Log: s.Log, Clock: c, Zone: s.Zone, Org: s.Org, Meeting: s.Meeting, Report: s.Report, Draft: drafter,
	})
	s.Directive.OnNote(s.Note)
	s.Directive.UseJobs(s.Jobs)
	s.Directive.ReadText(extract.PlainText)
	s.Paper = paper.New(paper.Needs{Clock: c, Zone: s.Zone, Log: s.Log, Org: s.Org, Meeting: s.Meeting, Directive: s.Directive})
	return s, nil
}

// chairs are the accounts that a conference can name as chair or co-chair.
func (s *Services) chairs(ctx context.Context) ([]meeting.Chair, error) {
	people, err := s.Identity.People(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]meeting.Chair, 0, len(people))
	for _, p := range people {
		out = append(out, meeting.Chair{Name: p.Name, Title: p.Title, AccountID: meeting.Ref(p.ID)})
	}
	return out, nil
}

// equip has evidence kept below the data folder, and lists written and read as
// spreadsheets.
func (s *Services) equip(c Config) {
	files := blob.In(filepath.Join(c.Data, "files"))
	s.Directive.KeepFiles(files)
	s.Meeting.KeepFiles(files)
	s.Directive.UseSheets(directive.Sheets{Write: xlsx.Write, Read: xlsx.Read})
}

// Note writes into a conference's log what another package did with it: a
// conclusion saved, directives issued. It changes nothing of the state.
func (s *Services) Note(ctx context.Context, by access.Actor, conference, kind string, data any) {
	err := s.Log.Write(ctx, event.Entry{
		Stream: event.Conference(conference), Kind: kind, Actor: by.String(), Data: event.Marshal(data),
	})
	if err != nil {
		slog.ErrorContext(ctx, "not in the log", "conference", conference, "kind", kind, "error", err.Error())
	}
}

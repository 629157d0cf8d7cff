package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/clock"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/report"
)

// services opens the installation for one command. The office acts: what an
// administrator sets up here is what its secretary would.
func services(e *env, c app.Config) (*app.Services, access.Actor, error) {
	log, err := logger(e, c.LogLevel)
	if err != nil {
		return nil, access.Actor{}, err
	}
	d, err := app.OpenDatabase(e.ctx, c)
	if err != nil {
		return nil, access.Actor{}, err
	}
	s, err := app.NewServices(d, clock.System{}, log)
	if err != nil {
		_ = d.Close()
		return nil, access.Actor{}, err
	}
	o, err := s.Org.Organisation(e.ctx)
	if err != nil {
		_ = d.Close()
		return nil, access.Actor{}, err
	}
	by := access.Actor{
		Kind: access.Account, Name: "giaoban admin", UnitID: o.OfficeID,
		Grants: []access.Grant{{Role: access.Secretary, UnitID: o.OfficeID}},
	}
	return s, by, nil
}

type formCmd struct {
	app.Config `embed:""`
	File       string `arg:"" help:"Work areas and indicators." type:"existingfile"`
}

// Run replaces what the units report on.
func (c *formCmd) Run(e *env) error {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	var form struct {
		Areas      []report.Area      `json:"areas"`
		Indicators []report.Indicator `json:"indicators"`
	}
	if err := json.Unmarshal(b, &form); err != nil {
		return fmt.Errorf("read %s: %w", c.File, err)
	}
	s, by, err := services(e, c.Config)
	if err != nil {
		return err
	}
	defer func() { _ = s.DB.Close() }()
	if err := s.Report.SetCatalogue(e.ctx, by, report.Catalogue{Areas: form.Areas, Indicators: form.Indicators}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%d work areas, %d indicators\n", len(form.Areas), len(form.Indicators))
	return err
}

type periodCmd struct {
	app.Config `embed:""`
	Kind       string    `enum:"month,quarter,half,year" default:"quarter" help:"month, quarter, half or year."`
	Year       int       `required:"" help:"The year."`
	Index      int       `required:"" help:"Which month (1–12), quarter (1–4) or half (1–2); 1 for a year."`
	Due        time.Time `required:"" format:"2006-01-02" help:"Last day for sending, YYYY-MM-DD."`
	Unit       []string  `required:"" help:"Units that report; a group's id stands for its members."`
}

// Run opens the period for the units from today on.
func (c *periodCmd) Run(e *env) error {
	s, by, err := services(e, c.Config)
	if err != nil {
		return err
	}
	defer func() { _ = s.DB.Close() }()
	units, err := c.units(e, s)
	if err != nil {
		return err
	}
	due := time.Date(c.Due.Year(), c.Due.Month(), c.Due.Day()+1, 0, 0, 0, 0, s.Zone).Add(-time.Second)
	p, err := s.Report.OpenPeriod(e.ctx, by, report.Period{
		Kind: report.PeriodKind(c.Kind), Year: c.Year, Index: c.Index,
		OpensOn: s.Clock.Now().In(s.Zone).Format("2006-01-02"), DueAt: due,
	}, units)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%s: %d units, due %s\n", p.ID, len(units), due.Format(time.DateTime))
	return err
}

// units resolves the ids of groups.
func (c *periodCmd) units(e *env, s *app.Services) ([]string, error) {
	groups, err := s.Org.Groups(e.ctx)
	if err != nil {
		return nil, err
	}
	members := map[string][]string{}
	for _, g := range groups {
		members[g.ID] = g.Members
	}
	var out []string
	for _, id := range c.Unit {
		if list, ok := members[id]; ok {
			out = append(out, list...)
			continue
		}
		if _, err := s.Org.Unit(e.ctx, id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

type seriesCmd struct {
	app.Config `embed:""`
	Name       string    `arg:"" help:"The series' name."`
	NameEn     string    `name:"name-en" help:"Its name in English."`
	Cadence    string    `enum:"week,month,quarter,half,year,ad_hoc" default:"quarter" help:"How often it meets."`
	First      time.Time `required:"" format:"2006-01-02T15:04" help:"Day and hour of the first conference, YYYY-MM-DDTHH:MM."`
	Chair      string    `required:"" help:"Who chairs."`
	ChairTitle string    `help:"The chair's position."`
}

// Run adds the series and the draft of its first conference; later ones are
// copied from the last.
func (c *seriesCmd) Run(e *env) error {
	s, by, err := services(e, c.Config)
	if err != nil {
		return err
	}
	defer func() { _ = s.DB.Close() }()
	sites, err := s.Org.Sites(e.ctx)
	if err != nil {
		return err
	}
	if len(sites) == 0 {
		return fault.Invalid("site_unknown", "the organisation has no sites: import it with sites first")
	}
	at := time.Date(c.First.Year(), c.First.Month(), c.First.Day(), c.First.Hour(), c.First.Minute(), 0, 0, s.Zone)
	first, err := s.Meeting.BeginSeries(e.ctx, by, meeting.Beginning{
		Name: c.Name, NameEn: c.NameEn, Cadence: meeting.Cadence(c.Cadence), ScheduledAt: at,
		ChairName: c.Chair, ChairTitle: c.ChairTitle, SpeechLimit: 300,
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.stdout, first.ID)
	return err
}

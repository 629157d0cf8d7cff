package demo

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/fault"
	"giaoban/internal/identity"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/text"
)

const (
	seriesID  = "giao-ban-quy"
	seatID    = "demo-seed" // of the sessions that the seeding plays
	sinceLast = 84          // days
	between   = 91          // days
	day       = 24 * time.Hour
)

// seeder plays the organisation's last two quarters through the program's own
// services, with a clock that it moves: nothing is written past them.
type seeder struct {
	*app.Services
	clock     *clock.Manual
	now       time.Time // the present, at which the playing ends
	tree      org.Tree
	units     map[string]org.Unit
	reporting []string // the units that report, in the tree's order
	secretary access.Actor
	operator  access.Actor
	chair     access.Actor
	later     []deed
}

// Seed fills an empty database with the organisation, the conferences of the
// last two quarters and what came of them, this quarter's reports, and the
// conference of today, opened four minutes before now. Of the options it takes
// the password and the sites.
func Seed(ctx context.Context, d *db.DB, now time.Time, o Options, log *slog.Logger) error {
	c := clock.NewManual(now.Add(-230 * day))
	services, err := app.NewServices(d, c, log)
	if err != nil {
		return err
	}
	s := &seeder{Services: services, clock: c, now: now, units: map[string]org.Unit{}}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return s.organisation(ctx, o.Password, o.Sites) },
		s.pastQuarters, s.thisQuarter, s.conference,
	} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("demo data: %w", err)
		}
	}
	return nil
}

// Seeded tells whether the database holds the demo.
func Seeded(ctx context.Context, s *app.Services) (bool, error) {
	list, err := s.Meeting.Series(ctx, access.System)
	return slices.ContainsFunc(list, func(x meeting.Series) bool { return x.ID == seriesID }), err
}

func (s *seeder) to(t time.Time) { s.clock.Advance(t.Sub(s.clock.Now())) }

func (s *seeder) organisation(ctx context.Context, password string, sites int) error {
	var err error
	if s.tree, err = organisation(sites); err != nil {
		return err
	}
	if err := s.Org.Import(ctx, s.tree); err != nil {
		return err
	}
	reporting := map[string]bool{}
	for _, g := range s.tree.Groups {
		if g.ID == "co-quan-khoi-dang" || g.ID == "cap-uy-truc-thuoc" {
			for _, m := range g.Members {
				reporting[m] = true
			}
		}
	}
	for _, u := range s.tree.Units {
		s.units[u.ID] = u
		if reporting[u.ID] {
			s.reporting = append(s.reporting, u.ID)
		}
	}
	list := accounts(s.units, s.reporting)
	if err := s.Identity.CreateAccounts(ctx, list, password); err != nil {
		return err
	}
	s.secretary, s.operator, s.chair = actor(list, "thuky"), actor(list, "vanhanh"), actor(list, "chutri")
	return s.Report.SetCatalogue(ctx, s.secretary, catalogue)
}

func actor(list []identity.Account, login string) access.Actor {
	i := slices.IndexFunc(list, func(a identity.Account) bool { return a.Login == login })
	a := list[i]
	return access.Actor{Kind: access.Account, AccountID: a.ID, Name: a.Name, UnitID: a.UnitID, Grants: a.Grants}
}

// quarter opens the reporting period of the quarter that t lies in, due at.
func (s *seeder) quarter(ctx context.Context, t, due time.Time) (report.Period, error) {
	local := t.In(s.Zone)
	q := (int(local.Month()) + 2) / 3
	begin := time.Date(local.Year(), time.Month(q*3-2), 1, 0, 0, 0, 0, s.Zone)
	return s.Report.OpenPeriod(ctx, s.secretary, report.Period{
		ID: fmt.Sprintf("%d-q%d", local.Year(), q), Kind: report.Quarter, Year: local.Year(), Index: q,
		OpensOn: begin.Format("2006-01-02"), DueAt: due,
	}, s.reporting)
}

// send writes a unit's report and submits it.
func (s *seeder) send(ctx context.Context, period, unit string, n int, share float64) (report.Form, error) {
	by := access.Actor{
		Kind: access.Account, AccountID: "demo-" + login(unit), Name: names[(n+7)%len(names)], UnitID: unit,
		Grants: []access.Grant{{Role: access.Reporter, UnitID: unit}},
	}
	f, err := s.Report.Save(ctx, by, period, unit, 0, content(n, share))
	if err != nil {
		return f, err
	}
	return s.Report.Submit(ctx, by, period, unit, f.Rev)
}

// quarterBefore is the day so long before t, or as much earlier as it takes to
// lie in another quarter.
func (s *seeder) quarterBefore(t time.Time, days int) time.Time {
	out := t.Add(-time.Duration(days) * day)
	for directive.QuarterOf(text.DateOf(out.In(s.Zone))) == directive.QuarterOf(text.DateOf(t.In(s.Zone))) {
		out = out.Add(-7 * day)
	}
	return out
}

// pastQuarters plays the two conferences before today's, each with its reports
// before it and the work on its conclusions after it.
func (s *seeder) pastQuarters(ctx context.Context) error {
	_, err := s.Meeting.CreateSeries(ctx, s.secretary, meeting.Series{
		ID: seriesID, Name: "Hội nghị giao ban trực tuyến quý", NameEn: "Quarterly online briefing",
		Cadence: meeting.Quarterly, UnitID: hubUnit,
	})
	if err != nil {
		return err
	}
	last := s.quarterBefore(s.now, sinceLast)
	for _, q := range []past{
		{held: s.quarterBefore(last, between), number: "27-TB/TU", said: olderConclusion, share: 0.97, fates: olderFates},
		{held: last, number: "41-TB/TU", said: lastConclusion, share: 0.93, fates: lastFates},
	} {
		if err := s.pastQuarter(ctx, q); err != nil {
			return err
		}
	}
	return s.play(ctx, s.now.Add(-52*time.Hour))
}

// past is a quarter that lies behind.
type past struct {
	held   time.Time
	number string // of the notice
	said   func(time.Time) string
	share  float64 // of the plan that the first unit met
	fates  []fate
}

// pastQuarter plays a quarter's reports and its conference, and sets down what
// the units will do about its conclusions.
func (s *seeder) pastQuarter(ctx context.Context, q past) error {
	if err := s.play(ctx, q.held.Add(-5*day)); err != nil {
		return err
	}
	p, err := s.quarter(ctx, q.held, q.held.Add(-3*day))
	if err != nil {
		return err
	}
	for n, unit := range s.reporting {
		f, err := s.send(ctx, p.ID, unit, n, q.share)
		if err != nil {
			return err
		}
		if _, err := s.Report.Accept(ctx, s.secretary, p.ID, unit, f.Rev); err != nil {
			return err
		}
	}
	c, err := s.Meeting.Create(ctx, s.secretary, meeting.Conference{
		SeriesID: seriesID, PeriodID: meeting.Ref(p.ID), Title: title(p), ScheduledAt: meeting.At(q.held),
		HubSiteID: hubSite, ChairName: chair.Name, ChairTitle: chair.Title, ChairAccount: chair.AccountID,
		CoChairs: coChairs, SpeechLimit: 300, Agenda: agenda,
	})
	if err != nil {
		return err
	}
	if _, err := s.Directive.Carry(ctx, s.secretary, c.ID); err != nil && !fault.Is(err, "nothing_to_carry") {
		return err
	}
	if err := s.hold(ctx, c.ID, q); err != nil {
		return err
	}
	if err := s.followUp(ctx, c.ID, q.fates); err != nil {
		return err
	}
	return s.Report.ClosePeriod(ctx, s.secretary, p.ID)
}

// hold plays a whole conference: everyone joins, four sites speak, the chair
// concludes, the conclusions are issued.
func (s *seeder) hold(ctx context.Context, id string, q past) error {
	at := q.held
	s.to(at.Add(-day))
	if _, err := s.Live.Move(ctx, s.secretary, id, meeting.Published); err != nil {
		return err
	}
	s.to(at.Add(-30 * time.Minute))
	if _, err := s.Live.Move(ctx, s.operator, id, meeting.Checking); err != nil {
		return err
	}
	for _, site := range s.tree.Sites {
		s.clock.Advance(20 * time.Second)
		if err := s.Live.SiteJoined(ctx, id, site.ID, seatID); err != nil {
			return err
		}
	}
	s.to(at)
	if _, err := s.Live.Move(ctx, s.operator, id, meeting.Live); err != nil {
		return err
	}
	for i, n := range []int{2, 5, 11, 16} {
		site := s.tree.Sites[n]
		name, position := speaker(site.Number, s.units[site.UnitID])
		if _, err := s.Live.NextItem(ctx, s.operator, id); err != nil {
			return err
		}
		s.clock.Advance(4 * time.Minute)
		if _, err := s.Live.Ask(ctx, s.operator, id, live.Request{
			SiteID: site.ID, Topic: topics[i], Category: live.Report, SpeakerName: name, SpeakerTitle: position,
		}); err != nil {
			return err
		}
		if _, err := s.Live.Next(ctx, s.chair, id, nil); err != nil {
			return err
		}
		s.clock.Advance(time.Duration(200+30*i) * time.Second)
		if _, err := s.Live.TakeBack(ctx, s.chair, id, nil); err != nil {
			return err
		}
	}
	if err := s.conclude(ctx, id, q); err != nil {
		return err
	}
	s.clock.Advance(15 * time.Minute)
	_, err := s.Live.Move(ctx, s.operator, id, meeting.Closed)
	return err
}

func (s *seeder) conclude(ctx context.Context, id string, q past) error {
	if _, err := s.Directive.SaveConclusion(ctx, s.secretary, id, q.said(s.clock.Now().In(s.Zone)), 0); err != nil {
		return err
	}
	if _, err := s.Directive.DraftAll(ctx, s.secretary, id); err != nil {
		return err
	}
	_, err := s.Directive.Issue(ctx, s.secretary, id, nil, q.number)
	return err
}

// thisQuarter has most reports in: some accepted, one returned, one late, a
// few missing. Kbang's is a draft, for whoever signs in as its reporter.
func (s *seeder) thisQuarter(ctx context.Context) error {
	due := s.now.Add(-20 * time.Hour)
	p, err := s.quarter(ctx, s.now, due)
	if err != nil {
		return err
	}
	s.to(due.Add(-30 * time.Hour))
	var last func() error
	for n, unit := range s.reporting {
		s.clock.Advance(13 * time.Minute)
		switch {
		case unit == "pc-kbang" || unit == "agency-bao" || unit == "pc-ia-pa":
			continue
		case unit == "pc-chu-se":
			last = func() error { _, err := s.send(ctx, p.ID, unit, n, 0.8); return err }
			continue
		}
		f, err := s.send(ctx, p.ID, unit, n, 0.72+float64(n%7)*0.05)
		if err != nil {
			return err
		}
		switch {
		case unit == "pc-duc-co":
			_, err = s.Report.Return(ctx, s.secretary, p.ID, unit, "Số liệu giải ngân chưa khớp với báo cáo của kho bạc, đề nghị kiểm tra lại.", f.Rev)
		case n%3 != 0:
			_, err = s.Report.Accept(ctx, s.secretary, p.ID, unit, f.Rev)
		}
		if err != nil {
			return err
		}
	}
	s.to(due.Add(3 * time.Hour))
	return last()
}

// conference plans today's conference from the last one and opens it.
func (s *seeder) conference(ctx context.Context) error {
	list, err := s.Meeting.Conferences(ctx, s.secretary, seriesID, "")
	if err != nil {
		return err
	}
	periods, current, err := s.Report.Periods(ctx, s.secretary)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(periods, func(p report.Period) bool { return p.ID == current })
	opened := s.now.Add(-4 * time.Minute)
	c, err := s.Meeting.CopyLast(ctx, s.secretary, list[0].ID, meeting.Copied{
		Title: title(periods[i]), ScheduledAt: opened.Truncate(5 * time.Minute), PeriodID: current,
	})
	if err != nil {
		return err
	}
	s.to(opened.Add(-90 * time.Minute))
	if _, err := s.Live.Move(ctx, s.secretary, c.ID, meeting.Published); err != nil {
		return err
	}
	s.to(opened.Add(-40 * time.Minute))
	if _, err := s.Live.Move(ctx, s.operator, c.ID, meeting.Checking); err != nil {
		return err
	}
	s.to(opened)
	if _, err := s.Live.Move(ctx, s.operator, c.ID, meeting.Live); err != nil {
		return err
	}
	_, err = s.Live.NextItem(ctx, s.operator, c.ID)
	return err
}

func title(p report.Period) string {
	return "Hội nghị giao ban trực tuyến " + text.Quarter(p.Index, p.Year, "vi")
}

var topics = []string{
	"Kết quả thực hiện nhiệm vụ quý", "Giải ngân vốn đầu tư công", "Công tác chuẩn bị đại hội", "An ninh tuyến biên giới",
}

// agenda is the plan of a morning.
var agenda = []meeting.AgendaItem{
	{Title: "Khai mạc, giới thiệu đại biểu", Kind: meeting.Opening, Minutes: 10, Presenter: "Văn phòng Tỉnh ủy"},
	{Title: "Kết quả thực hiện kết luận kỳ trước", Kind: meeting.Review, Minutes: 15, Presenter: "Văn phòng Tỉnh ủy"},
	{Title: "Báo cáo tổng hợp tình hình quý", Kind: meeting.Report, Minutes: 20, Presenter: "Văn phòng Tỉnh ủy"},
	{Title: "Các điểm cầu báo cáo", Kind: meeting.Report, Minutes: 60},
	{Title: "Thảo luận: giải ngân vốn đầu tư công", Kind: meeting.Discussion, Minutes: 40},
	{Title: "Giải lao", Kind: meeting.Break, Minutes: 10},
	{Title: "Kết luận của đồng chí chủ trì", Kind: meeting.Conclusion, Minutes: 20, Presenter: "Trần Minh Khoa"},
}

package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/directive"
	"giaoban/internal/text"
)

// deed is something that the past will hold at an hour.
type deed struct {
	at time.Time
	do func(context.Context) error
}

// play does what was set down up to the hour, in the order of time.
func (s *seeder) play(ctx context.Context, until time.Time) error {
	slices.SortStableFunc(s.later, func(a, b deed) int { return a.at.Compare(b.at) })
	for len(s.later) > 0 && s.later[0].at.Before(until) {
		next := s.later[0]
		s.later = s.later[1:]
		s.to(next.at)
		if err := next.do(ctx); err != nil {
			return err
		}
	}
	s.to(until)
	return nil
}

// fate is what becomes of a directive.
type fate int

const (
	early     fate = iota // done well before its time limit, and confirmed
	onTime                // done in its last days, and confirmed
	late                  // done after its time limit, and confirmed
	working               // half done
	stuck                 // half done, with more time asked for
	extended              // given more time, then half done
	returned              // reported done, and not found so
	waiting               // reported done, not yet confirmed
	noted                 // taken note of, and asked after
	untouched             // nobody has taken note
	suspended
)

// olderFates and lastFates go round over a conference's directives. Of the
// older ones most are done; of the last every state can be seen.
var (
	olderFates = []fate{
		onTime, early, onTime, late, early, onTime, returned, early, onTime, late, onTime, early, extended, onTime, late,
		early, working, onTime,
	}
	lastFates = []fate{
		early, working, onTime, waiting, noted, onTime, stuck, late, working, early, untouched, returned, onTime, working,
		extended, waiting, suspended, early,
	}
)

// followUp sets down what the units do about a conference's conclusions.
func (s *seeder) followUp(ctx context.Context, conference string, fates []fate) error {
	list, _, err := s.Directive.List(ctx, s.secretary, directive.Filter{Conference: conference})
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b directive.Listing) int { return a.Ordinal - b.Ordinal })
	for n, l := range list {
		s.follow(n, l, fates[n%len(fates)])
	}
	return nil
}

// unit is the actor who reports for a unit and heads it.
func (s *seeder) unit(n int, id string) access.Actor {
	return access.Actor{
		Kind: access.Account, AccountID: "demo-" + login(id), Name: names[(n+7)%len(names)], UnitID: id,
		Grants: []access.Grant{{Role: access.Reporter, UnitID: id}, {Role: access.Head, UnitID: id}},
	}
}

func (s *seeder) follow(n int, l directive.Listing, f fate) {
	unit := s.unit(n, l.UnitID)
	begun := s.clock.Now().Add(time.Duration(20+n%9*11) * time.Hour)
	length := 60 * day
	switch {
	case l.Deadline == nil:
		f = working // no time limit, nothing to extend
	case l.DaysLeft != nil:
		length = time.Duration(*l.DaysLeft) * day
	}
	// at is an hour in the share of the time up to the time limit.
	at := func(share float64) time.Time {
		return begun.Add(time.Duration(share*float64(length)) - time.Duration(n%5)*7*time.Hour)
	}
	act := func(t time.Time, by access.Actor, a directive.Act, in directive.Input) {
		s.later = append(s.later, deed{t, func(ctx context.Context) error {
			if _, err := s.Directive.Do(ctx, by, l.ID, a, in, -1); err != nil {
				return fmt.Errorf("%s directive %d of %s: %w", a, l.Ordinal, l.UnitID, err)
			}
			return nil
		}})
	}
	say := func(t time.Time, a directive.Act, percent int, words string) {
		act(t, unit, a, directive.Input{Percent: percent, Text: words})
	}
	if l.Recurrence != "" {
		s.monthly(l, unit)
		return
	}
	if f == untouched {
		return
	}
	act(begun, unit, directive.ActAcknowledge, directive.Input{})
	if l.UnitID == "pc-kbang" && f != early && f != onTime && f != late {
		s.handOn(l, unit, at(0.2))
	}
	half := []string{
		"Đã thành lập tổ công tác, triển khai ở một nửa số cơ sở.",
		"Còn vướng thủ tục thẩm định, dự kiến xong trong tháng tới.",
		"Đã bố trí kinh phí, đang lựa chọn đơn vị thi công.",
		"Đã ban hành kế hoạch, phân công từng đồng chí phụ trách địa bàn.",
	}[n%4]
	finish := func(share float64) {
		say(at(share), directive.ActDone, 0, "Đã hoàn thành, có báo cáo kết quả gửi Văn phòng Tỉnh ủy.")
	}
	confirm := func(share float64) {
		act(at(share).Add(30*time.Hour), s.secretary, directive.ActConfirm, directive.Input{})
	}
	switch f {
	case early, onTime, late:
		share := map[fate]float64{early: 0.55, onTime: 0.9, late: 1.15}[f]
		say(at(share*0.6), directive.ActProgress, 60, "Đã hoàn thành các bước chính, đang tổng hợp kết quả.")
		finish(share)
		confirm(share)
	case working:
		say(at(0.35), directive.ActProgress, 20+n%3*10, half)
		say(at(0.7), directive.ActProgress, 45+n%4*10, "Đã xong phần lớn; còn lại các hộ chưa đồng thuận phương án.")
	case stuck, extended:
		say(at(0.5), directive.ActProgress, 35, half)
		until := text.DateOf(begun.In(s.Zone).Add(length + 30*day))
		act(at(0.8), unit, directive.ActExtension, directive.Input{Until: until, Text: "Mưa lũ kéo dài, đơn vị thi công phải dừng ba tuần."})
		if f == extended {
			act(at(0.85).Add(20*time.Hour), s.secretary, directive.ActGrantExtension, directive.Input{})
			say(at(0.98), directive.ActProgress, 70, "Đã thi công trở lại, dự kiến kịp thời hạn mới.")
		}
	case returned:
		say(at(0.4), directive.ActProgress, 50, half)
		finish(0.75)
		act(at(0.75).Add(28*time.Hour), s.secretary, directive.ActReturn, directive.Input{Text: "Chưa có số liệu của cấp cơ sở, đề nghị bổ sung."})
		say(at(0.95), directive.ActProgress, 80, "Đang thu thập bổ sung số liệu từ cơ sở.")
	case waiting:
		say(at(0.5), directive.ActProgress, 65, half)
		finish(0.92)
	case noted:
		act(at(0.8), s.secretary, directive.ActRemind, directive.Input{Text: "Đề nghị đơn vị báo cáo tiến độ trước phiên giao ban tới."})
	case suspended:
		say(at(0.3), directive.ActProgress, 25, half)
		act(at(0.5), s.secretary, directive.ActSuspend, directive.Input{Text: "Chờ quy hoạch tỉnh được phê duyệt."})
	case untouched:
	}
}

// monthly reports the turns of a recurring directive but the last.
func (s *seeder) monthly(l directive.Listing, unit access.Actor) {
	s.later = append(s.later, deed{s.clock.Now().Add(30 * time.Hour), func(ctx context.Context) error {
		_, err := s.Directive.Do(ctx, unit, l.ID, directive.ActAcknowledge, directive.Input{}, -1)
		return err
	}})
	day20 := s.clock.Now().In(s.Zone)
	for ; day20.Before(s.now.Add(-20 * day)); day20 = day20.AddDate(0, 1, 0) {
		month := day20
		s.later = append(s.later, deed{month.Add(20 * day), func(ctx context.Context) error {
			v, err := s.Directive.Directive(ctx, unit, l.ID)
			if err != nil {
				return err
			}
			for _, o := range v.Occurrences {
				var due text.Date
				if err := due.UnmarshalText([]byte(o.Due)); err != nil {
					return err
				}
				if o.DoneOn == nil && !text.DateOf(s.clock.Now().In(s.Zone)).AddDays(7).Before(due) {
					_, err := s.Directive.ReportOccurrence(ctx, unit, l.ID, due, directive.Input{Text: "Đã gửi báo cáo tháng."})
					return err
				}
			}
			return nil
		}})
	}
}

// handOn gives parts to two units below, one of which has begun.
func (s *seeder) handOn(l directive.Listing, unit access.Actor, at time.Time) {
	s.later = append(s.later, deed{at, func(ctx context.Context) error {
		for i, p := range []directive.NewPart{
			{UnitID: "pc-kbang-son-lang", Text: "Thực hiện trên địa bàn xã Sơn Lang: rà soát hiện trạng, lập danh sách.", Leads: true},
			{UnitID: "pc-kbang-dak-roong", Text: "Thực hiện trên địa bàn xã Đăk Roong, báo cáo trước ngày 10 hằng tháng."},
		} {
			v, err := s.Directive.GivePart(ctx, unit, l.ID, p)
			if err != nil {
				return err
			}
			if i == 0 {
				by := s.unit(3, p.UnitID)
				_, err = s.Directive.ReportPart(ctx, by, l.ID, v.Parts[0].ID, false, directive.Input{Percent: 60, Text: "Đã rà soát xong ba làng."})
			}
			if err != nil {
				return err
			}
		}
		return nil
	}})
}

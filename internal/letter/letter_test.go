package letter_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/identity"
	"giaoban/internal/job"
	"giaoban/internal/letter"
	"giaoban/internal/mail"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
)

var (
	zone   = app.Zone()
	office = access.Actor{
		Kind: access.Account, AccountID: "thuky", Name: "thuky", UnitID: "office",
		Grants: []access.Grant{{Role: access.Secretary, UnitID: "office"}, {Role: access.Operator, UnitID: "office"}},
	}
)

// world is a province with two districts, in which a server for mail is set
// that nobody asks: letters stay in the outbox.
type world struct {
	*app.Services
	letters *letter.Service
	t       *testing.T
	db      *db.DB
	clock   *clock.Manual
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: clock.NewManual(time.Date(2026, 3, 30, 9, 0, 0, 0, zone))}
	var err error
	w.Services, err = app.NewServices(d, w.clock, slog.New(slog.DiscardHandler))
	w.check(err)
	unit := func(id, name, en string) org.Unit {
		return org.Unit{ID: id, Name: name, NameEn: en, Short: name, ValidFrom: "2020-01-01"}
	}
	w.check(w.Org.Import(t.Context(), org.Tree{
		Organisation: org.Organisation{ID: "gl", Name: "Tỉnh ủy Gia Lai", NameEn: "Gia Lai Party Committee", OfficeID: "office"},
		Units:        []org.Unit{unit("office", "Văn phòng", "Office"), unit("pleiku", "Thành ủy Pleiku", "Pleiku"), unit("kbang", "Huyện ủy Kbang", "Kbang")},
		Sites: []org.Site{
			{ID: "hub", Number: 1, UnitID: "office", Name: "Tỉnh ủy", Hub: true}, {ID: "s2", Number: 2, UnitID: "pleiku", Name: "Pleiku"},
		},
	}))
	account := func(login, unit, locale, email string, wants bool, role access.Role) {
		_, err := w.Identity.CreateAccount(t.Context(), identity.Account{
			ID: login, Login: login, Name: strings.ToUpper(login), UnitID: unit, Locale: locale, Email: email, NoMail: !wants,
			Grants: []access.Grant{{Role: role, UnitID: unit}},
		}, "mat-khau-1")
		w.check(err)
	}
	account("thuky", "office", "vi", "thuky@gl.vn", true, access.Secretary)
	account("pleiku", "pleiku", "vi", "pleiku@gl.vn", true, access.Reporter)
	account("head", "pleiku", "en", "head@gl.vn", true, access.Head)
	account("kbang", "kbang", "vi", "", true, access.Head)
	account("quiet", "pleiku", "vi", "quiet@gl.vn", false, access.Head)
	outbox, err := mail.New(mail.Config{Server: "127.0.0.1:9", From: "vp@gl.vn"}, w.Jobs, w.clock)
	w.check(err)
	w.Jobs.Handle(mail.Kind, func(context.Context, job.Task) error { return nil })
	w.letters, err = letter.New(letter.Needs{
		DB: d, Clock: w.clock, Zone: zone, Jobs: w.Jobs, Outbox: outbox, Org: w.Org, Identity: w.Identity, Meeting: w.Meeting,
		Directive: w.Directive, Base: "https://hop.vn",
		Settings: letter.Settings{Before: []int{7, 3, 1}, After: []int{1, 7}, Acknowledge: []int{2, 5}, Hour: 7},
	})
	w.check(err)
	w.Live.OnAct(w.letters.Heard)
	w.check(w.Jobs.Plan(t.Context()))
	return w
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// to moves to an hour of a day and does what is due. It returns the letters
// that this made.
func (w *world) to(year int, month time.Month, day, hour int) []mail.Letter {
	w.t.Helper()
	before := len(w.written())
	w.clock.Advance(time.Date(year, month, day, hour, 0, 0, 0, zone).Sub(w.clock.Now()))
	_, err := w.Jobs.RunDue(w.t.Context())
	w.check(err)
	return w.written()[before:]
}

// written are all there have been, in order.
func (w *world) written() (out []mail.Letter) {
	w.t.Helper()
	rows, err := w.db.QueryContext(w.t.Context(), `SELECT args FROM job WHERE kind = 'mail.send' ORDER BY created_at, key`)
	w.check(err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var args string
		w.check(rows.Scan(&args))
		var l mail.Letter
		w.check(json.Unmarshal([]byte(args), &l))
		out = append(out, l)
	}
	w.check(rows.Err())
	return out
}

// envelopes tell who is written to about what.
func envelopes(list []mail.Letter) []string {
	out := []string{}
	for _, l := range list {
		out = append(out, l.To+": "+l.Subject)
	}
	return out
}

func (w *world) wants(got []mail.Letter, want ...string) {
	w.t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), envelopes(got)); diff != "" {
		w.t.Errorf("on %s: %s", w.clock.Now().In(zone).Format("Mon 2 Jan 15:04"), diff)
	}
}

// conference plans one on the day, at two in the afternoon.
func (w *world) conference(day int) string {
	w.t.Helper()
	_, err := w.Meeting.CreateSeries(w.t.Context(), access.System, meeting.Series{ID: "s", Name: "Giao ban", Cadence: meeting.Monthly, UnitID: "office"})
	w.check(err)
	c, err := w.Meeting.Create(w.t.Context(), access.System, meeting.Conference{
		SeriesID: "s", Title: "Giao ban <tháng 4>", ScheduledAt: meeting.At(time.Date(2026, 4, day, 14, 0, 0, 0, zone)), ChairName: "Trần Văn B",
		Agenda: []meeting.AgendaItem{
			{Title: "Khai mạc", Kind: meeting.Opening, Minutes: 10},
			{Title: "Nhân sự", Kind: meeting.Discussion, Minutes: 20, Mark: meeting.Internal},
		},
	})
	w.check(err)
	return c.ID
}

func (w *world) issue(unit, body string, deadline text.Date) string {
	w.t.Helper()
	conf := w.conference(28)
	units := []string{unit}
	_, err := w.Directive.AddDraft(w.t.Context(), office, conf, directive.Edit{Text: &body, UnitIDs: &units, Deadline: &deadline})
	w.check(err)
	list, err := w.Directive.Issue(w.t.Context(), office, conf, nil, "12-TB/TU")
	w.check(err)
	return list[0].ID
}

func TestReminders_GoToTheLeadUnitOnTheDaysSetInItsLanguage(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.issue("pleiku", "Rà soát <b>các</b> chỉ tiêu", text.Date{Year: 2026, Month: 4, Day: 17})
		pleiku := access.Actor{Kind: access.Account, AccountID: "pleiku", Name: "p", UnitID: "pleiku", Grants: []access.Grant{{Role: access.Reporter, UnitID: "pleiku"}}}
		w.wants(w.to(2026, 3, 31, 7)) // the morning after the issue
		w.wants(w.to(2026, 4, 1, 7),
			"head@gl.vn: Reminder: 1 directive to acknowledge", "pleiku@gl.vn: Nhắc việc: 1 chỉ đạo chưa tiếp nhận")
		w.wants(w.to(2026, 4, 1, 23))
		_, err := w.Directive.Do(t.Context(), pleiku, id, directive.ActAcknowledge, directive.Input{}, -1)
		w.check(err)
		w.wants(w.to(2026, 4, 4, 7))
		due := []string{"head@gl.vn: Reminder: 1 directive due", "pleiku@gl.vn: Nhắc việc: 1 chỉ đạo đến hạn"}
		over := []string{"head@gl.vn: Reminder: 1 directive overdue", "pleiku@gl.vn: Nhắc việc: 1 chỉ đạo quá hạn"}
		w.to(2026, 4, 7, 7)                   // over the digest of Monday the 6th
		w.wants(w.to(2026, 4, 10, 7), due...) // 7 before
		w.to(2026, 4, 13, 7)                  // the digest
		w.wants(w.to(2026, 4, 15, 7), due...) // for the 14th, when nobody ran
		w.wants(w.to(2026, 4, 16, 7), due...) // 1 before
		got := w.to(2026, 4, 17, 7)
		w.wants(got, due...)
		w.wants(w.to(2026, 4, 18, 7), over...)
		w.wants(w.to(2026, 4, 19, 7))
		_, err = w.Directive.Do(t.Context(), pleiku, id, directive.ActDone, directive.Input{Text: "Xong"}, -1)
		w.check(err)
		w.to(2026, 4, 21, 7)
		w.wants(w.to(2026, 4, 24, 7)) // 7 after: reported done
		if len(got) == 2 {
			note := got[1].Body.Blocks[0].Items[0]
			want := mail.Item{Text: "Rà soát <b>các</b> chỉ tiêu", Note: "Thành ủy Pleiku · hạn 17/04/2026 · hôm nay · 12-TB/TU", URL: "https://hop.vn/directives/" + id}
			if diff := cmp.Diff(want, note); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestDigest_GoesToTheHeadOnMonday(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.issue("pleiku", "Báo cáo kết quả", text.Date{Year: 2026, Month: 4, Day: 9})
		got := w.to(2026, 4, 6, 7)
		w.wants(got, "head@gl.vn: Directives as of 6 April 2026: 1 directive due",
			"head@gl.vn: Reminder: 1 directive due",
			"pleiku@gl.vn: Nhắc việc: 1 chỉ đạo đến hạn")
		if len(got) == 0 || !strings.Contains(got[0].Body.Text(), "Pleiku\n1 open, 0 overdue, 1 due within 7 days, 0 waiting to be confirmed.") {
			t.Errorf("%+v", got)
		}
	})
}

func TestInvitation_GoesOutWhenPublishedMovedAndCalledOff(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		conf := w.conference(2)
		waits := func(want int) []mail.Letter {
			t.Helper()
			for {
				_, err := w.Jobs.RunDue(t.Context())
				w.check(err)
				if got := w.written(); len(got) >= want {
					return got[want-3:]
				}
			}
		}
		_, err := w.Live.Move(t.Context(), office, conf, meeting.Published)
		w.check(err)
		got := waits(3)
		w.wants(got, "head@gl.vn: Invitation: Giao ban <tháng 4>, 14:00, 2 April 2026",
			"pleiku@gl.vn: Giấy mời họp: Giao ban <tháng 4>, 14:00, 02/04/2026",
			"thuky@gl.vn: Giấy mời họp: Giao ban <tháng 4>, 14:00, 02/04/2026")
		body := got[1].Body.Text()
		if !strings.Contains(body, "https://hop.vn/conferences/"+conf) || !strings.Contains(body, "Khai mạc") || strings.Contains(body, "Nhân sự") {
			t.Errorf("invitation:\n%s", body)
		}
		first := w.entry(got[1], "REQUEST")
		w.clock.Advance(time.Minute)
		plan, err := w.Meeting.Load(t.Context(), nil, conf)
		w.check(err)
		moved := time.Date(2026, 4, 3, 8, 0, 0, 0, zone)
		_, err = w.Meeting.Change(t.Context(), office, conf, meeting.Edit{ScheduledAt: &moved, Rev: plan.Rev})
		w.check(err)
		got = waits(6)
		if !strings.HasSuffix(got[1].Subject, "08:00, 03/04/2026") {
			t.Errorf("%v", envelopes(got))
		}
		second := w.entry(got[1], "REQUEST")
		if second.uid != first.uid || second.sequence <= first.sequence || !second.start.Equal(moved) || second.status != "CONFIRMED" {
			t.Errorf("moved: %+v after %+v", second, first)
		}
		w.check(w.letters.CatchUp(t.Context()))
		w.clock.Advance(time.Minute)
		_, err = w.Live.Cancel(t.Context(), office, conf, "Bão số 9")
		w.check(err)
		got = waits(9)
		w.wants(got, "head@gl.vn: Cancelled: Giao ban <tháng 4>", "pleiku@gl.vn: Hủy họp: Giao ban <tháng 4>", "thuky@gl.vn: Hủy họp: Giao ban <tháng 4>")
		if !strings.Contains(got[1].Body.Text(), "Lý do: Bão số 9") {
			t.Errorf("%s", got[1].Body.Text())
		}
		third := w.entry(got[1], "CANCEL")
		if third.uid != first.uid || third.sequence <= second.sequence || third.status != "CANCELLED" {
			t.Errorf("called off: %+v after %+v", third, second)
		}
		// Who looks at the conference's page is given the same entry.
		file, name, err := w.Meeting.Calendar(t.Context(), office, conf, "", text.English)
		w.check(err)
		if shown := w.read(file, "PUBLISH"); shown.uid != first.uid || shown.sequence != third.sequence || name != "hoi-nghi-2026-04-03.ics" {
			t.Errorf("shown %+v as %s", shown, name)
		}
	})
}

// entry is what a calendar program makes of a letter's file.
type entry struct {
	uid, status string
	sequence    int
	start       time.Time
}

func (w *world) entry(l mail.Letter, method string) entry {
	w.t.Helper()
	if len(l.Files) != 1 || l.Files[0].Name != "giay-moi.ics" || !strings.HasSuffix(l.Files[0].MediaType, "method="+method) {
		w.t.Fatalf("files %+v", l.Files)
	}
	out := w.read(l.Files[0].Content, method)
	for _, want := range []string{"ATTENDEE;CN=" + l.Name + ";RSVP=FALSE:mailto:" + l.To, "ORGANIZER;CN=", ":mailto:vp@gl.vn", "TZOFFSETTO:+0700"} {
		if !strings.Contains(strings.ReplaceAll(string(l.Files[0].Content), "\r\n ", ""), want) {
			w.t.Errorf("no %s in\n%s", want, l.Files[0].Content)
		}
	}
	return out
}

func (w *world) read(file []byte, method string) entry {
	w.t.Helper()
	c, err := ics.ParseCalendar(bytes.NewReader(file))
	w.check(err)
	if !strings.Contains(string(file), "\r\nMETHOD:"+method+"\r\n") || len(c.Events()) != 1 || strings.Contains(string(file), "Nhân sự") {
		w.t.Fatalf("file:\n%s", file)
	}
	e := c.Events()[0]
	at, err := e.GetStartAt()
	w.check(err)
	n, err := strconv.Atoi(e.GetProperty(ics.ComponentPropertySequence).Value)
	w.check(err)
	return entry{uid: e.Id(), status: e.GetProperty(ics.ComponentPropertyStatus).Value, sequence: n, start: at}
}

func TestSettings_NameWhatBreaksARule(t *testing.T) {
	for want, s := range map[string]letter.Settings{
		"--remind-before": {Before: []int{0}}, "--remind-after": {After: []int{91}}, "--mail-hour": {Hour: 24},
	} {
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestInvitation_NamesTheCoChairsAndGoesToThem(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	_, err := w.Identity.CreateAccount(t.Context(), identity.Account{
		ID: "beside", Login: "beside", Name: "Lê Thị C", UnitID: "kbang", Locale: "vi", Email: "co@gl.vn",
		Grants: []access.Grant{{Role: access.Reporter, UnitID: "kbang"}}, // which has no site in the conference
	}, "mat-khau-1")
	w.check(err)
	conf := w.conference(2)
	plan, err := w.Meeting.Load(t.Context(), nil, conf)
	w.check(err)
	_, err = w.Meeting.NameChairs(t.Context(), office, conf, []meeting.Chair{
		{Name: "Trần Văn B"}, {Name: "Lê Thị C", Title: "Phó Bí thư", AccountID: "beside"}, {Name: "Nay D", Title: "Chủ tịch"},
	}, plan.Rev)
	w.check(err)
	_, err = w.Live.Move(t.Context(), office, conf, meeting.Published)
	w.check(err)
	var got []mail.Letter
	for len(got) < 4 {
		_, err := w.Jobs.RunDue(t.Context())
		w.check(err)
		got = w.written()
	}
	for _, l := range got {
		body, want := l.Body.Text(), "Chủ trì: Trần Văn B. Đồng chủ trì: Phó Bí thư Lê Thị C; Chủ tịch Nay D."
		if l.To == "head@gl.vn" {
			want = "Chair: Trần Văn B. Co-chairs: Phó Bí thư Lê Thị C; Chủ tịch Nay D."
		}
		if !strings.Contains(strings.Join(strings.Fields(body), " "), want) || len(l.Files) != 1 {
			t.Errorf("to %s:\n%s", l.To, body)
		}
		if entry := strings.ReplaceAll(string(l.Files[0].Content), "\r\n ", ""); !strings.Contains(entry, "Phó Bí thư Lê Thị C") {
			t.Errorf("the calendar of %s:\n%s", l.To, entry)
		}
	}
	if !slices.ContainsFunc(got, func(l mail.Letter) bool { return l.To == "co@gl.vn" }) {
		t.Errorf("the co-chair is not invited: %v", envelopes(got))
	}
}

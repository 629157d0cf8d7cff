package letter

import (
	"fmt"
	"strings"
	"time"

	"giaoban/internal/directive"
	"giaoban/internal/ical"
	"giaoban/internal/identity"
	"giaoban/internal/mail"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/text"
)

// writer writes to one reader, in the reader's language.
type writer struct {
	lang string
	to   identity.Account
	host named
	base string
	zone *time.Location
}

func (s *Service) writer(a identity.Account, host org.Organisation) writer {
	lang := "vi"
	if a.Locale == "en" {
		lang = "en"
	}
	return writer{lang: lang, to: a, host: named{host.Name, host.NameEn}, base: s.Base, zone: s.Zone}
}

// say picks the reader's language.
func (w writer) say(vi, en string, args ...any) string {
	if w.lang == "en" {
		vi = en
	}
	return fmt.Sprintf(vi, args...)
}

// many is "3 directives": Vietnamese has one form for any number.
func (w writer) many(n int, vi, one, more string) string {
	if w.lang == "vi" {
		return fmt.Sprintf("%d %s", n, vi)
	}
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

func (w writer) day(d text.Date) string {
	if w.lang == "en" {
		return d.Time().Format("2 January 2006")
	}
	return d.Time().Format("02/01/2006")
}

func (w writer) letter(subject string, blocks ...mail.Block) mail.Letter {
	return mail.Letter{To: w.to.Email, Name: w.to.Name, Subject: subject, Body: mail.Body{
		Lang: w.lang, Greeting: w.say("Kính gửi %s,", "Dear %s,", w.to.Name), Blocks: blocks,
		Foot: w.say("Thư tự động của hệ thống Giao ban, %s. Đổi địa chỉ hoặc thôi nhận thư: %s",
			"Sent by Giao ban for %s. To change the address or stop these letters: %s", w.host.in(w.lang), w.base+"/account"),
	}}
}

// note tells whose a directive is and how it stands to its time limit.
func (w writer) note(d directive.Directive, unit string, today text.Date) string {
	parts := []string{unit}
	if due := d.Due(); !due.IsZero() {
		parts = append(parts, w.say("hạn %s", "due %s", w.day(due)))
		switch n := int(due.Time().Sub(today.Time()).Hours() / 24); {
		case n < 0:
			parts = append(parts, w.say("quá hạn %s", "%s overdue", w.many(-n, "ngày", "day", "days")))
		case n == 0:
			parts = append(parts, w.say("hôm nay", "today"))
		default:
			parts = append(parts, w.say("còn %s", "%s left", w.many(n, "ngày", "day", "days")))
		}
	}
	if d.Number != "" {
		parts = append(parts, d.Number)
	}
	return strings.Join(parts, " · ")
}

// counted is what subjects say.
func (w writer) counted(overdue, due, fresh int) string {
	var parts []string
	if overdue > 0 {
		parts = append(parts, w.many(overdue, "chỉ đạo quá hạn", "directive overdue", "directives overdue"))
	}
	if due > 0 {
		parts = append(parts, w.many(due, "chỉ đạo đến hạn", "directive due", "directives due"))
	}
	if fresh > 0 {
		parts = append(parts, w.many(fresh, "chỉ đạo chưa tiếp nhận", "directive to acknowledge", "directives to acknowledge"))
	}
	return strings.Join(parts, ", ")
}

// lists are blocks of directives, the most pressing first.
func (w writer) lists(v waits, units map[string]named, today text.Date) []mail.Block {
	var out []mail.Block
	add := func(title string, list []directive.Directive) {
		if len(list) == 0 {
			return
		}
		b := mail.Block{Title: title, Items: w.lines(list, units, today)}
		if len(list) > most {
			b.Text = w.say("%d đầu tiên trong %d:", "The first %d of %d:", most, len(list))
		}
		out = append(out, b)
	}
	add(w.say("Quá hạn", "Overdue"), v.overdue)
	add(w.say("Đến hạn", "Due"), v.due)
	add(w.say("Chưa tiếp nhận", "To be acknowledged"), v.fresh)
	return out
}

func (w writer) openList() mail.Link {
	return mail.Link{Words: w.say("Mở danh sách chỉ đạo", "Open the directives"), URL: w.base + "/directives"}
}

func (w writer) reminder(v waits, units map[string]named, today text.Date) mail.Letter {
	blocks := append(w.lists(v, units, today), mail.Block{Link: w.openList()})
	return w.letter(w.say("Nhắc việc: %s", "Reminder: %s", w.counted(len(v.overdue), len(v.due), len(v.fresh))), blocks...)
}

// digest is false where the account heads no unit with anything open.
func (w writer) digest(a identity.Account, standings map[string]directive.Standing, v waits, units map[string]named, today text.Date) (mail.Letter, bool) {
	var blocks []mail.Block
	overdue, due := 0, 0
	for _, unit := range headed(a) {
		at := standings[unit]
		if at.Open == 0 {
			continue
		}
		overdue, due = overdue+at.Overdue, due+at.DueSoon
		blocks = append(blocks, mail.Block{Title: units[unit].in(w.lang), Text: w.say(
			"Đang mở %d, quá hạn %d, đến hạn trong 7 ngày %d, chờ xác nhận %d.",
			"%d open, %d overdue, %d due within 7 days, %d waiting to be confirmed.", at.Open, at.Overdue, at.DueSoon, at.ReportedDone)})
		of := waits{overdue: led(v.overdue, unit), due: led(v.due, unit)}
		blocks = append(blocks, w.lists(of, units, today)...)
	}
	if len(blocks) == 0 {
		return mail.Letter{}, false
	}
	subject := w.say("Tình hình thực hiện chỉ đạo đến %s", "Directives as of %s", w.day(today))
	if n := w.counted(overdue, due, 0); n != "" {
		subject += ": " + n
	}
	return w.letter(subject, append(blocks, mail.Block{Link: w.openList()})...), true
}

func led(list []directive.Directive, unit string) (out []directive.Directive) {
	for _, d := range list {
		if d.UnitID == unit {
			out = append(out, d)
		}
	}
	return out
}

// conference invites, or calls off.
func (w writer) conference(c *meeting.Conference) mail.Letter {
	local := c.ScheduledAt.In(w.zone)
	at := w.say("%s, %s", "%s, %s", local.Format("15:04"), w.day(text.DateOf(local)))
	if c.State == meeting.Cancelled {
		block := mail.Block{Text: w.say("Hội nghị “%s” dự kiến họp lúc %s đã hủy.", "The conference “%s”, planned for %s, is cancelled.", c.Title, at)}
		if c.CancelReason != "" {
			block.Text += " " + w.say("Lý do: %s", "Reason: %s", c.CancelReason)
		}
		return w.letter(w.say("Hủy họp: %s", "Cancelled: %s", c.Title), block)
	}
	var items []mail.Item
	for _, it := range c.Agenda {
		if it.Mark != meeting.Unmarked { // not for lines that others may read
			continue
		}
		items = append(items, mail.Item{Text: it.Title, Note: w.say("%d phút", "%d minutes", it.Minutes)})
	}
	chaired := w.say("Chủ trì: %s.", "Chair: %s.", strings.TrimSpace(c.ChairTitle+" "+c.ChairName))
	if len(c.CoChairs) > 0 {
		chaired += " " + w.say("Đồng chủ trì: %s.", "Co-chairs: %s.", c.CoChairNames())
	}
	return w.letter(w.say("Giấy mời họp: %s, %s", "Invitation: %s, %s", c.Title, at),
		mail.Block{Text: w.say("Kính mời dự hội nghị “%s” lúc %s. %s", "You are invited to the conference “%s” at %s. %s", c.Title, at, chaired)},
		mail.Block{Title: w.say("Chương trình", "Agenda"), Items: items},
		mail.Block{
			Text: w.say("Thư này thay cho thư mời trước đây về cùng hội nghị.", "This letter replaces any earlier invitation to this conference."),
			Link: mail.Link{Words: w.say("Mở hội nghị", "Open the conference"), URL: w.base + "/conferences/" + c.ID},
		})
}

// calendar is the conference for the reader's calendar: an invitation that
// asks for no answer, or its end.
func (w writer) calendar(c *meeting.Conference, from string, now time.Time) (mail.File, error) {
	e := c.Entry(w.base, text.Lang(w.lang), now)
	e.Organizer = ical.Person{Name: w.host.in(w.lang), Email: from}
	e.Attendee = ical.Person{Name: w.to.Name, Email: w.to.Email}
	method := ical.Request
	if e.Cancelled {
		method = ical.Cancel
	}
	b, err := ical.Calendar{Method: method, Zone: w.zone, Entries: []ical.Entry{e}}.File()
	// The method stands beside the type too (RFC 6047, 2.4).
	return mail.File{Name: "giay-moi.ics", MediaType: ical.MediaType + "; method=" + string(method), Content: b}, err
}

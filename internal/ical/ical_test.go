package ical_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaoban/internal/ical"
	"giaoban/internal/text"
)

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

func file(t interface{ Fatal(...any) }, c ical.Calendar) []byte {
	b, err := c.File()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parse(t interface{ Fatal(...any) }, b []byte) *ics.Calendar {
	c, err := ics.ParseCalendar(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// unfolded are the file's lines as a reader puts them together (RFC 5545, 3.1).
func unfolded(b []byte) []string {
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(b), "\r\n ", ""), "\r\n"), "\r\n")
}

func invitation(tb testing.TB) ical.Calendar {
	tb.Helper()
	z := zone(tb, "Asia/Ho_Chi_Minh")
	return ical.Calendar{
		Method: ical.Request, Zone: z, Entries: []ical.Entry{{
			UID: "conference-c1@giaoban", Sequence: 3, Stamp: time.Date(2026, 3, 30, 2, 0, 0, 0, time.UTC),
			Start: time.Date(2026, 4, 2, 14, 0, 0, 0, z), End: time.Date(2026, 4, 2, 16, 30, 0, 0, z),
			Summary:     "Hội nghị giao ban trực tuyến; quý I, năm 2026 với các huyện ủy, thị ủy, thành ủy trực thuộc",
			Description: "Chủ trì: Trần Văn B\nMở: https://hop.vn/conferences/c1", URL: "https://hop.vn/conferences/c1", Busy: true,
			Organizer: ical.Person{Name: `Văn phòng "Tỉnh ủy"; Gia Lai`, Email: "vp@gl.vn"}, Attendee: ical.Person{Email: "pleiku@gl.vn"},
		}},
	}
}

func TestFile_SaysWhatAnInvitationNeeds(t *testing.T) {
	b := file(t, invitation(t))
	want := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Giao ban//Giao ban//VI", "CALSCALE:GREGORIAN", "METHOD:REQUEST",
		"BEGIN:VTIMEZONE", "TZID:Asia/Ho_Chi_Minh",
		"BEGIN:STANDARD", "DTSTART:19750613T000000", "TZOFFSETFROM:+0800", "TZOFFSETTO:+0700", "TZNAME:+07", "END:STANDARD", "END:VTIMEZONE",
		"BEGIN:VEVENT", "UID:conference-c1@giaoban", "SEQUENCE:3", "DTSTAMP:20260330T020000Z",
		"DTSTART;TZID=Asia/Ho_Chi_Minh:20260402T140000", "DTEND;TZID=Asia/Ho_Chi_Minh:20260402T163000",
		`SUMMARY:Hội nghị giao ban trực tuyến\; quý I\, năm 2026 với các huyện ủy\, thị ủy\, thành ủy trực thuộc`,
		`DESCRIPTION:Chủ trì: Trần Văn B\nMở: https://hop.vn/conferences/c1`, "URL:https://hop.vn/conferences/c1",
		"STATUS:CONFIRMED", "TRANSP:OPAQUE", "ORGANIZER;CN=Văn phòng Tỉnh ủy Gia Lai:mailto:vp@gl.vn",
		"ATTENDEE;CN=pleiku@gl.vn;RSVP=FALSE:mailto:pleiku@gl.vn", "END:VEVENT", "END:VCALENDAR",
	}
	if diff := cmp.Diff(want, unfolded(b)); diff != "" {
		t.Error(diff)
	}
	at, err := parse(t, b).Events()[0].GetStartAt()
	if want := time.Date(2026, 4, 2, 7, 0, 0, 0, time.UTC); err != nil || !at.Equal(want) {
		t.Errorf("read back: %s, %v", at, err)
	}
}

func TestFile_OfAWholeDayNamesNoHours(t *testing.T) {
	b := file(t, ical.Calendar{Method: ical.Publish, Name: "Thời hạn", Zone: zone(t, "Asia/Ho_Chi_Minh"), Entries: []ical.Entry{{
		UID: "d1", Day: text.Date{Year: 2026, Month: 2, Day: 28}, Summary: "Báo cáo", Cancelled: true,
	}}})
	got := strings.Join(unfolded(b), "\n")
	for _, want := range []string{
		"X-WR-CALNAME:Thời hạn", "DTSTART;VALUE=DATE:20260228", "DTEND;VALUE=DATE:20260301", "STATUS:CANCELLED", "TRANSP:TRANSPARENT",
	} {
		if !strings.Contains(got, "\n"+want+"\n") {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "VTIMEZONE") || strings.Contains(got, "ORGANIZER") {
		t.Errorf("more than it needs:\n%s", got)
	}
}

func TestFile_DescribesAZoneWhoseClocksAreSet(t *testing.T) {
	z := zone(t, "Europe/Paris")
	c := ical.Calendar{Zone: z, Entries: []ical.Entry{
		{UID: "1", Start: time.Date(2026, 3, 1, 9, 0, 0, 0, z), End: time.Date(2026, 3, 1, 10, 0, 0, 0, z)},
		{UID: "2", Start: time.Date(2026, 7, 1, 9, 0, 0, 0, z), End: time.Date(2026, 7, 1, 10, 0, 0, 0, z)},
	}}
	got := strings.Join(unfolded(file(t, c)), "\n")
	for _, want := range []string{
		"BEGIN:STANDARD\nDTSTART:20251026T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\nEND:STANDARD",
		"BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\nEND:DAYLIGHT",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no\n%s\nin\n%s", want, got)
		}
	}
	if n := strings.Count(got, "TZNAME"); n != 2 {
		t.Errorf("%d observances", n)
	}
}

// TestFile_ComesBackAsItWasWhateverIsWritten holds lines to 75 octets of whole
// characters and every text to what was put in.
func TestFile_ComesBackAsItWasWhateverIsWritten(t *testing.T) {
	z := zone(t, "Asia/Ho_Chi_Minh")
	words := rapid.StringOfN(rapid.SampledFrom([]rune("aăâđêôơưựỹẫ ,;:\\\"<>\nđ😀0\r\x00")), 0, 300, -1)
	rapid.Check(t, func(t *rapid.T) {
		e := ical.Entry{
			UID: "x", Summary: words.Draw(t, "summary"), Description: words.Draw(t, "description"),
			Start: time.Date(2026, 4, 2, 14, 0, 0, 0, z), End: time.Date(2026, 4, 2, 15, 0, 0, 0, z),
			Organizer: ical.Person{Name: words.Draw(t, "name"), Email: "a@b.vn"},
		}
		b := file(t, ical.Calendar{Zone: z, Entries: []ical.Entry{e}})
		for line := range strings.SplitSeq(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("%d octets: %q", len(line), line)
			}
		}
		v := parse(t, b).Events()[0]
		kept := strings.NewReplacer("\r", "", "\x00", "")
		for property, want := range map[ics.ComponentProperty]string{
			ics.ComponentPropertySummary: kept.Replace(e.Summary), ics.ComponentPropertyDescription: kept.Replace(e.Description),
		} {
			got := ""
			if p := v.GetProperty(property); p != nil {
				got = p.Value
			}
			if got != want {
				t.Fatalf("%s: %q, want %q", property, got, want)
			}
		}
		if p := v.GetProperty(ics.ComponentPropertyOrganizer); p == nil || p.Value != "mailto:a@b.vn" {
			t.Fatalf("organizer %+v", p)
		}
	})
}

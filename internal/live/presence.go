package live

import (
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Presence is whether a site is connected.
type Presence string

// The presences.
const (
	Expected Presence = "expected" // has not been there yet
	Online   Presence = "online"
	Lost     Presence = "lost"
)

// Attendance is what the roll call says of a site. Unlike presence it is a
// record: no lost line changes it.
type Attendance string

// The roll call's words.
const (
	AttendanceExpected Attendance = "expected"
	Present            Attendance = "present"
	Late               Attendance = "late"
	Absent             Attendance = "absent"
	Excused            Attendance = "excused" // absent with a reason
)

// Site is a site in this conference.
type Site struct {
	ID         SiteID          `json:"id"`
	Number     int             `json:"number"`
	Name       string          `json:"name"`
	NameEn     string          `json:"name_en"`
	UnitID     string          `json:"unit_id"`
	Role       meeting.Role    `json:"role" enum:"hub,remote"`
	Presence   Presence        `json:"presence" enum:"expected,online,lost"`
	JoinedAt   meeting.Instant `json:"joined_at" doc:"first time"`
	LostAt     meeting.Instant `json:"lost_at" doc:"last time"`
	Joins      int             `json:"joins"`
	Confirmed  bool            `json:"confirmed" doc:"false after a rejoin: the microphone stays closed"`
	Attendance Attendance      `json:"attendance" enum:"expected,present,late,absent,excused"`
	Headcount  *int            `json:"headcount"`
	Note       string          `json:"note"`
	Muted      bool            `json:"muted"`
	Delegates  Roll            `json:"delegates"`
	Media      SiteMedia       `json:"media,omitzero" doc:"what is wrong with its picture or sound on the way to the programme; left out where nothing is"`
}

// lateAfter is how long after the opening a site that comes still counts as
// present.
const lateAfter = 5 * time.Minute

// mayOpen tells whether nothing about the site itself keeps its microphone
// closed.
func (s *Site) mayOpen() bool {
	return s != nil && s.Presence == Online && s.Confirmed && !s.Muted
}

// open lifts what keeps the microphone closed: an act of the hub does this,
// never the site.
func (s *Site) open() { s.Confirmed, s.Muted = true, false }

func (s *Site) lose(now time.Time) {
	s.Presence, s.LostAt, s.Confirmed, s.Media = Lost, meeting.At(now), false, SiteMedia{}
}

// attend marks a site that is there as present or late, once: neither a rejoin
// nor a lost line changes what the roll call has noted.
func (s *Site) attend(in Info, now time.Time) {
	if s.Attendance != AttendanceExpected || s.Presence != Online || in.OpenedAt.IsZero() {
		return
	}
	s.Attendance = Present
	if now.Sub(in.OpenedAt.Time) > lateAfter {
		s.Attendance = Late
	}
}

// SiteJoined notes a new media session of the site. The first one is trusted;
// whoever comes back, by a reload or after a lost line, is muted whatever it
// was before, and its clock stands until it is confirmed. A session that is
// reported twice counts once.
func (c *Conference) SiteJoined(id SiteID, session string, now time.Time) error {
	if err := c.during(meeting.Published, meeting.Checking, meeting.Live, meeting.Paused); err != nil {
		return err
	}
	s, err := c.known(id)
	if err != nil {
		return err
	}
	if session != "" && s.Presence == Online && c.Sessions[id] == session {
		return nil
	}
	if c.Sessions == nil {
		c.Sessions = map[SiteID]string{}
	}
	c.Sessions[id] = session
	s.Joins++
	s.Media = SiteMedia{}
	kind := KindJoined
	if s.Joins == 1 {
		s.JoinedAt, s.Confirmed = meeting.At(now), true
	} else {
		kind, s.Confirmed = KindRejoined, false
		c.stopClockOf(id, now)
	}
	s.Presence = Online
	s.attend(c.Info, now)
	c.record(kind, SiteMoved{SiteID: id, Joins: s.Joins})
	return nil
}

// SiteLost notes that the site's media session is gone. The site keeps the
// floor; its clock stands, so that a bad line costs nobody time and gains nobody
// any. The end of a session that a newer one has replaced says nothing.
func (c *Conference) SiteLost(id SiteID, session string, now time.Time) error {
	s, err := c.known(id)
	if err != nil {
		return err
	}
	if s.Presence != Online || session != "" && c.Sessions[id] != session {
		return nil
	}
	if c.Info.State.Over() {
		return c.during()
	}
	s.lose(now)
	c.stopClockOf(id, now)
	c.record(KindLost, SiteMoved{SiteID: id, Joins: s.Joins})
	return nil
}

func (c *Conference) stopClockOf(id SiteID, now time.Time) {
	if i := c.holding(id); i >= 0 {
		c.Floor.Holders[i].stop(now, ByLine)
	}
}

// mostHeads bounds a headcount.
const mostHeads = 100_000

// NoteAttendance is the roll call of one site, by itself or by the secretary.
// nil keeps the headcount.
func (c *Conference) NoteAttendance(id SiteID, status Attendance, headcount *int, note string) error {
	if err := c.during(meeting.Published, meeting.Checking, meeting.Live, meeting.Paused); err != nil {
		return err
	}
	s, err := c.known(id)
	if err != nil {
		return err
	}
	var bad []fault.Field
	switch status {
	case Present, Late, Absent, Excused:
	case AttendanceExpected:
		fallthrough
	default:
		bad = append(bad, fault.Field{Name: "status", Rule: "one_of", Value: string(status)})
	}
	if headcount != nil && (*headcount < 0 || *headcount > mostHeads) {
		bad = append(bad, fault.Field{Name: "headcount", Rule: "range"})
	}
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > longestTopic {
		bad = append(bad, fault.Field{Name: "note", Rule: "too_long"})
	}
	if len(bad) > 0 {
		return fault.Invalid("invalid_input", "attendance breaks a rule").WithFields(bad...)
	}
	s.Attendance, s.Note = status, note
	if headcount != nil {
		n := *headcount
		s.Headcount = &n
	}
	c.record(KindAttendance, Attended{SiteID: id, Status: status, Headcount: s.Headcount, Note: note})
	return nil
}

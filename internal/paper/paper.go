// Package paper writes a conference's papers as blocks of a document: the
// minutes (biên bản), which write themselves from the log, and the notice of
// the conclusion (thông báo kết luận) in the official form.
//
//	log + plan + conclusion + directives → Facts → Minutes | Notice → doc.Document
//
// Writing is pure: the same facts give the same paper, in Vietnamese or in
// English. The package renders no file (a renderer is handed to its routes),
// and keeps nothing: a paper is written anew each time from the record.
package paper

import (
	"time"

	"giaoban/internal/text"
)

// Facts are what is known of a conference.
type Facts struct {
	Letterhead Letterhead
	Language   text.Lang
	Zone       *time.Location
	Now        time.Time // for papers of a conference that still goes on

	Title      string
	Scheduled  time.Time
	Opened     time.Time // zero before the opening
	Closed     time.Time // zero while it goes on
	ChairName  string
	ChairTitle string
	CoChairs   []CoChair
	Recorder   string // who wrote the conclusion down

	Sites      []Site // by number
	Items      []Item // of the agenda, in the order in which they came up
	Speeches   []Speech
	Conclusion string
	Passages   [][2]int // of the conclusion that became directives, in characters
	Directives []Directive
	Number     string // of the notice: "12-TB/TU" or "12"; empty leaves room
}

// CoChair is a person who chairs beside the chair.
type CoChair struct {
	Name  string
	Title string
}

// Attendance is what the roll call says of a site.
type Attendance string

// The kinds of attendance.
const (
	Expected Attendance = "expected"
	Present  Attendance = "present"
	Late     Attendance = "late"
	Absent   Attendance = "absent"
	Excused  Attendance = "excused"
)

// Site is a site's part in the conference.
type Site struct {
	ID         string
	Number     int
	Name       string
	Hub        bool
	Attendance Attendance
	Headcount  int       // 0 where nobody counted
	Listed     int       // delegates on the site's list
	Came       int       // of them, those who were ticked as present
	Joined     time.Time // first joined; zero where it never did
	Lost       int       // how often its line was lost
	Note       string
}

// Item is an agenda item that came up, or was passed over.
type Item struct {
	ID       string
	Title    string
	Started  time.Time // zero where it was passed over
	Ended    time.Time // zero while it goes on
	Skipped  bool
	Deferred bool
}

// Speech is one speech from a site.
type Speech struct {
	ItemID  string
	SiteID  string
	Name    string
	Title   string
	Topic   string
	Started time.Time
	Spoken  time.Duration // pauses left out
}

// Directive is a task that was put to one or more units in the same words.
type Directive struct {
	Text         string
	Units        []string // names of the leads, in order
	Coordinating []string
	Deadline     text.Date
	Recurrence   string
}

// closed tells whether the record is complete.
func (f Facts) closed() bool { return !f.Closed.IsZero() }

// began is the instant at which the conference was opened, or is to be.
func (f Facts) began() time.Time {
	if f.Opened.IsZero() {
		return f.Scheduled
	}
	return f.Opened
}

// ended is when the conference closed, else now.
func (f Facts) ended() time.Time {
	if f.closed() {
		return f.Closed
	}
	return f.Now
}

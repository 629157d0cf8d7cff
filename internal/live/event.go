package live

import (
	"giaoban/internal/access"
	"giaoban/internal/meeting"
)

// Kind is what happened: the vocabulary of a conference's log.
type Kind string

// The kinds of events. Beside each stands the data it carries.
const (
	KindPlanned           Kind = "conference.planned"   // {}
	KindChairs            Kind = "conference.chairs"    // {}; who chairs has changed while it runs
	KindRules             Kind = "conference.rules"     // Rules
	KindPublished         Kind = "conference.published" // {}
	KindChecking          Kind = "conference.checking"  // {}
	KindOpened            Kind = "conference.opened"    // {}
	KindConferencePaused  Kind = "conference.paused"    // {}
	KindConferenceResumed Kind = "conference.resumed"   // {}
	KindClosed            Kind = "conference.closed"    // Closed
	KindCancelled         Kind = "conference.cancelled" // Cancelled
	KindRestarted         Kind = "server.restarted"     // Restarted

	KindItemStarted  Kind = "agenda.started"  // ItemMoved
	KindItemFinished Kind = "agenda.finished" // ItemMoved
	KindItemSkipped  Kind = "agenda.skipped"  // ItemMoved
	KindItemDeferred Kind = "agenda.deferred" // ItemMoved
	KindItemInserted Kind = "agenda.inserted" // ItemMoved

	KindRequested   Kind = "floor.requested"   // Asked
	KindWithdrawn   Kind = "floor.withdrawn"   // Asked
	KindRefused     Kind = "floor.refused"     // Asked
	KindDeferred    Kind = "floor.deferred"    // Asked
	KindReordered   Kind = "floor.reordered"   // Reordered
	KindGranted     Kind = "floor.granted"     // Granted
	KindConfirmed   Kind = "floor.confirmed"   // SitesNamed
	KindExtended    Kind = "floor.extended"    // Extended
	KindClockPaused Kind = "floor.paused"      // SitesNamed
	KindClockRuns   Kind = "floor.resumed"     // SitesNamed
	KindTakenBack   Kind = "floor.taken_back"  // Ended
	KindInterrupted Kind = "floor.interrupted" // Ended
	KindDialogue    Kind = "floor.dialogue"    // Dialogue

	KindJoined     Kind = "site.joined"     // SiteMoved
	KindRejoined   Kind = "site.rejoined"   // SiteMoved
	KindLost       Kind = "site.lost"       // SiteMoved
	KindMedia      Kind = "site.media"      // MediaNoted
	KindMuted      Kind = "site.muted"      // SitesNamed
	KindAttendance Kind = "site.attendance" // Attended
	KindDelegates  Kind = "site.delegates"  // DelegatesNoted

	KindSeatEnded Kind = "seat.ended" // SeatEnded; changes nothing of the state

	KindPreview Kind = "programme.preview" // Previewed; for conductors only
	KindBrowse  Kind = "programme.browse"  // Browsed; for conductors only
	KindScene   Kind = "programme.scene"   // SceneSet
	KindBanner  Kind = "programme.banner"  // BannerSet
	KindContent Kind = "programme.content" // PageShown
)

// Event is what one act did.
type Event struct {
	Kind Kind
	Data any // one of the types below, or an empty struct
}

// Speech is a speech that has ended, as the minutes tell it.
type Speech struct {
	SiteID       SiteID          `json:"site_id"`
	RequestID    meeting.Ref     `json:"request_id"`
	SpeakerName  string          `json:"speaker_name"`
	SpeakerTitle string          `json:"speaker_title"`
	Topic        string          `json:"topic"`
	Category     Category        `json:"category"`
	ItemID       meeting.Ref     `json:"item_id"`
	StartedAt    meeting.Instant `json:"started_at"`
	EndedAt      meeting.Instant `json:"ended_at"`
	Seconds      Span            `json:"seconds"` // spoken, pauses left out
}

// Closed is the data of conference.closed.
type Closed struct {
	Ended   []Speech  `json:"ended,omitempty"`
	Unheard []Request `json:"unheard,omitempty"` // who still waited for the floor
}

// Cancelled is the data of conference.cancelled.
type Cancelled struct {
	Reason  string    `json:"reason"`
	Unheard []Request `json:"unheard,omitempty"` // who had asked for the floor
}

// Restarted is the data of server.restarted.
type Restarted struct {
	LastSeenAt meeting.Instant `json:"last_seen_at"`
}

// ItemMoved is the data of the agenda's events.
type ItemMoved struct {
	ItemID   ItemID      `json:"item_id"`
	Number   int         `json:"number"`
	Title    string      `json:"title"`
	Finished meeting.Ref `json:"finished"` // the item that this one followed
}

// Asked is the data of what happens to one request.
type Asked struct {
	Request
	Reason   string `json:"reason,omitempty"`
	Position int    `json:"position,omitempty"` // in the queue, from 1
}

// Reordered is the data of floor.reordered.
type Reordered struct {
	RequestIDs []RequestID `json:"request_ids"`
}

// Granted is the data of floor.granted: who speaks, and whose speech that ended.
type Granted struct {
	SiteID       SiteID      `json:"site_id"`
	RequestID    meeting.Ref `json:"request_id"`
	SpeakerName  string      `json:"speaker_name"`
	SpeakerTitle string      `json:"speaker_title"`
	Topic        string      `json:"topic"`
	Category     Category    `json:"category"`
	ItemID       meeting.Ref `json:"item_id"`
	LimitSeconds Span        `json:"limit_seconds"`
	Ended        []Speech    `json:"ended,omitempty"`
}

// Ended is the data of acts that return the floor to the chair.
type Ended struct {
	Ended   []Speech    `json:"ended"`
	KeptFor meeting.Ref `json:"kept_for,omitempty"` // request under which an interrupted speaker goes on
}

// Dialogue is the data of floor.dialogue.
type Dialogue struct {
	SiteIDs      []SiteID `json:"site_ids"`
	LimitSeconds Span     `json:"limit_seconds"`
	Ended        []Speech `json:"ended,omitempty"`
}

// Extended is the data of floor.extended.
type Extended struct {
	SiteIDs []SiteID `json:"site_ids"`
	Seconds Span     `json:"seconds"`
}

// SitesNamed is the data of acts on one or more sites.
type SitesNamed struct {
	SiteIDs []SiteID `json:"site_ids"`
	All     bool     `json:"all,omitempty"`
}

// SiteMoved is the data of joining and losing.
type SiteMoved struct {
	SiteID SiteID `json:"site_id"`
	Joins  int    `json:"joins"`
}

// MediaNoted is the data of site.media.
type MediaNoted struct {
	SiteID SiteID    `json:"site_id"`
	Media  SiteMedia `json:"media"`
	Was    SiteMedia `json:"was"`
}

// Attended is the data of site.attendance.
type Attended struct {
	SiteID    SiteID     `json:"site_id"`
	Status    Attendance `json:"status"`
	Headcount *int       `json:"headcount"`
	Note      string     `json:"note,omitempty"`
}

// DelegatesNoted is the data of site.delegates. It names nobody: the list is
// for those whom it is for.
type DelegatesNoted struct {
	SiteID  SiteID `json:"site_id"`
	Listed  int    `json:"listed"`
	Present int    `json:"present"`
}

// SeatEnded is the data of seat.ended. A delegate is not named: the list is
// for those whom it is for.
type SeatEnded struct {
	SeatID  SeatID      `json:"seat_id"`
	Kind    access.Kind `json:"kind"`
	SiteID  meeting.Ref `json:"site_id"`
	NewLink bool        `json:"new_link"` // the link by which it came opens nothing any more
}

// Previewed is the data of programme.preview.
type Previewed struct {
	SiteID meeting.Ref `json:"site_id"`
}

// Browsed is the data of programme.browse.
type Browsed struct {
	Seconds Span `json:"seconds"` // 0: no more
}

// SceneSet is the data of programme.scene.
type SceneSet struct {
	Scene      Scene           `json:"scene"`
	BreakUntil meeting.Instant `json:"break_until"`
	ChairInset bool            `json:"chair_inset"`
}

// PageShown is the data of programme.content.
type PageShown struct {
	PaperID meeting.Ref `json:"paper_id"` // none: taken away
	Name    string      `json:"name"`
	Page    int         `json:"page"`
}

// BannerSet is the data of programme.banner.
type BannerSet struct {
	Text meeting.Ref `json:"text"`
}

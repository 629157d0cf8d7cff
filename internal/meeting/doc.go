// Package meeting prepares conferences: series, the plan of a conference (its
// agenda and its sites) and the copy of the last one.
//
// The plan may change while the conference is a draft or published. From the
// device checks on it is locked, and the running conference (package live) is
// the truth; live writes the agenda's outcome back, so that the plan of a
// closed conference is its record. Who chairs may change until the conference
// is over: a chair may be called away.
//
//	Draft ──▶ Published ──▶ Checking ──▶ Live ⇄ Paused ──▶ Closed
//	              └──────────────┴──▶ Cancelled
//	└── plan may change ──┘ └────────── package live ──────────┘
//
// It does not run anything: no floor, no clock, no presence.
package meeting

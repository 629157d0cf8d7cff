// Package live conducts the running conference: the floor and its queue, the
// clocks, the agenda's cursor, what is on the programme, who is present.
//
// The rules are pure: an act is a method of Conference that either refuses
// with a fault or changes the state and records one Event. The service runs
// an act in one transaction, appends the event with the changed parts of the
// state to the log, and after the commit tells everyone who listens.
//
//	       Publish    BeginChecks    Open      Pause
//	Draft ────────▶ Published ─────▶ Checking ────▶ Live ⇄ Paused ──Close──▶ Closed
//	                                 rehearsal:     └── Close ───────────────▲
//	                    └────────────┤                 floor without record
//	                                 └──Cancel──▶ Cancelled
//
//	a request:  Ask ▶ queue ▶ GiveFloor ▶ holder ▶ TakeBack | Interrupt | next
//	                    └ Withdraw, Refuse, Defer, Reorder
//	a site:     expected ▶ online ⇄ lost; back from lost: unconfirmed, mic closed
//
// Two derived sets are the one truth for the media packages, which reconcile
// themselves to it: OnAir and OpenMicrophones. This package never calls them.
// It does not draw pictures, carry sound or decide who may do what outside
// policy.go.
package live

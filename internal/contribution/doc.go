// Package contribution brings the sites' cameras and microphones in: it runs
// LiveKit inside the program or uses one elsewhere, issues tokens, keeps each
// participant's rights equal to what the conference wants, tells who is
// present, and lets the programme tap the sites' media.
//
// The life of a site's microphone:
//
//	joins ──► observed ──► admitted ──► granted ──► published
//	(no right) (≤ 100 ms)  (conference  (in the     (track, unmuted)
//	                        was told)    open list)
//	                           ▲            │ leaves the list
//	                           └────────────┘ LiveKit removes the track
//
// A session that has not been admitted never has the right, whatever its token
// says: LiveKit refreshes tokens with the rights of the moment, so a site that
// comes back could otherwise bring an old right along.
//
// Rights are not commanded but reconciled: every change of the conference wakes
// the room's watcher, and the watcher also looks by itself once a second, so
// that a lost call heals. Nothing outside this package names a LiveKit type.
//
// A short break that LiveKit bridges within one session (ICE restart, resumed
// signalling) is no rejoin; a new session under the same identity is: its
// leaving and its joining are both reported, in this order. A session without
// signalling for five seconds is ended: its machine is gone, and LiveKit, which
// goes by the media, would take twenty to notice.
//
// What the package does not do: it keeps no state of the conference, draws no
// programme, and sends nothing to halls (see packages programme and relay).
//
// Where the rooms are:
//
//	in this process     looked at and tapped in memory (local.go)
//	in a cluster        the same: the process that carries a conference makes
//	                    itself the room's node (cluster.go)
//	on a LiveKit        an unseen participant of the program's own is told who
//	elsewhere           is there and subscribes to what is tapped (observer.go);
//	                    rights go over LiveKit's RoomService (far.go)
//
// LiveKit ends the process (os.Exit) when one of three of its goroutines
// panics. No caller can recover that: the program must run under a supervisor
// and restore the conference from its log.
package contribution

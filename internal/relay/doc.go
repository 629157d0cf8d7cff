// Package relay carries a conference's programme to all who watch it.
//
// Towards a watcher it is standard WHEP (draft-ietf-wish-whep, the egress twin
// of RFC 9725): an SDP offer is posted, the answer names an ICE-lite agent (RFC
// 8445 section 2.5), DTLS-SRTP keys are agreed (RFC 5764) and the programme
// flows as SRTP (RFC 3711, RFC 7714) as RFC 8834 asks of it.
//
//	POST          valid STUN check      DTLS done          DELETE, silence
//	────▶ answered ───────────▶ reached ─────────▶ watching ────────────▶ gone
//	          │                    │                                        ▲
//	          └────────────────────┴────────── no progress in time ─────────┘
//
// It is built for many watchers of one programme, so nothing is done per
// watcher that can be done once: the payloads and their order are shared, a
// watcher adds a constant to the numbers, its own encryption, and its share of
// a sendmmsg whose messages the kernel cuts into datagrams (UDP GSO).
//
// It does not transcode, mix sound, or take pictures in: the switch before it
// (package programme) does the choosing.
package relay

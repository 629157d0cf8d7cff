// Package programme is the switch of a conference: it makes, out of whatever
// the sites contribute, one picture for everybody.
//
// Each picture (floor, chair, content) is one continuous RTP video stream per
// layer, and each open microphone speaks through one of a few audio slots. A
// change of floor is one switch at the source: no watcher renegotiates, and all
// see the same picture at the same moment.
//
//	            Show                 key frame of the wanted source
//	holding ───────────▶ waiting ───────────────────────────────▶ on air
//	   ▲                    │ the old source goes on meanwhile       │
//	   └────────────────────┴──────────── source closed ◀────────────┘
//
// Whoever reads a stream sees sequence numbers, timestamps, VP8 picture ids and
// TL0PICIDX that go on across every cut (RFC 3550, RFC 7741 section 4.2), every
// number at most once, and after a cut nothing before a key frame.
//
// The package decodes nothing, opens no socket and starts no timer of its own
// but in Run.
package programme

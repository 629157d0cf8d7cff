// Package synthetic makes sites without people: Go clients that really join a
// conference over HTTP, signalling, ICE and DTLS, and publish a moving picture
// with the site's name and a machine-readable number in it, and a voice. The
// demo, the tests and the load bench are peopled with them.
//
// A Site behaves as the page at a site does; a Publisher is its connection to
// the media server; a Watcher is a hall or console without a screen.
//
// What is published is what the pinned livekit-client has Chromium publish with
// our page's options (web/src/features/live/media/livekit.ts):
//
//	sound    Opus in RED with the packet before, nothing in the pause (voice.go, red.go)
//	picture  VP8 in three sizes, each in three temporal layers (camera.go)
//	rates    160, 450 and 1,700 kbit/s at 20, 20 and 30 frames (picture.go)
//	line     an estimate of it, lower layers first, paced (estimate.go, allocate.go, pacer.go)
//
// The picture costs next to nothing to make. A Painter draws the scene once and
// encodes it as a VP8 key frame in three sizes; the movement is in inter frames
// that hold motion vectors only (vp8.go), filled up with zeros to a camera's
// weight, or with Painter.Light left as light as they are. Layers that nobody
// watches are not sent.
//
// Where a synthetic site differs still from the page in a browser is listed,
// with why it does no harm or what tests the real thing, in docs/synthetic.md:
// whoever changes a row changes it there.
//
// The package knows the protocol of docs/protocol.md and LiveKit's signalling,
// and nothing of the server's inside.
package synthetic

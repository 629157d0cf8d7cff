// Package synthetic makes sites without people: Go clients that really join a
// conference over HTTP, signalling, ICE and DTLS, and publish a moving picture
// with the site's name and a machine-readable number in it, and a voice. The
// demo, the tests and the load bench are peopled with them.
//
// A Site behaves as the page at a site does; a Publisher is its connection to
// the media server; a Watcher is a hall or console without a screen.
//
// The picture costs next to nothing while it runs. A Painter draws the scene
// once and encodes it as a VP8 key frame in three sizes; the movement is in
// inter frames that hold motion vectors only (vp8.go). Layers that nobody
// watches are not sent.
//
// The package knows the protocol of docs/protocol.md and LiveKit's signalling,
// and nothing of the server's inside.
package synthetic

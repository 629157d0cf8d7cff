// Package record writes a conference's programme to a WebM file, without
// transcoding, so that at every moment what is on the disk can be played.
//
//	New ──▶ recording ◀──Pause──▶ paused ──Close──▶ finished
//	            │ the process dies
//	            ▼
//	        a file that plays to its last cluster, chapters included
//
// The file is laid out for that (RFC 9559): a segment of unknown size, room for
// chapters before the first cluster that is rewritten in place, and clusters of
// a second or two, each written whole. Close adds where the key frames are, so
// that players can go to any place; Repair does it for a file whose recorder
// died.
//
// There are two tracks, since players play no more: the picture, and one track
// of sound in which all voices stand, each in a stream of its own, and which
// any player mixes when it plays 5.1 (voices.go, docs/adr/0012). The sound has
// no gaps: where nobody speaks, silence is written. Recordings of before had a
// track for whoever led and one for each voice; they are finished and played as
// they are.
//
// The package is one more reader of the programme, as halls and sites are. It
// decodes nothing and keeps no time of its own: the packets' arrival is its
// clock. WebM holds VP8, not H.264: a picture in H.264 is left out.
package record

package record

import (
	"encoding/binary"
	"fmt"
	"time"
)

// Tracks of a recording.
const (
	trackPicture = 1
	trackSound   = 2
)

// Room kept free in the opening for what is known at the end: where things
// are, and how long it lasts.
const (
	seekRoom     = 192
	durationRoom = 18 // an element of eight bytes
)

// opening is everything before the chapters.
func opening(o Options) []byte {
	out := element(idEBML,
		unsigned(0x4286, 1), unsigned(0x42F7, 1), unsigned(0x42F2, 4), unsigned(0x42F3, 8),
		text(0x4282, "webm"), unsigned(0x4287, 4), unsigned(0x4285, 2))
	out = append(out, header(idSegment, unknownSize)...)
	out = append(out, void(seekRoom)...)
	out = append(out, element(idInfo,
		void(durationRoom),
		unsigned(0x2AD7B1, uint64(time.Millisecond)), // timestamps in milliseconds
		text(0x7BA9, o.Title), text(0x4D80, "giaoban"), text(0x5741, "giaoban"))...)
	tracks := [][]byte{element(idTrackEntry,
		unsigned(0xD7, trackPicture), unsigned(0x73C5, trackPicture), unsigned(0x83, 1), text(0x86, "V_VP8"), text(0x536E, "floor"),
		element(0xE0, unsigned(0xB0, uint64(o.Width)), unsigned(0xBA, uint64(o.Height))))}
	tracks = append(tracks, soundTrack())
	return append(out, element(idTracks, tracks...)...)
}

// The track of sound has the streams and channels that every encoder gives
// 5.1 (RFC 7845 section 5.1.1.2), so that every player knows it: front pair,
// back pair, centre, and one for low tones that is always silent. A voice fills
// a pair or the centre; in stereo and mono, as players make of 5.1, all of them
// are in the middle.
const (
	channels = 6
	streams  = 4
	coupled  = 2
)

var (
	// channelMap gives each channel (left, centre, right, back left, back
	// right, low) the decoded one it is.
	channelMap = [channels]byte{0, 4, 1, 2, 3, 5}
	// slotsByStream is the slot in each stream but the last: the first slot in
	// the centre, the second in front, the third behind.
	slotsByStream = [Voices]int{1, 2, 0}
)

// soundTrack is one of Opus, whose private data is an identification header
// (RFC 7845 section 5.1).
func soundTrack() []byte {
	head := append([]byte("OpusHead"), 1, channels)
	head = binary.LittleEndian.AppendUint16(head, 312) // pre-skip
	head = binary.LittleEndian.AppendUint32(head, 48000)
	head = append(head, 0, 0, 1, streams, coupled)
	head = append(head, channelMap[:]...)
	return element(idTrackEntry,
		unsigned(0xD7, trackSound), unsigned(0x73C5, trackSound), unsigned(0x83, 2), unsigned(0x88, 1),
		text(0x86, "A_OPUS"), text(0x536E, "voices"), unsigned(0x56AA, 6_500_000), unsigned(0x56BB, 80_000_000),
		element(0x63A2, head), element(0xE1, float(0xB5, 48000), unsigned(0x9F, channels)))
}

// chapter is a stretch of the recording, to the next one.
type chapter struct {
	at    int64 // ms
	title string
}

// chapterRoom is kept free for chapters: for some five hundred of them.
const chapterRoom = 96 << 10

// Chapter begins a chapter at an instant: an item of the agenda, a speaker.
// Where the room is used up it is left out; the record has it anyway.
func (r *Recorder) Chapter(title string, at time.Time) {
	r.do(func() { r.chapter(title, at) })
}

func (r *Recorder) chapter(title string, at time.Time) {
	ms := int64(0)
	if !r.start.IsZero() {
		ms = max(at.Sub(r.start).Milliseconds(), 0)
	}
	r.chapters = append(r.chapters, chapter{ms, title})
	b := r.chapterList()
	if len(b) > chapterRoom-9 {
		r.chapters = r.chapters[:len(r.chapters)-1]
		return
	}
	if _, err := r.file.WriteAt(append(b, void(chapterRoom-len(b))...), r.roomAt); err != nil && r.err == nil {
		r.err = fmt.Errorf("write chapters: %w", err)
	}
}

// chapterList is the chapters as RFC 9559 section 5.1.7 has them.
func (r *Recorder) chapterList() []byte {
	atoms := [][]byte{unsigned(0x45BC, 1)}
	for i, c := range r.chapters {
		atom := [][]byte{
			unsigned(0x73C4, uint64(i+1)), unsigned(idChapterStart, uint64(c.at)*uint64(time.Millisecond)),
			element(idChapterDisplay, text(idChapterText, c.title), text(0x437C, "vie")),
		}
		atoms = append(atoms, element(idChapterAtom, atom...))
	}
	return element(idChapters, element(idEdition, atoms...))
}

package record

import (
	"encoding/binary"
	"fmt"
	"time"
)

// Tracks of a recording.
const (
	trackPicture = 1
	trackLead    = 2
	trackVoices  = 3 // and those after it
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
	tracks = append(tracks, soundTrack(trackLead, "speaker", true))
	for i := range o.Slots {
		tracks = append(tracks, soundTrack(trackVoices+i, fmt.Sprintf("voice %d", i+1), false))
	}
	return append(out, element(idTracks, tracks...)...)
}

// soundTrack is one of Opus, whose private data is an identification header
// (RFC 7845 section 5.1).
func soundTrack(number int, name string, first bool) []byte {
	head := append([]byte("OpusHead"), 1, 2)
	head = binary.LittleEndian.AppendUint16(head, 312) // pre-skip
	head = binary.LittleEndian.AppendUint32(head, 48000)
	head = append(head, 0, 0, 0)
	byDefault := uint64(0)
	if first {
		byDefault = 1
	}
	return element(idTrackEntry,
		unsigned(0xD7, uint64(number)), unsigned(0x73C5, uint64(number)), unsigned(0x83, 2), unsigned(0x88, byDefault),
		text(0x86, "A_OPUS"), text(0x536E, name), unsigned(0x56AA, 6_500_000), unsigned(0x56BB, 80_000_000),
		element(0x63A2, head), element(0xE1, float(0xB5, 48000), unsigned(0x9F, 2)))
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

package programme

import "time"

// SourceID names one contributed video track, such as a site's camera.
type SourceID string

// SiteID names a site, as the conference does.
type SiteID string

// Picture is one of the pictures everybody sees.
type Picture uint8

// The pictures of a programme.
const (
	Floor Picture = iota
	Chair
	Content
)

// Sizes of a programme.
const (
	Pictures = 3
	Layers   = 3 // simulcast layers of a picture, 0 the smallest
	MaxSlots = 6 // audio slots a programme may have

	firstSlot = Pictures * Layers
	// Streams bounds every Stream: they can index an array.
	Streams = firstSlot + MaxSlots
)

// Clock rates of RTP timestamps (RFC 7741, RFC 6184, RFC 7587).
const (
	VideoRate = 90000
	AudioRate = 48000
)

// Stream is one of the programme's continuous RTP streams.
type Stream uint8

// VideoStream is the stream of one layer of a picture.
func VideoStream(p Picture, layer int) Stream { return Stream(int(p)*Layers + layer) }

// AudioStream is the stream of an audio slot.
func AudioStream(slot int) Stream { return Stream(firstSlot + slot) }

// Audio tells whether the stream is an audio slot.
func (s Stream) Audio() bool { return s >= firstSlot }

// Picture is the picture of a video stream.
func (s Stream) Picture() Picture { return Picture(s / Layers) }

// Layer is the layer of a video stream.
func (s Stream) Layer() int { return int(s % Layers) }

// Slot is the slot of an audio stream.
func (s Stream) Slot() int { return int(s) - firstSlot }

// Rate is the stream's RTP clock in ticks per second.
func (s Stream) Rate() int {
	if s.Audio() {
		return AudioRate
	}
	return VideoRate
}

// Codec is how a source is encoded.
type Codec uint8

// The codecs a programme carries.
const (
	VP8 Codec = iota
	H264
	Opus
	Codecs = 3
)

// Packet is one packet of the programme. Whoever is given one may keep it, but
// not change its payload: others hold it too.
type Packet struct {
	Stream    Stream
	Codec     Codec
	Number    uint64 // sequence number with the rollovers in the upper bits; each at most once
	Timestamp uint32
	Marker    bool
	Key       bool   // first packet of a key frame
	Cut       bool   // first packet of a new source
	Epoch     uint32 // grows with each cut of the picture; a layer of an older epoch shows the old source
	Site      SiteID // who contributed it
	Payload   []byte
	At        time.Time // when it came in

	// PictureIDAt is where the 15 bits of the VP8 picture id stand in the
	// payload, and TL0At where TL0PICIDX does; 0 where there is none.
	PictureIDAt, TL0At uint8
}

// Sink takes the programme's packets, in order and one at a time. It must not
// block, nor call back into the programme.
type Sink interface{ Write(p *Packet) }

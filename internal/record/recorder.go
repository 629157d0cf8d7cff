package record

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"giaoban/internal/programme"
)

// File is where a recording goes: an *os.File.
type File interface {
	io.Writer
	io.WriterAt
	Sync() error
	Close() error
}

// Options of a Recorder.
type Options struct {
	Title  string
	Slots  int // voices, each a track of its own behind the leading one; 0 means 3
	Width  int // of the picture, as a hint to players; 0 means 1280
	Height int // 0 means 720

	// Ask asks for a key frame of a layer of the floor, from any goroutine: a
	// player can only begin at one. Nil: nobody is asked.
	Ask func(layer int)
}

// Recorder writes one programme to one file: the floor's largest layer as the
// picture, the voice of whoever is on the floor as the first track of sound,
// and every voice on a track of its own. It is a programme.Sink.
type Recorder struct {
	feed chan entry
	stop chan struct{}
	idle sync.WaitGroup

	mu       sync.Mutex // what follows
	file     File
	slots    int
	start    time.Time // of the recording's time, moved on by pauses
	paused   time.Time // since when; zero: recording
	layer    int
	heard    [programme.Layers]time.Time
	frames   frames
	paces    [programme.Streams]pace
	tops     [programme.Streams]uint64 // highest number recorded of each voice
	ask      func(layer int)
	keyAt    time.Time // of the last key frame, or when one was last asked for
	floor    programme.SiteID
	lead     int
	leadAt   time.Time
	cluster  []byte
	begins   cue       // of the cluster
	beginKey bool      // whether its first block can be begun with
	base     int64     // timestamp of the cluster, ms
	lasts    [32]int64 // ms of the last block of each track
	index    index
	chapters []chapter
	roomAt   int64
	err      error
	closed   bool
}

// clusterLast is how much of the recording a crash may cost; clusterFull how
// large a cluster may grow.
const (
	clusterLast = 1000 // ms
	clusterFull = 4 << 20
)

// keyEvery is how far apart key frames are at most, where the site that sends
// heeds requests; keyCluster how short a cluster one may end.
const (
	keyEvery   = 10 * time.Second
	keyCluster = 200 // ms
)

// New begins a file. The recording's time begins with the first packet.
func New(f File, o Options) (*Recorder, error) {
	if o.Slots == 0 {
		o.Slots = 3
	}
	if o.Width == 0 {
		o.Width, o.Height = 1280, 720
	}
	r := &Recorder{file: f, slots: o.Slots, ask: o.Ask, feed: make(chan entry, 4096), stop: make(chan struct{}), lead: -1}
	opens := opening(o)
	r.roomAt = int64(len(opens))
	opens = append(opens, void(chapterRoom)...)
	if _, err := f.Write(opens); err != nil {
		return nil, fmt.Errorf("begin a recording: %w", err)
	}
	var err error
	if r.index, _, err = head(bytes.NewReader(opens)); err != nil {
		return nil, fmt.Errorf("begin a recording: %w", err)
	}
	r.idle.Go(r.run)
	return r, nil
}

// Write queues a packet; it never blocks. Where the disk cannot keep up,
// packets are lost and the picture goes on at the next key frame.
func (r *Recorder) Write(p *programme.Packet) {
	select {
	case r.feed <- entry{packet: p}:
	default:
	}
}

// entry is a packet or an act, in the order they came.
type entry struct {
	packet *programme.Packet
	act    func()
}

// do queues an act behind the packets that came before it.
func (r *Recorder) do(act func()) {
	select {
	case r.feed <- entry{act: act}:
	case <-r.stop:
	}
}

func (r *Recorder) run() {
	for {
		select {
		case <-r.stop:
			for {
				select {
				case e := <-r.feed:
					r.take(e)
				default:
					return
				}
			}
		case e := <-r.feed:
			r.take(e)
		}
	}
}

// Pause stops recording at an instant, as for an item that is barred from it,
// and goes on at another. Nothing in between is kept and no time passes in the
// recording. Going on needs a key frame, which the caller asks for.
func (r *Recorder) Pause(paused bool, at time.Time) {
	r.do(func() { r.pause(paused, at) })
}

func (r *Recorder) pause(paused bool, at time.Time) {
	switch {
	case paused && r.paused.IsZero():
		r.paused = at
	case !paused && !r.paused.IsZero():
		if !r.start.IsZero() && at.After(r.paused) {
			r.start = r.start.Add(at.Sub(r.paused))
		}
		r.paused, r.frames = time.Time{}, frames{}
	}
}

// Close ends the file, so that players can go to any place in it.
func (r *Recorder) Close() error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	r.mu.Unlock()
	close(r.stop)
	r.idle.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.flush()
	if r.err == nil {
		if len(r.chapters) > 0 {
			r.index.chapter.at = r.roomAt + 12
		}
		r.err = r.index.finish(r.file)
	}
	return errors.Join(r.err, r.file.Sync(), r.file.Close())
}

// Err is what went wrong first, such as a full disk.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

func (r *Recorder) take(e entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.act != nil {
		e.act()
		return
	}
	p := e.packet
	if !r.paused.IsZero() || r.err != nil {
		return
	}
	if r.start.IsZero() {
		r.start = p.At
	}
	if p.Stream.Audio() {
		r.voice(p)
		return
	}
	if p.Stream.Picture() == programme.Floor {
		r.picture(p)
	}
}

// picture records the largest layer that is being sent.
func (r *Recorder) picture(p *programme.Packet) {
	l := p.Stream.Layer()
	r.heard[l] = p.At
	r.floor = p.Site
	if p.Key && (l > r.layer || p.At.Sub(r.heard[r.layer]) > time.Second || p.Cut) && l != r.layer {
		r.layer, r.frames = l, frames{}
	}
	if l != r.layer {
		return
	}
	if p.Key {
		r.keyAt = p.At
	} else if r.ask != nil && p.At.Sub(r.keyAt) > keyEvery {
		r.keyAt = p.At.Add(time.Second - keyEvery) // again in a second
		r.ask(l)
	}
	for _, f := range r.frames.add(p) {
		r.block(trackPicture, r.paces[p.Stream].at(f.at), f.key, f.data)
	}
}

// voice records a slot, and on the leading track that of the floor, or of
// whoever speaks while the floor is silent.
func (r *Recorder) voice(p *programme.Packet) {
	slot := p.Stream.Slot()
	if slot >= r.slots || p.Number <= r.tops[p.Stream] {
		return // what comes late is past already
	}
	r.tops[p.Stream] = p.Number
	at := r.paces[p.Stream].at(p)
	r.block(trackVoices+slot, at, true, p.Payload)
	if slot == r.lead || p.Site == r.floor || p.At.Sub(r.leadAt) > time.Second {
		r.lead, r.leadAt = slot, p.At
		r.block(trackLead, at, true, p.Payload)
	}
}

// block adds a frame to the cluster, and writes the cluster when it is long
// enough; one with a picture in it begins with a key frame where it can.
func (r *Recorder) block(track int, at time.Time, key bool, data []byte) {
	// two frames in one millisecond, as at a cut, would look like disorder
	ms := max(at.Sub(r.start).Milliseconds(), r.lasts[track]+1)
	if since := ms - r.base; len(r.cluster) > 0 && (since >= 2*clusterLast || since >= clusterLast && (key || track != trackPicture) ||
		since >= keyCluster && key && track == trackPicture || len(r.cluster) > clusterFull || since < -30_000) {
		r.flush()
	}
	if len(r.cluster) == 0 {
		r.base = ms
		r.begins, r.beginKey = cue{at: ms, track: track}, key
		r.cluster = unsigned(idTimestamp, uint64(ms))
	}
	body := []byte{0x80 | byte(track)}
	body = binary.BigEndian.AppendUint16(body, uint16(int16(ms-r.base)))
	flags := byte(0)
	if key {
		flags = 0x80
	}
	r.cluster = append(r.cluster, element(idSimpleBlock, append(body, flags), data)...)
	r.lasts[track] = ms
	r.index.last = max(r.index.last, ms)
}

// flush writes the cluster whole.
func (r *Recorder) flush() {
	if len(r.cluster) == 0 || r.err != nil {
		return
	}
	whole := element(idCluster, r.cluster)
	if _, err := r.file.Write(whole); err != nil {
		r.err = fmt.Errorf("write a recording: %w", err)
	}
	r.begins.cluster = r.index.end
	r.index.add(r.begins, r.beginKey)
	r.index.end += int64(len(whole))
	r.cluster = nil
}

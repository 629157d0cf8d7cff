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
	Width  int // of the picture, as a hint to players; 0 means 1280
	Height int // 0 means 720

	// Ask asks for a key frame of a layer of the floor, from any goroutine: a
	// player can only begin at one. Nil: nobody is asked.
	Ask func(layer int)
}

// Recorder writes one programme to one file: the floor's largest layer as the
// picture, and all voices in one track of sound. It is a programme.Sink.
type Recorder struct {
	feed chan entry
	stop chan struct{}
	idle sync.WaitGroup

	mu       sync.Mutex // what follows
	file     File
	start    time.Time // of the recording's time, moved on by pauses
	now      time.Time // when the newest packet came in
	paused   time.Time // since when; zero: recording
	layers   layers
	frames   frames
	paces    [programme.Streams]pace
	tops     [programme.Streams]uint64 // highest number of each voice
	ask      func(layer int)
	voices   voices
	pictures []shown // that wait for the sound before them
	shownAt  int64   // ms of the last picture
	cluster  []byte
	begins   cue   // where one can begin in the cluster
	base     int64 // timestamp of the cluster, ms
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

// shown is a picture that has its place in the recording.
type shown struct {
	at   int64 // ms
	key  bool
	data []byte
}

// keyCluster is how short a cluster may be that a key frame ends.
const keyCluster = 200 // ms

// New begins a file. The recording's time begins with the first packet.
func New(f File, o Options) (*Recorder, error) {
	if o.Width == 0 {
		o.Width, o.Height = 1280, 720
	}
	r := &Recorder{file: f, ask: o.Ask, feed: make(chan entry, 4096), stop: make(chan struct{})}
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
		if !r.start.IsZero() {
			r.write(at.Sub(r.start))
			r.writePictures(endless)
		}
		r.voices.stop()
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
	r.write(max(time.Duration(r.voices.end())*tick, r.now.Sub(r.start)))
	r.writePictures(endless)
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
	if p.At.After(r.now) {
		r.now = p.At
	}
	r.write(r.now.Sub(r.start) - patience)
	if p.Stream.Audio() {
		r.voice(p)
		return
	}
	if p.Stream.Picture() == programme.Floor {
		r.picture(p)
	}
}

// picture records the largest layer that is alive.
func (r *Recorder) picture(p *programme.Packet) {
	l := p.Stream.Layer()
	changed, asks := r.layers.see(p)
	if changed {
		r.frames = frames{}
	}
	if asks && r.ask != nil {
		r.ask(l)
	}
	if l != r.layers.on {
		return
	}
	for _, f := range r.frames.add(p) {
		// two frames in one millisecond, as at a cut, would look like disorder
		r.shownAt = max(r.place(f.at).Milliseconds(), r.shownAt+1)
		r.pictures = append(r.pictures, shown{r.shownAt, f.key, f.data})
	}
}

// voice takes a packet of a slot.
func (r *Recorder) voice(p *programme.Packet) {
	slot := p.Stream.Slot()
	if slot >= Voices {
		return
	}
	var at time.Duration
	if p.Number > r.tops[p.Stream] { // one that comes late tells nothing of the pace
		r.tops[p.Stream] = p.Number
		at = r.place(p)
	}
	r.voices.add(slot, p.Number, p.Timestamp, p.Payload, at, p.Cut)
}

// place is when a packet is to be played, in the recording's time.
func (r *Recorder) place(p *programme.Packet) time.Duration {
	return r.paces[p.Stream].at(p).Sub(r.start)
}

// write writes the sound up to an instant, and the pictures before it in
// between.
func (r *Recorder) write(until time.Duration) {
	for r.err == nil {
		left := int64(until/tick) - r.voices.next
		if left <= 0 {
			return
		}
		at := (time.Duration(r.voices.next) * tick).Milliseconds()
		r.writePictures(at)
		r.block(trackSound, at, true, r.voices.write(left))
	}
}

// endless is behind all pictures.
const endless = 1<<63 - 1

func (r *Recorder) writePictures(before int64) {
	for len(r.pictures) > 0 && r.pictures[0].at < before {
		p := r.pictures[0]
		r.pictures = r.pictures[1:]
		r.block(trackPicture, p.at, p.key, p.data)
	}
}

// block adds a frame to the cluster, and writes the cluster when it is long
// enough; one with a picture in it begins with a key frame where it can.
func (r *Recorder) block(track int, ms int64, key bool, data []byte) {
	if since := ms - r.base; len(r.cluster) > 0 && (since >= 2*clusterLast || since >= clusterLast && (key || track != trackPicture) ||
		since >= keyCluster && key && track == trackPicture || len(r.cluster) > clusterFull || since < -30_000) {
		r.flush()
	}
	if len(r.cluster) == 0 {
		r.base = ms
		r.begins = cue{}
		r.cluster = unsigned(idTimestamp, uint64(ms))
	}
	r.begins.see(track, ms, key)
	body := []byte{0x80 | byte(track)}
	body = binary.BigEndian.AppendUint16(body, uint16(int16(ms-r.base)))
	flags := byte(0)
	if key {
		flags = 0x80
	}
	r.cluster = append(r.cluster, element(idSimpleBlock, append(body, flags), data)...)
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
	r.index.add(r.begins)
	r.index.end += int64(len(whole))
	r.cluster = nil
}

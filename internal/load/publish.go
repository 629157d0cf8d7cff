package load

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
)

// What a publisher sends: 30 frames a second of about 6.2 kB, that is 1.5 Mbps
// in some 175 packets, and 50 packets of sound.
const (
	frameRate  = 30
	frameLeast = 5200
	frameMost  = 7300
	keyFrame   = 30_000
	partMost   = 1120
	keyPause   = 300 * time.Millisecond // browsers give key frames no faster
	burst      = 10                     // packets at once; then a pause as a browser's pacer makes
)

// stamp is where a packet says when and by whom it was published: behind a VP8
// descriptor of four bytes and the byte that tells key frames, or behind the
// first byte of Opus.
const (
	videoStamp = 5
	audioStamp = 1
	stampSize  = 9
)

func putStamp(b []byte, source byte, now time.Time) {
	b[0] = source
	binary.BigEndian.PutUint64(b[1:], uint64(now.UnixNano()))
}

func getStamp(b []byte) (source byte, at time.Time) {
	return b[0], time.Unix(0, int64(binary.BigEndian.Uint64(b[1:])))
}

// publisher is one synthetic site: it gives key frames when asked, as an
// encoder does, and paces its packets as a browser does.
type publisher struct {
	source byte
	video  func(*rtp.Packet)
	audio  func(*rtp.Packet)
	wanted atomic.Bool
	lastMu sync.Mutex
	last   time.Time // key frame
}

// key asks for a key frame; within 300 ms of the last one it is ignored.
func (p *publisher) key() {
	p.lastMu.Lock()
	defer p.lastMu.Unlock()
	if time.Since(p.last) >= keyPause {
		p.wanted.Store(true)
	}
}

// run publishes until ctx ends. Sites do not tick together: offset shifts it.
func (p *publisher) run(ctx context.Context, offset time.Duration) {
	var wg sync.WaitGroup
	start := now().Add(offset)
	wg.Go(func() { p.runAudio(ctx, start) })
	rnd := rand.New(rand.NewPCG(uint64(p.source), 7))
	seq := uint16(rnd.IntN(1 << 16))
	p.wanted.Store(true)
	for i := 0; ; i++ {
		if !sleepUntil(ctx, start.Add(time.Duration(i)*time.Second/frameRate)) {
			break
		}
		size, key := frameLeast+rnd.IntN(frameMost-frameLeast), p.wanted.Swap(false)
		if key {
			size = keyFrame
			p.lastMu.Lock()
			p.last = now()
			p.lastMu.Unlock()
		}
		parts := (size + partMost - 1) / partMost
		for k := range parts {
			if k > 0 && k%burst == 0 {
				time.Sleep(time.Millisecond)
			}
			body := make([]byte, videoStamp+stampSize+(size+k)/parts)
			head, inter := byte(0x80), byte(1)
			if k == 0 {
				head = 0x90
			}
			if key {
				inter = 0
			}
			copy(body, []byte{head, 0x80, 0x80 | byte(i>>8)&0x7f, byte(i), inter})
			putStamp(body[videoStamp:], p.source, now())
			p.video(&rtp.Packet{
				Header:  rtp.Header{Version: 2, SequenceNumber: seq, Timestamp: uint32(i) * (90000 / frameRate), Marker: k == parts-1},
				Payload: body,
			})
			seq++
		}
	}
	wg.Wait()
}

func (p *publisher) runAudio(ctx context.Context, start time.Time) {
	rnd := rand.New(rand.NewPCG(uint64(p.source), 8))
	for i := 0; ; i++ {
		if !sleepUntil(ctx, start.Add(time.Duration(i)*20*time.Millisecond)) {
			return
		}
		body := make([]byte, 70+rnd.IntN(60))
		body[0] = 0x78
		putStamp(body[audioStamp:], p.source, now())
		p.audio(&rtp.Packet{
			Header:  rtp.Header{Version: 2, SequenceNumber: uint16(i), Timestamp: uint32(i) * 960},
			Payload: body,
		})
	}
}

func sleepUntil(ctx context.Context, at time.Time) bool {
	t := time.NewTimer(time.Until(at))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// offset keeps sites from publishing their frames at one instant.
func offset(source int) time.Duration { return time.Duration(source) * 13 * time.Millisecond }

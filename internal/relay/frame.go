package relay

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/programme"
)

// frameKind is what a frame between two relays carries. A frame is its length
// (4 bytes, of what follows), its kind (1 byte) and a body: JSON, but for
// packets.
type frameKind byte

const (
	frameOpen   frameKind = iota + 1 // down, opened: a programme begins
	frameShut                        // down, opened: it is not fed any more
	framePacket                      // down
	frameCall                        // either way, request
	frameReply                       // either way, reply
	frameBeat                        // up: beat; down: empty
	frameKey                         // up, keyWanted
)

// opened names a programme. Its numbering goes on while Instance is the same.
type opened struct {
	Conference string `json:"conference"`
	Instance   string `json:"instance"`
	Handle     uint32 `json:"handle"`
}

// beat says every half second that a relay is there, and how many watch each
// conference there and below it.
type beat struct {
	Watchers map[string]int `json:"watchers"`
	Room     int            `json:"room"`            // how many it takes in all
	Units    []string       `json:"units,omitempty"` // whose relay it is, or those below it are
}

type keyWanted struct {
	Conference string            `json:"conference"`
	Picture    programme.Picture `json:"picture"`
	Layer      int               `json:"layer"`
}

// mostFrame bounds a frame: an offer in JSON.
const mostFrame = 4 * maxOffer

var errFrame = errors.New("a frame that makes no sense")

func letter(kind frameKind, v any) []byte {
	body, _ := json.Marshal(v) // the package's own types
	f := binary.BigEndian.AppendUint32(make([]byte, 0, 5+len(body)), uint32(1+len(body)))
	return append(append(f, byte(kind)), body...)
}

func readFrame(r *bufio.Reader) (frameKind, []byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n == 0 || n > mostFrame {
		return 0, nil, errFrame
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return 0, nil, err
	}
	return frameKind(b[0]), b[1:], nil
}

// packetHead is the size of a packet's frame before the site's name: handle,
// stream, codec, flags, the places of picture id and TL0PICIDX, number,
// timestamp, epoch, length of the name.
const packetHead = 4 + 5 + 8 + 4 + 4 + 1

const (
	flagMarker = 1 << iota
	flagKey
	flagCut
)

func packetFrame(handle uint32, p *programme.Packet) []byte {
	site := p.Site[:min(len(p.Site), 255)]
	f := make([]byte, 0, 5+packetHead+len(site)+len(p.Payload))
	f = binary.BigEndian.AppendUint32(f, uint32(1+packetHead+len(site)+len(p.Payload)))
	f = append(f, byte(framePacket))
	f = binary.BigEndian.AppendUint32(f, handle)
	flags := byte(0)
	if p.Marker {
		flags |= flagMarker
	}
	if p.Key {
		flags |= flagKey
	}
	if p.Cut {
		flags |= flagCut
	}
	f = append(f, byte(p.Stream), byte(p.Codec), flags, p.PictureIDAt, p.TL0At)
	f = binary.BigEndian.AppendUint64(f, p.Number)
	f = binary.BigEndian.AppendUint32(f, p.Timestamp)
	f = binary.BigEndian.AppendUint32(f, p.Epoch)
	f = append(f, byte(len(site)))
	return append(append(f, site...), p.Payload...)
}

// parsePacket reads a packet; it comes in now, by the clock of this machine.
func parsePacket(b []byte, now time.Time) (handle uint32, p *programme.Packet, err error) {
	if len(b) < packetHead || len(b) < packetHead+int(b[packetHead-1]) {
		return 0, nil, errFrame
	}
	flags, name := b[6], packetHead+int(b[packetHead-1])
	p = &programme.Packet{
		Stream: programme.Stream(b[4]), Codec: programme.Codec(b[5]), PictureIDAt: b[7], TL0At: b[8],
		Marker: flags&flagMarker != 0, Key: flags&flagKey != 0, Cut: flags&flagCut != 0,
		Number: binary.BigEndian.Uint64(b[9:]), Timestamp: binary.BigEndian.Uint32(b[17:]), Epoch: binary.BigEndian.Uint32(b[21:]),
		Site: programme.SiteID(b[packetHead:name]), Payload: b[name:], At: now,
	}
	if p.Stream >= programme.Streams || p.Codec >= programme.Codecs ||
		p.PictureIDAt > 0 && int(p.PictureIDAt)+2 > len(p.Payload) || p.TL0At > 0 && int(p.TL0At) >= len(p.Payload) {
		return 0, nil, errFrame
	}
	return binary.BigEndian.Uint32(b), p, nil
}

// link is one connection between two relays. What is written waits in a queue,
// so that a slow line costs packets and never delays the programme.
type link struct {
	conn net.Conn
	out  chan []byte
	done chan struct{}
	end  sync.Once
}

// linkQueue bounds what waits for a slow line: two seconds of a programme.
// linkSilence is how long either side may say nothing; beatEvery is how often
// it says something.
const (
	linkQueue   = 2048
	linkSilence = 2 * time.Second
	beatEvery   = 500 * time.Millisecond
)

func newLink(conn net.Conn) *link {
	l := &link{conn: conn, out: make(chan []byte, linkQueue), done: make(chan struct{})}
	go l.write()
	return l
}

func (l *link) close() {
	l.end.Do(func() {
		close(l.done)
		_ = l.conn.Close()
	})
}

// send queues what must arrive; a line on which there is no room for it is
// given up.
func (l *link) send(kind frameKind, v any) {
	if !l.offer(letter(kind, v)) {
		l.close()
	}
}

// offer queues a frame if there is room.
func (l *link) offer(f []byte) bool {
	select {
	case l.out <- f:
		return true
	default:
		return false
	}
}

func (l *link) write() {
	defer l.close()
	w := bufio.NewWriterSize(l.conn, 64<<10)
	for {
		var f []byte
		select {
		case <-l.done:
			return
		case f = <-l.out:
		}
		for more := true; more; {
			_ = l.conn.SetWriteDeadline(clock.System{}.Now().Add(linkSilence))
			if _, err := w.Write(f); err != nil {
				return
			}
			select {
			case f = <-l.out:
			default:
				more = false
			}
		}
		if w.Flush() != nil {
			return
		}
	}
}

// read hands over frames until the line ends or falls silent.
func (l *link) read(r *bufio.Reader, take func(kind frameKind, body []byte) error) error {
	defer l.close()
	for {
		_ = l.conn.SetReadDeadline(clock.System{}.Now().Add(linkSilence))
		kind, body, err := readFrame(r)
		if err == nil {
			err = take(kind, body)
		}
		if err != nil {
			return fmt.Errorf("line between relays: %w", err)
		}
	}
}

// beatWith says what is there until the line ends.
func (l *link) beatWith(what func() any) {
	t := time.NewTicker(beatEvery)
	defer t.Stop()
	for {
		l.send(frameBeat, what())
		select {
		case <-l.done:
			return
		case <-t.C:
		}
	}
}

// calls are requests that wait for their replies.
type calls struct {
	mu      sync.Mutex
	next    uint64
	waiting map[uint64]chan reply
}

// call sends a request and waits for its reply; 503 where none comes.
func (c *calls) call(l *link, r request) reply {
	answer := make(chan reply, 1)
	c.mu.Lock()
	if c.waiting == nil {
		c.waiting = map[uint64]chan reply{}
	}
	c.next++
	r.ID = c.next
	c.waiting[r.ID] = answer
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.waiting, r.ID)
		c.mu.Unlock()
	}()
	l.send(frameCall, r)
	timer := time.NewTimer(callWithin)
	defer timer.Stop()
	select {
	case a := <-answer:
		return a
	case <-l.done:
	case <-timer.C:
	}
	return reply{Status: unreachable, Body: "the relay does not answer"}
}

func (c *calls) replied(body []byte) error {
	var r reply
	if err := json.Unmarshal(body, &r); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if w := c.waiting[r.ID]; w != nil {
		w <- r // has room for one, and gets one
		delete(c.waiting, r.ID)
	}
	return nil
}

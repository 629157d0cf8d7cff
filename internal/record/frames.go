package record

import (
	"github.com/pion/rtp/codecs"

	"giaoban/internal/programme"
)

// frames puts the packets of one video stream together into frames. It waits
// for packets that are late; what depends on one that never came is left out
// up to the next key frame.
type frames struct {
	next  uint64 // number of the next packet
	early map[uint64]*programme.Packet
	whole bool // every frame since the last key frame was whole
	began bool
	frame []byte
	key   bool
	first *programme.Packet // of the frame being put together
}

// patienceFor is how many packets may come before one that is missing is given
// up.
const patienceFor = 96

// frame is a whole encoded picture.
type frame struct {
	data []byte
	key  bool
	at   *programme.Packet // its first packet
}

// add takes a packet and returns the frames that are now whole.
func (f *frames) add(p *programme.Packet) (done []frame) {
	if p.Key && (!f.began || p.Cut) {
		f.began, f.next, f.early, f.frame, f.first = true, p.Number, map[uint64]*programme.Packet{}, nil, nil
	}
	if !f.began || p.Number < f.next {
		return nil
	}
	f.early[p.Number] = p
	for {
		q, ok := f.early[f.next]
		if !ok {
			if len(f.early) < patienceFor {
				return done
			}
			f.giveUp()
			continue
		}
		delete(f.early, f.next)
		f.next++
		done = f.append(done, q)
	}
}

// giveUp goes on behind what is missing.
func (f *frames) giveUp() {
	f.whole, f.frame, f.first = false, nil, nil
	least := ^uint64(0)
	for n := range f.early {
		least = min(least, n)
	}
	f.next = least
}

func (f *frames) append(done []frame, p *programme.Packet) []frame {
	var d codecs.VP8Packet
	body, err := d.Unmarshal(p.Payload)
	if err != nil || p.Codec != programme.VP8 {
		f.whole, f.first = false, nil
		return done
	}
	if d.S == 1 && d.PID == 0 {
		f.frame, f.first, f.key = nil, p, p.Key
	}
	if f.first == nil {
		return done
	}
	f.frame = append(f.frame, body...)
	if !p.Marker {
		return done
	}
	if f.key {
		f.whole = true
	}
	if f.whole && len(f.frame) > 0 {
		done = append(done, frame{f.frame, f.key, f.first})
	}
	f.frame, f.first = nil, nil
	return done
}

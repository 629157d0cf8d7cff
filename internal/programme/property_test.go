package programme_test

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/pion/rtp"
	"pgregory.net/rapid"

	"giaoban/internal/programme"
)

// TestCuts_StreamStaysContinuousWhateverTheSourcesDo plays three cameras at
// once, whose packets are lost, doubled and put out of order, through any
// sequence of takes, previews and rejoins.
func TestCuts_StreamStaysContinuousWhateverTheSourcesDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		ids := []programme.SourceID{"a", "b", "c"}
		cams := make([]*camera, len(ids))
		for i, id := range ids {
			cams[i] = w.camera(id, rapid.Uint16().Draw(t, "start"))
		}
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			i := rapid.IntRange(0, len(ids)-1).Draw(t, "who")
			switch rapid.IntRange(0, 11).Draw(t, "act") {
			case 0:
				w.Show(programme.Floor, ids[i])
			case 1:
				w.Preview(ids[i])
			case 2:
				cams[i].in.Close()
				cams[i] = w.camera(ids[i], rapid.Uint16().Draw(t, "restart"))
			default:
				deliver(t, w, cams[i])
			}
		}
		checkContinuous(t, w.sent)
	})
}

// deliver sends some frames over a bad line.
func deliver(t *rapid.T, w *world, c *camera) {
	var line []*rtp.Packet
	for range rapid.IntRange(1, 4).Draw(t, "frames") {
		line = append(line, c.frame(rapid.IntRange(0, 3).Draw(t, "key") == 0)...)
	}
	for k := range line {
		switch rapid.IntRange(0, 7).Draw(t, "fate") {
		case 0:
			continue
		case 1:
			c.in.Write(line[k], 0)
		case 2:
			j := rapid.IntRange(0, len(line)-1).Draw(t, "with")
			line[k], line[j] = line[j], line[k]
		}
		c.in.Write(line[k], 0)
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "ms")) * time.Millisecond)
	}
}

func checkContinuous(t *rapid.T, sent []programme.Packet) {
	seen := map[uint64]bool{}
	var top, cutAt uint64
	var lastTS, cutTS uint32
	var lastPID uint16
	var site programme.SiteID
	for i, p := range sent {
		if seen[p.Number] {
			t.Fatalf("number %d sent twice", p.Number)
		}
		seen[p.Number] = true
		pid := binary.BigEndian.Uint16(p.Payload[p.PictureIDAt:]) & 0x7fff
		if p.Cut || i == 0 {
			if !p.Key {
				t.Fatalf("packet %d after a cut is no key frame", i)
			}
			if p.Number != top+1 {
				t.Fatalf("cut at number %d after %d", p.Number, top)
			}
			if i > 0 && (int32(p.Timestamp-lastTS) <= 0 || (pid-lastPID)&0x7fff != 1) {
				t.Fatalf("cut goes from ts %d pid %d to ts %d pid %d", lastTS, lastPID, p.Timestamp, pid)
			}
			cutAt, cutTS, site = p.Number, p.Timestamp, p.Site
		}
		if p.Site != site {
			t.Fatalf("packet of %s while %s is on air", p.Site, site)
		}
		if p.Number < cutAt || int32(p.Timestamp-cutTS) < 0 {
			t.Fatalf("packet %d from before the cut at %d", p.Number, cutAt)
		}
		if p.Number > top {
			top, lastTS, lastPID = p.Number, p.Timestamp, pid
		}
	}
}

// TestReordering_NothingOfAKeyFrameIsLostWhenItsFirstPacketComesLast holds for
// every order of the packets of the frame that is cut to.
func TestReordering_NothingOfAKeyFrameIsLostWhenItsFirstPacketComesLast(t *testing.T) {
	w := newWorld()
	a := w.camera("a", 65534)
	w.Show(programme.Floor, "a")
	key := a.frame(true)
	next := a.frame(false)
	for _, p := range []*rtp.Packet{next[1], key[1], next[0], key[0]} {
		a.in.Write(p, 0)
	}
	got := w.take()
	var order string
	for _, p := range got {
		order += fmt.Sprint(p.Number, " ")
	}
	if order != "1 2 3 4 " {
		t.Fatalf("sent %q, want all four in order", order)
	}
}

package synthetic_test

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"giaoban/internal/synthetic"
)

// cameraOf is a camera's layers, of which those up to the highest wanted are.
func cameraOf(on ...bool) []synthetic.Share {
	all := []synthetic.Share{
		{Least: 30_000, Usual: 150_000, Most: 160_000},
		{Least: 150_000, Usual: 450_000, Most: 450_000},
		{Least: 600_000, Usual: 1_700_000, Most: 1_700_000},
	}
	for i := range all {
		all[i].Wanted, all[i].On = true, i < len(on) && on[i]
	}
	return all
}

// The rates of the layers are those seen in Chromium; where a layer begins and
// stops is libwebrtc's rule as allocate has it, not measured.
func TestAllocate_GivesTheLowerLayersFirst(t *testing.T) {
	for _, c := range []struct {
		rate int
		on   []bool
		want []int
	}{
		{3_000_000, nil, []int{150_000, 450_000, 1_700_000}},
		{1_400_000, nil, []int{150_000, 450_000, 800_000}},
		{1_250_000, nil, []int{150_000, 450_000, 0}}, // 650 are left, 720 are needed to begin
		{1_250_000, []bool{true, true, true}, []int{150_000, 450_000, 650_000}},
		{1_150_000, []bool{true, true, true}, []int{150_000, 450_000, 0}},
		{550_000, []bool{true, true}, []int{150_000, 400_000, 0}},
		{320_000, []bool{true}, []int{160_000, 0, 0}}, // 170 are left, 180 are needed to begin
		{310_000, []bool{true, true}, []int{150_000, 160_000, 0}},
		{100_000, []bool{true, true, true}, []int{100_000, 0, 0}},
		{5_000, []bool{true}, []int{30_000, 0, 0}},
	} {
		if got := synthetic.Allocate(c.rate, cameraOf(c.on...)); !slices.Equal(got, c.want) {
			t.Errorf("of %d with %v sent: %v, want %v", c.rate, c.on, got, c.want)
		}
	}
}

func TestAllocate_LeavesOutWhatNobodyWatches(t *testing.T) {
	layers := cameraOf(true, true, true)
	layers[0].Wanted, layers[1].Wanted = false, false
	if got := synthetic.Allocate(1_000_000, layers); !slices.Equal(got, []int{0, 0, 1_000_000}) {
		t.Errorf("gave %v", got)
	}
}

// narrowLine is a line in a time of its own: packets wait for up to 300 ms,
// and the receiver reports ten times a second.
type narrowLine struct {
	estimate synthetic.Estimate
	rate     int // bits per second
	now      time.Duration
	free     time.Duration
	number   uint16
	reported uint16
	came     map[uint16]time.Duration
	lost     int
}

func (l *narrowLine) send(size int, probe bool, at time.Duration) {
	l.estimate.Leaves(l.number, size, probe, at)
	l.free = max(l.free, at)
	if l.free-at <= 300*time.Millisecond {
		l.free += time.Duration(size * 8 * int(time.Second) / l.rate)
		l.came[l.number] = l.free + 20*time.Millisecond
	} else {
		l.lost++
	}
	l.number++
}

// report says what has come.
func (l *narrowLine) report() {
	r := &rtcp.TransportLayerCC{BaseSequenceNumber: l.reported}
	last := l.reported
	for n := l.reported; n != l.number; n++ {
		if at, ok := l.came[n]; ok && at <= l.now {
			last = n + 1
		}
	}
	clock := time.Duration(0)
	for n := l.reported; n != last; n++ {
		c := &rtcp.RunLengthChunk{RunLength: 1, PacketStatusSymbol: rtcp.TypeTCCPacketNotReceived}
		if at, ok := l.came[n]; ok {
			c.PacketStatusSymbol = rtcp.TypeTCCPacketReceivedLargeDelta
			r.RecvDeltas = append(r.RecvDeltas, &rtcp.RecvDelta{Delta: (at - clock).Microseconds()})
			clock = at
			delete(l.came, n)
		}
		r.PacketChunks = append(r.PacketChunks, c)
		r.PacketStatusCount++
	}
	l.reported = last
	l.estimate.Reported(r, l.now)
}

// run has a camera of up to most bits a second on the line for a while, and
// returns the estimates of its last half.
func (l *narrowLine) run(most int, d time.Duration) (bits []int) {
	begin := l.now
	for ; l.now < begin+d; l.now += 50 * time.Millisecond {
		if rate, due := l.estimate.ProbeNow(most, l.now); due {
			for at := time.Duration(0); at < synthetic.ProbeTime(rate); at += time.Duration(255 * 8 * float64(time.Second) / rate) {
				l.send(255, true, l.now+at)
			}
		}
		for left := min(l.estimate.Bits(), most) / 8 / 20; left > 0; left -= 1000 {
			l.send(min(left, 1000), false, l.now)
		}
		if l.now%(100*time.Millisecond) == 0 {
			l.report()
		}
		if l.now > begin+d/2 {
			bits = append(bits, l.estimate.Bits())
		}
	}
	return bits
}

func TestEstimate_FindsWhatALineTakes(t *testing.T) {
	const camera = 2_300_000
	for _, rate := range []int{1_200_000, 600_000, 400_000, 300_000, 150_000} {
		l := &narrowLine{estimate: synthetic.NewEstimate(), rate: 100_000_000, came: map[uint16]time.Duration{}}
		if free := slices.Min(l.run(camera, 10*time.Second)); free < camera {
			t.Errorf("of a free line it finds %d", free)
		}
		l.rate = rate
		narrow := l.run(camera, 20*time.Second)
		if least, most := slices.Min(narrow), slices.Max(narrow); least < rate*4/10 || most > rate*14/10 {
			t.Errorf("of %d bits a second it finds %d to %d", rate, least, most)
		}
		l.rate = 100_000_000
		const top = 1_320_000 // the highest layer begins
		if freed := l.run(camera, 16*time.Second); slices.Min(freed) < top {
			t.Errorf("freed from %d it has %d after 8 s", rate, slices.Min(freed))
		}
	}
}

// FuzzEstimate_StandsAnyReport gives the estimate what no honest receiver says.
func FuzzEstimate_StandsAnyReport(f *testing.F) {
	r := &rtcp.TransportLayerCC{
		Header:             rtcp.Header{Count: rtcp.FormatTCC, Type: rtcp.TypeTransportSpecificFeedback, Length: 5, Padding: true},
		BaseSequenceNumber: 1, PacketStatusCount: 1, ReferenceTime: 5,
		PacketChunks: []rtcp.PacketStatusChunk{&rtcp.RunLengthChunk{PacketStatusSymbol: rtcp.TypeTCCPacketReceivedSmallDelta, RunLength: 1}},
		RecvDeltas:   []*rtcp.RecvDelta{{Type: rtcp.TypeTCCPacketReceivedSmallDelta, Delta: 1000}},
	}
	if b, err := r.Marshal(); err == nil {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var r rtcp.TransportLayerCC
		if r.Unmarshal(b) != nil {
			return
		}
		e := synthetic.NewEstimate()
		for n := range uint16(64) {
			e.Leaves(n, 1000, n%2 == 0, time.Duration(n)*time.Millisecond)
		}
		_, _ = e.ProbeNow(5_000_000, time.Second)
		e.Reported(&r, time.Second)
		e.Reported(&r, 2*time.Second)
		if bits := e.Bits(); bits < 30_000 || bits > 10_000_000 {
			t.Errorf("estimates %d", bits)
		}
	})
}

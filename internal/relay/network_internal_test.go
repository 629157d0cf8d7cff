package relay

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"giaoban/internal/programme"
)

// threeLayers is a programme of floor and chair in three layers, with sound.
func threeLayers() *rates {
	var r rates
	for l, bits := range []float64{150e3, 500e3, 1500e3} {
		r[programme.VideoStream(programme.Floor, l)] = bits
		r[programme.VideoStream(programme.Chair, l)] = bits
	}
	r[programme.AudioStream(0)] = 40e3
	return &r
}

// network is a line of limited rate with a queue of 300 ms before it, as an
// office's has, and a browser at its end that reports once a second.
type network struct {
	t     *testing.T
	a     adapter
	r     *rates
	now   time.Time
	rate  float64       // bits per second
	holds float64       // seconds of them that its queue takes
	delay time.Duration // there and back
	loss  float64       // share lost by chance
	dice  *rand.Rand
	queue float64 // bits that wait

	steps                int
	sent, came           float64 // bits since the last report
	pics, missed         float64 // packets of pictures in all, and lost of them
	asked                uint32  // sender report that is on its way, and when it is answered
	answer               time.Time
	trip                 time.Duration
	voiceSent, voiceLost float64
}

func newNetwork(t *testing.T, r *rates, takes [programme.Pictures]bool) *network {
	t.Helper()
	n := &network{t: t, r: r, now: time.Unix(1000, 0), rate: 1e9, holds: 0.3, delay: 5 * time.Millisecond, dice: rand.New(rand.NewPCG(1, 2))}
	n.a = newAdapter(n.now)
	n.a.takes = takes
	return n
}

// step is 20 ms.
func (n *network) step() {
	const long = 0.02
	n.now = n.now.Add(20 * time.Millisecond)
	n.steps++
	if n.steps%10 == 0 {
		n.a.look(n.r, n.now)
	}
	offered := n.a.given.cost(n.r, n.a.takes) * long
	packets := (offered - n.r.sound()*long) / 8 / 1000
	repeated := 0.0
	if n.steps%5 == 0 { // as a round of the server: the look first
		bytes, report := n.a.probe.due(n.now)
		repeated = float64(bytes * 8)
		if report {
			n.a.probe.sent = uint32(n.steps)
			n.report()
		}
	}
	n.queue += offered + repeated
	lost := max(n.queue-n.holds*n.rate, 0) / (offered + repeated + 1)
	lost += (1 - lost) * n.chance(packets)
	n.queue = max(min(n.queue, n.holds*n.rate)-n.rate*long, 0)
	n.sent, n.came = n.sent+offered, n.came+offered*(1-lost)
	n.voiceSent, n.voiceLost = n.voiceSent+1, n.voiceLost+lost
	n.pics, n.missed = n.pics+packets, n.missed+packets*lost
	n.a.onSent(int(n.pics), int(offered/8))
	n.a.onNack(int(n.missed))
	n.pics, n.missed = n.pics-math.Trunc(n.pics), n.missed-math.Trunc(n.missed)
	if n.steps%50 == 0 && !n.a.probe.asking() {
		n.report()
	}
	if n.steps%50 == 25 {
		if !n.answer.IsZero() && n.now.After(n.answer) {
			n.a.onRoundTrip(n.trip, n.asked, n.now)
		}
		if n.sent > 0 {
			n.a.onThrough(n.came, n.now)
			n.a.onReport(1-n.came/n.sent, n.now)
		}
		n.sent, n.came = 0, 0
	}
}

// chance is the share of so many packets that is lost by chance, each for itself.
func (n *network) chance(packets float64) float64 {
	if n.loss == 0 {
		return 0
	}
	lost := 0
	for range int(packets) + 1 {
		if n.dice.Float64() < n.loss {
			lost++
		}
	}
	return float64(lost) / float64(int(packets)+1)
}

// report sends a sender report behind what waits.
func (n *network) report() {
	n.asked, n.trip = uint32(n.steps), n.delay+time.Duration(n.queue/n.rate*float64(time.Second))
	n.answer = n.now.Add(n.trip)
}

// play lets time pass until the condition holds; it tells how long that took.
func (n *network) play(within time.Duration, until func(allotment) bool) (time.Duration, bool) {
	for begun := n.now; n.now.Sub(begun) < within; n.step() {
		if until(n.a.given) {
			return n.now.Sub(begun), true
		}
	}
	return within, false
}

func (n *network) must(what string, within time.Duration, until func(allotment) bool) {
	n.t.Helper()
	took, ok := n.play(within, until)
	if !ok {
		n.t.Fatalf("%s: not within %v: given %v, capacity %.0f, probe %+v", what, within, n.a.given, n.a.capacity, n.a.probe)
	}
	n.t.Logf("%s: after %v, capacity %.0f", what, took, n.a.capacity)
}

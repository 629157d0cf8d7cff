package relay

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"giaoban/internal/programme"
)

// Trunk feeds relays on other machines and sends watchers to them. A relay has
// one connection to it, which it opened (see Follower); on it come down the
// programmes that are watched there and the watchers' requests, and go up
// heartbeats, wishes for key frames and questions about tokens.
//
// Whoever asks for the programme is given to the relay of its unit or of the
// nearest above, else to the relay with the most room, and stays here only where
// there is none. A relay that falls silent is given
// nobody; its watchers ask again and come to another.
type Trunk struct {
	server *Server
	secret [sha256.Size]byte
	log    *slog.Logger

	mu       sync.Mutex
	branches map[string]*Branch
	children map[string]*child
	handles  uint32
	closed   bool
}

// NewTrunk lets relays that know the secret be fed from here; s is the relay of
// this machine.
func NewTrunk(s *Server, secret string) *Trunk {
	t := &Trunk{
		server: s, secret: sha256.Sum256([]byte(secret)), log: s.Log,
		branches: map[string]*Branch{}, children: map[string]*child{},
	}
	s.trunk.Store(t)
	return t
}

// Branch is one programme on its way to other relays. It is a programme.Sink.
type Branch struct {
	opened
	trunk *Trunk
	ask   func(p programme.Picture, layer int)
	to    atomic.Pointer[[]*child] // replaced whole, under the trunk's mu
}

// Conference opens a programme for other relays; ask is called to ask it for a
// key frame.
func (t *Trunk) Conference(id string, ask func(p programme.Picture, layer int)) *Branch {
	return t.branch(id, randomHex(8), ask)
}

// branch opens a programme whose numbering has a name already.
func (t *Trunk) branch(id, instance string, ask func(p programme.Picture, layer int)) *Branch {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.handles++
	b := &Branch{opened: opened{Conference: id, Instance: instance, Handle: t.handles}, trunk: t, ask: ask}
	t.branches[id] = b
	return b
}

// Write hands a packet to the relays that want it. It never blocks: where a
// line is too slow, packets are dropped.
func (b *Branch) Write(p *programme.Packet) {
	to := b.to.Load()
	if to == nil || len(*to) == 0 {
		return
	}
	f := packetFrame(b.Handle, p)
	for _, c := range *to {
		if !c.offer(f) {
			c.missed.Add(1)
		}
	}
}

// Close ends the programme everywhere below.
func (b *Branch) Close() {
	b.trunk.mu.Lock()
	defer b.trunk.mu.Unlock()
	if b.trunk.branches[b.Conference] == b {
		delete(b.trunk.branches, b.Conference)
	}
	if to := b.to.Swap(nil); to != nil {
		for _, c := range *to {
			c.send(frameShut, b.opened)
		}
	}
}

// feeds begins feeding a relay; the trunk's mu is held.
func (b *Branch) feeds(c *child) {
	var to []*child
	if l := b.to.Load(); l != nil {
		to = *l
	}
	if slices.Contains(to, c) {
		return
	}
	c.send(frameOpen, b.opened)
	to = append(slices.Clone(to), c)
	b.to.Store(&to)
}

// leaves ends feeding a relay; the trunk's mu is held.
func (b *Branch) leaves(c *child) {
	if l := b.to.Load(); l != nil && slices.Contains(*l, c) {
		to := slices.DeleteFunc(slices.Clone(*l), func(o *child) bool { return o == c })
		b.to.Store(&to)
	}
}

// child is a relay that is fed from here.
type child struct {
	*link
	calls
	name   string
	missed atomic.Uint64

	// The trunk's mu guards what follows.
	beat   beat
	sent   int                  // watchers sent there since its last beat
	wanted map[string]time.Time // when somebody last asked for a conference there
}

// unwatched is how long a programme goes on to a relay where nobody watches it.
const unwatched = 30 * time.Second

// heard takes a relay's beat: what is watched there is fed, what is not, not.
func (t *Trunk) heard(c *child, b beat) {
	now := t.server.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	c.beat, c.sent = b, 0
	for id, n := range b.Watchers {
		switch branch := t.branches[id]; {
		case branch == nil:
			c.send(frameShut, opened{Conference: id})
		case n > 0:
			c.wanted[id] = now
			branch.feeds(c)
		}
	}
	for id, last := range c.wanted {
		if now.Sub(last) < unwatched {
			continue
		}
		delete(c.wanted, id)
		if branch := t.branches[id]; branch != nil {
			branch.leaves(c)
			c.send(frameShut, branch.opened)
		}
	}
}

// feed begins feeding a conference to a relay; false where there is none.
func (t *Trunk) feed(c *child, conference string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.branches[conference]
	if b == nil {
		return false
	}
	c.wanted[conference] = t.server.now()
	b.feeds(c)
	return true
}

// load is how many watch there, or were just sent there; mu is held.
func (c *child) load() int {
	n := c.sent
	for _, w := range c.beat.Watchers {
		n += w
	}
	return n
}

// distance is how far a relay is from a watcher of units: 0 where it is its own
// unit's, more by each step up the tree; one for everybody comes after those,
// and one of other units last.
func (c *child) distance(units []string) int {
	if len(c.beat.Units) == 0 {
		return len(units)
	}
	if i := slices.IndexFunc(units, func(u string) bool { return slices.Contains(c.beat.Units, u) }); i >= 0 {
		return i
	}
	return len(units) + 1
}

// Units tells whether a relay of a unit is there: then a Grant should name
// units.
func (t *Trunk) Units() bool { return len(t.units()) > 0 }

// units are those of all relays below.
func (t *Trunk) units() (all []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.children {
		all = append(all, c.beat.Units...)
	}
	return all
}

// nearest lists the relays that have room, the nearest to a watcher of units
// first, of equals the emptiest.
func (t *Trunk) nearest(units []string) []*child {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := slices.DeleteFunc(slices.Collect(maps.Values(t.children)), func(c *child) bool { return c.load() >= c.beat.Room })
	slices.SortFunc(all, func(a, b *child) int {
		return cmp.Or(cmp.Compare(a.distance(units), b.distance(units)), cmp.Compare(a.load()*b.beat.Room, b.load()*a.beat.Room), strings.Compare(a.name, b.name))
	})
	return all
}

// callWithin is how long a relay has for its reply.
const callWithin = time.Second

// answerTo has a relay answer a watcher, unless none is there for it.
func (t *Trunk) answerTo(q request) (a reply, taken bool) {
	if q.Method == http.MethodPost {
		return t.place(q)
	}
	name, session, further := strings.Cut(q.Session, "~")
	if !further {
		return reply{}, false
	}
	t.mu.Lock()
	c := t.children[name]
	t.mu.Unlock()
	if c == nil {
		return reply{Status: http.StatusNotFound, Body: "no such session"}, true
	}
	q.Session = session
	return c.call(c.link, q), true
}

// endSeat has every relay that is there send a device's watchers away. It does
// not wait for them.
func (t *Trunk) endSeat(seat string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.children {
		go c.call(c.link, request{Method: methodEnd, Seat: seat})
	}
}

// place sends a watcher to the nearest relay, of these to the one with the most
// room, and to the next where that one does not take it.
func (t *Trunk) place(q request) (reply, bool) {
	for _, c := range t.nearest(q.Units) {
		if !t.feed(c, q.Conference) {
			return reply{}, false
		}
		t.mu.Lock()
		c.sent++
		t.mu.Unlock()
		a := c.call(c.link, q)
		switch a.Status {
		case http.StatusCreated:
			a.Session = c.name + "~" + a.Session
			return a, true
		case http.StatusBadRequest, http.StatusTooManyRequests:
			return a, true
		}
		t.log.Warn("a relay does not take a watcher", "relay", c.name, "status", a.Status, "why", a.Body)
	}
	return reply{}, false
}

// watching counts who watches below, by conference.
func (t *Trunk) watching() map[string]int {
	n := map[string]int{}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.children {
		for id, w := range c.beat.Watchers {
			n[id] += w
		}
	}
	return n
}

// Relay is one that is fed from here.
type Relay struct {
	Name     string
	Watchers int
	Room     int
	Missed   uint64 // packets its line had no room for
}

// Relays lists who is there now.
func (t *Trunk) Relays() []Relay {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := []Relay{}
	for _, c := range t.children {
		out = append(out, Relay{Name: c.name, Watchers: c.load() - c.sent, Room: c.beat.Room, Missed: c.missed.Load()})
	}
	slices.SortFunc(out, func(a, b Relay) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// welcome serves a relay until its line ends.
func (t *Trunk) welcome(c *child, read func(take func(kind frameKind, body []byte) error) error) {
	t.mu.Lock()
	before := t.children[c.name]
	if t.closed {
		t.mu.Unlock()
		c.close()
		return
	}
	t.children[c.name] = c
	t.mu.Unlock()
	if before != nil {
		before.close() // it came again before its old line was given up
	}
	go c.beatWith(func() any { return struct{}{} })
	t.log.Info("relay joined", "relay", c.name)
	err := read(func(kind frameKind, body []byte) error { return t.take(c, kind, body) })
	t.mu.Lock()
	if t.children[c.name] == c {
		delete(t.children, c.name)
	}
	for _, b := range t.branches {
		b.leaves(c)
	}
	t.mu.Unlock()
	t.log.Warn("relay left", "relay", c.name, "error", err)
}

func (t *Trunk) take(c *child, kind frameKind, body []byte) error {
	switch kind {
	case frameBeat:
		var b beat
		if err := json.Unmarshal(body, &b); err != nil {
			return err
		}
		t.heard(c, b)
	case frameKey:
		var k keyWanted
		if err := json.Unmarshal(body, &k); err != nil {
			return err
		}
		t.mu.Lock()
		b := t.branches[k.Conference]
		t.mu.Unlock()
		if b != nil && b.ask != nil && k.Picture < programme.Pictures && k.Layer >= 0 && k.Layer < programme.Layers {
			b.ask(k.Picture, k.Layer)
		}
	case frameReply:
		return c.replied(body)
	case frameCall:
		var q request
		if err := json.Unmarshal(body, &q); err != nil {
			return err
		}
		go t.question(c, q)
	case frameOpen, frameShut, framePacket:
		return errFrame
	}
	return nil
}

// Close ends all lines.
func (t *Trunk) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for _, c := range t.children {
		c.close()
	}
}

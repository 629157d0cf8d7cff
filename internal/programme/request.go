package programme

import "time"

// locked runs f under the lock and afterwards asks for the key frames f found
// wanting: publishers are never called under the lock.
func (p *Programme) locked(f func()) {
	p.mu.Lock()
	f()
	due := p.due
	p.due = nil
	p.mu.Unlock()
	for _, r := range due {
		r.ask(r.layer)
	}
}

// ask notes that a key frame is due, unless one was asked for within least:
// then it is owed and asked for later. Asked in vain, it is asked for less often.
func (p *Programme) ask(in *Input, layer int, least time.Duration) {
	l := &in.layers[layer]
	now := p.now()
	if in.closed || in.ask == nil {
		return
	}
	wait := least
	if least == repeat {
		wait = min(repeat<<max(l.tries-1, 0), seldom)
	}
	if !l.asked.IsZero() && now.Sub(l.asked) < wait {
		l.owed = l.owed || least == collapse
		return
	}
	l.asked, l.owed = now, false
	l.tries = min(l.tries+1, 8)
	p.due = append(p.due, request{in.ask, layer})
}

// askAll asks for a key frame of each layer a wanted source is known to have.
func (p *Programme) askAll(in *Input) {
	if !in.wanted.Load() {
		return
	}
	for l := range in.layers {
		if l == 0 || in.layers[l].heard {
			p.ask(in, l, 0)
		}
	}
}

// mark notes which sources are wanted, so that packets of all others cost next
// to nothing.
func (p *Programme) mark() {
	wanted := map[*Input]bool{p.inputs[p.preview]: true}
	for i := range p.pictures {
		wanted[p.pictures[i].cur] = true
		wanted[p.inputs[p.pictures[i].want]] = true
	}
	for _, in := range p.inputs {
		in.wanted.Store(wanted[in])
		if !wanted[in] {
			for l := range in.layers {
				in.layers[l].drop()
			}
		}
	}
}

// forget takes an input off every picture it is on.
func (p *Programme) forget(in *Input) {
	in.closed = true
	in.wanted.Store(false)
	for i := range p.pictures {
		if p.pictures[i].cur == in {
			p.pictures[i].cur = nil
		}
	}
	for i := range p.slots {
		if p.slots[i].cur == in {
			p.hush(i)
			p.slots[i].cur = nil
		}
	}
}

func (p *Programme) remove(in *Input) {
	p.locked(func() {
		p.forget(in)
		if p.inputs[in.id] == in {
			delete(p.inputs, in.id)
		}
		if p.sounds[in.site] == in {
			delete(p.sounds, in.site)
		}
	})
}

package app

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"giaoban/internal/contribution"
	"giaoban/internal/live"
)

// onset is how long a picture, or an open microphone's sound, must be missing
// before it counts: firstOnset, and twice as long as the time before for as long
// as the line has had no calm minute since, up to longestOnset. So a line that
// comes and goes fills no log, and what comes back is back at once.
type onset struct {
	wait  time.Duration
	rough time.Time // when it last stayed away for firstOnset
}

const (
	firstOnset   = 2 * time.Second
	longestOnset = 32 * time.Second
	calm         = time.Minute

	// lookEvery is how often it is looked whose picture and sound come.
	lookEvery = 250 * time.Millisecond
	// A site that has just come still opens its camera, one that is newly tapped
	// may have to begin sending, and one whose microphone is opened publishes it
	// first, which takes a second or two, on a busy machine three: so much longer
	// is waited for the first packet.
	graceJoined = 3 * time.Second
	graceTapped = time.Second
	graceOpened = 2 * time.Second
)

// now is how long it must be missing by now.
func (o *onset) now(at time.Time) time.Duration {
	if o.wait == 0 || at.Sub(o.rough) > calm {
		return firstOnset
	}
	return o.wait
}

// over notes that what was missing came back.
func (o *onset) over(at time.Time) {
	o.wait, o.rough = min(2*o.now(at), longestOnset), at
}

// arrival is what a source notes of its packets. The media's goroutines write
// it and the producer's reads it.
type arrival struct {
	heard   atomic.Bool // since it was last looked
	missing atomic.Bool // counts as missing: the next packet is told of at once
	codec   atomic.Pointer[arrived]
	stir    func() // has it looked at once; nil in tests
}

// arrived is the codec of the present track, or of the last one.
type arrived struct {
	name    string // as an SDP names it, in small letters
	carried bool
}

// come notes a packet with something in it.
func (a *arrival) come() {
	if !a.heard.Load() {
		a.heard.Store(true)
	}
	if a.missing.Load() && a.missing.CompareAndSwap(true, false) && a.stir != nil {
		a.stir()
	}
}

func (a *arrival) attach(mime string, carried bool) {
	_, name, _ := strings.Cut(strings.ToLower(mime), "/")
	a.codec.Store(&arrived{name, carried})
	if a.stir != nil && !carried {
		a.stir()
	}
}

// attention is what is remembered of one site's picture, or of its sound.
type attention struct {
	onset   onset
	joins   int       // of the session it is about
	tapped  *source   // that it is about
	since   time.Time // from when on its missing counts
	missing bool
}

// misses looks at what has come and tells whether it counts as missing; a new
// source is given grace.
func (a *attention) misses(src *source, joins int, grace time.Duration, now time.Time) bool {
	if a.joins != joins || a.tapped != src {
		if a.joins != joins {
			a.missing = false
		}
		a.wait(joins, now)
		if first := now.Add(grace); a.since.Before(first) {
			a.since = first
		}
		a.tapped = src
		src.arrival.missing.Store(a.missing)
	}
	switch {
	case src.arrival.heard.Swap(false):
		if a.missing {
			a.onset.over(now)
		}
		a.missing = false
		if a.since.Before(now) {
			a.since = now
		}
	case now.Sub(a.since) >= firstOnset:
		if a.missing = a.missing || now.Sub(a.since) >= a.onset.now(now); a.missing {
			src.arrival.missing.Store(true)
		}
		a.onset.rough = now
	}
	return a.missing
}

// wait gives a site that has just come its time.
func (a *attention) wait(joins int, now time.Time) {
	if a.joins != joins {
		a.joins, a.since = joins, now.Add(graceJoined)
	}
}

// rest is for a microphone that is closed: nothing of it counts as missing, and
// when it is opened it is waited for anew.
func (a *attention) rest(joins int, now time.Time) {
	a.wait(joins, now)
	a.tapped, a.missing = nil, false
}

func notVP8(c *arrived) string {
	if c == nil || c.name == "vp8" {
		return ""
	}
	return c.name
}

// look compares what comes of the sites' media with what the conference's
// state says of it, and has the difference told.
func (s *show) look(now time.Time) {
	for i := range s.sites {
		site := &s.sites[i]
		if site.Presence != live.Online {
			continue
		}
		m := site.Media
		s.lookAtPicture(site, &m, now)
		s.listenTo(site, &m, now)
		if m != site.Media && s.tell != nil {
			s.tell(site.ID, site.Joins, m)
		}
	}
}

func (s *show) lookAtPicture(site *live.Site, m *live.SiteMedia, now time.Time) {
	k := tapped{site.ID, contribution.Camera}
	src := s.taps[k]
	if src == nil {
		return
	}
	missing := s.attentionTo(k).misses(src, site.Joins, graceTapped, now)
	codec := src.arrival.codec.Load()
	switch {
	case codec != nil && !codec.carried:
		m.Picture, m.PictureCodec = live.Foreign, codec.name
	case missing:
		m.Picture, m.PictureCodec = live.Missing, notVP8(codec)
	default:
		m.Picture, m.PictureCodec = live.Carried, notVP8(codec)
	}
}

// listenTo judges by packets, not by loudness: a browser in a silent room still
// sends one in 400 ms (DTX).
func (s *show) listenTo(site *live.Site, m *live.SiteMedia, now time.Time) {
	k := tapped{site.ID, contribution.Microphone}
	src, missing := s.taps[k], false
	if a := s.attentionTo(k); src != nil && slices.Contains(s.open, site.ID) {
		missing = a.misses(src, site.Joins, graceOpened, now)
	} else {
		a.rest(site.Joins, now)
	}
	if src == nil {
		return
	}
	codec := src.arrival.codec.Load()
	switch {
	case codec != nil && !codec.carried:
		m.Sound, m.SoundCodec = live.Foreign, codec.name
	case missing:
		m.Sound, m.SoundCodec = live.Missing, ""
	case codec != nil || m.Sound == live.Missing:
		m.Sound, m.SoundCodec = live.Carried, ""
	}
}

func (s *show) attentionTo(k tapped) *attention {
	a := s.attention[k]
	if a == nil {
		a = &attention{}
		s.attention[k] = a
	}
	return a
}

// stays tells whether a site goes on being tapped, so that it is noticed when
// what is wrong with its picture is over.
func stays(s *live.Site) bool {
	return s.Presence == live.Online && s.Media.Picture != live.Carried
}

// sayAgain is the pause after the conference could not be told.
const sayAgain = 5 * time.Second

// teller has a conference told of its sites' media, of each site one thing at a
// time: the producer goes on meanwhile, and what changes in between is told
// with the next look.
func (p *producer) teller(ctx context.Context, id live.ConferenceID) func(live.SiteID, int, live.SiteMedia) {
	busy := make(map[live.SiteID]*atomic.Bool)
	return func(site live.SiteID, joins int, m live.SiteMedia) {
		b := busy[site]
		if b == nil {
			b = &atomic.Bool{}
			busy[site] = b
		}
		if p.note == nil || !b.CompareAndSwap(false, true) {
			return
		}
		go func() {
			defer b.Store(false)
			err := p.note(ctx, id, site, joins, m)
			if err == nil || ctx.Err() != nil {
				return
			}
			p.log.WarnContext(ctx, "a site's media not noted", "conference", id, "site", site, "error", err.Error())
			select {
			case <-ctx.Done():
			case <-time.After(sayAgain):
			}
		}()
	}
}

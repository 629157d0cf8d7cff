package relay

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"giaoban/internal/programme"
)

// current is how long a codec counts as one that the programme's pictures have
// after its last packet: longer than a site takes to come back.
const current = 10 * time.Second

// codecNames are the names in SDP (RFC 7741, RFC 6184, RFC 7587).
var codecNames = [programme.Codecs]string{programme.VP8: "VP8", programme.H264: "H264", programme.Opus: "opus"}

// pictureCodecs are the codecs that the programme's pictures have now; none
// where there is no picture.
func (c *Conference) pictureCodecs(now time.Time) (has [programme.Codecs]bool, any bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for s := range programme.AudioStream(0) {
		if st := &c.streams[s]; !st.heard.IsZero() && now.Sub(st.heard) <= current {
			has[st.codec], any = true, true
		}
	}
	return has, any
}

// decline takes back the sections of video in which nothing that the programme
// shows now could be sent: an answer that takes them would promise a picture
// that never comes. It returns the reason in words, empty where nothing was
// declined. Nothing is declined before there is a picture.
func (o *offer) decline(c *Conference, now time.Time) (reason string) {
	has, any := c.pictureCodecs(now)
	if !any {
		return ""
	}
	var offered [programme.Codecs]bool
	declined, shown, unknown := false, false, false
	for i := range o.sections {
		s := &o.sections[i]
		if s.kind != "video" {
			continue
		}
		if !s.taken || fits(s, has) {
			shown, unknown = shown || s.taken, unknown || s.unknown
			continue
		}
		s.taken, declined = false, true
		for codec, pt := range s.types {
			offered[codec] = offered[codec] || pt != 0
		}
	}
	if !declined && unknown && !shown {
		return "no picture: the programme's is " + names(has) + " now, the offer takes neither VP8 nor H264"
	}
	if !declined {
		return ""
	}
	o.declined = offered
	if shown {
		return "" // another section takes the picture
	}
	return "no picture: the programme's is " + names(has) + " now, the offer takes " + names(offered)
}

func fits(s *section, has [programme.Codecs]bool) bool {
	for codec, there := range has {
		if there && s.types[codec] != 0 {
			return true
		}
	}
	return false
}

func names(set [programme.Codecs]bool) string {
	var all []string
	for codec, in := range set {
		if in {
			all = append(all, codecNames[codec])
		}
	}
	return strings.Join(all, " and ")
}

func (o *offer) takesAnything() bool {
	return slices.ContainsFunc(o.sections, func(s section) bool { return s.taken })
}

// pictureHeader tells a watcher in words why its sections of video were
// declined; its sound goes on.
const pictureHeader = "Giaoban-No-Picture"

// unacceptable answers an offer of which nothing is left.
func unacceptable(reason string) reply {
	return reply{Status: http.StatusNotAcceptable, Body: reason}
}

// outdates tells whether a codec has come on that the watcher was declined.
// What comes on from now on recalls it: it must be known to the server, and
// it looks only once the mark stands, so that no codec comes on unseen between.
func (c *Conference) outdates(w *watcher) bool {
	if w.declined == [programme.Codecs]bool{} {
		return false
	}
	for codec, is := range w.declined {
		if is {
			c.declined[codec].Store(true)
		}
	}
	has, _ := c.pictureCodecs(c.server.now())
	for codec, is := range w.declined {
		if is && has[codec] {
			return true
		}
	}
	return false
}

// recall sends away whoever was declined the codec in which a picture comes now:
// they join anew and are given it. A picture that stayed away for longer than
// current goes on without a cut.
func (c *Conference) recall(codec programme.Codec) {
	if !c.declined[codec].Load() || !c.declined[codec].Swap(false) {
		return
	}
	for _, w := range c.watchers() {
		if w.declined[codec] {
			c.server.drop(w)
		}
	}
}

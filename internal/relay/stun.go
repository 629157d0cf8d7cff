package relay

import (
	"net/netip"
	"strings"
	"time"

	"github.com/pion/stun/v3"
)

// onSTUN answers connectivity and consent checks (RFC 8445 section 7.3, RFC
// 7675). As an ICE-lite agent the server sends none: the watcher nominates.
func (s *Server) onSTUN(b []byte, from key, way func() *path) {
	m := stun.New()
	if err := stun.Decode(b, m); err != nil || m.Type != stun.BindingRequest {
		s.count.garbage.Add(1)
		return
	}
	var user stun.Username
	if user.GetFrom(m) != nil {
		s.count.garbage.Add(1)
		return
	}
	ours, _, _ := strings.Cut(user.String(), ":")
	s.paths.RLock()
	w := s.byUfrag[ours]
	s.paths.RUnlock()
	if w == nil || stun.NewShortTermIntegrity(w.pwd).Check(m) != nil {
		s.count.garbage.Add(1)
		return
	}
	p := s.follow(w, from, way, m.Contains(stun.AttrUseCandidate))
	if p == nil {
		return
	}
	answer, err := stun.Build(stun.NewTransactionIDSetter(m.TransactionID), stun.BindingSuccess,
		mapped(from.remote), stun.NewShortTermIntegrity(w.pwd), stun.Fingerprint)
	if err == nil {
		_ = s.socket.send(p, answer.Raw)
	}
	w.heard.Store(s.now().UnixNano())
	w.begin(s)
}

func mapped(a netip.AddrPort) *stun.XORMappedAddress {
	return &stun.XORMappedAddress{IP: a.Addr().Unmap().AsSlice(), Port: int(a.Port())}
}

// follow sends the watcher's media the way it has nominated, or, before that,
// the first that works. It returns the way to answer this check: from the very
// address of ours that it came to (RFC 8445 section 7.3.1.1), of which a machine
// may have several.
func (s *Server) follow(w *watcher, from key, way func() *path, nominated bool) *path {
	p := way()
	if now := w.way.Load(); now != nil && now.same(p) {
		return now
	}
	s.paths.Lock()
	defer s.paths.Unlock()
	old := w.way.Load()
	if other := s.byPath[from]; w.gone.Load() || other != nil && other != w && s.alive(other) {
		return nil
	}
	if old == nil || nominated {
		if old != nil && s.byPath[old.key()] == w {
			delete(s.byPath, old.key())
		}
		s.byPath[from] = w
		w.way.Store(p)
	}
	return p
}

// lately is within what a watcher that is there makes two checks.
const lately = 12 * time.Second

// alive tells whether a watcher has been heard of late: else its address may
// have come to somebody else.
func (s *Server) alive(w *watcher) bool {
	return !w.leaving.Load() && s.now().Sub(time.Unix(0, w.heard.Load())) < lately
}

package relay

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"giaoban/internal/programme"
)

// maxOffer bounds an offer in bytes.
const maxOffer = 64 << 10

// Handler serves WHEP (draft-ietf-wish-whep) below /whep/: POST
// /whep/{conference} joins, DELETE of the session named by Location leaves.
// The bearer token stands in Authorization.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /whep/{conference}", s.post)
	mux.HandleFunc("DELETE /whep/{conference}/{session}", s.delete)
	mux.HandleFunc("PATCH /whep/{conference}/{session}", s.patch)
	mux.HandleFunc("OPTIONS /whep/{conference}", s.options)
	mux.HandleFunc("OPTIONS /whep/{conference}/{session}", s.options)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); origin != "" && (slices.Contains(s.Origins, origin) || slices.Contains(s.Origins, "*")) {
			h := rw.Header()
			h.Set("Access-Control-Allow-Origin", origin)
			h.Add("Vary", "Origin")
			h.Set("Access-Control-Expose-Headers", "Location, Link, ETag, "+pictureHeader)
		}
		mux.ServeHTTP(rw, r)
	})
}

func (s *Server) options(rw http.ResponseWriter, _ *http.Request) {
	h := rw.Header()
	h.Set("Accept-Post", "application/sdp")
	h.Set("Access-Control-Allow-Methods", "POST, DELETE, PATCH, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match")
	rw.WriteHeader(http.StatusNoContent)
}

// post admits a watcher: 201 with the answer, 400 a bad offer, 401 or 403 the
// token, 404 no such conference, 406 nothing that the offer takes is sent now,
// 429 too many.
func (s *Server) post(rw http.ResponseWriter, r *http.Request) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/sdp" {
		http.Error(rw, "the offer must be application/sdp", http.StatusUnsupportedMediaType)
		return
	}
	name := r.PathValue("conference")
	grant, ok := s.checked(rw, r, name)
	if !ok {
		return
	}
	text, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxOffer))
	if err != nil {
		http.Error(rw, "too long", http.StatusRequestEntityTooLarge)
		return
	}
	a := s.answerTo(request{
		Method: http.MethodPost, Conference: name, Site: grant.Site, Units: grant.Units, Seat: grant.Seat, From: s.remote(r).String(), Body: string(text),
	})
	if a.Status != http.StatusCreated {
		if a.Status == http.StatusTooManyRequests {
			rw.Header().Set("Retry-After", "1")
		}
		http.Error(rw, a.Body, a.Status)
		return
	}
	if grant.Seat != "" { // it may have ended since it was asked after
		if _, ok := s.checked(rw, r, name); !ok {
			s.answerTo(request{Method: http.MethodDelete, Conference: name, Session: a.Session})
			return
		}
	}
	for _, link := range s.links(grant) {
		rw.Header().Add("Link", link)
	}
	if a.Reason != "" {
		rw.Header().Set(pictureHeader, a.Reason)
	}
	rw.Header().Set("Content-Type", "application/sdp")
	rw.Header().Set("Location", "/whep/"+name+"/"+a.Session)
	rw.Header().Set("ETag", `"`+a.Tag+`"`)
	rw.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(rw, a.Body)
}

// request is what a watcher asks of a relay, whichever it reached.
type request struct {
	ID         uint64           `json:"id,omitempty"`
	Method     string           `json:"method"` // of WHEP, or CHECK: what does this token allow?, or END: of a seat
	Conference string           `json:"conference"`
	Session    string           `json:"session,omitempty"`
	Site       programme.SiteID `json:"site,omitempty"`
	Units      []string         `json:"units,omitempty"` // of the watcher, the nearest first
	Seat       string           `json:"seat,omitempty"`  // of the watcher's device
	From       string           `json:"from,omitempty"`
	Body       string           `json:"body,omitempty"` // offer, fragment or token
}

// reply is what it is told, as HTTP tells it.
type reply struct {
	ID      uint64           `json:"id"`
	Status  int              `json:"status"`
	Body    string           `json:"body,omitempty"`
	Session string           `json:"session,omitempty"`
	Tag     string           `json:"tag,omitempty"`
	Reason  string           `json:"reason,omitempty"` // why there is no picture
	Site    programme.SiteID `json:"site,omitempty"`
	Units   []string         `json:"units,omitempty"`
	Seat    string           `json:"seat,omitempty"`
}

// unreachable is the status of a relay that does not answer.
const unreachable = http.StatusServiceUnavailable

// answerTo answers a watcher's request, here or by a relay further down.
func (s *Server) answerTo(q request) reply {
	if q.Method == methodEnd {
		s.EndSeat(q.Seat)
		return reply{Status: http.StatusOK}
	}
	if t := s.trunk.Load(); t != nil {
		if a, taken := t.answerTo(q); taken {
			return a
		}
	}
	if q.Method == http.MethodPost {
		return s.admit(q)
	}
	s.paths.RLock()
	w := s.byID[q.Session]
	s.paths.RUnlock()
	switch {
	case w == nil || w.conference.id != q.Conference:
		return reply{Status: http.StatusNotFound, Body: "no such session"}
	case q.Method == http.MethodDelete:
		s.drop(w)
		return reply{Status: http.StatusOK}
	}
	return w.patch(q.Body)
}

// admit takes a watcher in.
func (s *Server) admit(q request) reply {
	s.mu.Lock()
	c := s.conferences[q.Conference]
	s.mu.Unlock()
	if c == nil {
		return reply{Status: http.StatusNotFound, Body: "no such conference is running"}
	}
	for {
		if !s.limits.join(q.From, s.now()) {
			s.count.refused.Add(1)
			return reply{Status: http.StatusTooManyRequests, Body: "too many join from this address"}
		}
		o, err := parseOffer([]byte(q.Body), s.Slots)
		if err != nil {
			s.limits.leave(q.From)
			return reply{Status: http.StatusBadRequest, Body: err.Error()}
		}
		reason := o.decline(c, s.now())
		if !o.takesAnything() {
			s.limits.leave(q.From)
			return unacceptable(reason)
		}
		w := s.join(c, o, q)
		if !c.outdates(w) {
			return reply{Status: http.StatusCreated, Body: s.answer(o, w), Session: w.id, Tag: w.ufrag, Reason: reason}
		}
		s.drop(w)
	}
}

// join makes the watcher known; it still has to show itself.
func (s *Server) join(c *Conference, o *offer, q request) *watcher {
	now := s.now()
	w := &watcher{
		id: randomHex(16), conference: c, site: q.Site, seat: q.Seat, from: q.From, joined: now,
		ufrag: randomHex(8), pwd: randomHex(16), print: o.print, theirs: o.ufrag, adapt: newAdapter(now), limits: s.limits,
		declined: o.declined,
	}
	o.lines(w, c)
	s.paths.Lock()
	defer s.paths.Unlock()
	s.byID[w.id], s.byUfrag[w.ufrag] = w, w
	return w
}

func (s *Server) links(g Grant) []string {
	if s.Links == nil {
		return nil
	}
	return s.Links(g)
}

// checked reads the bearer token and has it checked.
func (s *Server) checked(rw http.ResponseWriter, r *http.Request, conference string) (Grant, bool) {
	if s.Check == nil {
		return Grant{}, true
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		rw.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(rw, "a bearer token is needed", http.StatusUnauthorized)
		return Grant{}, false
	}
	g, err := s.Check(r.Context(), conference, token)
	switch {
	case errors.Is(err, ErrRefused):
		http.Error(rw, "this token does not allow watching", http.StatusForbidden)
	case err != nil:
		s.Log.ErrorContext(r.Context(), "check a watcher's token", "error", err)
		http.Error(rw, "the token cannot be checked now", http.StatusServiceUnavailable)
	}
	return g, err == nil
}

// delete ends a session. Its address is a secret only its watcher has, so no
// token is asked for again.
func (s *Server) delete(rw http.ResponseWriter, r *http.Request) { s.tell(rw, r) }

// patch takes trickled candidates (RFC 9725 section 4.3.1).
func (s *Server) patch(rw http.ResponseWriter, r *http.Request) { s.tell(rw, r) }

func (s *Server) tell(rw http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxOffer))
	if err != nil {
		http.Error(rw, "too long", http.StatusRequestEntityTooLarge)
		return
	}
	a := s.answerTo(request{Method: r.Method, Conference: r.PathValue("conference"), Session: r.PathValue("session"), Body: string(text)})
	if a.Status >= http.StatusBadRequest {
		http.Error(rw, a.Body, a.Status)
		return
	}
	rw.WriteHeader(a.Status)
}

// patch needs no candidates: an ICE-lite agent learns a watcher's address from
// its checks. A restart of ICE is not offered; the watcher joins anew.
func (w *watcher) patch(fragment string) reply {
	for l := range strings.Lines(fragment) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(l), "a=ice-ufrag:"); ok && v != w.theirs {
			return reply{Status: http.StatusUnprocessableEntity, Body: "ICE is not restarted here: join again"}
		}
	}
	return reply{Status: http.StatusNoContent}
}

// remote is the address that asks.
func (s *Server) remote(r *http.Request) netip.Addr {
	if s.RemoteAddr != nil {
		return s.RemoteAddr(r)
	}
	a, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return a.Addr().Unmap()
}

package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/web"
)

// forwarded marks a request that another process has passed on: it goes no
// further.
const forwarded = "X-Giaoban-Forwarded"

// forwarder passes what concerns a conference's media on to the process that
// carries them, so that clients may ask any. The media themselves go straight.
type forwarder struct {
	steward   *steward
	next      http.Handler
	transport http.RoundTripper
	app       *App
}

func (a *App) forward(next http.Handler) http.Handler {
	if a.steward == nil {
		return next
	}
	t, _ := http.DefaultTransport.(*http.Transport)
	t = t.Clone()
	t.TLSClientConfig = &tls.Config{RootCAs: a.Trusted(), MinVersion: tls.VersionTLS12}
	return &forwarder{steward: a.steward, next: next, transport: t, app: a}
}

// Trusted are the system's authorities and the program's own, which there is
// once the program serves with it.
func (a *App) Trusted() *x509.CertPool {
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if pem, err := os.ReadFile(filepath.Join(a.config.Data, "authority.pem")); err == nil {
		pool.AppendCertsFromPEM(pem)
	}
	return pool
}

func (f *forwarder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, ok := mediaOf(r)
	if !ok || r.Header.Get(forwarded) != "" {
		f.next.ServeHTTP(w, r)
		return
	}
	holder, err := f.steward.claim(r.Context(), id)
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	if holder == f.steward.keeper.Own() {
		f.next.ServeHTTP(w, r)
		return
	}
	target, err := url.Parse(holder.Address)
	if err != nil || target.Host == "" { // let go of this moment
		web.WriteProblem(w, r, fault.Unavailable("media_elsewhere", "conference %s changes its process", id))
		return
	}
	proxy := httputil.ReverseProxy{
		Transport: f.transport, FlushInterval: -1,
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(target)
			p.SetXForwarded()
			p.Out.Header.Set(forwarded, "1")
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() == nil {
				f.app.log.WarnContext(r.Context(), "not passed on to the conference's process", "conference", id,
					"process", holder.Address, "error", err.Error())
			}
			web.WriteProblem(w, r, fault.Unavailable("media_elsewhere", "the process of conference %s does not answer", id))
		},
	}
	proxy.ServeHTTP(w, r)
}

// mediaOf is the conference whose media a request concerns.
func mediaOf(r *http.Request) (live.ConferenceID, bool) {
	p := r.URL.Path
	if rest, ok := strings.CutPrefix(p, "/whep/"); ok {
		id, _, _ := strings.Cut(rest, "/")
		return id, id != ""
	}
	if p == "/rtc" || strings.HasPrefix(p, "/rtc/") {
		return roomOf(r)
	}
	if rest, ok := strings.CutPrefix(p, "/api/conferences/"); ok {
		id, of, _ := strings.Cut(rest, "/")
		of, _, _ = strings.Cut(of, "/")
		switch of {
		case "media", "microphones", "recording", "recordings", "screens", "seats":
			return id, id != ""
		}
	}
	return "", false
}

// roomOf reads a media token's room, to find the way: whether the token is
// good, the process that it leads to decides.
func roomOf(r *http.Request) (live.ConferenceID, bool) {
	token := r.URL.Query().Get("access_token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	part := strings.Split(token, ".")
	if len(part) != 3 {
		return "", false
	}
	b, err := base64.RawURLEncoding.DecodeString(part[1])
	if err != nil {
		return "", false
	}
	var claims struct {
		Video struct {
			Room string `json:"room"`
		} `json:"video"`
	}
	if json.Unmarshal(b, &claims) != nil || claims.Video.Room == "" {
		return "", false
	}
	return claims.Video.Room, true
}

// startSteward has conferences shared with the other processes on the
// database, where it is one that several can use.
func (a *App) startSteward() {
	a.steward.begin = func(ctx context.Context, id live.ConferenceID) {
		if err := a.Live.RecoverOne(ctx, id); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "conference not restored", "conference", id, "error", err.Error())
		}
		if a.engine != nil {
			a.engine.Reconcile(id)
		}
		if a.producer != nil {
			a.producer.want(id, a.Live.Desired(ctx, id))
		}
	}
	a.steward.end = func(id live.ConferenceID) {
		if a.recorder != nil {
			if err := a.recorder.end(context.Background(), access.System, id); err != nil {
				a.log.Error("recording not ended well", "conference", id, "error", err.Error())
			}
		}
		if a.producer != nil {
			a.producer.want(id, live.Desired{})
		}
		if a.engine != nil {
			a.engine.Dismiss(id)
		}
	}
	a.Live.Answer(a.steward.carries)
}

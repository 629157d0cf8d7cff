package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"giaoban/internal/access"
)

// Identify finds out who sends a request; the zero Actor where nobody is
// known. A refusal (an expired seat named outright) is an error.
type Identify func(*http.Request) (access.Actor, error)

// Handler wraps the mux: panics, security headers, cross-origin protection,
// the caller.
func Handler(mux http.Handler, identify Identify, log *slog.Logger) http.Handler {
	return HandlerEnding(mux, identify, nil, log)
}

// HandlerEnding is Handler where ended tells streams that a session has ended;
// see WhileKnown.
func HandlerEnding(mux http.Handler, identify Identify, ended Ended, log *slog.Logger) http.Handler {
	var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			mux.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		a, err := identify(r)
		if err != nil {
			WriteProblem(w, r, err)
			return
		}
		ctx := context.WithValue(access.With(r.Context(), a), senderKey{}, &sender{request: r, by: a, identify: identify, ended: ended})
		mux.ServeHTTP(w, r.WithContext(ctx))
	})
	// Refuses what another site's page sends with the visitor's cookies;
	// programs without an Origin pass.
	h = http.NewCrossOriginProtection().Handler(h)
	return recoverPanics(securityHeaders(h), log)
}

// securityHeaders lets pages load only what the program itself serves.
// Inline styles are Mantine's; the one inline script is named by its hash.
func securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), geolocation=()")
		next.ServeHTTP(w, r)
	})
}

func recoverPanics(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) { // net/http's own way to drop a connection
				panic(v)
			}
			log.ErrorContext(r.Context(), "panic in a handler", "path", r.URL.Path, "panic", v)
			http.Error(w, `{"status":500,"code":"internal"}`, http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}

// Serve serves h on the listener's address until ctx ends, then lets running
// requests finish for up to three seconds; event streams are cut.
func Serve(ctx context.Context, srv *http.Server, listen func() error) error {
	failed := make(chan error, 1)
	go func() { failed <- listen() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if srv.Shutdown(stop) != nil {
		return srv.Close()
	}
	return nil
}

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"

	"giaoban/internal/clock"
)

// OpenAPI returns the API's description. folder is for a database that nothing
// is written to; no port is opened.
func OpenAPI(ctx context.Context, folder string) ([]byte, error) {
	a, err := Quiet(ctx, folder)
	if err != nil {
		return nil, err
	}
	defer a.DB.Close()
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/openapi.json", nil))
	if w.Code != http.StatusOK || !json.Valid(w.Body.Bytes()) {
		return nil, fmt.Errorf("description: status %d", w.Code)
	}
	return w.Body.Bytes(), nil
}

// Quiet is the program without its media engine and without a port.
func Quiet(ctx context.Context, folder string) (*App, error) {
	a := &App{config: Config{Data: folder, Addr: "127.0.0.1:8080"}, log: slog.New(slog.DiscardHandler)}
	d, err := OpenDatabase(ctx, a.config)
	if err != nil {
		return nil, err
	}
	if a.Services, err = NewServices(d, clock.System{}, a.log); err != nil {
		_ = d.Close()
		return nil, err
	}
	a.recorder = a.newRecorder()
	a.equip(a.config)
	if err := a.startLetters(); err != nil {
		_ = d.Close()
		return nil, err
	}
	a.handler = a.routes()
	return a, nil
}

// Handler is everything that is served, for tests and for OpenAPI.
func (a *App) Handler() http.Handler { return a.handler }

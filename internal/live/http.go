package live

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

// Schema tells the API's document that a Span is a number of seconds.
func (Span) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeNumber, Description: "seconds"}
}

const one = "/api/conferences/{conference}"

// ConferencePath names a conference in an address.
type ConferencePath struct {
	Conference string `path:"conference"`
}

type liveOutput struct{ Body Live }

type logInput struct {
	ConferencePath
	After int64 `query:"after" minimum:"0"`
}

type logOutput struct {
	Body struct {
		Events []LogEntry `json:"events"`
		Last   int64      `json:"last" doc:"revision to go on after; a page has up to a thousand events"`
	}
}

// Routes registers the package's operations, and the event stream on mux.
func (s *Service) Routes(h huma.API, mux *http.ServeMux) {
	web.Register(h, operation("live", http.MethodGet, "/live", "The running conference as the caller sees it"),
		func(ctx context.Context, in *ConferencePath) (*liveOutput, error) {
			return answer(s.Live(ctx, access.From(ctx), in.Conference))
		})
	web.Register(h, operation("log", http.MethodGet, "/log", "What happened, in order"),
		func(ctx context.Context, in *logInput) (*logOutput, error) {
			out := &logOutput{}
			var err error
			out.Body.Events, out.Body.Last, err = s.LogPage(ctx, access.From(ctx), in.Conference, in.After)
			return out, err
		})
	s.floorRoutes(h)
	s.agendaRoutes(h)
	s.programmeRoutes(h)
	s.delegateRoutes(h)
	s.seatRoutes(h)
	mux.HandleFunc("GET "+one+"/events", s.ServeEvents)
}

func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: one + path, Summary: summary, Tags: []string{"live"}}
}

func answer(l Live, err error) (*liveOutput, error) {
	if err != nil {
		return nil, err
	}
	return &liveOutput{Body: l}, nil
}

// post registers an act: a POST that answers with the conference after it.
func post[I any](h huma.API, id, path, summary string, do func(ctx context.Context, by access.Actor, in *I) (Live, error)) {
	act(h, operation(id, http.MethodPost, path, summary), do)
}

func act[I any](h huma.API, op huma.Operation, do func(ctx context.Context, by access.Actor, in *I) (Live, error)) {
	web.Register(h, op, func(ctx context.Context, in *I) (*liveOutput, error) {
		return answer(do(ctx, access.From(ctx), in))
	})
}

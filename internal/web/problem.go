package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"giaoban/internal/fault"
)

// AsProblem turns an error into what the client sees. A fault keeps its code;
// anything else is logged here, once, and becomes "internal".
func AsProblem(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	f := fault.As(err)
	if f == nil {
		if ctx.Err() == nil {
			slog.ErrorContext(ctx, "request failed", "error", err.Error())
		}
		return &Problem{Status: http.StatusInternalServerError, Code: "internal", Title: http.StatusText(http.StatusInternalServerError)}
	}
	p = &Problem{Status: status(f.Kind), Code: f.Code, Detail: f.Detail, Params: f.Params}
	p.Title = http.StatusText(p.Status)
	for _, x := range f.Fields {
		p.Fields = append(p.Fields, ProblemField(x))
	}
	return p
}

func status(k fault.Kind) int {
	switch k {
	case fault.KindInvalid:
		return http.StatusUnprocessableEntity
	case fault.KindUnauthorized:
		return http.StatusUnauthorized
	case fault.KindForbidden:
		return http.StatusForbidden
	case fault.KindNotFound:
		return http.StatusNotFound
	case fault.KindConflict:
		return http.StatusConflict
	case fault.KindGone:
		return http.StatusGone
	case fault.KindTooMany:
		return http.StatusTooManyRequests
	case fault.KindUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// WriteProblem answers a plain handler's request with the refusal.
func WriteProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := AsProblem(r.Context(), err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

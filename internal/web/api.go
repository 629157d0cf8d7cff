// Package web is the edge: the HTTP server, the API's frame, sessions' cookies
// into actors, problems, server-sent events and the embedded front end.
//
// Domain packages register their operations with Register; this package turns
// what they refuse into RFC 9457 problems and logs once what failed. It knows
// no rule of any domain.
package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Problem is a refusal as clients see it (RFC 9457, application/problem+json).
// Clients translate Code and each field's Rule and never show Detail.
type Problem struct {
	Status int               `json:"status" doc:"HTTP status"`
	Code   string            `json:"code" doc:"Stable code, for translation"`
	Title  string            `json:"title"`
	Detail string            `json:"detail,omitempty" doc:"For the log; not for people"`
	Fields []ProblemField    `json:"fields,omitempty" doc:"The fields of the input at fault"`
	Params map[string]string `json:"params,omitempty" doc:"What the translation may show"`
}

// ProblemField is one field at fault.
type ProblemField struct {
	Name  string `json:"name" doc:"Path in the body: indicators.i3.actual"`
	Rule  string `json:"rule" doc:"Stable code of the rule"`
	Value string `json:"value,omitempty" doc:"What was sent"`
}

func (p *Problem) Error() string { return p.Code }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is the media type of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// NewAPI mounts the API on mux. The document is at /api/openapi.json.
func NewAPI(mux *http.ServeMux) huma.API {
	huma.NewError = newProblem
	cfg := huma.DefaultConfig("Giao ban", "1.0.0")
	cfg.Info.Description = "Briefing conferences over many sites: report, conference, conclusion, directive, return."
	cfg.OpenAPIPath = "/api/openapi"
	cfg.DocsPath = ""
	cfg.SchemasPath = "/api/schemas"
	cfg.CreateHooks = nil // no $schema links in answers
	cfg.Transformers = nil
	return humago.New(mux, cfg)
}

// Register adds an operation whose handler refuses with faults.
func Register[I, O any](api huma.API, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, AsProblem(ctx, err)
		}
		return out, nil
	})
}

// newProblem is huma's hook for refusals of its own: a body that is not JSON,
// a missing field, a value of the wrong type.
func newProblem(status int, message string, errs ...error) huma.StatusError {
	p := &Problem{Status: status, Code: statusCode(status), Title: http.StatusText(status), Detail: message}
	for _, err := range errs {
		d, ok := err.(huma.ErrorDetailer)
		if !ok {
			continue
		}
		e := d.ErrorDetail()
		value, _ := e.Value.(string)
		p.Fields = append(p.Fields, ProblemField{
			Name: strings.TrimPrefix(e.Location, "body."), Rule: schemaRule(e.Message), Value: value,
		})
	}
	return p
}

func statusCode(status int) string {
	switch status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return "invalid_input"
	case http.StatusNotFound:
		return "not_found"
	case http.StatusRequestEntityTooLarge:
		return "too_large"
	case http.StatusUnsupportedMediaType, http.StatusNotAcceptable:
		return "media_type"
	}
	if status >= http.StatusInternalServerError {
		return "internal"
	}
	return "refused"
}

// schemaRule turns huma's English sentence into a stable rule.
func schemaRule(message string) string {
	for prefix, rule := range map[string]string{
		"expected required property": "required",
		"expected length >=":         "too_short",
		"expected length <=":         "too_long",
		"expected number":            "number",
		"expected integer":           "number",
		"expected value to be one":   "one_of",
		"expected string to be RFC":  "format",
		"unexpected property":        "unknown",
	} {
		if strings.HasPrefix(message, prefix) {
			return rule
		}
	}
	return "invalid"
}

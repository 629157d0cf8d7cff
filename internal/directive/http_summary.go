package directive

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

type summaryInput struct {
	Period   string `query:"period" pattern:"^[0-9]{4}-Q[1-4]$" doc:"a quarter, 2026-Q2; the present one where empty"`
	Quarters int    `query:"quarters" minimum:"1" maximum:"12" default:"4" doc:"of the trend, the period among them"`
}

type summaryOutput struct{ Body Summary }

type rulesBody struct {
	Rules []Rule `json:"rules" maxItems:"10"`
}

type rulesInput struct{ Body rulesBody }

type rulesOutput struct{ Body rulesBody }

func (s *Service) summaryRoutes(api huma.API) {
	web.Register(api, operation("summarise-directives", http.MethodGet, "/api/directives/summary", "What each unit did in a quarter, with its evaluation"),
		func(ctx context.Context, in *summaryInput) (*summaryOutput, error) {
			v, err := s.Summary(ctx, access.From(ctx), in.Period, in.Quarters)
			return &summaryOutput{Body: v}, err
		})
	rules := func(list []Rule, err error) (*rulesOutput, error) {
		return &rulesOutput{Body: rulesBody{Rules: list}}, err
	}
	web.Register(api, operation("get-evaluation-rules", http.MethodGet, "/api/directives/evaluation-rules", "The rules by which units are evaluated"),
		func(ctx context.Context, _ *struct{}) (*rulesOutput, error) {
			return rules(s.Rules(ctx, access.From(ctx)))
		})
	web.Register(api, operation("put-evaluation-rules", http.MethodPut, "/api/directives/evaluation-rules", "Set the rules by which units are evaluated"),
		func(ctx context.Context, in *rulesInput) (*rulesOutput, error) {
			return rules(s.SetRules(ctx, access.From(ctx), in.Body.Rules))
		})
}

package directive

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

type manyInput struct {
	Body struct {
		Act        Act `json:"act" enum:"acknowledge,confirm,return,extension_grant,extension_refuse,suspend,resume,cancel,remind"`
		Directives []struct {
			ID  string `json:"id"`
			Rev *int64 `json:"rev,omitempty" doc:"refused as stale where the directive has moved on"`
		} `json:"directives" doc:"500 at most"`
		Reason string `json:"reason,omitempty" doc:"of return, refusal, suspension, cancellation; words of a reminder"`
	}
}

type manyOutput struct {
	Body struct {
		Answers []Told `json:"answers" doc:"one for each directive, in the order asked"`
	}
}

type filtersOutput struct {
	Body struct {
		Filters []SavedFilter `json:"filters" doc:"the caller's own, by name"`
	}
}

type saveFilterInput struct {
	Body struct {
		Name  string            `json:"name"`
		Query map[string]string `json:"query"`
	}
}

type filterInput struct {
	ID string `path:"filter"`
}

func (s *Service) manyRoutes(api huma.API) {
	web.Register(api, operation("act-on-directives", http.MethodPost, "/api/directives/bulk", "One act on many directives, each answered for"),
		func(ctx context.Context, in *manyInput) (*manyOutput, error) {
			var chosen []One
			for _, d := range in.Body.Directives {
				one := One{ID: d.ID, Rev: -1}
				if d.Rev != nil {
					one.Rev = *d.Rev
				}
				chosen = append(chosen, one)
			}
			out := &manyOutput{}
			var err error
			out.Body.Answers, err = s.DoMany(ctx, access.From(ctx), in.Body.Act, chosen, Input{Text: text.NFC(in.Body.Reason)})
			return out, err
		})
	filters := func(list []SavedFilter, err error) (*filtersOutput, error) {
		out := &filtersOutput{}
		out.Body.Filters = list
		return out, err
	}
	const path = "/api/directives/filters"
	web.Register(api, operation("list-directive-filters", http.MethodGet, path, "The caller's saved filters"),
		func(ctx context.Context, _ *struct{}) (*filtersOutput, error) {
			return filters(s.Filters(ctx, access.From(ctx)))
		})
	web.Register(api, operation("save-directive-filter", http.MethodPost, path, "Keep a filter under a name"),
		func(ctx context.Context, in *saveFilterInput) (*filtersOutput, error) {
			return filters(s.SaveFilter(ctx, access.From(ctx), SavedFilter{Name: in.Body.Name, Query: in.Body.Query}))
		})
	web.Register(api, operation("drop-directive-filter", http.MethodDelete, path+"/{filter}", "Forget a saved filter"),
		func(ctx context.Context, in *filterInput) (*filtersOutput, error) {
			return filters(s.DropFilter(ctx, access.From(ctx), in.ID))
		})
}

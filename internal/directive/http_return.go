package directive

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

type reviewOutput struct{ Body Review }

type searchInput struct {
	ID    string `path:"series"`
	Words string `query:"q" maxLength:"200" doc:"words, with or without diacritics"`
	After string `query:"after" maxLength:"400" doc:"next of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type memoryOutput struct{ Body Memory }

type remindersOutput struct {
	Body struct {
		Reminders []Reminder `json:"reminders" doc:"the most pressing kind first"`
	}
}

func (s *Service) returnRoutes(api huma.API) {
	web.Register(api, operation("carry-over", http.MethodPost, deskPath+"/carry-over", "Put everything still open before this conference"),
		func(ctx context.Context, in *conferenceInput) (*carryOutput, error) {
			v, err := s.Carry(ctx, access.From(ctx), in.ID)
			return &carryOutput{Body: v}, err
		})
	web.Register(api, operation("get-review", http.MethodGet, deskPath+"/review", "The chair's talking page, unit by unit"),
		func(ctx context.Context, in *conferenceInput) (*reviewOutput, error) {
			v, err := s.Review(ctx, access.From(ctx), in.ID)
			return &reviewOutput{Body: v}, err
		})
	web.Register(api, operation("search-series", http.MethodGet, "/api/series/{series}/search", "Everything that a series has concluded on some words"),
		func(ctx context.Context, in *searchInput) (*memoryOutput, error) {
			v, err := s.Remember(ctx, access.From(ctx), in.ID, in.Words, in.After, in.Limit)
			return &memoryOutput{Body: v}, err
		})
	web.Register(api, operation("list-reminders", http.MethodGet, "/api/reminders", "What waits for the caller"),
		func(ctx context.Context, _ *struct{}) (*remindersOutput, error) {
			out := &remindersOutput{}
			var err error
			out.Body.Reminders, err = s.Reminders(ctx, access.From(ctx))
			return out, err
		})
}

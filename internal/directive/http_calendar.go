package directive

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/ical"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

type calendarInput struct{ FilterInput }

type calendarOutput struct{ Body Calendar }

type calendarFileInput struct {
	FilterInput
	Lang string `query:"lang" enum:"vi,en" default:"vi"`
}

func (s *Service) calendarRoutes(api huma.API) {
	web.Register(api, operation("directive-calendar", http.MethodGet, "/api/directives/calendar", "What falls due between two days; the present month where none are named"),
		func(ctx context.Context, in *calendarInput) (*calendarOutput, error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			v, err := s.Calendar(ctx, access.From(ctx), f)
			return &calendarOutput{Body: v}, err
		})
	file := operation("directive-calendar-file", http.MethodGet, "/api/directives/calendar.ics", "What falls due, for a calendar program; a month back and a year on where no days are named")
	web.RegisterFile(api, file, "A calendar file", func(ctx context.Context, in *calendarFileInput) (web.File, error) {
		f, err := in.filter()
		if err != nil {
			return web.File{}, err
		}
		b, err := s.CalendarFile(ctx, access.From(ctx), f, text.Lang(in.Lang))
		return web.File{MediaType: ical.MediaType, Name: "thoi-han.ics", Size: int64(len(b)), Content: io.NopCloser(bytes.NewReader(b))}, err
	})
}

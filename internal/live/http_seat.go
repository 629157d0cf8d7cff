package live

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

type (
	seatsOutput struct {
		Body struct {
			Seats []SeatedDevice `json:"seats"`
		}
	}
	endSeatInput struct {
		ConferencePath
		Seat    string `path:"seat"`
		NewLink bool   `query:"new_link" doc:"the link by which the device came, and codes not used yet, open nothing any more"`
	}
)

func (s *Service) seatRoutes(h huma.API) {
	web.Register(h, operation("list-seats", http.MethodGet, "/seats", "The devices that were let in"),
		func(ctx context.Context, in *ConferencePath) (*seatsOutput, error) {
			out := &seatsOutput{}
			var err error
			out.Body.Seats, err = s.Seats(ctx, access.From(ctx), in.Conference)
			return out, err
		})
	web.Register(h, operation("end-seat", http.MethodDelete, "/seats/{seat}", "Put one device out"),
		func(ctx context.Context, in *endSeatInput) (*seatsOutput, error) {
			out := &seatsOutput{}
			var err error
			out.Body.Seats, err = s.EndSeat(ctx, access.From(ctx), in.Conference, in.Seat, in.NewLink)
			return out, err
		})
}

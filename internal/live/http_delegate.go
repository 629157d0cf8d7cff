package live

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

// DelegateInput is a delegate as it is listed.
type DelegateInput struct {
	ID    string `json:"id,omitempty" doc:"keeps a delegate's identity; empty for a new one"`
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	Unit  string `json:"unit,omitempty"`
}

// DelegatePath names a delegate in an address.
type DelegatePath struct {
	ConferencePath
	Delegate string `path:"delegate"`
}

type (
	delegatesOutput struct {
		Body struct {
			Delegates []Delegate `json:"delegates"`
		}
	}
	saveDelegatesInput struct {
		ConferencePath
		Site string `path:"site"`
		Body struct {
			Delegates []DelegateInput `json:"delegates"`
		}
	}
	tickInput struct {
		DelegatePath
		Body struct {
			Presence DelegatePresence `json:"presence" enum:"expected,present,absent"`
		}
	}
	invitationOutput struct{ Body Invitation }
)

func (s *Service) delegateRoutes(h huma.API) {
	web.Register(h, operation("list-delegates", http.MethodGet, "/delegates", "The delegates that the caller may see"),
		func(ctx context.Context, in *ConferencePath) (*delegatesOutput, error) {
			out := &delegatesOutput{}
			var err error
			out.Body.Delegates, err = s.Delegates(ctx, access.From(ctx), in.Conference)
			return out, err
		})
	web.Register(h, operation("save-delegates", http.MethodPut, "/sites/{site}/delegates", "Replace a site's list of delegates"),
		func(ctx context.Context, in *saveDelegatesInput) (*delegatesOutput, error) {
			list := make([]Delegate, 0, len(in.Body.Delegates))
			for _, d := range in.Body.Delegates {
				list = append(list, Delegate{ID: d.ID, Name: d.Name, Title: d.Title, Unit: d.Unit})
			}
			out := &delegatesOutput{}
			var err error
			out.Body.Delegates, err = s.SaveDelegates(ctx, access.From(ctx), in.Conference, in.Site, list)
			return out, err
		})
	post(h, "tick-delegate", "/delegates/{delegate}/presence", "Note that a delegate came, or did not",
		func(ctx context.Context, by access.Actor, in *tickInput) (Live, error) {
			return s.TickDelegate(ctx, by, in.Conference, in.Delegate, in.Body.Presence)
		})
	web.Register(h, operation("invite-delegate", http.MethodPost, "/delegates/{delegate}/invitation", "A link and a code for a delegate's own device"),
		func(ctx context.Context, in *DelegatePath) (*invitationOutput, error) {
			v, err := s.Invite(ctx, access.From(ctx), in.Conference, in.Delegate)
			return &invitationOutput{Body: v}, err
		})
}

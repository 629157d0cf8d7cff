package live

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/meeting"
)

type (
	askInput struct {
		ConferencePath
		Body struct {
			SiteID       string   `json:"site_id,omitempty" doc:"a site's own device leaves it out"`
			Topic        string   `json:"topic,omitempty"`
			Category     Category `json:"category,omitempty" enum:"point_of_order,reply,report,discussion" default:"discussion"`
			SpeakerName  string   `json:"speaker_name,omitempty"`
			SpeakerTitle string   `json:"speaker_title,omitempty"`
			DelegateID   string   `json:"delegate_id,omitempty" doc:"who speaks, from the site's list; a delegate's own device leaves it out"`
		}
	}
	requestInput struct {
		ConferencePath
		Request string `path:"request"`
		Reason  string `query:"reason"`
	}
	orderInput struct {
		ConferencePath
		Body struct {
			RequestIDs []string `json:"request_ids"`
			Rev        int64    `json:"rev" doc:"revision at which the order was seen"`
		}
	}
	grantInput struct {
		ConferencePath
		Body struct {
			RequestID    string  `json:"request_id,omitempty"`
			SiteID       string  `json:"site_id,omitempty"`
			LimitSeconds float64 `json:"limit_seconds,omitempty" minimum:"0"`
			InsteadOf    string  `json:"instead_of,omitempty" doc:"the holder whose speech this ends; without it the act is refused while another site speaks"`
		}
	}
	insteadInput struct {
		ConferencePath
		Body *struct {
			InsteadOf *string `json:"instead_of,omitempty" doc:"refused where another site than this one holds the floor; of a dialogue the first counts"`
		}
	}
	takeInput struct {
		ConferencePath
		Body *struct {
			LimitSeconds float64 `json:"limit_seconds,omitempty" minimum:"0"`
			InsteadOf    *string `json:"instead_of,omitempty" doc:"refused unless this site still holds the floor; empty for nobody"`
		}
	}
	extendInput struct {
		ConferencePath
		Body struct {
			Seconds float64 `json:"seconds"`
		}
	}
	dialogueInput struct {
		ConferencePath
		Body struct {
			SiteIDs      []string `json:"site_ids"`
			LimitSeconds float64  `json:"limit_seconds,omitempty" minimum:"0"`
			InsteadOf    *string  `json:"instead_of,omitempty" doc:"refused unless this site still holds the floor; empty for nobody"`
		}
	}
)

// spanOf reads seconds as a client sends them. What is out of all bounds stays
// out of the rule's bounds.
func spanOf(seconds float64) time.Duration {
	const most = 1e6
	return time.Duration(min(max(seconds, -1), most) * float64(time.Second)).Truncate(time.Millisecond)
}

func (s *Service) floorRoutes(h huma.API) {
	post(h, "ask", "/floor/requests", "Ask for the floor",
		func(ctx context.Context, by access.Actor, in *askInput) (Live, error) {
			b := in.Body
			return s.Ask(ctx, by, in.Conference, Request{
				SiteID: b.SiteID, Topic: b.Topic, Category: b.Category, SpeakerName: b.SpeakerName, SpeakerTitle: b.SpeakerTitle,
				DelegateID: meeting.Ref(b.DelegateID),
			})
		})
	act(h, operation("drop-request", http.MethodDelete, "/floor/requests/{request}", "Withdraw a request, or refuse it with a reason"),
		func(ctx context.Context, by access.Actor, in *requestInput) (Live, error) {
			return s.DropRequest(ctx, by, in.Conference, in.Request, in.Reason)
		})
	post(h, "defer-request", "/floor/requests/{request}/defer", "Move a request behind its rank",
		func(ctx context.Context, by access.Actor, in *requestInput) (Live, error) {
			return s.DeferRequest(ctx, by, in.Conference, in.Request)
		})
	act(h, operation("order-floor", http.MethodPut, "/floor/order", "Order the queue"),
		func(ctx context.Context, by access.Actor, in *orderInput) (Live, error) {
			return s.Reorder(ctx, by, in.Conference, in.Body.RequestIDs, in.Body.Rev)
		})
	post(h, "grant-floor", "/floor/grant", "Give the floor to a request or a site",
		func(ctx context.Context, by access.Actor, in *grantInput) (Live, error) {
			b := in.Body
			return s.GiveFloor(ctx, by, in.Conference, Grant{
				Request: b.RequestID, Site: b.SiteID, Limit: spanOf(b.LimitSeconds), InsteadOf: b.InsteadOf,
			})
		})
	instead := func(id, path, summary string, do func(context.Context, access.Actor, ConferenceID, *SiteID) (Live, error)) {
		post(h, id, path, summary, func(ctx context.Context, by access.Actor, in *insteadInput) (Live, error) {
			if in.Body == nil {
				return do(ctx, by, in.Conference, nil)
			}
			return do(ctx, by, in.Conference, in.Body.InsteadOf)
		})
	}
	instead("next-speaker", "/floor/next", "Give the floor to the first of the queue", s.Next)
	instead("take-back-floor", "/floor/take-back", "Return the floor to the chair", s.TakeBack)
	instead("interrupt-speaker", "/floor/interrupt", "Return the floor to the chair; the speaker goes on later with what is left", s.Interrupt)
	s.speechRoutes(h)
}

func (s *Service) speechRoutes(h huma.API) {
	simple := func(id, path, summary string, do func(context.Context, access.Actor, ConferenceID) (Live, error)) {
		post(h, id, path, summary, func(ctx context.Context, by access.Actor, in *ConferencePath) (Live, error) {
			return do(ctx, by, in.Conference)
		})
	}
	simple("confirm-floor", "/floor/confirm", "Open the microphone of who is on the air after a return or a mute", s.Confirm)
	simple("pause-clock", "/floor/pause", "Stop the speaker's clock", s.PauseClock)
	simple("resume-clock", "/floor/resume", "Let the speaker's clock run on", s.ResumeClock)
	post(h, "extend-floor", "/floor/extend", "Add time to the speech",
		func(ctx context.Context, by access.Actor, in *extendInput) (Live, error) {
			return s.Extend(ctx, by, in.Conference, spanOf(in.Body.Seconds))
		})
	post(h, "open-dialogue", "/floor/dialogue", "Put two or three sites on the floor at once",
		func(ctx context.Context, by access.Actor, in *dialogueInput) (Live, error) {
			return s.OpenDialogue(ctx, by, in.Conference, in.Body.SiteIDs, spanOf(in.Body.LimitSeconds), in.Body.InsteadOf)
		})
}

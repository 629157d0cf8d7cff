package live

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/meeting"
)

type (
	itemInput struct {
		ConferencePath
		Item string `path:"item"`
	}
	insertInput struct {
		ConferencePath
		Body struct {
			meeting.ItemInput
			AfterID meeting.Ref `json:"after_id,omitempty" doc:"the item behind which it goes; none for the first place"`
		}
	}
	rulesInput struct {
		ConferencePath
		Body struct {
			SpeechSeconds      float64 `json:"speech_seconds" doc:"limit of a speech where neither act nor agenda item names one"`
			SiteQuotaSeconds   float64 `json:"site_quota_seconds" doc:"what one site may speak in all; 0: no bound"`
			PersonQuotaSeconds float64 `json:"person_quota_seconds,omitempty" doc:"what one person may speak in all; 0: no bound"`
			AutoNext           bool    `json:"auto_next" doc:"the floor goes on by itself when a speech is over"`
		}
	}
	stateInput struct {
		ConferencePath
		Body struct {
			To     meeting.State `json:"to" enum:"published,checking,live,paused,closed,cancelled"`
			Reason string        `json:"reason,omitempty" doc:"for cancelled, which needs one"`
		}
	}
)

func (s *Service) agendaRoutes(h huma.API) {
	post(h, "move-conference", "/state", "Publish, check, open, pause, resume, close or cancel",
		func(ctx context.Context, by access.Actor, in *stateInput) (Live, error) {
			if in.Body.To == meeting.Cancelled {
				return s.Cancel(ctx, by, in.Conference, in.Body.Reason)
			}
			return s.Move(ctx, by, in.Conference, in.Body.To)
		})
	act(h, operation("set-rules", http.MethodPut, "/rules", "Settle limit, quota and automatic next"),
		func(ctx context.Context, by access.Actor, in *rulesInput) (Live, error) {
			b := in.Body
			return s.SetRules(ctx, by, in.Conference, Rules{
				SpeechSeconds: Span(spanOf(b.SpeechSeconds)), SiteQuota: Span(spanOf(b.SiteQuotaSeconds)),
				PersonQuota: Span(spanOf(b.PersonQuotaSeconds)), AutoNext: b.AutoNext,
			})
		})
	post(h, "next-item", "/agenda/next", "Go on in the agenda",
		func(ctx context.Context, by access.Actor, in *ConferencePath) (Live, error) {
			return s.NextItem(ctx, by, in.Conference)
		})
	post(h, "previous-item", "/agenda/previous", "Go back in the agenda",
		func(ctx context.Context, by access.Actor, in *ConferencePath) (Live, error) {
			return s.PreviousItem(ctx, by, in.Conference)
		})
	post(h, "insert-item", "/agenda", "Add an agenda item while the conference runs",
		func(ctx context.Context, by access.Actor, in *insertInput) (Live, error) {
			return s.InsertItem(ctx, by, in.Conference, in.Body.Item(), string(in.Body.AfterID))
		})
	onItem := func(id, path, summary string, do func(context.Context, access.Actor, ConferenceID, ItemID) (Live, error)) {
		post(h, id, "/agenda/{item}"+path, summary, func(ctx context.Context, by access.Actor, in *itemInput) (Live, error) {
			return do(ctx, by, in.Conference, in.Item)
		})
	}
	onItem("go-to-item", "/go", "Start an agenda item", s.GoToItem)
	onItem("skip-item", "/skip", "Drop an agenda item", s.SkipItem)
	onItem("defer-item", "/defer", "Put an agenda item off", s.DeferItem)
}

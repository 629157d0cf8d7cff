package live

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/meeting"
)

type (
	muteInput struct {
		ConferencePath
		Body struct {
			SiteID string `json:"site_id,omitempty"`
			All    bool   `json:"all,omitempty"`
		}
	}
	previewInput struct {
		ConferencePath
		Body struct {
			SiteID meeting.Ref `json:"site_id" doc:"null looks at none"`
		}
	}
	browseInput struct {
		ConferencePath
		Body struct {
			Seconds *float64 `json:"seconds" nullable:"true" doc:"for each site; null ends it"`
		}
	}
	sceneInput struct {
		ConferencePath
		Body struct {
			Scene      Scene      `json:"scene" enum:"speaker,content,wall,split,title,break"`
			BreakUntil *time.Time `json:"break_until,omitempty" nullable:"true"`
			ChairInset *bool      `json:"chair_inset,omitempty" doc:"left out: as it is"`
		}
	}
	contentInput struct {
		ConferencePath
		Body struct {
			PaperID meeting.Ref `json:"paper_id" doc:"null takes the paper away"`
			Page    int         `json:"page,omitempty" doc:"from 1; left out: the first"`
		}
	}
	bannerInput struct {
		ConferencePath
		Body struct {
			Text meeting.Ref `json:"text" doc:"null removes it"`
		}
	}
	attendanceInput struct {
		ConferencePath
		Site string `path:"site"`
		Body struct {
			Status    Attendance `json:"status" enum:"present,late,absent,excused"`
			Headcount *int       `json:"headcount,omitempty" nullable:"true"`
			Note      string     `json:"note,omitempty"`
		}
	}
)

func (s *Service) programmeRoutes(h huma.API) {
	post(h, "mute", "/mute", "Close one microphone or all",
		func(ctx context.Context, by access.Actor, in *muteInput) (Live, error) {
			return s.Mute(ctx, by, in.Conference, in.Body.SiteID, in.Body.All)
		})
	post(h, "preview", "/programme/preview", "Look at a site before it goes on the air",
		func(ctx context.Context, by access.Actor, in *previewInput) (Live, error) {
			return s.Preview(ctx, by, in.Conference, string(in.Body.SiteID))
		})
	post(h, "browse", "/programme/browse", "Look round the sites, one after another",
		func(ctx context.Context, by access.Actor, in *browseInput) (Live, error) {
			if in.Body.Seconds == nil {
				return s.SetBrowse(ctx, by, in.Conference, 0)
			}
			return s.SetBrowse(ctx, by, in.Conference, max(spanOf(*in.Body.Seconds), time.Millisecond))
		})
	post(h, "take", "/programme/take", "Give the floor to the previewed site",
		func(ctx context.Context, by access.Actor, in *takeInput) (Live, error) {
			if in.Body == nil {
				return s.Take(ctx, by, in.Conference, 0, nil)
			}
			return s.Take(ctx, by, in.Conference, spanOf(in.Body.LimitSeconds), in.Body.InsteadOf)
		})
	post(h, "scene", "/programme/scene", "Compose the programme's picture",
		func(ctx context.Context, by access.Actor, in *sceneInput) (Live, error) {
			var until time.Time
			if in.Body.BreakUntil != nil {
				until = *in.Body.BreakUntil
			}
			return s.SetScene(ctx, by, in.Conference, in.Body.Scene, until, in.Body.ChairInset)
		})
	post(h, "content", "/programme/content", "Put a page of a paper on the screens, or turn to it",
		func(ctx context.Context, by access.Actor, in *contentInput) (Live, error) {
			if in.Body.Page == 0 {
				in.Body.Page = 1
			}
			return s.ShowPage(ctx, by, in.Conference, string(in.Body.PaperID), in.Body.Page)
		})
	post(h, "banner", "/programme/banner", "Put a line of text over the programme",
		func(ctx context.Context, by access.Actor, in *bannerInput) (Live, error) {
			return s.SetBanner(ctx, by, in.Conference, string(in.Body.Text))
		})
	post(h, "note-attendance", "/sites/{site}/attendance", "The roll call of one site",
		func(ctx context.Context, by access.Actor, in *attendanceInput) (Live, error) {
			return s.NoteAttendance(ctx, by, in.Conference, in.Site, in.Body.Status, in.Body.Headcount, in.Body.Note)
		})
}

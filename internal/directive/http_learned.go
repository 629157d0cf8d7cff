package directive

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

const lessonsPath = "/api/draft-lessons"

// LessonView is one thing that corrections have taught the drafting.
type LessonView struct {
	ID           string     `json:"id"`
	Kind         LessonKind `json:"kind" enum:"alias,introducer,not_directive"`
	Words        string     `json:"words" doc:"as written"`
	UnitIDs      []string   `json:"unit_ids" doc:"whom an alias names"`
	ConferenceID string     `json:"conference_id" doc:"whose conclusion taught it; empty by hand"`
	TaughtAt     time.Time  `json:"taught_at"`
	TaughtBy     string     `json:"taught_by"`
}

type lessonsOutput struct {
	Body struct {
		Lessons []LessonView `json:"lessons"`
	}
}

type teachInput struct {
	Body struct {
		Kind    LessonKind `json:"kind" enum:"alias,introducer,not_directive"`
		Words   string     `json:"words" maxLength:"2000"`
		UnitIDs []string   `json:"unit_ids,omitempty" doc:"of an alias"`
	}
}

type lessonInput struct {
	Lesson string `path:"lesson"`
}

func answerLessons(lessons []Lesson, err error) (*lessonsOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &lessonsOutput{}
	out.Body.Lessons = []LessonView{}
	for _, r := range lessons {
		out.Body.Lessons = append(out.Body.Lessons, LessonView{
			ID: r.ID, Kind: r.Kind, Words: r.Words, UnitIDs: filled(r.UnitIDs), ConferenceID: r.ConferenceID,
			TaughtAt: r.TaughtAt, TaughtBy: r.TaughtBy,
		})
	}
	return out, nil
}

func (s *Service) lessonRoutes(api huma.API) {
	web.Register(api, operation("list-draft-lessons", http.MethodGet, lessonsPath, "What corrections of drafts have taught"),
		func(ctx context.Context, _ *struct{}) (*lessonsOutput, error) {
			return answerLessons(s.Lessons(ctx, access.From(ctx)))
		})
	web.Register(api, operation("teach-draft-lesson", http.MethodPost, lessonsPath, "An alias, introducer or passage by hand"),
		func(ctx context.Context, in *teachInput) (*lessonsOutput, error) {
			r := Lesson{Kind: in.Body.Kind, Words: in.Body.Words, UnitIDs: in.Body.UnitIDs}
			return answerLessons(s.Teach(ctx, access.From(ctx), r))
		})
	web.Register(api, operation("drop-draft-lesson", http.MethodDelete, lessonsPath+"/{lesson}", "Take back what was learned"),
		func(ctx context.Context, in *lessonInput) (*lessonsOutput, error) {
			return answerLessons(s.Unteach(ctx, access.From(ctx), in.Lesson))
		})
}

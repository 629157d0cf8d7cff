package directive

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

type givePartInput struct {
	ID   string `path:"id"`
	Body struct {
		UnitID   string `json:"unit_id" doc:"below the giver, or coordinating where the lead gives"`
		Text     string `json:"text"`
		Deadline string `json:"deadline,omitempty" doc:"YYYY-MM-DD, not after the directive's"`
		Leads    bool   `json:"leads,omitempty" doc:"of the giver's parts this one leads"`
	}
}

type partInput struct {
	ID   string `path:"id"`
	Part string `path:"part"`
	Body struct {
		Text    string   `json:"text"`
		Percent int      `json:"percent,omitempty" doc:"of progress"`
		FileIDs []string `json:"file_ids,omitempty" doc:"evidence attached before"`
	}
}

type takeBackInput struct {
	ID   string `path:"id"`
	Part string `path:"part"`
	Body struct {
		Reason string `json:"reason"`
	}
}

type occurrenceInput struct {
	ID   string `path:"id"`
	Day  string `path:"day" doc:"YYYY-MM-DD, on which it fell due"`
	Body struct {
		Text    string   `json:"text"`
		FileIDs []string `json:"file_ids,omitempty" doc:"evidence attached before"`
	}
}

func story(v Story, err error) (*storyOutput, error) {
	if err != nil {
		return nil, err
	}
	return &storyOutput{Body: v}, nil
}

func (s *Service) partRoutes(api huma.API) {
	const one = "/api/directives/{id}"
	web.Register(api, operation("give-part", http.MethodPost, one+"/parts", "Hand a part on to a unit below, or to one that coordinates"),
		func(ctx context.Context, in *givePartInput) (*storyOutput, error) {
			until, err := parseDay("deadline", in.Body.Deadline)
			if err != nil {
				return nil, err
			}
			return story(s.GivePart(ctx, access.From(ctx), in.ID, NewPart{
				UnitID: in.Body.UnitID, Text: in.Body.Text, Deadline: until, Leads: in.Body.Leads,
			}))
		})
	for _, p := range []struct {
		id, path, summary string
		done              bool
	}{
		{"part-progress", "/progress", "Report progress on a part", false},
		{"part-done", "/done", "Report a part done", true},
	} {
		web.Register(api, operation(p.id, http.MethodPost, one+"/parts/{part}"+p.path, p.summary),
			func(ctx context.Context, in *partInput) (*storyOutput, error) {
				return story(s.ReportPart(ctx, access.From(ctx), in.ID, in.Part, p.done, Input{
					Text: in.Body.Text, Percent: in.Body.Percent, FileIDs: in.Body.FileIDs,
				}))
			})
	}
	web.Register(api, operation("take-part-back", http.MethodPost, one+"/parts/{part}/take-back", "Take a part back, and what was handed on of it"),
		func(ctx context.Context, in *takeBackInput) (*storyOutput, error) {
			return story(s.TakePartBack(ctx, access.From(ctx), in.ID, in.Part, in.Body.Reason))
		})
	web.Register(api, operation("occurrence-done", http.MethodPost, one+"/occurrences/{day}/done", "Report one turn of a recurring directive done"),
		func(ctx context.Context, in *occurrenceInput) (*storyOutput, error) {
			due, err := parseDay("day", in.Day)
			if err != nil {
				return nil, err
			}
			return story(s.ReportOccurrence(ctx, access.From(ctx), in.ID, due, Input{Text: in.Body.Text, FileIDs: in.Body.FileIDs}))
		})
}

type attachInput struct {
	ID      string `path:"id"`
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

type attachOutput struct{ Body File }

type openFileInput struct {
	ID   string `path:"id"`
	File string `path:"file"`
}

// admit refuses who may not attach before a byte of the file is read, and
// bounds what is read of it.
func (s *Service) admit(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	if _, err := s.mayAttach(r.Context(), access.From(r.Context()), ctx.Param("id")); err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxFile+1<<20)
	next(ctx)
}

func (s *Service) fileRoutes(api huma.API) {
	attach := operation("attach-file", http.MethodPost, "/api/directives/{id}/files", "Attach evidence for the next report")
	attach.Middlewares = huma.Middlewares{s.admit}
	attach.DefaultStatus = http.StatusCreated
	web.Register(api, attach, func(ctx context.Context, in *attachInput) (*attachOutput, error) {
		file := in.RawBody.Data().File
		defer func() { _ = in.RawBody.Form.RemoveAll() }()
		f, err := s.Attach(ctx, access.From(ctx), in.ID, file.Filename, file)
		return &attachOutput{Body: f}, err
	})
	open := operation("get-file", http.MethodGet, "/api/directives/{id}/files/{file}", "A file of evidence")
	web.RegisterFile(api, open, "The file, to be saved", func(ctx context.Context, in *openFileInput) (web.File, error) {
		f, r, err := s.OpenFile(ctx, access.From(ctx), in.ID, in.File)
		return web.File{MediaType: f.MediaType, Name: f.Name, Size: f.Size, Content: r}, err
	})
}

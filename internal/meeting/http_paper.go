package meeting

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

type (
	papersOutput struct {
		Body struct {
			Papers []Paper `json:"papers"`
		}
	}
	addPaperInput struct {
		ConferencePath
		Item    string `path:"item"`
		Mark    Mark   `query:"mark" doc:"internal: not for watchers; empty: none"`
		RawBody huma.MultipartFormFiles[struct {
			File huma.FormFile `form:"file" required:"true"`
		}]
	}
	paperOutput struct{ Body Paper }
	paperInput  struct {
		ConferencePath
		Paper string `path:"paper"`
	}
)

// admitPaper refuses who may not add a paper before a byte of the file is
// read, and bounds what is read of it.
func (s *Service) admitPaper(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	if err := s.MayAddPaper(r.Context(), access.From(r.Context()), ctx.Param("conference"), ctx.Param("item")); err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxPaper+1<<20)
	next(ctx)
}

func (s *Service) paperRoutes(h huma.API) {
	const papers = "/api/conferences/{conference}/papers"
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"meeting"}}
	}
	web.Register(h, op("list-papers", http.MethodGet, papers, "The papers that the caller may read"),
		func(ctx context.Context, in *ConferencePath) (*papersOutput, error) {
			out := &papersOutput{}
			var err error
			out.Body.Papers, err = s.Papers(ctx, access.From(ctx), in.Conference)
			return out, err
		})
	add := op("add-paper", http.MethodPost, "/api/conferences/{conference}/agenda/{item}/papers", "Add a paper to an agenda item")
	add.Middlewares = huma.Middlewares{s.admitPaper}
	add.DefaultStatus = http.StatusCreated
	web.Register(h, add, func(ctx context.Context, in *addPaperInput) (*paperOutput, error) {
		file := in.RawBody.Data().File
		defer func() { _ = in.RawBody.Form.RemoveAll() }()
		p, err := s.AddPaper(ctx, access.From(ctx), in.Conference, in.Item, file.Filename, in.Mark, file)
		return &paperOutput{Body: p}, err
	})
	web.Register(h, op("remove-paper", http.MethodDelete, papers+"/{paper}", "Take a paper away, before the conference is opened"),
		func(ctx context.Context, in *paperInput) (*struct{}, error) {
			return nil, s.RemovePaper(ctx, access.From(ctx), in.Conference, in.Paper)
		})
	open := op("get-paper", http.MethodGet, papers+"/{paper}", "A paper's file")
	web.RegisterFile(h, open, "The file, as an attachment", func(ctx context.Context, in *paperInput) (web.File, error) {
		p, r, err := s.OpenPaper(ctx, access.From(ctx), in.Conference, in.Paper)
		return web.File{MediaType: p.MediaType, Name: p.Name, Size: p.Size, Content: r}, err
	})
}

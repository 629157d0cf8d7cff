package paper

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/doc"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

// Renderer turns a document into a file: docx.Render.
type Renderer func(w io.Writer, d doc.Document) error

type paperInput struct {
	ID   string `path:"id"`
	Lang string `query:"lang" enum:"vi,en" default:"vi" doc:"the paper's language"`
}

type minutesOutput struct {
	Body struct {
		Profile string      `json:"profile" doc:"the official form: party-hd36-2018, state-nd30-2020, common"`
		Blocks  []doc.Block `json:"blocks"`
	}
}

type fileOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Cache       string `header:"Cache-Control"`
	Body        []byte
}

const conferencePath = "/api/conferences/{id}"

// Routes registers the package's operations. Files are made by render and
// served as contentType with the given extension (".docx").
func (s *Service) Routes(api huma.API, render Renderer, contentType, extension string) {
	web.Register(api, huma.Operation{
		OperationID: "get-minutes", Method: http.MethodGet, Path: conferencePath + "/minutes",
		Summary: "The minutes as blocks, for a preview", Tags: []string{"paper"},
	}, func(ctx context.Context, in *paperInput) (*minutesOutput, error) {
		d, err := s.Minutes(ctx, access.From(ctx), in.ID, text.Lang(in.Lang))
		out := &minutesOutput{}
		out.Body.Profile, out.Body.Blocks = d.Profile.Name, d.Blocks
		return out, err
	})
	file := func(name, summary, filename string, write func(context.Context, access.Actor, string, text.Lang) (doc.Document, error)) {
		web.Register(api, huma.Operation{
			OperationID: "get-" + name + "-file", Method: http.MethodGet, Path: conferencePath + "/" + name + extension,
			Summary: summary, Tags: []string{"paper"},
			Responses: map[string]*huma.Response{"200": {
				Description: "The file",
				Content: map[string]*huma.MediaType{contentType: {
					Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"},
				}},
			}},
		}, func(ctx context.Context, in *paperInput) (*fileOutput, error) {
			d, err := write(ctx, access.From(ctx), in.ID, text.Lang(in.Lang))
			if err != nil {
				return nil, err
			}
			var buf bytes.Buffer
			if err := render(&buf, d); err != nil {
				return nil, fmt.Errorf("render %s of %s: %w", name, in.ID, err)
			}
			day := text.DateOf(d.Created.In(s.zone)).String()
			return &fileOutput{
				ContentType: contentType, Cache: "no-store", Body: buf.Bytes(),
				Disposition: fmt.Sprintf("attachment; filename=%q", filename+"-"+day+extension),
			}, nil
		})
	}
	file("minutes", "The minutes as a file", "bien-ban", s.Minutes)
	file("notice", "The notice of the conclusion as a file", "thong-bao-ket-luan", s.Notice)
}

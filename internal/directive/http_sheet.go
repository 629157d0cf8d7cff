package directive

import (
	"bytes"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"giaoban/internal/access"
	"giaoban/internal/blob"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

type exportInput struct {
	FilterInput
	Lang string `query:"lang" enum:"vi,en" default:"vi"`
}

type importInput struct {
	DryRun     bool   `query:"dry_run" doc:"only tell what is wrong"`
	Conference string `query:"conference" doc:"at which they were issued, where at one"`
	RawBody    huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

type importOutput struct{ Body Imported }

// admitImport refuses who may not import before a byte of the table is read.
func admitImport(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	if err := may(access.From(r.Context()), ActImport, &Directive{}); err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxImportBytes+1<<20)
	next(ctx)
}

func (s *Service) sheetRoutes(api huma.API) {
	export := operation("export-directives", http.MethodGet, "/api/directives/export.xlsx", "The list as a spreadsheet")
	export.Responses = map[string]*huma.Response{"200": {
		Description: "The spreadsheet",
		Content:     map[string]*huma.MediaType{sheetType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}}
	web.Register(api, export, func(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
		f, err := in.filter()
		if err != nil {
			return nil, err
		}
		var file bytes.Buffer
		if err := s.Export(ctx, access.From(ctx), f, text.Lang(in.Lang), &file); err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(out huma.Context) {
			web.Attachment(out, sheetType, "nhiem-vu-"+s.today().String()+".xlsx", int64(file.Len()))
			_, _ = file.WriteTo(out.BodyWriter()) // the reader has gone
		}}, nil
	})
	take := operation("import-directives", http.MethodPost, "/api/directives/import", "Take directives from elsewhere over: XLSX or CSV")
	take.Middlewares = huma.Middlewares{admitImport}
	web.Register(api, take, func(ctx context.Context, in *importInput) (*importOutput, error) {
		file := in.RawBody.Data().File
		defer func() { _ = in.RawBody.Form.RemoveAll() }()
		v, err := s.Import(ctx, access.From(ctx), in.Conference, blob.FileName(file.Filename), file, in.DryRun)
		return &importOutput{Body: v}, err
	})
}

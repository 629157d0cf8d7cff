package web

import (
	"context"
	"io"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// File is a file that a domain package hands out; Content is closed once it was
// sent. Size is in bytes.
type File struct {
	MediaType, Name string
	Size            int64
	Content         io.ReadCloser
}

// RegisterFile serves a file as an attachment.
func RegisterFile[I any](api huma.API, op huma.Operation, description string, open func(context.Context, *I) (File, error)) {
	op.Responses = map[string]*huma.Response{"200": {
		Description: description,
		Content: map[string]*huma.MediaType{"application/octet-stream": {
			Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"},
		}},
	}}
	Register(api, op, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
		f, err := open(ctx, in)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(out huma.Context) {
			defer func() { _ = f.Content.Close() }()
			Attachment(out, f.MediaType, f.Name, f.Size)
			_, _ = io.Copy(out.BodyWriter(), f.Content) // the reader has gone
		}}, nil
	})
}

// Attachment writes the headers of a file that a browser keeps and never shows
// or runs within the program's own pages. size is in bytes, 0 where it is not
// known.
func Attachment(out huma.Context, mediaType, name string, size int64) {
	out.SetHeader("Content-Type", mediaType)
	out.SetHeader("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	out.SetHeader("X-Content-Type-Options", "nosniff")
	out.SetHeader("Content-Security-Policy", "sandbox; default-src 'none'")
	out.SetHeader("Cache-Control", "private, no-store")
	if size > 0 {
		out.SetHeader("Content-Length", strconv.FormatInt(size, 10))
	}
}

package app

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"giaoban/internal/access"
	"giaoban/internal/event"
	"giaoban/internal/web"
)

type (
	recordingInput struct {
		Conference string `path:"conference"`
	}
	recordingFileInput struct {
		Conference string `path:"conference"`
		Number     int    `path:"number" minimum:"1"`
	}
	recordingPlayInput struct {
		Conference string `path:"conference"`
		Number     int    `path:"number" minimum:"1"`
		Download   bool   `query:"download" doc:"as an attachment, to keep"`
	}
	recordingsOutput struct{ Body Recordings }
	contentsOutput   struct{ Body Contents }
)

// numberOf is the number of the recording that an event began.
func numberOf(e event.Entry) (int, bool) {
	var n recordingNote
	ok := e.Kind == recordingStarted && json.Unmarshal(e.Data, &n) == nil
	return n.Number, ok
}

func (r *recorder) routes(h huma.API) {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/api/conferences/{conference}" + path, Summary: summary, Tags: []string{"recording"},
		}
	}
	told := func(act func(ctx context.Context, by access.Actor, conf string) error) func(context.Context, *recordingInput) (*recordingsOutput, error) {
		return func(ctx context.Context, in *recordingInput) (*recordingsOutput, error) {
			if err := act(ctx, access.From(ctx), in.Conference); err != nil {
				return nil, err
			}
			list, err := r.list(ctx, in.Conference)
			return &recordingsOutput{Body: list}, err
		}
	}
	web.Register(h, op("start-recording", http.MethodPost, "/recording", "Record the programme"), told(r.start))
	web.Register(h, op("stop-recording", http.MethodDelete, "/recording", "Record no more"), told(r.stop))
	web.Register(h, op("pause-recording", http.MethodPost, "/recording/pause", "Leave out what follows"), told(r.hold(true)))
	web.Register(h, op("resume-recording", http.MethodPost, "/recording/resume", "Record again"), told(r.hold(false)))
	web.Register(h, op("recordings", http.MethodGet, "/recordings", "What is recorded, and what has been"), told(r.look))
	web.Register(h, op("recording", http.MethodGet, "/recordings/{number}", "A recording, as WebM"), r.file)
	web.Register(h, op("recording-contents", http.MethodGet, "/recordings/{number}/contents", "A recording's chapters"),
		func(ctx context.Context, in *recordingFileInput) (*contentsOutput, error) {
			if err := r.look(ctx, access.From(ctx), in.Conference); err != nil {
				return nil, err
			}
			out, err := r.contents(in.Conference, in.Number)
			return &contentsOutput{Body: out}, err
		})
	web.Register(h, op("remove-recording", http.MethodDelete, "/recordings/{number}", "Remove a recording for good"),
		func(ctx context.Context, in *recordingFileInput) (*recordingsOutput, error) {
			by := access.From(ctx)
			if err := mayRemove(by); err != nil {
				return nil, err
			}
			if err := r.look(ctx, by, in.Conference); err != nil {
				return nil, err
			}
			if err := r.remove(ctx, by, in.Conference, in.Number); err != nil {
				return nil, err
			}
			list, err := r.list(ctx, in.Conference)
			return &recordingsOutput{Body: list}, err
		})
}

// look refuses who may not know of a conference's recordings.
func (r *recorder) look(ctx context.Context, by access.Actor, conf string) error {
	if err := mayPlay(by); err != nil {
		return err
	}
	_, err := r.live.Live(ctx, by, conf)
	return err
}

// file answers with a part of the file where a player asks for one.
func (r *recorder) file(ctx context.Context, in *recordingPlayInput) (*huma.StreamResponse, error) {
	if err := r.look(ctx, access.From(ctx), in.Conference); err != nil {
		return nil, err
	}
	f, err := os.Open(r.path(in.Conference, in.Number))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unknownRecording(in.Conference, in.Number)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	how := "inline"
	if in.Download {
		how = "attachment"
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		defer func() { _ = f.Close() }()
		req, w := humago.Unwrap(out)
		w.Header().Set("Content-Type", "video/webm")
		w.Header().Set("Content-Disposition", how+`; filename="`+filepath.Base(f.Name())+`"`)
		http.ServeContent(w, req, "", info.ModTime(), f)
	}}, nil
}

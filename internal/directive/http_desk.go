package directive

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

const deskPath = "/api/conferences/{id}"

type conferenceInput struct {
	ID string `path:"id"`
}

type deskOutput struct{ Body Desk }

func answer(d Desk, err error) (*deskOutput, error) {
	if err != nil {
		return nil, err
	}
	return &deskOutput{Body: d}, nil
}

type saveConclusionInput struct {
	ID   string `path:"id"`
	Body struct {
		Text string `json:"text"`
		Rev  int64  `json:"rev" minimum:"0" doc:"0 for a conclusion not yet begun"`
	}
}

// draftBody holds what is to change.
type draftBody struct {
	Text         *string   `json:"text,omitempty"`
	UnitIDs      *[]string `json:"unit_ids,omitempty"`
	Coordinating *[]string `json:"coordinating_ids,omitempty"`
	Deadline     dayChange `json:"deadline,omitzero"`
	WorkArea     *string   `json:"work_area,omitempty"`
	IndicatorID  *string   `json:"indicator_id,omitempty" doc:"that it serves; empty for none"`
	Evidence     *bool     `json:"evidence_required,omitempty"`
	Kept         *[]string `json:"no_duplicate_of,omitempty" doc:"open directives that are not to be pointed out again"`
	Rev          *int64    `json:"rev,omitempty" doc:"of the draft"`
}

// dayChange tells a day that is left as it is from one that is taken away:
// null or "" takes it away.
type dayChange struct {
	set bool
	day string
}

// UnmarshalJSON is only called where the body names the field.
func (c *dayChange) UnmarshalJSON(b []byte) error {
	c.set, c.day = true, ""
	return json.Unmarshal(b, &c.day) // null leaves the empty string
}

// Schema describes it to clients.
func (dayChange) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Nullable: true, Description: "YYYY-MM-DD; null or empty for none"}
}

func (b draftBody) edit() (Edit, int64, error) {
	e, rev := Edit{Text: b.Text, UnitIDs: b.UnitIDs, Coordinating: b.Coordinating, WorkArea: b.WorkArea, IndicatorID: b.IndicatorID, Evidence: b.Evidence, Kept: b.Kept}, int64(-1)
	if b.Deadline.set {
		d, err := parseDay("deadline", b.Deadline.day)
		if err != nil {
			return e, rev, err
		}
		e.Deadline = &d
	}
	if b.Rev != nil {
		rev = *b.Rev
	}
	return e, rev, nil
}

type newDraftInput struct {
	ID   string `path:"id"`
	Body draftBody
}

type asideInput struct {
	ID           string `path:"id"`
	Draft        string `path:"draft"`
	NotDirective bool   `query:"not_directive" doc:"the passage is none at all: it is not proposed again anywhere"`
}

type editDraftInput struct {
	ID    string `path:"id"`
	Draft string `path:"draft"`
	Body  draftBody
}

type restoreInput struct {
	ID    string `path:"id"`
	Draft string `path:"draft"`
}

type mergeInput struct {
	ID    string `path:"id"`
	Draft string `path:"draft"`
	Body  struct {
		With string `json:"with" doc:"the draft that is taken in"`
	}
}

type splitInput struct {
	ID    string `path:"id"`
	Draft string `path:"draft"`
	Body  struct {
		At  int    `json:"at" doc:"characters (code points) of the first part"`
		Rev *int64 `json:"rev,omitempty"`
	}
}

type issueInput struct {
	ID   string `path:"id"`
	Body *struct {
		DraftIDs []string `json:"draft_ids,omitempty" doc:"all open drafts where none is named"`
		Number   string   `json:"number,omitempty" maxLength:"60" doc:"of the notice: 12-TB/TU"`
	}
}

type issueOutput struct {
	Body struct {
		Directives []Listing `json:"directives"`
	}
}

type previewInput struct {
	ID   string `path:"id"`
	Body struct {
		Text string `json:"text"`
	}
}

type previewOutput struct {
	Body struct {
		Drafts []DraftView `json:"drafts" doc:"without ids: they are not kept"`
	}
}

type textFileInput struct {
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

type textOutput struct {
	Body struct {
		Text string `json:"text"`
	}
}

// admitText refuses who may not write a conclusion before a byte of the file
// is read.
func admitText(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	if err := mayDraft(access.From(r.Context())); err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxTextFile+1<<20)
	next(ctx)
}

type carryOutput struct{ Body CarryOver }

type briefInput struct {
	ID   string `path:"id"`
	Unit string `path:"unit"`
}

type briefOutput struct{ Body Brief }

func (s *Service) deskRoutes(api huma.API) {
	web.Register(api, operation("get-conclusion", http.MethodGet, deskPath+"/conclusion", "The conclusion and its drafts"),
		func(ctx context.Context, in *conferenceInput) (*deskOutput, error) {
			return answer(s.Desk(ctx, access.From(ctx), in.ID))
		})
	web.Register(api, operation("save-conclusion", http.MethodPut, deskPath+"/conclusion", "Keep what has been typed"),
		func(ctx context.Context, in *saveConclusionInput) (*deskOutput, error) {
			return answer(s.SaveConclusion(ctx, access.From(ctx), in.ID, in.Body.Text, in.Body.Rev))
		})
	web.Register(api, operation("draft-conclusion", http.MethodPost, deskPath+"/conclusion/draft", "Draft directives from the text"),
		func(ctx context.Context, in *conferenceInput) (*deskOutput, error) {
			return answer(s.DraftAll(ctx, access.From(ctx), in.ID))
		})
	web.Register(api, operation("preview-conclusion", http.MethodPost, deskPath+"/conclusion/preview", "What drafting would find in a text; keeps nothing"),
		func(ctx context.Context, in *previewInput) (*previewOutput, error) {
			out := &previewOutput{}
			var err error
			out.Body.Drafts, err = s.Preview(ctx, access.From(ctx), in.ID, in.Body.Text)
			return out, err
		})
	read := operation("read-conclusion-file", http.MethodPost, "/api/conclusion/text", "The text of a file: text or DOCX")
	read.Middlewares = huma.Middlewares{admitText}
	web.Register(api, read, func(ctx context.Context, in *textFileInput) (*textOutput, error) {
		defer func() { _ = in.RawBody.Form.RemoveAll() }()
		out := &textOutput{}
		var err error
		out.Body.Text, err = s.TextOf(access.From(ctx), in.RawBody.Data().File)
		return out, err
	})
	s.draftRoutes(api)
	web.Register(api, operation("issue-drafts", http.MethodPost, deskPath+"/drafts/issue", "Issue drafts in one act"),
		func(ctx context.Context, in *issueInput) (*issueOutput, error) {
			var ids []string
			number := ""
			if in.Body != nil {
				ids, number = in.Body.DraftIDs, in.Body.Number
			}
			out := &issueOutput{}
			var err error
			out.Body.Directives, err = s.Issue(ctx, access.From(ctx), in.ID, ids, number)
			return out, err
		})
	web.Register(api, operation("get-carry-over", http.MethodGet, deskPath+"/carry-over", "Implementation of the last conclusions"),
		func(ctx context.Context, in *conferenceInput) (*carryOutput, error) {
			v, err := s.CarryOver(ctx, access.From(ctx), in.ID)
			return &carryOutput{Body: v}, err
		})
	web.Register(api, operation("get-brief", http.MethodGet, deskPath+"/units/{unit}/brief", "A unit's figures and open directives"),
		func(ctx context.Context, in *briefInput) (*briefOutput, error) {
			v, err := s.Brief(ctx, access.From(ctx), in.ID, in.Unit)
			return &briefOutput{Body: v}, err
		})
}

func (s *Service) draftRoutes(api huma.API) {
	web.Register(api, operation("add-draft", http.MethodPost, deskPath+"/drafts", "A draft by hand"),
		func(ctx context.Context, in *newDraftInput) (*deskOutput, error) {
			e, _, err := in.Body.edit()
			if err != nil {
				return nil, err
			}
			return answer(s.AddDraft(ctx, access.From(ctx), in.ID, e))
		})
	web.Register(api, operation("edit-draft", http.MethodPatch, deskPath+"/drafts/{draft}", "Correct a draft"),
		func(ctx context.Context, in *editDraftInput) (*deskOutput, error) {
			e, rev, err := in.Body.edit()
			if err != nil {
				return nil, err
			}
			return answer(s.EditDraft(ctx, access.From(ctx), in.ID, in.Draft, e, rev))
		})
	web.Register(api, operation("set-draft-aside", http.MethodDelete, deskPath+"/drafts/{draft}", "Take a draft off the desk"),
		func(ctx context.Context, in *asideInput) (*deskOutput, error) {
			if in.NotDirective {
				return answer(s.NotDirective(ctx, access.From(ctx), in.ID, in.Draft))
			}
			return answer(s.SetAside(ctx, access.From(ctx), in.ID, in.Draft))
		})
	web.Register(api, operation("restore-draft", http.MethodPost, deskPath+"/drafts/{draft}/restore", "Lay a draft that was set aside on the desk again"),
		func(ctx context.Context, in *restoreInput) (*deskOutput, error) {
			return answer(s.Restore(ctx, access.From(ctx), in.ID, in.Draft))
		})
	web.Register(api, operation("merge-drafts", http.MethodPost, deskPath+"/drafts/{draft}/merge", "Take another draft's words and addressees in"),
		func(ctx context.Context, in *mergeInput) (*deskOutput, error) {
			return answer(s.Merge(ctx, access.From(ctx), in.ID, in.Draft, in.Body.With))
		})
	web.Register(api, operation("split-draft", http.MethodPost, deskPath+"/drafts/{draft}/split", "Part a draft in two"),
		func(ctx context.Context, in *splitInput) (*deskOutput, error) {
			rev := int64(-1)
			if in.Body.Rev != nil {
				rev = *in.Body.Rev
			}
			return answer(s.Split(ctx, access.From(ctx), in.ID, in.Draft, in.Body.At, rev))
		})
}

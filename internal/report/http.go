package report

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/web"
)

type periodInput struct {
	Period string `path:"period"`
}

type reportInput struct {
	Period string `path:"period"`
	Unit   string `path:"unit"`
}

type saveReportInput struct {
	Period string `path:"period"`
	Unit   string `path:"unit"`
	Body   struct {
		Rev        int64      `json:"rev" minimum:"0" doc:"the revision that was seen; 0 for a report not yet begun"`
		Areas      []AreaText `json:"areas,omitempty"`
		Indicators []Value    `json:"indicators,omitempty"`
	}
}

// reportActInput is an act's body; all of it may be left out.
type reportActInput struct {
	Period string `path:"period"`
	Unit   string `path:"unit"`
	Body   *struct {
		Rev    *int64 `json:"rev,omitempty" minimum:"0" doc:"refused as stale where the report has moved on"`
		Reason string `json:"reason,omitempty" maxLength:"2000"`
	}
}

func (in *reportActInput) rev() int64 {
	if in.Body == nil || in.Body.Rev == nil {
		return -1
	}
	return *in.Body.Rev
}

func (in *reportActInput) reason() string {
	if in.Body == nil {
		return ""
	}
	return in.Body.Reason
}

type formOutput struct{ Body Form }

func answer(v Form, err error) (*formOutput, error) {
	if err != nil {
		return nil, err
	}
	return &formOutput{Body: v}, nil
}

type periodsOutput struct {
	Body struct {
		Periods   []Period `json:"periods"`
		CurrentID string   `json:"current_id"`
	}
}

type openPeriodInput struct {
	Body struct {
		Kind    PeriodKind `json:"kind" enum:"month,quarter,half,year"`
		Year    int        `json:"year"`
		Index   int        `json:"index" doc:"1 to 12, 4, 2 or 1 within the year"`
		OpensOn string     `json:"opens_on,omitempty" doc:"YYYY-MM-DD; left out: today"`
		DueAt   *time.Time `json:"due_at,omitempty" doc:"required"`
		UnitIDs []string   `json:"unit_ids,omitempty" doc:"who reports; required"`
	}
}

type periodOutput struct{ Body Period }

type reportBoardOutput struct {
	Body struct {
		Rows  []BoardRow `json:"rows"`
		DueAt time.Time  `json:"due_at"`
	}
}

type synthesisOutput struct{ Body Synthesis }

const reportPath = "/api/periods/{period}/units/{unit}/report"

func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"report"}}
}

// Routes registers the package's operations.
func (s *Service) Routes(api huma.API) {
	s.periodRoutes(api)
	web.Register(api, operation("get-report", http.MethodGet, reportPath, "A unit's report of a period"),
		func(ctx context.Context, in *reportInput) (*formOutput, error) {
			return answer(s.Report(ctx, access.From(ctx), in.Period, in.Unit))
		})
	web.Register(api, operation("save-report", http.MethodPut, reportPath, "Save what was typed, numbers or not"),
		func(ctx context.Context, in *saveReportInput) (*formOutput, error) {
			c := Content{Areas: in.Body.Areas, Indicators: in.Body.Indicators}
			return answer(s.Save(ctx, access.From(ctx), in.Period, in.Unit, in.Body.Rev, c))
		})
	act := func(name, summary string, do func(ctx context.Context, by access.Actor, in *reportActInput) (Form, error)) {
		web.Register(api, operation(name+"-report", http.MethodPost, reportPath+"/"+name, summary),
			func(ctx context.Context, in *reportActInput) (*formOutput, error) {
				return answer(do(ctx, access.From(ctx), in))
			})
	}
	act("submit", "Send the report to the office", func(ctx context.Context, by access.Actor, in *reportActInput) (Form, error) {
		return s.Submit(ctx, by, in.Period, in.Unit, in.rev())
	})
	act("accept", "Take the report in", func(ctx context.Context, by access.Actor, in *reportActInput) (Form, error) {
		return s.Accept(ctx, by, in.Period, in.Unit, in.rev())
	})
	act("return", "Give the report back with a reason", func(ctx context.Context, by access.Actor, in *reportActInput) (Form, error) {
		return s.Return(ctx, by, in.Period, in.Unit, in.reason(), in.rev())
	})
	act("reopen", "Let the unit correct an accepted report, as a new version", func(ctx context.Context, by access.Actor, in *reportActInput) (Form, error) {
		return s.Reopen(ctx, by, in.Period, in.Unit, in.reason(), in.rev())
	})
}

func (s *Service) periodRoutes(api huma.API) {
	web.Register(api, operation("list-periods", http.MethodGet, "/api/periods", "The reporting periods"),
		func(ctx context.Context, _ *struct{}) (*periodsOutput, error) {
			out := &periodsOutput{}
			var err error
			out.Body.Periods, out.Body.CurrentID, err = s.Periods(ctx, access.From(ctx))
			return out, err
		})
	web.Register(api, operation("open-period", http.MethodPost, "/api/periods", "Open a reporting period for units"),
		func(ctx context.Context, in *openPeriodInput) (*periodOutput, error) {
			p := Period{Kind: in.Body.Kind, Year: in.Body.Year, Index: in.Body.Index, OpensOn: in.Body.OpensOn}
			if p.OpensOn == "" {
				p.OpensOn = s.today()
			}
			if in.Body.DueAt != nil {
				p.DueAt = *in.Body.DueAt
			}
			p, err := s.OpenPeriod(ctx, access.From(ctx), p, in.Body.UnitIDs)
			return &periodOutput{Body: p}, err
		})
	web.Register(api, operation("list-reports", http.MethodGet, "/api/periods/{period}/reports", "Which units have reported"),
		func(ctx context.Context, in *periodInput) (*reportBoardOutput, error) {
			rows, p, err := s.Board(ctx, access.From(ctx), in.Period)
			out := &reportBoardOutput{}
			out.Body.Rows, out.Body.DueAt = rows, p.DueAt
			return out, err
		})
	web.Register(api, operation("get-synthesis", http.MethodGet, "/api/periods/{period}/synthesis", "The accepted reports gathered"),
		func(ctx context.Context, in *periodInput) (*synthesisOutput, error) {
			v, err := s.Synthesis(ctx, access.From(ctx), in.Period)
			return &synthesisOutput{Body: v}, err
		})
}

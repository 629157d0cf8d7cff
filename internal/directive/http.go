package directive

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"directive"}}
}

// FilterInput narrows a list.
type FilterInput struct {
	Unit       string `query:"unit" doc:"lead or coordinating"`
	Conference string `query:"conference"`
	State      string `query:"state" enum:"open,issued,acknowledged,in_progress,reported_done,returned,confirmed,suspended,cancelled" doc:"'open' is every state with something left to do"`
	Timeliness string `query:"timeliness" enum:"no_deadline,in_time,due_soon,overdue,done_late,done_in_time"`
	Series     string `query:"series" doc:"of conferences"`
	WorkArea   string `query:"work_area"`
	From       string `query:"deadline_from" doc:"YYYY-MM-DD"`
	To         string `query:"deadline_to" doc:"YYYY-MM-DD, inclusive"`
	Words      string `query:"q" maxLength:"200" doc:"words, with or without diacritics; the last may go on"`
}

// filter reads what narrows.
func (in *FilterInput) filter() (f Filter, err error) {
	f = Filter{
		Unit: in.Unit, Conference: in.Conference, Series: in.Series, WorkArea: in.WorkArea,
		State: in.State, Timeliness: in.Timeliness, Words: in.Words,
	}
	if f.From, err = parseDay("deadline_from", in.From); err != nil {
		return f, err
	}
	f.To, err = parseDay("deadline_to", in.To)
	return f, err
}

type listInput struct {
	FilterInput
	After  string `query:"after" maxLength:"400" doc:"next of the page before"`
	Shares bool   `query:"shares" doc:"list each directive's parts and turns too"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"500"`
}

type listDirectivesOutput struct {
	Body struct {
		Directives []Listing `json:"directives"`
		Counts     Counts    `json:"counts" doc:"before state and timeliness narrow the list"`
		Next       string    `json:"next" doc:"where the list goes on: after of the next page; empty at its end"`
	}
}

type directiveInput struct {
	ID string `path:"id"`
}

type storyOutput struct{ Body Story }

// directiveActInput is an act's body; which parts it needs depends on the act.
type directiveActInput struct {
	ID   string `path:"id"`
	Body *struct {
		Text    string   `json:"text,omitempty" doc:"what was done; of progress and done"`
		Reason  string   `json:"reason,omitempty" doc:"of return, extension, refusal, suspension, cancellation"`
		Percent int      `json:"percent,omitempty" doc:"of progress"`
		Until   string   `json:"until,omitempty" doc:"YYYY-MM-DD, of an extension"`
		FileIDs []string `json:"file_ids,omitempty" doc:"evidence attached before; of progress and done"`
		Rev     *int64   `json:"rev,omitempty" doc:"refused as stale where the directive has moved on"`
	}
}

type correctInput struct {
	ID   string `path:"id"`
	Body struct {
		WorkArea    *string `json:"work_area,omitempty" doc:"left out: stays"`
		IndicatorID *string `json:"indicator_id,omitempty" doc:"left out: stays; empty: none"`
		Reason      string  `json:"reason"`
		Rev         *int64  `json:"rev,omitempty" doc:"refused as stale where the directive has moved on"`
	}
}

type indicatorNamesOutput struct {
	Body struct {
		Indicators []IndicatorName `json:"indicators"`
	}
}

// input reads the body; rev is below zero where none was sent.
func (in *directiveActInput) input() (out Input, rev int64, err error) {
	if in.Body == nil {
		return out, -1, nil
	}
	out = Input{Text: in.Body.Text, Percent: in.Body.Percent, FileIDs: in.Body.FileIDs}
	if out.Text == "" {
		out.Text = in.Body.Reason
	}
	if out.Until, err = parseDay("until", in.Body.Until); err != nil {
		return out, -1, err
	}
	if in.Body.Rev == nil {
		return out, -1, nil
	}
	return out, *in.Body.Rev, nil
}

// parseDay reads a day of a body; the empty string is the zero Date.
func parseDay(field, s string) (text.Date, error) {
	var d text.Date
	if s == "" {
		return d, nil
	}
	if err := d.UnmarshalText([]byte(s)); err != nil {
		return d, fault.Invalid("invalid_input", "%q is no day", s).
			WithFields(fault.Field{Name: field, Rule: "date", Value: s})
	}
	return d, nil
}

// paths gives each act its place below /api/directives/{id}.
var paths = []struct {
	act           Act
	path, summary string
}{
	{ActAcknowledge, "/acknowledge", "The lead unit has taken note"},
	{ActProgress, "/progress", "Report progress; lead and coordinating units"},
	{ActDone, "/done", "The lead unit reports it done"},
	{ActConfirm, "/confirm", "The office confirms that it is done"},
	{ActReturn, "/return", "The office returns it with a reason"},
	{ActExtension, "/extension", "The lead unit asks for more time"},
	{ActGrantExtension, "/extension/grant", "The office grants the time asked for"},
	{ActRefuseExtension, "/extension/refuse", "The office refuses more time"},
	{ActSuspend, "/suspend", "The office suspends it"},
	{ActResume, "/resume", "The office resumes it"},
	{ActCancel, "/cancel", "The office cancels it"},
	{ActRemind, "/remind", "The office reminds the lead unit; words are free"},
}

// Routes registers the package's operations.
func (s *Service) Routes(api huma.API) {
	s.deskRoutes(api)
	s.summaryRoutes(api)
	s.partRoutes(api)
	s.fileRoutes(api)
	s.returnRoutes(api)
	s.sheetRoutes(api)
	s.manyRoutes(api)
	s.lessonRoutes(api)
	s.calendarRoutes(api)
	web.Register(api, operation("list-directives", http.MethodGet, "/api/directives", "Directives, the nearest time limit first"),
		func(ctx context.Context, in *listInput) (*listDirectivesOutput, error) {
			out := &listDirectivesOutput{}
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			f.Shares = in.Shares
			page, err := s.Page(ctx, access.From(ctx), f, in.After, in.Limit)
			out.Body.Directives, out.Body.Counts, out.Body.Next = page.Directives, page.Counts, page.Next
			return out, err
		})
	web.Register(api, operation("get-directive", http.MethodGet, "/api/directives/{id}", "A directive with its history"),
		func(ctx context.Context, in *directiveInput) (*storyOutput, error) {
			v, err := s.Directive(ctx, access.From(ctx), in.ID)
			return &storyOutput{Body: v}, err
		})
	web.Register(api, operation("list-directive-indicators", http.MethodGet, "/api/directives/indicators", "What directives can serve"),
		func(ctx context.Context, _ *struct{}) (*indicatorNamesOutput, error) {
			out := &indicatorNamesOutput{}
			var err error
			out.Body.Indicators, err = s.Indicators(ctx, access.From(ctx))
			return out, err
		})
	web.Register(api, operation("directive-correct", http.MethodPost, "/api/directives/{id}/correct", "The office corrects work area or indicator after issue"),
		func(ctx context.Context, in *correctInput) (*storyOutput, error) {
			rev := int64(-1)
			if in.Body.Rev != nil {
				rev = *in.Body.Rev
			}
			return story(s.Correct(ctx, access.From(ctx), in.ID, Correction{WorkArea: in.Body.WorkArea, IndicatorID: in.Body.IndicatorID}, in.Body.Reason, rev))
		})
	for _, p := range paths {
		web.Register(api, operation("directive-"+string(p.act), http.MethodPost, "/api/directives/{id}"+p.path, p.summary),
			func(ctx context.Context, in *directiveActInput) (*storyOutput, error) {
				input, rev, err := in.input()
				if err != nil {
					return nil, err
				}
				v, err := s.Do(ctx, access.From(ctx), in.ID, p.act, input, rev)
				return &storyOutput{Body: v}, err
			})
	}
}

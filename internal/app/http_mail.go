package app

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/job"
	"giaoban/internal/letter"
	"giaoban/internal/mail"
	"giaoban/internal/meeting"
	"giaoban/internal/web"
)

// NewOutbox is the configured way to send mail, for the command line.
func NewOutbox(c Config, k clock.Clock) (*mail.Outbox, error) {
	return mail.New(c.mail(), nil, k)
}

// startLetters has letters written and sent, where there is a mail server.
func (a *App) startLetters() error {
	var err error
	if a.outbox, err = mail.New(a.config.mail(), a.Jobs, a.Clock); err != nil {
		return err
	}
	a.letters, err = letter.New(letter.Needs{
		DB: a.DB, Clock: a.Clock, Zone: a.Zone, Jobs: a.Jobs, Outbox: a.outbox, Org: a.Org, Identity: a.Identity,
		Meeting: a.Meeting, Directive: a.Directive, Base: a.config.base(), Settings: a.config.letters(),
	})
	return err
}

// mailAPI shows the office how the sending of letters stands.
type mailAPI struct {
	outbox *mail.Outbox
	jobs   *job.Queue
}

// mayTendMail allows the office and the administrator.
func mayTendMail(by access.Actor) error {
	if by.Has(access.Secretary, access.Admin) {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny("mail")
}

// MailHealth is how the sending of letters stands.
type MailHealth struct {
	Configured bool            `json:"configured" doc:"A mail server is set; without one nothing is sent"`
	From       string          `json:"from" doc:"Sender's address"`
	Waiting    int             `json:"waiting"`
	Failed     int             `json:"failed" doc:"Given up"`
	LastSentAt meeting.Instant `json:"last_sent_at"`
	Trouble    []MailTrouble   `json:"trouble" doc:"The newest letters that could not be sent so far"`
}

// MailTrouble is a letter that could not be sent so far.
type MailTrouble struct {
	ID       string          `json:"id"`
	Given    bool            `json:"given_up" doc:"Not tried again by itself"`
	Attempts int             `json:"attempts"`
	Error    string          `json:"error" doc:"What the server said, in its words"`
	NextAt   meeting.Instant `json:"next_at" doc:"Of the next attempt"`
}

// mailShown is how many letters in trouble are listed.
const mailShown = 20

type mailOutput struct{ Body MailHealth }

type mailJobInput struct {
	Job string `path:"job"`
}

func (m *mailAPI) routes(h huma.API) {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"mail"}}
	}
	web.Register(h, op("mail-health", http.MethodGet, "/api/mail", "How the sending of letters stands"), m.health)
	web.Register(h, op("mail-retry", http.MethodPost, "/api/mail/{job}/retry", "Try a letter again that was given up"), m.retry)
}

func (m *mailAPI) health(ctx context.Context, _ *struct{}) (*mailOutput, error) {
	if err := mayTendMail(access.From(ctx)); err != nil {
		return nil, err
	}
	at, err := m.jobs.Health(ctx, mail.Kind, mailShown)
	if err != nil {
		return nil, err
	}
	out := &mailOutput{Body: MailHealth{
		Configured: m.outbox.Configured(), From: m.outbox.From(), Waiting: at.Waiting, Failed: at.Failed,
		LastSentAt: meeting.At(at.LastAt.Truncate(time.Millisecond)), Trouble: []MailTrouble{},
	}}
	for _, t := range at.Trouble {
		out.Body.Trouble = append(out.Body.Trouble, MailTrouble{
			ID: t.ID, Given: t.State == job.Failed, Attempts: t.Attempts, Error: t.Error,
			NextAt: meeting.At(t.NextAt.Truncate(time.Millisecond)),
		})
	}
	return out, nil
}

func (m *mailAPI) retry(ctx context.Context, in *mailJobInput) (*mailOutput, error) {
	if err := mayTendMail(access.From(ctx)); err != nil {
		return nil, err
	}
	if err := m.jobs.Retry(ctx, in.Job); err != nil {
		return nil, err
	}
	return m.health(ctx, nil)
}

package main

import (
	"fmt"

	"giaoban/internal/app"
	"giaoban/internal/clock"
	"giaoban/internal/id"
	"giaoban/internal/mail"
)

type mailTestCmd struct {
	app.Config `embed:""`
	Address    string `arg:"" help:"Where to send the letter."`
}

// Run sends one letter at once, by the settings that the program would use.
func (c *mailTestCmd) Run(e *env) error {
	if err := mail.CheckAddress(c.Address); err != nil {
		return err
	}
	k := clock.System{}
	out, err := app.NewOutbox(c.Config, k)
	if err != nil {
		return err
	}
	err = out.Send(e.ctx, "test:"+id.New(k.Now()), mail.Letter{
		To: c.Address, Subject: "Giao ban: thử gửi thư / mail test", Body: mail.Body{
			Lang: "vi", Greeting: "Kính gửi,",
			Blocks: []mail.Block{{Text: "Thư này cho biết cài đặt gửi thư của hệ thống Giao ban là đúng."}, {Text: "This letter shows that Giao ban's mail settings are right."}},
			Foot:   "Giao ban",
		},
	})
	if said := explain(out, err); said != "" {
		return fmt.Errorf("no letter was sent: %s\n  (%w)", said, err)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "sent to %s by %s\n", c.Address, c.MailServer)
	return err
}

// explain is "" where there is no error or nothing plainer to say of it.
func explain(out *mail.Outbox, err error) string {
	if err == nil {
		return ""
	}
	return out.Explain(err)
}

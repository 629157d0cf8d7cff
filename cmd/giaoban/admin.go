package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/clock"
	"giaoban/internal/fault"
	"giaoban/internal/identity"
	"giaoban/internal/org"
)

type adminCmd struct {
	Import   importCmd   `cmd:"" help:"Bring in the organisation from a JSON file (see docs/operate.md)."`
	Form     formCmd     `cmd:"" help:"Say what the units report on, from a JSON file (see docs/operate.md)."`
	Period   periodCmd   `cmd:"" help:"Open a reporting period."`
	Series   seriesCmd   `cmd:"" help:"Begin a series of conferences with a draft of its first one."`
	MailTest mailTestCmd `cmd:"" name:"mail-test" help:"Send a letter, to try the mail settings."`
	Account  accountCmd  `cmd:"" help:"Add an account; its password is the first line of standard input."`
}

type importCmd struct {
	app.Config `embed:""`
	File       string `arg:"" help:"The organisation." type:"existingfile"`
}

// Run fills an empty database with the organisation of the file.
func (c *importCmd) Run(e *env) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	tree, err := org.ReadFile(f, clock.System{}.Now().Format("2006-01-02"))
	if err != nil {
		return err
	}
	d, err := app.OpenDatabase(e.ctx, c.Config)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := org.New(d).Import(e.ctx, tree); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%s: %d units, %d sites\n", tree.Organisation.Name, len(tree.Units), len(tree.Sites))
	return err
}

type accountCmd struct {
	app.Config `embed:""`
	Login      string   `arg:"" help:"Name to sign in with."`
	Name       string   `required:"" help:"The person's name."`
	Title      string   `help:"Position, as announced."`
	Unit       string   `required:"" help:"The unit that the person belongs to."`
	Email      string   `help:"Where the person's mail goes."`
	Role       []string `help:"ROLE or ROLE@UNIT: admin, secretary, operator, chair, head, reporter, delegate."`
}

// Run adds the account.
func (c *accountCmd) Run(e *env) error {
	line, err := bufio.NewReader(e.stdin).ReadString('\n')
	if err != nil && line == "" {
		return fmt.Errorf("read the password from standard input: %w", err)
	}
	a := identity.Account{Login: c.Login, Name: c.Name, Title: c.Title, UnitID: c.Unit, Email: c.Email}
	for _, r := range c.Role {
		role, unit, ok := strings.Cut(r, "@")
		if !ok {
			unit = c.Unit
		}
		known := false
		for _, k := range access.Roles {
			known = known || string(k) == role
		}
		if !known {
			return fault.Invalid("role_unknown", "no role %q; the roles are %v", role, access.Roles)
		}
		a.Grants = append(a.Grants, access.Grant{Role: access.Role(role), UnitID: unit})
	}
	d, err := app.OpenDatabase(e.ctx, c.Config)
	if err != nil {
		return err
	}
	defer d.Close()
	s, err := identity.New(d, clock.System{})
	if err != nil {
		return err
	}
	if a, err = s.CreateAccount(e.ctx, a, strings.TrimRight(line, "\r\n")); err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.stdout, a.ID)
	return err
}

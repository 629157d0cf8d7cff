// Command giaoban runs briefing conferences over many sites.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"giaoban/internal/fault"
)

// cli is the command line; every command's flags can also stand in the
// environment or in the file named by --config (JSON).
type cli struct {
	Config kong.ConfigFlag `help:"Read settings from this file (JSON)." placeholder:"FILE"`

	Serve   serveCmd   `cmd:"" help:"Serve the program."`
	Demo    demoCmd    `cmd:"" help:"Serve a running demo conference of 19 sites."`
	Site    siteCmd    `cmd:"" help:"Join a conference as a synthetic site."`
	Relay   relayCmd   `cmd:"" help:"Carry the program's programmes on from another machine."`
	Load    loadCmd    `cmd:"" help:"Measure what carrying a programme to many watchers costs."`
	Extract extractCmd `cmd:"" help:"Draft directives from the text of a conclusion."`
	Migrate migrateCmd `cmd:"" help:"Bring the database's schema up to date."`
	Admin   adminCmd   `cmd:"" help:"Set up the organisation and its accounts."`
	Openapi openapiCmd `cmd:"" help:"Print the API's description (OpenAPI)."`
	Docs    docsCmd    `cmd:"" help:"Print the settings' reference (Markdown)."`

	LoadEngine loadEngineCmd `cmd:"" hidden:"" help:"Serve one engine to be measured."`
}

// env is what commands get from the outside.
type env struct {
	ctx    context.Context //nolint:containedctx // one per process, handed to Run
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with everything handed in: 0 done, 1 failed, 2 wrong usage.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c, kong.Name("giaoban"), kong.Configuration(kong.JSON),
		kong.Description("Recurring briefing conferences over many sites: report, conference, conclusion, directive, return."),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { exit = code }), kong.UsageOnError())
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "giaoban:", err)
		return 2
	}
	k, err := parser.Parse(args)
	if exit >= 0 { // --help
		return exit
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "giaoban:", err)
		return 2
	}
	err = k.Run(&env{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr})
	if err == nil || errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return 0
	}
	if f := fault.As(err); f != nil {
		_, _ = fmt.Fprintln(stderr, "giaoban:", f.Detail)
	} else {
		_, _ = fmt.Fprintln(stderr, "giaoban:", err)
	}
	return 1
}

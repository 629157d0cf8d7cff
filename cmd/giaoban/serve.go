package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"

	"giaoban/internal/app"
)

// logger writes lines of text to stderr.
func logger(e *env, level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("log level: %w", err)
	}
	log := slog.New(slog.NewTextHandler(e.stderr, &slog.HandlerOptions{Level: l}))
	slog.SetDefault(log)
	return log, nil
}

type serveCmd struct {
	app.Config `embed:""`
}

// Run serves until interrupted.
func (c *serveCmd) Run(e *env) error {
	log, err := logger(e, c.LogLevel)
	if err != nil {
		return err
	}
	a, err := app.New(e.ctx, c.Config, log)
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Run(e.ctx, func(url string) { log.InfoContext(e.ctx, "serving", "url", url) })
}

type migrateCmd struct {
	app.Config `embed:""`
}

// Run brings the schema up to date and ends.
func (c *migrateCmd) Run(e *env) error {
	d, err := app.OpenDatabase(e.ctx, c.Config)
	if err != nil {
		return err
	}
	return d.Close()
}

type openapiCmd struct{}

// Run prints the API's description.
func (openapiCmd) Run(e *env) error {
	dir, err := os.MkdirTemp("", "giaoban-openapi-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	doc, err := app.OpenAPI(e.ctx, dir)
	if err != nil {
		return err
	}
	var tree any // indented, keys in order: a stable golden file
	if err := json.Unmarshal(doc, &tree); err != nil {
		return fmt.Errorf("read description: %w", err)
	}
	out, err := json.MarshalIndent(tree, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%s\n", out)
	return err
}

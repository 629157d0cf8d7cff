package db

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"giaoban/migrations"
)

// Migrate brings the schema up to date. Forward only: an older program refuses
// a newer schema by not finding its migrations.
func (d *DB) Migrate(ctx context.Context) error {
	files, err := migrations.For(string(d.engine))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := fs.ReadDir(files, "."); err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	dialect := goose.DialectSQLite3
	if d.engine == Postgres {
		dialect = goose.DialectPostgres
	}
	p, err := goose.NewProvider(dialect, d.sql, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

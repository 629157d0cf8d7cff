package testdb_test

import (
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/testdb"
)

func TestEach_GivesAnEmptyDatabasePerEngine(t *testing.T) {
	var engines []db.Engine
	for range 2 { // twice: nothing is left from the first time
		testdb.Each(t, func(t *testing.T, d *db.DB) {
			engines = append(engines, d.Engine())
			_, err := d.ExecContext(t.Context(),
				`INSERT INTO setting (key, value) VALUES ($1, $2)`, "only", "once")
			if err != nil {
				t.Fatal(err)
			}
		})
	}
	want := []db.Engine{db.SQLite, db.Postgres, db.SQLite, db.Postgres}
	if len(engines) != len(want) {
		t.Fatalf("ran on %v, want %v", engines, want)
	}
	for i := range want {
		if engines[i] != want[i] {
			t.Fatalf("ran on %v, want %v", engines, want)
		}
	}
}

func TestPostgresURL_SurvivesAReopening(t *testing.T) {
	address := testdb.PostgresURL(t)
	first := testdb.Open(t, address)
	if _, err := first.ExecContext(t.Context(), `INSERT INTO setting (key, value) VALUES ('a', 'b')`); err != nil {
		t.Fatal(err)
	}
	var got string
	err := testdb.Open(t, address).QueryRowContext(t.Context(), `SELECT value FROM setting WHERE key = 'a'`).Scan(&got)
	if err != nil || got != "b" {
		t.Fatalf("after reopening: %q, %v", got, err)
	}
}

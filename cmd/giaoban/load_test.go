package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"giaoban/internal/load"
)

func TestLoad_MeasuresTheWholeProgramWithAConference(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// A process of its own: the load keeps to one core.
	cmd := exec.Command(self, "load", "--engines", "program", "--seconds", "1", "--switches", "1", "--json")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var told bytes.Buffer
	cmd.Stderr = &told
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, told.String())
	}
	var rows []load.Row
	if err := json.Unmarshal(out, &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || rows[0].Engine != "program" || rows[0].Watchers != 19 {
		t.Fatalf("rows: %+v", rows)
	}
	// 50 packets of sound and some 170 of picture a second for each of them.
	if r := rows[0]; r.PacketsPerSecond < 19*100 || r.Cores <= 0 || r.Loss < 0 {
		t.Errorf("row: %+v", r)
	}
}

package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestMetrics_CountTheProcessAndItsListeners runs the program with an address
// for metrics; the public address has none.
func TestMetrics_CountTheProcessAndItsListeners(t *testing.T) {
	addr := fmt.Sprintf("127.0.0.1:%d", freePorts(t, 1)[0])
	p := startProgram(t, "--without", "all", "--metrics-addr", addr)
	read := func(url string) string {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := p.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		b, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	const metrics = "/metrics"
	all := read("http://" + addr + metrics)
	for _, name := range []string{
		"go_goroutines ", "process_open_fds ", "process_resident_memory_bytes ", "giaoban_event_listeners 0", "giaoban_relay_watchers 0",
	} {
		if !strings.Contains(all, "\n"+name) {
			t.Errorf("no %q among the metrics:\n%s", name, all)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.ways.URL+"/api/conferences/"+p.ways.ConferenceID+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := (&http.Client{Jar: p.client.Jar}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Body.Close() }()
	p.eventually("the listener is counted", func() bool {
		return strings.Contains(read("http://"+addr+metrics), "\ngiaoban_event_listeners 1\n")
	})
	if public := read(p.ways.URL + metrics); strings.Contains(public, "go_goroutines") {
		t.Error("the public address answers metrics")
	}
}

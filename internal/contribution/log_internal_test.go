package contribution

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestLog_WhatEveryPacketWouldSayIsSaidOnceInAWhile(t *testing.T) {
	var out bytes.Buffer
	h := leveled{Handler: slog.NewTextHandler(&out, nil), least: slog.LevelError, said: &repeats{last: map[string]time.Time{}}}
	at := time.Unix(1000, 0)
	for range 2000 {
		at = at.Add(10 * time.Millisecond)
		r := slog.NewRecord(at, slog.LevelError, "get encoding for red failed", 0)
		if err := h.WithAttrs([]slog.Attr{slog.String("participant", "site-kbang")}).Handle(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Handle(t.Context(), slog.NewRecord(at, slog.LevelError, "something else", 0)); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "red failed"); n != 2 {
		t.Errorf("said %d times in twenty seconds, want twice", n)
	}
	if !strings.Contains(out.String(), "something else") {
		t.Error("another message is not in the log")
	}
}

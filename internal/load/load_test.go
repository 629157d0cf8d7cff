package load_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/pprof"
	"strconv"
	"strings"
	"testing"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/load"
	"giaoban/internal/relay"
)

// TestMain lets the test program be the measured process as well, and a relay
// that follows another.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "relay" {
		if err := followAs(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) == 3 && os.Args[1] == "engine" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		if name := os.Getenv("GIAOBAN_LOAD_PROFILE"); name != "" {
			if f, err := os.Create(name); err == nil && pprof.StartCPUProfile(f) == nil {
				defer pprof.StopCPUProfile()
			}
		}
		window, _ := time.ParseDuration(os.Getenv("GIAOBAN_LOAD_WINDOW"))
		if err := load.Serve(ctx, load.ServeOptions{Engine: os.Args[2], LiveKit: liveKit(), Window: window}, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// followAs is a relay of a hub, in a process of its own.
func followAs(name, hub string) error {
	now := clock.System{}.Now
	f, err := relay.NewFollower(relay.FollowOptions{From: hub, Secret: load.TreeSecret, Name: name, Now: now, Log: slog.Default()})
	if err != nil {
		return err
	}
	s, err := relay.New(relay.Options{
		Now: now, Check: f.Check, Listen: "127.0.0.1:0", PerAddress: 10_000, JoinsPerSecond: 1e6, Slots: 1,
	})
	if err != nil {
		return err
	}
	return f.Run(context.Background(), s, nil)
}

// TestRun_EveryEngineCarriesWithoutLoss measures small; with
// GIAOBAN_LOAD_WATCHERS, _SECONDS and _ENGINES set it measures what they say.
func TestRun_EveryEngineCarriesWithoutLoss(t *testing.T) {
	setting := func(name, otherwise string) string {
		if v := os.Getenv("GIAOBAN_LOAD_" + name); v != "" {
			return v
		}
		return otherwise
	}
	watchers, _ := strconv.Atoi(setting("WATCHERS", "6"))
	seconds, _ := strconv.Atoi(setting("SECONDS", "2"))
	switches, _ := strconv.Atoi(setting("SWITCHES", "2"))
	asked := os.Getenv("GIAOBAN_LOAD_WATCHERS") != ""
	var out strings.Builder
	err := load.Run(t.Context(), load.Options{
		Engines: strings.Split(setting("ENGINES", "relay,pion,limit,livekit"), ","), Watchers: watchers, Seconds: seconds,
		Switches: switches, JSON: !asked, Subcommand: []string{"engine"}, Log: t.Output(),
	}, &out)
	if err != nil {
		t.Fatal(err)
	}
	if asked {
		t.Log("\n" + out.String())
		return
	}
	var rows []load.Row
	if err := json.Unmarshal([]byte(out.String()), &rows); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.PacketsPerSecond < 100*float64(watchers) || r.CPUPerPacket <= 0 || r.Loss > 0.01 {
			t.Errorf("%+v", r)
		}
		if r.Engine != "limit" && r.SwitchP95 <= 0 {
			t.Errorf("%s: no switch was seen: %+v", r.Engine, r)
		}
	}
}

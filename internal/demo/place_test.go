package demo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaoban/internal/app"
	"giaoban/internal/demo"
	"giaoban/internal/synthetic"
)

// freePort is a port of this machine that is free for TCP and for UDP.
func freePort(t *testing.T) int {
	t.Helper()
	for {
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		u, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", l.Addr().String())
		if err == nil {
			_ = u.Close()
		}
		_ = l.Close()
		if err == nil {
			return l.Addr().(*net.TCPAddr).Port
		}
	}
}

// until looks until the condition holds; the bound is for a test that would
// never end.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(90 * time.Second); !holds(); {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		<-time.After(50 * time.Millisecond)
	}
}

// A newcomer opens the join link of a site that a synthetic one sits at: the
// person has the place for as long as they stay, and is not pushed out again.
func TestSite_GivesItsPlaceToWhoeverOpensItsLink(t *testing.T) {
	folder := t.TempDir()
	c := app.Config{
		Addr: fmt.Sprintf("127.0.0.1:%d", freePort(t)), Data: folder, MediaPort: freePort(t), ProgrammeUDP: freePort(t),
	}
	log := slog.New(slog.DiscardHandler)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- demo.Run(ctx, c, demo.Options{Password: demo.Password, Without: []string{"all"}}, &bytes.Buffer{}, log)
	}()
	defer func() {
		stop()
		if err := <-ended; err != nil && ctx.Err() == nil {
			t.Error(err)
		}
	}()
	var ways demo.Access
	until(t, "the demo has written its links", func() bool {
		b, err := os.ReadFile(filepath.Join(folder, "demo.json"))
		return err == nil && json.Unmarshal(b, &ways) == nil
	})
	link := ways.Sites["site-kbang"]
	painter := &synthetic.Painter{Dir: folder}
	site := func() *synthetic.Site {
		return &synthetic.Site{
			Name: "Huyện ủy Kbang", Number: 6, Kind: synthetic.Steady, Painter: painter, Log: log,
			Server: ways.URL, JoinToken: link[strings.LastIndex(link, "/")+1:],
		}
	}
	run := func(s *synthetic.Site) (leave func()) {
		ctx, cancel := context.WithCancel(ctx)
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = s.Run(ctx)
		}()
		return func() {
			cancel()
			<-done
		}
	}
	robot, person := site(), site()
	leaveRobot := run(robot)
	defer leaveRobot()
	until(t, "the synthetic site is there", func() bool { return robot.State().Connected })
	leave := run(person)
	until(t, "the person is there and the synthetic site has gone", func() bool {
		return person.State().Connected && !robot.State().Connected
	})
	sessions := person.State().Sessions
	leave()
	if sessions != 1 {
		t.Errorf("the person was pushed out: %d sessions", sessions)
	}
	until(t, "the synthetic site is back in its place", func() bool { return robot.State().Connected })
}

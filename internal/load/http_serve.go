package load

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strconv"
	"time"

	"giaoban/internal/programme"
	"giaoban/internal/relay"
)

// conference is the one conference of a measurement.
const conference = "bench"

// hello is the line by which a measured process says where it can be reached.
type hello struct {
	HTTP   string `json:"http"`
	Ingest int    `json:"ingest"` // port for plain RTP; 0: publishers come by WebRTC
}

// used is what a measured process has used.
type used struct {
	CPU float64 `json:"cpu"` // seconds
	RSS uint64  `json:"rss"` // bytes
}

// ServeOptions of a measured process.
type ServeOptions struct {
	Engine  string
	LiveKit *LiveKit      // where the wiring lends it
	Window  time.Duration // of the relay and the limit; 0: the relay's own
}

// LiveKit lends the embedded LiveKit to the measurement.
type LiveKit struct {
	// Start serves LiveKit in this process until ctx ends: its signalling, and
	// tokens for a room.
	Start func(ctx context.Context) (signalling http.Handler, token func(room, identity string, publish bool) (string, error), err error)
}

// Serve is the measured process: it serves one engine until ctx ends, and
// writes one line to out when it can be reached. The program calls it from a
// subcommand that Run starts.
func Serve(ctx context.Context, o ServeOptions, out io.Writer) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /usage", serveUsage)
	port := 0
	var err error
	switch o.Engine {
	case "relay":
		port, err = serveRelay(ctx, o, mux)
	case "pion":
		port, err = servePion(ctx, mux)
	case "limit":
		port, err = serveLimit(ctx, o, mux)
	case "livekit":
		err = serveLiveKit(ctx, o, mux)
	default:
		err = fmt.Errorf("no engine is called %q", o.Engine)
	}
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("open the engine's port: %w", err)
	}
	if err := json.NewEncoder(out).Encode(hello{HTTP: l.Addr().String(), Ingest: port}); err != nil {
		return fmt.Errorf("tell where to reach the engine: %w", err)
	}
	s := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { <-ctx.Done(); _ = s.Close() }()
	if err := s.Serve(l); err != nil && ctx.Err() == nil {
		return fmt.Errorf("serve the engine: %w", err)
	}
	return nil
}

func serveUsage(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("settle") != "" {
		debug.FreeOSMemory() // memory in use, not memory not yet given back
	}
	cpu, rss, err := usage()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_ = json.NewEncoder(w).Encode(used{cpu, rss})
}

// serveActs lets the load change the floor; the answer is when the act was
// accepted, in nanoseconds.
func serveActs(mux *http.ServeMux, act func(source byte)) {
	mux.HandleFunc("POST /act", func(w http.ResponseWriter, r *http.Request) {
		at := now()
		to, err := strconv.ParseUint(r.URL.Query().Get("to"), 10, 8)
		if err != nil || to >= sources {
			http.Error(w, "no such source", http.StatusBadRequest)
			return
		}
		act(byte(to))
		_, _ = fmt.Fprint(w, at.UnixNano())
	})
}

func serveRelay(ctx context.Context, o ServeOptions, mux *http.ServeMux) (int, error) {
	s, err := relay.New(relay.Options{
		Now: now, Listen: "127.0.0.1:0", Watchers: 100_000, PerAddress: 100_000, JoinsPerSecond: 1e6, Slots: 1, Window: o.Window,
	})
	if err != nil {
		return 0, fmt.Errorf("start the relay: %w", err)
	}
	var in *ingest
	c := s.Conference(conference, func(p programme.Picture, l int) { in.prog.RequestKeyFrame(p, l) })
	if in, err = newIngest(c); err != nil {
		return 0, err
	}
	mux.Handle("/whep/", s.Handler())
	serveActs(mux, in.act)
	go func() { <-ctx.Done(); _ = s.Close() }()
	go func() { _ = in.run(ctx) }()
	return in.port(), nil
}

// serveLimit sends to the addresses that the load posts to /targets; the answer
// is the keys.
func serveLimit(ctx context.Context, o ServeOptions, mux *http.ServeMux) (int, error) {
	sink := &lateSink{}
	in, err := newIngest(sink)
	if err != nil {
		return 0, err
	}
	mux.HandleFunc("POST /targets", func(w http.ResponseWriter, r *http.Request) {
		var to []netip.AddrPort
		if err := json.NewDecoder(r.Body).Decode(&to); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		window := o.Window
		if window == 0 {
			window = relay.WindowFor(len(to))
		}
		b, err := relay.NewBare("127.0.0.1:0", to, window)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		go func() { <-ctx.Done(); _ = b.Close() }()
		_ = json.NewEncoder(w).Encode(b.Keys())
		sink.set(b)
	})
	serveActs(mux, in.act)
	go func() { _ = in.run(ctx) }()
	return in.port(), nil
}

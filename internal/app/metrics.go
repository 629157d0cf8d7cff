package app

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"giaoban/internal/web"
)

// metrics gathers the program's own figures and the process's: memory, open
// files, goroutines. Names of people, units and conferences are in none.
func (a *App) metrics() *prometheus.Registry {
	r := prometheus.NewRegistry()
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	counter := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value)
	}
	r.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("giaoban_event_listeners", "Open event streams.", func() float64 { return float64(a.Log.AllListeners()) }),
	)
	if a.relay != nil {
		r.MustRegister(
			gauge("giaoban_relay_watchers", "Screens that take the programme from this program.",
				func() float64 { return float64(a.relay.Stats().Watchers) }),
			counter("giaoban_relay_repairs_total", "Lost packets that were sent again.",
				func() float64 { return float64(a.relay.Stats().Repairs) }),
			counter("giaoban_relay_refused_total", "Joins refused by the limits.",
				func() float64 { return float64(a.relay.Stats().Refused) }),
			counter("giaoban_relay_garbage_total", "Packets that were none.",
				func() float64 { return float64(a.relay.Stats().Garbage) }),
		)
	}
	return r
}

// serveMetrics answers GET /metrics in Prometheus' text form on an address of
// its own, which is to be reached by the administrator's machines only; it
// ends with ctx.
func (a *App) serveMetrics(ctx context.Context) error {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", a.config.MetricsAddr)
	if err != nil {
		return fmt.Errorf("listen for metrics on %s: %w", a.config.MetricsAddr, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.metrics(), promhttp.HandlerOpts{}))
	srv := &http.Server{
		Handler: mux, ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	return web.Serve(ctx, srv, func() error { return srv.Serve(l) })
}

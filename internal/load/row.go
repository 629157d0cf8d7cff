package load

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// Row is what one engine did. Times are in milliseconds; a value that an
// engine cannot have is zero.
type Row struct {
	Engine           string  `json:"engine"`
	Watchers         int     `json:"watchers"`
	CPUPerPacket     float64 `json:"cpu_us_per_packet"`
	PacketsPerSecond float64 `json:"packets_per_second"`
	SitesPerCore     int     `json:"sites_per_core"`
	Loss             float64 `json:"loss"` // share of packets
	LateP95          float64 `json:"late_p95_ms"`
	MiBPerSite       float64 `json:"mib_per_site"`
	JoinsPerSecond   float64 `json:"joins_per_second"`
	SwitchP50        float64 `json:"switch_p50_ms"`
	SwitchP95        float64 `json:"switch_p95_ms"`
	SwitchP99        float64 `json:"switch_p99_ms"`
	SwitchMax        float64 `json:"switch_max_ms"`
	Cores            float64 `json:"cores"` // of the measured process, while carrying
}

// goals are what the relay is to reach, beside the rows measured with it.
type goal struct {
	what string
	met  func(relay Row, others map[string]Row) (value string, ok, known bool)
}

func goals() []goal {
	ratio := func(other string, most float64) func(Row, map[string]Row) (string, bool, bool) {
		return func(r Row, others map[string]Row) (string, bool, bool) {
			o, ok := others[other]
			if !ok || o.CPUPerPacket == 0 {
				return "", false, false
			}
			v := r.CPUPerPacket / o.CPUPerPacket
			return fmt.Sprintf("%.2f", v), v <= most, true
		}
	}
	return []goal{
		{"CPU per packet, of LiveKit's <= 0.20", ratio("livekit", 0.2)},
		{"CPU per packet, of the limit <= 1.30", ratio("limit", 1.3)},
		{"sites per core >= 1200", func(r Row, _ map[string]Row) (string, bool, bool) {
			return strconv.Itoa(r.SitesPerCore), r.SitesPerCore >= 1200, true
		}},
		{"loss 0", func(r Row, _ map[string]Row) (string, bool, bool) {
			return fmt.Sprintf("%.5f", r.Loss), r.Loss == 0, true
		}},
		{"MiB per site <= 0.10", func(r Row, _ map[string]Row) (string, bool, bool) {
			return fmt.Sprintf("%.3f", r.MiBPerSite), r.MiBPerSite <= 0.1, true
		}},
		{"joins per second >= 300", func(r Row, _ map[string]Row) (string, bool, bool) {
			return fmt.Sprintf("%.0f", r.JoinsPerSecond), r.JoinsPerSecond >= 300, true
		}},
		{"floor switch p95 <= 45 ms", func(r Row, _ map[string]Row) (string, bool, bool) {
			return fmt.Sprintf("%.1f", r.SwitchP95), r.SwitchP95 <= 45, r.SwitchP95 > 0
		}},
		{"floor switch p99 <= 60 ms", func(r Row, _ map[string]Row) (string, bool, bool) {
			return fmt.Sprintf("%.1f", r.SwitchP99), r.SwitchP99 <= 60, r.SwitchP99 > 0
		}},
		{"floor switch, none over 100 ms", func(r Row, _ map[string]Row) (string, bool, bool) {
			return fmt.Sprintf("%.1f", r.SwitchMax), r.SwitchMax <= 100, r.SwitchMax > 0
		}},
		{"floor switch p95, of LiveKit's <= 0.05", func(r Row, others map[string]Row) (string, bool, bool) {
			o := others["livekit"]
			if o.SwitchP95 == 0 || r.SwitchP95 == 0 {
				return "", false, false
			}
			return fmt.Sprintf("%.3f", r.SwitchP95/o.SwitchP95), r.SwitchP95 <= o.SwitchP95/20, true
		}},
		{"program, 18 sites, change every 10 s: cores <= 0.25", func(_ Row, others map[string]Row) (string, bool, bool) {
			o, ok := others["program"]
			return fmt.Sprintf("%.3f", o.Cores), o.Cores <= 0.25, ok
		}},
	}
}

// write prints rows as a table with the goals beside, or as JSON.
func write(out io.Writer, rows []Row, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(rows)
	}
	t := tabwriter.NewWriter(out, 2, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(t, "engine\twatchers\tµs/packet\tpackets/s\tsites/core\tloss\tlate p95\tMiB/site\tjoins/s\tswitch p50\tp95\tp99\tmax\tcores\t")
	others := map[string]Row{}
	for _, r := range rows {
		others[r.Engine] = r
		_, _ = fmt.Fprintf(t, "%s\t%d\t%.2f\t%.0f\t%d\t%.5f\t%.1f\t%.3f\t%.0f\t%.1f\t%.1f\t%.1f\t%.1f\t%.2f\t\n", r.Engine, r.Watchers, r.CPUPerPacket,
			r.PacketsPerSecond, r.SitesPerCore, r.Loss, r.LateP95, r.MiBPerSite, r.JoinsPerSecond, r.SwitchP50, r.SwitchP95, r.SwitchP99, r.SwitchMax, r.Cores)
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	relay, ok := others["relay"]
	if _, whole := others["program"]; !ok && !whole {
		return nil
	}
	_, _ = fmt.Fprintln(out)
	for _, g := range goals() {
		value, met, known := g.met(relay, others)
		known = known && (ok || strings.HasPrefix(g.what, "program")) // the others are the relay's
		mark := map[bool]string{true: "met", false: "NOT met"}[met]
		if !known {
			value, mark = "-", "not measured"
		}
		_, _ = fmt.Fprintf(out, "%-52s %10s  %s\n", g.what, value, mark)
	}
	return nil
}

// quantile is the q-th of sorted durations in milliseconds.
func quantile(ds []time.Duration, q float64) float64 {
	if len(ds) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(ds))
	i := min(int(q*float64(len(s))), len(s)-1)
	return float64(s[i]) / float64(time.Millisecond)
}

package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"time"
)

// Options of a measurement.
type Options struct {
	Engines  []string // of relay, pion, limit, livekit, program
	Watchers int
	Seconds  int
	JSON     bool
	Switches int // changes of floor to time; 0: 20

	// Subcommand is how this program is started again as the measured process:
	// os.Executable() with these arguments and the engine's name behind them,
	// which must call Serve.
	Subcommand []string

	// Program is how this program is started again for the engine "program", the
	// whole of it with a conference: a demo in which all sites stay away, whose
	// folder and ports are put behind.
	Program []string

	// WHEP, where given, is a server that runs already: it is watched, with the
	// token, and nothing is known of its use of the machine.
	WHEP, Token string
	Log         io.Writer // what goes on; nil: nobody asks
}

// Run measures every engine in turn and writes the table, or with JSON the
// rows.
func Run(ctx context.Context, o Options, stdout io.Writer) error {
	if o.Watchers <= 0 || o.Watchers > 200_000 || o.Seconds <= 0 {
		return errors.New("a measurement needs watchers and seconds")
	}
	if o.Switches == 0 {
		o.Switches = 20
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.WHEP != "" {
		o.Engines = []string{"whep"}
	}
	if runtime.NumCPU() > 1 && o.WHEP == "" {
		if err := stayOn(1); err != nil {
			return err
		}
	}
	var rows []Row
	for _, name := range o.Engines {
		run := measure
		if name == "program" {
			run = func(ctx context.Context, o Options, _ string) (Row, error) { return measureProgram(ctx, o) }
		}
		row, err := run(ctx, o, name)
		if err != nil {
			return fmt.Errorf("measure %s: %w", name, err)
		}
		rows = append(rows, row)
	}
	return write(stdout, rows, o.JSON)
}

// measured is the process under measurement, as the load sees it.
type measured struct {
	hello
	engine  string
	stop    func()
	watcher []*liveKitWatcher
	sites   []*liveKitPublisher
	whep    string
	token   string
}

// measure carries one engine from start to row.
func measure(ctx context.Context, o Options, name string) (Row, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m, err := start(ctx, o, name)
	if err != nil {
		return Row{}, err
	}
	defer m.stop()
	c, err := newCrowd(o.Watchers)
	if err != nil {
		return Row{}, err
	}
	defer c.close()
	if err := m.publish(ctx); err != nil {
		return Row{}, err
	}
	row := Row{Engine: name, Watchers: o.Watchers}
	if err := pause(ctx, time.Second); err != nil {
		return Row{}, err
	}
	before, err := m.used(ctx)
	if err != nil {
		return Row{}, err
	}
	if err := m.timeJoins(ctx, c, o, before, &row); err != nil {
		return Row{}, err
	}
	_, _ = fmt.Fprintln(o.Log, name+": watching")
	if err := pause(ctx, 6*time.Second); err != nil {
		return Row{}, err
	}
	if err := m.carry(ctx, c, o, before, &row); err != nil {
		return Row{}, err
	}
	_, _ = fmt.Fprintln(o.Log, name+": switching")
	return row, m.switches(ctx, c, o, &row)
}

// carry measures what steady carrying costs.
func (m *measured) carry(ctx context.Context, c *crowd, o Options, before used, row *Row) error {
	c.mark()
	c.timing.Store(true)
	first, err := m.used(ctx)
	if err != nil {
		return err
	}
	from, packets := now(), c.packets.Load()
	if err := pause(ctx, time.Duration(o.Seconds)*time.Second); err != nil {
		return err
	}
	last, err := m.used(ctx)
	if err != nil {
		return err
	}
	took := now().Sub(from).Seconds()
	c.timing.Store(false)
	got := float64(c.packets.Load() - packets)
	expected, received := c.lost()
	if expected > 0 {
		row.Loss = 1 - float64(received)/float64(expected)
	}
	row.PacketsPerSecond = got / took
	if m.whep == "" { // only the load's own sites stamp their packets
		row.LateP95 = quantile(c.late.ds, 0.95)
	}
	if m.whep == "" && got > 0 {
		cpu := last.CPU - first.CPU
		row.CPUPerPacket = cpu / got * 1e6
		row.Cores = cpu / took
		row.SitesPerCore = int(float64(o.Watchers) / row.Cores)
		settled, err := m.usedSettled(ctx)
		if err != nil {
			return err
		}
		row.MiBPerSite = (float64(settled.RSS) - float64(before.RSS)) / (1 << 20) / float64(o.Watchers)
	}
	if c.undecipherable.Load() > 0 {
		return fmt.Errorf("%d packets could not be decrypted", c.undecipherable.Load())
	}
	return nil
}

// switches times changes of floor, from the act accepted to the first packet
// of the new picture's key frame at each watcher.
func (m *measured) switches(ctx context.Context, c *crowd, o Options, row *Row) error {
	if m.engine == "limit" || m.whep != "" {
		return nil
	}
	var all []time.Duration
	for i := range o.Switches {
		to := byte((i + 1) % sources)
		a := &act{source: to, at: make([]atomic.Int64, len(c.all))}
		c.act.Store(a)
		t0, err := m.act(ctx, to)
		if err != nil {
			return err
		}
		if err := pause(ctx, 1500*time.Millisecond); err != nil {
			return err
		}
		c.act.Store(nil)
		unseen := 0
		for j := range a.at {
			if at := a.at[j].Load(); at != 0 {
				all = append(all, time.Duration(at-t0))
			} else {
				unseen++
			}
		}
		if unseen > 0 {
			_, _ = fmt.Fprintf(o.Log, "%s: %d watchers did not see switch %d within 1.5 s\n", m.engine, unseen, i+1)
			for range unseen {
				all = append(all, 1500*time.Millisecond)
			}
		}
		// acts do not keep step with frames
		if err := pause(ctx, time.Duration(i*37%101)*time.Millisecond); err != nil {
			return err
		}
	}
	row.SwitchP50, row.SwitchP95, row.SwitchP99, row.SwitchMax = quantile(all, 0.5), quantile(all, 0.95), quantile(all, 0.99), quantile(all, 1)
	return nil
}

// timeJoins lets everybody join. Joins per second are those of one core of the
// measured process: by the time it took where it was busy, else by the
// processor time it used, since making the watchers' half costs the load more.
func (m *measured) timeJoins(ctx context.Context, c *crowd, o Options, before used, row *Row) error {
	_, _ = fmt.Fprintln(o.Log, m.engine+": joining")
	began := now()
	if err := m.joinAll(ctx, c); err != nil {
		return err
	}
	took := now().Sub(began).Seconds()
	after, err := m.used(ctx)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(o.Log, "%s: %.1f joins/s over the clock\n", m.engine, float64(o.Watchers)/took)
	switch {
	case m.engine == "limit":
	case m.whep != "":
		row.JoinsPerSecond = float64(o.Watchers) / took
	default:
		row.JoinsPerSecond = float64(o.Watchers) / (after.CPU - before.CPU)
	}
	return nil
}

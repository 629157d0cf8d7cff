package load

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"

	"github.com/pion/rtp"

	"giaoban/internal/programme"
)

// sources is how many sites publish; acts change between them.
const sources = 2

// Plain RTP from publishers comes as a datagram of source, kind and packet; a
// datagram back with the source asks it for a key frame.
const (
	kindVideo = 0
	kindAudio = 1
)

// ingest feeds a programme with what publishers send over UDP.
type ingest struct {
	conn *net.UDPConn
	prog *programme.Programme

	mu   sync.Mutex
	from netip.AddrPort
}

func newIngest(sink programme.Sink) (*ingest, error) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, fmt.Errorf("open the publishers' port: %w", err)
	}
	_ = conn.SetReadBuffer(8 << 20)
	return &ingest{conn: conn, prog: programme.New(programme.Options{Now: now, Sink: sink, Slots: 1})}, nil
}

func (in *ingest) port() int { return in.conn.LocalAddr().(*net.UDPAddr).Port }

func (in *ingest) ask(source byte) {
	in.mu.Lock()
	to := in.from
	in.mu.Unlock()
	if to.IsValid() {
		_, _ = in.conn.WriteToUDPAddrPort([]byte{source}, to)
	}
}

func siteName(source byte) string { return fmt.Sprintf("site%d", source) }

// act puts a source on the floor.
func (in *ingest) act(source byte) {
	in.prog.Show(programme.Floor, programme.SourceID(siteName(source)))
	in.prog.OpenMicrophones([]programme.SiteID{programme.SiteID(siteName(source))})
}

func (in *ingest) run(ctx context.Context) error {
	var video, audio [sources]*programme.Input
	for i := range byte(sources) {
		name := siteName(i)
		v, err := in.prog.Video(programme.SourceID(name), programme.SiteID(name), programme.VP8, func(int) { in.ask(i) })
		if err != nil {
			return fmt.Errorf("register a publisher: %w", err)
		}
		video[i], audio[i] = v, in.prog.Audio(programme.SiteID(name))
	}
	in.act(0)
	go in.prog.Run(ctx)
	go func() { <-ctx.Done(); _ = in.conn.Close() }()
	buf := make([]byte, 2048)
	for {
		n, from, err := in.conn.ReadFromUDPAddrPort(buf)
		if err != nil {
			return nil //nolint:nilerr // closed: the measurement is over
		}
		in.mu.Lock()
		in.from = from
		in.mu.Unlock()
		var p rtp.Packet
		if n < 3 || buf[0] >= sources || p.Unmarshal(buf[2:n]) != nil {
			continue
		}
		if buf[1] == kindAudio {
			audio[buf[0]].Write(&p, 0)
		} else {
			video[buf[0]].Write(&p, 0)
		}
	}
}

// publishPlain runs the publishers towards an ingest until ctx ends.
func publishPlain(ctx context.Context, port int) error {
	conn, err := net.DialUDP("udp4", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
	if err != nil {
		return fmt.Errorf("reach the engine: %w", err)
	}
	var ps [sources]*publisher
	var wg sync.WaitGroup
	for i := range ps {
		p := &publisher{source: byte(i)}
		write := func(kind byte) func(*rtp.Packet) {
			return func(r *rtp.Packet) {
				raw, err := r.Marshal()
				if err == nil {
					_, _ = conn.Write(append([]byte{p.source, kind}, raw...))
				}
			}
		}
		p.video, p.audio = write(kindVideo), write(kindAudio)
		ps[i] = p
		wg.Go(func() { p.run(ctx, offset(i)) })
	}
	go func() {
		b := make([]byte, 16)
		for {
			n, err := conn.Read(b)
			if err != nil {
				return
			}
			if n == 1 && b[0] < sources {
				ps[b[0]].key()
			}
		}
	}()
	wg.Wait()
	return conn.Close()
}

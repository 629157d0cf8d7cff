package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// publish starts the synthetic sites.
func (m *measured) publish(ctx context.Context) error {
	switch m.engine {
	case "whep":
		return nil
	case "livekit":
		for i := range sources {
			token, err := m.liveKitToken(ctx, "load:"+siteName(byte(i)), true)
			if err != nil {
				return err
			}
			p := &liveKitPublisher{}
			if err := p.publish(ctx, m.HTTP, token, &publisher{source: byte(i)}); err != nil {
				return err
			}
			m.sites = append(m.sites, p)
		}
		return nil
	}
	go func() { _ = publishPlain(ctx, m.Ingest) }()
	return nil
}

func (m *measured) liveKitToken(ctx context.Context, identity string, publish bool) (string, error) {
	return m.call(ctx, http.MethodGet, fmt.Sprintf("http://%s/token?identity=%s&publish=%t", m.HTTP, identity, publish), "", "")
}

// together is how many watchers join at once.
const together = 24

func (m *measured) joinAll(ctx context.Context, c *crowd) error {
	if m.engine == "limit" {
		return m.target(ctx, c)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute+time.Duration(len(c.all))*100*time.Millisecond)
	defer cancel()
	m.watcher = make([]*liveKitWatcher, len(c.all))
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make(chan error, together)
	for range together {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(c.all); i = int(next.Add(1)) - 1 {
				if err := m.join(ctx, c.all[i]); err != nil {
					errs <- fmt.Errorf("watcher %d: %w", i, err)
					return
				}
			}
		})
	}
	wg.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}

func (m *measured) join(ctx context.Context, e *endpoint) error {
	if m.engine == "livekit" {
		token, err := m.liveKitToken(ctx, "watch:"+strconv.Itoa(e.index), false)
		if err != nil {
			return err
		}
		w := &liveKitWatcher{e: e}
		m.watcher[e.index] = w
		return w.join(ctx, m.HTTP, token, m.sites[0].tracks)
	}
	url := "http://" + m.HTTP + "/whep/" + conference
	if m.whep != "" {
		url = m.whep
	}
	answer, err := m.call(ctx, http.MethodPost, url, "application/sdp", e.offer())
	if err != nil {
		return err
	}
	_, r, err := parseRemote(answer)
	if err != nil {
		return err
	}
	return e.connect(ctx, r)
}

// target tells the limit where the endpoints are, and gives them their keys:
// receiving is to cost the same with every engine.
func (m *measured) target(ctx context.Context, c *crowd) error {
	var to []netip.AddrPort
	for _, e := range c.all {
		e.remote.videoType = 96
		to = append(to, netip.AddrPortFrom(e.addr, e.lines.port))
	}
	b, err := json.Marshal(to)
	if err != nil {
		return fmt.Errorf("tell the addresses: %w", err)
	}
	answer, err := m.call(ctx, http.MethodPost, "http://"+m.HTTP+"/targets", "application/json", string(b))
	if err != nil {
		return err
	}
	var keys [][]byte
	if err := json.Unmarshal([]byte(answer), &keys); err != nil || len(keys) != len(c.all) {
		return errors.Join(errors.New("the engine tells no keys"), err)
	}
	for i, e := range c.all {
		if err := e.decrypts(keys[i]); err != nil {
			return err
		}
	}
	return nil
}

// act changes the floor and tells when that was accepted.
func (m *measured) act(ctx context.Context, to byte) (t0 int64, err error) {
	if m.engine != "livekit" {
		body, err := m.call(ctx, http.MethodPost, fmt.Sprintf("http://%s/act?to=%d", m.HTTP, to), "", "")
		if err != nil {
			return 0, err
		}
		return strconv.ParseInt(body, 10, 64)
	}
	t0 = now().UnixNano()
	from := m.sites[(int(to)+1)%sources].tracks
	for _, w := range m.watcher {
		if err := errors.Join(w.subscribe(false, from...), w.subscribe(true, m.sites[to].tracks...)); err != nil {
			return 0, fmt.Errorf("subscribe: %w", err)
		}
	}
	return t0, nil
}

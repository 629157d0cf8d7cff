package relay

import (
	"bytes"
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// listener is somebody's address, and what came there.
func listener(t *testing.T) *net.UDPConn {
	t.Helper()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func received(t *testing.T, c *net.UDPConn, n int) (all []string) {
	t.Helper()
	b := make([]byte, 1<<16)
	for range n {
		_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
		n, err := c.Read(b)
		if err != nil {
			t.Fatalf("%d datagrams came: %v", len(all), err)
		}
		all = append(all, string(b[:n]))
	}
	return all
}

func TestBatch_CutsRowsForTheKernelOrSendsThemOneByOne(t *testing.T) {
	s, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.conn.Close() }()
	b := newBatch(s)
	row := func(p *path, size int, datagrams ...string) {
		start := b.off
		for _, d := range datagrams {
			b.off += copy(b.free(), d)
		}
		b.add(p, start, size)
	}
	able, unable := listener(t), listener(t)
	cut := s.newPath(able.LocalAddr().(*net.UDPAddr).AddrPort(), nil)
	plain := s.newPath(unable.LocalAddr().(*net.UDPAddr).AddrPort(), nil)
	plain.plain = true // as after the kernel has refused (EIO)
	full := []string{string(bytes.Repeat([]byte("a"), 900)), string(bytes.Repeat([]byte("b"), 900)), "the last, shorter"}
	const rounds = batchMessages/3 + 4 // more than one call bears
	var want []string
	for range rounds {
		row(plain, 900, full...)
		row(cut, 900, full...)
		row(plain, 900, "alone, shorter than the row would have been")
		want = append(want, full...)
	}
	b.flush()
	if diff := cmp.Diff(want, received(t, able, len(want))); diff != "" {
		t.Errorf("cut by the kernel: %s", diff)
	}
	got := received(t, unable, len(want)+rounds)
	alone := 0
	for _, d := range got {
		if d == "alone, shorter than the row would have been" {
			alone++
		}
	}
	if alone != rounds {
		t.Errorf("one by one: %d datagrams alone, want %d", alone, rounds)
	}
}

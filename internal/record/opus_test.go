package record_test

import (
	"bytes"
	"slices"
	"testing"

	"giaoban/internal/record"
)

// coded is an Opus packet as the tests read it, by RFC 6716 section 3 and
// appendix B and by nothing of the package's own.
type coded struct {
	config int
	stereo bool
	frames [][]byte
}

// micros is how long the packet lasts, in microseconds.
func (c coded) micros() int {
	each := []int{10_000, 20_000, 40_000, 60_000}[c.config%4]
	switch {
	case c.config >= 16:
		each = []int{2500, 5000, 10_000, 20_000}[c.config%4]
	case c.config >= 12:
		each = []int{10_000, 20_000}[c.config%2]
	}
	return each * len(c.frames)
}

// parse reads one packet, which ends where b does unless it delimits itself.
func parse(tb testing.TB, b []byte, delimits bool) (c coded, rest []byte) {
	tb.Helper()
	at := 0
	next := func() int {
		if at >= len(b) {
			tb.Fatalf("packet %x is cut off", b)
		}
		at++
		return int(b[at-1])
	}
	length := func() int {
		n := next()
		if n >= 252 {
			n += 4 * next()
		}
		return n
	}
	toc := next()
	c.config, c.stereo = toc>>3, toc&4 != 0
	count, vbr, padding := []int{1, 2, 2, 0}[toc&3], toc&3 == 2, 0
	if toc&3 == 3 {
		m := next()
		count, vbr = m&0x3f, m&0x80 != 0
		for more := m&0x40 != 0; more; {
			n := next()
			more = n == 255
			padding += min(n, 254)
		}
	}
	sizes := make([]int, 0, count)
	if vbr {
		for range count - 1 {
			sizes = append(sizes, length())
		}
	}
	end := len(b) - padding
	switch {
	case delimits && !vbr:
		n := length()
		for len(sizes) < count {
			sizes = append(sizes, n)
		}
	case delimits:
		sizes = append(sizes, length())
	case vbr:
		n := end - at
		for _, s := range sizes {
			n -= s
		}
		sizes = append(sizes, n)
	default:
		if count == 0 || (end-at)%count != 0 {
			tb.Fatalf("%d bytes for %d frames", end-at, count)
		}
		for len(sizes) < count {
			sizes = append(sizes, (end-at)/count)
		}
	}
	for _, n := range sizes {
		if n < 0 || n > 1275 || at+n > end {
			tb.Fatalf("frame of %d bytes in %x", n, b)
		}
		c.frames = append(c.frames, b[at:at+n])
		at += n
	}
	if count == 0 || c.micros() > 120_000 {
		tb.Fatalf("%d frames of config %d in one packet", count, c.config)
	}
	return c, b[at+padding:]
}

// FuzzOpus reads packets of anybody's making: what is one has the same frames
// when it is put together again, in both framings.
func FuzzOpus(f *testing.F) {
	for _, p := range []string{"\xf8\xff\xfe", "\x78", "\x79\x01\x02", "\x7a\x01\x02\x03", "\xfb\x43\x02\x01\x02\x03\x00\x00", "\xfb\x83\x01\x02\x09\x09\x09\x01", "\xff\xff"} {
		f.Add([]byte(p))
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		for _, delimits := range []bool{false, true} {
			again, frames, err := record.Opus(p, delimits)
			if err != nil {
				return
			}
			was, _ := parse(t, p, false)
			c, rest := parse(t, append(again, "more"...)[:len(again)+4*btoi(delimits)], delimits)
			if delimits && string(rest) != "more" {
				t.Fatalf("%x does not end where it says", again)
			}
			if c.config != was.config || c.stereo != was.stereo || !slices.EqualFunc(c.frames, was.frames, bytes.Equal) || !slices.EqualFunc(frames, was.frames, bytes.Equal) {
				t.Fatalf("%x became %x", p, again)
			}
		}
	})
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

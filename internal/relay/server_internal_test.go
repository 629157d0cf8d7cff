package relay

import (
	"net/netip"
	"slices"
	"testing"
	"time"
)

// Chromium comes to 127.0.0.1, Firefox only to the machine's other addresses;
// a machine without a network has none.
func TestNew_TellsLoopbackAddressesWhereAskedOrWhereThereAreNoOthers(t *testing.T) {
	told := func(loopback bool) (loop, own []netip.Addr) {
		s, err := New(Options{Now: time.Now, Loopback: loopback})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		for _, a := range s.hosts {
			if a.IsLoopback() {
				loop = append(loop, a)
			} else {
				own = append(own, a)
			}
		}
		return loop, own
	}
	loop, own := told(false)
	if len(own) > 0 == (len(loop) > 0) {
		t.Errorf("told %v and %v", loop, own)
	}
	withLoop, sameOwn := told(true)
	if !slices.Contains(withLoop, netip.MustParseAddr("127.0.0.1")) || !slices.Equal(sameOwn, own) {
		t.Errorf("told %v and %v, without loopback %v", withLoop, sameOwn, own)
	}
}

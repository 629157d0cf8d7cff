package contribution

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAllBut_HoldsEveryAddressButTheGiven(t *testing.T) {
	address := rapid.Custom(func(t *rapid.T) netip.Addr {
		return netip.AddrFrom4([4]byte(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "address")))
	})
	rapid.Check(t, func(t *rapid.T) {
		own := rapid.SliceOfN(address, 1, 3).Draw(t, "own")
		nets := allBut(netip.MustParsePrefix("0.0.0.0/0"), own)
		holds := func(a netip.Addr) bool {
			for _, n := range nets {
				if netip.MustParsePrefix(n).Contains(a) {
					return true
				}
			}
			return false
		}
		for _, a := range own {
			if holds(a) || !holds(a.Next()) && a.Next().IsValid() && !slices.Contains(own, a.Next()) {
				t.Fatalf("own %v: %v", own, nets)
			}
		}
		if a := address.Draw(t, "other"); holds(a) == slices.Contains(own, a) {
			t.Fatalf("own %v, other %v: %v", own, a, nets)
		}
	})
}

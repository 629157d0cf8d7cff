package synthetic

// hysteresis is how much more than its least rate a layer needs to begin than
// to go on; Chromium's SimulcastRateAllocator has such a factor, which was not
// measured.
const hysteresis = 1.2

// share is what one layer may take, in bits per second.
type share struct {
	least, usual, most int
	wanted             bool // somebody watches it
	on                 bool // it is sent at present
}

// allocate divides a line's rate among the layers, lowest first, after
// Chromium's SimulcastRateAllocator::DistributeAllocationToSimulcastLayers: each
// layer its usual rate, as long as the next has its least; what is left goes to
// the highest that is sent. The lowest is sent on any line, at its least.
func allocate(rate int, layers []share) []int {
	got := make([]int, len(layers))
	top := -1
	for i, l := range layers {
		if !l.wanted {
			continue
		}
		needed := l.least
		if !l.on {
			needed = min(int(hysteresis*float64(l.least)), l.usual)
		}
		if rate < needed {
			if top < 0 {
				got[i] = l.least
			}
			break
		}
		got[i] = min(rate, l.usual)
		rate -= got[i]
		top = i
	}
	if top >= 0 {
		got[top] = min(got[top]+rate, layers[top].most)
	}
	return got
}

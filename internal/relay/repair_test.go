package relay_test

import (
	"testing"
	"time"

	"giaoban/internal/programme"
)

func TestRepair_FivePercentLossLeavesNothingMissing(t *testing.T) {
	w := newWorld(t, nil)
	w.camera("a", 'a', 1, 6)
	w.prog.Show(programme.Floor, "a")
	line := newBadLine(t, w.server.Port())
	line.set(0, 20*time.Millisecond, 0)
	v := w.watch("hall", 1, 1, line.through)
	floor := v.track("floor")
	until(t, 8*time.Second, "a picture", func() bool { return floor.count('a') > 5 })
	line.set(0.05, 20*time.Millisecond, 0)
	until(t, 30*time.Second, "two thousand packets", func() bool { n, _ := floor.counts(200); return n > 2000 })
	n, missing := floor.counts(200)
	if w.server.Stats().Repairs < 50 {
		t.Fatalf("only %d repairs: the line was not bad", w.server.Stats().Repairs)
	}
	if float64(missing) > 0.001*float64(n) {
		t.Fatalf("%d of %d missing after repair, want at most 0.1 %%", missing, n)
	}
}

func TestAdapt_NarrowLineFallsSoonAndComesBackOthersUntouched(t *testing.T) {
	w := newWorld(t, nil)
	w.camera("a", 'a', 2, 8) // some 1.8 Mbps above 0.6
	w.microphone("a", 'A')
	w.prog.Show(programme.Floor, "a")
	w.prog.OpenMicrophones([]programme.SiteID{"a"})
	line := newBadLine(t, w.server.Port())
	poor, rich := w.watch("poor", 1, 1, line.through), w.watch("rich", 1, 1, nil)
	until(t, 10*time.Second, "both see the large layer", func() bool {
		return poor.track("floor").layer(1) > 100 && rich.track("floor").layer(1) > 100
	})
	line.set(0, 20*time.Millisecond, 300_000)
	narrowed := time.Now()
	until(t, 10*time.Second, "a second without the large layer, and with the sound whole", func() bool {
		before, sound := poor.track("floor").layer(1), poor.track("voice").count('A')
		heard := rich.track("voice").count('A')
		<-time.After(time.Second)
		heard = rich.track("voice").count('A') - heard
		return poor.track("floor").layer(1)-before <= 20 && poor.track("voice").count('A')-sound >= heard*9/10-2
	})
	t.Logf("measured: the small layer and whole sound %v after the line narrowed", time.Since(narrowed)-time.Second)
	line.set(0, 20*time.Millisecond, 0)
	before := poor.track("floor").layer(1)
	until(t, 30*time.Second, "the large layer comes back", func() bool { return poor.track("floor").layer(1) > before+100 })
	if n, missing := rich.track("floor").counts(20); missing != 0 {
		t.Errorf("the other watcher lost %d of %d", missing, n)
	}
}

package relay

import (
	"slices"
	"testing"
)

func TestNearest_OwnUnitThenThoseAboveThenAnybodysTheEmptierFirst(t *testing.T) {
	trunk := NewTrunk(quiet(t), "secret")
	add := func(name string, watchers int, units ...string) {
		trunk.children[name] = &child{name: name, beat: beat{Room: 100, Watchers: map[string]int{"c": watchers}, Units: units}}
	}
	add("province", 0, "province")
	add("kbang", 90, "kbang", "an-khe")
	add("far", 0, "pleiku")
	add("any", 10)
	add("any-empty", 5)
	add("full", 100, "kbang")
	for name, c := range map[string]struct {
		units, want []string
	}{
		"a site of the district": {[]string{"kbang", "province"}, []string{"kbang", "province", "any-empty", "any", "far"}},
		"one of the province":    {[]string{"province"}, []string{"province", "any-empty", "any", "far", "kbang"}},
		"a hall of no unit":      {nil, []string{"any-empty", "any", "far", "province", "kbang"}},
	} {
		var got []string
		for _, r := range trunk.nearest(c.units) {
			got = append(got, r.name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

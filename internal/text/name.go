package text

import (
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Name is a person's name in its parts. Vietnamese names are ordered by given
// name, then family, then middle.
type Name struct{ Family, Middle, Given string }

// compoundFamilies are family names of two words, folded. The list is of the
// Central Highlands' clans and of the few compound Kinh families that never
// occur as family and middle name.
var compoundFamilies = map[string]bool{
	"rah lan": true, "ro cham": true, "ro mah": true, "ro o": true, "ro lan": true,
	"ro huy": true, "ro lang": true, "ro xuan": true, "k sor": true, "k pa": true,
	"cong tang": true, "au duong": true, "ton that": true, "ton nu": true,
}

// SplitName parts a full name: the last word is the given name, the first one
// (or two, for a compound family name) the family name.
func SplitName(full string) Name {
	words := strings.Fields(NFC(full))
	switch len(words) {
	case 0:
		return Name{}
	case 1:
		return Name{Given: words[0]}
	}
	family := 1
	if len(words) > 2 && compoundFamilies[Key(words[0]+" "+words[1])] {
		family = 2
	}
	last := len(words) - 1
	return Name{
		Family: strings.Join(words[:family], " "),
		Middle: strings.Join(words[family:last], " "),
		Given:  words[last],
	}
}

// Collators keep buffers of their own and serve one goroutine at a time.
var collators = sync.Pool{New: func() any { return collate.New(language.Vietnamese) }}

// SortKey returns a key whose byte order is the Vietnamese order of words.
func SortKey(s string) string {
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	var b collate.Buffer
	return string(c.KeyFromString(&b, NFC(s)))
}

// NameKey returns a key whose byte order is the order of a list of people:
// given name, family, middle.
func NameKey(full string) string {
	n := SplitName(full)
	return SortKey(n.Given) + "\x00\x00" + SortKey(n.Family) + "\x00\x00" + SortKey(n.Middle)
}

package draft

import (
	"strings"

	"giaoban/internal/text"
)

// Unit is a body, group or role of the organisation with every name that
// stands for it.
type Unit struct {
	ID    string   `json:"id"`
	Names []string `json:"names"`
}

// Directory finds units by name: folded, through abbreviations, and with one
// small typing error.
type Directory struct {
	byKey map[string]string
	// byLength holds the keys by length, for names with a typing error.
	byLength map[int][]string
}

// NewDirectory builds the index. Of two units with one name the first wins.
func NewDirectory(units []Unit) *Directory {
	d := &Directory{byKey: map[string]string{}, byLength: map[int][]string{}}
	for _, u := range units {
		for _, n := range u.Names {
			key := unitKey(n)
			if _, taken := d.byKey[key]; key == "" || taken {
				continue
			}
			d.byKey[key] = u.ID
			d.byLength[len(key)] = append(d.byLength[len(key)], key)
		}
	}
	return d
}

// shorter are the abbreviations that the administration writes everywhere;
// those of one organisation are aliases in its directory.
var shorter = strings.NewReplacer(
	" ubnd ", " uy ban nhan dan ", " hdnd ", " hoi dong nhan dan ", " mttq ", " mat tran to quoc ", " btv ", " ban thuong vu ",
	" bch ", " ban chap hanh ", " ubkt ", " uy ban kiem tra ", " bcd ", " ban chi dao ", " tp ", " thanh pho ", " tx ", " thi xa ",
	" gd dt ", " giao duc va dao tao ", " khdt ", " ke hoach va dau tu ", " bhxh ", " bao hiem xa hoi ", " bql ", " ban quan ly ", " ldld ", " lien doan lao dong ",
	" bcs ", " ban can su ", " bcsd ", " ban can su dang ", " vp ", " van phong ", " va ", " ",
)

func unitKey(s string) string {
	key := strings.ReplaceAll(text.Key(s), " ", "  ")
	return strings.Join(strings.Fields(shorter.Replace(" "+key+" ")), " ")
}

// minTypo is the shortest key in which a typing error is forgiven.
const minTypo = 8

// Find returns the id of the unit with that name, "" where there is none or
// where a typing error could mean two.
func (d *Directory) Find(name string) string {
	key := unitKey(name)
	for _, k := range []string{key, strings.TrimPrefix(key, "cac "), "cac " + key, strings.TrimPrefix(key, "dong chi ")} {
		if id := d.byKey[k]; id != "" {
			return id
		}
	}
	if len(key) < minTypo {
		return ""
	}
	found := ""
	for n := len(key) - 1; n <= len(key)+1; n++ {
		for _, k := range d.byLength[n] {
			if id := d.byKey[k]; oneEdit(key, k) && id != found {
				if found != "" {
					return ""
				}
				found = id
			}
		}
	}
	return found
}

func (d *Directory) ids(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = d.Find(n)
	}
	return out
}

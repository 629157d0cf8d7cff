package draft

const (
	noVerb = iota
	weakVerb
	strongVerb
)

// verbAt tells whether a verb phrase begins at toks[i]. A capital word is a
// name, except at the beginning of a sentence (opening).
func verbAt(toks []token, i int, opening bool) int {
	if i >= len(toks) || !toks[i].word || toks[i].cap && !opening {
		return noVerb
	}
	if viNotVerbs.has(toks, i) && !viPassive.has(toks, i) {
		if n, _ := viNotVerbs.at(toks, i); n >= longest(toks, i, viModals, viAdverbs, viVerbs) {
			return noVerb
		}
	}
	if w := toks[i].w; (w == "không" || w == "đừng" || w == "chớ") && i > 0 && toks[i-1].w != "hàng" && toks[i-1].w != "phòng" && i+1 < len(toks) && verbAt(toks, i+1, false) != noVerb {
		return strongVerb
	}
	if viModals.has(toks, i) || viPassive.has(toks, i) {
		return strongVerb
	}
	verb, _ := viVerbs.at(toks, i)
	adverb, _ := viAdverbs.at(toks, i)
	if verb > 0 && i+verb < len(toks) && toks[i+verb].w == "của" {
		return noVerb // "kiến nghị của Mặt trận"
	}
	switch {
	case verb == 0 && adverb == 0:
		return noVerb
	case verb >= adverb:
		if n, _ := viNameVerbs.at(toks, i); n == verb {
			return weakVerb
		}
	}
	return strongVerb
}

func longest(toks []token, i int, tables ...*phrases) int {
	most := 0
	for _, p := range tables {
		n, _ := p.at(toks, i)
		most = max(most, n)
	}
	return most
}

// compoundAt returns the count of words of a compound at i that is no verb: a
// known one, or a name's word of several syllables, the first a capital.
func compoundAt(toks []token, i int) int {
	n, _ := viCompounds.at(toks, i)
	if toks[i].cap {
		return max(n, longest(toks, i, viVerbs, viAdverbs, viBodies, viRoles, viDepartments))
	}
	if n <= longest(toks, i, viVerbs, viAdverbs, viModals) && n < 3 {
		if v, _ := viNameVerbs.at(toks, i); v != n || n == 0 {
			return min(n, 1)
		}
	}
	return n
}

// hasObject reports whether a weak verb takes a counted object, as no verb in
// a name does: "giám sát việc …", "quản lý các …".
func hasObject(toks []token, j int) bool {
	n, _ := viVerbs.at(toks, j)
	if j+n >= len(toks) {
		return false
	}
	if viQuantifiers.has(toks, j+n) {
		for k := j + n + 1; buildsNames.has(toks, j) && k < min(len(toks), j+n+12) && toks[k].word; k++ {
			if verbAt(toks, k, false) == strongVerb {
				return false // the verb comes behind the name
			}
		}
		return true
	}
	return toks[j+n].w == "việc" || toks[j+n].w == "lại"
}

// buildsNames are verbs after which even "các …" may belong to the name of a
// body: "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông".
var buildsNames = words(`đầu tư xây dựng, xây dựng, đầu tư, quản lý, khai thác, phát triển`)

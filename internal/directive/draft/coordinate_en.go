package draft

// coordinatingEn reads "in coordination with X", "together with X".
func coordinatingEn(toks []token) []name {
	for k := range toks {
		n := longest(toks, k, enTogether)
		if n == 0 {
			continue
		}
		end := k + n
		for end < len(toks) && (toks[end].cap || isArticle(toks[end].w) || toks[end].w == "and" || toks[end].w == "of" || enHeads.has(toks, end)) {
			end++
		}
		for end > k+n && (toks[end-1].w == "," || toks[end-1].w == "and") {
			end--
		}
		if names := namesEn(toks, k+n, end); len(names) > 0 {
			return names
		}
	}
	return nil
}

var enTogether = words(`in coordination with, in cooperation with, in collaboration with, together with, jointly with, in consultation with, working with, coordinate with, co-ordinate with, coordinating with, along with, in conjunction with, in partnership with, supported by, with support from, work with, liaise with, in liaison with, alongside`)

// cutAtEn returns where another subject with its own modal begins: ", and the
// Safety Officer shall …".
func cutAtEn(toks []token, v verdict) int {
	if v.verb < 1 {
		v.verb = 1
	}
	for k := v.verb + 1; k < len(toks)-2; k++ {
		if toks[k].w != "and" && toks[k].w != "," && toks[k].w != "while" {
			continue
		}
		from := skipEnConnectors(toks, k)
		if n, _ := enAsks.at(toks, from); n > 0 && v.spoken {
			if to := indexTo(toks, from+n, from+n+12); to > 0 && isNameEn(toks, from+n, to) {
				return k
			}
		}
		if to := indexTo(toks, from, from+8); v.spoken && to > from && to+1 < len(toks) && enSubjectless.has(toks, to+1) && isNameEn(toks, from, to) {
			return k
		}
		for m := from + 1; m < min(len(toks), from+10); m++ {
			if !toks[m].word {
				break
			}
			n, s := enModals.at(toks, m)
			if n == 0 && toks[m].w == "will" && toks[v.verb-1].w == "will" && enSubjectless.has(toks, m+1) {
				n, s = 1, 2
			}
			if n > 0 && s > 0 && toks[m].w != "to" {
				if isNameEn(toks, from, m) {
					return k
				}
				break
			}
		}
	}
	return len(toks)
}

// beginsTask reports whether a piece behind a list of objects is a task of its
// own.
func beginsTask(toks []token, english bool) bool {
	if english {
		return enSubjectless.has(toks, skipEnConnectors(toks, 0)) || modalSoonEn(toks)
	}
	at := skipConnectors(toks, 0)
	if at < len(toks) && verbAt(toks, at, false) == strongVerb {
		return true
	}
	if n, _ := introducerAt(toks, at, nil); n > 0 {
		return true
	}
	np, ok := readNominal(toks, at, false)
	return ok && np.verb > 0
}

func modalSoonEn(toks []token) bool {
	for i := range min(len(toks), 10) {
		if n, s := enModals.at(toks, i); n > 0 && s > 0 && toks[i].w != "to" {
			return true
		}
	}
	return false
}

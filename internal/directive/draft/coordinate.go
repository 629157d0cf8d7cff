package draft

import "unicode"

func lowerRune(r rune) bool { return unicode.IsLower(r) }

// maxCoordination bounds how far from "phối hợp" its object may stand.
const maxCoordination = 6

// coordinating reads whom the addressees are to work with: "chủ trì, phối hợp
// với X, Y rà soát …".
func coordinating(toks []token, verb int, english bool) []name {
	if english {
		return coordinatingEn(toks)
	}
	if names := supporting(toks, verb); len(names) > 0 {
		return names
	}
	for k := max(verb, 0); k < len(toks); k++ {
		n := longest(toks, k, togethers)
		if n == 0 {
			continue
		}
		j := k + n
		for j < min(len(toks), k+n+maxCoordination) && longest(toks, j, manners) > 0 {
			j += longest(toks, j, manners)
		}
		if j >= len(toks) || !namesSomebody(toks, j) && !(toks[j].word && toks[j].cap) && !isLowerBody(toks, j) {
			continue
		}
		end := j
		for end < len(toks) && !viStops.has(toks, end) && (toks[end].w != "." || abbreviations.has(toks, end-1)) {
			end++
		}
		np, ok := readNominal(toks[:end], j, true)
		if !ok {
			if !isLowerBody(toks, j) {
				continue
			}
			return splitNames(toks[:lowerEnd(toks[:end], j)], j)
		}
		if np.verb < 0 && np.aux == "" {
			np = np.guess(toks[:end])
		}
		return np.names
	}
	return nil
}

// supporting reads "chủ trì, X và Y phối hợp …": those named behind the lead.
func supporting(toks []token, verb int) []name {
	if verb < 0 || verb+3 >= len(toks) || toks[verb].w != "chủ" || toks[verb+1].w != "trì" || toks[verb+2].w != "," {
		return nil
	}
	np, ok := readNominal(toks, verb+3, false)
	if !ok || np.verb < 0 || toks[np.verb].w != "phối" {
		return nil
	}
	return np.names
}

// isLowerBody reports whether a body in lower case stands behind "với":
// "phối hợp với thanh tra, công an".
func isLowerBody(toks []token, i int) bool {
	return viBodies.has(toks, i) && (verbAt(toks, i, false) == noVerb || toks[i-1].w == "với")
}

func lowerEnd(toks []token, from int) int {
	for k := overHead(toks, from); k < len(toks); k++ {
		if viStops.has(toks, k) {
			return k
		}
		if toks[k].word && verbAt(toks, k, false) != noVerb && !viBodies.has(toks, k) {
			return k
		}
	}
	return len(toks)
}

var togethers = words(`chủ trì cùng, chủ trì với, p/h, phối hợp, phối kết hợp, cùng phối hợp, có sự phối hợp của`)

var manners = words(`với, cùng, cùng với, chặt chẽ, chặt chẽ với, tốt, tốt với, đồng bộ, thường xuyên, kịp thời, hiệu quả, nhịp nhàng, và`)

// cutAt returns where another request begins inside a piece: ", giao X …"
// behind an introducer, or another subject with its own modal. It returns the
// length where there is none.
func cutAt(toks []token, v verdict, own *phrases) int {
	if len(supporting(toks, v.verb)) > 0 {
		return len(toks)
	}
	for k := max(v.verb, 0) + 1; k < len(toks)-2; k++ {
		if toks[k].w != "," && toks[k].w != "và" && !isSecond(toks, k) {
			continue
		}
		next := skipConnectors(toks, k+1)
		if n, _ := introducerAt(toks, next, own); n > 0 && v.spoken && isVerbal(toks, next, n) && !viAskedOnly.has(toks, next) && toks[next].w != "phân" {
			if np, ok := readNominal(toks, next+n, true); ok && np.verb > 0 && namesSomebody(toks, next+n) {
				return k
			}
			continue
		}
		if toks[k].w == "," && len(v.names) > 0 && ownSubject(toks, v, k, next) {
			return k
		}
	}
	return len(toks)
}

func isSecond(toks []token, k int) bool {
	return toks[k].w == "đồng" && k+1 < len(toks) && toks[k+1].w == "thời"
}

// ownSubject reports whether another body with its own verb begins at next,
// and is not one more object of the verb before.
func ownSubject(toks []token, v verdict, comma, next int) bool {
	if !namesSomebody(toks, next) || !toks[next].cap && !viQuantifiers.has(toks, next) {
		return false
	}
	np, ok := readNominal(toks, next, false)
	if !ok || np.verb < 0 || np.aux != "" {
		return false
	}
	if !(v.spoken && toks[next].cap && viVerbs.has(toks, np.verb)) && !viModals.has(toks, np.verb) && !viPassive.has(toks, np.verb) && !viAdverbs.has(toks, np.verb) && toks[np.verb].w != "chủ" {
		return false
	}
	for i := v.verb; i < comma; i++ {
		if n := compoundAt(toks, i); n > 1 && !viBodies.has(toks, i) || viCompounds.has(toks, i) {
			i += max(n, 1) - 1
			continue
		}
		if viBodies.has(toks, i) && (toks[i].cap || i > 0 && viQuantifiers.has(toks, i-1)) {
			return false
		}
	}
	return true
}

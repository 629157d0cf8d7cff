package draft

// shapeEnd returns where the names that begin at toks[i] end by their shape
// alone: the head, its capital words with the syllables that belong to them,
// the words that build names, numbers, and further names behind a comma or
// "và". What stands there is, behind an introducer or in a list of tasks, a
// verb, though no table knows it.
func shapeEnd(toks []token, i int) int {
	limit := min(len(toks), i+maxNominal)
	j := overHead(toks, i)
	if j >= limit {
		return limit
	}
	single := viPlaces.has(toks, j-1) || viHonorifics.has(toks, i) && !viRoles.has(toks, j)
	for j < limit {
		switch n := nameWordAt(toks, j, single); {
		case n > 0:
			j += n
			single = false
			continue
		case !toks[j].word:
			next, ok := overMark(toks, j, limit)
			if !ok || toks[j].w == "," && verbAt(toks, next, false) != noVerb && !namesSomebody(toks, next) && !toks[next].cap {
				return j
			}
			if toks[j].w == "(" {
				j = next
				continue
			}
			if !partOfName(toks, next) {
				return j
			}
			j = next
		case isJoin(toks, j) > 0 && partOfName(toks, j+isJoin(toks, j)):
			j += isJoin(toks, j)
		default:
			return j
		}
		if namesSomebody(toks, j) {
			j = overHead(toks, j)
		} else if !toks[j].cap {
			j += longest(toks, j, viGeneric, viPlaces)
		}
		single = j > 0 && viPlaces.has(toks, j-1)
	}
	return min(j, limit)
}

// partOfName reports whether a name, or one more part of it, begins at i.
func partOfName(toks []token, i int) bool {
	return i < len(toks) && (toks[i].cap || namesSomebody(toks, i) || longest(toks, i, viGeneric, viPlaces, viNameWords) > 0)
}

// nameWordAt returns the count of tokens at j that belong to a name: 0 where it
// ends. A capital word takes the syllable behind it, unless that one opens an
// act or the word is a person's or a place's (single).
func nameWordAt(toks []token, j int, single bool) int {
	t := toks[j]
	if !t.word {
		return 0
	}
	known := longest(toks, j, viNameWords, viDepartments, viPlaces)
	if n := longest(toks, j, viBodies, viRoles, viGeneric); n > known && (t.cap || n > 1) {
		known = n
	}
	if n := longest(toks, j, viVerbs, viAdverbs); known > 0 && n > known && !t.cap {
		return 0
	}
	if known > 0 {
		return known
	}
	if t.cap {
		alone := single || t.upper || j > 0 && toks[j-1].cap && !isHead(toks, j-1) || j+1 >= len(toks) || !toks[j+1].word || toks[j+1].cap
		if alone || verbAt(toks, j+1, false) != noVerb || viPlaces.has(toks, j+1) || isJoin(toks, j+1) > 0 || viStops.has(toks, j+1) {
			return 1
		}
		return 2
	}
	if isCount(t.w) || t.w[0] >= '0' && t.w[0] <= '9' || t.w == "số" && j+1 < len(toks) && isCount(toks[j+1].w) {
		return 1
	}
	return 0
}

// guess gives a phrase without known verb the one that stands where its names
// end by their shape. It leaves the phrase alone where nothing fit for a verb
// stands there.
func (np nominal) guess(toks []token) nominal {
	if np.verb >= 0 || np.aux != "" {
		return np
	}
	verb := shapeEnd(toks, np.from)
	if verb <= np.from || verb+1 >= len(toks) || !mayAct(toks, verb) {
		return np
	}
	return np.finish(toks, verb)
}

// mayAct reports whether an unknown act may begin at i: a lower word that is
// none of those that only go on with a name or tell a fact.
func mayAct(toks []token, i int) bool {
	if i >= len(toks) || !toks[i].word || toks[i].cap || isCount(toks[i].w) {
		return false
	}
	if viAux.has(toks, i) && !viPassive.has(toks, i) || nameLinks.has(toks, i) || viStops.has(toks, i) || viNotVerbs.has(toks, i) || viAskers.has(toks, i) {
		return false
	}
	return i+1 < len(toks) && (toks[i+1].word || toks[i+1].w == ",")
}

// earlier returns where the verb of a phrase really begins, when the known one
// at verb stands behind an unknown act with its object: "Bộ Công an khởi tố,
// điều tra …", "Công ty X dồn nhân lực, máy móc làm …".
func earlier(toks []token, from, verb int) int {
	if quantifierAt(toks, from) > 0 || !toks[from].cap || longest(toks, from, viHonorifics, viRoles) > 0 {
		return verb
	}
	at := shapeEnd(toks, from)
	if at >= verb || !mayAct(toks, at) || verbAt(toks, at, false) != noVerb || isHead(toks, at) {
		return verb
	}
	if viModals.has(toks, verb) || viPassive.has(toks, verb) {
		return verb
	}
	if verb-at > 3 {
		return at
	}
	for k := at + 1; k < verb; k++ {
		if toks[k].w == "," && !isHead(toks, k+1) && !toks[k+1].cap || viQuantifiers.has(toks, k) && !viPlaces.has(toks, k+1) || isCount(toks[k].w) {
			return at
		}
	}
	return verb
}

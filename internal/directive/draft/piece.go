package draft

import "strings"

// state is what earlier pieces of a sentence mean for the next.
type state struct {
	listed, flowing, english bool
	marked, labelled         bool
	asked                    bool // the piece before asked
	foreign                  bool // the sentence is somebody else's
	past                     bool // the sentence tells what was done
	listing                  bool // the piece before opened a list of objects
	number                   int
}

// piece judges one piece and drafts it, adds it to the draft before, or
// leaves it.
func (r *reader) piece(toks []token, begins bool, st *state) {
	if st.asked && (onlyTime(toks) || st.listing && !beginsTask(toks, st.english)) {
		r.extend(toks)
		return
	}
	toks = quoted(toks)
	p := piece{toks: toks, begins: begins, listed: st.listed, marked: st.marked, labelled: st.labelled && begins, follows: st.asked, set: &r.set, own: r.own}
	p.set.flowing = st.flowing
	if begins && st.flowing && onlyTime(toks) && len(r.drafts) > 0 {
		r.date(toks)
		st.asked = true
		return
	}
	var v verdict
	if st.english {
		v = judgeEn(p)
	} else {
		v = judgeVi(p)
	}
	owned, note := ownerOf(toks, st.english, st.listed && st.marked || st.labelled)
	if note > 0 && len(v.names) == 0 && !v.foreign && !r.set.inFacts() {
		v.names = owned
		if !v.asks {
			v.asks, v.verb, v.strength, v.why = true, 0, 2, []Span{spanOf(toks[note:])}
		}
	}
	if st.foreign && (!v.spoken || st.past && v.asker == "") {
		v.asks = false
	}
	if r.set.inFacts() && !(v.spoken && (isOccasion(toks) || r.set.askers[v.asker])) {
		v.asks = false
	}
	if closing(toks) {
		v.asks = false
	}
	if v.foreign {
		st.foreign, st.asked, st.past = true, false, v.past
		return
	}
	if v.open {
		r.set.concluding = true
		if len(v.names) > 0 {
			r.set.last = v.names
		}
	}
	if !v.asks && begins && !v.open {
		st.listed = false
	}
	if !v.asks {
		if !st.asked || begins || st.english {
			return
		}
		if hasWord(toks, "sẽ") {
			return
		}
		if v.foreign || !unknownAct(toks) && !modalClause(toks) {
			r.extend(toks)
			return
		}
		v = verdict{asks: true, strength: 2, why: []Span{spanOf(toks[:1])}}
	}
	r.put(toks, v, st)
}

// unknownAct reports whether a piece among requests is one more, though its
// verb is in no table: it begins with no noun, name or number.
func unknownAct(toks []token) bool {
	at := skipConnectors(toks, 0)
	if at < len(toks) && viAdjuncts.has(toks, at) && strictModals.find(toks) >= 0 {
		return true // "khi có sự cố phải …"
	}
	return at+2 < len(toks) && toks[at].word && !hasWord(toks, "sẽ") && !toks[at].cap && !viObjectNouns.has(toks, at) && !viNouns.has(toks, at) &&
		!isHead(toks, at) && !viPlaces.has(toks, at) && !isCount(toks[at].w) && !viAdjuncts.has(toks, at)
}

// modalClause reports whether a piece among requests says what must become of
// a thing: "những chỉ tiêu đạt thấp thì cần có giải pháp bù đắp".
func modalClause(toks []token) bool {
	if hasWord(toks, "sẽ") {
		return false
	}
	for k := 2; k < len(toks) && toks[k].word; k++ {
		if strictModals.has(toks, k) || toks[k].w == "thì" {
			return true
		}
	}
	return false
}

// quoted takes a quoted request out of its reporting clause: “…”, Bộ trưởng
// nhấn mạnh.
func quoted(toks []token) []token {
	if len(toks) == 0 {
		return toks
	}
	from := 0
	if toks[0].w == "“" || toks[0].w == "\"" {
		from = 1
	}
	for k := 1; k < len(toks); k++ {
		switch {
		case toks[k].w == "“", toks[k].w == "\"" && toks[k].spaced:
			return toks
		case !isClosing(toks[k].w):
			continue
		}
		if rest := toks[k+1:]; len(rest) > 0 && len(rest) <= maxReporting && (viSpeech.find(rest) >= 0 || enSaid.find(rest) >= 0) {
			return toks[from:k]
		}
		break
	}
	return toks
}

// maxReporting is the longest clause that reports who said a quotation.
const maxReporting = 14

// put drafts a piece, after cutting off what is put to somebody else in it.
func (r *reader) put(toks []token, v verdict, st *state) {
	cut := cutAtEn(toks, v)
	if !st.english {
		cut = cutAt(toks, v, r.own)
	}
	own := toks[:cut]
	names, inherited := v.names, false
	if len(names) == 0 || v.pronoun {
		if above := r.set.inherited(); len(above) > 0 || len(names) == 0 {
			names, inherited = above, true
		}
	}
	d := Draft{
		Sentence: st.number, Why: v.why, Strength: v.strength, Inherited: inherited,
		Addressees: r.texts(names), Coordinating: r.texts(coordinating(own, v.verb, st.english)),
	}
	if top := r.set.top(); inherited && top != nil && len(d.Coordinating) == 0 {
		d.Coordinating = r.texts(top.with)
	}
	d.Start, d.End = bounds(own)
	r.drafts = append(r.drafts, d)
	if v.spoken || len(names) > 0 {
		r.set.concluding = true
	}
	if v.asker != "" {
		r.set.askers[v.asker] = true
	}
	r.set.last = names
	st.asked, st.foreign, st.flowing = true, false, false
	st.listing = len(outside(own[min(v.verb, len(own)):], ":")) > 0
	if cut < len(toks) {
		rest := toks[cut:]
		for len(rest) > 0 && (!rest[0].word || rest[0].w == "và" || rest[0].w == "and" || rest[0].w == "while") {
			rest = rest[1:]
		}
		if len(rest) > 0 {
			r.piece(rest, false, st)
		}
	}
}

// extend adds a piece to the draft before: more objects, or the time limit.
func (r *reader) extend(toks []token) {
	if n := len(r.drafts); n > 0 && len(toks) > 0 {
		_, r.drafts[n-1].End = bounds(toks)
	}
}

// date gives the draft before a time limit that stands in a sentence by itself.
func (r *reader) date(toks []token) {
	last := &r.drafts[len(r.drafts)-1]
	from, to := bounds(toks)
	limit := string(r.runes[from:to])
	due := readDue(limit, r.opt.Day)
	if due.day == nil && due.recurrence == "" {
		if _, day, ok := strings.Cut(limit, ":"); ok {
			limit = day
		}
		due = readDue("trước ngày "+strings.TrimPrefix(strings.TrimSpace(strings.ToLower(limit)), "ngày "), r.opt.Day)
	}
	if due.day != nil {
		last.Deadline = due.day
	}
	if due.recurrence != "" {
		last.Recurrence = due.recurrence
	}
}

// finish fills in what the whole piece tells.
func (r *reader) finish(d *Draft) {
	d.Text = string(r.source[d.Start:d.End])
	read := string(r.runes[d.Start:d.End])
	due := readDue(read, r.opt.Day)
	if d.Deadline == nil {
		d.Deadline = due.day
	}
	if d.Recurrence == "" {
		d.Recurrence = due.recurrence
	}
	d.WorkArea, d.Urgency = workArea(read), urgency(read)
	if r.opt.Directory != nil {
		d.AddresseeIDs = r.opt.Directory.ids(d.Addressees)
		for i, id := range d.AddresseeIDs {
			if id == "" {
				d.Unrecognised = append(d.Unrecognised, d.Addressees[i])
			}
		}
		d.CoordinatingIDs = r.opt.Directory.ids(d.Coordinating)
	}
}

// joinNames undoes the cuts at semicolons that only part names of addressees:
// "yêu cầu các sở, ban, ngành; UBND các xã khẩn trương …".
func joinNames(toks []token, parts [][]token, own *phrases) [][]token {
	var out [][]token
	from := 0
	for i, part := range parts {
		to := from + len(part)
		if n := len(out); n > 0 && namesSomebody(part, 0) && onlyNames(out[n-1], own) {
			out[n-1] = toks[to-len(part)-len(out[n-1])-1 : to]
		} else {
			out = append(out, part)
		}
		if i < len(parts)-1 {
			from = to + 1
		}
	}
	return out
}

// onlyNames reports whether a piece ends in the names of those asked, before
// any verb.
func onlyNames(toks []token, own *phrases) bool {
	at := skipConnectors(toks, 0)
	for k := at; k < len(toks); k++ {
		if n, _ := introducerAt(toks, k, own); n > 0 && isVerbal(toks, k, n) {
			at = k + n
		}
	}
	np, ok := readNominal(toks, at, false)
	return ok && np.aux == "" && np.verb < 0 && np.to >= len(toks)
}

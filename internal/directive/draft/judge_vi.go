package draft

// verdict is what a piece turned out to be.
type verdict struct {
	asks     bool
	names    []name // the addressees named in it
	pronoun  bool   // "đơn vị này": the addressees before
	verb     int    // where its verb phrase begins
	strength int
	spoken   bool // an introducer put it
	open     bool // an introducer without addressee or verb: a lead-in
	past     bool // it tells what a body did: what follows in the sentence does too
	foreign  bool // somebody else's opinion, a promise, a thing of the past
	why      []Span
	asker    string
}

// piece is a stretch of a sentence between semicolons with its setting.
type piece struct {
	toks     []token
	begins   bool // it begins its sentence
	listed   bool // it stands in a list of tasks
	marked   bool // as a point with a marker
	labelled bool // behind a label that names the addressee
	leading  bool // it ends in a colon
	follows  bool // the piece before it, in the same sentence, asked
	set      *setting
	own      *phrases // the organisation's own introducers
}

// judgeVi reads a Vietnamese piece.
func judgeVi(p piece) verdict {
	at := skipConnectors(p.toks, 0)
	if v, done := p.introduced(at); done {
		return v
	}
	if speaksHimself(p.toks) {
		return verdict{}
	}
	if opinion(p.toks, at) && (!p.listed || !p.marked && !p.labelled) {
		return verdict{foreign: true}
	}
	if viTaken.has(p.toks, at) && !p.labelled && !p.follows && !viModals.has(p.toks, at) {
		return verdict{foreign: true}
	}
	if v, done := p.regarding(at); done {
		return v
	}
	if v, done := p.subject(at); done {
		return v
	}
	return p.bare(at)
}

// opinion reports whether a piece begins with somebody who holds an opinion:
// "Các đại biểu cho rằng …", "Cử tri kiến nghị …".
func opinion(toks []token, at int) bool {
	if startsVerb(toks, at) {
		return false
	}
	for k := at; k < min(len(toks), at+6); k++ {
		if !viOthers.has(toks, k) {
			continue
		}
		for m := k; m < min(len(toks), k+14); m++ {
			if viOpine.has(toks, m) {
				return true
			}
		}
	}
	return false
}

var viOpine = words(`đề nghị, kiến nghị, đề xuất, cho rằng, mong muốn, mong, phản ánh, bày tỏ, hỏi, góp ý, thống nhất, tham gia ý kiến, nêu, nhấn mạnh, khẳng định, yêu cầu, cho biết, nhất trí, thảo luận, tập trung, phân tích`)

// skipConnectors passes "Đồng thời,", "Trong đó," and the like.
func skipConnectors(toks []token, at int) int {
	for at < len(toks) {
		if !toks[at].word {
			at++
			continue
		}
		n, _ := viConnectors.at(toks, at)
		if n == 0 || longest(toks, at, viModals) > n || n == 1 && namesSomebody(toks, at) {
			break
		}
		at += n
	}
	return at
}

// spanOf returns where tokens stand.
func spanOf(toks []token) Span { return Span{Start: toks[0].start, End: toks[len(toks)-1].end} }

package draft

// untilModal reads a phrase of unknown words up to its modal: "kíp mổ phải …".
func untilModal(toks []token, i int) (nominal, bool) {
	if i >= len(toks) || !toks[i].word || viObjectNouns.has(toks, i) || viAdjuncts.has(toks, i) ||
		viConnectors.has(toks, i) || verbAt(toks, i, true) == strongVerb || viOpine.has(toks, i) || pronouns.has(toks, i) {
		return nominal{}, false
	}
	most := maxUnknown
	if toks[i].cap && (i == 0 || !toks[i-1].word) {
		most += maxUnknown / 2
	}
	for j := i + 1; j < min(len(toks), i+most); j++ {
		switch {
		case !toks[j].word || viAux.has(toks, j) && !viPassive.has(toks, j) || viAskers.has(toks, j) || isFiller(toks[j].w):
			return nominal{}, false
		case strictModals.has(toks, j) && (j > i+1 || toks[i].cap || viPlaces.has(toks, i)):
			np := nominal{from: i, to: j}.finish(toks, j)
			np.names = []name{{start: toks[i].start, end: toks[np.to-1].end}}
			return np, true
		}
	}
	return nominal{}, false
}

// untilVerb reads a point's unknown subject up to its verb: "Bảo tàng tỉnh khẩn
// trương …". It must begin with a capital word that is no verb.
func untilVerb(toks []token, i int) (nominal, bool) {
	if i+2 >= len(toks) || !toks[i].cap || verbAt(toks, i, true) != noVerb || viObjectNouns.has(toks, i) || viAdjuncts.has(toks, i) ||
		viConnectors.has(toks, i) || viTaken.has(toks, i) || viOpine.has(toks, i) || viPlaces.has(toks, i) {
		return nominal{}, false
	}
	first := i + 2
	if toks[i].upper {
		first = i + 1 // "GVCN thu phiếu …"
	}
	for j := first; j < min(len(toks), i+maxUnknown); j++ {
		switch {
		case !toks[j].word || viAux.has(toks, j) || viAskers.has(toks, j):
			return nominal{}, false
		case tellsFact.has(toks, j) || verbAt(toks, j, false) != noVerb && numberAt(toks, j+1):
			return nominal{}, false
		case compoundAt(toks, j) > 1:
			j += compoundAt(toks, j) - 1
		case verbAt(toks, j, false) == strongVerb:
			np := nominal{from: i, to: j}.finish(toks, j)
			np.names = []name{{start: toks[i].start, end: toks[np.to-1].end}}
			return np, true
		}
	}
	return nominal{}, false
}

// pronouns are no addressees: "cái đó phải mừng", "chúng ta phải thấy".
var pronouns = words(`cái, điều, chuyện, cái đó, điều đó, việc đó, thế, vậy, ai, ta, chúng ta, người ta, tôi, chúng tôi, mình, họ, nó, bản thân, làm, muốn, như thế, ở đây, vấn đề, đây, đó`)

// maxUnknown is the longest name, in words, that is taken for one though no
// word of it is known.
const maxUnknown = 8

var strictModals = words(`cần, phải, cần phải, có trách nhiệm, chịu trách nhiệm, có nhiệm vụ, không được, tuyệt đối không, cũng phải, cũng cần, được giao, được yêu cầu, được phân công, được đề nghị`)

func numberAt(toks []token, i int) bool {
	return i < len(toks) && toks[i].w[0] >= '0' && toks[i].w[0] <= '9'
}

package draft

import (
	"strings"

	"giaoban/internal/text"
)

// bounds returns the runes of a piece without the marks around it.
func bounds(toks []token) (int, int) {
	from, to := 0, len(toks)
	for from < to-1 && !toks[from].word && toks[from].w != "(" && toks[from].w != "[" {
		from++
	}
	for to > from+1 && !toks[to-1].word && toks[to-1].w != ")" && toks[to-1].w != "]" && !(isClosing(toks[to-1].w) && opened(toks[from:to-1])) {
		to--
	}
	return toks[from].start, toks[to-1].end
}

func opened(toks []token) bool {
	n := 0
	for _, t := range toks {
		switch t.w {
		case "“", "«":
			n++
		case "”", "»":
			n--
		case "\"":
			n = 1 - n
		}
	}
	return n > 0
}

func (r *reader) texts(names []name) []string {
	out := make([]string, 0, len(names))
	seen := map[string]bool{}
	for _, n := range names {
		s := n.text + strings.Join(strings.Fields(string(r.source[n.start:n.end])), " ")
		if key := text.Key(s); key != "" && !seen[key] {
			seen[key] = true
			out = append(out, s)
		}
	}
	return out
}

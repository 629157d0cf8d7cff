package draft

// owners are the words before the name of the one who has to do a task:
// "(Owner: Fleet Manager)", "(chủ trì: Phòng Kế toán)".
var owners = words(`owner, owners, task owner, action owner, action by, by whom, who, responsible, responsibility, lead, assignee, assigned to, accountable, pic, action on,
	chủ trì, phụ trách, thực hiện, đơn vị chủ trì, đơn vị thực hiện, cơ quan chủ trì, cơ quan thực hiện, người phụ trách, người thực hiện, trách nhiệm, phân công, giao, đầu mối, đơn vị đầu mối, bộ phận thực hiện`)

// maxOwner is the longest note, in tokens, that is read as an owner's.
const maxOwner = 24

// ownerOf returns the names in a note at the end of a task, and the first
// token of the note: "… (Owner: HSE Officer)", "… – Owner: Finance", and, in a
// list of tasks, "… (HSE Officer)". It returns -1 where there is none.
func ownerOf(toks []token, english, listed bool) ([]name, int) {
	for k := len(toks) - 1; k > 1 && k > len(toks)-maxOwner; k-- {
		switch toks[k].w {
		case "(", "[", "-", "–", "—", ".", ",", ";":
		default:
			continue
		}
		n := longest(toks, k+1, owners)
		from := k + 1 + n
		marked := n > 0 && from < len(toks) && toks[from].w == ":"
		if marked {
			from++
		} else if n > 0 || !listed || toks[k].w != "(" && toks[k].w != "[" {
			continue
		}
		end := from
		for end < len(toks) && toks[end].w != ")" && toks[end].w != "]" && toks[end].w != ";" && toks[end].w != "." {
			end++
		}
		if names := ownerNames(toks[:end], from, english, marked); len(names) > 0 {
			return names, k
		}
	}
	return nil, -1
}

func ownerNames(toks []token, from int, english, marked bool) []name {
	if from >= len(toks) {
		return nil
	}
	if english {
		end := from
		for end < len(toks) && toks[end].w != "by" && toks[end].w != "due" && (toks[end].word || toks[end].w == "," || toks[end].w == "/" || toks[end].w == "&") {
			end++
		}
		for end > from && !toks[end-1].word {
			end--
		}
		if marked && toks[from].cap || isNameEn(toks, from, end) {
			return capitalNames(toks, from, end)
		}
		return nil
	}
	np, ok := readNominal(toks, from, marked)
	if !ok || np.aux != "" || np.verb < 0 && np.to < len(toks) && toks[np.to].w != "," {
		return nil
	}
	if np.verb >= 0 && !ownerVerbs.has(toks, np.verb) {
		return nil
	}
	return np.names
}

// ownerVerbs may stand behind the name in a note: "(Phòng Kế toán thực hiện)".
var ownerVerbs = words(`thực hiện, chủ trì, phụ trách, đầu mối, làm đầu mối, theo dõi, đôn đốc, chịu trách nhiệm`)

// capitalNames reads names behind "Owner:", which need no known head.
func capitalNames(toks []token, from, to int) []name {
	if names := namesEn(toks, from, to); len(names) > 0 {
		return names
	}
	return []name{{start: toks[from].start, end: toks[to-1].end}}
}

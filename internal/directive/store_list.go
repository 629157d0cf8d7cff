package directive

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// Lists of many directives. A part that does not narrow is the empty string;
// days that do not narrow are before and after all days. Lists of ids travel
// as the keys of a JSON object, which both engines unfold with json_each.
const (
	narrowed = `($1 = '' OR d.conference_id = $1) AND ($2 = '' OR d.series_id = $2) AND ($3 = '' OR d.work_area = $3)
    AND d.due >= $4 AND d.due <= $5`

	// Timeliness by $8, today, and $9, the last day that is due soon.
	// Directive.Timeliness says the same in Go; a test holds them together.
	timelinessOf = `CASE WHEN d.due = '9999-12-31' THEN 'no_deadline'
    WHEN d.done_on <> '' THEN CASE WHEN d.done_on > d.due THEN 'done_late' WHEN d.state = 'confirmed' THEN 'done_in_time' ELSE 'in_time' END
    WHEN d.state IN ('suspended', 'cancelled') THEN 'in_time'
    WHEN d.due < $8 THEN 'overdue'
    WHEN d.due <= $9 THEN 'due_soon'
    ELSE 'in_time' END`

	openStates = `('issued', 'acknowledged', 'in_progress', 'reported_done', 'returned', 'suspended')`

	pageFrom = pageHead + narrowed + pageTail
	pageHead = columns + ` FROM (SELECT d.id FROM directive d WHERE `
	pageTail = `
    AND ($6 = '' OR d.state = $6 OR $6 = 'open' AND d.state IN ` + openStates + `)
    AND ($7 = '' OR ` + timelinessOf + ` = $7)
    AND (d.due, d.issued_at, d.ordinal, d.id) > ($10, $11, $12, $13)`
	pageEnd = ` ORDER BY d.due, d.issued_at, d.ordinal, d.id LIMIT $14) page JOIN directive d ON d.id = page.id
ORDER BY d.due, d.issued_at, d.ordinal, d.id`
	countFigures = `d.state, COUNT(*),
    COUNT(*) FILTER (WHERE d.due = '9999-12-31'),
    COUNT(*) FILTER (WHERE d.done_on = '' AND d.state NOT IN ('suspended', 'cancelled') AND d.due >= $6 AND d.due <= $7),
    COUNT(*) FILTER (WHERE d.done_on = '' AND d.state NOT IN ('suspended', 'cancelled') AND d.due < $6),
    COUNT(*) FILTER (WHERE d.done_on <> '' AND d.done_on > d.due)
FROM directive d`
	countFrom = countFigures + ` WHERE ` + narrowed
	countEnd  = ` GROUP BY d.state`

	// The limits say nothing but how many units there are, for the planner.
	pageUnits    = `(SELECT j.key FROM json_each($15) j LIMIT $16)`
	countUnits   = `(SELECT j.key FROM json_each($8) j LIMIT $9)`
	leads        = ` AND d.id IN (SELECT x.id FROM directive x WHERE x.unit_id IN `
	coordinates  = ` UNION SELECT c.directive_id FROM directive_coordinating c WHERE c.unit_id IN `
	hasPart      = ` UNION SELECT p.directive_id FROM directive_part p WHERE p.taken_back = 0 AND p.unit_id IN `
	pageOfUnits  = leads + pageUnits + coordinates + pageUnits + hasPart + pageUnits + `)`
	countOfUnits = leads + countUnits + coordinates + countUnits + hasPart + countUnits + `)`

	pageWords   = ` AND d.id IN (SELECT f.directive_id FROM directive_fts($15) f)`
	pageOfWords = ` AND d.id IN (SELECT f.directive_id FROM directive_fts($17) f)`

	sqlPage        = `SELECT ` + pageFrom + pageEnd
	sqlPageOf      = `SELECT ` + pageFrom + pageOfUnits + pageEnd
	sqlPageWords   = `SELECT ` + pageFrom + pageWords + pageEnd
	sqlPageOfWords = `SELECT ` + pageFrom + pageOfUnits + pageOfWords + pageEnd
	// Of all directives, with $1 to $5 only named: fewer things to look at.
	sqlCountsAll     = `SELECT ` + countFigures + ` WHERE $1 = '' AND $2 = '' AND $3 = '' AND $4 = '' AND $5 <> ''` + countEnd
	sqlCounts        = `SELECT ` + countFrom + countEnd
	sqlCountsOf      = `SELECT ` + countFrom + countOfUnits + countEnd
	sqlCountsWords   = `SELECT ` + countFrom + ` AND d.id IN (SELECT f.directive_id FROM directive_fts($8) f)` + countEnd
	sqlCountsOfWords = `SELECT ` + countFrom + countOfUnits + ` AND d.id IN (SELECT f.directive_id FROM directive_fts($10) f)` + countEnd

	sqlCoordinatingIn = `SELECT c.directive_id, c.unit_id FROM directive_coordinating c
WHERE c.directive_id IN (SELECT j.key FROM json_each($1) j) ORDER BY c.directive_id, c.unit_id`
)

// Days beyond all days. lastDay stands in the column due for no time limit.
const (
	firstDay = ""
	lastDay  = "9999-12-31"
)

// query is a Filter as the store reads it.
type query struct {
	Filter
	units []string // leading or coordinating; nil for every unit
	after place
	limit int
	today text.Date
}

// place is where a directive stands in the list's order.
type place struct {
	due     string
	issued  int64
	ordinal int
	id      string
}

func placeOf(d Directive) place {
	return place{due: sortDay(d.Due()), issued: clock.Micros(d.IssuedAt), ordinal: d.Ordinal, id: d.ID}
}

// sortDay is a day as the column due holds it.
func sortDay(d text.Date) string {
	if d.IsZero() {
		return lastDay
	}
	return d.String()
}

// span is the range of due that the filter's days leave.
func (f Filter) span() (from, to string) {
	from, to = firstDay, lastDay
	if !f.From.IsZero() {
		from = f.From.String()
	}
	switch {
	case !f.To.IsZero():
		to = f.To.String()
	case !f.From.IsZero():
		to = "9999-12-30" // a directive without a time limit is after no day
	}
	return from, to
}

// timely narrows the range of due to where a timeliness can be found, so that
// the list is read only there.
func (q query) timely() (from, to string) {
	from, to = q.span()
	switch q.Timeliness {
	case string(NoDeadline):
		from = max(from, lastDay)
	case string(Overdue):
		to = min(to, q.today.AddDays(-1).String())
	case string(DueSoon):
		from, to = max(from, q.today.String()), min(to, soon(q.today))
	}
	return from, to
}

func soon(today text.Date) string { return today.AddDays(dueSoonDays).String() }

// loadPage lists directives in their order, those after q.after.
func loadPage(ctx context.Context, on db.Queryer, q query) ([]Directive, error) {
	from, to := q.timely()
	return loadPageBy(ctx, on, q, from, to, sqlPage, sqlPageOf, sqlPageWords, sqlPageOfWords)
}

// loadPageBy lists directives between two days by the one of four statements
// that narrows as the query does.
func loadPageBy(ctx context.Context, on db.Queryer, q query, from, to, every, ofUnits, words, ofWords string) ([]Directive, error) {
	args := []any{
		q.Conference, q.Series, q.WorkArea, from, to, q.State, q.Timeliness, q.today.String(), soon(q.today),
		q.after.due, q.after.issued, q.after.ordinal, q.after.id, q.limit,
	}
	statement, args := q.choose(args, every, ofUnits, words, ofWords)
	out, at := []Directive{}, map[string]int{}
	err := each(ctx, on, statement, args, func(row scanner) error {
		d, err := scanDirective(row)
		at[d.ID] = len(out)
		out = append(out, d)
		return err
	})
	if err != nil || len(out) == 0 {
		return out, err
	}
	ids := []any{keys(at)}
	err = each(ctx, on, sqlCoordinatingIn, ids, func(row scanner) error {
		var id, unit string
		err := row.Scan(&id, &unit)
		out[at[id]].Coordinating = append(out[at[id]].Coordinating, unit)
		return err
	})
	if err != nil {
		return out, err
	}
	return out, each(ctx, on, sqlPartUnitsIn, ids, func(row scanner) error {
		var id, unit string
		err := row.Scan(&id, &unit)
		out[at[id]].PartUnits = append(out[at[id]].PartUnits, unit)
		return err
	})
}

// loadCounts sums what the filter leaves before state and timeliness narrow it.
func loadCounts(ctx context.Context, on db.Queryer, q query) (Counts, error) {
	from, to := q.span()
	args := []any{q.Conference, q.Series, q.WorkArea, from, to, q.today.String(), soon(q.today)}
	all := sqlCounts
	if from == firstDay && to == lastDay && q.Conference == "" && q.Series == "" && q.WorkArea == "" {
		all = sqlCountsAll
	}
	statement, args := q.choose(args, all, sqlCountsOf, sqlCountsWords, sqlCountsOfWords)
	c := Counts{State: map[string]int{}, Timeliness: map[string]int{}}
	err := each(ctx, on, statement, args, func(row scanner) error {
		var state State
		var n, none, due, over, late int
		if err := row.Scan(&state, &n, &none, &due, &over, &late); err != nil {
			return err
		}
		c.Total += n
		c.State[string(state)] += n
		if state.Open() {
			c.Open += n
		}
		rest := InTime
		if state == Confirmed { // what is confirmed was reported done
			rest = DoneInTime
		}
		for kind, n := range map[Timeliness]int{
			NoDeadline: none, DueSoon: due, Overdue: over, DoneLate: late, rest: n - none - due - over - late,
		} {
			if n > 0 {
				c.Timeliness[string(kind)] += n
			}
		}
		return nil
	})
	return c, err
}

// choose picks the statement that narrows by units and words only where the
// query does, and adds their arguments.
func (q query) choose(args []any, all, ofUnits, words, ofWords string) (string, []any) {
	match := matching(q.Words)
	switch {
	case q.units == nil && match == "":
		return all, args
	case match == "":
		return ofUnits, append(args, keysOf(q.units), len(q.units))
	case q.units == nil:
		return words, append(args, match)
	}
	return ofWords, append(args, keysOf(q.units), len(q.units), match)
}

// matching asks directive_fts for all of the words, the last of which may go
// on. Key leaves letters and digits in lower case, none of either engine's own
// signs.
func matching(words string) string {
	if k := strings.Join(strings.Fields(text.Key(words)), " "); k != "" {
		return k + "*"
	}
	return ""
}

// keys is a set as a JSON object.
func keys[V any](set map[string]V) string {
	object := make(map[string]int, len(set))
	for k := range set {
		object[k] = 0
	}
	b, _ := json.Marshal(object) // strings and numbers always marshal
	return string(b)
}

func keysOf(list []string) string {
	set := map[string]bool{}
	for _, s := range list {
		set[s] = true
	}
	return keys(set)
}

// readCursor reads what cursor has written; the empty one is before all.
func readCursor(cursor string) (place, error) {
	var p place
	if cursor == "" {
		return p, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(b, &[]any{&p.due, &p.issued, &p.ordinal, &p.id})
	}
	if err != nil {
		return place{}, fault.Invalid("invalid_input", "%q is no place in a list", cursor).
			WithFields(fault.Field{Name: "after", Rule: "invalid", Value: cursor})
	}
	return p, nil
}

func (p place) cursor() string {
	b, _ := json.Marshal([]any{p.due, p.issued, p.ordinal, p.id}) // always marshals
	return base64.RawURLEncoding.EncodeToString(b)
}

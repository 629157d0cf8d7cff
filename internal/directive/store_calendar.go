package directive

import (
	"context"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/text"
)

// What calendars show beside directives at their time limits. The statements
// are the list's with another way in; its arguments are the list's.
const (
	// Directives with a part whose own time limit is between $4 and $5.
	partDue = `($1 = '' OR d.conference_id = $1) AND ($2 = '' OR d.series_id = $2) AND ($3 = '' OR d.work_area = $3)
    AND d.id IN (SELECT p.directive_id FROM directive_part p WHERE p.taken_back = 0 AND p.deadline >= $4 AND p.deadline <= $5)`
	partDueFrom = pageHead + partDue + pageTail
	recursFrom  = pageFrom + ` AND d.recurrence <> '' AND d.deadline = ''`

	sqlPartsDue        = `SELECT ` + partDueFrom + pageEnd
	sqlPartsDueOf      = `SELECT ` + partDueFrom + pageOfUnits + pageEnd
	sqlPartsDueWords   = `SELECT ` + partDueFrom + pageWords + pageEnd
	sqlPartsDueOfWords = `SELECT ` + partDueFrom + pageOfUnits + pageOfWords + pageEnd
	sqlRecurs          = `SELECT ` + recursFrom + pageEnd
	sqlRecursOf        = `SELECT ` + recursFrom + pageOfUnits + pageEnd
	sqlRecursWords     = `SELECT ` + recursFrom + pageWords + pageEnd
	sqlRecursOfWords   = `SELECT ` + recursFrom + pageOfUnits + pageOfWords + pageEnd

	sqlPartsIn = `SELECT p.directive_id, p.id, p.parent_id, p.giver_id, p.unit_id, p.leads, p.body, p.deadline, p.percent, p.done_on,
    p.taken_back, p.given_at
FROM directive_part p WHERE p.directive_id IN (SELECT j.key FROM json_each($1) j) ORDER BY p.directive_id, p.seq`
	sqlOccurrencesIn = `SELECT o.directive_id, o.due, o.done_on FROM directive_occurrence o
WHERE o.directive_id IN (SELECT j.key FROM json_each($1) j)`
)

// loadPartsDue lists directives with a part that falls due between the query's
// days, which must both be named.
func loadPartsDue(ctx context.Context, on db.Queryer, q query) ([]Directive, error) {
	from, to := q.span()
	q.Timeliness = "" // the part has its own
	return loadPageBy(ctx, on, q, from, to, sqlPartsDue, sqlPartsDueOf, sqlPartsDueWords, sqlPartsDueOfWords)
}

// loadRecurring lists recurring directives whenever they fall due.
func loadRecurring(ctx context.Context, on db.Queryer, q query) ([]Directive, error) {
	q.Timeliness = "" // each turn has its own
	return loadPageBy(ctx, on, q, firstDay, lastDay, sqlRecurs, sqlRecursOf, sqlRecursWords, sqlRecursOfWords)
}

func idsOf(list []Directive) string {
	ids := make([]string, 0, len(list))
	for _, d := range list {
		ids = append(ids, d.ID)
	}
	return keysOf(ids)
}

// loadPartsIn returns the parts of many directives.
func loadPartsIn(ctx context.Context, q db.Queryer, list []Directive) (map[string][]Part, error) {
	out := map[string][]Part{}
	if len(list) == 0 {
		return out, nil
	}
	err := each(ctx, q, sqlPartsIn, []any{idsOf(list)}, func(row scanner) error {
		var id, deadline, done string
		var p Part
		var leads, back int
		var at int64
		err := row.Scan(&id, &p.ID, &p.ParentID, &p.GiverID, &p.UnitID, &leads, &p.Text, &deadline, &p.Percent, &done, &back, &at)
		p.Leads, p.TakenBack, p.Deadline, p.DoneOn, p.GivenAt = leads == 1, back == 1, day(deadline), day(done), clock.FromMicros(at)
		out[id] = append(out[id], p)
		return err
	})
	return out, err
}

// loadOccurrencesIn returns the days of many directives' turns that were
// reported done.
func loadOccurrencesIn(ctx context.Context, q db.Queryer, list []Directive) (map[string]map[text.Date]text.Date, error) {
	out := map[string]map[text.Date]text.Date{}
	if len(list) == 0 {
		return out, nil
	}
	err := each(ctx, q, sqlOccurrencesIn, []any{idsOf(list)}, func(row scanner) error {
		var id, due, done string
		err := row.Scan(&id, &due, &done)
		if out[id] == nil {
			out[id] = map[text.Date]text.Date{}
		}
		out[id][day(due)] = day(done)
		return err
	})
	return out, err
}

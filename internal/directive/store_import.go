package directive

import (
	"context"
	"fmt"

	"giaoban/internal/db"
	"giaoban/internal/text"
)

const sqlSame = `SELECT COUNT(*) FROM directive d WHERE d.unit_id = $1 AND d.deadline = $2 AND d.folded = $3`

// isThere tells whether the unit has a directive with the same words and time
// limit.
func isThere(ctx context.Context, q db.Queryer, d Directive) (bool, error) {
	var n int
	if err := q.QueryRowContext(ctx, sqlSame, d.UnitID, written(d.Deadline), text.Key(d.Text)).Scan(&n); err != nil {
		return false, fmt.Errorf("look for a directive of %s: %w", d.UnitID, err)
	}
	return n > 0, nil
}

package directive_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"text/tabwriter"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
)

// sqlMany makes the 200,000 directives that an organisation must be able to keep.
// Two hundred units, eight phrases, two years of time limits; most of the old
// ones done, a tenth of them late, one in twenty without a time limit.
const sqlMany = `INSERT INTO directive (id, conference_id, draft_id, number, ordinal, body, folded, unit_id, work_area, issued_at,
    deadline, first_deadline, recurrence, state, resumes, percent, done_on, confirmed_at, extension_until, extension_reason,
    extension_at, rev, due, series_id)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199999),
phrase (k, body, folded) AS (VALUES
    (0, 'Rà soát, đánh giá các chỉ tiêu đạt thấp, đề ra giải pháp hoàn thành kế hoạch năm', 'ra soat danh gia cac chi tieu dat thap de ra giai phap hoan thanh ke hoach nam'),
    (1, 'Đẩy nhanh tiến độ giải ngân vốn đầu tư công và các chương trình mục tiêu quốc gia', 'day nhanh tien do giai ngan von dau tu cong va cac chuong trinh muc tieu quoc gia'),
    (2, 'Bảo đảm an sinh xã hội, chăm lo đời sống nhân dân trong dịp lễ, tết', 'bao dam an sinh xa hoi cham lo doi song nhan dan trong dip le tet'),
    (3, 'Giữ vững quốc phòng, an ninh, trật tự an toàn xã hội trên địa bàn', 'giu vung quoc phong an ninh trat tu an toan xa hoi tren dia ban'),
    (4, 'Tập trung phòng, chống cháy rừng và hạn hán mùa khô', 'tap trung phong chong chay rung va han han mua kho'),
    (5, 'Báo cáo kết quả thực hiện về Thường trực để theo dõi', 'bao cao ket qua thuc hien ve thuong truc de theo doi'),
    (6, 'Đẩy mạnh cải cách hành chính, chuyển đổi số', 'day manh cai cach hanh chinh chuyen doi so'),
    (7, 'Tăng cường kiểm tra, giám sát việc chấp hành điều lệ', 'tang cuong kiem tra giam sat viec chap hanh dieu le')),
dated (i, day, state) AS (SELECT i,
    CASE WHEN i % 20 = 0 THEN '' ELSE CAST(2025 + (i / 100000) AS TEXT) || '-' || SUBSTR('0' || CAST(1 + (i / 8333) % 12 AS TEXT), LENGTH('0' || CAST(1 + (i / 8333) % 12 AS TEXT)) - 1, 2)
        || '-' || SUBSTR('0' || CAST(1 + i % 28 AS TEXT), LENGTH('0' || CAST(1 + i % 28 AS TEXT)) - 1, 2) END,
    CASE WHEN i < 120000 AND i % 13 > 0 THEN 'confirmed' WHEN i % 7 = 0 THEN 'issued' WHEN i % 7 < 3 THEN 'acknowledged'
        WHEN i % 7 < 6 THEN 'in_progress' ELSE 'reported_done' END FROM n)
SELECT 'd' || CAST(1000000 + d.i AS TEXT), 'c' || CAST(d.i / 5000 AS TEXT), '', '', d.i % 5000, p.body || ' số ' || CAST(d.i AS TEXT),
    p.folded || ' so ' || CAST(d.i AS TEXT), 'u' || CAST(d.i % 200 AS TEXT), 'area' || CAST(d.i % 9 AS TEXT), 1700000000000000 + d.i,
    d.day, d.day, '', d.state, '', 0,
    CASE WHEN d.state NOT IN ('confirmed', 'reported_done') THEN '' WHEN d.day = '' THEN '2026-01-01'
        WHEN d.i % 10 = 0 THEN SUBSTR(d.day, 1, 8) || '29' ELSE d.day END,
    0, '', '', 0, 1, CASE WHEN d.day = '' THEN '9999-12-31' ELSE d.day END, 'giao-ban'
FROM dated d JOIN phrase p ON p.k = d.i % 8`

const sqlManyCoordinating = `INSERT INTO directive_coordinating (directive_id, unit_id)
SELECT d.id, 'u' || CAST((d.ordinal + 7) % 200 AS TEXT) FROM directive d WHERE d.ordinal % 4 = 0`

const sqlManyHistory = `INSERT INTO directive_history (directive_id, seq, at, actor, actor_name, unit_id, act, state, percent, body, until)
SELECT d.id, 1, d.issued_at, 'account:thuky', 'thuky', '', 'issue', 'issued', 0, d.body, d.deadline FROM directive d
UNION ALL SELECT d.id, 2, 1760000000000000 + d.ordinal * 1000000, 'account:u', 'u', d.unit_id, 'done', 'reported_done', 100, 'Xong', ''
FROM directive d WHERE d.done_on <> ''`

func newManyWorld(b *testing.B, d *db.DB) *world {
	b.Helper()
	w := newWorld(b, d)
	for i := range 200 {
		_, err := d.ExecContext(w.ctx, `INSERT INTO unit (id, parent_id, name, name_en, short, kind, symbol, position, folded, valid_from, valid_to)
VALUES ($1, 'office', $1, '', $1, '', '', $2, $1, '2020-01-01', '')`, fmt.Sprintf("u%d", i), i+10)
		w.check(err)
	}
	for _, statement := range []string{sqlMany, sqlManyCoordinating, sqlManyHistory, `ANALYZE`} {
		_, err := d.ExecContext(w.ctx, statement)
		w.check(err)
	}
	if d.Engine() == db.Postgres {
		_, err := d.ExecContext(w.ctx, `VACUUM ANALYZE`)
		w.check(err)
	}
	w.clock.Advance(90 * 24 * time.Hour)
	return w
}

// BenchmarkList200k asks what screens ask of two hundred thousand directives,
// and prints a table of milliseconds. Goal: each under 200 ms.
func BenchmarkList200k(b *testing.B) {
	unit := account("u7", access.Reporter, "u7")
	first := func(by access.Actor, f directive.Filter) func(w *world) error {
		return func(w *world) error {
			p, err := w.Page(w.ctx, by, f, "", 100)
			if err == nil && len(p.Directives) == 0 {
				err = fmt.Errorf("nothing listed with %+v", f)
			}
			return err
		}
	}
	far := text.Date{Year: 2026, Month: 8, Day: 1}
	questions := []struct {
		name string
		ask  func(w *world) error
	}{
		{"all, first page and counts", first(office, directive.Filter{})},
		{"overdue", first(office, directive.Filter{Timeliness: "overdue"})},
		{"no time limit", first(office, directive.Filter{Timeliness: "no_deadline"})},
		{"reported done", first(office, directive.Filter{State: "reported_done"})},
		{"one conference", first(office, directive.Filter{Conference: "c30"})},
		{"one work area, open", first(office, directive.Filter{WorkArea: "area3", State: "open"})},
		{"due from a day on", first(office, directive.Filter{From: far})},
		{"one unit", first(office, directive.Filter{Unit: "u7"})},
		{"a unit's own", first(unit, directive.Filter{})},
		{"rare words", first(office, directive.Filter{Words: "giai ngan 123457"})},
		{"common words", first(office, directive.Filter{Words: "giải ngân vốn"})},
		{"summary by unit, four quarters", func(w *world) error {
			v, err := w.Summary(w.ctx, office, "", 4)
			if err == nil && len(v.Units) < 200 {
				err = fmt.Errorf("summary of %d units", len(v.Units))
			}
			return err
		}},
		{"a unit's own, words", first(unit, directive.Filter{Words: "kiem tra"})},
	}
	engines := map[string]func() *db.DB{
		"sqlite": func() *db.DB { return testdb.SQLite(b) }, "postgres": func() *db.DB { return testdb.Postgres(b) },
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "\nengine\tquestion\tmedian ms\tworst ms\t")
	for _, engine := range []string{"sqlite", "postgres"} {
		w := newManyWorld(b, engines[engine]())
		start := time.Now()
		w.check(w.CloseQuarters(w.ctx))
		_, _ = fmt.Fprintf(table, "%s\tten quarters closed, once\t%.1f\t\t\n", engine, ms(time.Since(start)))
		for _, q := range questions {
			var took []time.Duration
			b.Run(engine+"/"+q.name, func(b *testing.B) {
				took = took[:0]
				for b.Loop() {
					start := time.Now()
					if err := q.ask(w); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(start))
				}
			})
			slices.Sort(took)
			if n := len(took); n > 0 {
				_, _ = fmt.Fprintf(table, "%s\t%s\t%.1f\t%.1f\t\n", engine, q.name, ms(took[n/2]), ms(took[n-1]))
			}
		}
	}
	_ = table.Flush()
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

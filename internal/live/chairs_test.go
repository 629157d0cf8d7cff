package live_test

import (
	"slices"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/testdb"
)

func TestChairs_MayChangeWhileTheConferenceRuns_AndTheRightsGoWithThem(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, nine)
		h.open(t)
		_, plan := h.call(t, "secretary", "GET", "", nil)
		leaves, comes, hall := h.follow(t, "named", ""), h.follow(t, "reporter", ""), h.follow(t, "hall", "")
		for _, f := range []*follower{leaves, comes, hall} {
			if kind := f.hear(t); kind != "snapshot" {
				t.Fatal(kind)
			}
		}
		if leaves.live.Control == nil || comes.live.Control != nil {
			t.Fatal("the named co-chair conducts, a reporter does not")
		}
		named := []map[string]any{
			{"name": "Lê Văn Thảo", "title": "Phó Bí thư"},
			{"name": "Nay H’Nan", "title": "Bí thư", "account_id": "reporter"},
		}
		st, p := h.call(t, "secretary", "PUT", "/chairs", map[string]any{"chairs": named, "rev": plan["rev"]})
		if st != 200 || p["chair_name"] != "Lê Văn Thảo" || p["chair_account_id"] != nil {
			t.Fatalf("%d %v", st, p)
		}
		if kind := comes.hear(t); kind != "snapshot" || comes.live.Control == nil || !slices.Contains(comes.live.You.Can, "floor.grant") {
			t.Fatalf("%s: the new co-chair may %v", kind, comes.live.You.Can)
		}
		if kind := hall.hear(t); kind != "conference.chairs" || hall.live.Conference.ChairName != "Lê Văn Thảo" ||
			len(hall.live.Conference.CoChairs) != 1 || hall.live.Conference.CoChairs[0].Name != "Nay H’Nan" {
			t.Fatalf("the hall hears %s: %+v", kind, hall.live.Conference)
		}
		select {
		case m, open := <-leaves.messages:
			if open {
				t.Fatalf("the one who left still hears %s", m.event)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("the stream of the one who left goes on")
		}
		grant := map[string]any{"site_id": "s2"}
		if st, p := h.call(t, "named", "POST", "/floor/grant", grant); st != 403 && st != 404 {
			t.Fatalf("the one who left gives the floor: %d %v", st, p)
		}
		if st, p := h.call(t, "reporter", "POST", "/floor/grant", grant); st != 200 {
			t.Fatalf("the new co-chair is refused: %d %v", st, p)
		}
		again := newHouse(t, d, nine.Add(time.Hour)) // another process, or a restart
		if st, p := again.call(t, "reporter", "POST", "/floor/take-back", nil); st != 200 {
			t.Fatalf("after a restart: %d %v", st, p)
		}
	})
}

func TestChairs_AreRefusedAfterTheEnd(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	h.open(t)
	h.call(t, "operator", "POST", "/state", map[string]string{"to": "closed"})
	body := map[string]any{"chairs": []map[string]any{{"name": "Lê Văn Thảo"}}, "rev": 1}
	if st, p := h.call(t, "secretary", "PUT", "/chairs", body); st != 409 || p["code"] != "conference_closed" {
		t.Fatalf("%d %v", st, p)
	}
	_, c := h.call(t, "secretary", "GET", "", nil)
	if c["chair_name"] != "Trần Minh Khoa" || slices.Contains(c["can"].([]any), any("name_chairs")) {
		t.Fatalf("the record has changed: %v", c)
	}
}

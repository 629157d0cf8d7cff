package meeting_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/access"
	"giaoban/internal/blob"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/testdb"
)

// desk is a service with a conference of one item for unit u1 and a marked one.
func desk(t *testing.T, d *db.DB) (*meeting.Service, *meeting.Conference) {
	t.Helper()
	s := newService(t, d)
	s.KeepFiles(blob.In(t.TempDir()))
	c, err := s.Create(t.Context(), secretary, meeting.Conference{
		Title: "Giao ban", ScheduledAt: meeting.At(held),
		Agenda: []meeting.AgendaItem{
			{Title: "Báo cáo", Kind: meeting.Report, UnitID: "u1"}, {Title: "Nhân sự", Kind: meeting.Other, Mark: meeting.Internal},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

// move brings the conference into a state, as package live does.
func move(t *testing.T, s *meeting.Service, d *db.DB, c *meeting.Conference, to meeting.State) {
	t.Helper()
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		return s.Record(t.Context(), tx, c.ID, meeting.Outcome{State: to, Agenda: c.Agenda})
	})
	if err != nil {
		t.Fatal(err)
	}
}

const pdf = "%PDF-1.7 nội dung"

func add(t *testing.T, s *meeting.Service, by access.Actor, c *meeting.Conference, item int, name string, m meeting.Mark) meeting.Paper {
	t.Helper()
	p, err := s.AddPaper(t.Context(), by, c.ID, c.Agenda[item].ID, name, m, strings.NewReader(pdf))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPaper_IsReadByThoseWhomItIsFor(t *testing.T) {
	d := testdb.SQLite(t)
	s, c := desk(t, d)
	open := add(t, s, secretary, c, 0, "Báo cáo.pdf", meeting.Unmarked)
	marked := add(t, s, secretary, c, 0, "Danh sách.pdf", meeting.Internal)
	inItem := add(t, s, secretary, c, 1, "Tờ trình.pdf", meeting.Unmarked)
	shown := marked.ID
	s.OnShown(func(context.Context, meeting.ConferenceID) (meeting.PaperID, error) { return shown, nil })
	device := func(k access.Kind, conf string) access.Actor {
		return access.Actor{Kind: k, SeatID: "d", ConferenceID: conf, SiteID: "s1"}
	}
	outside := access.Actor{Kind: access.Account, AccountID: "x", UnitID: "elsewhere"}
	readers := map[string]struct {
		by   access.Actor
		want []string
	}{
		"secretary":                 {secretary, []string{open.ID, marked.ID, inItem.ID}},
		"a unit that takes part":    {reporter, []string{open.ID, marked.ID, inItem.ID}},
		"a unit that does not":      {outside, []string{open.ID}},
		"a site":                    {device(access.Site, c.ID), []string{open.ID, marked.ID, inItem.ID}},
		"a hall, what is shown":     {device(access.Hall, c.ID), []string{marked.ID}},
		"a watcher, nothing marked": {device(access.Watch, c.ID), nil},
		"a site of another":         {device(access.Site, "another"), nil},
		"nobody":                    {access.Actor{}, nil},
	}
	for _, state := range []meeting.State{meeting.Draft, meeting.Published} {
		if state != meeting.Draft {
			move(t, s, d, c, state)
		}
		for name, r := range readers {
			want := r.want
			if state == meeting.Draft && name != "secretary" {
				want = nil
			}
			list, _ := s.Papers(t.Context(), r.by, c.ID)
			var got []string
			for _, p := range list {
				got = append(got, p.ID)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s while %s lists %d, want %d", name, state, len(got), len(want))
			}
			for _, p := range []meeting.Paper{open, marked, inItem} {
				_, body, err := s.OpenPaper(t.Context(), r.by, c.ID, p.ID)
				if (err == nil) != slices.Contains(want, p.ID) {
					t.Errorf("%s while %s opens %s: %v", name, state, p.Name, err)
				}
				if err == nil {
					b, _ := io.ReadAll(body)
					_ = body.Close()
					if string(b) != pdf {
						t.Errorf("read %q", b)
					}
				}
			}
		}
	}
	shown = open.ID
	if list, _ := s.Papers(t.Context(), device(access.Watch, c.ID), c.ID); len(list) != 1 {
		t.Error("a watcher may not read what is on the screens")
	}
}

func TestPaper_IsAddedByTheOfficeAndTheUnitThatPresents(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s, c := desk(t, d)
		try := func(by access.Actor, item, name string, mark meeting.Mark, content string) error {
			_, err := s.AddPaper(t.Context(), by, c.ID, item, name, mark, strings.NewReader(content))
			return err
		}
		first := c.Agenda[0].ID
		if err := try(reporter, first, "a.pdf", "", pdf); !fault.Is(err, "conference_unknown") {
			t.Errorf("a draft: %v", err)
		}
		move(t, s, d, c, meeting.Published)
		for want, err := range map[string]error{
			"file_type":     try(secretary, first, "a.pdf", "", "<script>"),
			"invalid_input": try(secretary, first, "a.pdf", meeting.Secret, pdf),
			"item_unknown":  try(secretary, "none", "a.pdf", "", pdf),
			"forbidden":     try(reporter, c.Agenda[1].ID, "a.pdf", "", pdf),
		} {
			if !fault.Is(err, want) {
				t.Errorf("want %s: %v", want, err)
			}
		}
		own := add(t, s, reporter, c, 0, "../Báo cáo Kbang.pdf", "")
		office := add(t, s, secretary, c, 0, "Tổng hợp.pdf", "")
		if own.Name != "Báo cáo Kbang.pdf" || !own.Shows {
			t.Errorf("%+v", own)
		}
		if err := s.RemovePaper(t.Context(), reporter, c.ID, office.ID); !fault.Is(err, "forbidden") {
			t.Errorf("another's paper: %v", err)
		}
		if err := s.RemovePaper(t.Context(), reporter, c.ID, own.ID); err != nil {
			t.Error(err)
		}
		move(t, s, d, c, meeting.Live)
		if err := s.RemovePaper(t.Context(), secretary, c.ID, office.ID); !fault.Is(err, "plan_locked") {
			t.Errorf("in session: %v", err)
		}
		late := add(t, s, secretary, c, 0, "Bổ sung.pdf", "")
		list, err := s.Papers(t.Context(), secretary, c.ID)
		if err != nil || len(list) != 2 || list[1].ID != late.ID {
			t.Fatalf("%+v %v", list, err)
		}
		move(t, s, d, c, meeting.Closed)
		if err := try(secretary, first, "a.pdf", "", pdf); !fault.Is(err, "conference_closed") {
			t.Errorf("closed: %v", err)
		}
	})
}

func TestPaper_ComesAlongWithItsItemWhereThatIsChosen(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s, c := desk(t, d)
		add(t, s, secretary, c, 0, "Quy chế.pdf", "")
		bare, err := s.CopyLast(t.Context(), secretary, c.ID, meeting.Copied{})
		if err != nil {
			t.Fatal(err)
		}
		full, err := s.CopyLast(t.Context(), secretary, c.ID, meeting.Copied{Papers: true})
		if err != nil {
			t.Fatal(err)
		}
		if list, _ := s.Papers(t.Context(), secretary, bare.ID); len(list) != 0 {
			t.Errorf("unasked: %+v", list)
		}
		list, err := s.Papers(t.Context(), secretary, full.ID)
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		item := list[0].ItemID
		i := slices.IndexFunc(full.Agenda, func(a meeting.AgendaItem) bool { return a.ID == item })
		if i < 0 || full.Agenda[i].Title != "Báo cáo" {
			t.Fatalf("it hangs on %q of %+v", item, full.Agenda)
		}
		_, r, err := s.OpenPaper(t.Context(), secretary, full.ID, list[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
		// An item that is no longer planned takes its papers with it.
		kept := slices.Delete(slices.Clone(full.Agenda), i, i+1)
		if _, err := s.Change(t.Context(), secretary, full.ID, meeting.Edit{Agenda: &kept, Rev: full.Rev}); err != nil {
			t.Fatal(err)
		}
		if list, _ := s.Papers(t.Context(), secretary, full.ID); len(list) != 0 {
			t.Errorf("left over: %+v", list)
		}
	})
}

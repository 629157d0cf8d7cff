package live_test

import (
	"time"

	"pgregory.net/rapid"

	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

func (m *machine) floorActs() map[string]func(*rapid.T) {
	simple := func(do func(c *live.Conference) error) func(*rapid.T) {
		return func(t *rapid.T) { m.act(t, false, do) }
	}
	limit := func(t *rapid.T) time.Duration {
		return time.Duration(rapid.SampledFrom([]int{0, 0, 30, 300, -1}).Draw(t, "limit")) * time.Second
	}
	return map[string]func(*rapid.T){
		"ask": func(t *rapid.T) {
			r := live.Request{
				ID: m.newID(), SiteID: m.site(t),
				Category: rapid.SampledFrom([]live.Category{
					live.Discussion, live.Report, live.Reply, live.PointOfOrder, "", "song",
				}).Draw(t, "category"),
			}
			m.asked = append(m.asked, r.ID)
			m.act(t, false, func(c *live.Conference) error { return c.Ask(r, m.now) })
		},
		"withdraw": func(t *rapid.T) {
			id := m.request(t)
			m.act(t, false, func(c *live.Conference) error { return c.Withdraw(id) })
		},
		"refuse": func(t *rapid.T) {
			id := m.request(t)
			m.act(t, false, func(c *live.Conference) error { return c.Refuse(id, "") })
		},
		"defer": func(t *rapid.T) {
			id := m.request(t)
			m.act(t, false, func(c *live.Conference) error { return c.Defer(id) })
		},
		"reorder": func(t *rapid.T) {
			var ids []string
			for _, r := range m.c.Floor.Queue {
				ids = append(ids, r.ID)
			}
			if len(ids) > 0 {
				ids = rapid.Permutation(ids).Draw(t, "order")
			}
			rev := m.c.Rev - int64(rapid.IntRange(0, 3).Draw(t, "behind"))
			m.act(t, false, func(c *live.Conference) error { return c.Reorder(ids, rev) })
		},
		"give": func(t *rapid.T) {
			g := live.Grant{Limit: limit(t)}
			if rapid.Bool().Draw(t, "by request") {
				g.Request = m.request(t)
			} else {
				g.Site = m.site(t)
			}
			if rapid.Bool().Draw(t, "instead") {
				g.InsteadOf = m.site(t)
			}
			m.act(t, false, func(c *live.Conference) error { return c.GiveFloor(g, m.now) })
		},
		"dialogue": func(t *rapid.T) {
			n, d := rapid.IntRange(1, 4).Draw(t, "n"), limit(t)
			var sites []string
			for range n {
				sites = append(sites, m.site(t))
			}
			m.act(t, false, func(c *live.Conference) error { return c.OpenDialogue(sites, d, nil, m.now) })
		},
		"extend": func(t *rapid.T) {
			d := time.Duration(rapid.IntRange(-1, 120).Draw(t, "by")) * time.Second
			m.act(t, true, func(c *live.Conference) error { return c.ExtendFloor(d) })
		},
		"next":      simple(func(c *live.Conference) error { return c.Next(nil, m.now) }),
		"take back": simple(func(c *live.Conference) error { return c.TakeBack(nil, m.now) }),
		"interrupt": simple(func(c *live.Conference) error { return c.Interrupt(m.newID(), nil, m.now) }),
		"confirm":   simple(func(c *live.Conference) error { return c.Confirm(m.now) }),
		"stop":      simple(func(c *live.Conference) error { return c.PauseClock(m.now) }),
		"run":       simple(func(c *live.Conference) error { return c.ResumeClock(m.now) }),
		"take":      simple(func(c *live.Conference) error { return c.Take(0, nil, m.now) }),
	}
}

func (m *machine) otherActs() map[string]func(*rapid.T) {
	item := func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"i1", "i2", "i3", "i4", "none"}).Draw(t, "item")
	}
	onItem := func(do func(c *live.Conference, id string) error) func(*rapid.T) {
		return func(t *rapid.T) {
			id := item(t)
			m.act(t, false, func(c *live.Conference) error { return do(c, id) })
		}
	}
	onSite := func(do func(c *live.Conference, id string) error) func(*rapid.T) {
		return func(t *rapid.T) {
			id := m.site(t)
			m.act(t, false, func(c *live.Conference) error { return do(c, id) })
		}
	}
	simple := func(do func(c *live.Conference) error) func(*rapid.T) {
		return func(t *rapid.T) { m.act(t, false, do) }
	}
	return map[string]func(*rapid.T){
		"move": func(t *rapid.T) {
			states := []meeting.State{meeting.Published, meeting.Checking, meeting.Live, meeting.Live, meeting.Paused}
			if rapid.IntRange(0, 20).Draw(t, "end") == 0 {
				states = append(states, meeting.Closed)
			}
			to := rapid.SampledFrom(states).Draw(t, "to")
			m.act(t, false, func(c *live.Conference) error { return c.Move(to, m.now) })
		},
		"join": func(t *rapid.T) {
			id, session := m.site(t), rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "session")
			m.act(t, false, func(c *live.Conference) error { return c.SiteJoined(id, session, m.now) })
		},
		"lose": func(t *rapid.T) {
			id, session := m.site(t), rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "session")
			m.act(t, false, func(c *live.Conference) error { return c.SiteLost(id, session, m.now) })
		},
		"media": func(t *rapid.T) {
			id, picture := m.site(t), rapid.SampledFrom([]live.Carriage{live.Carried, live.Missing, live.Foreign}).Draw(t, "picture")
			sound := rapid.SampledFrom([]live.Carriage{live.Carried, live.Missing, live.Foreign}).Draw(t, "sound")
			m.act(t, false, func(c *live.Conference) error {
				return c.NoteMedia(id, live.SiteMedia{Picture: picture, Sound: sound})
			})
		},
		"restart": func(t *rapid.T) {
			m.c.SeenAt = m.now.Add(-time.Duration(rapid.IntRange(0, 900).Draw(t, "ms")) * time.Millisecond)
			m.act(t, true, func(c *live.Conference) error { return c.Recover(m.now) })
		},
		"scene": func(t *rapid.T) {
			s := rapid.SampledFrom([]live.Scene{
				live.Speaker, live.Content, live.Wall, live.Split, live.Title, live.Recess,
			}).Draw(t, "scene")
			m.act(t, false, func(c *live.Conference) error { return c.SetScene(s, m.now, nil) })
		},
		"delegates": func(t *rapid.T) {
			id := m.site(t)
			list := []live.Delegate{{ID: id + "-d", SiteID: id, Name: "Rơ Châm Lan", Presence: live.DelegatePresent}}
			list = list[:rapid.IntRange(0, 1).Draw(t, "listed")]
			m.act(t, false, func(c *live.Conference) error { return c.NoteDelegates(id, list) })
		},
		"page": func(t *rapid.T) {
			p := live.Page{PaperID: rapid.SampledFrom([]string{"", "p", "q"}).Draw(t, "paper"), Number: rapid.IntRange(0, 3).Draw(t, "number")}
			m.act(t, false, func(c *live.Conference) error { return c.ShowPage(p) })
		},
		"call off": func(t *rapid.T) {
			m.act(t, false, func(c *live.Conference) error { return c.Cancel("bão", m.now) })
		},
		"roll call": func(t *rapid.T) {
			id, heads := m.site(t), rapid.IntRange(-1, 30).Draw(t, "heads")
			m.act(t, false, func(c *live.Conference) error { return c.NoteAttendance(id, live.Present, &heads, "") })
		},
		"rules": func(t *rapid.T) {
			r := live.Rules{
				SpeechSeconds: live.Seconds(rapid.IntRange(0, 90).Draw(t, "limit")),
				SiteQuota:     live.Seconds(rapid.SampledFrom([]int{-1, 0, 0, 100}).Draw(t, "quota")), AutoNext: true,
				PersonQuota: live.Seconds(rapid.SampledFrom([]int{-1, 0, 0, 50}).Draw(t, "person")),
			}
			m.act(t, false, func(c *live.Conference) error { return c.SetRules(r) })
		},
		"automatic": simple(func(c *live.Conference) error { return c.NextWhenOver(m.now) }),
		"browse":    simple(func(c *live.Conference) error { return c.SetBrowse(5*time.Second, m.now) }),
		"mute":      onSite(func(c *live.Conference, id string) error { return c.Mute(id) }),
		"preview":   onSite(func(c *live.Conference, id string) error { return c.Preview(id) }),
		"mute all":  simple(func(c *live.Conference) error { return c.MuteAll() }),
		"banner":    simple(func(c *live.Conference) error { return c.SetBanner("Nghỉ 10 phút") }),
		"next item": simple(func(c *live.Conference) error { return c.NextItem(m.now) }),
		"back":      simple(func(c *live.Conference) error { return c.PreviousItem(m.now) }),
		"go":        onItem(func(c *live.Conference, id string) error { return c.GoToItem(id, m.now) }),
		"skip":      onItem(func(c *live.Conference, id string) error { return c.SkipItem(id, m.now) }),
		"put off":   onItem(func(c *live.Conference, id string) error { return c.DeferItem(id, m.now) }),
		"insert": func(t *rapid.T) {
			id, after := m.newID(), item(t)
			m.act(t, false, func(c *live.Conference) error {
				return c.InsertItem(meeting.AgendaItem{ID: id, Title: "x", Kind: meeting.Other}, after)
			})
		},
	}
}

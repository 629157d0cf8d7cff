package live

import (
	"context"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/text"
)

// act is change under a policy, seen by the caller.
func (s *Service) act(
	ctx context.Context, by access.Actor, conf ConferenceID,
	may func(access.Actor, *Conference) error, do func(c *Conference) error,
) (Live, error) {
	if err := access.SignedIn(by); err != nil {
		return Live{}, err
	}
	c, err := s.change(ctx, by, conf, func(c *Conference) error {
		if err := may(by, c); err != nil {
			return err
		}
		return do(c)
	})
	if err != nil {
		return Live{}, err
	}
	return s.view(by, c), nil
}

// Move brings the conference into a state.
func (s *Service) Move(ctx context.Context, by access.Actor, conf ConferenceID, to meeting.State) (Live, error) {
	return s.act(ctx, by, conf, mayChangeState, func(c *Conference) error { return c.Move(to, s.now()) })
}

// Cancel calls the conference off.
func (s *Service) Cancel(ctx context.Context, by access.Actor, conf ConferenceID, reason string) (Live, error) {
	return s.act(ctx, by, conf, mayCancel, func(c *Conference) error { return c.Cancel(text.NFC(reason), s.now()) })
}

// Ask asks for the floor. A device that names no site asks for its own; a
// delegate's own device asks for the delegate.
func (s *Service) Ask(ctx context.Context, by access.Actor, conf ConferenceID, r Request) (Live, error) {
	if r.SiteID == "" {
		r.SiteID = by.SiteID
	}
	if by.Kind == access.Handheld {
		r.DelegateID = meeting.Ref(by.DelegateID)
	}
	may := func(by access.Actor, c *Conference) error { return mayRequest(by, c, r.SiteID) }
	if err := s.allowed(ctx, by, conf, may); err != nil {
		return Live{}, err
	}
	if err := s.speaker(ctx, conf, &r); err != nil {
		return Live{}, err
	}
	r.ID = s.newID()
	r.Topic, r.SpeakerName, r.SpeakerTitle = text.NFC(r.Topic), text.NFC(r.SpeakerName), text.NFC(r.SpeakerTitle)
	return s.act(ctx, by, conf, may, func(c *Conference) error { return c.Ask(r, s.now()) })
}

// DropRequest takes a request out of the queue: withdrawn where its own site
// does it, else refused, with the reason.
func (s *Service) DropRequest(ctx context.Context, by access.Actor, conf ConferenceID, id RequestID, reason string) (Live, error) {
	may := func(by access.Actor, c *Conference) error {
		r, err := c.Requested(id)
		if err != nil {
			r = Request{SiteID: by.SiteID, DelegateID: meeting.Ref(by.DelegateID)} // whether it is there is told to those who may ask
		}
		return mayDrop(by, c, r)
	}
	return s.act(ctx, by, conf, may, func(c *Conference) error {
		if by.Kind == access.Site || by.Kind == access.Handheld {
			return c.Withdraw(id)
		}
		return c.Refuse(id, text.NFC(reason))
	})
}

// DeferRequest moves a request behind its rank.
func (s *Service) DeferRequest(ctx context.Context, by access.Actor, conf ConferenceID, id RequestID) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.Defer(id) })
}

// Reorder orders the queue as it was seen at a revision.
func (s *Service) Reorder(ctx context.Context, by access.Actor, conf ConferenceID, ids []RequestID, rev int64) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.Reorder(ids, rev) })
}

// GiveFloor gives the floor.
func (s *Service) GiveFloor(ctx context.Context, by access.Actor, conf ConferenceID, g Grant) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.GiveFloor(g, s.now()) })
}

// Next gives the floor to the first of the queue. insteadOf, where it is not
// nil, must still hold the floor ("" for nobody).
func (s *Service) Next(ctx context.Context, by access.Actor, conf ConferenceID, insteadOf *SiteID) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.Next(insteadOf, s.now()) })
}

// TakeBack returns the floor to the chair. insteadOf, where it is not nil, must
// still hold the floor, unless nobody does.
func (s *Service) TakeBack(ctx context.Context, by access.Actor, conf ConferenceID, insteadOf *SiteID) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.TakeBack(insteadOf, s.now()) })
}

// Interrupt returns the floor to the chair and keeps the rest of the speech.
// insteadOf, where it is not nil, must still hold the floor.
func (s *Service) Interrupt(ctx context.Context, by access.Actor, conf ConferenceID, insteadOf *SiteID) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.Interrupt(s.newID(), insteadOf, s.now()) })
}

// Confirm opens the microphones on the air that stand closed.
func (s *Service) Confirm(ctx context.Context, by access.Actor, conf ConferenceID) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.Confirm(s.now()) })
}

// Extend adds time to the speech.
func (s *Service) Extend(ctx context.Context, by access.Actor, conf ConferenceID, d time.Duration) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.ExtendFloor(d) })
}

// PauseClock stops the speaker's clock.
func (s *Service) PauseClock(ctx context.Context, by access.Actor, conf ConferenceID) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.PauseClock(s.now()) })
}

// ResumeClock lets it run on.
func (s *Service) ResumeClock(ctx context.Context, by access.Actor, conf ConferenceID) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error { return c.ResumeClock(s.now()) })
}

// OpenDialogue puts two or three sites on the floor at once. insteadOf, where it
// is not nil, must still hold the floor ("" for nobody).
func (s *Service) OpenDialogue(
	ctx context.Context, by access.Actor, conf ConferenceID, sites []SiteID, limit time.Duration, insteadOf *SiteID,
) (Live, error) {
	return s.act(ctx, by, conf, mayConductFloor, func(c *Conference) error {
		return c.OpenDialogue(sites, limit, insteadOf, s.now())
	})
}

// NextItem goes on in the agenda.
func (s *Service) NextItem(ctx context.Context, by access.Actor, conf ConferenceID) (Live, error) {
	return s.act(ctx, by, conf, mayMoveAgenda, func(c *Conference) error { return c.NextItem(s.now()) })
}

// PreviousItem goes back in the agenda.
func (s *Service) PreviousItem(ctx context.Context, by access.Actor, conf ConferenceID) (Live, error) {
	return s.act(ctx, by, conf, mayMoveAgenda, func(c *Conference) error { return c.PreviousItem(s.now()) })
}

// GoToItem starts an agenda item.
func (s *Service) GoToItem(ctx context.Context, by access.Actor, conf ConferenceID, id ItemID) (Live, error) {
	return s.act(ctx, by, conf, mayMoveAgenda, func(c *Conference) error { return c.GoToItem(id, s.now()) })
}

// SkipItem drops an agenda item.
func (s *Service) SkipItem(ctx context.Context, by access.Actor, conf ConferenceID, id ItemID) (Live, error) {
	return s.act(ctx, by, conf, mayMoveAgenda, func(c *Conference) error { return c.SkipItem(id, s.now()) })
}

// DeferItem puts an agenda item off.
func (s *Service) DeferItem(ctx context.Context, by access.Actor, conf ConferenceID, id ItemID) (Live, error) {
	return s.act(ctx, by, conf, mayMoveAgenda, func(c *Conference) error { return c.DeferItem(id, s.now()) })
}

// InsertItem adds an agenda item behind another, first where after is empty.
func (s *Service) InsertItem(ctx context.Context, by access.Actor, conf ConferenceID, it meeting.AgendaItem, after ItemID) (Live, error) {
	it.ID, it.Title, it.Presenter = s.newID(), text.NFC(it.Title), text.NFC(it.Presenter)
	return s.act(ctx, by, conf, mayMoveAgenda, func(c *Conference) error { return c.InsertItem(it, after) })
}

// Mute closes one site's microphone, or with all everybody's.
func (s *Service) Mute(ctx context.Context, by access.Actor, conf ConferenceID, site SiteID, all bool) (Live, error) {
	return s.act(ctx, by, conf, mayMute, func(c *Conference) error {
		switch {
		case all && site == "":
			return c.MuteAll()
		case !all && site != "":
			return c.Mute(site)
		}
		return fault.Invalid("invalid_input", "either one site or all").
			WithFields(fault.Field{Name: "site_id", Rule: "one_of"})
	})
}

// Preview looks at a site before it goes on the air, or at none.
func (s *Service) Preview(ctx context.Context, by access.Actor, conf ConferenceID, site SiteID) (Live, error) {
	return s.act(ctx, by, conf, mayDirectProgramme, func(c *Conference) error { return c.Preview(site) })
}

// SetBrowse begins a look round the sites, or ends it.
func (s *Service) SetBrowse(ctx context.Context, by access.Actor, conf ConferenceID, each time.Duration) (Live, error) {
	return s.act(ctx, by, conf, mayDirectProgramme, func(c *Conference) error { return c.SetBrowse(each, s.now()) })
}

// SetRules settles limit, quota and whether the floor goes on by itself.
func (s *Service) SetRules(ctx context.Context, by access.Actor, conf ConferenceID, r Rules) (Live, error) {
	return s.act(ctx, by, conf, mayMoveAgenda, func(c *Conference) error { return c.SetRules(r) })
}

// Take gives the floor to the previewed site.
func (s *Service) Take(ctx context.Context, by access.Actor, conf ConferenceID, limit time.Duration, insteadOf *SiteID) (Live, error) {
	return s.act(ctx, by, conf, mayDirectProgramme, func(c *Conference) error { return c.Take(limit, insteadOf, s.now()) })
}

// SetScene composes the programme's picture.
func (s *Service) SetScene(ctx context.Context, by access.Actor, conf ConferenceID, scene Scene, until time.Time, inset *bool) (Live, error) {
	return s.act(ctx, by, conf, mayDirectProgramme, func(c *Conference) error { return c.SetScene(scene, until, inset) })
}

// ShowPage puts a page of a paper on the screens; no paper takes it away.
func (s *Service) ShowPage(ctx context.Context, by access.Actor, conf ConferenceID, paper string, page int) (Live, error) {
	if err := mayDirectProgramme(by, nil); err != nil {
		return Live{}, err
	}
	var p Page
	if paper != "" {
		known, err := s.meeting.Paper(ctx, conf, paper)
		if err != nil {
			return Live{}, err
		}
		if !known.Shows {
			return Live{}, fault.Conflict("paper_not_shown", "screens cannot show %s", known.MediaType)
		}
		p = Page{PaperID: known.ID, Name: known.Name, MediaType: known.MediaType, Number: page}
	}
	return s.act(ctx, by, conf, mayDirectProgramme, func(c *Conference) error { return c.ShowPage(p) })
}

// shownPaper is the paper on the conference's screens, "" for none.
func (s *Service) shownPaper(ctx context.Context, conf ConferenceID) (string, error) {
	c, err := s.read(ctx, conf)
	if err != nil {
		return "", err
	}
	if p := c.programme().Content; p != nil {
		return p.PaperID, nil
	}
	return "", nil
}

// SetBanner puts a line of text over the programme, or removes it.
func (s *Service) SetBanner(ctx context.Context, by access.Actor, conf ConferenceID, line string) (Live, error) {
	return s.act(ctx, by, conf, mayDirectProgramme, func(c *Conference) error { return c.SetBanner(text.NFC(line)) })
}

// NoteAttendance is the roll call of one site.
func (s *Service) NoteAttendance(
	ctx context.Context, by access.Actor, conf ConferenceID, site SiteID, status Attendance, heads *int, note string,
) (Live, error) {
	may := func(by access.Actor, c *Conference) error { return mayNoteAttendance(by, c, site) }
	return s.act(ctx, by, conf, may, func(c *Conference) error {
		return c.NoteAttendance(site, status, heads, text.NFC(note))
	})
}

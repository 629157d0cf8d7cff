package live

import (
	"reflect"
	"slices"

	"giaoban/internal/meeting"
)

// State is the conference as clients see it, all but the time and the viewer.
type State struct {
	Rev        int64     `json:"rev" doc:"grows with every event of the conference"`
	Conference Info      `json:"conference"`
	Agenda     Agenda    `json:"agenda"`
	Sites      []Site    `json:"sites" doc:"by number"`
	Floor      Floor     `json:"floor"`
	Programme  Programme `json:"programme"`
	Control    *Control  `json:"control" doc:"for those who conduct; null for others"`
	OpenMics   []SiteID  `json:"open_mics" doc:"the one truth about microphones"`
}

// State derives what clients see. It shares nothing with c.
func (c *Conference) State() State {
	s := State{
		Rev: c.Rev, Conference: c.Info, Sites: slices.Clone(c.Sites), Programme: c.programme(),
		Agenda: Agenda{Items: slices.Clone(c.Agenda.Items), CurrentID: c.Agenda.CurrentID},
		Floor: Floor{
			Holders: slices.Clone(c.Floor.Holders), Queue: slices.Clone(c.Floor.Queue),
			Spoken: slices.Clone(c.Floor.Spoken),
		},
		Control:  &Control{Preview: c.Control.Preview, Browse: c.Control.Browse},
		OpenMics: c.OpenMicrophones(),
	}
	if s.Conference.CoChairs == nil { // of a state from before there were any
		s.Conference.CoChairs = []CoChair{}
	}
	if page := c.Programme.Page; page.PaperID != "" {
		s.Control.Content = &page
	}
	for i := range s.Floor.Holders {
		h := &s.Floor.Holders[i]
		h.WaitingConfirm = !c.site(h.SiteID).mayOpen()
	}
	return s
}

// Patch holds the changed parts of a State, each whole; of the sites only
// those that changed, to be replaced by id. Applying it to the state before
// gives the state after, and nothing else is needed.
type Patch struct {
	Conference *Info      `json:"conference,omitempty"`
	Agenda     *Agenda    `json:"agenda,omitempty"`
	Sites      []Site     `json:"sites,omitempty"`
	Floor      *Floor     `json:"floor,omitempty"`
	Programme  *Programme `json:"programme,omitempty"`
	Control    *Control   `json:"control,omitempty"`
	OpenMics   *[]SiteID  `json:"open_mics,omitempty"`
}

// Diff is the patch that leads from one state to another of the same
// conference. The set of sites is the same in both.
func Diff(from, to State) Patch {
	var p Patch
	if !reflect.DeepEqual(from.Conference, to.Conference) {
		p.Conference = &to.Conference
	}
	if !reflect.DeepEqual(from.Agenda, to.Agenda) {
		p.Agenda = &to.Agenda
	}
	for i, s := range to.Sites {
		if i >= len(from.Sites) || !reflect.DeepEqual(from.Sites[i], s) {
			p.Sites = append(p.Sites, s)
		}
	}
	if !reflect.DeepEqual(from.Floor, to.Floor) {
		p.Floor = &to.Floor
	}
	if !reflect.DeepEqual(from.Programme, to.Programme) {
		p.Programme = &to.Programme
	}
	if !reflect.DeepEqual(from.Control, to.Control) {
		p.Control = to.Control
	}
	if !slices.Equal(from.OpenMics, to.OpenMics) {
		p.OpenMics = &to.OpenMics
	}
	return p
}

// Apply is what a client does with a patch; the front end's reducer is its
// twin.
func (s *State) Apply(rev int64, p Patch) {
	s.Rev = rev
	if p.Conference != nil {
		s.Conference = *p.Conference
	}
	if p.Agenda != nil {
		s.Agenda = *p.Agenda
	}
	for _, site := range p.Sites {
		if i := slices.IndexFunc(s.Sites, func(t Site) bool { return t.ID == site.ID }); i >= 0 {
			s.Sites[i] = site
		}
	}
	if p.Floor != nil {
		s.Floor = *p.Floor
	}
	if p.Programme != nil {
		s.Programme = *p.Programme
	}
	if p.Control != nil {
		s.Control = p.Control
	}
	if p.OpenMics != nil {
		s.OpenMics = *p.OpenMics
	}
}

// Conducts tells whether a conference is at a state in which media runs.
func Conducts(s meeting.State) bool {
	switch s {
	case meeting.Published, meeting.Checking, meeting.Live, meeting.Paused:
		return true
	case meeting.Draft, meeting.Closed, meeting.Cancelled:
	}
	return false
}

package live

import (
	"slices"
	"strconv"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Agenda is the list of items and the cursor.
type Agenda struct {
	Items     []meeting.AgendaItem `json:"items"`
	CurrentID meeting.Ref          `json:"current_id"`
}

// item is an agenda item on which the acts are defined.
type item meeting.AgendaItem

func (it *item) finish(now time.Time) {
	it.State, it.EndedAt = meeting.Done, meeting.At(now)
}

func (a *Agenda) at(id ItemID) int {
	return slices.IndexFunc(a.Items, func(it meeting.AgendaItem) bool { return it.ID == id })
}

func (a *Agenda) current() *item {
	if i := a.at(string(a.CurrentID)); i >= 0 {
		return (*item)(&a.Items[i])
	}
	return nil
}

// after finds what comes next: the first pending item behind the cursor, else
// the first pending one, else the first that was deferred; -1 for none.
func (a *Agenda) after() int {
	pending := func(it meeting.AgendaItem) bool { return it.State == meeting.Pending }
	cursor := a.at(string(a.CurrentID)) + 1
	if i := slices.IndexFunc(a.Items[cursor:], pending); i >= 0 {
		return cursor + i
	}
	if i := slices.IndexFunc(a.Items, pending); i >= 0 {
		return i
	}
	return slices.IndexFunc(a.Items, func(it meeting.AgendaItem) bool { return it.State == meeting.Deferred })
}

// NextItem finishes the current item and starts the one that follows. After
// the last one the cursor rests nowhere.
func (c *Conference) NextItem(now time.Time) error {
	if err := c.during(meeting.Live); err != nil {
		return err
	}
	if i := c.Agenda.after(); i >= 0 {
		c.start(i, now)
		return nil
	}
	return c.finishLast(now)
}

func (c *Conference) finishLast(now time.Time) error {
	it := c.Agenda.current()
	if it == nil {
		return fault.Conflict("agenda_end", "no agenda item is left")
	}
	it.finish(now)
	c.leave(it.Kind)
	c.Agenda.CurrentID = ""
	c.record(KindItemFinished, moved(meeting.AgendaItem(*it), it.ID))
	return nil
}

// PreviousItem goes back to the item before the current one, or to the last
// where the agenda is through. The item that is left is pending again.
func (c *Conference) PreviousItem(now time.Time) error {
	if err := c.during(meeting.Live); err != nil {
		return err
	}
	i := c.Agenda.at(string(c.Agenda.CurrentID))
	if i < 0 {
		i = len(c.Agenda.Items)
	}
	for i--; i >= 0; i-- {
		if s := c.Agenda.Items[i].State; s == meeting.Done || s == meeting.Pending {
			break
		}
	}
	if i < 0 {
		return fault.Conflict("agenda_start", "no agenda item lies before")
	}
	left := c.Agenda.current()
	c.start(i, now)
	if left != nil {
		left.State, left.StartedAt, left.EndedAt = meeting.Pending, meeting.Instant{}, meeting.Instant{}
	}
	return nil
}

// GoToItem starts any item, whatever became of it before.
func (c *Conference) GoToItem(id ItemID, now time.Time) error {
	if err := c.during(meeting.Live); err != nil {
		return err
	}
	i, err := c.itemAt(id)
	if err != nil {
		return err
	}
	if string(c.Agenda.CurrentID) == id {
		return nil
	}
	c.start(i, now)
	return nil
}

// start moves the cursor. A break shows its clock; the floor is not touched.
func (c *Conference) start(i int, now time.Time) {
	finished := c.Agenda.CurrentID
	if it := c.Agenda.current(); it != nil {
		it.finish(now)
		c.leave(it.Kind)
	}
	it := &c.Agenda.Items[i]
	if it.StartedAt.IsZero() {
		it.StartedAt = meeting.At(now)
	}
	it.State, it.EndedAt = meeting.Current, meeting.Instant{}
	c.Agenda.CurrentID = meeting.Ref(it.ID)
	if it.Kind == meeting.Break {
		c.Programme.Scene = Recess
		c.Programme.BreakUntil = meeting.At(now.Add(time.Duration(it.Minutes) * time.Minute))
	}
	c.record(KindItemStarted, moved(*it, string(finished)))
}

// leave ends what an item of the kind has shown.
func (c *Conference) leave(kind meeting.ItemKind) {
	if kind == meeting.Break && c.Programme.Scene == Recess {
		c.Programme.Scene, c.Programme.BreakUntil = Speaker, meeting.Instant{}
	}
}

// SkipItem drops an item from this conference. Where it is the current one,
// the cursor rests nowhere until the next is started.
func (c *Conference) SkipItem(id ItemID, now time.Time) error {
	return c.setAside(id, meeting.Skipped, KindItemSkipped, now)
}

// DeferItem puts an item off: it is taken up after what is pending, and comes
// again in the next conference where it is not.
func (c *Conference) DeferItem(id ItemID, now time.Time) error {
	return c.setAside(id, meeting.Deferred, KindItemDeferred, now)
}

func (c *Conference) setAside(id ItemID, to meeting.ItemState, kind Kind, now time.Time) error {
	if err := c.during(meeting.Checking, meeting.Live, meeting.Paused); err != nil {
		return err
	}
	i, err := c.itemAt(id)
	if err != nil {
		return err
	}
	it := &c.Agenda.Items[i]
	switch it.State {
	case to:
		return nil
	case meeting.Done:
		return fault.Conflict("item_done", "agenda item %d is done", it.Number).With("number", strconv.Itoa(it.Number))
	case meeting.Current:
		it.EndedAt = meeting.At(now)
		c.leave(it.Kind)
		c.Agenda.CurrentID = ""
	case meeting.Pending, meeting.Skipped, meeting.Deferred:
	}
	it.State = to
	c.record(kind, moved(*it, ""))
	return nil
}

// mostItems bounds an agenda that grows while the conference runs.
const mostItems = 300

// InsertItem adds an item behind another, or first where after is empty.
func (c *Conference) InsertItem(it meeting.AgendaItem, after ItemID) error {
	if err := c.during(meeting.Checking, meeting.Live, meeting.Paused); err != nil {
		return err
	}
	if bad := meeting.CheckItem("", it); len(bad) > 0 {
		return fault.Invalid("invalid_input", "agenda item breaks a rule").WithFields(bad...)
	}
	if len(c.Agenda.Items) >= mostItems {
		return fault.Conflict("agenda_full", "the agenda has %d items", len(c.Agenda.Items))
	}
	at := 0
	if after != "" {
		i, err := c.itemAt(after)
		if err != nil {
			return err
		}
		at = i + 1
	}
	it.State, it.Inserted = meeting.Pending, true
	it.StartedAt, it.EndedAt = meeting.Instant{}, meeting.Instant{}
	c.Agenda.Items = slices.Insert(c.Agenda.Items, at, it)
	for i := range c.Agenda.Items {
		c.Agenda.Items[i].Number = i + 1
	}
	c.record(KindItemInserted, moved(c.Agenda.Items[at], ""))
	return nil
}

func (c *Conference) itemAt(id ItemID) (int, error) {
	if i := c.Agenda.at(id); i >= 0 {
		return i, nil
	}
	return 0, fault.NotFound("item_unknown", "no agenda item %q", id)
}

func moved(it meeting.AgendaItem, finished ItemID) ItemMoved {
	return ItemMoved{ItemID: it.ID, Number: it.Number, Title: it.Title, Finished: meeting.Ref(finished)}
}

package live

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Scene is the composition of the programme's picture.
type Scene string

// The scenes.
const (
	Speaker Scene = "speaker" // who is on the air, the chair inset
	Content Scene = "content" // the document, with faces beside it
	Wall    Scene = "wall"    // all sites
	Split   Scene = "split"   // a dialogue's sites side by side
	Title   Scene = "title"   // the conference's title card
	Recess  Scene = "break"   // the break's clock
)

// Choice is what has been chosen for the programme. What follows from the
// floor is derived, see Programme.
type Choice struct {
	Scene      Scene           `json:"scene"`
	Before     Scene           `json:"before,omitempty"` // the scene to which a recess returns
	Inset      bool            `json:"inset"`            // the chair is inset while another site speaks
	Banner     string          `json:"banner,omitempty"`
	BreakUntil meeting.Instant `json:"break_until"`
	// Page is the paper last chosen for the content scene, the zero Page for none.
	Page Page `json:"page,omitzero"`
}

// Page is a page of a paper.
type Page struct {
	PaperID   string `json:"paper_id"`
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Number    int    `json:"page" doc:"from 1"`
}

// Control is what only those who conduct see.
type Control struct {
	Preview meeting.Ref `json:"preview"`
	Browse  *Browse     `json:"browse"`
	// Content is the page that the content scene shows or would show.
	Content *Page `json:"content"`
}

// Browse is a look round: one site after another is previewed, each for the
// same time. Who it is follows from the instant, so that all consoles agree
// and the log is not filled with it: of the n sites online, by number, the one
// at (now - Since) / Seconds modulo n.
type Browse struct {
	Since   meeting.Instant `json:"since"`
	Seconds Span            `json:"seconds"`
}

// Programme is what every screen shows.
type Programme struct {
	Scene       Scene           `json:"scene" enum:"speaker,content,wall,split,title,break"`
	OnAir       []SiteID        `json:"on_air"`
	ChairSiteID SiteID          `json:"chair_site_id"`
	ChairInset  bool            `json:"chair_inset"`
	LowerThird  *LowerThird     `json:"lower_third"`
	Content     *Page           `json:"content" doc:"the page on the screens, in the scene content"`
	Banner      meeting.Ref     `json:"banner"`
	BreakUntil  meeting.Instant `json:"break_until"`
}

// LowerThird names who is on the air.
type LowerThird struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Site  string `json:"site"`
}

// show makes the scene fit a change of the floor: the picture goes to who
// speaks. A document that is shown stays; the speaker's face is beside it.
func (p *Choice) show(s Scene) {
	if p.Scene != Content || s == Split {
		p.Scene = s
	}
	p.BreakUntil = meeting.Instant{}
}

// programme derives the programme from the floor and what was chosen.
func (c *Conference) programme() Programme {
	air := c.OnAir()
	p := Programme{
		Scene: c.Programme.Scene, OnAir: air, ChairSiteID: c.Info.HubSiteID,
		Banner: meeting.Ref(c.Programme.Banner), BreakUntil: c.Programme.BreakUntil,
	}
	if p.Scene == Content && c.Programme.Page.PaperID != "" {
		page := c.Programme.Page
		p.Content = &page
	}
	p.ChairInset = c.Programme.Inset && len(air) == 1 && air[0] != c.Info.HubSiteID
	if len(air) != 1 {
		return p
	}
	s := c.site(air[0])
	if s == nil {
		return p
	}
	p.LowerThird = &LowerThird{Name: s.Name, Site: s.Name}
	switch {
	case len(c.Floor.Holders) == 1 && c.Floor.Holders[0].SpeakerName != "":
		p.LowerThird.Name, p.LowerThird.Title = c.Floor.Holders[0].SpeakerName, c.Floor.Holders[0].SpeakerTitle
	case s.Role == meeting.Hub && c.Info.ChairName != "":
		p.LowerThird.Name, p.LowerThird.Title = c.Info.ChairName, c.Info.ChairTitle
	}
	return p
}

// mayShow refuses what touches the programme outside of checks and session.
func (c *Conference) mayShow() error {
	return c.during(meeting.Checking, meeting.Live, meeting.Paused)
}

// Preview looks at a site before it goes on the air; an empty id looks at none. The hall
// does not see it.
func (c *Conference) Preview(id SiteID) error {
	if err := c.mayShow(); err != nil {
		return err
	}
	if id != "" {
		if _, err := c.known(id); err != nil {
			return err
		}
	}
	if string(c.Control.Preview) == id && c.Control.Browse == nil {
		return nil
	}
	c.Control = Control{Preview: meeting.Ref(id)}
	c.record(KindPreview, Previewed{SiteID: meeting.Ref(id)})
	return nil
}

// SetBrowse begins a look round, or with no time ends it. A preview ends it too.
func (c *Conference) SetBrowse(each time.Duration, now time.Time) error {
	if err := c.mayShow(); err != nil {
		return err
	}
	if each != 0 && (each < 2*time.Second || each > 10*time.Minute) {
		return fault.Invalid("invalid_input", "browse every %v", each).
			WithFields(fault.Field{Name: "seconds", Rule: "range"})
	}
	if each == 0 && c.Control.Browse == nil {
		return nil
	}
	c.Control = Control{}
	if each > 0 {
		c.Control.Browse = &Browse{Since: meeting.At(now), Seconds: Span(each)}
	}
	c.record(KindBrowse, Browsed{Seconds: Span(each)})
	return nil
}

// Take gives the floor to the previewed site, as GiveFloor does. It cuts: who
// previews and takes has decided, so the present speech ends, unless insteadOf
// names a holder who is no longer the holder (empty for nobody).
func (c *Conference) Take(limit time.Duration, insteadOf *SiteID, now time.Time) error {
	if err := c.inSession(); err != nil {
		return err
	}
	site := string(c.Control.Preview)
	if site == "" {
		return fault.Conflict("nothing_previewed", "no site is previewed")
	}
	if !c.seen(insteadOf) {
		return c.taken()
	}
	return c.GiveFloor(Grant{Site: site, Limit: limit, InsteadOf: c.holder()}, now)
}

// SetScene composes the picture. A split needs a dialogue; only a break has a
// clock. inset nil keeps the chair's inset as it is.
func (c *Conference) SetScene(s Scene, until time.Time, inset *bool) error {
	if err := c.mayShow(); err != nil {
		return err
	}
	next := c.Programme
	next.Scene, next.BreakUntil = s, meeting.Instant{}
	switch s {
	case Recess:
		next.BreakUntil = meeting.At(until)
	case Split:
		if len(c.Floor.Holders) < 2 {
			return fault.Conflict("no_dialogue", "a split picture needs a dialogue")
		}
	case Content:
		if next.Page.PaperID == "" {
			return fault.Conflict("no_content", "no paper has been chosen")
		}
	case Speaker, Wall, Title:
	default:
		return fault.Invalid("invalid_input", "no scene %q", s).
			WithFields(fault.Field{Name: "scene", Rule: "one_of", Value: string(s)})
	}
	if inset != nil {
		next.Inset = *inset
	}
	if next == c.Programme {
		return nil
	}
	c.Programme = next
	c.record(KindScene, SceneSet{Scene: s, BreakUntil: next.BreakUntil, ChairInset: next.Inset})
	return nil
}

// mostPages bounds a page's number: the longest reports have a thousand.
const mostPages = 9999

// ShowPage puts a page of a paper on the screens, and turns pages. The zero
// Page takes it away: the picture returns to who speaks.
func (c *Conference) ShowPage(p Page) error {
	if err := c.mayShow(); err != nil {
		return err
	}
	next := c.Programme
	next.Page, next.BreakUntil = p, meeting.Instant{}
	switch {
	case p.PaperID != "":
		if p.Number < 1 || p.Number > mostPages {
			return fault.Invalid("invalid_input", "page %d", p.Number).
				WithFields(fault.Field{Name: "page", Rule: "range", Value: strconv.Itoa(p.Number)})
		}
		next.Scene = Content
	case next.Scene == Content:
		next.Page, next.Scene = Page{}, Speaker
		if len(c.Floor.Holders) > 1 {
			next.Scene = Split
		}
	}
	if next == c.Programme {
		return nil
	}
	c.Programme = next
	c.record(KindContent, PageShown{PaperID: meeting.Ref(p.PaperID), Name: p.Name, Page: p.Number})
	return nil
}

// longestBanner is the longest banner, in characters: two lines in the hall.
const longestBanner = 160

// SetBanner puts a line of text over the programme; an empty one removes it.
func (c *Conference) SetBanner(text string) error {
	if err := c.mayShow(); err != nil {
		return err
	}
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > longestBanner {
		return fault.Invalid("invalid_input", "banner too long").
			WithFields(fault.Field{Name: "text", Rule: "too_long"})
	}
	if text == c.Programme.Banner {
		return nil
	}
	c.Programme.Banner = text
	c.record(KindBanner, BannerSet{Text: meeting.Ref(text)})
	return nil
}

package contribution

import (
	"context"
	"slices"
)

// reconcile makes every site's right to its microphone what the conference
// wants, and says whether the conference is going on. Consoles, halls and
// watchers keep what their token gave them.
func (w *watch) reconcile(ctx context.Context, r room) (live bool) {
	open, live := w.engine.conferences.Desired(w.room)
	if live {
		w.claim(ctx)
	}
	if r == nil {
		return live
	}
	for _, p := range r.participants() { // those still connecting too: their token may be a refreshed one
		site, ok := p.identity().SiteID()
		if !ok {
			continue
		}
		s := w.sessions[p.identity()]
		admitted := s.admitted && s.id == p.session()
		p.setMicrophone(live && admitted && slices.Contains(open, site))
	}
	return live
}

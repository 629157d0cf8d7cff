package draft

import "slices"

// frame is what a heading, a label or a lead-in opens for the lines below it.
type frame struct {
	level  level
	names  []name
	with   []name // those who work with them
	tasks  bool   // its points are tasks
	facts  bool   // its points are results, opinions, attendance
	spoken bool   // opened by an asker's words, not by a heading or label
}

// setting is where the reader stands in the text.
type setting struct {
	frames []frame
	// concluding is set once somebody entitled to it has begun to ask.
	concluding bool
	// last are the addressees of the directive before, for sentences that
	// name none; they end with a heading.
	last []name
	// flowing tells that the sentence before, in the same paragraph, asked.
	flowing bool
	// minutes tells that the text is a record of a meeting, in which "Finance
	// will …" is a task.
	minutes bool
	// spokenOf are those with whom the English sentence before begins.
	spokenOf []name
	// askers are those who ask; they are not asked themselves.
	askers map[string]bool
}

// descend leaves the frames that a line of this level closes.
func (s *setting) descend(l level) {
	for n := len(s.frames); n > 0 && s.frames[n-1].level >= l; n = len(s.frames) {
		s.frames = s.frames[:n-1]
	}
}

// open enters a frame; what was asked before is over.
func (s *setting) open(f frame) {
	s.descend(f.level)
	if up := s.top(); up != nil {
		f.tasks = f.tasks || up.tasks && !f.facts
		f.facts = f.facts || up.facts && !f.tasks
	}
	s.frames = append(s.frames, f)
	s.last, s.flowing = nil, false
}

func (s *setting) top() *frame {
	if len(s.frames) == 0 {
		return nil
	}
	return &s.frames[len(s.frames)-1]
}

// named returns the addressees of the nearest frame that has some, and whether
// a heading or label, not a spoken lead-in, gave them.
func (s *setting) named() (names []name, heading bool) {
	for _, f := range slices.Backward(s.frames) {
		if len(f.names) > 0 {
			return f.names, !f.spoken
		}
	}
	return nil, false
}

// inherited returns the addressees of a piece that names none.
func (s *setting) inherited() []name {
	if len(s.last) > 0 {
		return s.last
	}
	names, _ := s.named()
	return names
}

// inTasks reports whether the line stands among tasks, under a lead-in.
func (s *setting) inTasks() bool { f := s.top(); return f != nil && f.tasks }

// inFacts reports whether the line stands under a heading of results.
func (s *setting) inFacts() bool { f := s.top(); return f != nil && f.facts }

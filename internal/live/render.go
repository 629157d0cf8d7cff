package live

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"giaoban/internal/event"
)

// forConductors is the audience of what only operator and chair are told.
const forConductors = "conductors"

// audience says who may know that an event of the kind happened.
func audience(k Kind) string {
	if k == KindPreview || k == KindBrowse {
		return forConductors
	}
	return ""
}

// Change is one event as listeners get it.
type Change struct {
	Rev   int64           `json:"rev"`
	At    time.Time       `json:"at"`
	Kind  string          `json:"kind"`
	Actor string          `json:"actor"`
	Data  json.RawMessage `json:"data"`
	Patch json.RawMessage `json:"patch"`
}

// rendered is a change as the two audiences read it.
type rendered struct {
	rev        int64
	conductors json.RawMessage
	everyone   json.RawMessage
}

// renderer keeps the last change of each conference, so that hundreds of
// listeners share one marshalling.
type renderer struct {
	mu   sync.Mutex
	last map[string]rendered
}

func (r *renderer) change(e event.Entry, conductor bool) (json.RawMessage, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	done, ok := r.last[e.Stream]
	if !ok || done.rev != e.Rev {
		var err error
		if done, err = render(e); err != nil {
			return nil, err
		}
		if r.last == nil {
			r.last = map[string]rendered{}
		}
		r.last[e.Stream] = done
	}
	if conductor {
		return done.conductors, nil
	}
	return done.everyone, nil
}

// render writes the change for both audiences. What is not for everyone is
// still a change for everyone, an empty one: revisions have no gaps.
func render(e event.Entry) (rendered, error) {
	out := rendered{rev: e.Rev}
	c := Change{Rev: e.Rev, At: e.At, Kind: e.Kind, Actor: e.Actor, Data: e.Data, Patch: e.Patch}
	var err error
	if out.conductors, err = json.Marshal(c); err != nil {
		return out, fmt.Errorf("render %s: %w", e.Kind, err)
	}
	parts := map[string]json.RawMessage{}
	if err := json.Unmarshal(e.Patch, &parts); err != nil {
		return out, fmt.Errorf("render %s: %w", e.Kind, err)
	}
	delete(parts, "control")
	if c.Patch, err = json.Marshal(parts); err != nil {
		return out, fmt.Errorf("render %s: %w", e.Kind, err)
	}
	if e.Audience == forConductors {
		c.Data, c.Actor = json.RawMessage("null"), ""
	}
	if out.everyone, err = json.Marshal(c); err != nil {
		return out, fmt.Errorf("render %s: %w", e.Kind, err)
	}
	return out, nil
}

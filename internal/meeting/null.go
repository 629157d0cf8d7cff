package meeting

import (
	"encoding/json"
	"time"
)

// Ref is an id that may be none. None is the empty string here and null in
// JSON.
type Ref string

// MarshalJSON writes the id, or null.
func (r Ref) MarshalJSON() ([]byte, error) {
	if r == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(r))
}

// UnmarshalJSON reads an id or null.
func (r *Ref) UnmarshalJSON(b []byte) error {
	*r = ""
	if string(b) == "null" {
		return nil
	}
	return json.Unmarshal(b, (*string)(r))
}

// Instant is a moment that may be none: null in JSON, else RFC 3339 in UTC.
type Instant struct{ time.Time }

// At is t as an Instant.
func At(t time.Time) Instant {
	if t.IsZero() {
		return Instant{}
	}
	return Instant{Time: t.UTC()}
}

// MarshalJSON writes the moment, or null.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i.IsZero() {
		return []byte("null"), nil
	}
	return i.Time.MarshalJSON()
}

// UnmarshalJSON reads a moment or null.
func (i *Instant) UnmarshalJSON(b []byte) error {
	*i = Instant{}
	if string(b) == "null" {
		return nil
	}
	return i.Time.UnmarshalJSON(b)
}

// Equal compares two moments, whatever their zones.
func (i Instant) Equal(other Instant) bool { return i.Time.Equal(other.Time) }

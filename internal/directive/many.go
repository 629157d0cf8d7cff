package directive

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/id"
	"giaoban/internal/text"
)

// maxMany is how many directives one call may act on.
const maxMany = 500

// manyActs are those that make sense on many directives with one reason.
var manyActs = []Act{
	ActAcknowledge, ActConfirm, ActReturn, ActGrantExtension, ActRefuseExtension, ActSuspend, ActResume, ActCancel, ActRemind,
}

// One names a directive of many and the revision that the caller has seen;
// below zero it does not matter.
type One struct {
	ID  string
	Rev int64
}

// Told is what became of one directive of many.
type Told struct {
	ID        string            `json:"id"`
	Done      bool              `json:"done"`
	Code      string            `json:"code" doc:"of the refusal, as a problem's; empty where it is done"`
	Params    map[string]string `json:"params,omitempty"`
	Directive *Listing          `json:"directive" doc:"as it stands after the act; null where it was refused"`
}

// DoMany carries out one act on many directives, each in a transaction of its
// own: what one refuses does not undo the others, and every one is answered
// for. It is refused as a whole only where nothing of it was tried.
func (s *Service) DoMany(ctx context.Context, by access.Actor, a Act, chosen []One, in Input) ([]Told, error) {
	if err := mayList(by); err != nil {
		return nil, err
	}
	var bad []fault.Field
	if !slices.Contains(manyActs, a) {
		bad = append(bad, fault.Field{Name: "act", Rule: "one_of", Value: string(a)})
	}
	if len(chosen) == 0 {
		bad = append(bad, fault.Field{Name: "directives", Rule: "required"})
	}
	if len(chosen) > maxMany {
		bad = append(bad, fault.Field{Name: "directives", Rule: "too_many"})
	}
	needs := slices.Contains([]Act{ActReturn, ActRefuseExtension, ActSuspend, ActCancel}, a)
	if needs && strings.TrimSpace(in.Text) == "" {
		bad = append(bad, fault.Field{Name: "reason", Rule: "required"})
	}
	if len(bad) > 0 {
		return nil, fault.Invalid("invalid_input", "%s cannot be done to these", a).WithFields(bad...)
	}
	out, seen := make([]Told, 0, len(chosen)), map[string]bool{}
	for _, one := range chosen {
		if seen[one.ID] {
			continue
		}
		seen[one.ID] = true
		told := Told{ID: one.ID}
		v, err := s.Do(ctx, by, one.ID, a, in, one.Rev)
		var refusal *fault.Fault
		switch {
		case err == nil:
			told.Done, told.Directive = true, &v.Listing
		case errors.As(err, &refusal):
			told.Code, told.Params = refusal.Code, refusal.Params
		default:
			told.Code = "internal"
		}
		out = append(out, told)
	}
	return out, nil
}

// SavedFilter is a filter of the list under a name of the account's own.
type SavedFilter struct {
	ID    string            `json:"id"`
	Name  string            `json:"name"`
	Query map[string]string `json:"query" doc:"the list's filters by their names, and view"`
}

const (
	maxFilters    = 50  // of one account
	maxFilterName = 80  // characters
	maxFilterPart = 200 // characters
)

// filterParts are what a saved filter may hold.
var filterParts = []string{
	"unit", "conference", "series", "work_area", "state", "timeliness", "deadline_from", "deadline_to", "q", "view",
}

// mine names the account whose filters are meant; seats keep none.
func mine(by access.Actor) (string, error) {
	if err := mayList(by); err != nil {
		return "", err
	}
	return by.AccountID, nil
}

// Filters lists the caller's saved filters by name.
func (s *Service) Filters(ctx context.Context, by access.Actor) ([]SavedFilter, error) {
	account, err := mine(by)
	if err != nil {
		return nil, err
	}
	return loadFilters(ctx, s.db, account)
}

// SaveFilter keeps a filter under a name; the same name again replaces it.
func (s *Service) SaveFilter(ctx context.Context, by access.Actor, f SavedFilter) ([]SavedFilter, error) {
	account, err := mine(by)
	if err != nil {
		return nil, err
	}
	f.Name = text.NFC(strings.TrimSpace(f.Name))
	var bad []fault.Field
	switch n := utf8.RuneCountInString(f.Name); {
	case n == 0:
		bad = append(bad, fault.Field{Name: "name", Rule: "required"})
	case n > maxFilterName:
		bad = append(bad, fault.Field{Name: "name", Rule: "too_long"})
	}
	for part, v := range f.Query {
		if !slices.Contains(filterParts, part) {
			bad = append(bad, fault.Field{Name: "query." + part, Rule: "unknown"})
		}
		if utf8.RuneCountInString(v) > maxFilterPart {
			bad = append(bad, fault.Field{Name: "query." + part, Rule: "too_long"})
		}
	}
	if len(bad) > 0 {
		return nil, fault.Invalid("invalid_input", "the filter cannot be kept as it is").WithFields(bad...)
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		now := s.clock.Now()
		if err := putFilter(ctx, tx, id.New(now), account, f, now); err != nil {
			return err
		}
		kept, err := loadFilters(ctx, tx, account)
		if err == nil && len(kept) > maxFilters {
			err = fault.Conflict("too_many_filters", "account %s keeps %d filters", account, maxFilters)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return loadFilters(ctx, s.db, account)
}

// DropFilter forgets a saved filter of the caller.
func (s *Service) DropFilter(ctx context.Context, by access.Actor, filter string) ([]SavedFilter, error) {
	account, err := mine(by)
	if err != nil {
		return nil, err
	}
	if err := dropFilter(ctx, s.db, account, filter); err != nil {
		return nil, err
	}
	return loadFilters(ctx, s.db, account)
}

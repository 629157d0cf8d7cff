// Package fault names the ways in which the program refuses.
//
// A refusal by a rule is a *Fault: a kind, which only the web layer turns into
// an HTTP status, and a stable code, which clients translate. Everything else
// is an ordinary wrapped error and reaches a client as "internal". A fault's
// text is for the log; no client ever shows it.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of refusal it is.
type Kind int

// The kinds of refusal.
const (
	KindInvalid      Kind = iota + 1 // the input breaks a rule of its form
	KindUnauthorized                 // nobody is signed in, or the password is wrong
	KindForbidden                    // the caller has no right to the act
	KindNotFound                     // there is no such thing, or the caller may not know of it
	KindConflict                     // a rule of the conference or a stale revision stands against it
	KindGone                         // it existed and is used up
	KindTooMany                      // too many attempts
	KindUnavailable                  // a part that is needed is not running
)

// Field is one field of the input that breaks a rule. Name is the path in the
// body ("indicators.i3.actual"), Rule a stable code, Value what was typed.
type Field struct {
	Name  string `json:"name"`
	Rule  string `json:"rule"`
	Value string `json:"value,omitempty"`
}

// Fault is a refusal by a rule.
type Fault struct {
	Kind   Kind
	Code   string
	Detail string
	Fields []Field
	Params map[string]string
}

func (f *Fault) Error() string { return f.Code + ": " + f.Detail }

// With adds a parameter that the client's translation of the code may show.
func (f *Fault) With(key, value string) *Fault {
	if f.Params == nil {
		f.Params = map[string]string{}
	}
	f.Params[key] = value
	return f
}

// WithFields adds the fields at fault.
func (f *Fault) WithFields(fields ...Field) *Fault {
	f.Fields = append(f.Fields, fields...)
	return f
}

func newFault(k Kind, code, format string, args []any) *Fault {
	return &Fault{Kind: k, Code: code, Detail: fmt.Sprintf(format, args...)}
}

// Invalid refuses an input that breaks a rule of its form.
func Invalid(code, format string, args ...any) *Fault {
	return newFault(KindInvalid, code, format, args)
}

// Unauthorized refuses a caller who is not signed in.
func Unauthorized(code, format string, args ...any) *Fault {
	return newFault(KindUnauthorized, code, format, args)
}

// Forbidden refuses a caller without the right to the act.
func Forbidden(code, format string, args ...any) *Fault {
	return newFault(KindForbidden, code, format, args)
}

// NotFound says that there is no such thing.
func NotFound(code, format string, args ...any) *Fault {
	return newFault(KindNotFound, code, format, args)
}

// Conflict refuses an act that a rule or a newer state stands against.
func Conflict(code, format string, args ...any) *Fault {
	return newFault(KindConflict, code, format, args)
}

// Gone says that the thing is used up.
func Gone(code, format string, args ...any) *Fault {
	return newFault(KindGone, code, format, args)
}

// TooMany refuses a caller who tries too often.
func TooMany(code, format string, args ...any) *Fault {
	return newFault(KindTooMany, code, format, args)
}

// Unavailable says that a needed part is not running.
func Unavailable(code, format string, args ...any) *Fault {
	return newFault(KindUnavailable, code, format, args)
}

// As returns the fault in err's chain, or nil.
func As(err error) *Fault {
	f, _ := errors.AsType[*Fault](err)
	return f
}

// Is tells whether err is a fault with the code.
func Is(err error, code string) bool {
	f := As(err)
	return f != nil && f.Code == code
}

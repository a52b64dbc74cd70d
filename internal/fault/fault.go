// Package fault holds the domain's failures: a code for programs, a sentence
// and a hint for people. The api package maps codes to statuses once.
package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Code names a kind of failure. It is stable: clients switch on it.
type Code string

// The kinds of failure that cross package borders. Narrower codes (for example
// "message_too_long") are given as Error.Detail code with one of these as Kind.
const (
	Invalid         Code = "invalid"         // the request breaks a rule; nothing was written
	NotFound        Code = "not_found"       // no such thing, or not for you
	Conflict        Code = "conflict"        // somebody else changed or owns it
	Stale           Code = "stale"           // a newer message came or the owner changed; normal, decide again
	Unauthenticated Code = "unauthenticated" // who are you
	Forbidden       Code = "forbidden"       // you may not
	Limited         Code = "rate_limited"    // too fast; see RetryAfter
	TooLarge        Code = "too_large"       // over a stated limit
	Unavailable     Code = "unavailable"     // a thing we depend on does not answer; try again
	Internal        Code = "internal"        // our mistake
)

// Error is a domain failure.
type Error struct {
	Kind       Code           // what sort of failure
	Code       string         // narrower stable code; empty means Kind
	Field      string         // which input is wrong, as the client named it
	Message    string         // a sentence for people, safe to show to a shopper
	Hint       string         // what to do about it
	Meta       map[string]any // further members of the problem document (limit, owner, allowed...)
	RetryAfter time.Duration
	Err        error // the cause, for the log only
}

// Error joins message and cause; the cause never leaves the process by the API.
func (e *Error) Error() string {
	s := e.Message
	if s == "" {
		s = string(e.Kind)
	}
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if e.Err != nil {
		s = strings.TrimSuffix(s, ".") + ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is matches two faults by kind (and code, where the target has one), so that
// errors.Is(err, fault.ErrStale) works through wrapping.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind && (t.Code == "" || t.Code == e.Code)
}

// Sentinels to compare with errors.Is.
var (
	ErrStale    = &Error{Kind: Stale}
	ErrNotFound = &Error{Kind: NotFound}
	ErrConflict = &Error{Kind: Conflict}
	ErrInvalid  = &Error{Kind: Invalid}
)

// New makes a failure of a kind with a narrower code (may be empty) and a
// formatted sentence for people.
func New(kind Code, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
}

// At names the field that is wrong. It changes and returns e.
func (e *Error) At(field string) *Error { e.Field = field; return e }

// Advise adds what to do. It changes and returns e.
func (e *Error) Advise(hint string) *Error { e.Hint = hint; return e }

// With adds a member to the problem document. It changes and returns e.
func (e *Error) With(key string, value any) *Error {
	if e.Meta == nil {
		e.Meta = map[string]any{}
	}
	e.Meta[key] = value
	return e
}

// Cause keeps the underlying error for the log. It changes and returns e.
func (e *Error) Cause(err error) *Error { e.Err = err; return e }

// KindOf is the kind of the first fault in err's chain, Internal for others.
func KindOf(err error) Code {
	var f *Error
	if errors.As(err, &f) {
		return f.Kind
	}
	return Internal
}

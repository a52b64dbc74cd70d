// Package store holds what the two engines, store/sqlite and store/postgres,
// share: how domain values map to columns, the pure parts of a change, and
// findings about a database's health. The SQL itself stands in the engines.
package store

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// ReopenWithin is how long after its end a conversation is continued when its
// customer writes again; later a new one is opened.
const ReopenWithin = 72 * time.Hour

// HistoryLimit is how many messages of an episode Load gives, the newest ones.
const HistoryLimit = 200

// How far this machine's clock may be off the database's, and from where on it should
// not: leases of half a minute, which replicas hold against their own clocks, and the
// signs that agents are here suffer first.
const (
	MaxClockSkew  = 5 * time.Minute
	warnClockSkew = 10 * time.Second
)

// Level says how bad a finding is.
type Level string

// The levels. With Fail the program should not serve.
const (
	OK   Level = "ok"
	Warn Level = "warn"
	Fail Level = "fail"
)

// Finding is one line of a health check, for `frontdesk doctor` and /readyz.
type Finding struct {
	Level   Level  `json:"level"`
	Code    string `json:"code"` // stable, for example clock_skew
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"` // what to do about it
}

// ClockFinding compares this machine's clock with the database's.
func ClockFinding(ours, theirs time.Time) Finding {
	skew := ours.Sub(theirs).Abs()
	f := Finding{OK, "clock_skew", "clock_skew " + strconv.Itoa(int(skew.Seconds())) + " s", ""}
	if skew > warnClockSkew {
		f.Level = Warn
		if skew > MaxClockSkew {
			f.Level = Fail
		}
		f.Hint = "Set this machine's clock and the database's by NTP: deadlines, leases and sign-ins depend on them."
	}
	return f
}

// CheckText refuses what PostgreSQL cannot store, on both engines alike:
// invalid UTF-8 and NUL. The edges refuse it first; this is the last line.
func CheckText(field string, texts ...string) error {
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			return fault.New(fault.Invalid, "invalid_text", "The text has characters that cannot be stored.").
				At(field).Advise("Send valid UTF-8 without NUL characters.")
		}
	}
	return nil
}

// Limit gives n where it lies in 1 to most, most where it is greater, and
// otherwise the default.
func Limit(n, otherwise, most int) int {
	if n <= 0 {
		return otherwise
	}
	return min(n, most)
}

// Cursor names a row's place in a list of conversations, newest change first.
func Cursor(c chat.Conversation) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(Micros(c.UpdatedAt), 36) + "." + c.ID))
}

// ParseCursor reads what Cursor wrote: the time of the change in microseconds
// and the id; fault.Invalid for anything else. An empty cursor gives zeros.
func ParseCursor(s string) (at int64, id string, err error) {
	if s == "" {
		return 0, "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	left, id, found := strings.Cut(string(raw), ".")
	if err == nil && found {
		if at, err = strconv.ParseInt(left, 36, 64); err == nil && at > 0 && CheckText("after", id) == nil {
			return at, id, nil
		}
	}
	return 0, "", fault.New(fault.Invalid, "bad_cursor", "The cursor is not one that this list gave.").At("after")
}

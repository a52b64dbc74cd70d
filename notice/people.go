package notice

import (
	"fmt"
	"slices"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// Settings is what a person has chosen. Zero values are the defaults.
type Settings struct {
	Lang  string        `json:"lang"` // in which notices are written
	Zone  string        `json:"zone"` // IANA; of Hour
	Hour  int           `json:"hour"` // of the day, at which the digest and reminders are sent; 0 to 23
	Kinds map[Kind]bool `json:"kinds"`
}

// Languages in which notices are written.
func Languages() []string { return []string{"en", "zh", "es", "de"} }

// Check refuses settings that mean nothing.
func (s Settings) Check() error {
	if !slices.Contains(Languages(), s.Lang) {
		return fault.New(fault.Invalid, "invalid_field", "Notices are not written in %q.", s.Lang).At("lang").With("allowed", Languages())
	}
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "" || s.Zone == "Local" {
		return fault.New(fault.Invalid, "invalid_field", "%q is no time zone.", s.Zone).At("zone").Advise("Use a name like Europe/Berlin.")
	}
	if s.Hour < 0 || s.Hour > 23 {
		return fault.New(fault.Invalid, "invalid_field", "The hour is a number from 0 to 23.").At("hour")
	}
	for k := range s.Kinds {
		if !slices.Contains(Kinds(), k) {
			return fault.New(fault.Invalid, "invalid_field", "There is no notice of kind %q.", k).At("kinds").With("allowed", Kinds())
		}
	}
	return nil
}

// Person is somebody, or the webhook, who may be told something.
type Person struct {
	ID    string
	Name  string
	Email string
	Role  auth.Role // empty: the webhook
	Settings
}

// Concerns lists the kinds that a role can be told: others lead to pages that it
// may not open.
func Concerns(r auth.Role) []Kind {
	switch r {
	case auth.RoleAgent:
		return []Kind{Verify}
	case auth.RoleSupervisor:
		return []Kind{Digest, Verify, Held, Review, Blocked}
	}
	return Kinds()
}

// Wants tells whether a person is to be told. What they have not chosen they are
// told.
func (p Person) Wants(k Kind) bool {
	if k == Test {
		return true
	}
	chosen, said := p.Kinds[k]
	return slices.Contains(Concerns(p.Role), k) && (chosen || !said)
}

// lead tells whether a person looks after what nobody else does.
func (p Person) lead() bool {
	return p.Role == auth.RoleSupervisor || p.Role == auth.RoleAdmin || p.ID == Webhook
}

func (p Person) zone() *time.Location {
	if z, err := time.LoadLocation(p.Zone); err == nil {
		return z
	}
	return time.UTC
}

// day gives the last moment, not after now, at which it was the person's hour.
func (p Person) day(now time.Time) time.Time {
	local := now.In(p.zone())
	at := time.Date(local.Year(), local.Month(), local.Day(), p.Hour, 0, 0, 0, p.zone())
	if at.After(now) {
		at = time.Date(local.Year(), local.Month(), local.Day()-1, p.Hour, 0, 0, 0, p.zone())
	}
	return at.UTC()
}

// monday gives the last Monday at the person's hour, not after now.
func (p Person) monday(now time.Time) time.Time {
	at := p.day(now)
	local := at.In(p.zone())
	back := (int(local.Weekday()) + 6) % 7
	return time.Date(local.Year(), local.Month(), local.Day()-back, p.Hour, 0, 0, 0, p.zone()).UTC()
}

// date is that of a moment where the person is.
func (p Person) date(t time.Time) string { return t.In(p.zone()).Format(time.DateOnly) }

// place names how far somebody has been told things of a kind.
func (p Person) place(k Kind) string { return fmt.Sprintf("%s/%s", k, p.ID) }

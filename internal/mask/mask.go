// Package mask keeps what customers write and who they are out of the logs, and
// card numbers out of the store.
//
// The types are for log attributes: slog.Any("email", mask.Email(c.Email)). They
// mask themselves however they are printed, also by fmt and by encoding/json.
package mask

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Text is what a customer, an agent or the bot wrote. A log shows its length only.
type Text string

// Email is an e-mail address. A log shows its first letter and its top-level domain.
type Email string

// Phone is a telephone number. A log shows its last two digits.
type Phone string

// Detail is text of a foreign program, such as a provider's error: a log shows the
// first 300 characters, with e-mail addresses, telephone and card numbers masked.
type Detail string

const detailRunes = 300

// String gives the masked form.
func (t Text) String() string {
	return fmt.Sprintf("[%d characters]", utf8.RuneCountInString(string(t)))
}

// String gives the masked form, for example m***@***.com.
func (e Email) String() string {
	if e == "" {
		return ""
	}
	first, _ := utf8.DecodeRuneInString(string(e))
	at := strings.LastIndexByte(string(e), '@')
	dot := strings.LastIndexByte(string(e), '.')
	if at < 1 || dot < at {
		return "***"
	}
	return string(first) + "***@***" + string(e[dot:])
}

// String gives the masked form, for example ***67.
func (p Phone) String() string {
	var digits []rune
	for _, r := range string(p) {
		if digit(r) >= 0 {
			digits = append(digits, r)
		}
	}
	if len(digits) < 6 { // too short to keep anything of it
		return strings.Repeat("*", min(len(digits), 1)*3)
	}
	return "***" + string(digits[len(digits)-2:])
}

var (
	emailPattern = regexp.MustCompile(`[\pL\pN._%+'-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+`)
	phonePattern = regexp.MustCompile(`\+?[0-9][0-9 ()./-]{6,18}[0-9]`)
)

// String gives the masked form.
func (d Detail) String() string {
	s := Secrets(string(d))
	s = emailPattern.ReplaceAllStringFunc(s, func(m string) string { return Email(m).String() })
	s = phonePattern.ReplaceAllStringFunc(s, func(m string) string { return Phone(m).String() })
	if runes := []rune(s); len(runes) > detailRunes {
		s = string(runes[:detailRunes]) + "…"
	}
	return s
}

// LogValue gives slog the masked form.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }

// LogValue gives slog the masked form.
func (e Email) LogValue() slog.Value { return slog.StringValue(e.String()) }

// LogValue gives slog the masked form.
func (p Phone) LogValue() slog.Value { return slog.StringValue(p.String()) }

// LogValue gives slog the masked form.
func (d Detail) LogValue() slog.Value { return slog.StringValue(d.String()) }

// MarshalJSON gives the masked form, for values inside of a logged structure.
func (t Text) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }

// MarshalJSON gives the masked form, for values inside of a logged structure.
func (e Email) MarshalJSON() ([]byte, error) { return json.Marshal(e.String()) }

// MarshalJSON gives the masked form, for values inside of a logged structure.
func (p Phone) MarshalJSON() ([]byte, error) { return json.Marshal(p.String()) }

// MarshalJSON gives the masked form, for values inside of a logged structure.
func (d Detail) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// GoString gives the masked form to %#v.
func (t Text) GoString() string { return t.String() }

// GoString gives the masked form to %#v.
func (e Email) GoString() string { return e.String() }

// GoString gives the masked form to %#v.
func (p Phone) GoString() string { return p.String() }

// GoString gives the masked form to %#v.
func (d Detail) GoString() string { return d.String() }

package auth

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"frontdesk/internal/fault"
)

// Bounds of a new password in characters. There are no rules of composition:
// length and not being guessed first is what helps (OWASP ASVS 6.2, NIST 800-63B).
const (
	MinPassword = 8
	MaxPassword = 256
)

// Why a password is refused; the member "reason" of the fault.
const (
	ReasonTooShort  = "too_short"
	ReasonTooLong   = "too_long"
	ReasonCommon    = "common"        // among the passwords that attackers try first
	ReasonSameAsYou = "same_as_email" // the e-mail address or the name before its @
	ReasonRepeated  = "repeated"      // one character over and over
	ReasonNotText   = "not_text"      // not valid UTF-8, or with control characters
)

// common is the head of a public frequency list of leaked passwords, those of at
// least eight characters, one a line; NOTICE names its source.
//
//go:embed common.txt
var common string

var commonSet = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(common) {
		set[strings.TrimSpace(line)] = true
	}
	return set
})

// CheckPassword refuses a password that is easy to guess, for the person with that
// e-mail address (may be empty). The fault is of kind Invalid and code
// weak_password, with the member reason.
func CheckPassword(password, email string) error {
	reason, sentence := weakness(password, strings.ToLower(strings.TrimSpace(email)))
	if reason == "" {
		return nil
	}
	return fault.New(fault.Invalid, "weak_password", "%s", sentence).
		At("password").
		With("reason", reason).
		Advise("Use a sentence of several words, or let a password manager make one.")
}

func weakness(password, email string) (reason, sentence string) {
	if !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl) {
		return ReasonNotText, "A password consists of characters that can be typed."
	}
	folded := strings.ToLower(norm.NFKC.String(password))
	name, _, _ := strings.Cut(email, "@")
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return ReasonTooShort, "A password has at least 8 characters."
	case n > MaxPassword:
		return ReasonTooLong, "A password has at most 256 characters."
	case email != "" && (folded == email || folded == name):
		return ReasonSameAsYou, "The password must differ from the e-mail address."
	case commonSet()[folded] || commonSet()[strings.TrimRight(folded, "0123456789!?.*")]: // "password1234" is no better
		return ReasonCommon, "This password is among the first that attackers try."
	case strings.Count(folded, firstRune(folded)) == utf8.RuneCountInString(folded):
		return ReasonRepeated, "This password is one character over and over."
	}
	return "", ""
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

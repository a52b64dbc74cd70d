// Package mask keeps what customers write and who they are out of the logs, and
// card numbers out of the store.
package mask

import (
	"net/netip"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// detailRunes is how much of a foreign program's text is kept, in characters.
const detailRunes = 300

var (
	emailPattern = regexp.MustCompile(`[\pL\pN._%+'-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+`)
	phonePattern = regexp.MustCompile(`\+?[0-9][0-9 ()./-]{6,18}[0-9]`)
)

// Detail makes text of a foreign program, such as a provider's error, fit for the
// log: its first 300 characters, with e-mail addresses, telephone and card numbers
// masked. Network addresses and dates stay: whoever reads the log needs them.
func Detail(text string) string {
	s := emailPattern.ReplaceAllStringFunc(Secrets(text), email)
	s = phonePattern.ReplaceAllStringFunc(s, number)
	if runes := []rune(s); len(runes) > detailRunes {
		s = string(runes[:detailRunes]) + "…"
	}
	return s
}

// email shows the first letter of an address and its top-level domain, such as
// m***@***.com.
func email(address string) string {
	first, _ := utf8.DecodeRuneInString(address)
	return string(first) + "***@***" + address[strings.LastIndexByte(address, '.'):]
}

// number shows the last two digits of what may be a telephone number, such as
// ***67, and leaves what is an IP address or a date at its beginning.
func number(s string) string {
	head, rest, spaced := strings.Cut(s, " ")
	switch {
	case isPlain(head) && spaced:
		return head + " " + phonePattern.ReplaceAllStringFunc(rest, number)
	case isPlain(head):
		return s
	}
	return "***" + s[len(s)-2:]
}

// isPlain tells what only looks like a telephone number.
func isPlain(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	if _, err := netip.ParsePrefix(s); err == nil {
		return true
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

package shop

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"
	"unicode"

	"frontdesk/internal/fault"
)

// Proof is what a session knows about who is asking. CustomerID is set only
// after the shop itself vouched for the shopper (a signed token, a one-time
// code); E-mail and Postcode are what the shopper says and count only together
// with an order number.
type Proof struct {
	CustomerID string `json:"customer_id,omitempty"`
	Email      string `json:"email,omitempty"`
	Postcode   string `json:"postcode,omitempty"`
}

// Proves tells whether the proof holds for the order: the verified customer
// owns it, or e-mail or postcode agree after normalising. One that agrees is
// enough; empty fields agree with nothing. The comparison takes the same time
// for every input.
func (p Proof) Proves(o Order) bool {
	owns := same(p.CustomerID, o.CustomerID)
	email := same(NormalEmail(p.Email), NormalEmail(o.Email))
	postcode := same(NormalPostcode(p.Postcode), NormalPostcode(o.Postcode()))
	return owns|email|postcode == 1
}

// NotVerified is the one answer to a wrong proof and to an unknown order.
func NotVerified() *fault.Error {
	return fault.New(fault.NotFound, CodeOrderNotVerified,
		"No order was found with this number and these details.").
		Advise("Check the order number, and the e-mail or the postcode it was placed with.")
}

// NormalEmail folds an e-mail address for comparison: no outer space, narrow
// characters, lower case.
func NormalEmail(s string) string {
	return strings.ToLower(strings.TrimSpace(strings.Map(narrow, s)))
}

// NormalPostcode folds a postcode for comparison: letters and digits only,
// narrow, upper case, so that "sw1a 1aa" and "SW1A-1AA" agree.
func NormalPostcode(s string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToUpper(narrow(r))
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// NormalNumber folds an order number for look-up: no outer space, no leading
// "#", narrow, upper case.
func NormalNumber(s string) string {
	s = strings.ToUpper(strings.TrimSpace(strings.Map(narrow, s)))
	return strings.TrimLeft(s, "# ")
}

// narrow turns the full-width forms that East Asian keyboards give (U+FF01 to
// U+FF5E, and the ideographic space) into their plain characters.
func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0x3000:
		return ' '
	}
	return r
}

// same compares two secrets in constant time; empty never equals anything.
func same(a, b string) int {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	equal := subtle.ConstantTimeCompare(x[:], y[:])
	if a == "" || b == "" {
		return 0
	}
	return equal
}

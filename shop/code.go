package shop

import (
	"strings"
	"unicode"
)

// PlainCode is a number of a product, or the name of a model, as it is compared
// where somebody wrote it by hand: its letters and digits alone, in upper case,
// narrow, with the digits of every script as ASCII. "x-200", "X 200" and "Ｘ２００" are
// one.
func PlainCode(s string) string {
	return strings.Map(func(r rune) rune {
		r = narrow(r)
		switch {
		case unicode.Is(unicode.Nd, r):
			return '0' + digit(r)
		case unicode.IsLetter(r):
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

// digit is the value of a decimal digit of any script: they stand in blocks of ten.
func digit(r rune) rune {
	zero := r
	for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	return r - zero
}

// Codes finds what has a code, as it is written or else by [PlainCode] where that
// is of one alone. The zero value is empty; it is not safe for concurrent writes.
type Codes struct {
	exact, plain map[string]int
}

// ambiguous stands for a plain code that several have.
const ambiguous = -1

// Add notes that place i has a code; a code that is there already is taken over.
func (c *Codes) Add(code string, i int) {
	if c.exact == nil {
		c.exact, c.plain = map[string]int{}, map[string]int{}
	}
	c.exact[NormalNumber(code)] = i
	key := PlainCode(code)
	if !strings.ContainsFunc(key, unicode.IsDigit) || !strings.ContainsFunc(key, unicode.IsLetter) {
		return
	}
	if had, ok := c.plain[key]; ok && had != i {
		i = ambiguous
	}
	c.plain[key] = i
}

// Find gives the place that has a code.
func (c *Codes) Find(code string) (int, bool) {
	if i, ok := c.exact[NormalNumber(code)]; ok {
		return i, true
	}
	i, ok := c.plain[PlainCode(code)]
	return i, ok && i != ambiguous
}

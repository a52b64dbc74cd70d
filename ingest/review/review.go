// Package review finds in a text what a person has to look at before it is
// published: sentences that give orders to a language model, secrets, and
// personal data of people who are no readers of it.
//
// It decides by shapes, check digits and words in the shoppers' languages, with
// no model, so that the same text always gives the same findings. A finding is a
// reason to look, not a verdict.
package review

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The codes of findings. They are stable.
const (
	Instructions = "needs_review"    // reads like instructions to a model
	Secret       = "contains_secret" // a key, a password, a card, an account or an identity number
	Personal     = "personal_data"   // of somebody who writes to the shop, not of the shop
)

// Finding is one place that somebody has to look at.
type Finding struct {
	Code    string
	What    string // the kind, for example "override" or "aws_key"
	At      int    // where it begins, in bytes of the text
	Excerpt string // the words around it, at most excerptRunes long; a secret is masked
	Value   string // what was found in compared spelling: equal in two texts if it is the same finding. Never to be stored or shown
}

// excerptRunes is how much of a text is shown, excerptBytes how long that may be.
const (
	excerptRunes = 160
	excerptBytes = (excerptRunes + 1) * utf8.UTFMax // with one to tell that there is more
)

// Text gives what there is to look at in a text, in its order. One place is
// told once: a key in a sentence with a password in it is one secret.
func Text(s string) []Finding {
	found := instructions(s)
	found = append(found, secrets(s)...)
	found = append(found, identities(s)...)
	found = append(found, people(s)...)
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Code, b.Code))
	})
	return slices.CompactFunc(found, func(a, b Finding) bool { return a.Code == b.Code && a.Excerpt == b.Excerpt })
}

// excerpt is the line around from and to, with what stands there masked by mask
// unless that is empty, shortened to excerptRunes.
func excerpt(s string, from, to int, mask string) string {
	// A line may be as long as a file: no more of it is looked at than can be shown.
	low, high := runeStart(s, max(0, from-excerptBytes)), runeStart(s, min(len(s), to+excerptBytes))
	start := low + strings.LastIndexByte(s[low:from], '\n') + 1
	end := high
	if i := strings.IndexByte(s[to:high], '\n'); i >= 0 {
		end = to + i
	}
	before, inside, after := strings.TrimLeft(s[start:from], " \t"), s[from:to], strings.TrimRight(s[to:end], " \t\r")
	if mask != "" {
		inside = mask
	}
	room := max(excerptRunes-utf8.RuneCountInString(inside), 40)
	if n := utf8.RuneCountInString(before); n > room/2 {
		before = "…" + lastRunes(before, room/2)
	}
	if left := room - utf8.RuneCountInString(before); utf8.RuneCountInString(after) > left {
		after = firstRunes(after, left) + "…"
	}
	return strings.TrimSpace(before + shorten(inside) + after)
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) <= excerptRunes {
		return s
	}
	return firstRunes(s, excerptRunes) + "…"
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func lastRunes(s string, n int) string {
	return string([]rune(s)[max(0, utf8.RuneCountInString(s)-n):])
}

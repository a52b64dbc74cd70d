package nlu

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What clean takes for settled is what normalising leaves alone, alone and behind
// anything else that is settled; full-width forms become what it makes of them.
func TestSettledRunes(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) || r == utf8.RuneError {
			continue
		}
		s := string(r)
		slow := strings.Map(dropInvisible, norm.NFKC.String(s))
		switch {
		case isWide(r) && string(narrowed(r)) != slow, isSettled(r) && slow != s:
			t.Errorf("%U: %q is normalised to %q", r, s, slow)
		case (isWide(r) || isSettled(r)) && !norm.NFKC.PropertiesString(s).BoundaryBefore():
			t.Errorf("%U may join what stands before it", r)
		}
	}
	for text, want := range map[string]string{"Wie lange？ 好的，谢谢！": "Wie lange? 好的,谢谢!", "ｅｍａｉｌ＠ｘ": "email@x", "a\u0301": "á", "ﬁx it’s": "fix it's", "zoë`": "zoë'", "が\u3099": "が\u3099"} {
		if got := clean(text); got != want {
			t.Errorf("clean(%q) = %q, want %q", text, got, want)
		}
	}
}

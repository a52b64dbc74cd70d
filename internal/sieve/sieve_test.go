package sieve

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestPiecesOf(t *testing.T) {
	for expr, want := range map[string][]string{
		`lawyers?`:                               {"lawyer", "lawyers"},
		`(?i)(?:^|[^\pL])(Sue you|suing)(?:$|.)`: {"sue you", "suing"},
		`burn(?:ed|t) (?:my|his)`:                {"burned his", "burned my", "burnt his", "burnt my"},
		`what (is|are)\b.*\b(costs?|fees?)\b`:    {"what are", "what is"},
		`(?:got )?(?:\pL+ )?rash`:                {"rash"},
		`a+bcd`:                                  {"bcd"},
		`polici[aą]|Anwalt`:                      {"Anwalt", "policia", "policią"},
		`多少.{0,2}费|几块`:                           {"几块", "多少"},
		`\d+`:                                    nil,
		`abc|\d`:                                 nil,
		`(abc)*`:                                 nil,
	} {
		slices.Sort(want)
		if got, _ := piecesOf(expr); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", expr, got, want)
		}
	}
}

// TestSameAsRegexp tries texts with and without a match, in letters that fold in
// unusual ways too.
func TestSameAsRegexp(t *testing.T) {
	texts := []string{"", "a lawyer", "LAWYERS!", "sue You", "my ſkin", "200 K", "\u212Aelvin", "İstanbul", "σίγμα ΣΊΓΜΑΣ", "几块？", "Straße STRASSE", "caught fire", "burnt  my", "burnt my hand", "\xff rash", "got a bad rash"}
	for _, expr := range []string{`(?i)lawyers?|sue you`, `(?i)kelvin|skin`, `(?i)σίγμας`, `lawyer`, `(?i)straße`, `多少|几块`, `(?i)(?:^|[^\pL])((?:got|have) (?:a |an )?(?:\pL+ )?rash|burn(?:ed|t) my)`, `[ab]? fire$`, `.`} {
		plain, sieved := regexp.MustCompile(expr), MustCompile(expr)
		for _, s := range texts {
			if got, want := sieved.MatchString(s), plain.MatchString(s); got != want {
				t.Errorf("%s matches %q: %v, want %v", expr, s, got, want)
			}
			if got, want := sieved.FindString(s), plain.FindString(s); got != want {
				t.Errorf("%s finds %q in %q, want %q", expr, got, s, want)
			}
			if got, want := strings.Join(sieved.FindStringSubmatch(s), "|"), strings.Join(plain.FindStringSubmatch(s), "|"); got != want {
				t.Errorf("%s finds %q in %q, want %q", expr, got, s, want)
			}
		}
	}
	if _, err := Compile("("); err == nil {
		t.Error("a broken expression is taken")
	}
}

package form

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// pattern is a regular expression that is tried only on texts that have one of the
// strings that each of its matches has: most texts have none, and looking for strings
// takes a tenth of the time.
type pattern struct {
	*regexp.Regexp
	needs []string // nil: not known
}

func newPattern(expr string) *pattern {
	p := &pattern{Regexp: regexp.MustCompile(expr)}
	if tree, err := syntax.Parse(expr, syntax.Perl); err == nil {
		p.needs = needs(tree)
	}
	return p
}

// MatchString says whether a text has a match.
func (p *pattern) MatchString(s string) bool {
	if p.needs != nil && !slices.ContainsFunc(p.needs, func(n string) bool { return strings.Contains(s, n) }) {
		return false
	}
	return p.Regexp.MatchString(s)
}

// fewRunes is how many characters a class may have to be written out.
const fewRunes = 4

// needs gives strings of which each match has one; nil where there are none, or they
// are not known.
func needs(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return []string{string(re.Rune)}
		}
	case syntax.OpCharClass:
		var out []string
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				if len(out) == fewRunes {
					return nil
				}
				out = append(out, string(r))
			}
		}
		return out
	case syntax.OpCapture, syntax.OpPlus:
		return needs(re.Sub[0])
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if n := needs(sub); n != nil && (best == nil || shortest(n) > shortest(best)) {
				best = n
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			n := needs(sub)
			if n == nil {
				return nil
			}
			all = append(all, n...)
		}
		return all
	}
	return nil
}

func shortest(list []string) int {
	least := utf8.RuneCountInString(list[0])
	for _, s := range list[1:] {
		least = min(least, utf8.RuneCountInString(s))
	}
	return least
}

package sieve

import (
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// How many pieces are looked for, and how long the shortest is at least in bytes:
// beyond, hardly less is done than by the expression.
const (
	mostPieces = 400
	leastPiece = 2
)

// mostExact bounds how many texts are told apart that a part of an expression
// matches.
const mostExact = 64

// piecesOf gives texts of which every match of the expression holds one; none where
// it has no such. They are folded if a part of the expression is (?i).
func piecesOf(expr string) (pieces []string, folded bool) {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, false
	}
	folded = folds(tree)
	pieces = reader{folded}.read(tree.Simplify()).best()
	if len(pieces) > mostPieces || shortest(pieces) < leastPiece {
		return nil, folded
	}
	slices.Sort(pieces)
	return slices.Compact(pieces), folded
}

// folds tells whether a part of an expression is (?i).
func folds(e *syntax.Regexp) bool {
	return e.Op == syntax.OpLiteral && e.Flags&syntax.FoldCase != 0 || slices.ContainsFunc(e.Sub, folds)
}

// reader reads what is known of the matches of an expression.
type reader struct{ folded bool }

// form is a text as it is looked for.
func (r reader) form(s string) string {
	if r.folded {
		return fold(s)
	}
	return s
}

// found is what is known of the matches of a part of an expression.
type found struct {
	exact []string // all texts that match; nil: too many
	holds []string // else: texts of which every match holds one; nil: not known
}

// best are the texts of which every match holds one.
func (f found) best() []string {
	if f.exact != nil {
		return f.exact
	}
	return f.holds
}

// shortest is the length of the shortest of some texts; 0 of none.
func shortest(texts []string) int {
	if len(texts) == 0 {
		return 0
	}
	return len(slices.MinFunc(texts, func(a, b string) int { return len(a) - len(b) }))
}

func (r reader) read(e *syntax.Regexp) found {
	switch e.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return found{exact: []string{""}}
	case syntax.OpLiteral:
		return found{exact: []string{r.form(string(e.Rune))}}
	case syntax.OpCharClass:
		return found{exact: r.characters(e.Rune)}
	case syntax.OpCapture:
		return r.read(e.Sub[0])
	case syntax.OpQuest:
		if f := r.read(e.Sub[0]); f.exact != nil {
			return found{exact: append(slices.Clone(f.exact), "")}
		}
	case syntax.OpPlus:
		return found{holds: r.read(e.Sub[0]).best()}
	case syntax.OpConcat:
		return r.concat(e.Sub)
	case syntax.OpAlternate:
		return r.alternate(e.Sub)
	}
	return found{}
}

// characters are those of a class, given as pairs of bounds; nil where there are many.
func (r reader) characters(bounds []rune) []string {
	var out []string
	for i := 0; i+1 < len(bounds); i += 2 {
		for char := bounds[i]; char <= bounds[i+1]; char++ {
			if len(out) >= mostExact {
				return nil
			}
			if c := r.form(string(char)); char <= utf8.MaxRune && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

func (r reader) alternate(parts []*syntax.Regexp) found {
	var all found
	exact := true
	for _, p := range parts {
		f := r.read(p)
		if len(f.best()) == 0 {
			return found{}
		}
		exact = exact && f.exact != nil
		all.holds = append(all.holds, f.best()...)
	}
	if exact && len(all.holds) <= mostExact {
		return found{exact: all.holds}
	}
	return all
}

// concat joins what is known of parts that follow each other: the texts of a run of
// exact ones are longer, and of several runs the one with the longest texts tells most.
func (r reader) concat(parts []*syntax.Regexp) found {
	var holds []string
	keep := func(texts []string) {
		if shortest(texts) > shortest(holds) {
			holds = texts
		}
	}
	run, whole := []string{""}, true
	for _, p := range parts {
		f := r.read(p)
		if f.exact != nil && len(run)*len(f.exact) <= mostExact {
			run = product(run, f.exact)
			continue
		}
		keep(run)
		keep(f.best())
		run, whole = []string{""}, false
	}
	if whole {
		return found{exact: run}
	}
	keep(run)
	return found{holds: holds}
}

// product is every text of a before every one of b.
func product(a, b []string) []string {
	out := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}

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

// piecesOf gives texts, folded, of which every match of the expression holds one; nil
// where it has no such.
func piecesOf(expr string) []string {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	pieces := read(tree.Simplify()).best()
	if len(pieces) > mostPieces || shortest(pieces) < leastPiece {
		return nil
	}
	slices.Sort(pieces)
	return slices.Compact(pieces)
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

func read(e *syntax.Regexp) found {
	switch e.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return found{exact: []string{""}}
	case syntax.OpLiteral:
		return found{exact: []string{fold(string(e.Rune))}}
	case syntax.OpCharClass:
		return found{exact: characters(e.Rune)}
	case syntax.OpCapture:
		return read(e.Sub[0])
	case syntax.OpQuest:
		if f := read(e.Sub[0]); f.exact != nil {
			return found{exact: append(slices.Clone(f.exact), "")}
		}
	case syntax.OpPlus:
		return found{holds: read(e.Sub[0]).best()}
	case syntax.OpConcat:
		return concat(e.Sub)
	case syntax.OpAlternate:
		return alternate(e.Sub)
	}
	return found{}
}

// characters are those of a class, given as pairs of bounds; nil where there are many.
func characters(bounds []rune) []string {
	var out []string
	for i := 0; i+1 < len(bounds); i += 2 {
		for r := bounds[i]; r <= bounds[i+1]; r++ {
			if len(out) >= mostExact {
				return nil
			}
			if c := fold(string(r)); r <= utf8.MaxRune && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

func alternate(parts []*syntax.Regexp) found {
	var all found
	exact := true
	for _, p := range parts {
		f := read(p)
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
func concat(parts []*syntax.Regexp) found {
	var holds []string
	keep := func(texts []string) {
		if shortest(texts) > shortest(holds) {
			holds = texts
		}
	}
	run, whole := []string{""}, true
	for _, p := range parts {
		f := read(p)
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

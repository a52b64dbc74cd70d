package knowledge

import (
	"slices"

	"frontdesk/knowledge/dictionary"
	"frontdesk/knowledge/lexical"
)

// findThings looks which of the things that the question names are named by the articles
// that were found, in any passage and under any name. Other words of a question may be
// missing from its answer ("my aunt"); a thing seldom is.
func (s *search) findThings() {
	terms := s.thingTerms()
	if len(terms) == 0 || len(s.found) == 0 {
		return
	}
	var ids []string
	for i := range s.found {
		for _, e := range s.found[i].held.entries {
			ids = append(ids, e.passage.ID)
		}
	}
	ans := s.part.body.Search(lexical.Query{Terms: terms, Also: ids})
	s.things, s.having = ans.Terms, make(map[*held]uint64, len(s.found))
	for _, h := range ans.Hits {
		if e := s.base.passages[h.ID]; e != nil {
			s.having[e.held] |= h.Matched
		}
	}
}

// thingTerms are the things that the question names, each with all of its names in the
// language of the passages that are one word, and as it was said.
func (s *search) thingTerms() (out []lexical.Term) {
	for _, w := range s.words {
		if !slices.ContainsFunc(w.Concepts, func(c dictionary.Concept) bool { return !dictionary.Builtin().Plain(c) }) {
			continue
		}
		var forms []string
		add := func(form string) {
			if !slices.Contains(forms, form) {
				forms = append(forms, form)
			}
		}
		for _, t := range w.Tokens {
			if !t.Stop() {
				add(t.Text)
			}
		}
		for _, c := range w.Concepts {
			for _, n := range dictionary.Builtin().Names(c, s.part.lang) {
				if terms := content(thesaurus().analyzer.Analyze(n, s.part.lang)); len(terms) == 1 {
					add(terms[0])
				}
			}
		}
		for _, form := range forms { // what the shop's glossary and the thesaurus know
			for _, other := range s.wider.also[form] {
				add(other)
			}
		}
		if len(forms) > 0 {
			out = append(out, lexical.Term{Forms: forms, Weight: 1})
		}
	}
	return out
}

// lacks is the share of the weight of the things that the question names and an article
// does not.
func (s *search) lacks(h *held) float64 {
	lost, all := 0.0, 0.0
	for i, t := range s.things {
		all += t.Value
		if s.having[h]&(1<<i) == 0 {
			lost += t.Value
		}
	}
	return lost / max(all, 1e-9)
}

package knowledge

import (
	"slices"

	"frontdesk/knowledge/dictionary"
	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
)

// thing is something that a question names.
type thing struct {
	names  [][]string // those that some passage may have, each by its terms in the passages' language
	weight float64    // how telling it is
}

// Bounds of what is looked for: terms of one search, as many as a hit can tell apart, and
// passages of one article.
const (
	mostThingTerms   = 64
	mostThingEntries = 256
)

// findThings looks which of the things that the question names are named by the articles
// that were found, in any passage and under any name. Other words of a question may be
// missing from its answer ("my aunt"); a thing seldom is.
func (s *search) findThings() {
	s.things = s.thingsNamed()
	bits, terms := make(map[string]uint64), []lexical.Term(nil)
	for _, t := range s.things {
		for _, name := range t.names {
			for _, term := range name {
				if _, known := bits[term]; !known && len(terms) < mostThingTerms {
					bits[term] = 0
					terms = append(terms, lexical.Term{Forms: []string{term}, Weight: 1})
				}
			}
		}
	}
	if len(terms) == 0 || len(s.found) == 0 {
		return
	}
	var ids []string
	for i := range s.found {
		entries := s.found[i].held.entries
		for _, e := range entries[:min(mostThingEntries, len(entries))] {
			ids = append(ids, e.passage.ID)
		}
	}
	ans := s.part.body.Search(lexical.Query{Terms: terms, Also: ids})
	for i, t := range ans.Terms {
		bits[t.Forms[0]] = 1 << i
	}
	had := make(map[*held]uint64, len(s.found))
	for _, h := range ans.Hits {
		if e := s.base.passages[h.ID]; e != nil {
			had[e.held] |= h.Matched
		}
	}
	s.having = make(map[*held][]bool, len(had))
	for h, terms := range had {
		having := make([]bool, len(s.things))
		for i, t := range s.things {
			having[i] = slices.ContainsFunc(t.names, func(name []string) bool {
				return !slices.ContainsFunc(name, func(term string) bool { return bits[term] == 0 || terms&bits[term] == 0 })
			})
		}
		s.having[h] = having
	}
}

// thingsNamed are the things that the question names and that have a name in the language
// of the passages.
func (s *search) thingsNamed() (out []thing) {
	for _, w := range s.words {
		if !slices.ContainsFunc(w.Concepts, func(c dictionary.Concept) bool { return !dictionary.Builtin().Plain(c) }) {
			continue
		}
		names := s.namesOf(w)
		if len(names) == 0 {
			continue
		}
		t := thing{weight: s.part.body.IDF("")}
		for _, name := range names {
			telling, known := 0.0, true
			for _, term := range name {
				known = known && s.part.body.Has(term)
				telling = max(telling, s.part.body.IDF(term))
			}
			if known {
				t.names = append(t.names, name)
				t.weight = min(t.weight, telling)
			}
		}
		out = append(out, t)
	}
	return out
}

// namesOf are the names of a thing in the language of the passages, by their terms: what
// was said, what the dictionary has, and what the shop's glossary and the thesaurus know
// for one word.
func (s *search) namesOf(w dictionary.Word) (out [][]string) {
	add := func(terms []string) {
		if len(terms) > 0 && !slices.ContainsFunc(out, func(o []string) bool { return slices.Equal(o, terms) }) {
			out = append(out, terms)
		}
	}
	for _, c := range w.Concepts {
		for _, n := range namesIn(c, s.part.lang) {
			add(n.terms)
		}
	}
	said := firstForms(saying(thesaurus().analyzer.Analyze(w.Said, s.part.lang)))
	if !s.translated || len(out) > 0 { // a word of another language alone is no name there
		add(said)
	}
	for _, term := range said {
		for _, other := range s.wider.also[term] {
			if len(said) == 1 {
				add([]string{other})
			}
		}
	}
	return out
}

// firstForms are the compared forms of tokens, without their second ones.
func firstForms(tokens []text.Token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.Text
	}
	return out
}

// lacks is the share of the weight of the things that the question names and an article
// does not.
func (s *search) lacks(h *held) float64 {
	lost, all := 0.0, 0.0
	having := s.having[h]
	for i, t := range s.things {
		all += t.weight
		if having == nil || !having[i] {
			lost += t.weight
		}
	}
	return lost / max(all, 1e-9)
}

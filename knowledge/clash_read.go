package knowledge

import (
	"iter"
	"slices"
	"strings"

	"frontdesk/knowledge/form"
	"frontdesk/knowledge/text"
)

// sentence is a statement taken apart.
type sentence struct {
	part  *partition
	entry *entry
	text  string
	claim form.Claim
	terms map[string]float64 // of its words, by weight
	about map[string]float64 // of its title and heading
	paper *paper             // the article that it stands in
}

// paper is the words of an article.
type paper struct {
	id    string
	title map[string]float64
	all   map[string]bool // of title, headings and text
	said  []*sentence
}

// paper reads an article.
func (b *Base) paper(p *partition, h *held) *paper {
	out := &paper{id: h.article.ID, title: b.weights(p, h.article.Title), all: make(map[string]bool)}
	for t := range out.title {
		out.all[t] = true
	}
	for _, e := range h.entries {
		for t := range b.weights(p, e.passage.Heading+"\n"+e.says()) {
			out.all[t] = true
		}
		for _, s := range b.sentencesOf(p, e) {
			s.paper = out
			out.said = append(out.said, s)
		}
	}
	return out
}

// sentencesOf takes the sentences of a passage apart that say enough.
func (b *Base) sentencesOf(p *partition, e *entry) []*sentence {
	var out []*sentence
	about := b.weights(p, e.held.article.Title+"\n"+e.passage.Heading)
	for s := range e.sentences() {
		claim := form.ReadClaim(s, p.lang)
		if terms := b.weights(p, claim.Rest); len(terms) >= leastWords || len(terms) > 0 && covered(terms, about, nil) == 1 {
			out = append(out, &sentence{part: p, entry: e, text: strings.TrimSpace(s), claim: claim, terms: terms, about: about})
		}
	}
	return out
}

// claims is what the sentences of a passage state.
func (e *entry) claims() []form.Claim {
	out := []form.Claim{}
	for s := range e.sentences() {
		out = append(out, form.ReadClaim(s, e.held.lang))
	}
	return out
}

// sentences are those of a passage. A table's cells are none.
func (e *entry) sentences() iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(e.says()) {
			if strings.HasPrefix(line, "|") {
				continue
			}
			for _, s := range Sentences(line) {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// plain tells whether a sentence holds by itself. Where its article says the same
// with several values, what tells them apart stands elsewhere.
func (s *sentence) plain() bool {
	return !slices.ContainsFunc(s.paper.said, func(o *sentence) bool {
		if o.text == s.text {
			return false
		}
		alike, _ := overlap(s.terms, o.terms)
		return alike >= itself && s.claim.Against(o.claim) != ""
	})
}

// weights are the content words of a text, by how much they tell.
func (b *Base) weights(p *partition, s string) map[string]float64 {
	out := make(map[string]float64)
	for _, t := range b.analyzer.Analyze(s, p.lang) {
		if t.Weight == 1 && t.Kind != text.Number {
			out[t.Text] = p.body.IDF(t.Text)
		}
	}
	return out
}

// covered is the share of the weight of some words that two other sets have.
func covered(words, a, b map[string]float64) float64 {
	has, all := 0.0, 0.0
	for t, w := range words {
		all += w
		if a[t] > 0 || b[t] > 0 {
			has += w
		}
	}
	if all == 0 {
		return 1
	}
	return has / all
}

// overlap is the weighted Jaccard likeness, and how many words both have.
func overlap(x, y map[string]float64) (alike float64, shared int) {
	both, either := 0.0, 0.0
	for t, w := range x {
		either += w
		if y[t] > 0 {
			both += w
			shared++
		}
	}
	for t, w := range y {
		if x[t] == 0 {
			either += w
		}
	}
	if either == 0 {
		return 0, 0
	}
	return both / either, shared
}

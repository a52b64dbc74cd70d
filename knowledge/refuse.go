package knowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"frontdesk/knowledge/lexical"
)

// How a question that an article must not answer counts against the article.
// The fit is likeness, 0 to 1; it takes back all but the last of the probability
// where it is a whole fit and no question of the article's own fits as well.
const (
	refusesFrom = 0.35 // fits below are other questions
	refusesLead = 0.2  // lead over the article's own questions that takes effect in full
	mostRefused = 0.95 // of probability and fused score
)

// readRefused reads the questions that an article must not answer.
func (b *Base) readRefused(h *held) {
	for i, s := range h.article.Negative {
		tokens := b.analyzer.Analyze(s, h.lang)
		if len(tokens) == 0 {
			continue
		}
		q := &question{id: h.article.ID + "#no" + strconv.Itoa(i), text: s, held: h, form: b.forms.Ask(s, h.lang)}
		q.words = topic(tokens, b.termSet(q.form.About, h.lang), b.whereSet(q.form, h.lang))
		h.refused = append(h.refused, q)
	}
}

// refusal is how firmly an article must not answer what was asked, 0 to 1, and
// the question that says so. A question that the article should answer and that
// fits as well keeps it from counting: "How do I return shoes?" is not refused
// for "How do I return a gift card?".
func (s *search) refusal(h *held) (strength float64, by *question) {
	if len(h.refused) == 0 {
		return 0, nil
	}
	if r, ok := s.refusals[h]; ok {
		return r.score, r.question
	}
	best := match{}
	for _, q := range h.refused {
		if q.id == s.hide {
			continue
		}
		if fit := s.likeness(s.askedAs, sharedTerms(s.askedAs, q), q); fit > best.score {
			best = match{q, fit}
		}
	}
	lead := best.score - s.asked[h.article.ID].score
	if best.score < refusesFrom || lead <= 0 {
		best = match{}
	}
	best.score *= min(1, lead/refusesLead)
	s.refusals[h] = best
	return best.score, best.question
}

// sharedTerms are the bits of the terms of a question that another is about too.
func sharedTerms(ans lexical.Answer, q *question) (bits uint64) {
	for i, t := range ans.Terms {
		if slices.ContainsFunc(q.words, func(w word) bool { return w.text == t.Repair || slices.Contains(t.Forms, w.text) }) {
			bits |= 1 << i
		}
	}
	return bits
}

// refuse takes back what speaks for the passages of articles that must not
// answer the question. It comes before candidates are put in order.
func (s *search) refuse(found []*candidate) {
	for _, c := range found {
		c.refused, c.refusedBy = s.refusal(c.entry.held)
		c.fused *= 1 - mostRefused*c.refused
	}
}

// whyRefused says that the article must not answer; empty if it may.
func (c *candidate) whyRefused() string {
	if c.refused == 0 {
		return ""
	}
	return fmt.Sprintf("must not answer %q (%.2f)", c.refusedBy.text, c.refused)
}

// refusedExamples asks what articles must not answer, at most n, without looking
// at that the question is refused: those are the hardest wrong answers that a shop
// knows of.
func (b *Base) refusedExamples(p *partition, n int) []example {
	var qs []*question
	for _, h := range b.articles {
		if h.lang == p.lang {
			qs = append(qs, h.refused...)
		}
	}
	slices.SortFunc(qs, func(x, y *question) int { return cmp.Compare(x.id, y.id) })
	var out []example
	for _, q := range qs[:min(n, len(qs))] {
		s := b.newSearch(p, Query{Text: q.text, Lang: p.lang, K: 1}, nil)
		s.hide = q.id
		if found := s.run(); len(found) > 0 && found[0].entry.held == q.held {
			out = append(out, example{x: found[0].signals})
		}
	}
	return out
}

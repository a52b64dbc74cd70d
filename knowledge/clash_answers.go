package knowledge

import (
	"cmp"
	"slices"
	"strings"
)

// answeredTwice finds articles that are asked for by the same question and that
// answer it differently: an editor has to say which one holds.
func (b *Base) answeredTwice(questions []*question) []Clash {
	asked := make(map[string][]*question)
	for _, q := range questions {
		if q.title && !strings.ContainsAny(q.text, "?？؟") {
			continue // a title that is no question names a subject
		}
		asked[b.wording(q)] = append(asked[b.wording(q)], q)
	}
	var out []Clash
	for _, same := range asked {
		slices.SortFunc(same, func(x, y *question) int { return cmp.Compare(x.held.article.ID, y.held.article.ID) })
		for i, x := range same {
			for _, y := range same[i+1:] {
				if x.held == y.held || !b.meet(&x.held.article, &y.held.article) {
					continue
				}
				if c := b.answersOf(x, y); c != nil {
					out = append(out, *c)
				}
			}
		}
	}
	return out
}

// wording is a question without the marks around its words.
func (b *Base) wording(q *question) string {
	var words []string
	for _, t := range b.analyzer.Analyze(q.text, q.held.lang) {
		words = append(words, t.Text)
	}
	return strings.Join(words, " ")
}

// answersOf compares what two articles answer to the same question; nil where it
// is the same text.
func (b *Base) answersOf(x, y *question) *Clash {
	one, two := b.answerTo(x), b.answerTo(y)
	if one.Text == "" || two.Text == "" || strings.EqualFold(strings.Join(strings.Fields(one.Text), " "), strings.Join(strings.Fields(two.Text), " ")) {
		return nil
	}
	return &Clash{ID: clashID(one, two), A: one, B: two, Kind: "answers", Why: x.text}
}

func (b *Base) answerTo(q *question) Statement {
	a := q.held.article
	s := Statement{Article: a.ID, Title: a.Title, Locale: a.Locale}
	if len(q.held.entries) == 0 {
		return s
	}
	need := needs(q.text, q.held.lang)
	best := slices.MaxFunc(q.held.entries, func(x, y *entry) int {
		return cmp.Compare(need.met(x.passage.Text), need.met(y.passage.Text))
	})
	s.Passage, s.Heading, s.Text = best.passage.ID, best.passage.Heading, Answer(best.passage, q.text, q.held.lang)
	return s
}

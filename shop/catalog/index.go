package catalog

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
	"frontdesk/shop"
)

// Where a word stands says how much it tells about a product.
const (
	titleWeight = 4.0
	factWeight  = 1.5
	proseWeight = 1.0
)

// proseBytes is how much of a description is searched.
const proseBytes = 1000

// index finds products by their words. It never changes once it is made.
type index struct {
	analyzer *text.Analyzer
	words    *lexical.Index
	abroad   *abroad
}

func newIndex(products []shop.Product) *index {
	x := &index{analyzer: text.New(), words: lexical.New(lexical.Config{}), abroad: newAbroad(products)}
	docs := make([]lexical.Document, len(products))
	for i, p := range products {
		docs[i] = x.document(strconv.Itoa(i), p)
	}
	x.words.Apply(docs, nil)
	return x
}

func (x *index) document(id string, p shop.Product) lexical.Document {
	var title, facts, prose []string
	first := ""
	for lang, s := range p.Titles {
		title = append(title, x.terms(s, lang)...)
		if first == "" || lang < first {
			first = lang
		}
	}
	for _, s := range append([]string{p.Brand, p.Category}, p.Fits...) {
		facts = append(facts, x.terms(s, first)...)
	}
	for _, a := range p.Attributes {
		for lang, s := range a.Values {
			facts = append(facts, x.terms(clip(s, proseBytes), lang)...)
		}
	}
	for _, v := range p.Variants {
		facts = append(facts, x.terms(v.Color, first)...)
	}
	for lang, s := range p.Descriptions {
		prose = append(prose, x.terms(clip(s, proseBytes), lang)...)
	}
	return lexical.Document{ID: id, Fields: []lexical.Field{
		{Terms: title, Weight: titleWeight}, {Terms: facts, Weight: factWeight}, {Terms: prose, Weight: proseWeight, Counted: true},
	}}
}

func (x *index) terms(s, lang string) []string {
	return text.Terms(x.analyzer.Analyze(s, text.Base(lang)))
}

// best gives the places of at most n products, best first.
func (x *index) best(question, locale string, n int) []int {
	var q lexical.Query
	for _, t := range x.analyzer.Analyze(question, text.Base(locale)) {
		if t.Stop() {
			continue // a product is not asked for by "the" and "for"
		}
		forms := []string{t.Text}
		if t.Alt != "" {
			forms = append(forms, t.Alt)
		}
		if t.Surface != "" {
			forms = append(forms, t.Surface)
		}
		q.Terms = append(q.Terms, lexical.Term{Forms: forms, Weight: float64(t.Weight), Fuzzy: t.Kind == text.Word})
	}
	q.K = n
	other := x.abroad.best(question, text.Base(locale), max(n, leastRanked))
	if len(other) > 0 {
		q.K = max(n, leastRanked)
	}
	hits := x.words.Search(q).Hits
	if len(other) > 0 {
		hits = together(hits, other)
	}
	var out []int
	for _, h := range hits[:min(len(hits), n)] {
		if i, err := strconv.Atoi(h.ID); err == nil {
			out = append(out, i)
		}
	}
	return out
}

// clip cuts a text at a character near n bytes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimSpace(s[:n])
}

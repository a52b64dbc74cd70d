package knowledge

import (
	"slices"
	"strings"

	"frontdesk/knowledge/form"
	"frontdesk/knowledge/text"
)

const (
	// carriedWords is the least share of a sentence's content words that the
	// passages must have for the sentence to be carried by them. Of sentences of
	// other articles 2 % are carried at 0.5, 4 % at 0.4 (TestUnfounded_OtherArticles,
	// over all shops of eval/answers and the demo shop); at 0.6 more than that is
	// lost of what only says the same in other words.
	carriedWords = 0.5
	// newWords may be new in any sentence: "Yes, that works."
	newWords = 1
)

// Unfounded gives the first sentence of a written text that the passages, of the same
// language, do not carry: too many of its words stand in none of them, or what they
// say in the same words is contrary to it (another amount, not free, not so). It is
// empty where every sentence is carried. Words that the passages lack but for which
// they have a synonym count as theirs.
func Unfounded(written string, passages []string, lang string) string {
	if strings.TrimSpace(written) == "" {
		return ""
	}
	g := grounds{lang: lang, all: make(map[string]bool)}
	for _, p := range passages {
		for line := range strings.Lines(p) {
			for _, s := range Sentences(line) {
				g.add(s, !strings.HasPrefix(line, "|")) // a table's cells state nothing by themselves
			}
		}
	}
	for line := range strings.Lines(written) {
		for _, s := range Sentences(line) {
			if s = strings.TrimSpace(s); s != "" && !g.carry(s) {
				return s
			}
		}
	}
	return ""
}

// grounds are the sentences that a text may rest on.
type grounds struct {
	lang string
	all  map[string]bool // their content words
	said []ground
}

type ground struct {
	words map[string]bool
	claim form.Claim
	plain bool // a sentence, and no row of a table
}

func (g *grounds) add(s string, plain bool) {
	words := make(map[string]bool)
	for _, t := range text.Terms(thesaurus().analyzer.Analyze(s, g.lang)) {
		words[t], g.all[t] = true, true
	}
	g.said = append(g.said, ground{words: words, claim: form.ReadClaim(s, g.lang), plain: plain})
}

// carry says whether a sentence stands on the grounds.
func (g *grounds) carry(s string) bool {
	tokens := thesaurus().analyzer.Analyze(s, g.lang)
	var wider widened
	thesaurus().widen(&wider, s, g.lang, g.lang, tokens)
	words := content(slices.DeleteFunc(tokens, func(t text.Token) bool { return t.Kind == text.Number }))
	slices.Sort(words)
	words = slices.Compact(words)
	has := func(in map[string]bool) (n int) {
		for _, w := range words {
			if in[w] || compound(w, in) || slices.ContainsFunc(wider.also[w], func(a string) bool { return in[a] }) {
				n++
			}
		}
		return n
	}
	if n := has(g.all); len(words)-n > newWords && float64(n) < carriedWords*float64(len(words)) {
		return false
	}
	return !g.denied(form.ReadClaim(s, g.lang), len(words), has)
}

// denied says whether the sentences that have most of the words all say the contrary.
func (g *grounds) denied(claim form.Claim, words int, has func(map[string]bool) int) bool {
	most, against := 0, false
	for _, o := range g.said {
		n := 0
		if o.plain {
			n = has(o.words)
		}
		switch contrary := claim.Against(o.claim) != ""; {
		case n > most:
			most, against = n, contrary
		case n == most:
			against = against && contrary
		}
	}
	return against && float64(most) >= carriedWords*float64(words)
}

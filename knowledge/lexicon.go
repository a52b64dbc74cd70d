package knowledge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
)

// Glossary has the terms of the shop; see [GlossaryStore].
type Glossary interface {
	Glossary(ctx context.Context, known int64) ([]Term, int64, error)
}

// lexicon is the glossary as questions are read with it. It is never changed.
type lexicon struct {
	analyzer *text.Analyzer
	revision int64
	byWord   map[string]map[string][]*name // by language and first token
	byText   map[string][]*name            // names in scripts without spaces, by language
}

// name is one of the names of a thing.
type name struct {
	term    *Term
	written string
	plain   string       // as it is compared in scripts without spaces
	tokens  []text.Token // else
	before  int          // of the tokens, up to where other words may stand between them; 0: nowhere

	told map[string][]string // by language, what the thing is searched by; of the built-in names, which have no term
}

func newLexicon(a *text.Analyzer, terms []Term, revision int64) *lexicon {
	x := &lexicon{analyzer: a, revision: revision, byWord: make(map[string]map[string][]*name), byText: make(map[string][]*name)}
	for i := range terms {
		for lang, forms := range terms[i].Forms {
			for _, f := range forms {
				x.add(lang, &name{term: &terms[i], written: f, plain: text.Normalize(f)})
			}
		}
	}
	return x
}

func (x *lexicon) add(lang string, n *name) {
	tokens := x.analyzer.Analyze(n.written, lang)
	if slices.ContainsFunc(tokens, spaceless) {
		x.byText[lang] = append(x.byText[lang], n)
		return
	}
	if n.tokens = tokens; len(tokens) == 0 {
		return
	}
	if head, _, open := strings.Cut(n.written, gap); open {
		n.before = len(x.analyzer.Analyze(head, lang))
	}
	if x.byWord[lang] == nil {
		x.byWord[lang] = make(map[string][]*name)
	}
	for _, form := range text.Spellings(tokens[0]) {
		x.byWord[lang][form] = append(x.byWord[lang][form], n)
	}
}

// spaceless tells of a token that it is no word.
func spaceless(t text.Token) bool { return t.Kind == text.Pair || t.Kind == text.Single }

// widened is what a question is searched with beside its own words.
type widened struct {
	also  map[string][]string // terms in the language of the passages, by the form of the question's token
	loose map[string]bool     // tokens for which only the thesaurus has others
	same  map[string]bool     // tokens that are a name of the thing in that language too
	notes []string            // for people: "Handy → mobile phone"
}

// widen gives, for the tokens of a question (analysed in the language to), what else
// the things in it are called in that language. lang is the question's own.
func (x *lexicon) widen(w *widened, question, lang, to string, tokens []text.Token) {
	if x == nil {
		return
	}
	for _, own := range slices.Compact([]string{lang, "und"}) {
		x.words(w, question, own, to, tokens)
		plain := text.Normalize(question)
		for _, n := range x.byText[own] {
			if strings.Contains(plain, n.plain) {
				x.note(w, n, to, tokens, func(t text.Token) bool { return spaceless(t) && strings.Contains(n.plain, t.Text) })
			}
		}
	}
}

// words finds names in scripts with spaces. The question is read as its own
// language, so that "Handys" is "Handy" also before English passages.
func (x *lexicon) words(w *widened, question, own, to string, tokens []text.Token) {
	byFirst := x.byWord[own]
	if len(byFirst) == 0 {
		return
	}
	said := tokens
	if own != to {
		said = x.analyzer.Analyze(question, own)
	}
	seen := make(map[*name]bool)
	for i := range said {
		for _, form := range text.Spellings(said[i]) {
			for _, n := range byFirst[form] {
				if seen[n] {
					continue
				}
				if part := n.in(said[i:]); part != nil {
					seen[n] = true
					x.note(w, n, to, tokens, func(t text.Token) bool {
						return slices.ContainsFunc(part, func(p text.Token) bool { return sameWord(p, t) })
					})
				}
			}
		}
	}
}

// gap stands in a name where up to mostBetween words of the shopper's may ("send .. back").
const (
	gap         = " .. "
	mostBetween = 4
)

// in gives the tokens with which a text begins as far as they are the name; nil: it is
// not there.
func (n *name) in(said []text.Token) []text.Token {
	begins := func(said, tokens []text.Token) bool {
		return len(said) >= len(tokens) && slices.EqualFunc(said[:len(tokens)], tokens, text.Same)
	}
	if n.before == 0 {
		if !begins(said, n.tokens) {
			return nil
		}
		return said[:len(n.tokens)]
	}
	head, tail := n.tokens[:n.before], n.tokens[n.before:]
	if !begins(said, head) {
		return nil
	}
	rest := said[len(head):]
	for i := range min(mostBetween+1, len(rest)) {
		if begins(rest[i:], tail) {
			return slices.Concat(said[:len(head)], rest[i:i+len(tail)])
		}
	}
	return nil
}

// sameWord tells whether two tokens stand for the same letters of a question.
func sameWord(a, b text.Token) bool {
	if a.Surface != "" || b.Surface != "" {
		return a.Surface == b.Surface
	}
	return a.Text == b.Text
}

// note gives the tokens that a name was said with all other names of the thing.
func (x *lexicon) note(w *widened, n *name, to string, tokens []text.Token, is func(text.Token) bool) {
	if n.term == nil {
		w.loosely(tokens, is, n.told[to])
		return
	}
	var names, terms []string
	alike := false
	for _, lang := range slices.Compact([]string{to, "und"}) {
		for _, f := range n.term.Forms[lang] {
			if alike = alike || strings.EqualFold(f, n.written); !strings.EqualFold(f, n.written) {
				names = append(names, f)
				terms = append(terms, content(x.analyzer.Analyze(f, to))...)
			}
		}
	}
	found := w.add(tokens, is, terms, alike)
	if s := fmt.Sprintf("%s → %s", n.written, strings.Join(names, ", ")); found && !slices.Contains(w.notes, s) {
		w.notes = append(w.notes, s)
	}
}

// loosely adds what the thesaurus has, beside words that the shop has none for itself.
func (w *widened) loosely(tokens []text.Token, is func(text.Token) bool, terms []string) {
	if w.loose == nil {
		w.loose = make(map[string]bool)
	}
	w.add(tokens, func(t text.Token) bool {
		if !is(t) || len(w.also[t.Text]) > 0 && !w.loose[t.Text] {
			return false
		}
		w.loose[t.Text] = true
		return true
	}, terms, false)
}

// add gives the tokens that a name was said with the terms of the thing. alike: the
// passages call it that too.
func (w *widened) add(tokens []text.Token, is func(text.Token) bool, terms []string, alike bool) (found bool) {
	if len(terms) == 0 {
		return false
	}
	for _, t := range tokens {
		if !is(t) {
			continue
		}
		if w.also == nil {
			w.also, w.same = make(map[string][]string), make(map[string]bool)
		}
		w.same[t.Text] = w.same[t.Text] || alike
		w.also[t.Text] = append(w.also[t.Text], terms...)
		found = true
	}
	return found
}

// content gives the terms of a name that say something: a name in a script without
// spaces is found by its pairs, not by each of its characters.
func content(tokens []text.Token) []string { return text.Terms(saying(tokens)) }

// saying are the tokens of content.
func saying(tokens []text.Token) []text.Token {
	pairs := slices.ContainsFunc(tokens, func(t text.Token) bool { return t.Kind == text.Pair })
	return slices.DeleteFunc(tokens, func(t text.Token) bool { return t.Stop() || pairs && t.Kind == text.Single })
}

// terms are the terms of the question with what the glossary knows beside them.
func (s *search) terms() []lexical.Term {
	out := terms(s.tokens, s.about, !s.foreign)
	speller, _ := s.base.cfg.Intents.(Speller)
	for i := range out {
		out[i].Spelt = speller != nil && out[i].Fuzzy && speller.Spelt(s.tokens[i].Surface, s.part.lang)
		form := out[i].Forms[0]
		out[i].Also = s.wider.also[form]
		if s.wider.loose[form] {
			out[i].Trust = looseTrust
		}
		out[i].Instead = s.foreign && len(out[i].Also) > 0 && !s.wider.same[form] && !s.wider.loose[form]
	}
	return out
}

// glossary says for people what the glossary added.
func (s *search) glossary() []string {
	out := make([]string, len(s.wider.notes))
	for i, n := range s.wider.notes {
		out[i] = n + " (" + s.part.lang + ")"
	}
	return out
}

// refreshGlossary takes over the newest glossary. It does so beside the articles and
// as fast.
func (b *Base) refreshGlossary(ctx context.Context) error {
	if b.cfg.Glossary == nil {
		return nil
	}
	known := int64(-1)
	if b.lexicon != nil { // only Refresh changes it
		known = b.lexicon.revision
	}
	terms, revision, err := b.cfg.Glossary.Glossary(ctx, known)
	if err != nil {
		return fmt.Errorf("read the glossary: %w", err)
	}
	if revision == known {
		return nil
	}
	x := newLexicon(b.analyzer, terms, revision)
	b.mu.Lock()
	b.lexicon = x
	b.mu.Unlock()
	return nil
}

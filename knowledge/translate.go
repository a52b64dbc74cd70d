package knowledge

import (
	"fmt"
	"slices"

	"frontdesk/knowledge/dictionary"
	"frontdesk/knowledge/text"
)

// translate puts a question in another language than the passages into theirs, a word at
// a time: what the shop's glossary and the dictionary know under the names there, other
// words as they stand, and no function words.
func (s *search) translate(said []dictionary.Word, lang string) {
	to := s.part.lang
	s.base.lexicon.widen(&s.wider, s.query.Text, lang, to, s.tokens)
	own := slices.DeleteFunc(s.tokens, func(t text.Token) bool { return len(s.wider.also[t.Text]) == 0 })
	var out []text.Token
	for _, w := range said {
		switch {
		case slices.ContainsFunc(w.Tokens, func(t text.Token) bool {
			return t.Surface != "" && slices.ContainsFunc(own, func(o text.Token) bool { return o.Surface == t.Surface })
		}):
		case len(w.Concepts) > 0:
			out = append(out, s.wider.called(w, to)...)
		case w.Tokens[0].Kind != text.Word:
			out = append(out, w.Tokens[0])
		case !w.Tokens[0].Stop():
			out = append(out, asWritten(w.Tokens[0], to))
		}
	}
	s.tokens = append(own, out...)
	thesaurus().widen(&s.wider, s.query.Text, lang, to, s.tokens)
}

// asWritten is a word that is in no list, as the other language reads it: it may be a
// name, or be the same there.
func asWritten(t text.Token, to string) text.Token {
	if said := thesaurus().analyzer.Analyze(t.Surface, to); len(said) == 1 {
		t = said[0]
	}
	t.Weight = 1
	return t
}

// called gives a token for each word of the most usual name of a thing in a language,
// and notes beside it the words of the other names, counted from the end, where most
// names have what they are about.
func (w *widened) called(word dictionary.Word, lang string) (tokens []text.Token) {
	if w.also == nil {
		w.also, w.same = make(map[string][]string), make(map[string]bool)
	}
	var first []string
	note := func(key, t string) {
		if key != t && !slices.Contains(w.also[key], t) {
			w.also[key] = append(w.also[key], t)
		}
	}
	for _, c := range word.Concepts {
		for _, n := range dictionary.Builtin().Names(c, lang) {
			terms := content(thesaurus().analyzer.Analyze(n, lang))
			if len(first) == 0 && len(terms) > 0 {
				first = terms
				if note := fmt.Sprintf("%s → %s", word.Said, n); word.Said != n && !slices.Contains(w.notes, note) {
					w.notes = append(w.notes, note)
				}
			}
			for i := range min(len(first), len(terms)) {
				note(first[len(first)-1-i], terms[len(terms)-1-i])
			}
		}
	}
	for _, t := range first {
		w.same[t] = true
		tokens = append(tokens, text.Token{Text: t, Kind: text.Word, Weight: 1})
	}
	for _, t := range word.Tokens {
		switch {
		case t.Stop():
		case len(first) == 0: // the dictionary does not have that language
			tokens = append(tokens, asWritten(t, lang))
		case t.Kind == text.Word: // what the other language may have borrowed
			note(first[len(first)-1], asWritten(t, lang).Text)
		}
	}
	return tokens
}

// aboutWords are the terms of a translated question without those of words that ask for a
// kind of answer.
func (s *search) aboutWords(lang string) map[string]bool {
	about := *s
	about.query.Text, about.tokens = s.form.About, s.base.analyzer.Analyze(s.form.About, s.part.lang)
	about.wider = widened{}
	about.translate(dictionary.Builtin().Read(s.form.About, lang), lang)
	set := make(map[string]bool, len(about.tokens))
	for _, t := range about.tokens {
		set[t.Text] = true
	}
	return set
}

package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/knowledge/dictionary"
	"frontdesk/knowledge/text"
)

// translate puts a question in another language than the passages into theirs, a word at
// a time: what the shop's glossary and the dictionary know under the names there, other
// words as they stand, and no function words.
func (s *search) translate(said []dictionary.Word, lang string) {
	to := s.part.lang
	s.base.lexicon.widen(&s.wider, s.query.Text, lang, to, s.tokens)
	own := slices.DeleteFunc(slices.Clone(s.tokens), func(t text.Token) bool { return len(s.wider.also[t.Text]) == 0 })
	glossed := func(w dictionary.Word) bool {
		return slices.ContainsFunc(own, func(o text.Token) bool {
			if spaceless(o) {
				return strings.Contains(w.Said, o.Text)
			}
			return slices.ContainsFunc(w.Tokens, func(t text.Token) bool { return t.Surface != "" && t.Surface == o.Surface })
		})
	}
	out := s.shared(said)
	for _, w := range said {
		switch {
		case glossed(w):
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

// shared are the pairs of characters of a question in a script without spaces that the
// passages have and no name in it explains: a brand in Han characters, or what Chinese
// and Japanese write alike.
func (s *search) shared(said []dictionary.Word) (out []text.Token) {
	for _, t := range s.tokens {
		explained := func(w dictionary.Word) bool { return strings.Contains(w.Said, t.Text) }
		if t.Kind == text.Pair && len(s.wider.also[t.Text]) == 0 && !slices.ContainsFunc(said, explained) && s.part.body.Has(t.Text) {
			out = append(out, t)
		}
	}
	return out
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
	note := func(key, t string) {
		if key != t && !slices.Contains(w.also[key], t) {
			w.also[key] = append(w.also[key], t)
		}
	}
	for _, c := range word.Concepts {
		for _, n := range namesIn(c, lang) {
			name := n.tokens
			switch {
			case len(name) == 0:
			case len(tokens) == 0:
				tokens = slices.Clone(name)
				if note := fmt.Sprintf("%s → %s", word.Said, n.written); word.Said != n.written && !slices.Contains(w.notes, note) {
					w.notes = append(w.notes, note)
				}
			case !slices.ContainsFunc(slices.Concat(name, tokens), spaceless) || len(name) == 1 && len(tokens) == 1: // pairs of two names do not answer to each other
				for i := range min(len(tokens), len(name)) {
					note(tokens[len(tokens)-1-i].Text, name[len(name)-1-i].Text)
				}
			}
		}
	}
	head := len(tokens) - 1
	for _, t := range word.Tokens {
		switch {
		case t.Stop():
		case head < 0: // the dictionary does not have that language
			tokens = append(tokens, asWritten(t, lang))
		case t.Kind == text.Word: // what the other language may have borrowed
			note(tokens[head].Text, asWritten(t, lang).Text)
		}
	}
	if head < 0 {
		return tokens
	}
	for i := range tokens {
		w.same[tokens[i].Text] = true
		tokens[i].Surface, tokens[i].Weight = "", 1
	}
	return tokens
}

// asSearched are the tokens of a question as the passages have them: the names of the
// glossary in place of the words that were said.
func (s *search) asSearched() []text.Token {
	if !s.translated {
		return s.tokens
	}
	var out []text.Token
	for _, t := range s.tokens {
		if len(s.wider.also[t.Text]) == 0 || s.wider.same[t.Text] {
			out = append(out, t)
			continue
		}
		for _, other := range s.wider.also[t.Text] {
			out = append(out, text.Token{Text: other, Kind: text.Word, Weight: 1})
		}
	}
	return out
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

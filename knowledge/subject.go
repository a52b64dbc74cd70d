package knowledge

import "frontdesk/knowledge/text"

// Subject counts the words of a text that say something of their own: no function
// words, no countries, none that ask for a kind of answer. A text of none speaks of
// what was spoken of before. exact is false for languages whose function words are
// not known: they count too.
func (c *Completer) Subject(s, lang string) (n int, exact bool) {
	lang = text.Base(lang)
	s = text.Normalize(s)
	return c.content(s, c.forms.Ask(s, lang), lang), text.KnowsStopWords(lang)
}

// Knows tells whether any article that is served has a word, in any language; a
// name that none has is of nothing that the shop writes about.
func (b *Base) Knows(word string) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for lang, p := range b.langs {
		for _, t := range b.analyzer.Analyze(word, lang) {
			if p.body.Has(t.Text) || p.asked.Has(t.Text) || t.Alt != "" && p.body.Has(t.Alt) {
				return true
			}
		}
	}
	return false
}

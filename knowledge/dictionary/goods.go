package dictionary

import (
	"slices"

	"frontdesk/knowledge/text"
)

// Spoken is the language in which a title with a BCP 47 tag is read: English where the
// tag does not say, as in feeds that name no language.
func Spoken(tag string) string {
	if lang := text.Base(tag); lang != "und" {
		return lang
	}
	return "en"
}

// Goods are the names in a text of what shops sell: no material, no fault, no service.
func (d *Dictionary) Goods(s, lang string) []Word { return d.goods(d.Read(s, lang)) }

func (d *Dictionary) goods(words []Word) (out []Word) {
	for _, w := range words {
		w.Concepts = slices.DeleteFunc(slices.Clone(w.Concepts), func(c Concept) bool { return c >= d.about })
		if len(w.Concepts) > 0 {
			out = append(out, w)
		}
	}
	return out
}

// Any tells whether a word may be a name of any of some concepts.
func (w Word) Any(of []Concept) bool {
	return slices.ContainsFunc(w.Concepts, func(c Concept) bool { return slices.Contains(of, c) })
}

// headFirst are the languages in which what a thing is stands before of what kind it is:
// chaqueta impermeable, not rain jacket.
var headFirst = map[string]bool{
	"es": true, "fr": true, "it": true, "pt": true, "ro": true, "ar": true, "he": true, "id": true, "ms": true, "vi": true,
}

// Titled is what a product with a title may be called: the goods that the title names
// and, where a name has several words, also what it is at all (a rain jacket is a jacket).
func (d *Dictionary) Titled(title, lang string) (out []Concept) {
	add := func(words []Word) {
		for _, w := range words {
			for _, c := range w.Concepts {
				if !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
		}
	}
	words := d.Goods(title, lang)
	add(words)
	for _, w := range words {
		add(d.goods(d.heads(w, lang)))
	}
	return out
}

// heads says what the thing is at all of which a name says more: the one word of several,
// the last part of a compound.
func (d *Dictionary) heads(w Word, lang string) []Word {
	switch n := len(w.Tokens); {
	case n > 1 && headFirst[lang]:
		return d.Read(w.Tokens[0].Surface, lang)
	case n > 1:
		return d.Read(w.Tokens[n-1].Surface, lang)
	case n == 1:
		if parts := d.language(lang).parts(w.Tokens[0]); len(parts) == 2 {
			return parts[1:]
		}
	}
	return nil
}

package knowledge

import (
	_ "embed" // the list is part of the program
	"slices"
	"strings"
	"sync"

	"frontdesk/knowledge/text"
)

// synonyms are what things in any shop are called; the file says how it is written.
//
//go:embed synonyms.txt
var synonyms string

// thesaurus is the built-in glossary. It is built once and never changes.
var thesaurus = sync.OnceValue(func() *lexicon {
	x := newLexicon(text.New(), nil, 0)
	for line := range strings.Lines(synonyms) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		x.addThing(strings.Split(line, "|"))
	}
	return x
})

// addThing adds the names of a thing, given by language as "en: parcel, <gone to".
func (x *lexicon) addThing(langs []string) {
	told := make(map[string][]string) // what it is searched by
	names := make(map[string][]string)
	for _, part := range langs {
		lang, list, _ := strings.Cut(strings.TrimSpace(part), ":")
		for _, n := range strings.Split(list, ",") {
			n = strings.TrimSpace(n)
			bare := strings.TrimPrefix(n, "<")
			names[lang] = append(names[lang], bare)
			if n != bare || strings.Contains(n, " ") {
				continue
			}
			for _, t := range content(x.analyzer.Analyze(bare, lang)) {
				if !slices.Contains(told[lang], t) {
					told[lang] = append(told[lang], t)
				}
			}
		}
	}
	for lang, list := range names {
		for _, n := range list {
			x.add(lang, &name{written: n, plain: text.Normalize(n), told: told})
		}
	}
}

// looseTrust is what a word of the thesaurus scores against the word itself: it
// finds the article, whose passages are told apart by the words that were said.
const looseTrust = 0.4

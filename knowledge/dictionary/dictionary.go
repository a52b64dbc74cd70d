// Package dictionary knows what things in shops are called in 28 languages, so that a
// word of a question can meet the word of an article in another language. Its files are
// written for it; words/README.md says how.
package dictionary

import (
	_ "embed" // the lists are part of the program
	"iter"
	"slices"
	"strings"
	"sync"

	"frontdesk/knowledge/text"
)

// The files are strings, so that no copy of them is made.
var (
	//go:embed words/things/electronics.txt
	electronics string
	//go:embed words/things/fashion.txt
	fashion string
	//go:embed words/things/home.txt
	home string
	//go:embed words/things/kitchen.txt
	kitchen string
	//go:embed words/things/leisure.txt
	leisure string
	//go:embed words/about/properties.txt
	properties string
	//go:embed words/about/service.txt
	service string
	//go:embed words/plain/nouns.txt
	nouns string
	//go:embed words/plain/verbs.txt
	verbs string
)

// Languages are those in which every concept has a name.
var Languages = []string{
	"en", "de", "es", "fr", "it", "pt", "nl", "pl", "ru", "uk", "cs", "ro", "sv", "da",
	"fi", "hu", "el", "tr", "ar", "he", "hi", "id", "ms", "vi", "th", "zh", "ja", "ko",
}

// Concept is a thing that has names. It is the same in all languages.
type Concept int32

// Dictionary finds the names of things. It reads a language when it is first asked
// for, and is safe for concurrent use.
type Dictionary struct {
	analyzer  *text.Analyzer
	lines     []string // a concept each
	about     Concept  // the first that is no thing to buy
	plain     Concept  // the first of the plain ones
	languages sync.Map // language to func() *language
}

// Builtin is the dictionary that is part of the program.
var Builtin = sync.OnceValue(func() *Dictionary { return New(text.New()) })

// New reads the built-in files. Texts are split into words by the analyzer.
func New(a *text.Analyzer) *Dictionary {
	d := &Dictionary{analyzer: a}
	d.add(electronics, fashion, home, kitchen, leisure)
	d.about = Concept(len(d.lines))
	d.add(properties, service)
	d.plain = Concept(len(d.lines))
	d.add(nouns, verbs)
	return d
}

// add reads some of the files.
func (d *Dictionary) add(files ...string) {
	for _, file := range files {
		d.lines = slices.AppendSeq(d.lines, lines(file))
	}
}

// Len is the number of concepts; they are 0 to it.
func (d *Dictionary) Len() int { return len(d.lines) }

// Plain tells of a concept that it is one of which any text may speak (to send, a day),
// and no thing that shops sell or do.
func (d *Dictionary) Plain(c Concept) bool { return c >= d.plain }

// lines are those of a file that are no comment.
func lines(file string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(file) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// begins marks a name of which the last word is only the beginning of words.
const begins = "*"

// Names are what a concept is called in a language, the most usual first, without
// those that are only the beginning of a word.
func (d *Dictionary) Names(c Concept, lang string) []string {
	var out []string
	for n := range namesIn(d.lines[c], lang) {
		if !strings.HasSuffix(n, begins) {
			out = append(out, n)
		}
	}
	return out
}

// namesIn are the names that a line has of a language.
func namesIn(line, lang string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for part := range strings.SplitSeq(line, "|") {
			of, list, _ := strings.Cut(part, ":")
			if strings.TrimSpace(of) != lang {
				continue
			}
			for n := range strings.SplitSeq(list, ",") {
				if !yield(strings.TrimSpace(n)) {
					return
				}
			}
			return
		}
	}
}

func (d *Dictionary) language(lang string) *language {
	if !slices.Contains(Languages, lang) {
		lang = "" // one that has no names, for all of them
	}
	l, ok := d.languages.Load(lang)
	if !ok {
		l, _ = d.languages.LoadOrStore(lang, sync.OnceValue(func() *language { return d.read(lang) }))
	}
	return l.(func() *language)()
}

// read makes the dictionary of a language.
func (d *Dictionary) read(lang string) *language {
	l := &language{analyzer: d.analyzer, lang: lang, lines: d.lines, words: make(map[uint64]int)}
	a := text.New() // the stems of names need not be remembered
	var entries []entry
	for i, line := range d.lines {
		for n := range namesIn(line, lang) {
			for _, hash := range l.hashes(a, n) {
				entries = append(entries, entry{hash, Concept(i)})
			}
		}
	}
	l.index(entries)
	return l
}

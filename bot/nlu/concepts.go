package nlu

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// The concept lists: pack/concepts.txt counts in every language, and
// pack/concepts/<language>.txt in its own, so that "dove" is a place in Italian
// and a bird in English.
//
//go:embed pack/concepts*
var conceptFiles embed.FS

const (
	sharedConcepts = "pack/concepts.txt"
	ownConcepts    = "pack/concepts"
)

// Bounds of one entry: its words, or its runes in a script without spaces, where
// a Thai word alone is seven or eight.
const (
	maxConceptWords = 6
	maxConceptRunes = 8
)

// lexicon finds the concepts of shopping in a text: words that mean the same,
// in any of its languages, become one feature, so that what is learnt in one
// wording or language serves the others.
type lexicon struct {
	entry map[uint64]uint16 // hash of list, kind and words to the place in names; while reading
	table []conceptEntry    // the same, open addressing
	seen  []uint64          // a bit a hash: most words are in no list, and this fits the cache
	names []string
	hash  []uint64 // of the names, which the features are made of
	sum   string   // of the files
}

// conceptEntry is a place of the table, free if its hash is 0.
type conceptEntry struct {
	hash uint64
	id   uint16
}

// Seeds of the hash, by what an entry is: words joined by spaces (runes bare),
// or the beginning of one word.
const (
	seedWhole  uint64 = 0x1f83d9abfb41bd6b
	seedPrefix uint64 = 0x5be0cd19137e2179
)

// The lists that have no language: the shared one, and all languages' lists
// together, which read a text of unknown language.
const (
	listShared = "*"
	listAny    = ""
)

// listSeed is where the hash of an entry of a language's list begins.
func listSeed(seed uint64, list string) uint64 {
	for i := range len(list) {
		seed = extend(seed, list[i])
	}
	return extend(seed, 0)
}

// shopConcepts is built once from the lists and never changes. The lists are
// part of the program; a test reads them all.
var shopConcepts = sync.OnceValue(func() *lexicon {
	l, err := readConcepts(conceptFiles)
	if err != nil {
		panic(err)
	}
	return l
})

// readConcepts reads the shared list and those of the languages.
func readConcepts(files fs.FS) (*lexicon, error) {
	l := &lexicon{entry: map[uint64]uint16{}}
	place := map[string]uint16{}
	all := sha256.New()
	own, err := fs.Glob(files, ownConcepts+"/*.txt")
	if err != nil {
		return nil, fmt.Errorf("concepts: %w", err)
	}
	for _, name := range append([]string{sharedConcepts}, own...) {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("concepts: %w", err)
		}
		fmt.Fprintf(all, "%s %d\n%s", name, len(data), data)
		lists := []string{listShared}
		if name != sharedConcepts {
			lists = []string{strings.TrimSuffix(path.Base(name), ".txt"), listAny}
		}
		if err := l.read(string(data), lists, place); err != nil {
			return nil, fmt.Errorf("concepts: %s:%w", name, err)
		}
	}
	l.sum = fmt.Sprintf("%x", all.Sum(nil))
	l.index()
	return l, nil
}

// seenBits is the size of lexicon.seen.
const seenBits = 1 << 18

// index puts the entries into the table.
func (l *lexicon) index() {
	size := 16
	for 2*size < 3*len(l.entry) {
		size *= 2
	}
	l.table, l.seen = make([]conceptEntry, size), make([]uint64, seenBits/64)
	for h, id := range l.entry {
		l.seen[h>>6%(seenBits/64)] |= 1 << (h & 63)
		at := int(spread(h)) & (size - 1)
		for l.table[at].hash != 0 {
			at = (at + 1) & (size - 1)
		}
		l.table[at] = conceptEntry{h, id}
	}
	l.entry = nil
}

// spread makes the low bits depend on all bits of a hash.
func spread(h uint64) uint64 { return h ^ h>>32 }

func (l *lexicon) lookup(h uint64) (uint16, bool) {
	if l.seen[h>>6%(seenBits/64)]&(1<<(h&63)) == 0 {
		return 0, false
	}
	mask := len(l.table) - 1
	for at := int(spread(h)) & mask; ; at = (at + 1) & mask {
		switch l.table[at].hash {
		case h:
			return l.table[at].id, true
		case 0:
			return 0, false
		}
	}
}

// read enters a file's lines "concept: word, beginning*, two words" in the
// lists.
func (l *lexicon) read(text string, lists []string, place map[string]uint16) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, words, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("%d: not of the form \"concept: word, word\"", n)
		}
		name = strings.TrimSpace(name)
		id, known := place[name]
		if !known {
			id = uint16(len(l.names))
			place[name] = id
			l.names, l.hash = append(l.names, name), append(l.hash, hashBytes(seedConcept, []byte(name)))
		}
		for _, w := range strings.Split(words, ",") {
			for _, list := range lists {
				l.add(w, list, id)
			}
		}
	}
	return nil
}

// add enters the words of one entry, split as a text is; the first concept of a
// list to claim them keeps them. English entries of the shared list are read
// with their contractions written out too.
func (l *lexicon) add(words, list string, id uint16) {
	words, open := strings.CutSuffix(strings.TrimSpace(words), "*")
	seed := seedWhole
	if open {
		seed = seedPrefix
	}
	langs := []string{list}
	if list == listShared {
		langs = append(langs, "en")
	}
	for _, lang := range langs {
		h := listSeed(seed, list)
		n := 0
		for word, cjk := range plainWords(words, lang) {
			if n > 0 && !cjk {
				h = extend(h, ' ')
			}
			h = hashBytes(h, []byte(foldWordString(word)))
			n++
		}
		if _, taken := l.entry[h]; !taken && n > 0 {
			l.entry[h] = id
		}
	}
}

// minPrefix is the shortest beginning that the lists hold, in bytes.
const minPrefix = 3

// conceptReader looks words up in the shared list and in one language's.
type conceptReader struct {
	*lexicon
	whole, prefix [2]uint64 // where hashes begin: own list, shared list
}

func (l *lexicon) reader(lang string) conceptReader {
	return conceptReader{
		lexicon: l,
		whole:   [2]uint64{listSeed(seedWhole, lang), listSeed(seedWhole, listShared)},
		prefix:  [2]uint64{listSeed(seedPrefix, lang), listSeed(seedPrefix, listShared)},
	}
}

// get finds an entry, in the language's own list before the shared one.
func (r *conceptReader) get(h [2]uint64) (uint16, bool) {
	if id, ok := r.lookup(h[0]); ok {
		return id, true
	}
	return r.lookup(h[1])
}

// find appends the concepts of s to dst, left to right, longest entry first, and
// counts the tokens that they take. s.folds holds the folded words of the tokens.
func (r *conceptReader) find(dst []uint16, s *scratch) (found []uint16, covered int) {
	for i := 0; i < len(s.toks); {
		id, n, ok := r.at(s, i)
		if !ok {
			i++
			continue
		}
		dst = append(dst, id)
		i += n
		covered += n
	}
	return dst, covered
}

// at is the concept that begins at token i, and how many tokens it takes.
func (r *conceptReader) at(s *scratch, i int) (id uint16, n int, ok bool) {
	if s.toks[i].mark {
		return 0, 0, false
	}
	h := r.whole
	cjk := s.toks[i].cjk
	most := maxConceptWords
	if cjk {
		most = maxConceptRunes
	}
	for k := 0; k < most && i+k < len(s.toks) && s.toks[i+k].cjk == cjk && !s.toks[i+k].mark; k++ {
		word := s.foldOf(i + k)
		for j := range h {
			if k > 0 && !cjk {
				h[j] = extend(h[j], ' ')
			}
			h[j] = hashBytes(h[j], word)
		}
		if c, found := r.get(h); found {
			id, n, ok = c, k+1, true
		}
	}
	if ok || cjk {
		return id, n, ok
	}
	id, ok = r.beginning(s.foldOf(i))
	return id, 1, ok
}

// beginning is the concept of the longest listed beginning of a word.
func (r *conceptReader) beginning(word []byte) (id uint16, ok bool) {
	h := r.prefix
	for n, c := range word {
		h[0], h[1] = extend(h[0], c), extend(h[1], c)
		if n+1 < minPrefix {
			continue
		}
		if found, yes := r.get(h); yes {
			id, ok = found, true
		}
	}
	return id, ok
}

// Concepts names the concepts of shopping in a text, each once, in the order of
// their first word: "refund", "parcel". They are the same in every language of
// the pack, so that texts of two languages can be compared by them. They have no
// other meaning than their equality.
func (a *Analyzer) Concepts(text, lang string) []string {
	s := a.scratch()
	defer a.release(s)
	a.features(s, text, lang)
	lexicon := shopConcepts()
	var out []string
	for _, id := range s.found {
		if name := lexicon.names[id]; !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

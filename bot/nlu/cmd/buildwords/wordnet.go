package main

import (
	"bufio"
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// graph is WordNet: its synsets with what they are related to, and the senses of
// its words.
type graph struct {
	edges     [][]edge // by synset
	lemmas    map[string][]sense
	frequency map[string]float64 // of a word: in WordNet's tagged texts, and a quarter of the glosses with it
}

// edge leads to a synset with a probability.
type edge struct {
	to     int32
	weight float64
}

// sense is a meaning of a word, with how often it has it.
type sense struct {
	synset int32
	weight float64
}

// synset is a line of a data file (wndb(5WN)).
type synset struct {
	pointers [][2]string // symbol and the synset's key
	gloss    string
}

// relations are how much each kind of pointer counts. The many below a general
// synset count less than the one above it.
var relations = map[string]float64{
	"@": 1, "@i": .5, "~": .3, "~i": .1, // more general, more special
	"&": 1, "+": 1, "$": 1, `\`: 1, "^": .5, "!": .3, // similar, derived, verb group, pertains, see also, opposite
	";c": .7, "-c": .1, // topic, in the topic
	"*": .7, ">": .7, // entails, causes
	"#p": .3, "%p": .3, "#m": .3, "%m": .3, "#s": .3, "%s": .3, // wholes and parts
}

// How much a word of a gloss counts by its inverse document frequency, and the way
// back from what a gloss mentions to what it explains.
const (
	glossShare = 0.1
	glossLeast = 0.02
	glossBack  = 0.2
)

var parts = []struct{ file, letter string }{{"noun", "n"}, {"verb", "v"}, {"adj", "a"}, {"adv", "r"}}

func readGraph(dict string) (*graph, error) {
	g := &graph{lemmas: map[string][]sense{}, frequency: map[string]float64{}}
	place := map[string]int32{} // by letter and offset
	var synsets []synset
	for _, p := range parts {
		err := eachLine(filepath.Join(dict, "data."+p.file), func(line string) error {
			if strings.HasPrefix(line, " ") { // the licence
				return nil
			}
			s, offset, err := readSynset(line)
			if err != nil {
				return err
			}
			place[p.letter+offset] = int32(len(synsets))
			synsets = append(synsets, s)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if err := g.readSenses(dict, place); err != nil {
		return nil, err
	}
	g.edges = make([][]edge, len(synsets))
	for k, s := range synsets {
		for _, p := range s.pointers {
			if to, ok := place[p[1]]; ok && relations[p[0]] > 0 {
				g.edges[k] = append(g.edges[k], edge{to, relations[p[0]]})
			}
		}
	}
	g.linkGlosses(synsets)
	for _, list := range g.edges {
		sum := 0.0
		for _, e := range list {
			sum += e.weight
		}
		for i := range list {
			list[i].weight /= sum
		}
	}
	return g, nil
}

func eachLine(file string, do func(string) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if err := do(lines.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return lines.Err()
}

// readSynset reads "offset file type words(hex) {word id}… pointers {symbol offset
// type parts}… | gloss".
func readSynset(line string) (s synset, offset string, err error) {
	head, gloss, _ := strings.Cut(line, " | ")
	f := strings.Fields(head)
	if len(f) < 4 {
		return s, "", fmt.Errorf("no synset: %q", line)
	}
	words, err := strconv.ParseInt(f[3], 16, 32)
	at := 4 + 2*int(words)
	if err != nil || len(f) <= at {
		return s, "", fmt.Errorf("no synset: %q", line)
	}
	pointers, err := strconv.Atoi(f[at])
	if err != nil || len(f) < at+1+4*pointers {
		return s, "", fmt.Errorf("no synset: %q", line)
	}
	for p := f[at+1:][:4*pointers]; len(p) > 0; p = p[4:] {
		letter := strings.Replace(p[2], "s", "a", 1) // satellites stand among the adjectives
		s.pointers = append(s.pointers, [2]string{p[0], letter + p[1]})
	}
	s.gloss = gloss
	return s, f[0], nil
}

// readSenses reads index.sense: "lemma%type:… offset number count".
func (g *graph) readSenses(dict string, place map[string]int32) error {
	letters := map[byte]string{'1': "n", '2': "v", '3': "a", '4': "r", '5': "a"}
	return eachLine(filepath.Join(dict, "index.sense"), func(line string) error {
		f := strings.Fields(line)
		if len(f) != 4 {
			return fmt.Errorf("no sense: %q", line)
		}
		lemma, key, ok := strings.Cut(f[0], "%")
		rank, err1 := strconv.ParseFloat(f[2], 64)
		count, err2 := strconv.ParseFloat(f[3], 64)
		if !ok || key == "" || cmp.Or(err1, err2) != nil {
			return fmt.Errorf("no sense: %q", line)
		}
		if k, ok := place[letters[key[0]]+f[1]]; ok {
			g.lemmas[lemma] = append(g.lemmas[lemma], sense{k, count + 1/(rank*rank)})
			g.frequency[lemma] += count
		}
		return nil
	})
}

// linkGlosses leads from each synset to the senses of the words that explain it,
// and a little back.
func (g *graph) linkGlosses(synsets []synset) {
	glosses := make([][]string, len(synsets))
	count := map[string]float64{}
	for k, s := range synsets {
		glosses[k] = g.glossWords(s.gloss)
		for _, lemma := range glosses[k] {
			count[lemma]++
		}
	}
	for lemma, n := range count {
		g.frequency[lemma] += n / 4
	}
	for k, gloss := range glosses {
		for _, lemma := range gloss {
			share := glossShare * math.Log(float64(len(synsets))/count[lemma])
			all := 0.0
			for _, s := range g.lemmas[lemma] {
				all += s.weight
			}
			for _, s := range g.lemmas[lemma] {
				if x := share * s.weight / all; x > glossLeast {
					g.edges[k] = append(g.edges[k], edge{s.synset, x})
					g.edges[s.synset] = append(g.edges[s.synset], edge{int32(k), x * glossBack})
				}
			}
		}
	}
}

// glossWords are the words of a gloss that the dictionary has, once each.
func (g *graph) glossWords(gloss string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(gloss), func(r rune) bool { return (r < 'a' || r > 'z') && r != '\'' }) {
		if lemma := g.lemmaOf(strings.Trim(w, "'")); lemma != "" && !slices.Contains(unsaying, lemma) && !slices.Contains(out, lemma) {
			out = append(out, lemma)
		}
	}
	return out
}

// unsaying are words of glosses that explain nothing.
var unsaying = strings.Fields(`a an the of or and to in is be as by for with on that it from at are who one used you your
	he his she her they their not was were has have had which this but into something someone some any etc do i am its no
	so if than very such can may especially usually often having being been other more most made like without when between
	up out during about over through make cause`)

// endings are WordNet's rules of detachment (morphy(7WN)).
var endings = [][2]string{{"ies", "y"}, {"es", ""}, {"es", "e"}, {"s", ""}, {"ied", "y"}, {"ed", ""}, {"ed", "e"},
	{"ing", ""}, {"ing", "e"}, {"er", ""}, {"est", ""}}

// lemmaOf is the dictionary's form of a word, empty for a word that it lacks.
func (g *graph) lemmaOf(word string) string {
	if _, ok := g.lemmas[word]; ok {
		return word
	}
	for _, e := range endings {
		base, ok := strings.CutSuffix(word, e[0])
		if !ok || len(base) < 2 {
			continue
		}
		if _, ok := g.lemmas[base+e[1]]; ok {
			return base + e[1]
		}
		if n := len(base); n > 2 && base[n-1] == base[n-2] { // "stopped"
			if _, ok := g.lemmas[base[:n-1]+e[1]]; ok {
				return base[:n-1] + e[1]
			}
		}
	}
	return ""
}

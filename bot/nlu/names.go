package nlu

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// sharedWords are machines for the words that the names of several intents share:
// "card" or "declined". Each tells the texts of all intents whose name has the
// word from those of all others, so that intents of few examples learn from each
// other (attributes of classes, after Lampert, Nickisch and Harmeling, CVPR 2009).
type sharedWords struct {
	words    [][]int32 // by word: the classes whose name has it, ascending
	of       [][]int32 // by class: its words
	machines *machines // a machine a word; they may be missing while it is made
}

// newSharedWords finds the words that names share. Of words that the same names have
// one stays; one that all have tells nothing.
func newSharedWords(names []string) *sharedWords {
	has := map[string][]int32{}
	for k, name := range names {
		for word := range wordsOfName(name) {
			has[word] = append(has[word], int32(k))
		}
	}
	n := &sharedWords{of: make([][]int32, len(names))}
	for _, word := range slices.Sorted(maps.Keys(has)) {
		classes := has[word]
		known := slices.ContainsFunc(n.words, func(c []int32) bool { return slices.Equal(c, classes) })
		if len(classes) < 2 || len(classes) == len(names) || known {
			continue
		}
		for _, k := range classes {
			n.of[k] = append(n.of[k], int32(len(n.words)))
		}
		n.words = append(n.words, classes)
	}
	return n
}

// wordsOfName are the stems of the words of a name that say something.
func wordsOfName(name string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.FieldsFunc(nameText(name), func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.Nd) }) {
		if !stopWords["en"][word] && strings.ContainsFunc(word, unicode.IsLetter) {
			folded := strings.Map(foldRune, word)
			out[string(stem(nil, []byte(folded), "en"))] = true
		}
	}
	return out
}

// learnNames trains a machine for each word that names share. It gives nil if they
// share none.
func learnNames(ctx context.Context, r *rows, names []string, features int, opt Options) (*sharedWords, error) {
	n := newSharedWords(names)
	if len(n.words) == 0 {
		return nil, nil
	}
	hasWord := question{n: len(n.words), yes: func(word int, label int32) bool {
		return label != outside && slices.Contains(n.words[word], label)
	}}
	var err error
	n.machines, err = trainMachines(ctx, r, hasWord, features, opt)
	return n, err
}

// score writes the sum of the distances from the borders of the words in each
// class's name. words is working memory of zeros, a place a word.
func (n *sharedWords) score(v vector, words, to []float32) {
	m := n.machines
	for i, id := range v.id {
		x := v.val[i]
		for p := m.start[id]; p < m.start[id+1]; p++ {
			words[m.class[p]] += x * float32(m.q[p])
		}
	}
	for w, x := range words {
		words[w] = x*m.scale[w] + m.bias[w]
	}
	for k, list := range n.of {
		to[k] = 0
		for _, w := range list {
			to[k] += words[w]
		}
	}
}

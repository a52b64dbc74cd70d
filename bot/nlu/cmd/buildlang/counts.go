package main

import (
	"math"
	"unicode/utf8"

	"frontdesk/bot/nlu"
)

// counts are how often n-grams occur in a language's text, with nlu.Border for
// the beginning and the end of a word. Index n holds those of n letters.
type counts [nlu.TableOrder + 1]map[string]float64

func newCounts() counts {
	var c counts
	for n := range c {
		c[n] = map[string]float64{}
	}
	return c
}

// unfold turns conditional probabilities back into counts. lingua gives the
// count of an n-gram over that of its first letters, and its n-grams lie within
// words, so their product is the n-gram's share; the rarest share is one
// occurrence.
func unfold(probs [nlu.TableOrder + 1]map[string]float64) counts {
	c := newCounts()
	rarest := 1.0
	for n := 1; n <= nlu.TableOrder; n++ {
		for gram, p := range probs[n] {
			share := p
			if n > 1 {
				share *= c[n-1][gram[:len(gram)-lastSize(gram)]]
			}
			c[n][gram] = share
			if share > 0 {
				rarest = min(rarest, share)
			}
		}
	}
	for n := 1; n <= nlu.TableOrder; n++ {
		for gram, share := range c[n] {
			c[n][gram] = math.Round(share / rarest)
		}
	}
	return c
}

func lastSize(s string) int  { _, n := utf8.DecodeLastRuneInString(s); return n }
func firstSize(s string) int { _, n := utf8.DecodeRuneInString(s); return n }

// borders adds the n-grams that begin or end a word. An n-gram begins a word
// where no letter stands before it: its count less those of all n-grams that
// hold it behind one more letter.
func (c counts) borders() {
	before, after, around := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for n := 2; n <= nlu.TableOrder; n++ {
		for gram, k := range c[n] {
			tail, head := gram[firstSize(gram):], gram[:len(gram)-lastSize(gram)]
			before[tail] += k
			after[head] += k
			if n > 2 {
				around[tail[:len(tail)-lastSize(tail)]] += k
			}
		}
	}
	b := string(nlu.Border)
	for n := nlu.TableOrder - 1; n >= 1; n-- {
		for gram, k := range c[n] {
			set(c[n+1], b+gram, k-before[gram])
			set(c[n+1], gram+b, k-after[gram])
			if n+2 <= nlu.TableOrder {
				set(c[n+2], b+gram+b, k-before[gram]-after[gram]+around[gram])
			}
		}
	}
	words := 0.0
	for gram, k := range c[2] {
		if gram[0] == nlu.Border {
			words += k
		}
	}
	set(c[1], b, words)
}

func set(m map[string]float64, gram string, k float64) {
	if k > 0.5 {
		m[gram] = k
	}
}

// add adds a share of other counts.
func (c counts) add(other counts, share float64) {
	for n := 1; n <= nlu.TableOrder; n++ {
		for gram, k := range other[n] {
			c[n][gram] += share * k
		}
	}
}

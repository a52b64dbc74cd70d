package nlu

import (
	"unicode"
	"unicode/utf8"
)

// The blocks of a text's features for the mood model; each has its own share of
// the squared norm.
const (
	moodWordBlock = iota
	moodPairBlock
	moodCharBlock
	moodBlocks
)

// Lengths of the character n-grams of a word between its borders, in bytes: the
// model reads English, where a byte is a letter.
const moodCharMin, moodCharMax = 3, 5

// negationReach is how many words after a negation count as denied.
const negationReach = 3

// Seeds keep equal strings of different kinds apart.
const (
	seedMoodWord uint64 = 0x243f6a8885a308d3
	seedMoodPair uint64 = 0x13198a2e03707344
	seedMoodNot  uint64 = 0xa4093822299f31d0
	seedMoodChar uint64 = 0x082efa98ec4e6c89
)

// moodGrams reads the features of texts for the mood model, by block. It is
// working memory, used again from text to text.
type moodGrams struct {
	keys [moodBlocks][]uint64
	word []byte // between borders
	last uint64 // the word before
	deny int    // words that a negation still reaches
}

// read fills g.keys with the features of a cleaned text.
func (g *moodGrams) read(text string) {
	for b := range g.keys {
		g.keys[b] = g.keys[b][:0]
	}
	g.deny, g.word = 0, g.word[:0]
	g.last = 1
	upper, run := 0, 0
	previous := rune(0)
	for _, r := range text {
		if r == previous {
			run++
		} else {
			run = 0
		}
		previous = r
		switch {
		case noSpace(r):
			g.flush(upper)
			upper = 0
			g.word = utf8.AppendRune(g.word, foldRune(r))
			g.flush(0)
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			if run >= 2 && !unicode.IsDigit(r) {
				if run == 2 {
					g.add(moodWordBlock, seedMoodWord, []byte("<stretched>"))
				}
				continue
			}
			if unicode.IsUpper(r) {
				upper++
			}
			g.word = utf8.AppendRune(g.word, unicode.ToLower(r))
		case r == '\'': // don't and dont are one word
		default:
			g.flush(upper)
			upper = 0
			g.sign(r, run)
		}
	}
	g.flush(upper)
	g.pair(1)
}

// sign takes a sign or emoji as a word: the first and the second of a run.
func (g *moodGrams) sign(r rune, run int) {
	if run > 1 || unicode.IsSpace(r) || r == ',' || r == '-' || r == '"' {
		return
	}
	var b [8]byte
	s := utf8.AppendRune(b[:0], r)
	if run == 1 {
		s = append(s, '+')
	}
	h := hashBytes(seedMoodWord, s)
	g.keys[moodWordBlock] = append(g.keys[moodWordBlock], h)
	g.pair(h)
	if r == '.' || r == '!' || r == '?' || r == ';' {
		g.deny = 0
	}
}

func (g *moodGrams) add(block int, seed uint64, s []byte) uint64 {
	h := hashBytes(seed, s)
	g.keys[block] = append(g.keys[block], h)
	return h
}

// flush ends the word being read.
func (g *moodGrams) flush(upper int) {
	if len(g.word) == 0 {
		return
	}
	w := g.word
	h := g.add(moodWordBlock, seedMoodWord, w)
	if upper >= 3 && upper == utf8.RuneCount(w) {
		g.add(moodWordBlock, seedMoodWord, []byte("<shouted>"))
	}
	g.pair(h)
	if g.deny > 0 {
		g.deny--
		g.add(moodPairBlock, seedMoodNot, w)
	}
	if englishNot[string(w)] {
		g.deny = negationReach
	}
	g.chars(w)
	g.word = g.word[:0]
}

// pair joins a word with the one before.
func (g *moodGrams) pair(h uint64) {
	g.keys[moodPairBlock] = append(g.keys[moodPairBlock], (seedMoodPair^g.last*0x9e3779b97f4a7c15)*0xff51afd7ed558ccd^h)
	g.last = h
}

func (g *moodGrams) chars(w []byte) {
	var b [40]byte
	p := append(b[:0], '_')
	p = append(p, w[:min(len(w), 36)]...)
	p = append(p, '_')
	for i := range p {
		h := seedMoodChar
		for n, c := range p[i:min(len(p), i+moodCharMax)] {
			h = extend(h, c)
			if n+1 >= moodCharMin {
				g.keys[moodCharBlock] = append(g.keys[moodCharBlock], h)
			}
		}
	}
}

var englishNot = wordSet("not no never without hardly barely isnt wasnt arent werent dont didnt doesnt cant couldnt wont wouldnt shouldnt havent hasnt hadnt aint nor neither nothing nobody cannot")

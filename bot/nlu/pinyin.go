package nlu

import (
	_ "embed"
	"math"
	"strings"
	"sync"
	"unicode"
)

// pinyinTable is the characters of every syllable; see bot/nlu/cmd/buildpinyin.
//
//go:embed pack/pinyin.txt
var pinyinTable string

// speller writes pinyin without tones in characters: the likeliest ones by how
// shoppers' questions go on from character to character (a bigram model with
// linear interpolation, searched by Viterbi's algorithm, as input methods do).
type speller struct {
	chars   map[string][]rune
	longest int // letters of a syllable
	single  map[rune]float64
	pairs   map[[2]rune]float64
	total   float64
}

const (
	pairTrust   = 0.9    // weight of the bigram model
	unseenChar  = 0.02   // count of a character that the questions do not have
	syllableFee = 0.5    // nats: long syllables before short ones
	wordEnd     = '\x00' // stands before the first character of a line
	leastPaired = 0.7    // share of the characters that must be in a known pair
	mostLetters = 160    // of a message that is spelled
	leastLength = 2      // syllables
	surelyLong  = 4      // syllables from which on a message that is pinyin throughout is that
	worst       = -1e9
)

// pinyinSpeller is the speller of the shipped pack's questions.
var pinyinSpeller = sync.OnceValue(func() *speller {
	examples, err := packOf("zh")
	if err != nil {
		panic("nlu: the shipped pack: " + err.Error())
	}
	s := &speller{chars: map[string][]rune{}, single: map[rune]float64{}, pairs: map[[2]rune]float64{}}
	for line := range strings.Lines(pinyinTable) {
		syllable, chars, ok := strings.Cut(strings.TrimSpace(line), " ")
		if ok && syllable != "#" {
			s.chars[syllable] = []rune(chars)
			s.longest = max(s.longest, len(syllable))
		}
	}
	for _, e := range examples {
		s.learn(e.Text)
	}
	return s
})

// learn counts the characters of a text and their pairs.
func (s *speller) learn(text string) {
	before := rune(wordEnd)
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			before = wordEnd
			continue
		}
		s.single[r]++
		s.total++
		s.pairs[[2]rune{before, r}]++
		before = r
	}
	s.single[wordEnd]++
}

// step is the log probability of a character behind another.
func (s *speller) step(a, b rune) float64 {
	alone := (s.single[b] + unseenChar) / (s.total + 1)
	paired := 0.0
	if n := s.single[a]; n > 0 {
		paired = s.pairs[[2]rune{a, b}] / n
	}
	return math.Log(pairTrust*paired+(1-pairTrust)*alone) - syllableFee
}

// spelling is the best way to spell what stands before some place, ending in char.
type spelling struct {
	score float64
	char  rune
	from  int32 // place in the row of at
	at    int   // letters that are spelled before char
}

// syllables tells whether a word can be cut into syllables.
func (s *speller) syllables(word string) bool {
	if len(word) > mostLetters {
		return false
	}
	var ends [mostLetters + 1]bool // whether syllables can end there
	ends[0] = true
	for i := range word {
		for j := i + 1; ends[i] && j <= min(i+s.longest, len(word)); j++ {
			ends[j] = ends[j] || len(s.chars[word[i:j]]) > 0
		}
	}
	return ends[len(word)]
}

// spell writes letters (words of a to z, with spaces) in characters; false where
// they are no pinyin.
func (s *speller) spell(words []string) ([]rune, bool) {
	letters := strings.Join(words, "")
	if len(letters) > mostLetters || letters == "" {
		return nil, false
	}
	ends := map[int]bool{0: true} // where words end: no syllable reaches over one
	for n, w := 0, 0; w < len(words); w++ {
		n += len(words[w])
		ends[n] = true
	}
	rows := make([][]spelling, len(letters)+1)
	rows[0] = []spelling{{char: wordEnd, at: -1}}
	for i := range letters {
		if len(rows[i]) == 0 {
			continue
		}
		for j := i + 1; j <= min(i+s.longest, len(letters)); j++ {
			for _, char := range s.chars[letters[i:j]] {
				best := spelling{score: worst, char: char, at: i}
				for k, p := range rows[i] {
					if score := p.score + s.step(p.char, char); score > best.score {
						best.score, best.from = score, int32(k)
					}
				}
				rows[j] = append(rows[j], best)
			}
			if ends[j] {
				break
			}
		}
	}
	return s.trace(rows)
}

// trace reads the best path back.
func (s *speller) trace(rows [][]spelling) ([]rune, bool) {
	last := len(rows) - 1
	best := -1
	for k, p := range rows[last] {
		if best < 0 || p.score > rows[last][best].score {
			best = k
		}
	}
	if best < 0 {
		return nil, false
	}
	var out []rune
	for at, k := last, best; at > 0; {
		p := rows[at][k]
		out = append(out, p.char)
		at, k = p.at, int(p.from)
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out, true
}

// paired counts the characters that stand in a pair that questions have.
func (s *speller) paired(chars []rune) (n int) {
	for i, r := range chars {
		if i > 0 && s.pairs[[2]rune{chars[i-1], r}] > 0 || i+1 < len(chars) && s.pairs[[2]rune{r, chars[i+1]}] > 0 {
			n++
		}
	}
	return n
}

package nlu

import (
	"bytes"
	_ "embed" // the shipped model
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode/utf8"
)

// Turn is one turn of a conversation, as the handoff signal reads it.
type Turn struct {
	Shopper bool
	Text    string
	Anger   float64 // probability, of a shopper's turn
	Asks    bool    // the shopper asks for a person
	Misses  int     // turns in a row that the bot could not answer, before this one
	Needs   bool    // a person is needed here: what training learns
}

// NeedModel tells, of a turn of a shopper, how likely it is that a person is
// needed now: a linear machine over the words of this and the earlier turns,
// where it was trained with words, and a logistic regression over that machine's
// scores so far and over the course of the conversation. It never changes after
// construction.
type NeedModel struct {
	// Weights are the logistic regression's, by name of the cue.
	Weights map[string]float64 `json:"weights"`
	// Threshold is the probability from which a person is said to be needed:
	// the one with the best F1 in training.
	Threshold float64 `json:"threshold"`

	words   map[uint64]needWord // nil: trained without words
	machine []float64
	weights []float64 // in the order of needCues
}

// needWord is a feature of the machine.
type needWord struct {
	id     int32
	rarity float64
}

// needCues name what the logistic regression weighs, in order.
var needCues = []string{
	"bias", "length", "length_before", "place", "said_before", "words_before", "words_just_before", "first",
	"anger", "anger_rises", "most_anger", "asks", "asked_before", "questions", "misses", "bot_repeats",
	"score", "score_1", "score_2", "score_3", "best_score", "mean_need", "sum_need", "late_need", "score_stays", "score_squared",
}

// firstScoreCue is where the cues begin that only a model with words has.
const firstScoreCue = 16

//go:embed pack/handoff.json
var packNeed []byte

// ShippedNeed is the signal that the program carries: without words, so that it
// reads every language alike.
func ShippedNeed() (*NeedModel, error) { return shippedNeed() }

var shippedNeed = sync.OnceValues(func() (*NeedModel, error) {
	m := &NeedModel{}
	d := json.NewDecoder(bytes.NewReader(packNeed))
	d.DisallowUnknownFields()
	if err := d.Decode(m); err != nil {
		return nil, fmt.Errorf("shipped handoff signal: %w", err)
	}
	m.weights = make([]float64, len(needCues))
	for i, name := range needCues {
		m.weights[i] = m.Weights[name]
	}
	return m, nil
})

// Signal gives the probability for every turn of a conversation, each from what
// stood there by then.
func (m *NeedModel) Signal(turns []Turn) []float64 {
	scores := m.scores(turns)
	out := make([]float64, len(turns))
	for i, cues := range courses(turns, scores) {
		out[i] = sigmoid(dot(m.weights, cues))
	}
	return out
}

// scores are the machine's of every turn, nil without words.
func (m *NeedModel) scores(turns []Turn) []float64 {
	if m.words == nil {
		return nil
	}
	out := make([]float64, len(turns))
	eachNeedGrams(turns, func(i int, values map[uint64]float64) {
		r := needVector(values, m.words)
		out[i] = r.dot(m.machine)
	})
	return out
}

// needVector weighs the features of a turn that training kept.
func needVector(values map[uint64]float64, words map[uint64]needWord) sparseRow {
	kept := make(map[int32]float64, len(values))
	for k, v := range values {
		if w, ok := words[k]; ok {
			kept[w.id] += v * w.rarity
		}
	}
	return newSparseRow(kept)
}

// courses gives the cues of every turn. Without scores their cues are 0.
func courses(turns []Turn, scores []float64) [][]float64 {
	out, room := make([][]float64, len(turns)), make([]float64, len(turns)*len(needCues))
	c := course{seen: map[uint64]int{}, words: map[uint64]bool{}}
	for i, t := range turns {
		cues := room[i*len(needCues):][:len(needCues):len(needCues)]
		c.read(t, i, cues)
		if scores != nil {
			scoreCues(scores[:i+1], cues[firstScoreCue:])
		}
		out[i] = cues
	}
	return out
}

// course is what was said so far. Words and texts are told apart by their hashes.
type course struct {
	seen        map[uint64]int // texts, by who said them
	words       map[uint64]bool
	last, spare []uint64 // words of the turn before, and room for those of the next
	anger, most float64  // sum and maximum
	shoppers    int
	asked       bool
	botRepeats  bool
}

// read fills the cues of a turn and takes it in.
func (c *course) read(t Turn, place int, cues []float64) {
	words := needHashes(c.spare[:0], t.Text)
	key := seedWord
	if t.Shopper {
		key = seedPair
	}
	for _, w := range words {
		key = hashWord(key, w)
	}
	before, just := 0.0, 0.0
	for _, w := range words {
		if c.words[w] {
			before++
		}
		for _, l := range c.last {
			if l == w {
				just++
				break
			}
		}
	}
	n := float64(len(words))
	mean := t.Anger
	if c.shoppers > 0 {
		mean = c.anger / float64(c.shoppers)
	}
	copy(cues, []float64{
		1, math.Log1p(n), math.Log1p(float64(len(c.last))), math.Log1p(float64(place)), float64(min(2, c.seen[key])), before / (n + 1), just / (n + 1), unit(place == 0),
		t.Anger, t.Anger - mean, max(c.most, t.Anger), unit(t.Asks), unit(c.asked), float64(min(3, strings.Count(t.Text, "?")+strings.Count(t.Text, "？"))), float64(min(4, t.Misses)), unit(c.botRepeats),
	})
	if !t.Shopper && len(words) > 0 {
		c.botRepeats = c.seen[key] > 0
	}
	if t.Shopper {
		c.shoppers++
		c.anger += t.Anger
		c.most, c.asked = max(c.most, t.Anger), c.asked || t.Asks
	}
	c.seen[key]++
	for _, w := range words {
		c.words[w] = true
	}
	c.last, c.spare = words, c.last
}

func unit(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// scoreSlope turns a machine's score into a rough probability, and needFades is
// how much less each turn further back counts.
const scoreSlope, needFades = 3, 0.8

// scoreCues are the cues over the scores so far, of which the last is this
// turn's.
func scoreCues(scores, cues []float64) {
	n := len(scores) - 1
	now := scores[n]
	back := func(k int) float64 {
		if n < k {
			return -1
		}
		return scores[n-k]
	}
	best, sum, late, fade := -1.5, 0.0, 0.0, 1.0
	for k := 1; k <= n; k++ {
		p := sigmoid(scoreSlope * scores[n-k])
		fade *= needFades
		best, sum, late = max(best, scores[n-k]), sum+p, max(late, p*fade)
	}
	copy(cues, []float64{now, back(1), back(2), back(3), best, sum / math.Max(1, float64(n)), sum / 10, late, now * back(1), now * now})
}

// mostNeedBytes is how much of a turn is read: its words are compared with those
// of the turns before.
const mostNeedBytes = 800

// needHashes appends the hashes of needWords.
func needHashes(out []uint64, text string) []uint64 {
	for _, w := range needWords(text) {
		h := seedWord
		for i := range len(w) {
			h = extend(h, w[i])
		}
		out = append(out, h)
	}
	return out
}

// hashWord adds a word's hash to one of words.
func hashWord(h, word uint64) uint64 { return (h ^ word) * 0x9e3779b97f4a7c15 }

// needWords are the words of a turn, runes for scripts without spaces.
func needWords(text string) []string {
	if isPlain(text) { // what spaced makes of it, in one step
		return strings.FieldsFunc(strings.ToLower(clip(text, mostNeedBytes)), func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '\''
		})
	}
	plain := spaced(clip(clean(text), mostNeedBytes))
	out := make([]string, 0, len(plain)/3)
	for w := range strings.FieldsSeq(plain) {
		first, _ := utf8.DecodeRuneInString(w)
		if !noSpace(first) {
			out = append(out, w)
			continue
		}
		for i, r := range w {
			out = append(out, w[i:i+utf8.RuneLen(r)])
		}
	}
	return out
}

// Shares of the squared norm: pairs of words, the words of the turn before (of
// the one before that half as much), and those of all earlier turns, beside 1 for
// the turn's own words. Chosen by cross-validation.
const needPairs, needBefore, needPast = 0.5, 0.3, 0.4

// needReach is how many earlier turns have words of their own.
const needReach = 2

// eachNeedGrams visits the features of every turn: its words and pairs, the words
// of the two turns before and of all earlier ones.
func eachNeedGrams(turns []Turn, visit func(i int, values map[uint64]float64)) {
	var said [][]string
	past := map[string]bool{}
	for i, t := range turns {
		words := needWords(t.Text)
		values := map[uint64]float64{}
		add := func(kind byte, share float64, list []string) {
			scale := math.Sqrt(share / math.Max(1, float64(len(list))))
			for _, w := range list {
				values[hashBytes(extend(seedWord, kind), []byte(w))] += scale
			}
		}
		side := byte('b')
		if t.Shopper {
			side = 's'
		}
		add(side, 1, words)
		add('p', needPairs, wordPairs(words))
		for k := 1; k <= min(needReach, i); k++ {
			add(byte(k), needBefore/float64(k), said[i-k])
		}
		all := make([]string, 0, len(past))
		for w := range past {
			all = append(all, w)
		}
		add('a', needPast, all)
		visit(i, values)
		said = append(said, words)
		for _, w := range words {
			past[w] = true
		}
	}
}

func wordPairs(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	out := make([]string, 0, len(words)+1)
	last := "<"
	for _, w := range words {
		out = append(out, last+" "+w)
		last = w
	}
	return append(out, last+" >")
}

package nlu

import (
	"math"
	"strings"
	"unicode"
)

// The labels of an Emotion.
const (
	Anger    = "anger"
	Disgust  = "disgust"
	Fear     = "fear"
	Joy      = "joy"
	Sadness  = "sadness"
	Surprise = "surprise"
	Neutral  = "neutral"
)

// The places of moodLabels.
const (
	moodAnger = iota
	moodDisgust
	moodFear
	moodJoy
	moodSadness
	moodSurprise
	moodNeutral
	moodCount
)

var moodLabels = [moodCount]string{Anger, Disgust, Fear, Joy, Sadness, Surprise, Neutral}

// MoodLabels are the seven labels in a fixed order, that of Moods.P.
func MoodLabels() []string { return append([]string(nil), moodLabels[:]...) }

// Moods is how likely a message carries each mood. The probabilities sum to 1.
type Moods struct {
	P      [moodCount]float64 // in the order of MoodLabels
	Urgent bool

	startled bool                // the rules see surprise
	angered  bool                // they see anger or disgust
	least    *[moodCount]float64 // from which a label is one of several; nil: the likeliest one only
}

// Top is the likeliest mood.
func (m Moods) Top() Emotion {
	best := moodNeutral
	for l, p := range m.P {
		if p > m.P[best] {
			best = l
		}
	}
	return Emotion{Label: moodLabels[best], P: m.P[best], Anger: m.P[moodAnger] + m.P[moodDisgust], Urgent: m.Urgent}
}

// Labels are the moods of a message that may carry several: those above their
// thresholds, which training chose for the best F1, or else the likeliest.
func (m Moods) Labels() []string {
	var out []string
	for l, p := range m.P {
		if m.least != nil && p >= m.least[l] {
			out = append(out, moodLabels[l])
		}
	}
	if len(out) == 0 {
		out = append(out, m.Top().Label)
	}
	return out
}

// The scores of words, before emphasis, in log-odds: neutral is what the others
// must beat.
const (
	neutralScore  = 1.0
	faintScore    = 0.8 // alone below neutral
	mildScore     = 1.2
	thanksScore   = 1.6
	strongScore   = 3.0
	emojiScore    = 1.9
	courtesyScore = 0.4 // of thanks in a message that wants something
)

// DetectEmotion reads the mood of a message from words, emoji, swearing,
// capitals and repeated signs, and in English from a trained model too. lang may
// be empty: the lists of all languages are then tried.
//
// The model has learned curiosity and confusion as surprise. Who asks a shop
// something is not surprised: unless the rules see it, a question's surprise
// counts as neutral here. And what strangers quarrel about is no complaint:
// anger of which the rules see nothing ("no, I don't want that") counts half.
func (a *Analyzer) DetectEmotion(text, lang string) Emotion {
	m := a.ReadMoods(text, lang)
	if m.least != nil && !m.startled {
		m.P[moodNeutral] += m.P[moodSurprise]
		m.P[moodSurprise] = 0
	}
	if m.least != nil && !m.angered {
		m.P[moodAnger] /= 2
		m.P[moodNeutral] += m.P[moodAnger]
	}
	return m.Top()
}

// ReadMoods gives the probability of every mood.
func (a *Analyzer) ReadMoods(text, lang string) Moods {
	plain := clip(clean(text), 4096)
	cues := readCues(plain, lang)
	out := Moods{P: cues.score, Urgent: cues.urgent, startled: cues.score[moodSurprise] > 0, angered: cues.score[moodAnger]+cues.score[moodDisgust] > 0}
	if m := a.moods; m != nil && m.reads(lang) && !cues.empty {
		g := a.grams.Get().(*moodGrams)
		g.read(plain)
		out.P = m.weigh(m.scores(g), cues.score)
		a.grams.Put(g)
		out.least = &m.head.Least
	} else {
		out.P[moodNeutral] += neutralScore
	}
	softmax(out.P[:])
	return out
}

// cues are what the rules see in a message: scores by mood without the neutral
// one, in log-odds.
type cues struct {
	score  [moodCount]float64
	urgent bool
	empty  bool // no letter and no sign to read
}

// readCues applies the rules.
func readCues(plain, lang string) cues {
	t := newMoodText(plain)
	c := cues{empty: t.words == 0 && t.symbols == 0}
	t.find(lang)
	courtesy := thanksScore
	if t.asks > 0 || t.words > mostThanks || t.hasComplaint() || !t.beginsWithThanks() {
		courtesy = courtesyScore
	}
	for i := range t.hits {
		c.urgent = c.urgent || t.hits[i].kind == kindUrgent
		c.count(&t, i, courtesy)
	}
	emphasise(&c.score, &t)
	for l, n := range t.emoji {
		c.score[l] += math.Min(float64(n), 2) * emojiScore
	}
	return c
}

// mostThanks is how many words a message may have to be thanks and nothing else.
const mostThanks = 7

// count adds a hit to the scores. What is denied counts against its mood, and
// joy denied is disappointment. A swear word before praise is praise.
func (c *cues) count(t *moodText, i int, courtesy float64) {
	h := t.hits[i]
	if h.kind >= kindUrgent {
		return
	}
	score := h.kind.score()
	switch {
	case h.kind == kindThanks:
		score = courtesy
	case h.kind == kindMild && h.label == moodJoy: // "a good one", "a nice dress" are no mood yet
		score = faintScore
	}
	if h.kind == kindSwear && i+1 < len(t.hits) && t.hits[i+1].label == moodJoy && t.hits[i+1].at-h.end <= 2 && t.hits[i+1].kind != kindThanks {
		return
	}
	for j, other := range t.hits { // a word within a phrase, or one that two entries fit
		longer := other.end-other.at > h.end-h.at
		if other.kind < kindUrgent && other.at <= h.at && h.end <= other.end && (longer || j < i && other.label == h.label) {
			return
		}
	}
	switch {
	case !t.denied(h):
		c.score[h.label] += score
	case h.label == moodJoy && h.kind != kindThanks:
		c.score[moodJoy] -= score
		c.score[moodSadness] += score + 0.5
	}
}

// emphasise makes moods stronger that are shouted, stretched or repeated, and
// reads bare shouting and strings of signs as anger or surprise.
func emphasise(score *[moodCount]float64, t *moodText) {
	factor := 1.0
	if t.shouting {
		factor += 0.4
		score[moodAnger] += 0.7
	}
	if t.signs >= 2 || t.stretched {
		factor += 0.2
	}
	if t.shouting && t.signs >= 2 {
		score[moodAnger] += 0.6
	}
	if t.signs >= 3 && t.asks >= 1 || t.asks >= 3 {
		score[moodAnger] += 0.7
		score[moodSurprise] += 0.4
	}
	for l := range score {
		score[l] *= factor
	}
}

// spaced lowers a text and sets every word apart by one space; runes of scripts
// without spaces stay together, so that lists can hold whole Chinese words.
func spaced(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	gap := true
	for _, r := range strings.ToLower(text) {
		switch {
		case 'a' <= r && r <= 'z':
			b.WriteByte(byte(r))
			gap = false
		case noSpace(r):
			b.WriteRune(foldRune(r))
			gap = false
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '\'':
			b.WriteRune(r)
			gap = false
		case !gap:
			b.WriteByte(' ')
			gap = true
		}
	}
	return strings.TrimSpace(b.String())
}

// foldHan simplifies the Chinese characters of a pattern, as spaced does those of
// a text.
func foldHan(text string) string {
	return strings.Map(func(r rune) rune {
		if noSpace(r) {
			return foldRune(r)
		}
		return r
	}, text)
}

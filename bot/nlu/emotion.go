package nlu

import (
	"strings"
	"sync"
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

var emotionLabels = [...]string{Anger, Disgust, Fear, Joy, Sadness, Surprise, Neutral}

// neutralScore is the score of Neutral, which the other labels must beat; a
// strong word scores 2, a mild one 1, before emphasis.
const neutralScore = 1.0

// maxMoodEmojis is how many emoji count: a wall of them says no more.
const maxMoodEmojis = 8

// DetectEmotion reads the mood of a message from words, emoji, swearing,
// capitals and repeated signs. A word after a negation counts against its own
// mood. lang may be empty: the lists of all languages are then tried.
func (a *Analyzer) DetectEmotion(text, lang string) Emotion {
	plain := clip(clean(text), 4096)
	var score [len(emotionLabels)]float64
	score[len(score)-1] = neutralScore
	low := " " + spaced(plain) + " "
	for _, l := range emotionLexicon() {
		if lang != "" && l.lang != "" && l.lang != lang && hasLexicon(lang) {
			continue
		}
		for _, e := range l.entries {
			count(&score, low, e, l.lang)
		}
	}
	emphasise(&score, plain)
	emojis := 0
	for _, r := range plain {
		if e, ok := emojiMood[r]; ok && emojis < maxMoodEmojis {
			score[e.label] += e.score
			emojis++
		}
	}
	best, top := len(score)-1, score[len(score)-1]
	for l, x := range score {
		if x > top {
			best, top = l, x
		}
	}
	softmax(score[:])
	return Emotion{Label: emotionLabels[best], P: score[best], Urgent: isUrgent(low)}
}

// count adds an entry's score for its first two occurrences.
func count(score *[len(emotionLabels)]float64, low string, e moodWord, lang string) {
	from := 0
	for range 2 {
		at := strings.Index(low[from:], e.word)
		if at < 0 {
			return
		}
		at += from
		if negated(low[:at+1], lang) {
			if e.label == moodJoy {
				score[moodSadness] += e.score
			}
		} else {
			score[e.label] += e.score
		}
		from = at + len(e.word) - 1
	}
}

// negated says that one of the three words before (the three runes, for
// Chinese and Japanese) is a negation.
func negated(before, lang string) bool {
	if lang == "zh" || lang == "ja" {
		tail := []rune(before)
		tail = tail[max(0, len(tail)-8):]
		return strings.ContainsAny(strings.ReplaceAll(string(tail), " ", ""), "不没無无别")
	}
	words := strings.Fields(before)
	for _, w := range words[max(0, len(words)-3):] {
		if negations[w] {
			return true
		}
	}
	return false
}

var negations = wordSet("not no never isnt wasnt dont didnt cant without hardly barely n't isn't wasn't don't didn't can't aren't won't nicht kein keine keinen nie ohne nunca sin tampoco jamas ni pas jamais sans non nao não")

// emphasise makes moods stronger that are shouted or repeated, and reads bare
// shouting and strings of signs as anger or surprise.
func emphasise(score *[len(emotionLabels)]float64, text string) {
	upper, letters := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	shouting := letters >= 8 && upper*10 >= letters*7
	signs := strings.Count(text, "!") + strings.Count(text, "！")
	asks := strings.Count(text, "?") + strings.Count(text, "？")
	factor := 1.0
	if shouting {
		factor += 0.4
		score[moodAnger] += 0.7
	}
	if signs >= 2 {
		factor += 0.2
	}
	if shouting && signs >= 2 {
		score[moodAnger] += 0.5
	}
	if signs >= 3 && asks >= 1 || asks >= 3 {
		score[moodAnger] += 0.6
		score[moodSurprise] += 0.4
	}
	for l := range len(score) - 1 {
		score[l] *= factor
	}
}

// spaced lowers a text and sets every word apart by one space; runes of scripts
// without spaces stay together, so that lists can hold whole Chinese words.
func spaced(text string) string {
	var b strings.Builder
	gap := true
	for _, r := range strings.ToLower(text) {
		switch {
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

func isUrgent(low string) bool {
	for _, w := range urgentWords() {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// moodWord is a lexicon entry: a word with a space on either side, or a string
// of a script without spaces.
type moodWord struct {
	word  string
	label int
	score float64
}

type moodList struct {
	lang    string
	entries []moodWord
}

func hasLexicon(lang string) bool {
	for _, l := range moodSources {
		if l.lang == lang {
			return true
		}
	}
	return false
}

// emotionLexicon prepares the lists once.
var emotionLexicon = sync.OnceValue(func() []moodList {
	var out []moodList
	for _, src := range moodSources {
		l := moodList{lang: src.lang}
		for label, words := range src.words {
			for _, w := range strings.Split(words, ",") {
				w = strings.TrimSpace(w)
				if w == "" {
					continue
				}
				score := 1.2
				if strings.HasPrefix(w, "+") {
					w, score = w[1:], 2.2
				}
				l.entries = append(l.entries, moodWord{word: bordered(w), label: label, score: score})
			}
		}
		out = append(out, l)
	}
	return out
})

// bordered puts a space on either side of words; strings of scripts without
// spaces are found anywhere, and a trailing * leaves the end open.
func bordered(w string) string {
	w = foldHan(w)
	for _, r := range w {
		if noSpace(r) {
			return w
		}
	}
	if open, ok := strings.CutSuffix(w, "*"); ok {
		return " " + open
	}
	return " " + w + " "
}

var urgentWords = sync.OnceValue(func() []string {
	var out []string
	for _, w := range strings.Split(urgentList, ",") {
		out = append(out, bordered(strings.TrimSpace(w)))
	}
	return out
})

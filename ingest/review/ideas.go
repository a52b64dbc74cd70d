package review

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// idea is what a word or a phrase stands for in a rule. Sets are sums.
type idea uint32

// The ideas.
const (
	drop     idea = 1 << iota // to ignore, to forget
	former                    // previous, above, all, your
	orders                    // instructions, rules
	reveal                    // to show, to print
	prompt                    // the system prompt
	become                    // you are now, act as
	persona                   // an assistant, a model, somebody without limits
	alter                     // to modify, to scramble: what is done to a text
	put                       // to add, to replace
	piece                     // a sentence, every third word
	answer                    // your answer
	inAnswer                  // in your answer
	urge                      // to suggest, to promote
	address                   // note to, if you are
	model                     // an AI, a language model
	reading                   // reading this
	hush                      // do not tell the customer
	send                      // to send
	private                   // the conversation, what customers told
	link                      // an address on the web
	jargon                    // complete in itself
)

// hit is an idea in a sentence. Places are counted in half words: a word is two,
// a character of a script without spaces one.
type hit struct {
	idea    idea
	at, end int
}

// ideasIn finds the phrases in a folded sentence.
func ideasIn(s string) []hit {
	var hits []hit
	place, inWord, thai := 0, false, 0
	for i, r := range s {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		dense := letter && anywhere(r)
		starts := letter && !inWord
		switch {
		case dense && long(r):
			if thai++; thai%3 == 1 {
				place++
			}
		case dense:
			place++
		case starts:
			place += 2
		}
		inWord = letter && (!dense || clitic(r))
		if n := quoted(s[i:]); n > 0 {
			hits = append(hits, hit{piece, place + 2, place + 2}) // whatever it says
		}
		if !starts && !dense {
			continue
		}
		for _, p := range phrases[r] {
			if strings.HasPrefix(s[i:], p.text) && (!p.whole || ends(s[i+len(p.text):])) {
				hits = append(hits, hit{p.idea, place, place + p.width})
			}
		}
	}
	return hits
}

// longQuote is how many spaces a quoted text has that is more than a word to type
// or a button's name.
const longQuote = 3

// quoted gives how long the quoted text is with which s begins, in bytes; 0 if
// it begins with none, or one of a few words.
func quoted(s string) int {
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}, {"„", "“"}, {"«", "»"}} {
		rest, ok := strings.CutPrefix(s, q[0])
		if !ok {
			continue
		}
		end := strings.Index(rest, q[1])
		if end > 0 && strings.Count(rest[:end], " ") >= longQuote && rest[0] != ' ' {
			return end
		}
	}
	return 0
}

// anywhere tells scripts in whose words a phrase may begin anywhere: they have
// no spaces, or write little words together with the next one.
func anywhere(r rune) bool {
	return r >= 0x590 && r < 0x780 || r >= 0xE00 && r < 0xE80 || r >= 0x2E80 && r < 0xFB00
}

// long tells Thai and Lao: their words have more characters.
func long(r rune) bool { return r >= 0xE00 && r < 0xE80 }

// clitic tells Hebrew, Arabic and Hangul: they have spaces.
func clitic(r rune) bool { return r >= 0x590 && r < 0x780 || r >= 0xAC00 && r < 0xD7B0 }

// ends says whether a word ends before rest.
func ends(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-'
}

// phrase is a row of the word lists in compared spelling.
type phrase struct {
	text  string
	whole bool // it ends a word; else any ending may follow
	idea  idea
	width int // in half words
}

// phrases are the word lists by their first letter.
var phrases = func() map[rune][]phrase {
	out := make(map[rune][]phrase)
	for _, l := range wordLists {
		for _, word := range strings.Split(l.words, ",") {
			p := phrase{text: fold(strings.TrimSpace(word)), idea: l.idea}
			if p.text == "" {
				continue
			}
			p.text, p.whole = strings.CutSuffix(p.text, "$")
			first, _ := utf8.DecodeRuneInString(p.text)
			for _, r := range p.text {
				if anywhere(r) && !clitic(r) {
					p.width++
				}
			}
			if long(first) {
				p.width = max(p.width/3-1, 1) // rounded down, so that neighbours do not overlap
			}
			if p.width == 0 {
				p.width = 2 * len(strings.Fields(p.text))
			}
			out[first] = append(out[first], p)
		}
	}
	return out
}()

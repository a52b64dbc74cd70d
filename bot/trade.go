package bot

import (
	"cmp"
	"strings"
	"unicode"

	"frontdesk/internal/wording"
)

// trade leaves out what the writer says of their trade: a lawyer who asks for an invoice
// threatens nobody and is not angry. Where nothing that is clearly asked for is left, the
// message stays as it is.
func (t *turn) trade() {
	if t.payload != "" || len(t.said) == 0 {
		return
	}
	rest, found := withoutSaid(t.text, t.lang, saysTrade)
	if !found {
		return
	}
	rest = strings.Trim(rest, " ,.;:!，。、")
	r := t.b.Understander.Read(rest, []string{t.lang})
	if len(r.Intents) == 0 || r.Accept < cmp.Or(r.Cutoff, t.b.cfg.IntentThreshold) || !asksShop(r.Intents[0].Intent) {
		return
	}
	t.text = rest
	t.read.takeOf(r)
	t.read.Parts, t.read.Emotion, t.read.WantsHuman = r.Parts, r.Emotion, r.WantsHuman
	t.step("trade", "left_out", rest, nil)
}

// withoutSaid is a text without the longest phrase of a meaning that it has, in a language
// or in English; false where it has none.
func withoutSaid(text, lang, meaning string) (string, bool) {
	var folded strings.Builder
	var places []int // of the folded bytes in the text
	for at, r := range text {
		n, _ := folded.WriteString(foldSaid(string(r)))
		for range n {
			places = append(places, at)
		}
	}
	places = append(places, len(text))
	from, to := 0, 0
	for _, l := range []string{lang, wording.Fallback} {
		for _, s := range sayings()[meaning][l] {
			if i := strings.Index(folded.String(), s.text); s.in(folded.String()) && len(s.text) > to-from {
				from, to = i, i+len(s.text)
				if after := folded.String()[to:]; s.open { // with the rest of its last word
					to += len(after) - len(strings.TrimLeftFunc(after, unicode.IsLetter))
				}
			}
		}
	}
	return text[:places[from]] + " " + text[places[to]:], to > from
}

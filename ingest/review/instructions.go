package review

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"frontdesk/knowledge"
)

// rule is an order that nobody gives to readers of a help text: its ideas stand
// in one sentence, no further apart than within (in words). In order where
// inOrder is set; languages that put the verb last need the other way.
type rule struct {
	what    string
	ideas   []idea
	within  int
	inOrder bool
}

// rules were written after the attacks of BIPIA's training part and held against
// texts that must not be found (see docs/evaluation.md).
var rules = []rule{
	{"override", []idea{drop, former, orders}, 9, false},
	{"reveal_prompt", []idea{reveal, prompt}, 9, false},
	{"new_role", []idea{become, persona}, 9, true},
	{"shape_answer", []idea{alter, answer}, 16, false},
	{"shape_answer", []idea{put, piece, answer}, 22, false},
	{"shape_answer", []idea{inAnswer, urge}, 4, true},
	{"to_a_model", []idea{address, model}, 6, true},
	{"to_a_model", []idea{model, reading}, 6, true},
	{"hush", []idea{hush, orders}, 9, true},
	{"send_out", []idea{send, private, link}, 16, true},
	{"jargon", []idea{jargon}, 1, false},
}

// instructions finds sentences that give orders to a language model.
func instructions(s string) []Finding {
	found := markup(s)
	for at := 0; at < len(s); {
		end := len(s)
		if i := strings.Index(s[at:], "\n\n"); i >= 0 {
			end = at + i + 2
		}
		from := at
		for _, sentence := range knowledge.Sentences(s[at:end]) {
			found = append(found, sentenceFindings(s, from, sentence)...)
			from += len(sentence)
		}
		at = end
	}
	return found
}

// longest is how much of a text without ends of sentences is read at once, in
// bytes, with overlap bytes of what was read before.
const (
	longest = 2000
	overlap = 400
)

func sentenceFindings(s string, from int, sentence string) []Finding {
	for len(sentence) > longest {
		cut := runeStart(sentence, longest)
		if f := ordersIn(s, from, sentence[:cut]); f != nil {
			return []Finding{*f}
		}
		step := runeStart(sentence, longest-overlap)
		sentence, from = sentence[step:], from+step
	}
	if f := ordersIn(s, from, sentence); f != nil {
		return []Finding{*f}
	}
	return nil
}

func runeStart(s string, i int) int {
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}

func ordersIn(s string, from int, sentence string) *Finding {
	spelt := fold(sentence)
	what := matchRules(spelt)
	if what == "" && spaced.MatchString(spelt) {
		spelt = spaced.ReplaceAllStringFunc(spelt, func(m string) string { return strings.NewReplacer(" ", "", "-", "", ".", "", "_", "").Replace(m) + " " })
		what = matchRules(spelt)
	}
	if what == "" {
		return nil
	}
	start := from + len(sentence) - len(strings.TrimLeft(sentence, " \n\t\r>*-#"))
	text := strings.Join(strings.Fields(s[start:from+len(sentence)]), " ")
	return &Finding{Code: Instructions, What: what, At: start, Excerpt: shorten(text), Value: strings.TrimSpace(spelt)}
}

// spaced matches words written letter by letter, to hide them.
var spaced = regexp.MustCompile(`(?:\b\pL[ ._-]){5,}\pL\b ?`)

// matchRules gives the first rule that a folded sentence meets, empty if none.
func matchRules(s string) string {
	hits := ideasIn(s)
	if len(hits) == 0 {
		return ""
	}
	for _, r := range rules {
		if r.met(hits) {
			return r.what
		}
	}
	return ""
}

// met tries every place of the first idea; the sentences are short.
func (r rule) met(hits []hit) bool {
	for _, h := range hits {
		if h.idea&r.ideas[0] == 0 {
			continue
		}
		chosen := []hit{h}
		for _, want := range r.ideas[1:] {
			next, found := r.nearest(hits, want, chosen)
			if !found {
				break
			}
			chosen = append(chosen, next)
		}
		if len(chosen) == len(r.ideas) && spread(chosen) <= 2*r.within {
			return true
		}
	}
	return false
}

// nearest finds the hit of an idea that widens the chosen ones least and is none
// of their words.
func (r rule) nearest(hits []hit, want idea, chosen []hit) (best hit, found bool) {
	last, least := chosen[len(chosen)-1], 0
	for _, h := range hits {
		if h.idea&want == 0 || r.inOrder && h.at < last.end || slices.ContainsFunc(chosen, h.overlaps) {
			continue
		}
		if wide := spread(append(slices.Clip(chosen), h)); !found || wide < least {
			best, least, found = h, wide, true
		}
	}
	return best, found
}

func (h hit) overlaps(o hit) bool { return h.at < o.end && o.at < h.end }

// spread is how far hits reach, in half words.
func spread(hits []hit) int {
	low, high := hits[0].at, hits[0].end
	for _, h := range hits[1:] {
		low, high = min(low, h.at), max(high, h.end)
	}
	return high - low
}

// fold gives the compared spelling: NFKC, lower case, nothing invisible, white
// space as one space, and Cyrillic or Greek letters that pass for Latin ones as
// those where they stand in one word with Latin ones.
func fold(s string) string {
	s = norm.NFKC.String(s)
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r) && r < 0x370: // marks left over on Latin letters
			continue
		case r == '’' || r == 'ʼ' || r == '‘' || r == '`':
			r = '\''
		case r == '‐' || r == '‑' || r == '–':
			r = '-'
		case r == 'İ':
			r = 'i'
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return unmixed(b.String())
}

var lookalikes = strings.NewReplacer("а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "у", "y", "х", "x", "і", "i", "ѕ", "s", "ј", "j", "һ", "h", "ο", "o", "α", "a", "ν", "v", "ι", "i", "ρ", "p", "τ", "t", "ε", "e")

func unmixed(s string) string {
	var latin, other bool
	for _, r := range s {
		latin = latin || r < 0x250 && unicode.IsLetter(r)
		other = other || r >= 0x370 && r < 0x530
	}
	if !latin || !other {
		return s
	}
	words := strings.Split(s, " ")
	for i, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return r < 0x250 && unicode.IsLetter(r) }) {
			words[i] = lookalikes.Replace(w)
		}
	}
	return strings.Join(words, " ")
}

// marks are what chat models are fed with, never a reader.
var marks = regexp.MustCompile(`(?i)<\|(?:im_start|im_end|system|user|assistant|endoftext|end_of_turn|begin_of_text|eot_id|start_header_id)\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|</?system(?:_prompt|_message|-prompt)?>|` +
	`(?m:^#{2,4} ?(?:system|instruction|assistant)s? ?:)|(?m:^[ \t>*-]*(?:system|assistant|developer) ?(?:prompt|message|instructions?)? ?: ?(?:you|ignore|disregard|forget|from now|new|always|never)\b)|` +
	`(?:begin|end|start) (?:of )?(?:the )?(?:system prompt|system message|(?:new|hidden|secret) instructions?)|` +
	`\]\(https?://[^)\s]{1,300}[?&=/](?:\{|%7B|\[|<)[a-z _-]{0,40}(?:chat|conversation|history|message|email|data|secret|prompt|summary)`)

// encoded matches what may be a text in base64.
var encoded = regexp.MustCompile(`[A-Za-z0-9+/]{40,}={0,2}`)

// markup finds what poses as the frame of a conversation, and orders that are
// written so that no person reads them.
func markup(s string) []Finding {
	var found []Finding
	if strings.ContainsAny(s, "<[#:]") || strings.Contains(strings.ToLower(s), "instruction") {
		for _, m := range marks.FindAllStringIndex(s, -1) {
			found = append(found, Finding{Instructions, "markup", m[0], excerpt(s, m[0], m[1], ""), fold(s[m[0]:m[1]])})
		}
	}
	if said, at := smuggled(s); said != "" {
		found = append(found, Finding{Instructions, "invisible", at, shorten(said), said})
	}
	for _, m := range encoded.FindAllStringIndex(s, -1) {
		raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s[m[0]:m[1]], "="))
		if err != nil || !utf8.Valid(raw) {
			continue
		}
		if said := fold(string(raw)); matchRules(said) != "" {
			found = append(found, Finding{Instructions, "encoded", m[0], shorten(string(raw)), said})
		}
	}
	return found
}

// smuggled reads what is written in the invisible twins of ASCII that Unicode has
// for language tags, and where it begins. Flags of countries such as Wales are
// made of them too: a black flag, the letters, and an end.
func smuggled(s string) (said string, at int) {
	var b strings.Builder
	flag := false
	for i, r := range s {
		switch {
		case r == 0x1F3F4:
			flag = true
		case r < 0xE0020 || r >= 0xE007F:
			flag = false
		case !flag:
			if b.Len() == 0 {
				at = i
			}
			b.WriteRune(r - 0xE0000)
		}
	}
	return b.String(), at
}

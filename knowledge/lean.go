package knowledge

import (
	"maps"
	"slices"
	"strings"
)

// Lean is an intent with P(a text has it).
type Lean struct {
	Intent string
	P      float64
}

// How far what the words of an article lean to an intent tells that it is about it.
// Titles, questions and headings are worded like what people ask; sentences are
// not, and are often of another intent than the classifier reads.
const (
	headingLean  = 1.0
	sentenceLean = 0.6
	leastLean    = 0.15 // below it a reading says nothing
	mostLeanings = 12   // texts of an article that are read: 50 µs each
	mostOfOne    = 4    // sentences of one passage
	aboutFrom    = 0.5  // strength from which an article is about an intent
	leastLeant   = 0.25 // of a question, from which articles are found by its intent alone
	mostLeant    = 8    // articles that are found so
	impliedTrust = 0.5  // of what the words say, beside intents that an editor named
)

const headingBorder = " › " // of Passage.Heading

// strengths say how far something is about intents, 0 to 1 each.
type strengths map[string]float64

// add counts a reading in, as independent evidence.
func (s strengths) add(readings []Lean, weight float64) {
	for _, l := range readings {
		if l.P >= leastLean {
			s[l.Intent] = 1 - (1-s[l.Intent])*(1-weight*l.P)
		}
	}
}

// readLeanings reads what an article and each of its passages are about. Intents
// that an editor named are certain; what the words say beside them counts less.
func (b *Base) readLeanings(h *held) {
	h.about = make(strengths)
	if b.cfg.Lean != nil && len(h.article.Intents) == 0 {
		b.leanOfWords(h)
	}
	if len(h.article.Intents) > 0 {
		for name := range h.about {
			h.about[name] *= impliedTrust
		}
	}
	for _, name := range h.article.Intents {
		h.about[name] = 1
	}
	for _, name := range slices.Sorted(maps.Keys(h.about)) {
		h.width += h.about[name]
		if h.about[name] >= aboutFrom {
			h.subjects = append(h.subjects, name)
		}
	}
}

func (b *Base) leanOfWords(h *held) {
	left := mostLeanings
	read := func(s string) []Lean {
		left--
		return b.cfg.Lean(s, h.lang)
	}
	for _, s := range append([]string{h.article.Title}, h.article.Questions...) {
		if left > 0 {
			h.about.add(read(s), headingLean)
		}
	}
	for _, e := range h.entries {
		e.about = make(strengths)
		if heading := lastOf(e.passage.Heading); heading != "" && heading != h.article.Title && left > 0 {
			e.about.add(read(heading), headingLean)
		}
		for _, s := range firstSentences(e.passage.Text, mostOfOne) {
			if left > 0 {
				e.about.add(read(s), sentenceLean)
			}
		}
		for name, p := range e.about {
			h.about[name] = 1 - (1-h.about[name])*(1-p)
		}
	}
}

// leanings are the signals of a candidate that come from intents.
func (s *search) leanings(c *candidate) {
	if s.foreign {
		return // across languages see byIntent
	}
	h := c.entry.held
	for _, l := range s.query.leans() {
		mine, all := h.about[l.Intent], s.part.leaning[l.Intent]
		c.signals[intent] += l.P * mine
		c.signals[narrow] += l.P * mine / max(h.width, 1)
		c.signals[only] += l.P * mine / max(all, 1)
		c.signals[spot] += l.P * c.entry.about[l.Intent]
		if all > mine {
			c.signals[otherIntent] += l.P * (1 - mine) * min(1, all-mine)
		}
	}
}

// leaners finds the articles that are surely about what the question leans to,
// whether or not they have a word of it, and gives their passages.
func (s *search) leaners() []string {
	var ids []string
	for _, l := range s.query.leans() {
		if l.P < leastLeant {
			continue
		}
		found := 0
		for _, h := range s.part.byIntent[l.Intent] {
			if found == mostLeant {
				break
			}
			if s.leant[h] || !s.keep(h) && (s.reach == nil || !s.reach(h)) {
				continue
			}
			s.leant[h] = true
			found++
			for _, e := range h.entries[:min(passagesOfAsked, len(h.entries))] {
				ids = append(ids, e.passage.ID)
			}
		}
	}
	return ids
}

// leans are what a question leans to.
func (q Query) leans() []Lean {
	if q.Leans != nil {
		return q.Leans
	}
	out := make([]Lean, len(q.Intents))
	for i, name := range q.Intents {
		out[i] = Lean{name, q.intentP()}
	}
	return out
}

// lastOf is the innermost heading of a path.
func lastOf(path string) string {
	if i := strings.LastIndex(path, headingBorder); i >= 0 {
		return path[i+len(headingBorder):]
	}
	return path
}

// firstSentences are the first n sentences of a text, without the marks of Markdown.
func firstSentences(s string, n int) []string {
	all := Sentences(s)
	out := make([]string, 0, n)
	for _, x := range all[:min(n, len(all))] {
		if x = strings.Trim(x, "#*-| \n"); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// usualIntentP is what a reading of intents is worth that does not say.
const usualIntentP = 0.75

func (q Query) intentP() float64 {
	if q.IntentP == 0 {
		return usualIntentP
	}
	return q.IntentP
}

package knowledge

// Lean is an intent with P(a text has it).
type Lean struct {
	Intent string
	P      float64
}

// IntentReader reads what texts are about.
type IntentReader interface {
	// Lean gives the intents that a text may have, likeliest first.
	Lean(text, lang string) []Lean
	// ReaderName changes whenever Lean may read a text in another way.
	ReaderName() string
}

// Speller is what an IntentReader may be too. It knows words of a language, so that one
// that the articles of a shop happen to lack is not taken for a typing error of another.
type Speller interface {
	Spelt(word, lang string) bool
}

// What a question's intents find articles by.
const (
	leastLeant = 0.25 // of a question, from which articles are found by its intent alone
	mostLeant  = 8    // articles that are found so
)

// leanings are the signals of a candidate that come from intents.
func (s *search) leanings(c *candidate) {
	leans := s.query.leans()
	if len(leans) == 0 {
		return
	}
	g := s.part.gist(c.entry.held)
	var beyond strengths
	if !s.foreign {
		beyond = s.base.aboutBeyond(s.part.lang)
	}
	for _, l := range leans {
		mine, all := shaded(g.about[l.Intent], beyond[l.Intent]), s.part.leaning[l.Intent]
		c.signals[intent] += l.P * mine
		c.signals[narrow] += l.P * mine / max(g.width, 1)
		c.signals[only] += l.P * mine / max(all, 1)
		c.signals[spot] += l.P * g.passage(c.entry.place)[l.Intent]
		if all > mine {
			c.signals[otherIntent] += l.P * (1 - mine) * min(1, all-mine)
		}
	}
}

// How much surer an article without an edition in the question's language has to be
// about an intent, so that what is in that language no longer counts in full, in odds;
// and the strength from which an article is as sure as can be.
const (
	muchSurer = 3.0
	sureAll   = 0.97
)

// shaded is the strength with which an article is about an intent, beside an article
// that its language lacks.
func shaded(strength, beyond float64) float64 {
	odds := func(p float64) float64 { p = min(p, sureAll); return p / (1 - p) }
	if beyond <= strength {
		return strength
	}
	return strength * min(1, muchSurer*odds(strength)/odds(beyond))
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
			if s.part.gist(h).about[l.Intent] < aboutFrom || s.leant[h] || !s.keep(h) && (s.reach == nil || !s.reach(h)) {
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

// usualIntentP is what a reading of intents is worth that does not say.
const usualIntentP = 0.75

func (q Query) intentP() float64 {
	if q.IntentP == 0 {
		return usualIntentP
	}
	return q.IntentP
}

package knowledge

import (
	"fmt"
	"slices"
	"strings"
)

// hit is what the caller sees of a candidate.
func (c *candidate) hit(lang string) Hit {
	return Hit{
		Passage: c.entry.passage, Article: c.entry.held.article,
		Lexical: c.lexical, Vector: c.cosine, Fused: c.fused, P: c.p, Why: c.why(lang), Signals: slices.Clone(c.signals[:]),
	}
}

// why says in words what spoke for and against a candidate.
func (c *candidate) why(lang string) []string {
	var out, has, lacks []string
	for i, t := range c.search.answer.Terms {
		if t.Weight < 1 {
			continue
		}
		word := t.Forms[0]
		if t.Repair != "" {
			word += " → " + t.Repair
		}
		if c.matched&(1<<i) != 0 {
			has = append(has, word)
		} else {
			lacks = append(lacks, word)
		}
	}
	if len(has) > 0 {
		out = append(out, fmt.Sprintf("has %s (%.0f %% of the question's weight)", strings.Join(has, ", "), 100*c.signals[coverage]))
	}
	if len(lacks) > 0 {
		out = append(out, "lacks "+strings.Join(lacks, ", "))
	}
	if c.match.score >= 0.3 {
		out = append(out, fmt.Sprintf("asked like %q (%.2f)", c.match.question.text, c.match.score))
	}
	if refused := c.whyRefused(); refused != "" {
		out = append(out, refused)
	}
	if c.near > 0 {
		what := "spelling"
		if c.search.meaning != nil {
			what = "meaning"
		}
		out = append(out, fmt.Sprintf("near by %s (%.2f)", what, c.near))
	}
	if c.signals[margin] > 0 {
		out = append(out, fmt.Sprintf("ahead of the next article by %.2f", c.signals[margin]))
	}
	if c.signals[intent] >= 0.25 || c.search.meant[c.entry.held] {
		out = append(out, "is about the intent")
	}
	if c.signals[otherIntent] >= 0.25 {
		out = append(out, "is about other intents")
	}
	if c.gives {
		out = append(out, "has the kind of answer that is asked for")
	}
	if c.overdue() {
		out = append(out, "not verified in time")
	}
	if own := c.entry.held.lang; lang != "und" && own != lang {
		out = append(out, "in another language ("+own+")")
	}
	return out
}

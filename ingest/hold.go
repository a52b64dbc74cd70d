package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/ingest/review"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// Shrink is the code of a text that has lost almost all of what it said.
const Shrink = "suspicious_shrink"

const (
	shrinkFrom  = 400 // characters from which on a text can shrink suspiciously
	shrinkTo    = 0.1 // share of them that is left
	holdsAtOnce = 50  // of one article that are told one by one
)

// holds are the reasons why somebody has to look at a text before shoppers get
// it. What they have been getting already, and what was approved in the text
// that waits, is no reason again.
func (d document) holds(a knowledge.Article, o Options) []knowledge.Hold {
	known := make(map[string]bool)
	if a.Status == knowledge.Published {
		for _, p := range partsOf(a.Copy()) {
			for _, f := range review.Text(p.text) {
				known[f.Code+f.Value] = true
			}
		}
	}
	var out []knowledge.Hold
	more := 0
	for _, p := range partsOf(d.copy(0)) {
		for _, f := range review.Text(p.text) {
			if known[f.Code+f.Value] {
				continue
			}
			if len(out) == holdsAtOnce {
				more++
				continue
			}
			h := knowledge.Hold{Code: f.Code, Place: p.name, Excerpt: f.Excerpt}
			if p.name == "" {
				h.Place = d.where(f.At)
			}
			out = append(out, approved(h, a.Holds))
		}
	}
	if more > 0 {
		out = append(out, knowledge.Hold{Code: out[0].Code, Place: fmt.Sprintf("%d more", more)})
	}
	if d.worse != "" {
		out = append(out, knowledge.Hold{Code: Worse, Excerpt: d.worse})
	}
	if was, is := utf8.RuneCountInString(a.Body), utf8.RuneCountInString(d.Body); !o.Shrunk && a.Status == knowledge.Published &&
		was >= shrinkFrom && float64(is) <= shrinkTo*float64(was) {
		out = append(out, approved(knowledge.Hold{Code: Shrink, Excerpt: fmt.Sprintf("%d → %d", was, is)}, a.Holds))
	}
	return out
}

// approved carries over that somebody has approved the same finding in an
// earlier reading of the text.
func approved(h knowledge.Hold, earlier []knowledge.Hold) knowledge.Hold {
	i := slices.IndexFunc(earlier, func(o knowledge.Hold) bool {
		return o.ApprovedBy != "" && o.Code == h.Code && o.Excerpt == h.Excerpt
	})
	if i >= 0 {
		h.ApprovedBy, h.ApprovedAt = earlier[i].ApprovedBy, earlier[i].ApprovedAt
	}
	return h
}

// part is a field of an article; name is its place for people, empty for the body.
type part struct{ name, text string }

func partsOf(c knowledge.Copy) []part {
	return []part{{"title", c.Title}, {"questions", strings.Join(c.Questions, "\n\n")}, {"url", c.URL}, {"", c.Body}}
}

// where names the place of a byte of the body: the page of a PDF, else the line
// of the file, or of the text where the file has no lines.
func (d document) where(at int) string {
	if page := d.place(at); page != "" {
		return page
	}
	first := max(d.textLine, 1)
	if d.textLine == 0 && d.line > 0 { // a row of a table
		return fmt.Sprintf("line %d", d.line)
	}
	return fmt.Sprintf("line %d", first+strings.Count(d.Body[:at], "\n"))
}

// edited is the row of a text that has to be looked at while somebody writes on
// the article: it would take the place of what they have written.
func edited(err error, d document) *Problem {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != knowledge.BeingEdited {
		return nil
	}
	return &Problem{Code: f.Code, Line: d.line, Message: f.Message, Hint: "Publish or discard the working copy, then import it again."}
}

// hold makes the row that of a text that waits, where it does.
func (r *Row) hold(a knowledge.Article) {
	if !a.Held() {
		return
	}
	var said []string
	for _, h := range a.Holds {
		if h.ApprovedBy == "" {
			r.Holds = append(r.Holds, h)
			said = append(said, strings.TrimSpace(h.Place+" "+sayings[h.Code]))
		}
	}
	r.Outcome, r.Code, r.Place = Held, r.Holds[0].Code, r.Holds[0].Place
	r.Message = "It is not published: " + strings.Join(slices.Compact(said), "; ") + "."
	r.Hint = "Look at it in the tab Review of the article; approve it, or change the text."
}

// sayings are what the codes of holds mean.
var sayings = map[string]string{
	review.Instructions: "reads like instructions to a machine", review.Secret: "contains a secret",
	review.Personal: "has personal data of a customer", Shrink: "almost nothing is left of the text", Worse: "answers would get worse",
}

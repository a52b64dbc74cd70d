package eval

import (
	"context"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"frontdesk/internal/fault"
)

// noArticle is what a question expects that no article answers.
const noArticle = "none"

// productMark stands before the id of a product that answers, in place of an
// article's name.
const productMark = "product:"

// asked is one question of the file.
type asked struct {
	id, language, text, kind, market string
	before                           []string // what the same shopper had asked before
	expected                         []string // names of articles, products behind productMark, or noArticle
	says                             []string // one of which what is said holds, else it is wrong; nil: nothing is required
	must                             []string // one of which a right answer holds; nil: nothing is required
	line, column                     int      // of expected
}

// The columns of the two files; those behind the bar may be missing.
var (
	questionColumns = []string{"id", "language", "text", "expected", "|", "kind", "market", "before", "says"}
	answerColumns   = []string{"id", "must_contain"}
)

// readQuestions reads the questions with what their answers must contain.
func readQuestions(o AnswersOptions) ([]asked, error) {
	var out []asked
	place := map[string]int{}
	err := eachRow(o.Questions, questionColumns, func(r row) error {
		q := asked{id: r.get("id"), language: r.get("language"), text: r.get("text"), kind: r.get("kind"), market: r.get("market"),
			expected: strings.Split(r.get("expected"), "|")}
		q.line, q.column = r.at("expected")
		if before := r.get("before"); before != "" {
			q.before = strings.Split(before, "|")
		}
		if says := r.get("says"); says != "" {
			q.says = strings.Split(says, "|")
		}
		for i := range q.expected {
			q.expected[i] = strings.TrimSpace(q.expected[i])
		}
		switch _, twice := place[q.id]; {
		case q.id == "":
			return r.bad("id", "the id is empty")
		case twice:
			return r.bad("id", "the id %q is there twice", q.id)
		case q.text == "":
			return r.bad("text", "the text is empty")
		case !isTag(q.language):
			return r.bad("language", "%q is no language; give its ISO 639-1 code", q.language)
		case slices.Contains(q.expected, ""):
			return r.bad("expected", "name the articles that answer, with | between them, or none")
		}
		place[q.id] = len(out)
		out = append(out, q)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "no_rows", "%s:1:1: the file has no questions", o.Questions)
	}
	if o.Answers == "" {
		return out, nil
	}
	return out, eachRow(o.Answers, answerColumns, func(r row) error {
		i, ok := place[r.get("id")]
		if !ok {
			return r.bad("id", "no question has the id %q", r.get("id"))
		}
		if r.get("must_contain") == "" {
			return r.bad("must_contain", "the text is empty")
		}
		out[i].must = strings.Split(r.get("must_contain"), "|")
		return nil
	})
}

func isTag(s string) bool {
	_, err := language.Parse(s)
	return s == "" || err == nil
}

// checkExpected refuses a name that no article and no product has: it is a typing error, and
// would count as a wrong answer.
func checkExpected(ctx context.Context, file string, questions []asked, h *hall) error {
	there := map[string]bool{noArticle: true}
	for _, n := range h.names {
		there[n] = true
	}
	maps.Copy(there, h.out)
	maps.Copy(there, h.elsewhere)
	for _, q := range questions {
		for _, e := range q.expected {
			if id, ok := strings.CutPrefix(e, productMark); ok {
				if _, err := h.feeds.Product(ctx, id); err != nil {
					return fault.New(fault.Invalid, "unknown_product", "%s:%d:%d: there is no product %q; name one of --products by its id", file, q.line, q.column, id)
				}
				continue
			}
			if !there[e] {
				return fault.New(fault.Invalid, "unknown_article", "%s:%d:%d: there is no article %q; expected is a file's name without its end, product: with an id, or none", file, q.line, q.column, e)
			}
		}
	}
	return nil
}

package eval

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"frontdesk/ingest/review"
)

// ReviewOptions say which texts to look through. A file has a JSON object a line
// with the text (text, or context, with a title if there is one); label 1 says that
// something has to be found in it, category which kind of text it is. Where spans
// are given ([from, to, type]), those of Types have to be found.
type ReviewOptions struct {
	Texts       []string
	Types       []string
	Predictions io.Writer // a row a text: file, expected, found; nil: none
}

// ReviewResult is how well an import finds what somebody has to look at.
type ReviewResult struct {
	Texts       int             `json:"texts"`
	Expected    int             `json:"expected"` // texts with something to find
	Found       int             `json:"found"`    // of these
	FalseAlarms int             `json:"false_alarms"`
	Precision   float64         `json:"precision"`
	Recall      float64         `json:"recall"`
	PerCategory []ReviewFigures `json:"per_category"`
}

// ReviewFigures is one category of texts.
type ReviewFigures struct {
	Category string `json:"category"`
	Texts    int    `json:"texts"`
	Found    int    `json:"found"` // texts with a finding, rightly or not
}

// reviewRow is a text with what has to be found in it.
type reviewRow struct {
	Text     string  `json:"text"`
	Context  string  `json:"context"`
	Title    string  `json:"title"`
	Label    int     `json:"label"`
	Category string  `json:"category"`
	Spans    [][]any `json:"spans"`
}

// RunReview looks through texts as an import does. Faults of the input are
// fault.Invalid with file and line.
func RunReview(ctx context.Context, o ReviewOptions) (ReviewResult, error) {
	var res ReviewResult
	categories := map[string]*ReviewFigures{}
	for _, file := range o.Texts {
		err := eachOf(file, func(r reviewRow, _ lineFault) error {
			res.Texts++
			text := strings.TrimSpace(r.Title + "\n\n" + r.Text + r.Context)
			findings := review.Text(text)
			found, expected := len(findings) > 0, r.expected(o.Types)
			c := categories[r.Category]
			if c == nil {
				c = &ReviewFigures{Category: r.Category}
				categories[r.Category] = c
			}
			c.Texts, c.Found = c.Texts+1, c.Found+count(found)
			res.Expected, res.Found = res.Expected+count(expected), res.Found+count(expected && found)
			res.FalseAlarms += count(found && !expected)
			if o.Predictions != nil {
				whats := []string{}
				for _, f := range findings {
					whats = append(whats, f.Code+"/"+f.What)
				}
				if err := json.NewEncoder(o.Predictions).Encode(map[string]any{"file": file, "text": text, "expected": expected, "found": whats}); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
		if err != nil {
			return res, err
		}
	}
	res.Recall, res.Precision = share(res.Found, res.Expected), share(res.Found, res.Found+res.FalseAlarms)
	for _, c := range categories {
		res.PerCategory = append(res.PerCategory, *c)
	}
	slices.SortFunc(res.PerCategory, func(a, b ReviewFigures) int { return strings.Compare(a.Category, b.Category) })
	return res, nil
}

func (r reviewRow) expected(types []string) bool {
	return r.Label == 1 || slices.ContainsFunc(r.Spans, func(s []any) bool {
		if len(s) == 0 {
			return false
		}
		kind, ok := s[len(s)-1].(string)
		return ok && slices.Contains(types, kind)
	})
}

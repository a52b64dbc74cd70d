package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"
	"go.yaml.in/yaml/v3"
)

// frontMatter is the block of YAML between two lines of three hyphens at the
// top of a Markdown file.
type frontMatter struct {
	Title     string  `yaml:"title"`
	Locale    string  `yaml:"locale"`
	Market    strList `yaml:"market"`
	Markets   strList `yaml:"markets"`
	URL       string  `yaml:"url"`
	Questions strList `yaml:"questions"`
	Intents   strList `yaml:"intents"`
	Internal  bool    `yaml:"internal"`

	Owner         string  `yaml:"owner"`
	VerifyBy      day     `yaml:"verify_by"`
	ValidFrom     day     `yaml:"valid_from"`
	ValidUntil    day     `yaml:"valid_until"`
	Negative      strList `yaml:"negative"`
	Channels      strList `yaml:"channels"`
	TranslationOf string  `yaml:"translation_of"`
}

var frontKeys = []string{"title", "locale", "market", "markets", "url", "questions", "intents", "internal",
	"owner", "verify_by", "valid_from", "valid_until", "negative", "channels", "translation_of"}

// day is a date (2026-12-31, in UTC) or a moment (RFC 3339).
type day struct {
	at    time.Time
	whole bool // a date without a time
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (d *day) UnmarshalYAML(n *yaml.Node) error {
	value := strings.TrimSpace(n.Value)
	if value == "" {
		return nil
	}
	var err error
	if d.at, err = time.Parse(time.DateOnly, value); err == nil {
		d.whole = true
		return nil
	}
	if d.at, err = time.Parse(time.RFC3339, value); err != nil {
		return fmt.Errorf("line %d: %q is no date like 2026-12-31", n.Line, value)
	}
	return nil
}

// end is the moment after the day: a text that is valid until a date is valid on
// that date.
func (d day) end() time.Time {
	if d.whole {
		return d.at.AddDate(0, 0, 1)
	}
	return d.at
}

// strList reads one text or a list of texts.
type strList []string

// UnmarshalYAML implements yaml.Unmarshaler.
func (l *strList) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		if s := strings.TrimSpace(n.Value); s != "" && n.Tag != "!!null" {
			*l = strList{s}
		}
		return nil
	}
	var items []string
	if err := n.Decode(&items); err != nil {
		return err
	}
	for _, s := range items {
		if s = strings.TrimSpace(s); s != "" {
			*l = append(*l, s)
		}
	}
	return nil
}

// parseMarkdown reads front matter and text, which stood at an address or at none.
func parseMarkdown(text, address string) (document, *Problem) {
	head, body, found := cutFrontMatter(text)
	var d document
	if found {
		var problem *Problem
		if d, problem = readFrontMatter(head); problem != nil {
			return d, problem
		}
	}
	d.Body, d.textLine = relinked(body, placeOf(cmp.Or(address, d.URL))), lineOf(text, body)
	if d.Title == "" {
		d.Title = firstHeading(body)
	}
	return d, nil
}

// cutFrontMatter separates the YAML at the top, if there is any.
func cutFrontMatter(text string) (head, body string, found bool) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return "", text, false
	}
	if body, ok := strings.CutPrefix(rest, "---\n"); ok {
		return "", body, true
	}
	head, body, ok = strings.Cut(rest, "\n---\n")
	if !ok {
		if head, ok = strings.CutSuffix(rest, "\n---"); !ok {
			return "", text, false // a rule that opens the text
		}
	}
	return head, body, true
}

// The YAML library reads a question mark within [ ] as the mark of a key, although
// YAML lets words end with it, and the field for questions is a list. It stands for
// one while the library reads.
const questionMark = "\ue03f"

// asked puts the question marks of all texts back.
func asked(n *yaml.Node) {
	n.Value = strings.ReplaceAll(n.Value, questionMark, "?")
	for _, c := range n.Content {
		asked(c)
	}
}

func readFrontMatter(head string) (document, *Problem) {
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(head, "?", questionMark)), &root); err != nil {
		return document{}, badFrontMatter(err)
	}
	asked(&root)
	if len(root.Content) == 0 {
		return document{}, nil
	}
	if root.Content[0].Kind != yaml.MappingNode {
		return document{}, badFrontMatter(errors.New("line 1: expected lines of the form key: value"))
	}
	var m frontMatter
	if err := root.Decode(&m); err != nil {
		return document{}, badFrontMatter(err)
	}
	d := document{
		Title: strings.TrimSpace(m.Title), Locale: strings.TrimSpace(m.Locale), URL: strings.TrimSpace(m.URL),
		Markets: append(m.Market, m.Markets...), Questions: m.Questions, Intents: m.Intents, Internal: m.Internal,
		Owner: strings.TrimSpace(m.Owner), VerifyBy: m.VerifyBy.at, ValidFrom: m.ValidFrom.at, ValidUntil: m.ValidUntil.end(),
		Negative: m.Negative, Channels: m.Channels, TranslationOf: strings.TrimSpace(m.TranslationOf),
	}
	if !d.ValidUntil.IsZero() && !d.ValidUntil.After(d.ValidFrom) {
		return d, badFrontMatter(errors.New("valid_until lies before valid_from"))
	}
	pairs := root.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		if key := pairs[i].Value; !slices.Contains(frontKeys, key) {
			d.warnings = append(d.warnings, fmt.Sprintf("line %d: %q is not used; known are %s", pairs[i].Line+1, key, strings.Join(frontKeys, ", ")))
		}
	}
	return d, nil
}

// yamlLine finds the line in a message of the YAML library.
var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

func badFrontMatter(err error) *Problem {
	p := &Problem{Code: "bad_front_matter", Hint: "Put texts with a colon or a hash sign in quotes.", Line: 2}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			p.Line = n + 1 // the line of three hyphens comes before
		}
		p.Message = "The front matter is no valid YAML: " + m[2] + "."
	} else {
		p.Message = "The front matter is no valid YAML: " + strings.TrimPrefix(err.Error(), "yaml: ") + "."
	}
	return p
}

// firstHeading is the text of the first heading of level one, or of the first
// heading at all if the text begins with it.
func firstHeading(body string) string {
	source := []byte(body)
	for n := markdown(source).FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if ok && (h.Level == 1 || n.PreviousSibling() == nil) {
			return headingText(h, source)
		}
	}
	return ""
}

// lineOf is the line of a text in which its end begins, from 1.
func lineOf(text, end string) int { return 1 + strings.Count(text[:len(text)-len(end)], "\n") }

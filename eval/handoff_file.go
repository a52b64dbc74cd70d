package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/internal/fault"
)

// handoffFile is a file of labelled conversations, read.
type handoffFile struct {
	conversations []handoffConversation
	everyTurn     bool // no turn is a shopper's: the file does not tell who speaks
}

type handoffConversation struct {
	id    string
	turns []nlu.Turn
}

// judged tells whether a turn counts: a shopper's, or every one.
func (f handoffFile) judged(t nlu.Turn) bool { return t.Shopper || f.everyTurn }

// longestConversation bounds a line, in bytes.
const longestConversation = 16 << 20

// handoffLine is one line of the file.
type handoffLine struct {
	ID    string `json:"id"`
	Turns []struct {
		Role    string `json:"role"`
		Text    string `json:"text"`
		Handoff bool   `json:"handoff"`
		Missed  bool   `json:"missed"` // the bot could not answer
	} `json:"turns"`
}

// readHandoffFile reads conversations strictly: a broken line is a fault with
// file, line and column.
func readHandoffFile(path string) (handoffFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return handoffFile{}, fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", path).Cause(err)
	}
	defer f.Close()
	a, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		return handoffFile{}, fmt.Errorf("analyzer: %w", err)
	}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, longestConversation)
	out := handoffFile{everyTurn: true}
	line := 0
	for lines.Scan() {
		line++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		c, err := readConversation(lines.Bytes())
		if err != nil {
			return handoffFile{}, badConversation(path, line, err)
		}
		out.conversations = append(out.conversations, handoffConversation{id: c.ID, turns: c.read(a)})
		for _, t := range c.Turns {
			out.everyTurn = out.everyTurn && t.Role != "shopper"
		}
	}
	if err := lines.Err(); err != nil {
		return handoffFile{}, fault.New(fault.Invalid, "bad_jsonl", "%s:%d:1: %v", path, line+1, err)
	}
	if len(out.conversations) == 0 {
		return handoffFile{}, fault.New(fault.Invalid, "bad_jsonl", "%s:1:1: there is no conversation", path)
	}
	if !out.everyTurn {
		return out, out.onlyShoppers(path)
	}
	return out, nil
}

// columnError is a fault at a place of a line.
type columnError struct {
	column int
	reason string
}

func (e *columnError) Error() string { return e.reason }

func readConversation(raw []byte) (handoffLine, error) {
	var c handoffLine
	if !utf8.Valid(raw) {
		return c, &columnError{1, "not UTF-8"}
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		column := int(d.InputOffset()) + 1
		var syntax *json.SyntaxError
		var kind *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			column = int(syntax.Offset)
		case errors.As(err, &kind):
			column = int(kind.Offset)
		}
		return c, &columnError{max(1, column), err.Error()}
	}
	if rest := bytes.TrimSpace(raw[d.InputOffset():]); len(rest) > 0 {
		return c, &columnError{int(d.InputOffset()) + 1, "something follows the conversation"}
	}
	if len(c.Turns) == 0 {
		return c, &columnError{1, "the conversation has no turns"}
	}
	for i, t := range c.Turns {
		if t.Role != "shopper" && t.Role != "bot" && t.Role != "agent" {
			return c, &columnError{1, fmt.Sprintf("turn %d has the role %q; it is shopper, bot or agent", i+1, t.Role)}
		}
	}
	return c, nil
}

// badConversation words a fault of a line.
func badConversation(path string, line int, err error) error {
	var at *columnError
	if !errors.As(err, &at) {
		return fmt.Errorf("%s:%d: %w", path, line, err)
	}
	return fault.New(fault.Invalid, "bad_jsonl", "%s:%d:%d: %s", path, line, at.column, at.reason)
}

// onlyShoppers refuses labels on turns that do not count.
func (f handoffFile) onlyShoppers(path string) error {
	for n, c := range f.conversations {
		for i, t := range c.turns {
			if t.Needs && !t.Shopper {
				return fault.New(fault.Invalid, "bad_jsonl", "%s:%d:1: turn %d of %q needs a person and is no shopper's", path, n+1, i+1, c.id)
			}
		}
	}
	return nil
}

// read gives the turns with what the analyzer sees in them.
func (c handoffLine) read(a *nlu.Analyzer) []nlu.Turn {
	var out []nlu.Turn
	misses := 0
	var prior []string
	for _, t := range c.Turns {
		turn := nlu.Turn{Shopper: t.Role == "shopper", Text: t.Text, Needs: t.Handoff, Misses: misses}
		switch {
		case turn.Shopper:
			lang, _ := a.DetectLanguage(t.Text, prior)
			prior = []string{lang}
			turn.Anger, turn.Asks = anger(a.DetectEmotion(t.Text, lang)), a.WantsHuman(t.Text, lang)
		case t.Missed:
			misses++
		default:
			misses = 0
		}
		out = append(out, turn)
	}
	return out
}

// anger is the probability of anger as a turn of the bot counts it.
func anger(e nlu.Emotion) float64 {
	if e.Label == nlu.Anger || e.Label == nlu.Disgust {
		return e.P
	}
	return 0
}

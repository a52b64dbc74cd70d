package eval

import (
	"fmt"

	"frontdesk/bot/nlu"
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
	a, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		return handoffFile{}, fmt.Errorf("analyzer: %w", err)
	}
	out := handoffFile{everyTurn: true}
	var other error // the first label on a turn that does not count, if shoppers' turns are told
	err = eachJSON(path, func(c handoffLine, bad lineFault) error {
		if len(c.Turns) == 0 {
			return bad("the conversation has no turns")
		}
		for i, t := range c.Turns {
			switch {
			case t.Role != "shopper" && t.Role != "bot" && t.Role != "agent":
				return bad("turn %d has the role %q; it is shopper, bot or agent", i+1, t.Role)
			case t.Role == "shopper":
				out.everyTurn = false
			case t.Handoff && other == nil:
				other = bad("turn %d of %q needs a person and is no shopper's", i+1, c.ID)
			}
		}
		out.conversations = append(out.conversations, handoffConversation{id: c.ID, turns: c.read(a)})
		return nil
	})
	if err == nil && !out.everyTurn {
		err = other
	}
	return out, err
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

package api

import (
	"context"
	"encoding/json"
	"fmt"

	"frontdesk/bot"
	"frontdesk/chat"
)

// TestBox decides on a question without a conversation: the live path, and
// nothing is stored.
type TestBox interface {
	Preview(ctx context.Context, text, lang, market string) (bot.Reading, bot.Decision, error)
}

type testInput struct {
	Caller
	Body struct {
		Text   string `json:"text"`
		Lang   string `json:"lang,omitempty" maxLength:"35"`
		Market string `json:"market,omitempty" pattern:"^[A-Z]{2}$" patternDescription:"two capital letters such as DE"`
	}
}

type testDecision struct {
	Action       string            `json:"action"`
	Reason       string            `json:"reason"`
	Detail       string            `json:"detail"`
	Intent       string            `json:"intent"`
	Confidence   float64           `json:"confidence"`
	Text         string            `json:"text"`
	Lang         string            `json:"lang"`
	Sources      []chat.Source     `json:"sources"`
	QuickReplies []chat.QuickReply `json:"quick_replies"`
	Blocks       []chat.Block      `json:"blocks"`
}

type testView struct {
	Decision testDecision    `json:"decision"`
	Trace    json.RawMessage `json:"trace" doc:"reading and steps, as in a turn's trace"`
}

// tryQuestion shows what would be answered, and why.
func (a *API) tryQuestion(ctx context.Context, in *testInput) (*bodyOf[testView], error) {
	text, err := cleanText(in.Body.Text)
	if err != nil {
		return nil, err
	}
	reading, d, err := a.Pipeline.Preview(ctx, text, in.Body.Lang, in.Body.Market)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	trace, err := json.Marshal(map[string]any{"reading": reading, "steps": orEmpty(d.Trace)})
	if err != nil {
		return nil, fmt.Errorf("encode trace: %w", err)
	}
	return &bodyOf[testView]{Body: testView{Trace: trace, Decision: testDecision{
		Action: string(d.Action), Reason: string(d.Reason), Detail: d.Detail, Intent: d.Intent, Confidence: d.Confidence,
		Text: d.Text, Lang: d.Lang, Sources: orEmpty(d.Sources), QuickReplies: orEmpty(d.QuickReplies), Blocks: orEmpty(d.Blocks),
	}}}, nil
}

package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"frontdesk/chat"
	"frontdesk/knowledge"
)

// Looked is what the search of a turn gives, and what the bot makes of it.
type Looked struct {
	Query  knowledge.Query // as the turn asks it: its language, and the intent that it was read as
	Result knowledge.Result
	Rule   string // what decides whether the first hit is said, for people
}

// First is the snapshot of a conversation that begins with a text: what a preview is
// decided on. lang may be empty.
func First(text, lang, market, channel string, now time.Time) Snapshot {
	return Snapshot{
		Conversation: chat.Conversation{ID: "preview", Owner: chat.OwnerBot, Status: chat.StatusBotActive, Epoch: 1, Lang: lang, Market: market, ChannelID: channel},
		History:      []chat.Message{{Seq: 1, Author: chat.Shopper, Kind: chat.KindText, Text: text, Lang: lang, At: now}},
		Now:          now,
	}
}

// Over is the same bot over another knowledge base, and another reader of messages
// (nil: its own). It words answers by the passages' own sentences: a language model
// does not decide what answers.
func (b *Bot) Over(r Retriever, u Understander) *Bot {
	c := *b
	c.Retriever, c.Generator = r, nil
	if u != nil {
		c.Understander = u
	}
	return &c
}

// Look searches as the first turn of a conversation does, in language lang unless
// the text clearly is in another. Nothing is decided and nothing is changed.
func (b *Bot) Look(ctx context.Context, text, lang string, s knowledge.Scope, now time.Time) (Looked, error) {
	t := b.newTurn(Snapshot{
		Conversation: chat.Conversation{Lang: lang, Market: s.Market, ChannelID: s.Channel}, Now: now,
		History: []chat.Message{{Author: chat.Shopper, Seq: 1, Text: text}},
	})
	res, err := b.search(ctx, t)
	if err != nil {
		return Looked{}, err
	}
	return Looked{Query: b.query(t), Result: res, Rule: b.rule(t, res)}, nil
}

// rule says in words what the ladder does with what was found.
func (b *Bot) rule(t *turn, res knowledge.Result) string {
	if f := b.Flows.ForIntent(t.top().Intent); f != nil && t.sure() && b.Orders != nil {
		return fmt.Sprintf("the dialog %s begins: the intent is sure enough", f.ID)
	}
	if markets := b.dependsOn(res); len(markets) > 0 {
		return fmt.Sprintf("it is asked where to ship: the answer depends on it (%s)", strings.Join(offered(markets), ", "))
	}
	if len(res.Hits) == 0 {
		return "nothing is said: nothing was found"
	}
	p := res.Hits[0].P
	switch {
	case p >= b.cfg.AnswerThreshold:
		return fmt.Sprintf("the first is said: P %.4f reaches answer_threshold %g", p, b.cfg.AnswerThreshold)
	case res.Covered >= b.cfg.ClarifyThreshold:
		return fmt.Sprintf("\"did you mean\" offers it: P %.4f is below answer_threshold %g, but P(some article answers) %.4f reaches clarify_threshold %g", p, b.cfg.AnswerThreshold, res.Covered, b.cfg.ClarifyThreshold)
	}
	return fmt.Sprintf("nothing is said: P %.4f is below answer_threshold %g, and P(some article answers) %.4f below clarify_threshold %g", p, b.cfg.AnswerThreshold, res.Covered, b.cfg.ClarifyThreshold)
}

package bot

import (
	"context"
	"slices"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
)

// elsewhere tells who looks for work, or has something to sell to the shop, that this
// is the customers' chat, where no article is about that. Read as a shopper's question
// it would find what is sold, or how it is delivered.
func (b *Bot) elsewhere(ctx context.Context, t *turn) (*Decision, error) {
	if t.payload != "" || t.state.Flow != "" || t.has(nlu.OrderNumber) || t.read.Gibberish {
		return nil, nil
	}
	about := ""
	for _, meaning := range []string{saysJob, saysPitch} {
		if says(t.text, t.lang, meaning) {
			about = meaning
			break
		}
	}
	top := t.top().Intent
	if about == "" || t.sure() && slices.Contains(ofCustomers, nlu.Category(top)) || slices.Contains(courtesies, top) && t.read.Accept >= b.cfg.ControlThreshold { // "thanks for the cooperation"
		return nil, nil
	}
	if top == "wholesale" { // they may want to buy
		if d, err := b.knows(ctx, t); err != nil || d != nil && d.Action == Answer {
			return d, err
		}
	}
	res, err := b.search(ctx, t)
	if err != nil {
		return nil, err
	}
	for _, h := range res.Hits {
		if says(h.Article.Title+"\n"+h.Passage.Heading+"\n"+h.Passage.Spoken(), wording.Base(h.Article.Locale), about) { // the shop has written about it
			t.payload, t.found = payloadArticle+h.Article.ID, nil
			return b.knows(ctx, t)
		}
	}
	d := t.say(Answer, ReasonElsewhere, b.Wording.Say(t.lang, "elsewhere"))
	d.QuickReplies = []chat.QuickReply{{Title: b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman}}
	d.Intent = nlu.OutOfScope
	return d, nil
}

// ofCustomers are the categories of intents that only a customer has. Who sells
// deliveries speaks of shipping, too.
var ofCustomers = []string{"order", "returns", "payment"}

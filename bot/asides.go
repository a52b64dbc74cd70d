package bot

import (
	"context"
	"slices"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/shop"
)

// mostWordsOfAside is how long a question may be that is told by a phrase.
const mostWordsOfAside = 8

// goesTo tells to which address the order goes that was proved last.
func (b *Bot) goesTo(ctx context.Context, t *turn) (*Decision, error) {
	if b.Orders == nil || t.payload != "" || t.state.Flow != "" || len(t.state.Orders) == 0 || t.has(nlu.OrderNumber, nlu.Country, nlu.City) ||
		t.wordsBeside(t.text) > mostWordsOfAside || !says(t.text, t.lang, saysGoesTo) {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	last := t.state.Orders[len(t.state.Orders)-1]
	o, err := b.Orders.Order(ctx, last.Number, shop.Proof{CustomerID: t.customerID(), Email: last.Email, Postcode: last.Post})
	if err != nil {
		t.step("goes_to", "order_unread", err.Error(), nil)
		return nil, nil
	}
	t.order, t.about = &o, orderAlone
	return t.say(Answer, ReasonGoesTo, b.Wording.Say(t.lang, "order.goes_to", "number", o.Number, "address", addressLine(o.Address))), nil
}

// stillNot offers a person to who says that what they were told did not help: to say it
// again would not, either. By itself "still nothing" would be a parcel that is late.
func (b *Bot) stillNot(_ context.Context, t *turn) (*Decision, error) {
	if t.payload == "" && t.state.Flow == "" && t.state.Proposed && saysOnly(t.text, t.lang, saysWhatNow) { // it was offered already
		return t.handoff(ReasonMissing, "the shopper asks how it goes on", 1), nil
	}
	if t.payload != "" || t.state.Turns == 0 || len(t.state.Tried) == 0 || t.declinedLately() || t.has(nlu.OrderNumber, nlu.Product, nlu.SKU) ||
		t.wordsBeside(t.text) > mostWordsOfAside || !says(t.text, t.lang, saysStill) && !saysOnly(t.text, t.lang, saysWhatNow) {
		return nil, nil
	}
	t.about = t.state.Intent
	t.missing = append(t.missing, "answer")
	return t.propose(ReasonMissing, "miss.propose"), nil
}

// insists fetches a person for who wants done what the last answer said that people do:
// "do it then, please".
func (b *Bot) insists(_ context.Context, t *turn) (*Decision, error) {
	if t.payload != "" || t.state.Flow != "" || len(t.state.Tried) == 0 || !slices.Contains(personsDo, t.state.Intent) || t.wordsBeside(t.text) > mostWordsOfAside ||
		hasQuestionMark(t.text) || t.sure() && !slices.Contains(chats, nlu.Category(t.top().Intent)) || !says(t.text, t.lang, saysDoIt) {
		return nil, nil
	}
	t.about = t.state.Intent
	return t.handoff(ReasonRequest, "the shopper wants it done", 1), nil
}

// ourAddress reads "what is your address? I want to send something back" as the wish to
// return, since the address is on the label that a return gives, and the question alone
// as one for what articles say of where the shop is; "do you have a store in Leeds?", too.
func (t *turn) ourAddress() {
	if t.payload != "" || len(t.said) == 0 || t.read.WantsHuman || t.state.Flow != "" || t.has(nlu.Street) {
		return
	}
	if !t.sure() && !t.has(nlu.OrderNumber) && t.wordsBeside(t.text) <= mostWordsOfLack && says(t.text, t.lang, saysStore) {
		t.ofStore = true
		t.asksWhereWeAre()
		return
	}
	if !says(t.text, t.lang, saysOurs) {
		return
	}
	back := t.speaksOf("return") || nlu.Category(t.state.Intent) == "returns" || t.speaksIn(t.state.Question, "return")
	for _, s := range t.read.Intents {
		back = back || s.P >= leastOfBack && nlu.Category(s.Intent) == "returns"
	}
	switch top := t.top().Intent; {
	case back:
		t.readAs(returnWish)
	case top == "order_address_change" && t.wordsBeside(t.text) <= mostWordsOfAside:
		t.asksWhereWeAre()
		t.completed = calledIn(t.lang, saysReach)
	default:
		return
	}
	t.read.Parts = nil
	t.step("our_address", "done", t.completed, nil)
}

// asksWhereWeAre reads a message as a question that what says how a person is reached
// answers.
func (t *turn) asksWhereWeAre() {
	t.read.Intents, t.read.Means = []nlu.Score{{Intent: nlu.OutOfScope, P: 1}}, []nlu.Score{{Intent: "talk_to_human", P: 1}}
	t.read.Parts = nil
}

// leastOfBack is P(an intent of returns) from which a message that asks for the shop's
// address may want to send something there.
const leastOfBack = 0.05

// payer reads "who pays the shipping?" as a question on the costs of a return, where
// the conversation or the message is about one.
func (t *turn) payer() {
	if t.payload != "" || len(t.said) == 0 || t.read.WantsHuman || t.wordsBeside(t.text) > mostWordsOfAside || !says(t.text, t.lang, saysPayer) {
		return
	}
	if f := t.b.Flows.Flow(t.state.Flow); !t.speaksOf("return") && (f == nil || !slices.Contains(f.Intents, returnWish)) && nlu.Category(t.state.Intent) != "returns" &&
		nlu.Category(t.top().Intent) != "returns" && !t.speaksIn(t.state.Question, "return") {
		return
	}
	if top := t.top().Intent; t.sure() && nlu.Category(top) != "returns" && top != "shipping_cost" {
		return
	}
	t.completed = strings.TrimSpace(t.b.Wording.Say(t.lang, "menu.return_start") + ": " + t.text)
	t.readAs(returnRules)
	t.step("payer", "done", t.completed, nil)
}

// leastOfMails is P(privacy_request) from which a message that speaks of mail wants none.
const leastOfMails = 0.4

// mailings reads "stop sending me e-mails" as the wish to get no newsletter: the
// articles on accounts speak of e-mail addresses, too.
func (t *turn) mailings() {
	if t.payload != "" || t.completed != "" || t.top().Intent != "privacy_request" || t.read.Accept < readAtAll || t.has(nlu.OrderNumber) {
		return
	}
	of := t.b.concepts(t.text, t.lang)
	newsletter := slices.Contains(of, "newsletter")
	if slices.ContainsFunc(of, func(concept string) bool { return slices.Contains([]string{"delete", "data", "account"}, concept) }) ||
		!newsletter && !slices.Contains(of, "email") && !says(t.text, t.lang, saysMails) {
		return
	}
	if newsletter && says(t.text, t.lang, saysSignUp) && !slices.ContainsFunc(of, func(concept string) bool { return concept == "cancel" || concept == "no" }) {
		t.signsUp = true
		return
	}
	t.mails = true
	if top := t.top(); top.P >= leastOfMails { // with the word, it is what was meant
		t.read.Intents, t.read.Means = []nlu.Score{{Intent: top.Intent, P: 1}}, nil
	}
	if newsletter {
		return
	}
	t.completed = calledIn(t.lang, saysMails)
	t.read.Accept = max(t.read.Accept, t.b.cfg.IntentThreshold, t.read.Cutoff)
	t.step("mailings", "done", t.completed, nil)
}

// calledIn is what a meaning is called in a language, the first of its phrases.
func calledIn(lang, meaning string) string {
	if list := sayings()[meaning][lang]; len(list) > 0 {
		return list[0].as
	}
	return ""
}

package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
)

// clarify asks one question back when two readings are near: the titles of
// articles that may answer, or the two best intents, as buttons. It does so once
// in a row.
func (b *Bot) clarify(ctx context.Context, t *turn) (*Decision, error) {
	if t.state.Offered != nil || t.read.Gibberish || b.beyondAsking(t) {
		return nil, nil
	}
	if m := t.means; b.Catalog != nil && m != nil && len(m.products) > 1 && !m.byKind && slices.Contains(asksOf, t.top().Intent) {
		t.next.Misses++
		return t.askWhich(m.products[:min(len(m.products), mostWhich)]), nil
	}
	var offers []string
	var buttons []chat.QuickReply
	res, err := b.search(ctx, t)
	if err != nil {
		return nil, err
	}
	flows := b.likelyFlows(t)
	share := 1.0
	if !t.sure() {
		share = unreadShare
	}
	var likely []knowledge.Hit
	if len(res.Hits) > 0 && res.Covered >= share*b.cfg.ClarifyThreshold && res.Hits[0].P >= share*leastNear {
		likely = mayAnswer(readable(res.Hits, t.lang, t.sure()), mostChoices-min(1, len(flows)))
	}
	for _, h := range likely {
		offers = append(offers, h.Article.ID)
		buttons = append(buttons, chat.QuickReply{Title: b.buttonOf(t, h.Article, buttons), Payload: payloadArticle + h.Article.ID})
	}
	for _, intent := range flows[:min(len(flows), mostChoices-len(buttons))] {
		offers = append(offers, intent)
		buttons = append(buttons, chat.QuickReply{Title: b.Wording.Say(t.lang, "menu."+b.Flows.ForIntent(intent).ID), Payload: payloadIntent + intent})
	}
	if len(buttons) == 0 {
		return nil, nil
	}
	if m := t.means; m != nil && len(m.products) == 1 { // "how heavy?" goes on about it
		t.talkOf(m.products[0])
	}
	t.next.Misses++
	t.next.Offered, t.next.Asked = offers, t.question()
	d := t.say(Ask, ReasonClarify, b.Wording.Say(t.lang, "clarify"))
	if len(buttons) == 1 {
		d.Text = b.Wording.Say(t.lang, "clarify.one", "title", buttons[0].Title)
	}
	d.Confidence = t.read.Accept
	d.QuickReplies = append(buttons, chat.QuickReply{Title: b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman})
	return d, nil
}

// readable are the hits with a title in the shopper's language or in English; others
// where no article is in either and it is known what is asked: by a few letters that two
// languages share an article is no guess worth a button.
func readable(hits []knowledge.Hit, lang string, sure bool) []knowledge.Hit {
	out := slices.DeleteFunc(slices.Clone(hits), func(h knowledge.Hit) bool {
		of := wording.Base(h.Article.Locale)
		return of != lang && of != wording.Fallback && of != "und" && of != ""
	})
	if len(out) == 0 && sure {
		return hits
	}
	return out
}

// What "did you mean" offers. P(some article answers) says whether it offers any: of what
// is not answered the right one is often not the first. An article's P falls with its
// distance from the first one, so that what might be meant instead is told by its score
// beside the first one's.
const (
	mostChoices = 3   // articles and flows
	choiceShare = 0.5 // of the first article's score, from which another one is offered
	leastNear   = 0.2 // P(the first article answers): something may, but nothing that was found
	unreadShare = 0.6 // of the threshold, where the intent is not known: "say it in other words" is all there is else
)

// mayAnswer are the first passages of the articles that may be meant, at most n.
func mayAnswer(hits []knowledge.Hit, n int) []knowledge.Hit {
	var out []knowledge.Hit
	for _, h := range hits {
		near := len(out) == 0 || h.Fused >= choiceShare*out[0].Fused
		if near && len(out) < n && !slices.ContainsFunc(out, func(o knowledge.Hit) bool { return o.Article.ID == h.Article.ID }) {
			out = append(out, h)
		}
	}
	return out
}

// leastChoice is P(an intent is right) from which its flow is offered.
const leastChoice = 0.15

// likelyFlows are the intents with a flow that a message may have.
func (b *Bot) likelyFlows(t *turn) []string {
	if b.Orders == nil { // none can be begun
		return nil
	}
	var out []string
	for _, s := range t.read.Intents[:min(2, len(t.read.Intents))] {
		if s.P >= leastChoice && b.Flows.ForIntent(s.Intent) != nil {
			out = append(out, s.Intent)
		}
	}
	return out
}

// outdated fetches a person where the shop has written the answer, but not for
// this day, market or channel: asking again would not help, and what is written
// must not be quoted.
func (b *Bot) outdated(ctx context.Context, t *turn) (*Decision, error) {
	if t.found == nil || t.found.Filtered == 0 || t.declinedLately() || t.payload != "" {
		return nil, nil
	}
	q := knowledge.Query{Text: t.question(), Lang: t.lang, Scope: t.scope(), K: 1}
	q.Scope.Wide = true
	res, err := b.Retriever.Retrieve(ctx, q)
	if err != nil || len(res.Hits) == 0 || res.Hits[0].P < b.cfg.AnswerThreshold {
		return nil, err
	}
	a := res.Hits[0].Article
	why := "is for other markets or channels"
	switch {
	case !a.ValidAt(t.snap.Now):
		why = "is not valid at present"
	case t.market() == "":
		return nil, nil // of a shopper whose market is not known, nothing is known to be wrong
	}
	t.tried("article", a.ID, a.Title)
	t.missing = append(t.missing, "answer")
	return t.handoff(ReasonMissing, "no valid answer: the article "+strconv.Quote(a.Title)+" "+why, res.Hits[0].P), nil
}

// misses is the last rung: ask to say it differently once where it was not
// understood, then offer a person, then fetch one.
func (b *Bot) misses(_ context.Context, t *turn) (*Decision, error) {
	t.next.Misses++
	t.missing = append(t.missing, "answer")
	switch {
	case t.next.Misses >= 4 && !t.declinedLately():
		return t.handoff(b.missReason(t), "several turns without an answer", t.read.Accept), nil
	case (t.next.Misses >= 2 || b.missReason(t) == ReasonMissing || b.beyondAsking(t)) && !t.declinedLately(): // asking again helps only where we did not understand
		d := t.propose(b.missReason(t), "miss.propose")
		d.Confidence = t.read.Accept
		return d, nil
	}
	d := t.say(Ask, ReasonRephrase, b.Wording.Say(t.lang, "rephrase"))
	d.Confidence = t.read.Accept
	d.QuickReplies = b.menu(t.lang)
	return d, nil
}

// missReason tells a question that was understood but has no answer from one
// that was not understood.
func (b *Bot) missReason(t *turn) Reason {
	if t.sure() && t.top().Intent != nlu.OutOfScope {
		return ReasonMissing
	}
	return ReasonLowConf
}

// waitingButton takes the answer to "shall I cancel the request".
func (b *Bot) waitingButton(_ context.Context, t *turn) (*Decision, error) {
	if t.payload != payloadWithdraw {
		return nil, nil
	}
	d := t.say(Withdraw, ReasonSolved, b.Wording.Say(t.lang, "withdrawn"))
	return d, nil
}

// asksAgain is for a shopper who asks for the person they wait for: no article
// answers that.
func (b *Bot) asksAgain(ctx context.Context, t *turn) (*Decision, error) {
	if !t.asksForPerson() {
		return nil, nil
	}
	return b.keepsWaiting(ctx, t)
}

// mostWordsOfThanks is how long a message is that only says thanks: "ok, thank you very
// much". A longer one may say that all is well again.
const mostWordsOfThanks = 5

// noLonger asks for a confirmation when the shopper seems to need nobody any
// more.
func (b *Bot) noLonger(_ context.Context, t *turn) (*Decision, error) {
	over := slices.Contains([]string{"stop", "goodbye", "thanks"}, t.top().Intent) && t.read.Accept >= b.cfg.ControlThreshold
	if over && t.top().Intent == "thanks" && t.wordsBeside(t.text) <= mostWordsOfThanks { // they thank for what was said
		return t.say(Answer, ReasonWaiting, paragraphs(b.Wording.Say(t.lang, "say.thanks"), b.Wording.Say(t.lang, "still_waiting"+t.ticket()))), nil
	}
	if t.top().Intent == "stop" && !saysStop(t.text) && t.wordsBeside(t.text) > mostWordsOfStop && says(t.text, t.lang, saysDeliver) { // "leave it behind the shed" is for the person who comes
		over = false
	}
	if !over && t.payload != payloadStop {
		return nil, nil
	}
	d := t.say(Ask, ReasonWaiting, b.Wording.Say(t.lang, "withdraw.ask"))
	d.QuickReplies = []chat.QuickReply{
		{Title: b.Wording.Say(t.lang, "button.withdraw"), Payload: payloadWithdraw},
		{Title: b.Wording.Say(t.lang, "button.keep"), Payload: payloadKeep},
	}
	return d, nil
}

// knowsWhileWaiting answers a question while a person is on the way. What is told of the
// matter that they come for is for them, and what was quoted already is not said again.
func (b *Bot) knowsWhileWaiting(ctx context.Context, t *turn) (*Decision, error) {
	if b.tellsPerson(t) {
		return nil, nil
	}
	d, err := b.knows(ctx, t)
	if d != nil && (d.Action == Handoff || t.quotedBefore(d)) {
		return nil, err // a person is on the way already
	}
	if d != nil {
		d.Text += "\n\n" + b.Wording.Say(t.lang, "still_waiting"+t.ticket())
	}
	return d, err
}

// tellsPerson tells whether a message that asks nothing goes on about an order, which is
// what people are fetched for: "the cup is in two pieces", "ok, then I'll wait".
func (b *Bot) tellsPerson(t *turn) bool {
	intent := t.top().Intent
	switch {
	case hasQuestionMark(t.text) || t.payload != "" || t.asksRemedy:
		return false
	case slices.Contains([]string{"control", "chat"}, nlu.Category(intent)) || slices.Contains(mishaps, intent) || intent == "delivery_delayed":
		return true
	case t.asksSomething():
		return false
	}
	return !t.sure() || slices.Contains([]string{"order", "returns"}, nlu.Category(intent))
}

// asksSomething tells whether a message has the sign, the ending or a word of a question:
// in a chat many leave the sign out.
func (t *turn) asksSomething() bool { return t.asksIn(t.text) }

func (t *turn) asksIn(text string) bool {
	return hasQuestionMark(text) || asksYesNo(text) || t.speaksIn(text, "where", "when", "how_long", "how_much")
}

// quotedBefore tells whether an answer says what was said before, or quotes the article
// that was quoted before to who asks nothing.
func (t *turn) quotedBefore(d *Decision) bool {
	if t.asksSomething() {
		return slices.ContainsFunc(t.snap.History, func(m chat.Message) bool { return m.Author == chat.Bot && strings.Contains(m.Text, d.Text) })
	}
	return len(d.Sources) > 0 && slices.ContainsFunc(t.state.Tried, func(had Tried) bool { return had.Kind == "article" && had.Ref == d.Sources[0].ArticleID })
}

// keepsWaiting says once that what was written reaches the person who comes.
func (b *Bot) keepsWaiting(_ context.Context, t *turn) (*Decision, error) {
	text := b.Wording.Say(t.lang, "noted"+t.ticket())
	if t.state.LastText == text {
		return t.say(Silent, ReasonWaiting, ""), nil
	}
	return t.say(Answer, ReasonWaiting, text), nil
}

// ticket picks the words for who waits for an answer some time later: nobody is
// on the way to them.
func (t *turn) ticket() string {
	if t.snap.Conversation.Status == chat.StatusAsyncTicket {
		return ".ticket"
	}
	return ""
}

// agrees takes a yes to the one thing that was offered as its button.
func (t *turn) agrees() {
	if len(t.state.Offered) != 1 || t.payload != "" || !t.read.Affirm || t.state.Flow != "" {
		return
	}
	t.payload = payloadArticle + t.state.Offered[0]
	if intent, _ := intentOf(t.state.Offered[0]); t.b.Flows.ForIntent(intent) != nil {
		t.payload = payloadIntent + t.state.Offered[0]
	}
	t.read.Affirm, t.read.Intents, t.read.Means, t.read.Accept = false, nil, nil, 0 // it is a choice, no courtesy
}

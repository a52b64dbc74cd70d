package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// startsFlow starts the flow of a clear intent. An intent that is sure without
// a flow is left to knowledge: being sure what is asked is not being sure of
// the answer.
func (b *Bot) startsFlow(ctx context.Context, t *turn) (*Decision, error) {
	if b.Orders == nil { // there is nothing to look up
		return nil, nil
	}
	f := b.arrival(t)
	if f == nil {
		f = b.redirects(t)
	}
	if f == nil && t.sure() {
		if f = b.Flows.ForIntent(t.top().Intent); t.top().Intent == orderAlone {
			if back := b.misfit(t); back != nil {
				t.about, f = returnWish, back
			}
		}
	}
	if f == nil && t.sure() {
		f = b.request(t)
	}
	if f == nil {
		return nil, nil
	}
	t.enter(f)
	return b.walk(ctx, t, f, "")
}

// enter begins a flow with what is known already.
func (t *turn) enter(f *flows.Flow) {
	t.endFlow()
	t.next.Flow, t.next.Version, t.next.Begun = f.ID, f.Version, t.firstSeq()
	t.next.Wish = cmp.Or(t.about, t.top().Intent)
	t.next.Later = slices.DeleteFunc(t.next.Later, func(later string) bool { // it begins now
		intent, _ := intentOf(later)
		return t.b.Flows.ForIntent(intent) == f
	})
	t.tried("flow", f.ID, t.next.Wish)
	t.fillEntities(f, "")
	t.fillsEarlier(f)
	t.laterNumbers(f)
	if !t.callsByTime() { // see visit
		t.knownOrder(f)
	}
}

// laterNumbers keeps the other orders that the message names for when a dialog has ended
// that is about one order: what was said of them is shown then, by a button.
func (t *turn) laterNumbers(f *flows.Flow) {
	if f.Slots["order_number"].Entity == nil || slices.Contains(f.Intents, orderAlone) || f.Named || len(t.read.Parts) > 1 {
		return
	}
	for _, number := range t.next.Also {
		same := func(later string) bool { _, n := intentOf(later); return n == number }
		if !slices.ContainsFunc(t.next.Later, same) {
			t.next.Later = append(t.next.Later, laterOf(orderAlone, number))
		}
	}
}

// activeFlow advances the flow that waits for an answer. What is no answer may
// be a question in between: it is answered, and the flow asks again.
func (b *Bot) activeFlow(ctx context.Context, t *turn) (*Decision, error) {
	f := b.Flows.Flow(t.state.Flow)
	if f == nil {
		return nil, nil
	}
	if f.Version != t.state.Version { // the flow was changed meanwhile: ask its questions anew, keep what was said
		t.next.Version, t.next.Node = f.Version, f.Start
	}
	node := f.Nodes[t.next.Node]
	t.mendsNumber(node)
	understood, err := b.answers(ctx, t, f, node)
	if err != nil {
		return nil, err
	}
	if !t.answered(node) || t.exchangesInstead(f) || node.Slot == "order_number" && t.wordsBeside(t.text) >= leastWordsOfWish { // "where is my order 10661?" is no correction of a return's order number
		if d, err := b.switchFlow(ctx, t, f); d != nil || err != nil {
			return d, err
		}
	}
	if understood || t.mended {
		t.next.Retries = 0
		t.about = cmp.Or(t.state.Wish, t.state.Intent) // an e-mail address alone is no request for an invoice
		say := ""
		if t.next.Part != "" && t.next.Part != t.state.Part { // ask for the rest of the address only
			say = node.Retry
		}
		return b.walk(ctx, t, f, say)
	}
	if d := b.lacks(t, f, node); d != nil {
		return d, nil
	}
	if t.read.Deny && t.payload == "" && f.Slots[node.Slot].Type == "choice" { // "no, leave it" to "why does it go back?"
		t.endFlow()
		return t.say(Answer, ReasonStopped, b.Wording.Say(t.lang, "stopped")), nil
	}
	if t.asksAnew(f) {
		t.about = cmp.Or(t.state.Wish, t.state.Intent)
		return b.walk(ctx, t, f, "")
	}
	if d, err := b.digression(ctx, t, f); d != nil || err != nil {
		return d, err
	}
	t.next.Retries++
	t.about = cmp.Or(t.state.Wish, t.state.Intent)
	if t.next.Retries > b.cfg.MaxRetries {
		t.missing = append(t.missing, node.Slot)
		return t.handoff(ReasonPending, fmt.Sprintf("no usable answer to %q of flow %s", t.next.Node, f.ID), 1), nil
	}
	return b.walk(ctx, t, f, node.Retry)
}

// asksAnew tells whether a message only says again what the dialog was begun with, maybe
// in another language: "wo ist meine bestellung" after "where is my order".
func (t *turn) asksAnew(f *flows.Flow) bool {
	top := t.top().Intent
	return t.payload == "" && t.sure() && top == orderAlone && top == t.state.Wish && slices.Contains(f.Intents, top)
}

// leastWordsOfWish is how many words beside an order number may say that it is for
// something else than the dialog: "actually no, I want to change the address of 10523".
const leastWordsOfWish = 4

// answered tells whether this turn gave what the node asked for.
func (t *turn) answered(n flows.Node) bool {
	slot := n.Slot
	if n.Kind == flows.Confirm {
		slot = "confirmed"
	}
	return t.next.Slots[slot] != "" && t.next.SlotSeq[slot] == t.lastSeq()
}

// switchFlow leaves a flow for another that is clearly asked for.
func (b *Bot) switchFlow(ctx context.Context, t *turn, active *flows.Flow) (*Decision, error) {
	other := b.Flows.ForIntent(t.top().Intent)
	if wish := t.top().Intent; other == nil && (nlu.Category(wish) == "order" || wish == exchangeWish || tellsMishap(wish, active)) && (t.next.Slots["order_number"] != "" || t.callsByTime() || t.exchangesInstead(active)) && !hasQuestionMark(t.text) { // "cancel the whole order"
		other = b.Flows.ForOrder(t.top().Intent)
	}
	if other == nil || other.ID == active.ID || !t.sure() || !t.meansIt(other) {
		return nil, nil
	}
	kept, seqs := t.next.Slots, t.next.SlotSeq
	t.enter(other)
	for _, slot := range []string{"order_number", "proof"} { // what was proved once need not be asked twice
		if t.next.Slots[slot] == "" && kept[slot] != "" {
			t.next.Slots[slot], t.next.SlotSeq[slot] = kept[slot], seqs[slot]
		}
	}
	return b.walk(ctx, t, other, "")
}

// tellsMishap tells whether who asks where an order is has said since what is wrong with
// what came. That it did not come is why they ask.
func tellsMishap(wish string, active *flows.Flow) bool {
	return slices.Contains(active.Intents, orderAlone) && wish != "delivery_not_received" && slices.Contains(mishaps, wish)
}

// meansIt tells whether a message that begins with a second thought ("no wait, the
// shoes") asks for a flow without those words, too: waiting is no delay of a parcel.
func (t *turn) meansIt(f *flows.Flow) bool {
	rest, found := t.secondThought()
	if !found {
		return true
	}
	r := t.b.Understander.Read(rest, []string{t.lang})
	return len(r.Intents) > 0 && (t.b.Flows.ForIntent(r.Intents[0].Intent) == f || t.b.Flows.ForOrder(r.Intents[0].Intent) == f) && r.Accept >= cmp.Or(r.Cutoff, t.b.cfg.IntentThreshold)
}

// secondThought is what follows a first clause like "no wait"; false without one.
func (t *turn) secondThought() (string, bool) {
	at := strings.IndexAny(t.text, ",.!…，、。！")
	if at <= 0 || utf8.RuneCountInString(t.text[:at]) > longestThought || !says(t.text[:at], t.lang, saysWait) {
		return "", false
	}
	_, n := utf8.DecodeRuneInString(t.text[at:])
	return strings.TrimSpace(t.text[at+n:]), true
}

// longestThought is how many characters a second thought is long.
const longestThought = 24

// digression answers a question in between and asks the flow's question again.
func (b *Bot) digression(ctx context.Context, t *turn, f *flows.Flow) (*Decision, error) {
	if (t.read.Affirm || t.read.Deny) && !t.sureOfThanks() {
		return nil, nil // a yes is no question, whatever article has the word
	}
	if rest, found := t.secondThought(); found && !hasQuestionMark(rest) {
		return nil, nil
	}
	t.aboutDialog(f)
	d, err := b.knows(ctx, t)
	if err != nil || d == nil {
		if d, err = b.courtesy(ctx, t); err != nil || d == nil || d.Intent == "affirm" || d.Intent == "deny" || d.Intent == "stop" {
			return nil, err
		}
	}
	switch {
	case d.Action == Handoff:
		return d, nil
	case d.Reason == ReasonCourtesy && d.Intent == "goodbye": // who leaves is not held back by a question
		t.endFlow()
		return d, nil
	case d.Reason == ReasonCourtesy:
		d.Text = withoutQuestion(d.Text)
	}
	ask, err := b.walk(ctx, t, f, "")
	if err != nil || ask == nil {
		return ask, err
	}
	ask.Text = paragraphs(d.Text, ask.Text)
	if ask.Action != Ask { // the shop has changed its mind, or is away: what the flow came to counts
		ask.Sources = d.Sources
		return ask, nil
	}
	d.Text, d.QuickReplies = ask.Text, ask.QuickReplies
	d.Reason = reasonFlow + Reason(f.ID+":digression")
	return d, nil
}

// aboutDialog completes a question in between that says nothing of its own ("is it
// free?", "how long do I have") with what the dialog is called.
func (t *turn) aboutDialog(f *flows.Flow) {
	if t.payload != "" || f.Named || t.completed != "" {
		return
	}
	c, ok := t.b.completer.Complete(t.b.Wording.Say(t.lang, "menu."+f.ID), t.text, t.lang)
	if !ok || c.Alone && !strings.ContainsAny(t.text, "?？؟;") {
		return
	}
	whole := t.b.Understander.Read(c.Text, []string{t.lang})
	t.completed, t.found = c.Text, nil
	t.read.takeOf(whole)
	t.step("complete", "done", "", map[string]any{"question": c.Text})
}

// question is the last sentence of a text where it asks something.
var question = regexp.MustCompile(`[^.!?。！？؟।]*[?？؟;]$`)

// withoutQuestion leaves out of a courtesy what it asks: a dialog asks one thing at a
// time.
func withoutQuestion(text string) string {
	return strings.TrimSpace(question.ReplaceAllString(strings.TrimSpace(text), ""))
}

// sureOfThanks tells whether what says yes, too, is thanks: "ok, thanks".
func (t *turn) sureOfThanks() bool {
	return t.top().Intent == "thanks" && t.read.Accept >= t.b.cfg.ControlThreshold
}

// walk goes through the flow from its start: what is filled is passed, lookups
// are read again, and the first node that needs something ends the turn.
// Because nothing is remembered but the slots, correcting one of them needs no
// code of its own. say overrides the text of the node that asks.
func (b *Bot) walk(ctx context.Context, t *turn, f *flows.Flow, say string) (*Decision, error) {
	node := f.Start
	for range len(f.Nodes) * 3 { // a table cannot loop without asking, but a shop's answers might
		n, event, d, err := b.visit(ctx, t, f, node, say)
		if err != nil || d != nil {
			return d, err
		}
		next, err := f.Next(node, event)
		if err != nil {
			return nil, fmt.Errorf("flow %s: %w", f.ID, err)
		}
		t.step("flow", "moved", f.ID+": "+node+" –"+event+"→ "+next, nil)
		if event == shop.CodeOrderNotVerified && (b.pairs(ctx, t) || t.notOwn()) {
			node = f.Start
			continue
		}
		if event != flows.EventOK && event != flows.EventFilled && event != flows.EventYes {
			failed := t.pair()
			t.forget(n.Clear)
			if _, named := f.Texts[event]; named {
				say = event
			}
			if event == shop.CodeOrderNotVerified {
				t.next.Failed = failed
				t.guessed(failed)
				if !t.unmatched { // pairs has counted this turn
					t.next.Refused++
				}
			}
		}
		node = next
	}
	return nil, fmt.Errorf("flow %s does not come to a question", f.ID)
}

// visit looks at one node: it passes it by an event, or decides the turn there.
func (b *Bot) visit(ctx context.Context, t *turn, f *flows.Flow, name, say string) (flows.Node, string, *Decision, error) {
	n := f.Nodes[name]
	switch n.Kind {
	case flows.Collect:
		if f.Slots[n.Slot].Choices == "orders" && (t.next.SlotSeq[n.Slot] != t.lastSeq() && b.byTime(ctx, t, f) || b.byItem(ctx, t, f)) {
			return n, flows.EventFilled, nil, nil
		}
		if t.filled(f, n) || (n.Slot == "order_number" || n.Slot == "proof") && b.pairs(ctx, t) {
			return n, flows.EventFilled, nil, nil
		}
		if d := t.refused(n); d != nil {
			return n, "", d, nil
		}
		if _, named := f.Texts[shop.CodeOrderNotVerified]; t.unmatched && named {
			say = shop.CodeOrderNotVerified
		}
		if t.saidBefore(f, n) {
			return n, flows.EventFilled, nil, nil
		}
		if f.Slots[n.Slot].Choices == "orders" {
			b.reads(ctx, t, lookupBefore(f))
		}
		return n, "", t.ask(f, name, say), nil
	case flows.Lookup:
		if t.guesses() {
			return n, "", t.unproved(), nil
		}
		event, err := b.lookup(ctx, t, n.Action)
		return n, event, nil, err
	case flows.Confirm:
		if t.next.Slots["confirmed"] == "" {
			return n, "", t.ask(f, name, say), nil
		}
		return n, t.next.Slots["confirmed"], nil, nil
	case flows.Act:
		return n, "", t.perform(f, name, n), nil
	case flows.Human:
		if d, err := b.returnsInstead(ctx, t, f); d != nil || err != nil {
			return n, "", d, err
		}
		d := t.handoff(Reason(n.Reason), "flow "+f.ID+" came to "+name, 1)
		d.Text, d.TextLang = t.flowText(f, n.Say), t.flowLang(f, n.Say)
		return n, "", d, nil
	}
	return n, "", b.end(ctx, t, f, n), nil
}

// refused hands off after the second wrong proof in a flow, or where too many
// were wrong lately: whoever guesses must not go on guessing, and whoever is
// honest needs a person.
func (t *turn) refused(n flows.Node) *Decision {
	tries := t.next.Refused >= 2 || len(t.wrongLately()) >= mostWrong
	if !tries || n.Slot != "order_number" || t.next.Slots["order_number"] != "" {
		return nil
	}
	return t.unproved()
}

// mostWrong is how many wrong proofs within a rest's time a conversation may
// bring, whatever its flows.
const mostWrong = 5

// wrongLately are the times of the wrong proofs that still count.
func (t *turn) wrongLately() []time.Time {
	return slices.DeleteFunc(slices.Clone(t.next.Wrong), func(at time.Time) bool { return t.snap.Now.Sub(at) >= rest })
}

// guesses tells whether the order that a lookup would read is one guess too
// many: then the shop is not asked, so that not even a right one tells anything.
func (t *turn) guesses() bool {
	if t.customerID() != "" && t.next.Slots["proof"] == "" || len(t.wrongLately()) < mostWrong {
		return false
	}
	p := t.proof()
	return !slices.Contains(t.next.Orders, OrderSeen{Number: t.next.Slots["order_number"], Email: p.Email, Post: p.Postcode})
}

func (t *turn) unproved() *Decision {
	d := t.handoff(ReasonIdentity, "order number and e-mail or postcode did not match", 1)
	d.Text = t.b.Wording.Say(t.lang, "unproved")
	t.missing = append(t.missing, "identity")
	t.endFlow()
	return d
}

// ask waits at a node for the shopper.
func (t *turn) ask(f *flows.Flow, name, say string) *Decision {
	n := f.Nodes[name]
	t.next.Node = name
	key := n.Say
	if say != "" && f.Texts[say] != nil {
		key = say
	}
	d := t.say(Ask, reasonFlow+Reason(f.ID+":"+name), t.flowText(f, key))
	d.TextLang = t.flowLang(f, key)
	d.QuickReplies = t.choices(f, n)
	if t.elsewhere != "" {
		d.Text = paragraphs(t.b.Wording.Say(t.lang, "address.abroad", "number", t.next.Slots["order_number"], "country", countryName(t.textLang(), t.elsewhere)), d.Text)
	}
	if n.Kind == flows.Collect {
		t.missing = append(t.missing, n.Slot)
	}
	return d
}

// end says the last word of a flow and leaves it.
func (b *Bot) end(ctx context.Context, t *turn, f *flows.Flow, n flows.Node) *Decision {
	d := t.say(Answer, reasonFlow+Reason(f.ID), t.flowText(f, n.Say))
	d.TextLang = t.flowLang(f, n.Say)
	if n.Card == "order" {
		d.Text = paragraphs(d.Text, t.returnLines())
		d.Blocks = t.orderCard()
		b.also(ctx, t, f, n, d)
		t.offersHelp(d)
	}
	t.endFlow()
	return d
}

// offersHelp offers a person beside an order that only a person can put right.
func (t *turn) offersHelp(d *Decision) {
	if t.order == nil || t.order.Status != shop.StatusLost || t.snap.Conversation.Owner != chat.OwnerBot {
		return
	}
	offer := t.propose(d.Reason, "anger.propose")
	d.Action, d.Text, d.QuickReplies = Propose, paragraphs(d.Text, offer.Text), offer.QuickReplies
}

// flowText is a sentence of the flow with its slots and what lookups found.
func (t *turn) flowText(f *flows.Flow, key string) string {
	t.nameChoices()
	pairs := []string{}
	for k, v := range t.next.Slots {
		pairs = append(pairs, "{"+k+"}", v)
	}
	for k, v := range t.vars {
		pairs = append(pairs, "{"+k+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(f.Text(t.lang, key))
}

// flowLang is the language in which a sentence of the flow comes out.
func (t *turn) flowLang(f *flows.Flow, key string) string {
	if f.Texts[key][t.lang] != "" {
		return t.lang
	}
	return wording.Fallback
}

// choices are the buttons of a node.
func (t *turn) choices(f *flows.Flow, n flows.Node) []chat.QuickReply {
	if n.Kind == flows.Confirm {
		return []chat.QuickReply{
			{Title: t.b.Wording.Say(t.lang, "button.yes"), Payload: flows.EventYes + ":" + t.next.mark()},
			{Title: t.b.Wording.Say(t.lang, "button.no"), Payload: flows.EventNo + ":" + t.next.mark()},
		}
	}
	var out []chat.QuickReply
	for _, o := range t.options(f.Slots[n.Slot].Choices) {
		out = append(out, chat.QuickReply{Title: o.title, Payload: payloadSlot + n.Slot + "=" + o.value})
	}
	return out
}

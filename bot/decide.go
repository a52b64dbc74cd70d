package bot

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// The reasons of decisions that are not handoffs. Reasons of handoffs equal the
// codes of package handoff.
const (
	ReasonNothingNew  Reason = "nothing_new"
	ReasonNotMine     Reason = "not_the_bots"
	ReasonActResult   Reason = "act_result"
	ReasonKnowledge   Reason = "knowledge"
	ReasonCourtesy    Reason = "courtesy"
	ReasonCatalogue   Reason = "catalogue"
	ReasonNoProduct   Reason = "no_such_product"
	ReasonSeveral     Reason = "several_requests"
	ReasonClarify     Reason = "clarify"
	ReasonWhere       Reason = "where_to_ship"
	ReasonRephrase    Reason = "rephrase"
	ReasonElsewhere   Reason = "elsewhere"
	ReasonStopped     Reason = "stopped"
	ReasonDeclined    Reason = "person_declined"
	ReasonGoesTo      Reason = "goes_to"
	ReasonWaiting     Reason = "waiting_for_person"
	ReasonSolved      Reason = "solved_while_waiting"
	reasonFlow               = "flow:"
	ReasonRequest     Reason = "customer_request"
	ReasonSensitive   Reason = "sensitive_topic"
	ReasonEmotion     Reason = "emotion"
	ReasonLowConf     Reason = "low_confidence"
	ReasonMissing     Reason = "missing_knowledge"
	ReasonLoop        Reason = "loop"
	ReasonTurnCap     Reason = "turn_cap"
	ReasonToolFailure Reason = "tool_failure"
	ReasonIdentity    Reason = "identity_failed"
	ReasonPending     Reason = "pending_clarification"
	ReasonPromise     Reason = "promise_open"
)

// rung is one step of the ladder: it decides, or leaves the turn to the next.
type rung struct {
	name string
	try  func(*Bot, context.Context, *turn) (*Decision, error)
}

// ladder is the fixed order in which a turn is decided; the first rung that
// applies wins.
var ladder = []rung{
	{"reach", (*Bot).reaches},
	{"person", (*Bot).wantsPerson},
	{"sensitive", (*Bot).sensitive},
	{"promise", (*Bot).promised},
	{"budget", (*Bot).budget},
	{"emotion", (*Bot).angry},
	{"button", (*Bot).button},
	{"tongue", (*Bot).switches},
	{"stop", (*Bot).stop},
	{"flow", (*Bot).activeFlow},
	{"details", (*Bot).details},
	{"by_time", (*Bot).namesByTime},
	{"still", (*Bot).stillNot},
	{"insist", (*Bot).insists},
	{"no_number", (*Bot).hasNoNumber},
	{"goes_to", (*Bot).goesTo},
	{"elsewhere", (*Bot).elsewhere},
	{"several", (*Bot).several},
	{"intent", (*Bot).startsFlow},
	{"courtesy", (*Bot).courtesy},
	{"compare", (*Bot).compares},
	{"budget_of", (*Bot).upTo},
	{"extreme", (*Bot).extremes},
	{"attribute", (*Bot).tells},
	{"catalogue", (*Bot).catalogue},
	{"sells", (*Bot).sells},
	{"knowledge", (*Bot).knowsAndAsks},
	{"described", (*Bot).described},
	{"unsaid", (*Bot).unsaid},
	{"product", (*Bot).shows},
	{"outdated", (*Bot).outdated},
	{"order", (*Bot).namesOrder},
	{"offers", (*Bot).offers},
	{"request", (*Bot).takesUp},
	{"enclose", (*Bot).encloses},
	{"named", (*Bot).shownByName},
	{"clarify", (*Bot).clarify},
	{"miss", (*Bot).misses},
}

// waitingLadder is for a shopper who waits for a person: the bot still answers
// what it surely knows, and lets them change their mind.
var waitingLadder = []rung{
	{"button", (*Bot).waitingButton},
	{"person", (*Bot).asksAgain},
	{"stop", (*Bot).noLonger},
	{"knowledge", (*Bot).knowsWhileWaiting},
	{"waiting", (*Bot).keepsWaiting},
}

// Decide decides the turn: everything that the shopper wrote since the last
// one. It reads the shop and the knowledge base and changes nothing. An error
// means that nothing could be decided; the caller hands off.
func (b *Bot) Decide(ctx context.Context, s Snapshot) (Reading, Decision, error) {
	t := b.newTurn(s)
	if len(s.Settled) > 0 {
		d, err := b.resume(ctx, t, s.Settled[0])
		if err != nil {
			return t.read, Decision{}, err
		}
		return t.read, t.finish(d), nil
	}
	rungs := ladder
	switch {
	case s.Conversation.Owner == chat.OwnerQueue:
		rungs = waitingLadder
	case s.Conversation.Owner != chat.OwnerBot:
		return t.read, t.finish(&Decision{Action: Silent, Reason: ReasonNotMine}), nil
	}
	if len(t.said) == 0 {
		return t.read, t.finish(&Decision{Action: Silent, Reason: ReasonNothingNew}), nil
	}
	for _, r := range rungs {
		d, err := r.try(b, ctx, t)
		if err != nil {
			return t.read, Decision{}, err
		}
		if d != nil {
			t.step(r.name, "decided", string(d.Reason), nil)
			if d.Action == Handoff {
				b.gather(ctx, t)
			}
			return t.read, t.finish(d), nil
		}
		t.step(r.name, "passed", "", nil)
	}
	return t.read, t.finish(&Decision{Action: Silent, Reason: ReasonNothingNew}), nil
}

// gather collects for the packet what earlier turns have shown: everything that
// the shopper named, and the order that they proved, read anew.
func (b *Bot) gather(ctx context.Context, t *turn) {
	shown := slices.DeleteFunc(t.facts, func(f Fact) bool { return f.Action == "" && f.Article == "" })
	t.facts = nil
	seen := map[string]bool{}
	for _, m := range t.snap.History {
		if m.Author != chat.Shopper {
			continue
		}
		for _, e := range t.named(m.Text, m.At, nil) {
			kind := t.proved(e)
			if key := kind + "=" + e.Value; !seen[key] {
				seen[key] = true
				t.facts = append(t.facts, Fact{Key: kind, Value: factText(e), Seq: m.Seq})
			}
		}
	}
	for _, slot := range slices.Sorted(maps.Keys(t.next.Slots)) {
		if v := t.next.Slots[slot]; slot != "confirmed" && !seen[slot+"="+v] && !(slot == "proof" && (seen["email="+v] || seen["postcode="+v])) {
			t.facts = append(t.facts, t.slotFact(slot, v, t.next.SlotSeq[slot]))
		}
	}
	t.facts = append(t.facts[max(0, len(t.facts)-mostFacts):], shown...) // the newest tell most
	b.about(ctx, t)
	if n := len(t.next.Orders); n > 0 && t.order == nil && b.Orders != nil && !t.shopHangs {
		ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
		defer cancel()
		last := t.next.Orders[n-1]
		o, err := b.Orders.Order(ctx, last.Number, shop.Proof{CustomerID: t.customerID(), Email: last.Email, Postcode: last.Post})
		if err != nil {
			t.step("gather", "order_unread", err.Error(), nil)
			return
		}
		t.order = &o
	}
}

// factText is an entity as it was written; a day that was named by its distance
// has its date beside it, since the agent reads it later.
func factText(e nlu.Entity) string {
	if (e.Kind == nlu.Date || e.Kind == nlu.Period) && e.Text != e.Value {
		return e.Text + " (" + e.Value + ")"
	}
	return e.Text
}

// mostFacts is how many things that a shopper said a packet tells.
const mostFacts = 20

// proved is the kind of an entity, corrected by what it has proved: five digits
// that opened an order were its postcode.
func (t *turn) proved(e nlu.Entity) string {
	for _, o := range t.next.Orders {
		if o.Post != "" && o.Post == e.Value {
			return "postcode"
		}
	}
	return e.Kind
}

// reaches answers who asks for the telephone number or the hours in words that the
// model takes for the wish to be put through, where that is written; a person is one
// button away.
func (b *Bot) reaches(ctx context.Context, t *turn) (*Decision, error) {
	if !t.read.AsksReach || t.payload != "" || t.state.Proposed || t.state.Flow != "" {
		return nil, nil
	}
	d, err := b.knows(ctx, t)
	if d == nil || err != nil || d.Action != Answer {
		return nil, err
	}
	d.QuickReplies = []chat.QuickReply{{Title: b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman}}
	return d, nil
}

// wantsPerson hands off when a person is asked for, in words or by button, or
// when the offer of one is accepted. It is never refused.
func (b *Bot) wantsPerson(_ context.Context, t *turn) (*Decision, error) {
	accepted := t.state.Proposed && t.read.Affirm
	if !accepted && !t.asksForPerson() {
		return nil, nil
	}
	p := 1.0
	if !t.read.WantsHuman && t.payload == "" && !accepted {
		p = t.read.Accept
	}
	return t.handoff(ReasonRequest, "the shopper asked for a person", p), nil
}

// asksForPerson tells whether a person is asked for in words, by button, or as
// the model reads it.
func (t *turn) asksForPerson() bool {
	byIntent := t.top().Intent == "talk_to_human" && t.sure()
	return t.read.WantsHuman || t.payload == payloadHuman || byIntent
}

// sensitive hands off what a machine must not answer.
func (b *Bot) sensitive(_ context.Context, t *turn) (*Decision, error) {
	word, found := sensitiveWord(t.text)
	for _, meaning := range []string{saysHarm, saysLaw} {
		if !found {
			word = which(t.text, t.lang, meaning)
			found = word != ""
		}
	}
	if !found {
		word, found = b.Sensitive.find(t.text)
	}
	if !found {
		return nil, nil
	}
	return t.handoff(ReasonSensitive, "the message speaks of: "+word, 1), nil
}

// budget hands off a conversation that has gone on for too long.
func (b *Bot) budget(_ context.Context, t *turn) (*Decision, error) {
	if t.state.Turns < b.cfg.TurnCap {
		return nil, nil
	}
	return t.handoff(ReasonTurnCap, "the turns of this conversation are used up", 1), nil
}

// angry offers a person at the first angry message or complaint and hands off at
// the second.
func (b *Bot) angry(_ context.Context, t *turn) (*Decision, error) {
	if t.anger < b.cfg.AngerThreshold {
		return nil, nil
	}
	earlier := t.state.Anger[:max(0, len(t.state.Anger)-1)]
	if slices.ContainsFunc(earlier, func(p float64) bool { return p >= b.cfg.AngerThreshold }) {
		return t.handoff(ReasonEmotion, "the shopper is angry", t.anger), nil
	}
	if t.state.Flow != "" || t.declinedLately() {
		return nil, nil
	}
	if t.sure() && t.has(nlu.OrderNumber) && b.Flows.ForIntent(t.top().Intent) != nil && b.Orders != nil {
		t.soothes = true // what they ask for helps more than the question whether a person shall
		return nil, nil
	}
	return t.propose(ReasonEmotion, "anger.propose"), nil
}

// button does what a pressed button stands for.
func (b *Bot) button(ctx context.Context, t *turn) (*Decision, error) {
	if t.state.Proposed && (t.read.Deny || t.payload == payloadGoOn) {
		t.next.Declined = t.next.Turns
		return t.say(Ask, ReasonDeclined, b.Wording.Say(t.lang, "declined")), nil
	}
	if d := b.oneOfCalled(ctx, t); d != nil {
		return d, nil
	}
	wish, ok := strings.CutPrefix(t.payload, payloadIntent)
	if !ok {
		return nil, nil
	}
	intent, number := intentOf(wish)
	if number != "" {
		t.read.Entities = []nlu.Entity{{Kind: nlu.OrderNumber, Text: number, Value: number}}
	}
	t.read.Intents, t.read.Means = []nlu.Score{{Intent: intent, P: 1}}, nil
	t.read.Accept = 1
	return nil, nil
}

// stop drops what is going on.
func (b *Bot) stop(_ context.Context, t *turn) (*Decision, error) {
	behind := afterStop(t.text)
	if t.state.Flow != "" && t.payload == "" && t.stopsFor(behind) {
		return nil, nil
	}
	stop := behind != "" || t.payload == payloadStop || saysStop(t.text) || t.top().Intent == "stop" && t.read.Accept >= b.cfg.ControlThreshold
	if !stop || t.state.Flow == "" {
		return nil, nil
	}
	t.endFlow()
	return t.say(Answer, ReasonStopped, b.Wording.Say(t.lang, "stopped")), nil
}

// courtesies are the intents that have an answer of their own.
var courtesies = []string{"greeting", "goodbye", "thanks", "chitchat", "bot_question", "affirm", "deny", "stop"}

// courtesy answers hello, thanks and the like. Gibberish is not a greeting.
func (b *Bot) courtesy(_ context.Context, t *turn) (*Decision, error) {
	intent := t.top().Intent
	switch {
	case t.read.Affirm && !t.sureOfThanks(): // "ok, thanks" is thanks
		intent = "affirm"
	case t.read.Deny:
		intent = "deny"
	case onlyEmoji(t.text) && t.state.Flow == "" && !t.state.Proposed: // who is angry was heard before
		if t.read.Emotion.Anger >= leastOfAngryEmoji {
			return t.propose(ReasonEmotion, "anger.propose"), nil
		}
		intent, t.read.Accept = "affirm", 1
		switch {
		case t.read.Emotion.Label == nlu.Sadness || t.read.Emotion.Label == nlu.Fear:
			d := t.say(Ask, ReasonCourtesy, b.Wording.Say(t.lang, "say.sad"))
			d.QuickReplies = b.menu(t.lang)
			return d, nil
		case t.state.Turns == 0:
			intent = "greeting"
		}
	case t.read.Accept < b.cfg.ControlThreshold || t.read.Gibberish:
		return nil, nil
	case intent == "stop" && !saysStop(t.text) && t.wordsBeside(t.text) > mostWordsOfStop:
		return nil, nil
	}
	if !slices.Contains(courtesies, intent) || !t.read.Affirm && !t.read.Deny && (intent == "affirm" || intent == "deny") && asksYesNo(t.text) {
		return nil, nil
	}
	words := "say." + intent
	if intent == "bot_question" && b.Orders == nil { // its words promise what only a shop's system can do
		words = "say.greeting"
	}
	d := t.say(Answer, ReasonCourtesy, b.Wording.Say(t.lang, words))
	if o := t.snap.Conversation.Outcome; intent == "greeting" && o != nil && !t.state.Greeted && fresh(*o, t.snap.Now) {
		d.Text = b.greetBack(t.lang, *o)
	}
	if intent == "greeting" || intent == "bot_question" {
		d.QuickReplies = b.menu(t.lang)
	}
	d.Intent, d.Confidence = intent, t.read.Accept
	t.next.Greeted = true
	return d, nil
}

// leastOfAngryEmoji is P(anger) from which emoji that stand alone are no greeting: one
// says little (😡 .39, 🤬 and 👎 .28), those that are not angry less (🤔 .23, 😕 .03).
const leastOfAngryEmoji = 0.25

// hasQuestionMark tells whether a text has a question mark, of whatever script.
func hasQuestionMark(text string) bool { return strings.ContainsAny(text, "?？؟") }

// asksYesNo tells whether a text ends as a question does: "可以吗" is no yes.
func asksYesNo(text string) bool {
	text = strings.TrimSpace(text)
	return slices.ContainsFunc([]string{"?", "？", "؟", "吗", "嗎", "か"}, func(end string) bool { return strings.HasSuffix(text, end) })
}

// onlyEmoji tells whether a text is emoji and nothing else.
func onlyEmoji(text string) bool {
	n := 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.So, r):
			n++
		case !unicode.IsSpace(r) && !unicode.In(r, unicode.Sk, unicode.Mn, unicode.Me, unicode.Cf):
			return false
		}
	}
	return n > 0
}

// remembered is how long a human's help is spoken of.
const remembered = 72 * time.Hour

// fresh tells whether an outcome is worth a word: a human was there lately, or a
// promise of theirs is due still.
func fresh(o chat.Outcome, now time.Time) bool {
	return o.AgentName != "" && (now.Sub(o.At) < remembered || o.Code == "promised" && now.Before(o.Due))
}

// promised brings a shopper whom a human owes something back to a human, when
// they write again after the conversation was closed. A goodbye or thanks needs
// nobody.
func (b *Bot) promised(_ context.Context, t *turn) (*Decision, error) {
	o := t.snap.Conversation.Outcome
	if o == nil || !o.Closed || o.Code != "promised" || t.state.Turns > 0 || t.snap.Now.Sub(o.At) >= remembered {
		return nil, nil
	}
	if courteous := t.top().Intent; (courteous == "thanks" || courteous == "goodbye") && t.read.Accept >= b.cfg.ControlThreshold {
		return nil, nil
	}
	return t.handoff(ReasonPromise, o.AgentName+" promised: "+o.Promise, 1), nil
}

// greetBack greets somebody whom a human helped before, with the outcome.
func (b *Bot) greetBack(lang string, o chat.Outcome) string {
	if o.Code == "promised" {
		return b.Wording.Say(lang, "back.promised", "name", o.AgentName, "promise", o.Promise, "due", wording.Date(lang, o.Due))
	}
	return b.Wording.Say(lang, "back.solved", "name", o.AgentName)
}

// menu is what a shopper may start with.
func (b *Bot) menu(lang string) []chat.QuickReply {
	out := []chat.QuickReply{}
	for _, f := range b.Flows.All() {
		if b.Orders == nil {
			break
		}
		if !f.Named {
			out = append(out, b.start(lang, f))
		}
	}
	return append(out, chat.QuickReply{Title: b.Wording.Say(lang, "button.human"), Payload: payloadHuman})
}

// Greeting is what is shown before the first message. Without a shop's system
// nothing is promised of orders.
func (b *Bot) Greeting(lang string) (string, []chat.QuickReply) {
	if b.Orders == nil {
		return b.Wording.Say(lang, "say.greeting"), b.menu(lang)
	}
	return b.Wording.Say(lang, "greeting"), b.menu(lang)
}

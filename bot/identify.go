package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/internal/fault"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// pair is the order number and the proof of the dialog, as they stand now.
func (t *turn) pair() OrderSeen {
	p := t.proof()
	return OrderSeen{Number: t.next.Slots["order_number"], Email: p.Email, Post: p.Postcode}
}

// pairs looks whether what was written proves an order in another way than it was
// read: of two numbers one may be the postcode, of two proofs the second may be right, and
// after a refusal one of the two things may be what was wrong. It tries once a turn. What
// proves nothing counts as wrong, so that nobody guesses more for it.
func (b *Bot) pairs(ctx context.Context, t *turn) bool {
	if t.paired || b.Orders == nil || t.shopHangs || len(t.wrongLately()) >= mostWrong {
		return false
	}
	t.paired = true
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	candidates := append(t.candidates(), t.sameBuyer()...)
	for _, c := range candidates {
		_, err := b.Orders.Order(ctx, c.Number, shop.Proof{Email: c.Email, Postcode: c.Post})
		if err == nil {
			t.fill("order_number", c.Number)
			t.fill("proof", c.Email+c.Post)
			t.step("pair", "proved", c.Number, nil)
			return true
		}
		if !errors.Is(err, fault.ErrNotFound) {
			t.step("pair", "failed", err.Error(), nil)
			return false
		}
	}
	for _, c := range candidates {
		t.guessed(c)
	}
	if len(candidates) > 0 {
		if !t.has(nlu.OrderNumber) { // another proof of the number that was refused, and no better one
			t.next.Refused++
			t.unmatched = true
		}
	}
	return false
}

// guessed counts a number with a proof that opened nothing as wrong: once a turn,
// whichever of the two was taken for the number.
func (t *turn) guessed(c OrderSeen) {
	proof := c.Email + c.Post
	guess := [2]string{min(c.Number, proof), max(c.Number, proof)}
	if !slices.Contains(t.wrong, guess) {
		t.wrong = append(t.wrong, guess)
		t.next.Wrong = append(t.wrongLately(), t.snap.Now)
	}
}

// candidates are the other ways to read number and proof of this turn, at most
// mostPairs.
func (t *turn) candidates() []OrderSeen {
	var numbers, proofs []string
	for _, e := range t.read.Entities {
		switch e.Kind {
		case nlu.OrderNumber:
			numbers = appendNew(numbers, e.Value)
		case nlu.Postcode, nlu.Email:
			proofs = appendNew(proofs, e.Value)
		}
	}
	var out []OrderSeen
	add := func(number, proof string) {
		c := OrderSeen{Number: number, Post: proof}
		if strings.Contains(proof, "@") {
			c.Email, c.Post = proof, ""
		}
		if number != "" && proof != "" && number != proof && c != t.next.Failed && c != t.pair() && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	if c, ok := t.withEarlier(numbers, proofs); ok {
		add(c.Number, c.Post)
	}
	if len(numbers) == 0 && len(proofs) == 2 { // "10115 or 10117"
		add(t.next.Slots["order_number"], proofs[1])
	}
	if both := slices.Concat(numbers, proofs); len(both) == 2 && !strings.Contains(both[0]+both[1], "@") {
		add(both[0], both[1])
		add(both[1], both[0])
	}
	if last := t.next.Failed; last.Number != "" && len(numbers)+len(proofs) == 1 {
		for _, v := range slices.Concat(proofs, numbers) {
			add(last.Number, v)
		}
		for _, n := range numbers {
			add(n, last.Email+last.Post)
		}
	}
	return out[:min(len(out), mostPairs)]
}

// sameBuyer is the order that is named, with the e-mail address that has proved
// another one: it opens only what was ordered with it. A postcode has neighbours.
func (t *turn) sameBuyer() []OrderSeen {
	if t.next.Slots["order_number"] == "" || t.next.Slots["proof"] != "" {
		return nil
	}
	for _, o := range slices.Backward(t.state.Orders) {
		if o.Email != "" {
			return []OrderSeen{{Number: t.next.Slots["order_number"], Email: o.Email}}
		}
	}
	return nil
}

// mostPairs is how many readings of one turn are tried.
const mostPairs = 3

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// notOwn asks a verified customer for a proof where their account does not open the
// order: they may have ordered as a guest, or for somebody else.
func (t *turn) notOwn() bool {
	number := t.next.Slots["order_number"]
	if t.customerID() == "" || t.next.Slots["proof"] != "" || t.next.NotOwn == number {
		return false
	}
	t.next.NotOwn = number
	return true
}

// alsoNamed remembers further order numbers of a message, to show them too.
func (t *turn) alsoNamed() {
	for _, e := range t.read.Entities {
		if e.Kind == nlu.OrderNumber && e.Value != t.next.Slots["order_number"] && len(t.next.Also) < mostAlso {
			t.next.Also = appendNew(t.next.Also, e.Value)
		}
	}
}

// mostAlso is how many orders are shown beside the first.
const mostAlso = 3

// also shows the other orders that were named, as far as the same proof opens them.
func (b *Bot) also(ctx context.Context, t *turn, f *flows.Flow, n flows.Node, d *Decision) {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	proof, first := t.proof(), t.order
	for _, number := range t.next.Also {
		if first == nil || number == first.Number || number == proof.Postcode || len(t.wrongLately()) >= mostWrong {
			continue
		}
		o, err := b.Orders.Order(ctx, number, proof)
		if err != nil {
			t.step("also", "not_shown", number+": "+err.Error(), nil)
			if errors.Is(err, fault.ErrNotFound) {
				t.next.Wrong = append(t.wrongLately(), t.snap.Now) // a list of numbers is a list of guesses
			}
			continue
		}
		t.next.Slots["order_number"] = o.Number
		t.setOrder(o)
		d.Text = paragraphs(d.Text, t.flowText(f, n.Say))
		d.Blocks = append(d.Blocks, t.orderCard()...)
	}
	t.order = first
}

// reads reads the orders of a verified customer, to choose from: those that the
// dialog's action is probably about first, then the newest. A shop that does
// not answer leaves them out: the number can still be typed.
func (b *Bot) reads(ctx context.Context, t *turn, action string) {
	if t.recent != nil || t.customerID() == "" || b.Orders == nil || t.shopHangs {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	list, err := b.Orders.OrdersOf(ctx, shop.Proof{CustomerID: t.customerID()})
	if err != nil {
		t.step("orders", "failed", err.Error(), nil)
	}
	t.mine = slices.Clone(list)
	slices.SortStableFunc(list, func(x, y shop.Order) int { return cmp.Compare(likely(action, y), likely(action, x)) })
	t.recent = list[:min(len(list), mostRecent)]
}

// likely ranks an order by whether what a dialog does with it is probably meant.
func likely(action string, o shop.Order) int {
	fits := false
	switch action {
	case "order":
		fits = o.Status.OnTheWay()
	case "check_return":
		fits = o.Status == shop.StatusDelivered
	case "check_address":
		fits = o.Status.InWarehouse()
	}
	if fits {
		return 1
	}
	return 0
}

// mostRecent is how many orders a verified customer may choose from by a button.
const mostRecent = 5

// orders are the verified customer's newest orders. One is also meant by what is
// in it: "the boots".
func (t *turn) orders() []option {
	var out []option
	for _, o := range t.recent {
		var items []string
		for _, it := range o.Items {
			items = append(items, itemTitle(it, t.lang))
		}
		out = append(out, option{o.Number, o.Number + " · " + t.b.Wording.Say(t.lang, "label."+string(o.Status)), strings.Join(items, " ")})
	}
	return out
}

// request is the flow of a wish that only a person can grant, for an order that is
// named or was proved. Without one, or asked about what was proved, it is a
// question, and articles answer it.
func (b *Bot) request(t *turn) *flows.Flow {
	f := b.Flows.ForOrder(t.top().Intent)
	switch {
	case f == nil && t.top().Intent == "refund_status" && t.has(nlu.OrderNumber): // an order tells of its returns
		return b.Flows.ForIntent(orderAlone)
	case f == nil:
		return nil
	case t.remedy && !t.asksRemedy, t.has(nlu.OrderNumber), t.callsByTime(), len(t.state.Orders) > 0 && !hasQuestionMark(t.text):
		return f
	}
	return nil
}

// takesUp asks for the order of a mishap or a wish that is told surely and that no
// article answers: only a person can put it right, and they need the order. What is
// asked may be meant in general, unless an order was spoken of, and the choice between
// titles comes first.
func (b *Bot) takesUp(ctx context.Context, t *turn) (*Decision, error) {
	intent := t.top().Intent
	f := b.Flows.ForOrder(intent)
	if f == nil || b.Orders == nil || t.payload != "" || t.state.Flow != "" || t.read.Gibberish || !t.sure() && !t.goesOn() || !slices.Contains(mishaps, intent) || len(t.state.Orders) == 0 && strings.ContainsAny(t.text, "?？؟;") {
		return nil, nil
	}
	t.enter(f)
	return b.walk(ctx, t, f, "")
}

// goesOn tells whether a message goes on telling what the conversation is about: it need
// not be as sure as what begins it.
func (t *turn) goesOn() bool {
	return t.top().Intent == t.state.Intent && t.top().P >= leastOfOrder
}

// mishaps are the intents that are told of one order, and of no other thing.
var mishaps = []string{"item_damaged", "item_wrong", "item_missing", "delivery_not_received", "order_cancel", "order_change", exchangeWish, "charged_wrongly"}

func (t *turn) has(kinds ...string) bool {
	return slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool { return slices.Contains(kinds, e.Kind) })
}

// arrival is the flow that shows an order where "when will it arrive?" is asked
// about the one that was spoken of, and no place is named.
func (b *Bot) arrival(t *turn) *flows.Flow {
	if t.payload != "" || len(t.state.Orders) == 0 || !slices.Contains(whereabouts, t.state.Intent) || t.has(nlu.Country, nlu.City) {
		return nil
	}
	p := 0.0
	for _, s := range t.read.Intents {
		if s.Intent == "shipping_time" || slices.Contains(whereabouts, s.Intent) {
			p += s.P
		}
	}
	says, _ := t.b.completer.Subject(t.text, t.lang)
	if !t.sure() && t.asksWhen() { // "and when exactly"
		return b.Flows.ForIntent(orderAlone)
	}
	if p < t.b.cfg.IntentThreshold || says > 1 || t.speaksOf("express") { // "arrive" is the one thing that it says
		return nil
	}
	return b.Flows.ForIntent(orderAlone)
}

// asksWhen tells whether a short text says little more than when.
func (t *turn) asksWhen() bool {
	if t.wordsBeside(t.text) > mostWordsOfWhen || t.read.Affirm || t.read.Deny {
		return false
	}
	return t.speaksOf("when") && !t.speaksOf(otherwiseWhen...)
}

// mostWordsOfWhen is how many words a message has that only asks when.
const mostWordsOfWhen = 5

// otherwiseWhen are concepts of which it may be asked when, besides an arrival.
var otherwiseWhen = []string{"refund", "money", "return", "exchange", "open", "hours", "stock", "available", "pay", "charge"}

// whereabouts are the intents that are about where one order is.
var whereabouts = []string{orderAlone, "delivery_delayed"}

// details goes on from the last request with a message that only says which order
// or whose it is: "10511, 10115" after "my mug arrived broken".
func (b *Bot) details(ctx context.Context, t *turn) (*Decision, error) {
	if b.Orders == nil || t.state.Flow != "" || t.payload != "" || !t.has(nlu.OrderNumber, nlu.Email, nlu.Postcode) || !t.onlyDetails() {
		return nil, nil
	}
	intent, begun := t.state.Intent, t.state.Told
	if intent == returnRules && t.has(nlu.OrderNumber) { // whether it may go back is told by beginning its return
		intent = returnWish
	}
	f := b.Flows.ForIntent(intent)
	if f == nil {
		f = b.Flows.ForOrder(intent)
	}
	if wish := b.doubted(t); wish != "" {
		intent, f, begun = wish, b.Flows.ForOrder(wish), 0
	}
	if f == nil && t.has(nlu.OrderNumber, nlu.Email) { // who gives an address wants something of an order looked up
		intent, begun = orderAlone, 0
		f = b.Flows.ForIntent(intent)
	}
	if f == nil {
		return nil, nil
	}
	t.about = intent
	t.enter(f)
	t.next.Begun = begun // before this message, which only says of which order
	return b.walk(ctx, t, f, "")
}

// doubted is the wish or the mishap that the last message was probably about, where it
// was asked what was meant and the answer is only which order; empty without one.
func (b *Bot) doubted(t *turn) string {
	asked := t.state.Asked
	if t.state.Offered == nil && t.state.Misses > 0 { // it was asked to say it in other words
		asked = t.state.Question
	}
	if asked == "" {
		return ""
	}
	r := b.Understander.Read(asked, []string{t.lang})
	if len(r.Intents) == 0 || r.Intents[0].P < leastOfOrder || !slices.Contains(mishaps, r.Intents[0].Intent) {
		return ""
	}
	return r.Intents[0].Intent
}

// leastOfOrder is P(an intent about orders) from which a number in the message is taken
// for an order's.
const leastOfOrder = 0.25

// namesOrder shows the order that a message names, where nothing surer was found:
// what it says is about that order, and "I did not understand" helps less.
func (b *Bot) namesOrder(ctx context.Context, t *turn) (*Decision, error) {
	if b.Orders == nil || t.payload != "" || t.state.Flow != "" || t.read.Gibberish || !t.has(nlu.OrderNumber) {
		return nil, nil
	}
	p := 0.0
	for _, s := range t.read.Intents {
		if slices.Contains(ofOrders, nlu.Category(s.Intent)) {
			p += s.P
		}
	}
	f := b.Flows.ForIntent(orderAlone)
	surely := t.has(nlu.Email, nlu.Postcode) || t.speaksOf("order") && !hasQuestionMark(t.text) // "her order is 10801"
	if p < leastOfOrder && !surely && b.misfit(t) == nil || f == nil {
		return nil, nil
	}
	t.about = orderAlone
	if trouble := b.Flows.ForOrder(t.top().Intent); trouble != nil && t.wordsBeside(t.text) >= leastWordsOfStory {
		t.about, f = t.top().Intent, trouble // who tells what is wrong with it does not ask where it is
	}
	if back := b.misfit(t); back != nil && (t.about == orderAlone || !t.sure()) {
		t.about, f = returnWish, back
	}
	t.enter(f)
	return b.walk(ctx, t, f, "")
}

// misfit is the return of who names an order and says of what came that it is not as it
// should be: "my order 10655 the shoes are too small". Nil where it is asked where the
// order is.
func (b *Bot) misfit(t *turn) *flows.Flow {
	if t.payload != "" || !t.has(nlu.OrderNumber) || hasQuestionMark(t.text) || t.speaksOf(asksWhere...) || !slices.Contains(misfits, reasonSaid(t.text, t.lang)) {
		return nil
	}
	return b.Flows.ForIntent(returnWish)
}

// misfits are the reasons for a return that say so.
var misfits = []shop.ReturnReason{shop.ReasonTooSmall, shop.ReasonTooLarge, shop.ReasonNotAsDescribed}

// leastWordsOfStory is how many words beside an order's number tell more than where
// it is asked for.
const leastWordsOfStory = 6

// ofOrders are the categories of intents that are about an order.
var ofOrders = []string{"order", "shipping", "returns"}

// orderAlone is what an order's number without a request asks for.
const orderAlone = "order_status"

// onlyDetails tells whether beside what it names a message says next to nothing:
// no word, or a few that are no sure request.
func (t *turn) onlyDetails() bool {
	n := t.wordsBeside(without(foldSaid(t.text), saysLabel, t.lang))
	if t.has(nlu.OrderNumber) && !t.sure() && n <= mostWordsOfLack && says(t.text, t.lang, saysLacks) && !hasQuestionMark(t.text) { // "10511, but I have lost the mail"
		return true
	}
	return n == 0 || n <= 4 && (!t.sure() || t.top().Intent == "greeting" || t.has(nlu.OrderNumber) && t.top().Intent == orderAlone && !t.speaksOf(asksWhere...) && !hasQuestionMark(t.text))
}

// without is a folded text without the phrases of a meaning, in a language or in
// English.
func without(text, meaning, lang string) string {
	for _, l := range []string{lang, wording.Fallback} {
		for _, s := range sayings()[meaning][l] {
			if s.in(text) {
				text = strings.ReplaceAll(text, s.text, " ")
			}
		}
	}
	return text
}

// wordsBeside counts the words of a text beside what it names; a word of Han or
// kana is two characters.
func (t *turn) wordsBeside(rest string) int {
	for _, e := range t.read.Entities {
		rest = strings.ReplaceAll(rest, e.Text, " ")
	}
	n := 0
	for w := range strings.FieldsFuncSeq(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		n += max(1, (letters(w)-utf8.RuneCountInString(w))/4)
	}
	return n
}

package bot

import (
	"slices"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/entity"
	"frontdesk/knowledge/dictionary"
	"frontdesk/shop"
)

// What is wrong with what came.
const (
	itemDamaged = "item_damaged"
	itemWrong   = "item_wrong"
	itemMissing = "item_missing"
)

// ofGoods are the mishaps of what came.
var ofGoods = []string{itemDamaged, itemWrong, itemMissing}

// leastOfDamage is P(item_damaged) from which a message that has a word of damage tells
// of some, where it was read as anything at all: the words that few shoppers use
// ("dented") say little to the model.
const leastOfDamage = 0.05

// tellsDamage reads a message as one about damage that the model is not sure of, where it
// has a word for damage and says of a thing, or of what came, that it is so. What is asked
// of a product ("is it easily scratched?") is left to the model.
func (t *turn) tellsDamage() {
	if t.payload != "" || len(t.said) == 0 || t.state.Flow != "" || t.sure() || t.read.WantsHuman || t.read.Gibberish || len(t.read.Parts) > 1 ||
		!says(t.text, t.lang, string(shop.ReasonDamaged)) ||
		t.read.Accept >= readAtAll && t.intentP(itemDamaged) < leastOfDamage ||
		hasQuestionMark(t.text) && slices.Contains(asksOf, t.top().Intent) {
		return
	}
	came := t.speaksOf("arrive", "receive", "deliver", "open", "parcel")
	if !came && (!t.namesThing() || t.speaksOf("broken")) { // a word that the model knows: it may have worked for years
		return
	}
	t.readAs(itemDamaged)
	t.step("damage", "done", which(t.text, t.lang, string(shop.ReasonDamaged)), nil)
}

// asksForSuch reads "have you any striped towels?" as the question that it is, where a word
// of the pattern, of the glass or of the fabric is one of damage, too, and "any sleeping
// bags?" where it was read as a chat: who asks whether the shop has a thing does not tell what
// theirs is like.
func (t *turn) asksForSuch() {
	top := t.top().Intent
	damage := hasQuestionMark(t.text) && says(t.text, t.lang, string(shop.ReasonDamaged)) && (top == itemDamaged || !t.sure()) && t.onlyAsksForThing()
	if t.payload != "" || len(t.said) == 0 || t.state.Flow != "" || t.read.WantsHuman || len(t.read.Parts) > 1 || t.has(nlu.OrderNumber) ||
		!damage && (top != "chitchat" || len(dictionary.Builtin().Goods(t.text, t.lang)) == 0) ||
		!opensOrEnds(t.text, t.lang, saysSells) || !t.namesThing() || t.speaksOf("arrive", "receive", "deliver", "open", "parcel", "myitem") {
		return
	}
	t.readAs("product_availability")
	t.step("asks_for_such", "done", which(t.text, t.lang, saysSells), nil)
}

// onlyAsksForThing tells whether a message with a word of damage says nothing beside it, what
// it asks with, and the thing: "is there a way to return a torn jacket?" does. A thing that
// the dictionary does not know is two words at most.
func (t *turn) onlyAsksForThing() bool {
	damage, thing := which(t.text, t.lang, string(shop.ReasonDamaged)), 0
	names := slices.DeleteFunc(t.goodsSaid(), func(n string) bool { return strings.Contains(foldSaid(n), damage) })
	if len(names) == 0 {
		thing = 2
	}
	return t.ownWordsBeside(names, saysSells, string(shop.ReasonDamaged)) <= thing
}

// leastOfAllBack is P(a return or a cancellation) from which a few words that say "all",
// where an order was spoken of, want it to go back.
const leastOfAllBack = 0.1

// allBack reads "all of it back" as the wish to return an order that was spoken of.
func (t *turn) allBack() {
	if t.payload != "" || len(t.said) == 0 || t.state.Flow != "" || t.completed != "" || t.sure() || t.read.WantsHuman || hasQuestionMark(t.text) ||
		!t.has(nlu.OrderNumber) && len(t.state.Orders) == 0 || t.wordsBeside(t.text) > mostWordsOfTopic || !says(t.text, t.lang, saysAll) ||
		t.speaksOf("receive", "arrive", "deliver", "thank") { // all of it is here
		return
	}
	p := t.intentP("order_cancel")
	for _, s := range t.read.Intents {
		if nlu.Category(s.Intent) == "returns" {
			p += s.P
		}
	}
	if p >= leastOfAllBack || t.speaksOf("return") {
		t.readAs(returnWish)
		t.step("all_back", "done", "", nil)
	}
}

// remedies are the intents of what is asked and wished after a mishap was told: a
// replacement, the money, whether it has to go back.
var remedies = []string{returnRules, returnWish, exchangeWish, "refund_status", "shipping_time", orderChange}

// sendings are what a wish that another one be sent is read as: "can you send a new one
// instead" has the words of who wants their parcel sent elsewhere.
var sendings = []string{"order_address_change", "order_place_help", "shipping_destination", "product_recommendation", itemWrong, itemDamaged}

// leastOfRemedy is P(remedies) from which a message that is not sure goes on about the
// mishap that was told.
const leastOfRemedy = 0.3

// ofMishap reads what is asked or wished after a mishap was told as about that mishap:
// "do I have to send it back?" asks for no rules of returns, and "I'd like a new one" is no
// exchange for another size.
func (t *turn) ofMishap() {
	topic := t.state.Intent
	if f := t.b.Flows.Flow(t.state.Flow); f != nil {
		if topic = t.state.Wish; !f.Named {
			return
		}
	}
	if t.payload != "" || len(t.said) == 0 || t.completed != "" || t.read.WantsHuman || len(t.read.Parts) > 1 || !slices.Contains(ofGoods, topic) ||
		t.has(nlu.OrderNumber, nlu.Product, nlu.SKU, nlu.Country, nlu.City, entity.Size) || t.wordsBeside(t.text) > mostWordsOfLack {
		return
	}
	if !t.wishesAnew() && !t.mayBeRemedy() {
		return
	}
	if t.sure() && t.top().Intent == returnRules && t.speaksOf("how_long", "when") && !says(t.text, t.lang, string(shop.ReasonDamaged)) { // within what time is the same for all
		return
	}
	if t.sure() && t.top().Intent == "shipping_time" && t.speaksOf("ship", "deliver") && !t.speaksOf("exchange", "instead") { // of any order
		return
	}
	asks := t.asksSomething()
	if !asks && t.sure() && t.top().Intent == returnWish { // a return can be begun at once, with the damage as its reason
		return
	}
	t.remedy, t.asksRemedy = true, asks
	t.completed = t.b.intentTitle(t.lang, topic) + ": " + t.text
	t.readAs(topic)
	t.step("of_mishap", "done", t.completed, nil)
}

// wishesAnew tells whether a message asks for another one in the place of what came.
func (t *turn) wishesAnew() bool {
	return says(t.text, t.lang, saysAnew) && !t.has(nlu.Street, nlu.Postcode) && !t.speaksOf("address", "moved", "size", "phone_number") && (!t.sure() || slices.Contains(sendings, t.top().Intent))
}

// mayBeRemedy tells whether a message asks or wishes what remedies are.
func (t *turn) mayBeRemedy() bool {
	if t.sure() {
		return slices.Contains(remedies, t.top().Intent)
	}
	p := 0.0
	for _, s := range t.read.Intents {
		if slices.Contains(remedies, s.Intent) {
			p += s.P
		}
	}
	return p >= leastOfRemedy || t.speaksOf("refund", "money", "exchange", "return")
}

// namesThing tells whether a message names something that shops sell.
func (t *turn) namesThing() bool {
	if t.has(nlu.Product, nlu.SKU) || t.speaksOf("myitem") || len(dictionary.Builtin().Goods(t.text, t.lang)) > 0 {
		return true
	}
	text := foldSaid(t.text)
	for _, names := range goods() {
		if said(text, names, t.lang) {
			return true
		}
	}
	return false
}

// intentP is P(an intent), as far as the reading lists it.
func (t *turn) intentP(intent string) float64 {
	for _, s := range t.read.Intents {
		if s.Intent == intent {
			return s.P
		}
	}
	return 0
}

// readAs makes an intent that of the message, sure enough to be acted on.
func (t *turn) readAs(intent string) {
	t.read.Intents, t.read.Means = []nlu.Score{{Intent: intent, P: 1}}, nil
	t.read.Parts, t.read.Accept = nil, max(t.read.Accept, t.b.cfg.IntentThreshold, t.read.Cutoff)
}

package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// takesBack forgets an order number, an e-mail address or a postcode that the same
// message corrects: "10482 no sorry 10511".
func (t *turn) takesBack() {
	for _, kind := range []string{nlu.OrderNumber, nlu.Email, nlu.Postcode} {
		for i := 0; i < len(t.read.Entities); {
			first := t.read.Entities[i]
			next := slices.IndexFunc(t.read.Entities, func(e nlu.Entity) bool { return e.Kind == kind && e.Start >= first.End })
			if first.Kind != kind || next < 0 || first.Value == t.read.Entities[next].Value || !t.corrected(first.End, t.read.Entities[next].Start) {
				i++
				continue
			}
			t.read.Entities = slices.Delete(slices.Clone(t.read.Entities), i, i+1)
		}
	}
}

// corrected tells whether the few words between two places of the text say that what
// stands before them was a mistake.
func (t *turn) corrected(from, to int) bool {
	if from < 0 || to > len(t.text) || from >= to {
		return false
	}
	between := t.text[from:to]
	words := t.wordsBeside(between)
	if reasonSaid(between, t.read.Lang) == shop.ReasonWrongItem {
		if wrongGoods(between, t.read.Lang) { // "10511, it's the wrong colour"
			return false
		}
		if at := strings.LastIndexAny(between, ".!?。！？؟\n"); at >= 0 { // of "10511, sbagliato. 10115" nothing is taken back
			_, n := utf8.DecodeRuneInString(between[at:])
			between = between[at+n:]
		}
	}
	return words <= mostWordsOfCorrection && (says(between, t.read.Lang, saysNo) || says(between, t.read.Lang, saysWait))
}

// wrongGoods tells whether a text says that the wrong thing came in other words than
// those that also take back what was just said: Dutch "verkeerde maat", not "verkeerd".
func wrongGoods(text, lang string) bool {
	text = foldSaid(text)
	for _, l := range []string{lang, wording.Fallback} {
		for _, s := range sayings()[string(shop.ReasonWrongItem)][l] {
			both := slices.ContainsFunc(sayings()[saysNo][l], func(no saying) bool { return strings.HasPrefix(no.text, s.text) })
			if !both && s.in(text) {
				return true
			}
		}
	}
	return false
}

// mostWordsOfCorrection is how many words stand between a mistake and what is right:
// "no wait, sorry, I mean".
const mostWordsOfCorrection = 6

// mendsNumber takes digits given where a proof was asked for as the order's number,
// where the message takes something back and they are nearly that number: "order 1064",
// then "10640 sorry".
func (t *turn) mendsNumber(n flows.Node) {
	number := t.next.Slots["order_number"]
	if n.Slot != "proof" || number == "" || !says(t.text, t.lang, saysWait) && !says(t.text, t.lang, saysNo) {
		return
	}
	for _, e := range t.read.Entities {
		if e.Value != number && (e.Kind == nlu.OrderNumber || e.Kind == nlu.Postcode) && nearly(number, e.Value) {
			t.forget([]string{"proof"})
			t.fill("order_number", e.Value)
			t.read.Entities = slices.DeleteFunc(slices.Clone(t.read.Entities), func(o nlu.Entity) bool { return o.Value == e.Value })
			t.mended = true
			return
		}
	}
}

// nearly tells whether one number is the other with a character left out at either
// end, or with one changed.
func nearly(a, b string) bool {
	if len(a) != len(b) {
		longer, shorter := a, b
		if len(a) < len(b) {
			longer, shorter = b, a
		}
		return len(shorter) >= 3 && len(longer) == len(shorter)+1 && (strings.HasPrefix(longer, shorter) || strings.HasSuffix(longer, shorter))
	}
	differ := 0
	for i := range a {
		if a[i] != b[i] {
			differ++
		}
	}
	return differ == 1
}

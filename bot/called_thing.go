package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/knowledge/dictionary"
	"frontdesk/shop"
)

// mostOwnWords is how many words of its own a message has that names a thing and says too
// little else to be read: "a sleeping bag for winter".
const mostOwnWords = 1

// shownByName shows what the shop has of a thing that a message names, where it is read as
// nothing else and nothing answers it: who writes "infos on the kettle" or just "hiking
// boots" wants to see them, and no list of what else there is help for.
func (b *Bot) shownByName(ctx context.Context, t *turn) (*Decision, error) {
	if b.Catalog == nil || t.payload != "" || t.read.Gibberish || t.state.Flow != "" || t.completed != "" || t.ofStore || len(t.read.Parts) > 1 ||
		t.sure() || t.read.Affirm || t.read.Deny || t.has(nlu.OrderNumber, nlu.Email, nlu.Country, nlu.City) ||
		t.wordsBeside(t.text) > mostWordsOfOffer || t.tellsOfTrouble() {
		return nil, nil
	}
	most := t.mostBesideName()
	if most < 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	list, names := b.ofWhich(ctx, t)
	if len(list) == 0 || len(names) == 0 || t.ownWordsBeside(names, saysSells) > most {
		return nil, nil
	}
	list = slices.Clone(list) // the turn's own
	slices.SortStableFunc(list, func(x, y shop.Product) int { return rank(y) - rank(x) })
	d := t.showProducts("product_recommendation", list[:min(len(list), mostOffered)])
	d.Confidence = max(d.Confidence, b.cfg.IntentThreshold)
	t.about = "product_recommendation"
	return d, nil
}

// readAsNothing is how sure a reading is that is one among all.
const readAsNothing = 0.05

// tellsOfTrouble tells whether a message says of a thing that it is broken, or what it does
// not do.
func (t *turn) tellsOfTrouble() bool {
	return says(t.text, t.lang, string(shop.ReasonDamaged)) || says(t.text, t.lang, saysDenies) || t.speaksOf("broken", "no") ||
		strings.Contains(strings.ReplaceAll(t.text, "’", "'"), "n't")
}

// mostBesideName is how many words of its own a message may have beside a name that is to
// be shown. A question that was read as one about a product asks for more than to see it,
// and of what is read as something else the name alone is surely one; what is asked for by
// name is asked for.
func (t *turn) mostBesideName() int {
	top := t.top().Intent
	asks := slices.Contains(asksOf, top) || nlu.Category(top) == "chat" || t.read.Accept < readAtAll && says(t.text, t.lang, saysSells) || t.read.Accept < readAsNothing
	switch {
	case !asks && t.read.Accept >= readAtAll:
		return -1
	case !asks, hasQuestionMark(t.text) && t.read.Accept >= readAtAll && !slices.Contains(catalogueIntents, top):
		return 0
	}
	if says(t.text, t.lang, saysSells) || says(t.text, t.lang, saysFor) {
		return mostOwnWords
	}
	return 0 // "the kettle smokes"
}

// goodsSaid are the names of goods in a message, as they are written.
func (t *turn) goodsSaid() (names []string) {
	for _, w := range dictionary.Builtin().Goods(t.text, t.lang) {
		names = append(names, written(w, t.text, t.lang))
	}
	return names
}

// ownWordsBeside counts the words that a message says beside some names and phrases of
// some meanings. One that is written like another name counts for many: a drill of one
// maker is not that of another.
func (t *turn) ownWordsBeside(names []string, meanings ...string) int {
	rest := t.text
	for _, m := range meanings {
		rest, _ = withoutSaid(rest, t.lang, m)
	}
	rest = withoutNames(rest, names)
	for w := range strings.FieldsSeq(rest) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) && !strings.HasPrefix(t.text, w) {
			return mostWordsOfOffer
		}
	}
	n, _ := t.b.completer.Subject(numbers.ReplaceAllString(rest, " "), t.lang)
	return n
}

// numbers say of what kind a thing is that is named: "a tent for 2 people".
var numbers = regexp.MustCompile(`\b\d+\b`)

// withoutNames is a text without some names, in whatever case.
func withoutNames(text string, names []string) string {
	for _, n := range names {
		if n != "" { // one that is not in the text as it is called
			text = regexp.MustCompile(`(?i)`+regexp.QuoteMeta(n)).ReplaceAllString(text, " ")
		}
	}
	return text
}

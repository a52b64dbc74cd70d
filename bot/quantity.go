package bot

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// The values of the slots item and quantity of a return: several items stand in one
// slot, and go back with all that is left of each.
const (
	itemJoint = ","
	wholeLine = "all"
)

// Counter is an Understander that reads how many of something are meant.
type Counter interface {
	// Counts gives the numbers of a text from 1 to 99, in digits and in words, without
	// those that are part of a date, a size, a price or a code. An article is none.
	Counts(q nlu.EntityQuery) []int
}

// chosenItems are the items of the order that go back.
func (t *turn) chosenItems() []shop.Item {
	var out []shop.Item
	if t.order == nil {
		return nil
	}
	for sku := range strings.SplitSeq(t.next.Slots["item"], itemJoint) {
		if it, ok := t.order.Item(sku); ok {
			out = append(out, it)
		}
	}
	return out
}

// quantities are how many of the item may go back; of several items all do.
func (t *turn) quantities() []option {
	items := t.chosenItems()
	if len(items) == 0 {
		return nil
	}
	if len(items) > 1 {
		return []option{{value: wholeLine, title: t.b.Wording.Say(t.lang, "return.everything")}}
	}
	var out []option
	for n := 1; n <= items[0].Returnable(); n++ {
		out = append(out, option{value: strconv.Itoa(n), title: strconv.Itoa(n)})
	}
	return out
}

// howMany is how many of a chosen item go back: as was said, or all that is left.
func (t *turn) howMany(it shop.Item) int {
	if n, err := strconv.Atoi(t.next.Slots["quantity"]); err == nil {
		return n
	}
	return max(it.Returnable(), 1)
}

// itemsTitle names what goes back: "2 × Mug (sage)". How many is said once it is
// known.
func (t *turn) itemsTitle() string {
	var out []string
	for _, it := range t.chosenItems() {
		title := itemTitle(it, t.lang)
		if n := t.howMany(it); n > 1 && t.next.Slots["quantity"] != "" {
			title = strconv.Itoa(n) + " × " + title
		}
		out = append(out, title)
	}
	return wording.List(t.lang, out)
}

// itemsArg is what goes back, for the act: SKU and number, "MUG*2,BOOTS*1".
func (t *turn) itemsArg() string {
	var out []string
	for _, it := range t.chosenItems() {
		out = append(out, it.SKU+"*"+strconv.Itoa(t.howMany(it)))
	}
	return strings.Join(out, itemJoint)
}

// returnItems reads itemsArg.
func returnItems(arg string, reason shop.ReturnReason) []shop.ReturnItem {
	var out []shop.ReturnItem
	for part := range strings.SplitSeq(arg, itemJoint) {
		sku, number, _ := strings.Cut(part, "*")
		n, _ := strconv.Atoi(number)
		out = append(out, shop.ReturnItem{SKU: sku, Quantity: max(n, 1), Reason: reason})
	}
	return out
}

// itemsSaid are the items that a text means besides by one's name: all of them, two
// that it joins, or the one of which there are as many as it says ("two of the four").
func (t *turn) itemsSaid(opts []option, text string) (string, bool) {
	var all []string
	for _, o := range single(opts) {
		all = append(all, o.value)
	}
	named := t.namedItems(single(opts), text)
	switch counts := t.counts(text, nil); {
	case len(named) > 1:
		return strings.Join(named, itemJoint), true
	case len(named) == 1 || len(all) < 2:
		return "", false
	case says(text, t.lang, saysNotAll):
		return "", false
	case says(text, t.lang, saysBoth) && len(all) == 2, says(text, t.lang, saysAll) && len(counts) == 0:
		return strings.Join(all, itemJoint), true
	case len(counts) > 0 && (len(counts) > 1 || says(text, t.lang, saysAll)):
		last := counts[len(counts)-1]
		alike := slices.DeleteFunc(slices.Clone(t.order.Returnable()), func(it shop.Item) bool { return it.Returnable() != last })
		if last > 1 && len(alike) == 1 {
			return alike[0].SKU, true
		}
	}
	return "", false
}

// namedItems are the options of which a text has a word that is in no other's title,
// where it joins them: "the mug and the boots".
func (t *turn) namedItems(opts []option, text string) []string {
	said := words(text)
	var out []string
	for i, o := range opts {
		own := words(o.title + " " + o.also)
		for j, other := range opts {
			if i == j {
				continue
			}
			for w := range words(other.title + " " + other.also) {
				delete(own, w)
			}
		}
		if overlap(said, own) > 0 {
			out = append(out, o.value)
		}
	}
	if len(out) > 1 && !nlu.Joins(text, t.lang) {
		return nil
	}
	return out
}

// everyItem is the value that stands for all of the items.
func everyItem(opts []option) string {
	var all []string
	for _, o := range opts {
		all = append(all, o.value)
	}
	return strings.Join(all, itemJoint)
}

// quantitySaid is how many of the item a text says, at most those that are left. An
// answer may be a number alone; a message that was written before it was asked for
// must count: "two of the four", not "I don't like it at all".
func (t *turn) quantitySaid(opts []option, text string, asked bool) (string, bool) {
	most := len(opts)
	if most < 2 {
		return "", false
	}
	var expect []string
	if asked {
		expect = []string{nlu.Quantity}
	}
	counts := t.counts(text, expect)
	all := !says(text, t.lang, saysNotAll) && (says(text, t.lang, saysAll) || most == 2 && says(text, t.lang, saysBoth))
	switch {
	case all && (len(counts) == 0 || counts[0] == most) && (asked || reasonSaid(text, t.lang) == ""):
		return strconv.Itoa(most), true
	case len(counts) > 0 && counts[0] <= most && (asked || len(counts) == 1 || counts[0] < counts[1]):
		return strconv.Itoa(counts[0]), true
	}
	return "", false
}

// counts are the numbers of a text that may be quantities.
func (t *turn) counts(text string, expect []string) []int {
	c, ok := t.b.Understander.(Counter)
	if !ok || utf8.RuneCountInString(text) > longestCount {
		return nil
	}
	return c.Counts(nlu.EntityQuery{Text: text, Lang: t.lang, Country: t.market(), Now: t.snap.Now, Expect: expect})
}

// longestCount is the longest text, in characters, whose numbers are taken for
// quantities: in a long story they are anything.
const longestCount = 200

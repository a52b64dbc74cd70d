package bot

import (
	"context"
	"slices"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/knowledge/dictionary"
	"frontdesk/shop"
)

// byItem fills in the order of a verified customer by what is in it, where they named that
// before they were asked which order: "where is my tent?", "I want to return the
// pillowcases". It tells whether one order alone has such a thing, or more of the things;
// of several those that the dialog is probably about come first. An order that was spoken
// of before stays where it has the thing, too.
func (b *Bot) byItem(ctx context.Context, t *turn, f *flows.Flow) bool {
	number := t.next.Slots["order_number"]
	if t.customerID() == "" || t.next.Begun == 0 || t.has(nlu.OrderNumber) || number != "" && !t.opened(number) {
		return false
	}
	said := t.goodsSince(t.next.Begun)
	if len(said) == 0 {
		return false
	}
	action := lookupBefore(f)
	b.reads(ctx, t, action)
	var having []shop.Order
	most := 1
	for _, o := range t.mine {
		n := inOrder(o, said)
		if n > most {
			most, having = n, nil
		}
		if n == most {
			having = append(having, o)
		}
	}
	if slices.ContainsFunc(having, func(o shop.Order) bool { return o.Number == number }) {
		return false
	}
	if fit := slices.DeleteFunc(slices.Clone(having), func(o shop.Order) bool { return likely(action, o) == 0 }); len(fit) > 0 {
		having = fit
	}
	if len(having) != 1 {
		return false
	}
	t.forget([]string{"proof", "item", "quantity"})
	t.fill("order_number", having[0].Number)
	return true
}

// goodsSince are the goods that the shopper named since a message, but for what is asked
// back.
func (t *turn) goodsSince(seq int64) (out []dictionary.Word) {
	for _, m := range t.snap.History {
		asks := m.Seq > seq && hasQuestionMark(m.Text) // "have you candles, too?"
		if m.Author == chat.Shopper && m.Seq >= seq && m.Seq <= t.lastSeq() && m.Payload == "" && !asks {
			out = append(out, dictionary.Builtin().Goods(m.Text, t.lang)...)
		}
	}
	return out
}

// inOrder counts the words that are names of what is in an order.
func inOrder(o shop.Order, said []dictionary.Word) (n int) {
	var is []dictionary.Concept
	for _, it := range o.Items {
		for tag, title := range it.Titles {
			is = append(is, dictionary.Builtin().Titled(title, dictionary.Spoken(tag))...)
		}
	}
	for _, w := range said {
		if w.Any(is) {
			n++
		}
	}
	return n
}

// tracks reads "where's my tent" as the question where an order is: the model knows parcels
// and orders, not all that is in them.
func (t *turn) tracks() {
	if t.payload == "" && len(t.said) > 0 && t.state.Flow == "" && !t.sure() && !t.read.WantsHuman && len(t.read.Parts) < 2 &&
		t.top().Intent == orderAlone && t.read.Accept >= readAtAll && t.speaksOf("where", "track") && t.namesThing() {
		t.readAs(orderAlone)
		t.step("tracks", "done", "", nil)
	}
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/bot/flows"
	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// lookup reads from the shop what a flow needs and puts it into the turn. It
// gives the event by which the flow goes on: ok, or the code of the refusal. A
// shop that does not answer is "else", for the rest of the turn. The same is
// asked once a turn.
func (b *Bot) lookup(ctx context.Context, t *turn, action string) (string, error) {
	if b.Orders == nil || t.shopHangs {
		return flows.EventElse, nil
	}
	asked := asking{action, t.next.Slots["order_number"], t.proof()}
	if code, known := t.looked[asked]; known {
		if t.order != nil && t.order.Number == asked.number {
			t.setOrder(*t.order) // slots that its texts name may have come since
		}
		return code, nil
	}
	limited, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	o, err := b.Orders.Order(limited, asked.number, asked.proof)
	if err == nil {
		t.setOrder(o)
		err = b.check(limited, asked)
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	t.shopHangs = limited.Err() != nil
	code := codeOf(err)
	t.looked[asked] = code
	t.step("lookup", code, action+" "+asked.number, nil)
	var f *fault.Error
	if errors.As(err, &f) {
		for k, v := range f.Meta {
			t.vars[k] = metaText(v, t.lang)
		}
	}
	return code, nil
}

// asking is what is asked of the shop.
type asking struct {
	action, number string
	proof          shop.Proof
}

func (b *Bot) check(ctx context.Context, a asking) error {
	switch a.action {
	case "check_return":
		return b.Orders.Check(ctx, shop.ActionReturn, a.number, a.proof)
	case "check_address":
		return b.Orders.Check(ctx, shop.ActionChangeAddress, a.number, a.proof)
	}
	return nil
}

// codeOf turns an error of the shop into a flow's event.
func codeOf(err error) string {
	if err == nil {
		return flows.EventOK
	}
	var f *fault.Error
	if errors.As(err, &f) && f.Code != "" {
		return f.Code
	}
	return flows.EventElse
}

func metaText(v any, lang string) string {
	if at, ok := v.(time.Time); ok {
		return wording.Date(lang, at)
	}
	return fmt.Sprint(v)
}

// proof is what the shopper has shown: their verified account, or what they
// said.
func (t *turn) proof() shop.Proof {
	p := shop.Proof{CustomerID: t.customerID()}
	if v := t.next.Slots["proof"]; strings.Contains(v, "@") {
		p.Email = v
	} else {
		p.Postcode = v
	}
	return p
}

// setOrder makes a proved order known to this turn's texts, cards and facts,
// and to later turns.
func (t *turn) setOrder(o shop.Order) {
	t.order = &o
	t.vars["order_number"] = o.Number
	t.vars["old_address"] = addressLine(o.Address)
	t.vars["status_line"] = t.statusLine(o)
	p := t.proof()
	seen := OrderSeen{Number: o.Number, Email: p.Email, Post: p.Postcode}
	for i, old := range t.next.Orders {
		if old.Number == seen.Number {
			t.next.Orders = append(t.next.Orders[:i], t.next.Orders[i+1:]...)
			break
		}
	}
	t.next.Orders = append(t.next.Orders, seen)
	t.next.Orders = t.next.Orders[max(0, len(t.next.Orders)-mostOrders):]
}

// nameChoices puts what was chosen into words. It is done when a text is
// written, since a slot may be filled after the order was read.
func (t *turn) nameChoices() {
	if t.next.Slots["item"] != "" {
		t.vars["item_title"] = t.itemsTitle()
	}
	if r := t.next.Slots["reason"]; r != "" {
		t.vars["reason_title"] = t.b.Wording.Say(t.lang, "return_reason."+r)
	}
	if v := t.next.Slots["address"]; v != "" && t.vars["new_address"] == "" {
		t.vars["new_address"] = addressOf(v).String()
	}
}

// mostOrders is how many proved orders are remembered.
const mostOrders = 10

// addressLine shows where an order goes without giving the whole of it away:
// street and city, as on a parcel's label.
func addressLine(a shop.Address) string {
	return strings.Trim(a.Line1+", "+strings.TrimSpace(a.Postcode+" "+a.City), ", ")
}

func itemTitle(it shop.Item, lang string) string {
	extra := strings.Trim(it.Color+" "+it.Size, " ")
	if extra == "" {
		return it.Titles.In(lang)
	}
	return it.Titles.In(lang) + " (" + extra + ")"
}

// statusLine says where an order is, in a sentence.
func (t *turn) statusLine(o shop.Order) string {
	pairs := []string{"placed", wording.Date(t.lang, o.PlacedAt), "delivered", wording.Date(t.lang, o.DeliveredAt), "carrier", "", "tracking", "", "eta", "", "place", ""}
	key := "status." + string(o.Status)
	if s, ok := o.Tracking(); ok {
		pairs[5], pairs[7] = s.Carrier, s.TrackingNumber
		if n := len(s.Events); n > 0 {
			pairs[11] = s.Events[n-1].Location
		}
		if !s.ETA.IsZero() && o.Status.OnTheWay() {
			pairs[9] = wording.Date(t.lang, s.ETA)
			key += ".eta"
		}
	}
	return t.b.Wording.Say(t.lang, key, pairs...)
}

// returnLines say how far what was sent back of the order has come, the newest first:
// who asks for it mostly wants to know of the money.
func (t *turn) returnLines() string {
	if t.order == nil {
		return ""
	}
	var lines []string
	for _, r := range slices.Backward(t.order.Returns) {
		if len(lines) < mostReturnLines {
			lines = append(lines, t.b.Wording.Say(t.lang, "return_state."+string(r.State), "id", r.ID, "amount", r.Amount.Format(t.lang)))
		}
	}
	return strings.Join(lines, "\n")
}

// mostReturnLines is how many returns of an order are told in words.
const mostReturnLines = 3

func (t *turn) orderCard() []chat.Block {
	if t.order == nil {
		return nil
	}
	c := OrderCard(*t.order, t.lang, t.b.Wording.Say)
	return []chat.Block{{Type: "order", Order: &c}}
}

// Sayer words a sentence: a catalogue's Say.
type Sayer func(lang, key string, pairs ...string) string

// OrderCard shows an order in a language.
func OrderCard(o shop.Order, lang string, say Sayer) chat.OrderCard {
	c := chat.OrderCard{
		Number: o.Number, Status: string(o.Status), Label: say(lang, "label."+string(o.Status)), Total: o.Total.Format(lang),
	}
	for _, it := range o.Items {
		c.Items = append(c.Items, chat.OrderLine{SKU: it.SKU, Title: itemTitle(it, lang), Quantity: it.Quantity, Price: it.Price.Format(lang)})
	}
	if s, ok := o.Tracking(); ok {
		c.Carrier, c.Tracking, c.URL = s.Carrier, s.TrackingNumber, s.URL
		if !s.ETA.IsZero() {
			c.ETA = s.ETA.Format(time.DateOnly)
		}
		for _, e := range s.Events {
			c.Steps = append(c.Steps, chat.TrackStep{At: e.At, Label: say(lang, "track."+string(e.Code)), Place: e.Location})
		}
	}
	return c
}

// reasons are the reasons for a return.
func (t *turn) reasons() []option {
	var out []option
	for _, r := range shop.Reasons() {
		out = append(out, option{string(r), t.b.Wording.Say(t.lang, "return_reason."+string(r)), t.b.Wording.Say(wording.Fallback, "return_reason."+string(r))})
	}
	return out
}

// items are what may still be sent back of the order that was looked up, and all of
// it at once where there is more than one thing.
func (t *turn) items() []option {
	if t.order == nil {
		return nil
	}
	var out []option
	for _, it := range t.order.Returnable() {
		out = append(out, option{it.SKU, itemTitle(it, t.lang), itemTitle(it, wording.Fallback)})
	}
	if len(out) > 1 {
		out = append(out, option{value: everyItem(out), title: t.b.Wording.Say(t.lang, "return.everything")})
	}
	return out
}

// Do performs an act at the shop. The act's id is the idempotency key: the same
// act again, after a crash or a lost answer, gives the same result. A refusal by
// the shop is a result; an error means that it is not known what became of it.
func (b *Bot) Do(ctx context.Context, a Act) (ActResult, error) {
	proof := shop.Proof{CustomerID: a.Args["customer_id"]}
	if v := a.Args["proof"]; strings.Contains(v, "@") {
		proof.Email = v
	} else {
		proof.Postcode = v
	}
	var values map[string]string
	var err error
	switch a.Name {
	case "start_return":
		values, err = b.startReturn(ctx, a, proof)
	case "change_address":
		values, err = b.changeAddress(ctx, a, proof)
	default:
		return ActResult{}, fmt.Errorf("there is no act %q", a.Name)
	}
	var f *fault.Error
	switch {
	case err == nil:
		return ActResult{OK: true, Values: values}, nil
	case errors.As(err, &f) && f.Kind != fault.Internal && f.Kind != fault.Unavailable:
		values = map[string]string{}
		for k, v := range f.Meta {
			values[k] = metaText(v, a.Args["lang"])
		}
		return ActResult{Code: codeOf(err), Values: values}, nil
	}
	return ActResult{}, fmt.Errorf("%s: %w", a.Name, err)
}

func (b *Bot) startReturn(ctx context.Context, a Act, proof shop.Proof) (map[string]string, error) {
	r, err := b.Orders.StartReturn(ctx, shop.ReturnRequest{
		IdempotencyKey: a.ID, OrderNumber: a.Args["order_number"], Proof: proof, Refund: shop.RefundOriginal,
		Items: returnItems(a.Args["items"], shop.ReturnReason(a.Args["reason"])),
	})
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"return_id": r.ID, "label_url": r.LabelURL, "send_by": wording.Date(a.Args["lang"], r.SendBy), "amount": r.Amount.Format(a.Args["lang"]),
	}, nil
}

func (b *Bot) changeAddress(ctx context.Context, a Act, proof shop.Proof) (map[string]string, error) {
	o, err := b.Orders.ChangeAddress(ctx, shop.AddressChange{
		IdempotencyKey: a.ID, OrderNumber: a.Args["order_number"], Proof: proof, Address: addressOf(a.Args["address"]),
	})
	if err != nil {
		return nil, err
	}
	return map[string]string{"new_address": addressLine(o.Address)}, nil
}

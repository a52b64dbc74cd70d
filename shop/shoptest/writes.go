package shoptest

import (
	"context"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/shop"
)

// request is a valid return of one piece of the first line.
func (f Fixture) request(o shop.Order, key string) shop.ReturnRequest {
	return shop.ReturnRequest{
		IdempotencyKey: key, OrderNumber: f.Returnable.Number, Proof: f.Returnable.By(), Refund: shop.RefundOriginal,
		Items: []shop.ReturnItem{{SKU: o.Items[0].SKU, Quantity: 1, Reason: shop.ReasonTooSmall}},
	}
}

func (f Fixture) startReturn(t *testing.T) {
	b, reopen := f.Open(t)
	before := mustOrder(t, b, f.Returnable)
	req := f.request(before, "return-1")
	first, err := b.StartReturn(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if first.ID == "" || first.OrderNumber != before.Number || first.State != shop.ReturnRegistered ||
		!reflect.DeepEqual(first.Items, req.Items) || first.Amount.Currency != before.Total.Currency || first.Amount.Minor <= 0 {
		t.Errorf("got return %+v for request %+v", first, req)
	}
	check := func(b Backend, when string) {
		t.Helper()
		again, err := b.StartReturn(t.Context(), req)
		if err != nil || !reflect.DeepEqual(again, first) {
			t.Errorf("%s: the same request gives %+v, %v, want %+v", when, again, err, first)
		}
		after := mustOrder(t, b, f.Returnable)
		if len(after.Returns) != len(before.Returns)+1 || after.Items[0].Returned != before.Items[0].Returned+1 {
			t.Errorf("%s: %d returns and %d pieces, want one more than %d and %d", when,
				len(after.Returns), after.Items[0].Returned, len(before.Returns), before.Items[0].Returned)
		}
		other := req
		other.Refund = shop.RefundGiftCard
		_, err = b.StartReturn(t.Context(), other)
		wantFault(t, when+": key for another request", err, fault.Conflict, shop.CodeKeyReused)
	}
	check(b, "at once")
	check(reopen(), "after a restart")
}

func (f Fixture) returnRefusals(t *testing.T) {
	b, _ := f.Open(t)
	o := mustOrder(t, b, f.Returnable)
	cases := []struct {
		name   string
		change func(*shop.ReturnRequest)
		kind   fault.Code
		code   string
		meta   []string
	}{
		{"no key", func(r *shop.ReturnRequest) { r.IdempotencyKey = " " }, fault.Invalid, shop.CodeKeyMissing, nil},
		{"no items", func(r *shop.ReturnRequest) { r.Items = nil }, fault.Invalid, shop.CodeBadRequest, nil},
		{"none of an item", func(r *shop.ReturnRequest) { r.Items[0].Quantity = 0 }, fault.Invalid, shop.CodeBadRequest, nil},
		{"less than none", func(r *shop.ReturnRequest) { r.Items[0].Quantity = -1 }, fault.Invalid, shop.CodeBadRequest, nil},
		{"an item twice", func(r *shop.ReturnRequest) { r.Items = append(r.Items, r.Items[0]) }, fault.Invalid, shop.CodeBadRequest, nil},
		{"unknown reason", func(r *shop.ReturnRequest) { r.Items[0].Reason = "because" }, fault.Invalid, shop.CodeBadRequest, nil},
		{"unknown refund", func(r *shop.ReturnRequest) { r.Refund = "cash" }, fault.Invalid, shop.CodeBadRequest, nil},
		{"unknown item", func(r *shop.ReturnRequest) { r.Items[0].SKU = "'; DROP TABLE" }, fault.Conflict, shop.CodeReturnItem, []string{"sku", "allowed"}},
		{"too many", func(r *shop.ReturnRequest) { r.Items[0].Quantity = o.Items[0].Quantity + 1 }, fault.Conflict, shop.CodeReturnQuantity, []string{"sku", "requested", "returnable"}},
		{"too late", func(r *shop.ReturnRequest) { r.OrderNumber = f.Expired.Number }, fault.Conflict, shop.CodeReturnClosed, []string{"deadline", "delivered_at", "days"}},
		{"not there yet", func(r *shop.ReturnRequest) { r.OrderNumber = f.Shipped.Number }, fault.Conflict, shop.CodeReturnNotYet, []string{"status", "eta"}},
	}
	for _, c := range cases {
		req := f.request(o, "refused-"+c.name)
		c.change(&req)
		_, err := b.StartReturn(t.Context(), req)
		got := wantFault(t, c.name, err, c.kind, c.code)
		wantMeta(t, c.name, got, c.meta)
	}
	if after := mustOrder(t, b, f.Returnable); !reflect.DeepEqual(after, o) {
		t.Error("a refused return changed the order")
	}
	// A key whose request was refused is free: the shopper corrects and goes on.
	if _, err := b.StartReturn(t.Context(), f.request(o, "refused-too many")); err != nil {
		t.Errorf("corrected request under the same key: %v", err)
	}
}

// returnInParts returns everything, a line at a time, and then once too often.
func (f Fixture) returnInParts(t *testing.T) {
	b, _ := f.Open(t)
	o := mustOrder(t, b, f.Returnable)
	var paid shop.Money
	for i, it := range o.Items {
		req := f.request(o, "part-"+it.SKU)
		req.Items[0] = shop.ReturnItem{SKU: it.SKU, Quantity: it.Returnable(), Reason: shop.ReasonOther}
		r, err := b.StartReturn(t.Context(), req)
		if err != nil {
			t.Fatalf("part %d: %v", i, err)
		}
		if paid, err = paid.Add(r.Amount); err != nil {
			t.Fatal(err)
		}
	}
	if paid.Minor > o.Total.Minor {
		t.Errorf("%s is refunded of an order of %s", paid, o.Total)
	}
	_, err := b.StartReturn(t.Context(), f.request(o, "part-again"))
	wantFault(t, "everything is back already", err, fault.Conflict, shop.CodeReturnNothing)
}

// moved is a new address in the country of the order.
func (f Fixture) moved(o shop.Order, key string) shop.AddressChange {
	a := o.Address
	a.Line1, a.Name, a.Country, a.Phone = "Neue Gasse 7", "", "", ""
	return shop.AddressChange{IdempotencyKey: key, OrderNumber: o.Number, Proof: f.Pending.By(), Address: a}
}

func (f Fixture) changeAddress(t *testing.T) {
	b, reopen := f.Open(t)
	before := mustOrder(t, b, f.Pending)
	req := f.moved(before, "move-1")
	got, err := b.ChangeAddress(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	want := before
	want.Address.Line1 = "Neue Gasse 7"
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	back := f.moved(before, "move-2")
	back.Address.Line1 = before.Address.Line1
	if _, err := b.ChangeAddress(t.Context(), back); err != nil {
		t.Fatal(err)
	}
	for when, b := range map[string]Backend{"at once": b, "after a restart": reopen()} {
		if _, err := b.ChangeAddress(t.Context(), req); err != nil {
			t.Errorf("%s: the same request: %v", when, err)
		}
		if now := mustOrder(t, b, f.Pending); now.Address.Line1 != before.Address.Line1 {
			t.Errorf("%s: repeating an old request moved the order to %q again", when, now.Address.Line1)
		}
		other := f.moved(before, "move-1")
		other.Address.City = "Elsewhere"
		_, err := b.ChangeAddress(t.Context(), other)
		wantFault(t, when+": key for another request", err, fault.Conflict, shop.CodeKeyReused)
	}
	if now := mustOrder(t, b, f.Pending); !reflect.DeepEqual(now.Address, before.Address) {
		t.Errorf("address after both changes is %v, want %v", now.Address, before.Address)
	}
}

func (f Fixture) addressRefusals(t *testing.T) {
	b, _ := f.Open(t)
	o := mustOrder(t, b, f.Pending)
	cases := []struct {
		name   string
		change func(*shop.AddressChange)
		kind   fault.Code
		code   string
		meta   []string
	}{
		{"no key", func(r *shop.AddressChange) { r.IdempotencyKey = "" }, fault.Invalid, shop.CodeKeyMissing, nil},
		{"no street", func(r *shop.AddressChange) { r.Address.Line1 = " \n" }, fault.Invalid, shop.CodeAddressIncomplete, []string{"missing"}},
		{"no postcode", func(r *shop.AddressChange) { r.Address.Postcode = "" }, fault.Invalid, shop.CodeAddressIncomplete, []string{"missing"}},
		{"endless street", func(r *shop.AddressChange) { r.Address.Line1 = strings.Repeat("ä", 10_000) }, fault.Invalid, shop.CodeBadRequest, nil},
		{"another country", func(r *shop.AddressChange) { r.Address.Country = "BR" }, fault.Conflict, shop.CodeAddressCountry, []string{"country", "requested"}},
		{"on its way", func(r *shop.AddressChange) { r.OrderNumber = f.Shipped.Number }, fault.Conflict, shop.CodeAddressLocked, []string{"status", "shipped_at"}},
		{"delivered", func(r *shop.AddressChange) { r.OrderNumber = f.Returnable.Number }, fault.Conflict, shop.CodeAddressLocked, []string{"status"}},
	}
	for _, c := range cases {
		req := f.moved(o, "refused-"+c.name)
		c.change(&req)
		_, err := b.ChangeAddress(t.Context(), req)
		got := wantFault(t, c.name, err, c.kind, c.code)
		wantMeta(t, c.name, got, c.meta)
	}
	if after := mustOrder(t, b, f.Pending); !reflect.DeepEqual(after, o) {
		t.Error("a refused change changed the order")
	}
}

func (f Fixture) writesNeedProof(t *testing.T) {
	b, _ := f.Open(t)
	o := mustOrder(t, b, f.Returnable)
	for name, p := range map[string]shop.Proof{"none": {}, "another customer": f.Foreign.By(), "wrong e-mail": {Email: "x@example.com"}} {
		r := f.request(o, "proof-"+name)
		r.Proof = p
		_, err := b.StartReturn(t.Context(), r)
		wantFault(t, "return with proof "+name, err, fault.NotFound, shop.CodeOrderNotVerified)
		a := f.moved(mustOrder(t, b, f.Pending), "proof-"+name)
		a.Proof = p
		_, err = b.ChangeAddress(t.Context(), a)
		wantFault(t, "address with proof "+name, err, fault.NotFound, shop.CodeOrderNotVerified)
	}
	// A finished write is not shown to somebody who only knows its key.
	req := f.request(o, "seen")
	if _, err := b.StartReturn(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	req.Proof = f.Foreign.By()
	if r, err := b.StartReturn(t.Context(), req); err == nil {
		t.Errorf("somebody else got return %s by its key", r.ID)
	}
}

// concurrent sends one request many times at once, and rivals for the last
// pieces: one return comes of the first, and no piece goes back twice.
func (f Fixture) concurrent(t *testing.T) {
	b, _ := f.Open(t)
	o := mustOrder(t, b, f.Returnable)
	var wg sync.WaitGroup
	ids := make([]string, 8)
	for i := range ids {
		wg.Go(func() {
			r, err := b.StartReturn(t.Context(), f.request(o, "same"))
			if err != nil {
				t.Errorf("same request: %v", err)
			}
			ids[i] = r.ID
			_, _ = b.StartReturn(t.Context(), f.request(o, "rival-"+string(rune('a'+i)))) // most are refused; counted below
			_, _ = b.OrdersOf(t.Context(), f.Returnable.By())                             // readers in between, for the race detector
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("one request made returns %s and %s", ids[0], id)
		}
	}
	after := mustOrder(t, b, f.Returnable)
	if it := after.Items[0]; it.Returned != it.Quantity {
		t.Errorf("%d of %d pieces are in returns after rivals asked for all", it.Returned, it.Quantity)
	}
}

func (f Fixture) catalogue(t *testing.T) {
	b, _ := f.Open(t)
	p, err := b.Product(t.Context(), strings.ToLower(f.SKU))
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := p.Variant(f.SKU); !ok || v.Price.Minor <= 0 {
		t.Errorf("product %s has no priced variant %s", p.ID, f.SKU)
	}
	if same, err := b.Product(t.Context(), p.ID); err != nil || same.ID != p.ID {
		t.Errorf("product by its own id: %q, %v", same.ID, err)
	}
	_, err = b.Product(t.Context(), "no-such-thing")
	wantFault(t, "unknown product", err, fault.NotFound, shop.CodeProductNotFound)
	found, err := b.Search(t.Context(), f.Query, f.Locale, 3)
	if err != nil || len(found) == 0 || len(found) > 3 || found[0].ID != p.ID {
		t.Errorf("search %q: %d products, %v, want %s first", f.Query, len(found), err, p.ID)
	}
	for _, text := range []string{"", "zzzzqqqq", strings.Repeat("🙂", 9999)} {
		if found, err := b.Search(t.Context(), text, f.Locale, 5); err != nil || len(found) != 0 {
			t.Errorf("search %.10q: %d products, %v, want none", text, len(found), err)
		}
	}
	for _, n := range []int{0, -1} {
		if found, err := b.Search(t.Context(), f.Query, f.Locale, n); err != nil || len(found) != 0 {
			t.Errorf("search for %d: %d products, %v, want none", n, len(found), err)
		}
	}
}

func (f Fixture) customers(t *testing.T) {
	b, _ := f.Open(t)
	c, err := b.ByID(t.Context(), f.Returnable.CustomerID)
	if err != nil || shop.NormalEmail(c.Email) != shop.NormalEmail(f.Returnable.Email) {
		t.Errorf("customer by id: %q, %v", c.Email, err)
	}
	same, err := b.ByEmail(t.Context(), upper(f.Returnable.Email))
	if err != nil || same.ID != c.ID {
		t.Errorf("customer by e-mail: %q, %v", same.ID, err)
	}
	_, err = b.ByID(t.Context(), "nobody")
	wantFault(t, "unknown id", err, fault.NotFound, shop.CodeCustomerNotFound)
	_, err = b.ByEmail(t.Context(), "")
	wantFault(t, "no e-mail", err, fault.NotFound, shop.CodeCustomerNotFound)
}

func (f Fixture) cancelled(t *testing.T) {
	b, _ := f.Open(t)
	o := mustOrder(t, b, f.Returnable)
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	_, readErr := b.Order(ctx, f.Returnable.Number, f.Returnable.By())
	_, writeErr := b.StartReturn(ctx, f.request(o, "late"))
	if readErr == nil || writeErr == nil {
		t.Errorf("with a context that ended: read %v, write %v, want errors", readErr, writeErr)
	}
	if after := mustOrder(t, b, f.Returnable); !reflect.DeepEqual(after, o) {
		t.Error("a write under an ended context changed the order")
	}
}

func wantMeta(t *testing.T, name string, got *fault.Error, keys []string) {
	t.Helper()
	for _, k := range keys {
		if v, ok := got.Meta[k]; !ok || v == "" {
			t.Errorf("%s: %q is missing from the facts %v", name, k, got.Meta)
		}
	}
}

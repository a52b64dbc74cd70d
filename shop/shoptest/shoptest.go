// Package shoptest holds every back end of package shop to the same contract:
// who may read an order, that a write happens once, and that the shop's policy
// refuses with a code and its facts.
package shoptest

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"frontdesk/internal/fault"
	"frontdesk/shop"
)

// Backend is a shop under test.
type Backend interface {
	shop.Orders
	shop.Catalog
	shop.Customers
}

// Order is an order that the fixture promises to be there.
type Order struct {
	Number     string
	CustomerID string // who owns it
	Email      string
	Postcode   string
}

// By is the proof of its verified customer.
func (o Order) By() shop.Proof { return shop.Proof{CustomerID: o.CustomerID} }

// Fixture is a shop in a known state. All orders but Foreign belong to one
// customer.
type Fixture struct {
	// Open gives a fresh shop and a function that closes and opens it again with
	// everything that was written.
	Open func(t *testing.T) (b Backend, reopen func() Backend)

	Returnable Order // delivered, inside the window, two lines or more, one with a quantity above 1
	Expired    Order // delivered, the window is closed
	Pending    Order // its address can be changed
	Shipped    Order // with the carrier, neither action is possible
	Foreign    Order // of another customer
	SKU        string
	Query      string // finds the product of SKU
	Locale     string
}

// Run runs the whole contract.
func Run(t *testing.T, f Fixture) {
	t.Run("proof", f.proof)
	t.Run("orders of a customer", f.ordersOf)
	t.Run("check", f.check)
	t.Run("return", f.startReturn)
	t.Run("return refusals", f.returnRefusals)
	t.Run("return in two parts", f.returnInParts)
	t.Run("address", f.changeAddress)
	t.Run("address refusals", f.addressRefusals)
	t.Run("writes need proof", f.writesNeedProof)
	t.Run("at the same time", f.concurrent)
	t.Run("catalogue", f.catalogue)
	t.Run("customers", f.customers)
	t.Run("cancelled context", f.cancelled)
}

func (f Fixture) proof(t *testing.T) {
	b, _ := f.Open(t)
	o := f.Returnable
	cases := []struct {
		name   string
		number string
		proof  shop.Proof
		ok     bool
	}{
		{"verified owner", o.Number, o.By(), true},
		{"e-mail", o.Number, shop.Proof{Email: o.Email}, true},
		{"e-mail in other letters", o.Number, shop.Proof{Email: " " + wide(upper(o.Email)) + "\t"}, true},
		{"postcode", o.Number, shop.Proof{Postcode: o.Postcode}, true},
		{"postcode in other letters", o.Number, shop.Proof{Postcode: " " + wide(o.Postcode) + "- "}, true},
		{"number with a hash", "# " + o.Number, shop.Proof{Email: o.Email}, true},
		{"one of two is right", o.Number, shop.Proof{Email: "nobody@example.com", Postcode: o.Postcode}, true},
		{"owner's e-mail beside another customer", o.Number, shop.Proof{CustomerID: f.Foreign.CustomerID, Email: o.Email}, true},
		{"nothing", o.Number, shop.Proof{}, false},
		{"another customer", o.Number, f.Foreign.By(), false},
		{"another e-mail", o.Number, shop.Proof{Email: f.Foreign.Email}, false},
		{"another postcode", o.Number, shop.Proof{Postcode: "00000"}, false},
		{"only signs", o.Number, shop.Proof{Email: " ", Postcode: " - "}, false},
		{"part of the e-mail", o.Number, shop.Proof{Email: o.Email[:4]}, false},
		{"customer id as e-mail", o.Number, shop.Proof{Email: o.CustomerID}, false},
		{"unknown number", "00000", shop.Proof{Email: o.Email}, false},
		{"unknown number, nothing", "00000", shop.Proof{}, false},
		{"empty number", "", o.By(), false},
		{"statement as number", "' OR 1=1 --", o.By(), false},
	}
	want := ""
	for _, c := range cases {
		got, err := b.Order(t.Context(), c.number, c.proof)
		if c.ok {
			if err != nil || got.Number != o.Number {
				t.Errorf("%s: got order %q, error %v, want %s", c.name, got.Number, err, o.Number)
			}
			continue
		}
		wantFault(t, c.name, err, fault.NotFound, shop.CodeOrderNotVerified)
		if err != nil && want == "" {
			want = err.Error()
		}
		if err == nil || err.Error() != want || !reflect.DeepEqual(got, shop.Order{}) {
			t.Errorf("%s: got %v and order %q, want the one answer %q and no order", c.name, err, got.Number, want)
		}
	}
}

func (f Fixture) ordersOf(t *testing.T) {
	b, _ := f.Open(t)
	list, err := b.OrdersOf(t.Context(), f.Returnable.By())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, o := range list {
		seen[o.Number] = true
		if o.CustomerID != f.Returnable.CustomerID {
			t.Errorf("order %s of %s is listed for %s", o.Number, o.CustomerID, f.Returnable.CustomerID)
		}
		if i > 0 && o.PlacedAt.After(list[i-1].PlacedAt) {
			t.Errorf("order %s is newer than the one before it", o.Number)
		}
	}
	for _, o := range []Order{f.Returnable, f.Expired, f.Pending, f.Shipped} {
		if !seen[o.Number] {
			t.Errorf("order %s is missing", o.Number)
		}
	}
	for _, p := range []shop.Proof{{}, {Email: f.Returnable.Email}, {Postcode: f.Returnable.Postcode}} {
		_, err := b.OrdersOf(t.Context(), p)
		wantFault(t, "list without a verified customer", err, fault.Unauthenticated, shop.CodeIdentityRequired)
	}
	none, err := b.OrdersOf(t.Context(), shop.Proof{CustomerID: "nobody"})
	if err != nil || len(none) != 0 {
		t.Errorf("orders of an unknown customer: %d, %v, want none", len(none), err)
	}
}

func (f Fixture) check(t *testing.T) {
	b, _ := f.Open(t)
	cases := []struct {
		action shop.Action
		order  Order
		code   string
	}{
		{shop.ActionReturn, f.Returnable, ""},
		{shop.ActionReturn, f.Expired, shop.CodeReturnClosed},
		{shop.ActionReturn, f.Pending, shop.CodeReturnNotYet},
		{shop.ActionReturn, f.Shipped, shop.CodeReturnNotYet},
		{shop.ActionChangeAddress, f.Pending, ""},
		{shop.ActionChangeAddress, f.Shipped, shop.CodeAddressLocked},
		{shop.ActionChangeAddress, f.Returnable, shop.CodeAddressLocked},
	}
	for _, c := range cases {
		err := b.Check(t.Context(), c.action, c.order.Number, c.order.By())
		if c.code == "" {
			if err != nil {
				t.Errorf("%s of %s: got %v, want allowed", c.action, c.order.Number, err)
			}
			continue
		}
		wantFault(t, string(c.action)+" of "+c.order.Number, err, fault.Conflict, c.code)
	}
	wantFault(t, "foreign order", b.Check(t.Context(), shop.ActionReturn, f.Foreign.Number, f.Returnable.By()),
		fault.NotFound, shop.CodeOrderNotVerified)
	wantFault(t, "unknown action", b.Check(t.Context(), "explode", f.Pending.Number, f.Pending.By()),
		fault.Invalid, shop.CodeBadRequest)
}

// wantFault checks the kind and the code of a failure, and that there is a
// sentence for people.
func wantFault(t *testing.T, name string, err error, kind fault.Code, code string) *fault.Error {
	t.Helper()
	var got *fault.Error
	if !errors.As(err, &got) {
		t.Errorf("%s: got error %v, want %s/%s", name, err, kind, code)
		return &fault.Error{}
	}
	if got.Kind != kind || got.Code != code || got.Message == "" {
		t.Errorf("%s: got %s/%s %q, want %s/%s and a sentence", name, got.Kind, got.Code, got.Message, kind, code)
	}
	return got
}

func mustOrder(t *testing.T, b Backend, o Order) shop.Order {
	t.Helper()
	got, err := b.Order(context.WithoutCancel(t.Context()), o.Number, o.By())
	if err != nil {
		t.Fatalf("order %s: %v", o.Number, err)
	}
	return got
}

func upper(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r >= 'a' && r <= 'z' {
			out[i] = r - 'a' + 'A'
		}
	}
	return string(out)
}

// wide writes plain characters full-width, as East Asian keyboards do.
func wide(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r > ' ' && r <= '~' {
			out[i] = r + 0xFEE0
		}
	}
	return string(out)
}

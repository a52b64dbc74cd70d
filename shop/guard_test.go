package shop_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"frontdesk/shop"
	"frontdesk/shop/demo"
)

// Ten wrong proofs of one number, and the right one no longer opens it, until a
// day has passed; the customer whom the shop vouches for is not held up, and
// neither is another number.
func TestProofsCannotBeGuessed(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	backend, err := demo.New(t.Context(), demo.Config{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	mine, err := backend.OrdersOf(t.Context(), shop.Proof{CustomerID: "c-1001"})
	if err != nil || len(mine) < 2 {
		t.Fatalf("orders: %d, %v", len(mine), err)
	}
	guarded := shop.Guard(backend, func() time.Time { return now })
	right := shop.Proof{Email: mine[0].Email}
	opens := func(number string, p shop.Proof, want bool) {
		t.Helper()
		_, err := guarded.Order(t.Context(), number, p)
		if (err == nil) != want {
			t.Fatalf("order %s: %v, want open %v", number, err, want)
		}
	}
	for i := range 10 {
		opens(mine[0].Number, right, true)
		opens(" #"+mine[0].Number, shop.Proof{Email: fmt.Sprintf("guess%d@example.com", i)}, false)
	}
	opens(mine[0].Number, right, false)
	opens(mine[0].Number, shop.Proof{CustomerID: "c-1001"}, true)
	opens(mine[1].Number, right, true)
	_, err = guarded.StartReturn(t.Context(), shop.ReturnRequest{IdempotencyKey: "k", OrderNumber: mine[0].Number, Proof: right})
	if !errors.Is(err, shop.NotVerified()) {
		t.Fatalf("a return by a guessed proof: %v", err)
	}
	now = now.Add(24 * time.Hour)
	opens(mine[0].Number, right, true)
}

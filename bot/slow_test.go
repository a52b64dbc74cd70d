package bot_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
	"frontdesk/shop"
)

// hanging is a shop that never answers.
type hanging struct {
	*counter
	calls int
}

// Order waits until it is given up.
func (h *hanging) Order(ctx context.Context, _ string, _ shop.Proof) (shop.Order, error) {
	h.calls++
	<-ctx.Done()
	return shop.Order{}, ctx.Err()
}

// A shop that hangs costs one wait, then a person comes.
func TestShopThatHangs(t *testing.T) {
	k := returning(t)
	slow := &hanging{counter: k.shop}
	k.bot.Orders = slow
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, d, err := k.bot.Decide(t.Context(), k.heard("hm, what was that"))
		if err != nil {
			t.Fatal(err)
		}
		want(t, d, bot.Handoff, "tool_failure")
		if took := time.Since(began); took > 8*time.Second || slow.calls != 1 {
			t.Errorf("%s and %d calls", took, slow.calls)
		}
	})
}

// One turn reads one order once.
func TestAnOrderIsReadOnceATurn(t *testing.T) {
	k := returning(t)
	before := k.shop.lookups
	k.says("hm, what was that")
	if n := k.shop.lookups - before; n != 1 {
		t.Errorf("%d lookups in one turn", n)
	}
}

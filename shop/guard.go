package shop

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/fault"
)

const (
	// guardWindow is how long a wrong proof counts against an order number.
	guardWindow = 24 * time.Hour
	// guardTries is how many wrong proofs of one number are looked at within the
	// window, whoever brings them.
	guardTries = 10
	// guardNumbers bounds the memory: beyond it the number that was tried longest
	// ago is forgotten.
	guardNumbers = 20_000
)

// GuardedOrders keeps proofs from being found by trying: once an order number
// has had ten wrong e-mails or postcodes within a day, from whichever visitors,
// no further one is looked at. The answer is the one to a wrong proof, so nobody
// learns that the number exists; customers whom the shop vouches for are not
// held up. The count lives in this process.
type GuardedOrders struct {
	Orders
	now func() time.Time

	mu    sync.Mutex
	wrong map[string][]time.Time
}

// Guard puts the guard before orders.
func Guard(orders Orders, now func() time.Time) *GuardedOrders {
	return &GuardedOrders{Orders: orders, now: now, wrong: map[string][]time.Time{}}
}

// Order implements Orders.
func (g *GuardedOrders) Order(ctx context.Context, number string, proof Proof) (out Order, err error) {
	err = g.tried(number, proof, func() error {
		out, err = g.Orders.Order(ctx, number, proof)
		return err
	})
	return out, err
}

// Check implements Orders.
func (g *GuardedOrders) Check(ctx context.Context, action Action, number string, proof Proof) error {
	return g.tried(number, proof, func() error { return g.Orders.Check(ctx, action, number, proof) })
}

// StartReturn implements Orders.
func (g *GuardedOrders) StartReturn(ctx context.Context, req ReturnRequest) (out Return, err error) {
	err = g.tried(req.OrderNumber, req.Proof, func() error {
		out, err = g.Orders.StartReturn(ctx, req)
		return err
	})
	return out, err
}

// ChangeAddress implements Orders.
func (g *GuardedOrders) ChangeAddress(ctx context.Context, req AddressChange) (out Order, err error) {
	err = g.tried(req.OrderNumber, req.Proof, func() error {
		out, err = g.Orders.ChangeAddress(ctx, req)
		return err
	})
	return out, err
}

// tried asks the shop unless the number was guessed at too often, and counts a
// proof that was wrong.
func (g *GuardedOrders) tried(number string, proof Proof, ask func() error) error {
	if proof.CustomerID != "" {
		return ask()
	}
	number = NormalNumber(number)
	if g.exhausted(number) {
		return NotVerified()
	}
	err := ask()
	if f := new(fault.Error); errors.As(err, &f) && f.Code == CodeOrderNotVerified {
		g.count(number)
	}
	return err
}

func (g *GuardedOrders) exhausted(number string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.recent(number)) >= guardTries
}

// recent are the wrong proofs of a number within the window; g.mu is held.
func (g *GuardedOrders) recent(number string) []time.Time {
	now := g.now()
	left := slices.DeleteFunc(g.wrong[number], func(at time.Time) bool { return now.Sub(at) >= guardWindow })
	if len(left) == 0 {
		delete(g.wrong, number)
		return nil
	}
	g.wrong[number] = left
	return left
}

func (g *GuardedOrders) count(number string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wrong[number] = append(g.recent(number), g.now())
	if len(g.wrong) <= guardNumbers {
		return
	}
	oldest, at := "", time.Time{}
	for n, times := range g.wrong {
		if last := times[len(times)-1]; oldest == "" || last.Before(at) {
			oldest, at = n, last
		}
	}
	delete(g.wrong, oldest)
}

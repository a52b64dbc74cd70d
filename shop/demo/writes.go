package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"frontdesk/shop"
)

// StartReturn registers a return under its idempotency key.
func (s *Shop) StartReturn(ctx context.Context, req shop.ReturnRequest) (shop.Return, error) {
	if err := req.Validate(); err != nil {
		return shop.Return{}, err
	}
	content := req
	content.Proof = shop.Proof{}
	id := identity{req.IdempotencyKey, fingerprint("return", content), req.Proof}
	entry, err := s.write(ctx, id, func(now time.Time) (Entry, error) {
		return s.decideReturn(req, now)
	})
	if err != nil {
		return shop.Return{}, err
	}
	r := *entry.Return
	r.Items = slices.Clone(r.Items)
	return r, nil
}

// ChangeAddress changes the delivery address under its idempotency key.
func (s *Shop) ChangeAddress(ctx context.Context, req shop.AddressChange) (shop.Order, error) {
	if err := req.Validate(); err != nil {
		return shop.Order{}, err
	}
	content := req
	content.Proof = shop.Proof{}
	id := identity{req.IdempotencyKey, fingerprint("address", content), req.Proof}
	entry, err := s.write(ctx, id, func(time.Time) (Entry, error) {
		return s.decideAddress(req)
	})
	if err != nil {
		return shop.Order{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return clone(*s.orders[entry.Order]), nil
}

// identity is what makes a request the same as an earlier one (key and content)
// and who may see the earlier result (the proof, which may have grown since).
type identity struct {
	key, fingerprint string
	proof            shop.Proof
}

// write runs one decision: an earlier result under the same key, or decide,
// keep durably, and only then make it visible.
func (s *Shop) write(ctx context.Context, id identity, decide func(time.Time) (Entry, error)) (Entry, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := ctx.Err(); err != nil {
		return Entry{}, err
	}
	if earlier, ok := s.done[id.key]; ok {
		return s.again(earlier, id)
	}
	now := s.now().UTC()
	entry, err := decide(now)
	if err != nil {
		return Entry{}, err
	}
	entry.Key, entry.Fingerprint, entry.At = id.key, id.fingerprint, now
	if err := s.journal.Append(ctx, entry); err != nil {
		return Entry{}, fmt.Errorf("keep the change of order %s: %w", entry.Order, err)
	}
	return entry, s.apply(entry)
}

// again answers a request whose key was used before.
func (s *Shop) again(earlier Entry, id identity) (Entry, error) {
	s.mu.RLock()
	_, err := s.proven(earlier.Order, id.proof)
	s.mu.RUnlock()
	switch {
	case err != nil:
		return Entry{}, err
	case earlier.Fingerprint != id.fingerprint:
		return Entry{}, shop.KeyReused()
	}
	return earlier, nil
}

func (s *Shop) decideReturn(req shop.ReturnRequest, now time.Time) (Entry, error) {
	s.mu.RLock()
	o, err := s.proven(req.OrderNumber, req.Proof)
	s.mu.RUnlock()
	if err != nil {
		return Entry{}, err
	}
	if err := s.rules.MayReturn(o, now); err != nil {
		return Entry{}, err
	}
	if err := s.rules.MayReturnItems(o, req.Items); err != nil {
		return Entry{}, err
	}
	r, err := s.newReturn(o, req, now)
	return Entry{Order: o.Number, Return: &r}, err
}

// newReturn is the return as it will be registered; the amount is that of
// returnAmount.
func (s *Shop) newReturn(o shop.Order, req shop.ReturnRequest, now time.Time) (shop.Return, error) {
	id := fmt.Sprintf("R-%s-%d", o.Number, len(o.Returns)+1)
	r := shop.Return{
		ID: id, OrderNumber: o.Number, State: shop.ReturnRegistered, Items: slices.Clone(req.Items),
		Note: shorten(req.Note, s.rules.MaxNoteLength), Refund: req.Refund,
		LabelURL:  s.base + "/returns/" + id + "/label.pdf",
		CreatedAt: now, SendBy: now.AddDate(0, 0, s.rules.SendWithinDays),
	}
	var err error
	r.Amount, err = returnAmount(o, r.Items)
	return r, err
}

// returnAmount is what the pieces cost, with shipping if nothing is left with
// the shopper.
func returnAmount(o shop.Order, items []shop.ReturnItem) (shop.Money, error) {
	var sum shop.Money
	left := 0
	for _, it := range o.Items {
		left += it.Returnable()
	}
	for _, it := range items {
		line, _ := o.Item(it.SKU)
		price, err := line.Price.Times(it.Quantity)
		if err != nil {
			return shop.Money{}, err
		}
		if sum, err = sum.Add(price); err != nil {
			return shop.Money{}, err
		}
		left -= it.Quantity
	}
	if left == 0 {
		return sum.Add(o.Shipping)
	}
	return sum, nil
}

func (s *Shop) decideAddress(req shop.AddressChange) (Entry, error) {
	s.mu.RLock()
	o, err := s.proven(req.OrderNumber, req.Proof)
	s.mu.RUnlock()
	if err != nil {
		return Entry{}, err
	}
	if err := s.rules.MayChangeAddress(o); err != nil {
		return Entry{}, err
	}
	a, err := s.rules.NewAddress(o.Address, req.Address)
	return Entry{Order: o.Number, Address: &a}, err
}

// replay applies an entry of an earlier run.
func (s *Shop) replay(e Entry) error {
	if o := s.orders[e.Order]; o != nil && e.Return != nil && e.Return.CreatedAt.Before(o.DeliveredAt) {
		// The world moves with the clock, the journal does not: keep cause before effect.
		r := *e.Return
		r.CreatedAt = o.DeliveredAt.Add(time.Hour)
		e.Return = &r
	}
	return s.apply(e)
}

// apply makes a kept entry visible.
func (s *Shop) apply(e Entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orders[e.Order]
	if o == nil {
		return fmt.Errorf("the journal names order %s, which this seed does not have", e.Order)
	}
	switch {
	case e.Return != nil:
		addReturn(o, *e.Return)
	case e.Address != nil:
		o.Address = *e.Address
	}
	s.done[e.Key] = e
	return nil
}

// addReturn files a return with its order; refused ones take no pieces.
func addReturn(o *shop.Order, r shop.Return) {
	o.Returns = append(o.Returns, r)
	if r.State == shop.ReturnRefused {
		return
	}
	for _, it := range r.Items {
		for i := range o.Items {
			if o.Items[i].SKU == it.SKU {
				o.Items[i].Returned += it.Quantity
			}
		}
	}
}

// fingerprint tells requests under one key apart.
func fingerprint(kind string, request any) string {
	data, err := json.Marshal(request)
	if err != nil { // requests are plain data; a failure here is a bug, not an input
		panic(fmt.Sprintf("fingerprint of %s: %v", kind, err))
	}
	sum := sha256.Sum256(append([]byte(kind+"\n"), data...))
	return hex.EncodeToString(sum[:16])
}

func shorten(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit])
	}
	return s
}

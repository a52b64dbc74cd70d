package shop

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/fault"
)

// Rules is the shop's policy on returns and address changes, as data: the part
// that differs from shop to shop. The methods are pure; a back end whose vendor
// has rules of its own asks the vendor instead.
type Rules struct {
	ReturnDays      int            // days after delivery in which a return can be started
	CountryDays     map[string]int // the same for single countries (ISO 3166-1 alpha-2)
	SendWithinDays  int            // days to hand a registered return to the carrier
	MaxNoteLength   int            // characters of a return's note that are kept
	MaxAddressField int            // characters of one field of an address
}

// DefaultRules allows returns for 30 days everywhere.
func DefaultRules() Rules {
	return Rules{ReturnDays: 30, SendWithinDays: 14, MaxNoteLength: 500, MaxAddressField: 120}
}

// DaysFor is the length of the return window for deliveries to a country.
func (r Rules) DaysFor(country string) int {
	if d, ok := r.CountryDays[country]; ok {
		return d
	}
	return r.ReturnDays
}

// ReturnUntil is the last moment in which a return can be started: the end of
// the last day, in UTC. Before delivery it is zero.
func (r Rules) ReturnUntil(o Order) time.Time {
	if o.DeliveredAt.IsZero() {
		return time.Time{}
	}
	y, m, d := o.DeliveredAt.UTC().Date()
	return time.Date(y, m, d+r.DaysFor(o.Address.Country)+1, 0, 0, 0, 0, time.UTC).Add(-time.Second)
}

// MayReturn refuses a return of anything from the order, or gives nil.
func (r Rules) MayReturn(o Order, now time.Time) error {
	switch {
	case o.Status.InWarehouse() || o.Status.OnTheWay():
		refusal := fault.New(fault.Conflict, CodeReturnNotYet,
			"Order %s has not been delivered yet, so nothing can be returned.", o.Number).With("status", o.Status)
		if s, ok := o.Tracking(); ok && !s.ETA.IsZero() {
			refusal.With("eta", s.ETA)
		}
		return refusal
	case o.Status != StatusDelivered && o.Status != StatusPartiallyRefunded, len(o.Returnable()) == 0:
		return fault.New(fault.Conflict, CodeReturnNothing,
			"There is nothing left to return from order %s.", o.Number).With("status", o.Status)
	}
	deadline := r.ReturnUntil(o)
	if now.After(deadline) {
		return fault.New(fault.Conflict, CodeReturnClosed, "Order %s could be returned until %s.",
			o.Number, deadline.Format(time.DateOnly)).
			With("deadline", deadline).With("delivered_at", o.DeliveredAt).With("days", r.DaysFor(o.Address.Country))
	}
	return nil
}

// MayReturnItems refuses a return of these pieces, or gives nil. It does not
// repeat MayReturn.
func (r Rules) MayReturnItems(o Order, items []ReturnItem) error {
	for _, want := range items {
		line, ok := o.Item(want.SKU)
		if !ok {
			return fault.New(fault.Conflict, CodeReturnItem, "Order %s has no item %s.", o.Number, want.SKU).
				With("sku", want.SKU).With("allowed", skus(o.Returnable()))
		}
		if left := line.Returnable(); want.Quantity > left {
			return fault.New(fault.Conflict, CodeReturnQuantity, "%d of %s can still be returned.", left, want.SKU).
				With("sku", want.SKU).With("requested", want.Quantity).With("returnable", left)
		}
	}
	return nil
}

// MayChangeAddress refuses any change of the delivery address, or gives nil.
func (r Rules) MayChangeAddress(o Order) error {
	if o.Status.InWarehouse() {
		return nil
	}
	refusal := fault.New(fault.Conflict, CodeAddressLocked,
		"The address of order %s can no longer be changed.", o.Number).With("status", o.Status)
	if s, ok := o.Tracking(); ok {
		refusal.With("shipped_at", s.ShippedAt)
	}
	return refusal
}

// NewAddress completes a requested address from the old one and refuses it if
// it is incomplete, too long, or in another country, where prices, taxes and
// carriers differ.
func (r Rules) NewAddress(old, wanted Address) (Address, error) {
	a := wanted.trimmed()
	a.Name, a.Phone = cmp.Or(a.Name, old.Name), cmp.Or(a.Phone, old.Phone)
	a.Country = cmp.Or(strings.ToUpper(a.Country), old.Country)
	if missing := a.Missing(); len(missing) > 0 {
		return Address{}, fault.New(fault.Invalid, CodeAddressIncomplete,
			"The address lacks: %s.", strings.Join(missing, ", ")).At("address").With("missing", missing)
	}
	for _, field := range []string{a.Name, a.Line1, a.Line2, a.City, a.Region, a.Postcode, a.Phone} {
		if len([]rune(field)) > r.MaxAddressField {
			return Address{}, badRequest("address", "A line of an address has at most %d characters.", r.MaxAddressField)
		}
	}
	if a.Country != old.Country {
		return Address{}, fault.New(fault.Conflict, CodeAddressCountry,
			"The order can only be delivered within %s.", old.Country).
			With("country", old.Country).With("requested", a.Country)
	}
	return a, nil
}

// Validate refuses a request that no order could satisfy.
func (q ReturnRequest) Validate() error {
	if strings.TrimSpace(q.IdempotencyKey) == "" {
		return keyMissing()
	}
	if len(q.Items) == 0 {
		return badRequest("items", "At least one item is needed.")
	}
	seen := map[string]bool{}
	for _, it := range q.Items {
		switch {
		case it.SKU == "" || seen[it.SKU]:
			return badRequest("items", "Each item is named once.")
		case it.Quantity < 1:
			return badRequest("items", "The quantity of %s is at least 1.", it.SKU)
		case !slices.Contains(Reasons(), it.Reason):
			return badRequest("items", "%q is not a reason.", it.Reason)
		}
		seen[it.SKU] = true
	}
	if q.Refund != RefundOriginal && q.Refund != RefundGiftCard {
		return badRequest("refund", "%q is not a way to refund.", q.Refund)
	}
	return nil
}

// Validate refuses a request that no order could satisfy.
func (q AddressChange) Validate() error {
	if strings.TrimSpace(q.IdempotencyKey) == "" {
		return keyMissing()
	}
	return nil
}

// KeyReused is the refusal of a key that already stands for another request.
func KeyReused() *fault.Error {
	return fault.New(fault.Conflict, CodeKeyReused, "This idempotency key was used for another request.")
}

func keyMissing() error {
	return fault.New(fault.Invalid, CodeKeyMissing, "An idempotency key is needed.").At("idempotency_key")
}

func badRequest(field, format string, args ...any) error {
	return fault.New(fault.Invalid, CodeBadRequest, format, args...).At(field)
}

// trimmed drops outer space and control characters, which would break labels.
func (a Address) trimmed() Address {
	for _, f := range []*string{&a.Name, &a.Line1, &a.Line2, &a.City, &a.Region, &a.Postcode, &a.Country, &a.Phone} {
		*f = strings.Join(strings.FieldsFunc(*f, func(r rune) bool { return r == ' ' || r < ' ' || r == 0x7f }), " ")
	}
	return a
}

func skus(items []Item) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.SKU
	}
	return out
}

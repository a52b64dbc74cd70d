package shop

import "time"

// Return is a return that was registered.
type Return struct {
	ID          string       `json:"id"` // for example "R-10511-1", printed on the label
	OrderNumber string       `json:"order_number"`
	State       ReturnState  `json:"state"`
	Items       []ReturnItem `json:"items"`
	Note        string       `json:"note,omitempty"`
	Refund      RefundMethod `json:"refund"`
	Amount      Money        `json:"amount"` // what will be or was paid back
	LabelURL    string       `json:"label_url,omitempty"`
	CreatedAt   time.Time    `json:"created_at"`
	SendBy      time.Time    `json:"send_by"` // hand the parcel in before
}

// ReturnItem is what goes back of one line, and why.
type ReturnItem struct {
	SKU      string       `json:"sku"`
	Quantity int          `json:"quantity"`
	Reason   ReturnReason `json:"reason"`
}

// ReturnState is how far a return has come.
type ReturnState string

// The states of a return.
const (
	ReturnRegistered ReturnState = "registered" // label made, parcel not seen yet
	ReturnInTransit  ReturnState = "in_transit"
	ReturnReceived   ReturnState = "received" // in the warehouse, being checked
	ReturnRefunded   ReturnState = "refunded"
	ReturnRefused    ReturnState = "refused"
)

// ReturnReason is why an item goes back.
type ReturnReason string

// The reasons a shopper can choose from.
const (
	ReasonTooSmall       ReturnReason = "too_small"
	ReasonTooLarge       ReturnReason = "too_large"
	ReasonNotAsDescribed ReturnReason = "not_as_described"
	ReasonDamaged        ReturnReason = "damaged"
	ReasonWrongItem      ReturnReason = "wrong_item"
	ReasonTooLate        ReturnReason = "too_late"
	ReasonChangedMind    ReturnReason = "changed_mind"
	ReasonOther          ReturnReason = "other"
)

// Reasons lists the reasons in the order in which they are offered.
func Reasons() []ReturnReason {
	return []ReturnReason{
		ReasonTooSmall, ReasonTooLarge, ReasonNotAsDescribed, ReasonDamaged,
		ReasonWrongItem, ReasonTooLate, ReasonChangedMind, ReasonOther,
	}
}

// RefundMethod is where the money goes.
type RefundMethod string

// The two ways: back the way it was paid, or as a gift card.
const (
	RefundOriginal RefundMethod = "original"
	RefundGiftCard RefundMethod = "gift_card"
)

// ReturnRequest asks for a return. The back end computes the amount.
type ReturnRequest struct {
	IdempotencyKey string       `json:"idempotency_key"` // unique for one intended return; required
	OrderNumber    string       `json:"order_number"`
	Proof          Proof        `json:"proof"`
	Items          []ReturnItem `json:"items"` // at least one, quantities at least 1, each SKU once
	Note           string       `json:"note,omitempty"`
	Refund         RefundMethod `json:"refund"`
}

// AddressChange asks to deliver an order elsewhere.
type AddressChange struct {
	IdempotencyKey string  `json:"idempotency_key"` // unique for one intended change; required
	OrderNumber    string  `json:"order_number"`
	Proof          Proof   `json:"proof"`
	Address        Address `json:"address"` // complete; empty Name, Country and Phone are taken from the old one
}

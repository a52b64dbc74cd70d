package shop

import "time"

// Status is the state of an order as the shopper would tell it.
type Status string

// The states of an order. The usual way is pending → paid → packed → shipped →
// in_transit → out_for_delivery → delivered; the others leave it.
const (
	StatusPending           Status = "pending" // placed, payment not settled
	StatusPaid              Status = "paid"
	StatusPacked            Status = "packed"
	StatusShipped           Status = "shipped" // handed to the carrier
	StatusInTransit         Status = "in_transit"
	StatusOutForDelivery    Status = "out_for_delivery"
	StatusDelivered         Status = "delivered"
	StatusDelayed           Status = "delayed" // with the carrier, later than promised
	StatusLost              Status = "lost"    // the carrier gave up
	StatusCancelled         Status = "cancelled"
	StatusReturned          Status = "returned" // everything came back
	StatusPartiallyRefunded Status = "partially_refunded"
	StatusRefunded          Status = "refunded"
)

// InWarehouse tells whether the parcel can still be changed: nothing of the
// order was handed to a carrier and it was not cancelled.
func (s Status) InWarehouse() bool {
	return s == StatusPending || s == StatusPaid || s == StatusPacked
}

// OnTheWay tells whether a carrier has the parcel.
func (s Status) OnTheWay() bool {
	switch s {
	case StatusShipped, StatusInTransit, StatusOutForDelivery, StatusDelayed:
		return true
	}
	return false
}

// Order is one purchase.
type Order struct {
	Number      string     `json:"number"` // as the shopper knows it, for example "10482"
	CustomerID  string     `json:"customer_id,omitempty"`
	Email       string     `json:"email"`
	Locale      string     `json:"locale,omitempty"` // the language it was placed in
	Status      Status     `json:"status"`
	PlacedAt    time.Time  `json:"placed_at"`
	DeliveredAt time.Time  `json:"delivered_at,omitzero"`
	ReturnUntil time.Time  `json:"return_until,omitzero"` // last moment to start a return; zero before delivery
	Items       []Item     `json:"items"`
	Shipping    Money      `json:"shipping"`
	Total       Money      `json:"total"` // items and shipping, tax included
	Address     Address    `json:"address"`
	Payment     string     `json:"payment"` // method slug: card, paypal, alipay, wechat_pay, invoice, gift_card
	Shipments   []Shipment `json:"shipments,omitempty"`
	Returns     []Return   `json:"returns,omitempty"`
}

// Postcode is the postcode of the delivery address, one of the proofs.
func (o Order) Postcode() string { return o.Address.Postcode }

// Item is one line of an order.
type Item struct {
	SKU       string `json:"sku"` // unique within the order
	ProductID string `json:"product_id"`
	Titles    Texts  `json:"titles"`
	Size      string `json:"size,omitempty"`
	Color     string `json:"color,omitempty"`
	Quantity  int    `json:"quantity"`
	Price     Money  `json:"price"`    // of one piece
	Returned  int    `json:"returned"` // pieces in returns that were not refused or cancelled
}

// Returnable is the number of pieces of the line that are not in a return yet.
func (i Item) Returnable() int { return max(0, i.Quantity-i.Returned) }

// Item finds a line of the order by SKU.
func (o Order) Item(sku string) (Item, bool) {
	for _, it := range o.Items {
		if it.SKU == sku {
			return it, true
		}
	}
	return Item{}, false
}

// Returnable lists the lines with pieces left to return. Whether the order may
// be returned at all is for Orders.Check to say.
func (o Order) Returnable() []Item {
	var left []Item
	for _, it := range o.Items {
		if it.Returnable() > 0 {
			left = append(left, it)
		}
	}
	return left
}

// Shipment is one parcel of an order.
type Shipment struct {
	Carrier        string          `json:"carrier"`
	TrackingNumber string          `json:"tracking_number"`
	URL            string          `json:"url"`
	ShippedAt      time.Time       `json:"shipped_at"`
	ETA            time.Time       `json:"eta,omitzero"` // the carrier's latest estimate
	Events         []TrackingEvent `json:"events,omitempty"`
}

// TrackingEvent is one scan of a parcel, oldest first in Shipment.Events.
type TrackingEvent struct {
	At       time.Time     `json:"at"`
	Code     TrackingState `json:"code"`
	Location string        `json:"location,omitempty"` // a place name, as the carrier writes it
}

// TrackingState is what a scan says.
type TrackingState string

// The scans of a parcel.
const (
	TrackingLabel          TrackingState = "label_created"
	TrackingPickedUp       TrackingState = "picked_up"
	TrackingArrived        TrackingState = "arrived_at_hub"
	TrackingCustoms        TrackingState = "in_customs"
	TrackingException      TrackingState = "exception"
	TrackingOutForDelivery TrackingState = "out_for_delivery"
	TrackingDelivered      TrackingState = "delivered"
	TrackingLost           TrackingState = "lost"
)

// Tracking is the parcel that matters now: the latest shipment, or false where
// nothing was shipped.
func (o Order) Tracking() (Shipment, bool) {
	if len(o.Shipments) == 0 {
		return Shipment{}, false
	}
	return o.Shipments[len(o.Shipments)-1], true
}

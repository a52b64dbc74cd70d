package demo

import (
	"time"

	"frontdesk/shop"
)

// dispatchTime is how long the warehouse takes, from the order to the carrier.
const dispatchTime = 26 * time.Hour

// history gives the order its dates and its parcel, from the state and the age
// of the plan. No date but an estimate lies in the future.
func (m *maker) history(o *shop.Order, p plan, market Market) {
	then := m.now.Add(-p.age)
	transit := days(market.MinDays + m.r.IntN(market.MaxDays-market.MinDays+1))
	switch p.status {
	case shop.StatusPending, shop.StatusPaid, shop.StatusPacked, shop.StatusCancelled:
		o.PlacedAt = then
		return
	case shop.StatusShipped, shop.StatusInTransit, shop.StatusDelayed, shop.StatusLost:
		m.send(o, market, then, then.Add(transit))
	case shop.StatusOutForDelivery:
		m.send(o, market, then, endOfDay(m.now))
	case shop.StatusRefunded: // paid back because the parcel never came
		m.send(o, market, then.Add(-transit), then)
	default:
		m.send(o, market, then.Add(-transit), then)
		o.DeliveredAt = then
	}
	m.scan(o, market)
}

// send hands the order to the carrier at a time, with an estimate.
func (m *maker) send(o *shop.Order, market Market, shipped, eta time.Time) {
	o.PlacedAt = shipped.Add(-dispatchTime - m.hours(0, 20))
	number := trackingNumber(market.Carrier, o.Number)
	o.Shipments = []shop.Shipment{{
		Carrier: market.Carrier, TrackingNumber: number, URL: trackURL + number, ShippedAt: shipped, ETA: eta,
	}}
}

// scan lists what the carrier saw of the parcel so far.
func (m *maker) scan(o *shop.Order, market Market) {
	s := &o.Shipments[0]
	hub := "Hub " + o.Address.Country
	s.Events = append(s.Events, event(s.ShippedAt.Add(-3*time.Hour), shop.TrackingLabel, market.Warehouse),
		event(s.ShippedAt, shop.TrackingPickedUp, market.Warehouse))
	if o.Status == shop.StatusShipped {
		return
	}
	s.Events = append(s.Events, event(s.ShippedAt.Add(14*time.Hour), shop.TrackingArrived, hub))
	if crossesBorder(market) {
		s.Events = append(s.Events, event(s.ShippedAt.Add(20*time.Hour), shop.TrackingCustoms, hub))
	}
	city := o.Address.City
	switch o.Status {
	case shop.StatusDelayed:
		s.Events = append(s.Events, event(s.ShippedAt.Add(40*time.Hour), shop.TrackingException, hub))
		s.ETA = endOfDay(m.now.Add(days(2))) // the carrier's new promise
	case shop.StatusLost, shop.StatusRefunded:
		s.Events = append(s.Events, event(s.ShippedAt.Add(30*time.Hour), shop.TrackingException, hub),
			event(s.ShippedAt.Add(40*time.Hour), shop.TrackingLost, hub))
	case shop.StatusOutForDelivery:
		s.Events = append(s.Events, event(s.ShippedAt.Add(60*time.Hour), shop.TrackingArrived, city),
			event(lastOf(s.ShippedAt.Add(61*time.Hour), m.now.Add(-4*time.Hour)), shop.TrackingOutForDelivery, city))
	case shop.StatusInTransit:
	default:
		s.Events = append(s.Events, event(o.DeliveredAt.Add(-5*time.Hour), shop.TrackingOutForDelivery, city),
			event(o.DeliveredAt, shop.TrackingDelivered, city))
	}
}

// crossesBorder tells whether customs see the parcel.
func crossesBorder(m Market) bool {
	switch m.Country {
	case "DE", "AT", "ES", "FR", "US":
		return false
	}
	return true
}

func event(at time.Time, code shop.TrackingState, place string) shop.TrackingEvent {
	return shop.TrackingEvent{At: at, Code: code, Location: place}
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

func lastOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// endOfDay is eight in the evening of the day, in UTC, or two hours on if that
// has passed.
func endOfDay(t time.Time) time.Time {
	evening := time.Date(t.Year(), t.Month(), t.Day(), 20, 0, 0, 0, time.UTC)
	return lastOf(evening, t.Add(2*time.Hour))
}

package shop_test

import (
	"errors"
	"testing"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/shop"
)

var delivered = time.Date(2026, 3, 1, 15, 30, 0, 0, time.UTC)

func order(status shop.Status, country string) shop.Order {
	return shop.Order{
		Number: "10001", Status: status, DeliveredAt: delivered, Address: shop.Address{Name: "A", Line1: "B 1", City: "C", Postcode: "1", Country: country},
		Items: []shop.Item{{SKU: "X", Quantity: 2}, {SKU: "Y", Quantity: 1, Returned: 1}},
	}
}

func code(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

func TestReturnWindow(t *testing.T) {
	rules := shop.DefaultRules()
	rules.CountryDays = map[string]int{"US": 45}
	at := func(day, hour, minute, second int) time.Time {
		return time.Date(2026, 3, day, hour, minute, second, 0, time.UTC)
	}
	cases := []struct {
		name, country string
		status        shop.Status
		now           time.Time
		want          string
	}{
		{"the same day", "DE", shop.StatusDelivered, delivered, ""},
		{"last second of the last day", "DE", shop.StatusDelivered, at(31, 23, 59, 59), ""},
		{"one second later", "DE", shop.StatusDelivered, at(32, 0, 0, 0), shop.CodeReturnClosed},
		{"longer elsewhere", "US", shop.StatusDelivered, at(46, 23, 59, 59), ""},
		{"but not for ever", "US", shop.StatusDelivered, at(47, 0, 0, 0), shop.CodeReturnClosed},
		{"after a first return", "DE", shop.StatusPartiallyRefunded, delivered, ""},
		{"all back", "DE", shop.StatusReturned, delivered, shop.CodeReturnNothing},
		{"never came", "DE", shop.StatusLost, delivered, shop.CodeReturnNothing},
		{"cancelled", "DE", shop.StatusCancelled, delivered, shop.CodeReturnNothing},
		{"on its way", "DE", shop.StatusDelayed, delivered, shop.CodeReturnNotYet},
		{"not sent", "DE", shop.StatusPaid, delivered, shop.CodeReturnNotYet},
	}
	for _, c := range cases {
		if got := code(rules.MayReturn(order(c.status, c.country), c.now)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestReturnPieces(t *testing.T) {
	cases := []struct {
		name string
		item shop.ReturnItem
		want string
	}{
		{"all that is left", shop.ReturnItem{SKU: "X", Quantity: 2}, ""},
		{"more than bought", shop.ReturnItem{SKU: "X", Quantity: 3}, shop.CodeReturnQuantity},
		{"already back", shop.ReturnItem{SKU: "Y", Quantity: 1}, shop.CodeReturnQuantity},
		{"never bought", shop.ReturnItem{SKU: "Z", Quantity: 1}, shop.CodeReturnItem},
	}
	for _, c := range cases {
		err := shop.DefaultRules().MayReturnItems(order(shop.StatusDelivered, "DE"), []shop.ReturnItem{c.item})
		if got := code(err); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNewAddress(t *testing.T) {
	old := order(shop.StatusPaid, "DE").Address
	got, err := shop.DefaultRules().NewAddress(old, shop.Address{Line1: "  Neue\tGasse \n 7 ", City: "Ulm", Postcode: "89073", Country: "de"})
	want := shop.Address{Name: "A", Line1: "Neue Gasse 7", City: "Ulm", Postcode: "89073", Country: "DE"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	hongKong := shop.Address{Name: "A", Country: "HK"}
	if _, err := shop.DefaultRules().NewAddress(hongKong, shop.Address{Line1: "1 Queen's Road", City: "Central"}); err != nil {
		t.Errorf("an address in Hong Kong has no postcode: %v", err)
	}
}

func TestTextsFallBack(t *testing.T) {
	texts := shop.Texts{"en": "tent", "de": "Zelt", "pt-BR": "barraca"}
	for locale, want := range map[string]string{"de-AT": "Zelt", "de_CH": "Zelt", "pt-BR": "barraca", "ja": "tent", "": "tent"} {
		if got := texts.In(locale); got != want {
			t.Errorf("in %q: got %q, want %q", locale, got, want)
		}
	}
	if got := (shop.Texts{"zh": "帐篷"}).In("de"); got != "帐篷" {
		t.Errorf("the only text there is: got %q", got)
	}
	if got := (shop.Texts)(nil).In("de"); got != "" {
		t.Errorf("no text at all: got %q", got)
	}
}

package demo

import "frontdesk/shop"

// Market is how the demo shop delivers to one country. The help articles state
// these figures; a test holds the two together.
type Market struct {
	Country      string // ISO 3166-1 alpha-2
	Locale       string // of most customers there
	Currency     string
	Rate         float64 // list price in this currency for one euro
	Shipping     int64   // standard delivery, in minor units
	FreeFrom     int64   // standard delivery is free from this value on, in minor units
	MinDays      int     // working days from dispatch to the door, standard
	MaxDays      int
	Express      int64 // express delivery in minor units; 0 where there is none
	ExpressDays  int   // at most
	Warehouse    string
	Carrier      string
	DutyIncluded bool // import duties are in the price, or there are none
	share        int  // customers who live there
	guests       int  // orders placed without an account
}

// The warehouses, as their parcels' scans name them, and the carriers.
const (
	leipzig  = "Leipzig"
	reno     = "Reno NV"
	kestrel  = "Kestrel Parcel"
	bluejay  = "Bluejay Freight"
	lanyun   = "Lanyun Express"
	trackURL = "https://track.example.com/"
)

// markets are the twelve countries that the demo shop serves.
var markets = []Market{
	{"DE", "de-DE", "EUR", 1, 490, 6000, 2, 3, 1290, 1, leipzig, kestrel, true, 80, 6},
	{"AT", "de-AT", "EUR", 1, 490, 6000, 2, 4, 1290, 2, leipzig, kestrel, true, 20, 1},
	{"CH", "de-CH", "CHF", 0.95, 890, 10000, 3, 5, 1690, 2, leipzig, kestrel, true, 20, 1},
	{"ES", "es-ES", "EUR", 1, 590, 7000, 3, 5, 1490, 2, leipzig, kestrel, true, 50, 4},
	{"FR", "fr-FR", "EUR", 1, 590, 7000, 2, 4, 1490, 2, leipzig, kestrel, true, 20, 1},
	{"GB", "en-GB", "GBP", 0.85, 590, 7000, 3, 5, 1290, 2, leipzig, kestrel, true, 35, 2},
	{"US", "en-US", "USD", 1.1, 790, 9000, 4, 7, 1990, 2, reno, bluejay, true, 60, 5},
	{"CA", "en-CA", "CAD", 1.5, 1290, 12000, 5, 8, 0, 0, reno, bluejay, true, 15, 1},
	{"MX", "es-MX", "MXN", 20, 14900, 150000, 5, 9, 0, 0, reno, bluejay, true, 25, 1},
	{"CN", "zh-CN", "CNY", 7.8, 3900, 39900, 5, 8, 0, 0, leipzig, lanyun, true, 50, 2},
	{"JP", "ja-JP", "JPY", 165, 890, 9000, 5, 8, 0, 0, leipzig, lanyun, false, 15, 0},
	{"AU", "en-AU", "AUD", 1.65, 1490, 13000, 6, 10, 0, 0, leipzig, lanyun, false, 10, 0},
}

func marketOf(country string) Market {
	for _, m := range markets {
		if m.Country == country {
			return m
		}
	}
	return markets[0]
}

// price converts a list price in euro cents to the market's own, rounded to
// what a price tag there looks like.
func (m Market) price(cents int64) shop.Money {
	if m.Currency == "EUR" {
		return shop.Money{Minor: cents, Currency: m.Currency}
	}
	amount := float64(cents) / 100 * m.Rate
	switch {
	case shop.Digits(m.Currency) == 0: // yen end in a zero
		return shop.Money{Minor: int64(amount/10+0.5) * 10, Currency: m.Currency}
	case m.Rate > 5: // pesos and yuan have no cents on a tag
		return shop.Money{Minor: int64(amount+0.5) * 100, Currency: m.Currency}
	}
	return shop.Money{Minor: int64(amount+1)*100 - 10, Currency: m.Currency}
}

// shipping is the price of standard delivery for goods of this value.
func (m Market) shipping(goods shop.Money) shop.Money {
	fee := m.Shipping
	if goods.Minor >= m.FreeFrom {
		fee = 0
	}
	return shop.Money{Minor: fee, Currency: m.Currency}
}

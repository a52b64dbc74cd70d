package demo

import (
	"slices"
	"time"

	"frontdesk/shop"
)

// Showcase is an order that demonstrations, conversation scripts and tests may
// count on: it is the same for every seed, and its age is counted from the
// start of the shop.
type Showcase struct {
	Number   string
	Customer string // id, empty for a guest
	Email    string
	Postcode string
	About    string // what can be shown with it, for people

	status   shop.Status
	age      time.Duration
	lines    []line
	payment  string
	progress shop.ReturnState
}

// Showcases lists the orders that are always there.
func Showcases() []Showcase {
	list := slices.Clone(showcases)
	for i := range list {
		list[i].lines = slices.Clone(list[i].lines)
	}
	return list
}

const (
	anna  = "c-1001"
	james = "c-1002"
	lucia = "c-1003"
	wang  = "c-1004"
	emma  = "c-1005"
)

var showcases = []Showcase{
	{Number: "10482", Customer: anna, Email: "anna.mueller@example.de", Postcode: "10115", About: "shipped 6 hours ago, on its way to Berlin",
		status: shop.StatusShipped, age: 6 * time.Hour, lines: []line{{"TF-101-FOR-M", 1}, {"TF-118-STO-39-41", 2}}, payment: "paypal"},
	{Number: "10511", Customer: anna, Email: "anna.mueller@example.de", Postcode: "10115", About: "delivered 5 days ago: a return can be started",
		status: shop.StatusDelivered, age: 5 * 24 * time.Hour, lines: []line{{"MH-218-SAG", 4}, {"TF-115-STO-39", 1}}, payment: "invoice"},
	{Number: "10523", Customer: anna, Email: "anna.mueller@example.de", Postcode: "10115", About: "pending: the delivery address can be changed",
		status: shop.StatusPending, age: 2 * time.Hour, lines: []line{{"MH-214-RUS", 1}}, payment: "invoice"},
	{Number: "10398", Customer: anna, Email: "anna.mueller@example.de", Postcode: "10115", About: "delivered 60 days ago: too late to return",
		status: shop.StatusDelivered, age: 60 * 24 * time.Hour, lines: []line{{"TF-120-NAV", 1}}, payment: "card"},
	{Number: "10640", Customer: james, Email: "james.carter@example.com", Postcode: "97205", About: "delayed with the carrier, with a new date",
		status: shop.StatusDelayed, age: 14 * 24 * time.Hour, lines: []line{{"TF-125-FOR", 1}}, payment: "card"},
	{Number: "10655", Customer: james, Email: "james.carter@example.com", Postcode: "97205", About: "delivered 38 days ago in the US: still inside 45 days",
		status: shop.StatusDelivered, age: 38 * 24 * time.Hour, lines: []line{{"TF-117-RUS-44", 1}, {"TF-129-NAV", 1}}, payment: "card"},
	{Number: "10661", Customer: james, Email: "james.carter@example.com", Postcode: "97205", About: "out for delivery today",
		status: shop.StatusOutForDelivery, age: 80 * time.Hour, lines: []line{{"MH-225-BLA", 1}}, payment: "card"},
	{Number: "10702", Customer: lucia, Email: "lucia.fernandez@example.es", Postcode: "28004", About: "delivered, one item is on its way back",
		status: shop.StatusDelivered, age: 9 * 24 * time.Hour, lines: []line{{"MH-201-SAN-155X220", 1}, {"MH-202-SAN-80X80", 2}}, payment: "card", progress: shop.ReturnInTransit},
	{Number: "10715", Customer: lucia, Email: "lucia.fernandez@example.es", Postcode: "28004", About: "packed, not yet with the carrier",
		status: shop.StatusPacked, age: 30 * time.Hour, lines: []line{{"TF-112-NAV-S", 1}}, payment: "card"},
	{Number: "10750", Customer: wang, Email: "wang.fang@example.cn", Postcode: "200031", About: "on its way to Shanghai, seen by customs",
		status: shop.StatusInTransit, age: 40 * time.Hour, lines: []line{{"TF-103-RUS-M", 1}}, payment: "alipay"},
	{Number: "10764", Customer: wang, Email: "wang.fang@example.cn", Postcode: "200031", About: "delivered yesterday",
		status: shop.StatusDelivered, age: 26 * time.Hour, lines: []line{{"MH-220-SAN", 1}, {"MH-219-SAN", 1}}, payment: "wechat_pay"},
	{Number: "10801", Customer: emma, Email: "emma.clarke@example.com", Postcode: "N1 9GU", About: "lost by the carrier",
		status: shop.StatusLost, age: 32 * 24 * time.Hour, lines: []line{{"MH-221-NAV-28", 1}}, payment: "card"},
	{Number: "10811", Customer: emma, Email: "emma.clarke@example.com", Postcode: "N1 9GU", About: "partially refunded after a return",
		status: shop.StatusPartiallyRefunded, age: 20 * 24 * time.Hour, lines: []line{{"TF-106-STO-M", 2}, {"TF-109-RUS-M", 1}}, payment: "paypal"},
	{Number: "10850", Email: "guest.lena.vogt@example.de", Postcode: "04109", About: "a guest's order, delivered 3 days ago",
		status: shop.StatusDelivered, age: 3 * 24 * time.Hour, lines: []line{{"MH-205-SAG-70X140", 2}}, payment: "paypal"},
}

// showcaseCustomers are the first customers of every shop.
func showcaseCustomers() []shop.Customer {
	return []shop.Customer{
		{ID: anna, Name: "Anna Müller", Email: "anna.mueller@example.de", Phone: "+493023125001", Country: "DE", Locale: "de-DE",
			Tier: shop.TierGold, ValueBand: shop.ValueHigh, Marketing: true, Addresses: []shop.Address{{Name: "Anna Müller",
				Line1: "Lindenstraße 14", City: "Berlin", Postcode: "10115", Country: "DE", Phone: "+493023125001"}},
			GiftCards: []shop.Money{{Minor: 2500, Currency: "EUR"}}},
		{ID: james, Name: "James Carter", Email: "james.carter@example.com", Phone: "+15035550142", Country: "US", Locale: "en-US",
			Tier: shop.TierSilver, ValueBand: shop.ValueMedium, Addresses: []shop.Address{{Name: "James Carter",
				Line1: "2210 Cedar Lane", Line2: "Apt 5", City: "Portland", Region: "OR", Postcode: "97205", Country: "US", Phone: "+15035550142"}}},
		{ID: lucia, Name: "Lucía Fernández Ruiz", Email: "lucia.fernandez@example.es", Phone: "+34910000003", Country: "ES", Locale: "es-ES",
			Tier: shop.TierStandard, ValueBand: shop.ValueMedium, Marketing: true, Addresses: []shop.Address{{Name: "Lucía Fernández Ruiz",
				Line1: "Calle del Prado, 8, 3.º B", City: "Madrid", Region: "Madrid", Postcode: "28004", Country: "ES", Phone: "+34910000003"}}},
		{ID: wang, Name: "王芳", Email: "wang.fang@example.cn", Phone: "+861000000004", Country: "CN", Locale: "zh-CN",
			Tier: shop.TierGold, ValueBand: shop.ValueHigh, Marketing: true, Addresses: []shop.Address{{Name: "王芳",
				Line1: "淮海中路128号1502室", City: "上海市徐汇区", Region: "上海市", Postcode: "200031", Country: "CN", Phone: "+861000000004"}}},
		{ID: emma, Name: "Emma Clarke", Email: "emma.clarke@example.com", Phone: "+447700900005", Country: "GB", Locale: "en-GB",
			Tier: shop.TierStandard, ValueBand: shop.ValueLow, Addresses: []shop.Address{{Name: "Emma Clarke",
				Line1: "17 Mill Lane", City: "London", Postcode: "N1 9GU", Country: "GB", Phone: "+447700900005"}}},
	}
}

// showcaseGuest is who placed 10850.
func showcaseGuest() shop.Customer {
	return shop.Customer{Name: "Lena Vogt", Email: "guest.lena.vogt@example.de", Country: "DE", Locale: "de-DE",
		Addresses: []shop.Address{{Name: "Lena Vogt", Line1: "Gartenweg 3", City: "Leipzig", Postcode: "04109", Country: "DE", Phone: "+493023125099"}}}
}

func showcasePlans(customers []shop.Customer) []plan {
	plans := make([]plan, len(showcases))
	for i, s := range showcases {
		buyer := showcaseGuest()
		for _, c := range customers {
			if c.ID == s.Customer {
				buyer = c
			}
		}
		plans[i] = plan{number: s.Number, status: s.status, buyer: buyer, address: buyer.Addresses[0],
			lines: s.lines, age: s.age, progress: s.progress, payment: s.payment}
	}
	return plans
}

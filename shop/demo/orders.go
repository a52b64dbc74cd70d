package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"frontdesk/shop"
)

// world is what orders are made from.
type world struct {
	seed      uint64
	now       time.Time
	rules     shop.Rules
	products  []shop.Product
	customers []shop.Customer
	base      string
}

// Each part of the world draws from a stream of its own, so that one part can
// grow without moving the others.
const (
	streamProducts = iota + 1
	streamCustomers
	streamOrders
)

// firstNumber and orderCount bound the order numbers; like in many shops they
// are handed out in no order, so that a number tells nothing about sales.
const (
	firstNumber = 10001
	orderCount  = 1200
)

// mix is how many orders there are in each state; they add up to orderCount.
var mix = []struct {
	status shop.Status
	count  int
}{
	{shop.StatusPending, 40}, {shop.StatusPaid, 50}, {shop.StatusPacked, 40}, {shop.StatusShipped, 60},
	{shop.StatusInTransit, 80}, {shop.StatusOutForDelivery, 30}, {shop.StatusDelivered, 700},
	{shop.StatusDelayed, 40}, {shop.StatusLost, 15}, {shop.StatusCancelled, 50}, {shop.StatusReturned, 40},
	{shop.StatusPartiallyRefunded, 35}, {shop.StatusRefunded, 20},
}

// plan is an order before it has a history.
type plan struct {
	number   string
	status   shop.Status
	buyer    shop.Customer // without ID for a guest
	address  shop.Address
	lines    []line
	age      time.Duration // since the moment that the state is about: delivery, dispatch, or placing
	progress shop.ReturnState
	payment  string
}

// line is a variant in an order before it is priced.
type line struct {
	sku string
	n   int
}

// makeOrders makes 1,200 orders; the showcases are among them.
func makeOrders(w world) []shop.Order {
	r := rand.New(rand.NewPCG(w.seed, streamOrders))
	m := maker{world: w, r: r, bySKU: map[string]sold{}}
	for _, p := range w.products {
		for _, v := range p.Variants {
			m.bySKU[v.SKU] = sold{p, v}
		}
	}
	shown := showcasePlans(w.customers)
	taken := map[string]bool{}
	left := map[shop.Status]int{}
	for _, p := range shown {
		taken[p.number] = true
		left[p.status]--
	}
	orders := make([]shop.Order, 0, orderCount)
	for _, p := range shown {
		orders = append(orders, m.build(p))
	}
	numbers := freeNumbers(r, taken)
	guests := guestList(r)
	for _, s := range mix {
		for range s.count + left[s.status] {
			p := m.draw(numbers[0], s.status)
			if len(guests) > 0 && r.IntN(40) == 0 {
				p.buyer, p.address, guests = guests[0], guests[0].Addresses[0], guests[1:]
			}
			orders, numbers = append(orders, m.build(p)), numbers[1:]
		}
	}
	return orders
}

func freeNumbers(r *rand.Rand, taken map[string]bool) []string {
	var numbers []string
	for _, i := range r.Perm(orderCount) {
		if n := fmt.Sprint(firstNumber + i); !taken[n] {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// guestList makes the people who order without an account.
func guestList(r *rand.Rand) []shop.Customer {
	var guests []shop.Customer
	taken := map[string]bool{}
	for _, m := range markets {
		for range m.guests {
			p := makePerson(r, m, taken)
			guests = append(guests, shop.Customer{
				Name: p.address.Name, Email: "guest." + p.email, Country: m.Country, Locale: m.Locale,
				Addresses: []shop.Address{p.address},
			})
		}
	}
	r.Shuffle(len(guests), func(i, j int) { guests[i], guests[j] = guests[j], guests[i] })
	return guests
}

type sold struct {
	product shop.Product
	variant shop.Variant
}

type maker struct {
	world
	r     *rand.Rand
	bySKU map[string]sold
}

// draw plans an order in a state, with an age that the state allows. A few
// customers buy often: squaring the draw favours the front of the list.
func (m *maker) draw(number string, status shop.Status) plan {
	u := m.r.Float64()
	buyer := m.customers[int(u*u*float64(len(m.customers)))]
	p := plan{number: number, status: status, buyer: buyer, address: buyer.Addresses[0], payment: m.payment(buyer.Country)}
	for range 1 + m.r.IntN(4)*m.r.IntN(2) {
		product := pick(m.r, m.products)
		sku := pick(m.r, product.Variants).SKU
		if !planned(p.lines, sku) {
			p.lines = append(p.lines, line{sku, 1 + m.r.IntN(3)*m.r.IntN(2)})
		}
	}
	p.age = m.age(status)
	if status == shop.StatusDelivered && m.r.IntN(18) == 0 {
		p.progress = pick(m.r, []shop.ReturnState{shop.ReturnRegistered, shop.ReturnInTransit, shop.ReturnReceived})
		p.age = m.hours(72, 20*24)
	}
	return p
}

func planned(lines []line, sku string) bool {
	for _, l := range lines {
		if l.sku == sku {
			return true
		}
	}
	return false
}

// age says how long ago the defining moment of a state was. Half of what was
// delivered was delivered in the last six weeks.
func (m *maker) age(status shop.Status) time.Duration {
	switch status {
	case shop.StatusPending:
		return m.hours(0, 20)
	case shop.StatusPaid:
		return m.hours(2, 44)
	case shop.StatusPacked:
		return m.hours(20, 60)
	case shop.StatusShipped:
		return m.hours(3, 20)
	case shop.StatusInTransit:
		return m.hours(24, 46)
	case shop.StatusOutForDelivery:
		return m.hours(72, 90)
	case shop.StatusDelayed:
		return m.hours(13*24, 18*24)
	case shop.StatusLost:
		return m.hours(30*24, 60*24)
	case shop.StatusDelivered:
		if m.r.IntN(2) == 0 {
			return m.hours(8, 42*24)
		}
	}
	return m.hours(30*24, 330*24)
}

func (m *maker) hours(from, to int) time.Duration {
	minutes := from*60 + m.r.IntN((to-from)*60)
	return time.Duration(minutes) * time.Minute
}

func (m *maker) payment(country string) string {
	switch country {
	case "CN":
		return pick(m.r, []string{"alipay", "wechat_pay", "card"})
	case "DE", "AT", "CH":
		return pick(m.r, []string{"invoice", "paypal", "card"})
	}
	return pick(m.r, []string{"card", "card", "paypal", "gift_card"})
}

// build makes the order of a plan: lines, prices, and a history up to now.
func (m *maker) build(p plan) shop.Order {
	market := marketOf(p.address.Country)
	o := shop.Order{
		Number: p.number, CustomerID: p.buyer.ID, Email: p.buyer.Email, Locale: p.buyer.Locale,
		Status: p.status, Address: p.address, Payment: p.payment,
	}
	goods := shop.Money{Currency: market.Currency}
	for _, l := range p.lines {
		s := m.bySKU[l.sku]
		price := market.price(s.variant.Price.Minor)
		o.Items = append(o.Items, shop.Item{
			SKU: l.sku, ProductID: s.product.ID, Titles: s.product.Titles, Size: s.variant.Size, Color: s.variant.Color,
			Quantity: l.n, Price: price,
		})
		goods.Minor += price.Minor * int64(l.n)
	}
	o.Shipping = market.shipping(goods)
	o.Total = shop.Money{Minor: goods.Minor + o.Shipping.Minor, Currency: market.Currency}
	m.history(&o, p, market)
	o.ReturnUntil = m.rules.ReturnUntil(o)
	m.pastReturns(&o, p)
	return o
}

// pastReturns adds the returns that the state of the order or the plan implies.
func (m *maker) pastReturns(o *shop.Order, p plan) {
	state, items := p.progress, []shop.ReturnItem(nil)
	switch {
	case p.status == shop.StatusReturned:
		state = shop.ReturnRefunded
		for _, it := range o.Items {
			items = append(items, shop.ReturnItem{SKU: it.SKU, Quantity: it.Quantity, Reason: pick(m.r, shop.Reasons())})
		}
	case p.status == shop.StatusPartiallyRefunded:
		state = shop.ReturnRefunded
		items = m.firstLine(o)
	case state != "":
		items = m.firstLine(o)
	default:
		return
	}
	amount, err := returnAmount(*o, items)
	if err != nil { // prices of one order share a currency and are small
		panic(fmt.Sprintf("demo order %s: %v", o.Number, err))
	}
	id := "R-" + o.Number + "-1"
	created := o.DeliveredAt.Add(36 * time.Hour)
	addReturn(o, shop.Return{
		ID: id, OrderNumber: o.Number, State: state, Items: items, Refund: shop.RefundOriginal, Amount: amount,
		LabelURL: m.base + "/returns/" + id + "/label.pdf", CreatedAt: created,
		SendBy: created.AddDate(0, 0, m.rules.SendWithinDays),
	})
}

func (m *maker) firstLine(o *shop.Order) []shop.ReturnItem {
	return []shop.ReturnItem{{SKU: o.Items[0].SKU, Quantity: 1, Reason: pick(m.r, shop.Reasons())}}
}

// trackingNumber is derived from the order's, with the carrier's initials.
func trackingNumber(carrier, order string) string {
	return strings.ToUpper(carrier[:2]) + "70" + order + "0" + order[len(order)-2:]
}

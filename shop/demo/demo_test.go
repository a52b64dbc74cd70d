package demo_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"frontdesk/shop"
	"frontdesk/shop/demo"
	"frontdesk/shop/shoptest"
)

var noon = time.Date(2026, 3, 17, 12, 0, 0, 0, time.UTC)

func clock(at time.Time) func() time.Time { return func() time.Time { return at } }

func open(t testing.TB, cfg demo.Config) *demo.Shop {
	t.Helper()
	if cfg.Now == nil {
		cfg.Now = clock(noon)
	}
	s, err := demo.New(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func openFile(t *testing.T, path string) *demo.File {
	t.Helper()
	f, err := demo.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() }) // the test may have closed it already
	return f
}

func showcase(t *testing.T, number string) shoptest.Order {
	t.Helper()
	for _, s := range demo.Showcases() {
		if s.Number == number {
			return shoptest.Order{Number: s.Number, CustomerID: s.Customer, Email: s.Email, Postcode: s.Postcode}
		}
	}
	t.Fatalf("there is no showcase %s", number)
	return shoptest.Order{}
}

func TestConformance(t *testing.T) {
	journals := map[string]func(t *testing.T) (first demo.Journal, again func() demo.Journal){
		"memory": func(*testing.T) (demo.Journal, func() demo.Journal) {
			m := &demo.Memory{}
			return m, func() demo.Journal { return m }
		},
		"file": func(t *testing.T) (demo.Journal, func() demo.Journal) {
			path := filepath.Join(t.TempDir(), "shop.jsonl")
			f := openFile(t, path)
			return f, func() demo.Journal {
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
				f = openFile(t, path)
				return f
			}
		},
	}
	for name, make := range journals {
		t.Run(name, func(t *testing.T) {
			shoptest.Run(t, shoptest.Fixture{
				Open: func(t *testing.T) (shoptest.Backend, func() shoptest.Backend) {
					journal, again := make(t)
					return open(t, demo.Config{Journal: journal}), func() shoptest.Backend {
						return open(t, demo.Config{Journal: again()})
					}
				},
				Returnable: showcase(t, "10511"), Expired: showcase(t, "10398"), Pending: showcase(t, "10523"),
				Shipped: showcase(t, "10482"), Foreign: showcase(t, "10655"),
				SKU: "TF-101-FOR-M", Query: "防水冲锋衣", Locale: "zh-CN",
			})
		})
	}
}

// everyOrder walks all orders by the only door there is: each customer's list.
func everyOrder(t testing.TB, s *demo.Shop) map[string]shop.Order {
	t.Helper()
	all := map[string]shop.Order{}
	for i := range 400 {
		list, err := s.OrdersOf(t.Context(), shop.Proof{CustomerID: fmt.Sprintf("c-%d", 1001+i)})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range list {
			all[o.Number] = o
		}
	}
	return all
}

func TestSameSeedSameWorld(t *testing.T) {
	a, b := everyOrder(t, open(t, demo.Config{Seed: 7})), everyOrder(t, open(t, demo.Config{Seed: 7}))
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed and time gave two worlds")
	}
	if c := everyOrder(t, open(t, demo.Config{Seed: 8})); reflect.DeepEqual(a, c) {
		t.Error("another seed gave the same world")
	}
}

func TestClockMovesDatesOnly(t *testing.T) {
	a := everyOrder(t, open(t, demo.Config{}))
	b := everyOrder(t, open(t, demo.Config{Now: clock(noon.AddDate(0, 4, 3))}))
	for number, then := range a {
		now := b[number]
		if now.Email != then.Email || now.Status != then.Status || now.Total != then.Total ||
			!reflect.DeepEqual(now.Address, then.Address) || !reflect.DeepEqual(now.Items, then.Items) {
			t.Errorf("order %s is another one four months later", number)
		}
		if want := then.PlacedAt.Add(noon.AddDate(0, 4, 3).Sub(noon)); !now.PlacedAt.Equal(want) {
			t.Errorf("order %s was placed %v, want %v", number, now.PlacedAt, want)
		}
	}
}

func TestOrdersHoldTogether(t *testing.T) {
	s := open(t, demo.Config{})
	for number, o := range everyOrder(t, s) {
		checkAmounts(t, s, o)
		checkDates(t, o)
		if !regexp.MustCompile(`^1[01]\d{3}$`).MatchString(number) {
			t.Errorf("order number %q is not five plain digits", number)
		}
		if missing := o.Address.Missing(); len(missing) > 0 {
			t.Errorf("order %s: the address lacks %v", number, missing)
		}
		if o.Status.OnTheWay() != (len(o.Shipments) > 0 && o.DeliveredAt.IsZero() && o.Status != shop.StatusLost && o.Status != shop.StatusRefunded) {
			t.Errorf("order %s is %s with %d shipments, delivered %v", number, o.Status, len(o.Shipments), o.DeliveredAt)
		}
	}
}

func checkAmounts(t *testing.T, s *demo.Shop, o shop.Order) {
	t.Helper()
	sum := o.Shipping
	for _, it := range o.Items {
		p, err := s.Product(t.Context(), it.SKU)
		if err != nil || p.ID != it.ProductID || it.Titles.In("zh") == "" {
			t.Errorf("order %s: item %s is product %q, %v", o.Number, it.SKU, p.ID, err)
		}
		price, err := it.Price.Times(it.Quantity)
		if err != nil {
			t.Fatal(err)
		}
		if sum, err = sum.Add(price); err != nil {
			t.Errorf("order %s: %v", o.Number, err)
		}
		if it.Returned > it.Quantity {
			t.Errorf("order %s: %d of %d %s went back", o.Number, it.Returned, it.Quantity, it.SKU)
		}
	}
	if sum != o.Total {
		t.Errorf("order %s: items and shipping make %s, total is %s", o.Number, sum, o.Total)
	}
	for _, r := range o.Returns {
		if r.Amount.Minor <= 0 || r.Amount.Minor > o.Total.Minor || r.Amount.Currency != o.Total.Currency {
			t.Errorf("order %s: return of %s from %s", o.Number, r.Amount, o.Total)
		}
	}
}

func checkDates(t *testing.T, o shop.Order) {
	t.Helper()
	last := o.PlacedAt
	past := func(what string, at time.Time) {
		if at.After(noon) || at.Before(last) {
			t.Errorf("order %s (%s): %s at %v, after %v and before %v is wanted", o.Number, o.Status, what, at, last, noon)
		}
		last = at
	}
	past("placed", o.PlacedAt)
	for _, s := range o.Shipments {
		for _, e := range s.Events {
			past(string(e.Code), e.At)
		}
		if o.Status.OnTheWay() && !s.ETA.After(noon) {
			t.Errorf("order %s (%s): the estimate %v is over", o.Number, o.Status, s.ETA)
		}
	}
	if !o.DeliveredAt.IsZero() {
		past("delivered", o.DeliveredAt)
		if !o.ReturnUntil.After(o.DeliveredAt) {
			t.Errorf("order %s can be returned until %v, delivered %v", o.Number, o.ReturnUntil, o.DeliveredAt)
		}
	}
	for _, r := range o.Returns {
		past("return", r.CreatedAt)
	}
}

func TestEveryStateAndCountry(t *testing.T) {
	all := everyOrder(t, open(t, demo.Config{}))
	if len(all) < 1150 || len(all) >= 1200 {
		t.Errorf("%d orders belong to customers, want most of 1,200 and some of guests", len(all))
	}
	states, countries, returns := map[shop.Status]int{}, map[string]int{}, map[shop.ReturnState]int{}
	for _, o := range all {
		states[o.Status]++
		countries[o.Address.Country]++
		for _, r := range o.Returns {
			returns[r.State]++
		}
	}
	for _, s := range []shop.Status{
		shop.StatusPending, shop.StatusPaid, shop.StatusPacked, shop.StatusShipped, shop.StatusInTransit, shop.StatusOutForDelivery,
		shop.StatusDelivered, shop.StatusDelayed, shop.StatusLost, shop.StatusCancelled, shop.StatusReturned, shop.StatusPartiallyRefunded, shop.StatusRefunded,
	} {
		if states[s] == 0 {
			t.Errorf("no order is %s", s)
		}
	}
	if len(countries) != 12 || len(returns) < 4 {
		t.Errorf("orders go to %d countries with returns in states %v, want 12 and four states", len(countries), returns)
	}
}

func TestCustomers(t *testing.T) {
	s := open(t, demo.Config{})
	reserved := regexp.MustCompile(`^[a-z0-9.]+@example\.(com|org|net|de|cn|es)$`)
	seen := map[string]bool{}
	for i := range 400 {
		c, err := s.ByID(t.Context(), fmt.Sprintf("c-%d", 1001+i))
		if err != nil {
			t.Fatal(err)
		}
		if !reserved.MatchString(c.Email) || seen[c.Email] {
			t.Errorf("customer %s has the e-mail %q", c.ID, c.Email)
		}
		seen[c.Email] = true
		if !strings.HasPrefix(c.Phone, "+") || len(c.Phone) < 10 || len(c.Phone) > 16 || c.Name == "" || c.Locale == "" {
			t.Errorf("customer %+v", c)
		}
		if back, err := s.ByEmail(t.Context(), c.Email); err != nil || back.ID != c.ID {
			t.Errorf("%s finds %q, %v, want %s", c.Email, back.ID, err, c.ID)
		}
	}
}

func TestShowcases(t *testing.T) {
	for _, seed := range []uint64{1, 99} {
		s := open(t, demo.Config{Seed: seed})
		for _, c := range demo.Showcases() {
			for _, p := range []shop.Proof{{Email: c.Email}, {Postcode: c.Postcode}} {
				if o, err := s.Order(t.Context(), c.Number, p); err != nil || o.CustomerID != c.Customer {
					t.Errorf("seed %d, %s with %+v: %q, %v", seed, c.Number, p, o.CustomerID, err)
				}
			}
		}
	}
}

func TestReturnWindowByCountry(t *testing.T) {
	s := open(t, demo.Config{})
	american := showcase(t, "10655") // delivered 38 days ago: over in Europe, open in the United States
	if err := s.Check(t.Context(), shop.ActionReturn, american.Number, american.By()); err != nil {
		t.Errorf("38 days after delivery in the United States: %v", err)
	}
}

func TestReadersCannotChangeTheShop(t *testing.T) {
	s := open(t, demo.Config{})
	by := showcase(t, "10702")
	first, err := s.Order(t.Context(), by.Number, by.By())
	if err != nil {
		t.Fatal(err)
	}
	want := first.Items[0].Titles["en"]
	first.Items[0].Titles["en"], first.Items[0].Quantity, first.Returns[0].Items[0].Quantity = "changed", 99, 99
	first.Shipments[0].Events[0].Location = "changed"
	again, err := s.Order(t.Context(), by.Number, by.By())
	if err != nil {
		t.Fatal(err)
	}
	if again.Items[0].Titles["en"] != want || again.Items[0].Quantity == 99 || again.Returns[0].Items[0].Quantity == 99 ||
		again.Shipments[0].Events[0].Location == "changed" {
		t.Error("what one reader changed, the next one reads")
	}
}

func TestCatalogue(t *testing.T) {
	s := open(t, demo.Config{})
	skus := map[string]bool{}
	for _, prefix := range []string{"TF-1", "MH-2"} {
		for i := 1; i <= 30; i++ {
			p, err := s.Product(t.Context(), fmt.Sprintf("%s%02d", prefix, i))
			if err != nil {
				t.Fatal(err)
			}
			texts := []shop.Texts{p.Titles, p.Descriptions}
			for _, a := range p.Attributes {
				if a.Values.In("en") == "" {
					t.Errorf("%s: attribute %s is empty", p.ID, a.Name)
				}
			}
			for _, text := range texts {
				for _, lang := range []string{"en", "zh", "es", "de"} {
					if text[lang] == "" {
						t.Errorf("%s lacks a text in %s", p.ID, lang)
					}
				}
			}
			for _, v := range p.Variants {
				if skus[v.SKU] || v.Price.Currency != "EUR" || v.Price.Minor < 1000 {
					t.Errorf("variant %+v", v)
				}
				skus[v.SKU] = true
			}
		}
	}
}

func TestSearch(t *testing.T) {
	s := open(t, demo.Config{})
	cases := []struct{ text, locale, id string }{
		{"waterproof hiking boots", "en-US", "TF-115"},
		{"two person tent", "en", "TF-125"},
		{"Zelt für zwei Personen Zweipersonenzelt", "de", "TF-125"},
		{"Wasserkocher in Salbeigrün", "de-AT", "MH-225"},
		{"mochila de senderismo", "es-MX", "TF-121"},
		{"我想买一个电热水壶", "zh-CN", "MH-225"},
		{"羽绒睡袋", "zh", "TF-127"},
		{"coffee grinder", "ja-JP", "MH-226"},
		{"tf-120-nav", "en", "TF-120"},
	}
	for _, c := range cases {
		found, err := s.Search(t.Context(), c.text, c.locale, 3)
		if err != nil || len(found) == 0 || found[0].ID != c.id {
			t.Errorf("%q in %s: got %d products, %v, want %s first", c.text, c.locale, len(found), err, c.id)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		open(b, demo.Config{})
	}
}

func BenchmarkOrder(b *testing.B) {
	s := open(b, demo.Config{})
	proof := shop.Proof{Email: "anna.mueller@example.de"}
	for b.Loop() {
		if _, err := s.Order(b.Context(), "10482", proof); err != nil {
			b.Fatal(err)
		}
	}
}

// TestReadmeListsTheShowcases keeps the table for people current.
func TestReadmeListsTheShowcases(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range demo.Showcases() {
		row := regexp.MustCompile(`(?m)^\| ` + s.Number + ` \| [^|]+ \| ` + regexp.QuoteMeta(s.Email+" | "+s.Postcode+" | "+s.About) + ` \|$`)
		if !row.Match(readme) {
			t.Errorf("README.md has no row of order %s that says %q", s.Number, s.About)
		}
	}
}

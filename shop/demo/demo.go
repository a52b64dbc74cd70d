// Package demo is a complete shop made from a seed: two brands (Tarnfell for
// outdoors, Morrowhaus for the home), 60 products, 400 customers in 12
// countries, 1,200 orders in every state, and the help articles that go with
// them. It implements every port of package shop, so that the front desk can
// be tried, shown and tested without any shop system.
//
// The world hangs on two inputs only: Config.Seed decides who, what and how
// many; the clock decides when, so that an order that was "delivered five days
// ago" still was when the demo is started next month. Writes (returns, address
// changes) go to a Journal first and are replayed on the next start.
//
// Showcases lists the orders that every demonstration and test may count on.
package demo

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/shop"
)

// Config makes a demo shop. The zero value of a field takes the default of
// DefaultConfig.
type Config struct {
	Seed    uint64           // decides the world; the showcases are the same for every seed
	Now     func() time.Time // the clock; read at New and at each write
	Journal Journal          // where writes are kept; in memory by default
	Rules   shop.Rules       // the policy; the articles describe Policy()
	BaseURL string           // of the shop's pages, without a slash at the end
}

// DefaultConfig is the shop that the articles describe.
func DefaultConfig() Config {
	return Config{Seed: 1, Now: time.Now, Journal: &Memory{}, Rules: Policy(), BaseURL: BaseURL}
}

// BaseURL is where the pages of the demo shop would be; the articles use it.
const BaseURL = "https://shop.example.com"

// Policy is the demo shop's rules: 30 days to return, 45 in the United States
// and Canada.
func Policy() shop.Rules {
	r := shop.DefaultRules()
	r.CountryDays = map[string]int{"US": 45, "CA": 45}
	return r
}

// Shop is the demo shop. It is safe for concurrent use.
type Shop struct {
	now     func() time.Time
	rules   shop.Rules
	base    string
	journal Journal

	products  []shop.Product
	codes     shop.Codes // of products and variants
	index     func() searchIndex
	customers []shop.Customer
	byID      map[string]int
	byEmail   map[string]int

	writing sync.Mutex // one write at a time: it orders the journal
	mu      sync.RWMutex
	orders  map[string]*shop.Order
	owned   map[string][]string // customer id to order numbers, newest first
	done    map[string]Entry    // by idempotency key
}

var (
	_ shop.Orders     = (*Shop)(nil)
	_ shop.Catalog    = (*Shop)(nil)
	_ shop.Assortment = (*Shop)(nil)
	_ shop.Customers  = (*Shop)(nil)
)

// New makes the shop and replays the journal. It fails only if the journal
// cannot be read or does not fit this seed.
func New(ctx context.Context, cfg Config) (*Shop, error) {
	cfg = cfg.withDefaults()
	s := &Shop{
		now: cfg.Now, rules: cfg.Rules, base: cfg.BaseURL, journal: cfg.Journal,
		byID: map[string]int{}, byEmail: map[string]int{},
		orders: map[string]*shop.Order{}, owned: map[string][]string{}, done: map[string]Entry{},
	}
	s.stock(makeProducts(cfg.Seed, cfg.BaseURL))
	s.register(makeCustomers(cfg.Seed))
	s.file(makeOrders(world{
		seed: cfg.Seed, now: cfg.Now().UTC().Truncate(time.Minute), rules: cfg.Rules,
		products: s.products, customers: s.customers, base: cfg.BaseURL,
	}))
	if err := s.journal.Replay(ctx, s.replay); err != nil {
		return nil, err
	}
	return s, nil
}

func (c Config) withDefaults() Config {
	d := DefaultConfig()
	c.Seed = cmp.Or(c.Seed, d.Seed)
	c.BaseURL = cmp.Or(c.BaseURL, d.BaseURL)
	if c.Now == nil {
		c.Now = d.Now
	}
	if c.Journal == nil {
		c.Journal = d.Journal
	}
	if c.Rules.ReturnDays == 0 {
		c.Rules = d.Rules
	}
	return c
}

func (s *Shop) register(customers []shop.Customer) {
	s.customers = customers
	for i, c := range customers {
		s.byID[c.ID] = i
		s.byEmail[shop.NormalEmail(c.Email)] = i
	}
}

func (s *Shop) file(orders []shop.Order) {
	slices.SortFunc(orders, func(a, b shop.Order) int {
		return cmp.Or(b.PlacedAt.Compare(a.PlacedAt), cmp.Compare(a.Number, b.Number))
	})
	for i := range orders {
		o := &orders[i]
		s.orders[o.Number] = o
		if o.CustomerID != "" {
			s.owned[o.CustomerID] = append(s.owned[o.CustomerID], o.Number)
		}
	}
}

// ByID returns a customer by id.
func (s *Shop) ByID(ctx context.Context, id string) (shop.Customer, error) {
	i, ok := s.byID[id]
	return s.customer(ctx, i, ok)
}

// ByEmail returns a customer by e-mail.
func (s *Shop) ByEmail(ctx context.Context, email string) (shop.Customer, error) {
	i, ok := s.byEmail[shop.NormalEmail(email)]
	return s.customer(ctx, i, ok)
}

func (s *Shop) customer(ctx context.Context, i int, ok bool) (shop.Customer, error) {
	if err := ctx.Err(); err != nil {
		return shop.Customer{}, err
	}
	if !ok {
		return shop.Customer{}, fault.New(fault.NotFound, shop.CodeCustomerNotFound, "No such customer.")
	}
	c := s.customers[i]
	c.Addresses, c.GiftCards = slices.Clone(c.Addresses), slices.Clone(c.GiftCards)
	return c, nil
}

// Order returns an order to whoever proves to be its buyer.
func (s *Shop) Order(ctx context.Context, number string, proof shop.Proof) (shop.Order, error) {
	if err := ctx.Err(); err != nil {
		return shop.Order{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.proven(number, proof)
}

// OrdersOf lists the orders of a verified customer, newest first.
func (s *Shop) OrdersOf(ctx context.Context, proof shop.Proof) ([]shop.Order, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if proof.CustomerID == "" {
		return nil, fault.New(fault.Unauthenticated, shop.CodeIdentityRequired, "Sign in to see your orders.")
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	list := make([]shop.Order, 0, len(s.owned[proof.CustomerID]))
	for _, number := range s.owned[proof.CustomerID] {
		list = append(list, clone(*s.orders[number]))
	}
	return list, nil
}

// Check tells whether an action would be refused now.
func (s *Shop) Check(ctx context.Context, action shop.Action, number string, proof shop.Proof) error {
	o, err := s.Order(ctx, number, proof)
	if err != nil {
		return err
	}
	switch action {
	case shop.ActionReturn:
		return s.rules.MayReturn(o, s.now())
	case shop.ActionChangeAddress:
		return s.rules.MayChangeAddress(o)
	}
	return fault.New(fault.Invalid, shop.CodeBadRequest, "%q is not an action of this shop.", action).At("action")
}

// proven looks an order up; an unknown one is compared all the same, so that
// the time tells nothing either. The caller holds mu.
func (s *Shop) proven(number string, proof shop.Proof) (shop.Order, error) {
	o := s.orders[shop.NormalNumber(number)]
	if o == nil {
		proof.Proves(shop.Order{})
		return shop.Order{}, shop.NotVerified()
	}
	if !proof.Proves(*o) {
		return shop.Order{}, shop.NotVerified()
	}
	return clone(*o), nil
}

// clone copies an order so deep that no caller can change the shop's own.
func clone(o shop.Order) shop.Order {
	o.Items = slices.Clone(o.Items)
	for i := range o.Items {
		o.Items[i].Titles = maps.Clone(o.Items[i].Titles)
	}
	o.Shipments = slices.Clone(o.Shipments)
	for i := range o.Shipments {
		o.Shipments[i].Events = slices.Clone(o.Shipments[i].Events)
	}
	o.Returns = slices.Clone(o.Returns)
	for i := range o.Returns {
		o.Returns[i].Items = slices.Clone(o.Returns[i].Items)
	}
	return o
}

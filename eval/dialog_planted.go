package eval

import (
	"context"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
	"frontdesk/shop"
)

// faults are what does not work at present.
type faults struct {
	mu   sync.Mutex
	what []string
}

func (f *faults) plant(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.what = append(f.what, what)
}

func (f *faults) heal(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.what = slices.DeleteFunc(f.what, func(w string) bool { return w == what })
}

func (f *faults) are(what string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.what, what)
}

// check fails as planted: a call to what is down, or a bug in deciding, which
// panics in the middle of it.
func (f *faults) check(what string) error {
	if f.are("decide") {
		panic("a planted mistake in deciding")
	}
	if f.are(what) {
		return fault.New(fault.Unavailable, "", "%s does not answer", what)
	}
	return nil
}

// playedStore is the script's store. What a script lets happen while the bot
// decides happens between reading the conversation and writing the turn.
type playedStore struct {
	DialogStore
	mu     sync.Mutex
	onLoad func(context.Context)
}

// arm sets what happens after the next Load; it happens once.
func (s *playedStore) arm(do func(context.Context)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onLoad = do
}

// Due leases without the snapshots that a store may give along, so that every
// turn begins with Load.
func (s *playedStore) Due(ctx context.Context, now time.Time, n int, lease time.Duration) ([]pipeline.Lease, error) {
	leases, err := s.DialogStore.Due(ctx, now, n, lease)
	for i := range leases {
		leases[i].Snapshot = nil
	}
	return leases, err
}

// Load reads a conversation, and then lets happen what was armed.
func (s *playedStore) Load(ctx context.Context, conversationID string) (bot.Snapshot, error) {
	snap, err := s.DialogStore.Load(ctx, conversationID)
	s.mu.Lock()
	do := s.onLoad
	s.onLoad = nil
	s.mu.Unlock()
	if do != nil {
		do(ctx)
	}
	return snap, err
}

// plantedShop is the demo shop with the failures that a script plants.
type plantedShop struct {
	backend interface {
		shop.Orders
		shop.Catalog
		shop.Assortment
	}
	faults *faults
	during func(context.Context) // happens within the next write
	lost   map[string]bool       // keys of writes whose first answer was lost
}

// Order reads an order.
func (s *plantedShop) Order(ctx context.Context, number string, p shop.Proof) (shop.Order, error) {
	if err := s.faults.check("shop"); err != nil {
		return shop.Order{}, err
	}
	return s.backend.Order(ctx, number, p)
}

// OrdersOf lists a customer's orders.
func (s *plantedShop) OrdersOf(ctx context.Context, p shop.Proof) ([]shop.Order, error) {
	if err := s.faults.check("shop"); err != nil {
		return nil, err
	}
	return s.backend.OrdersOf(ctx, p)
}

// Products lists what the shop sells.
func (s *plantedShop) Products(ctx context.Context) ([]shop.Product, error) {
	if err := s.faults.check("shop"); err != nil {
		return nil, err
	}
	return s.backend.Products(ctx)
}

// Check tells whether a write would be refused.
func (s *plantedShop) Check(ctx context.Context, a shop.Action, number string, p shop.Proof) error {
	if err := s.faults.check("shop"); err != nil {
		return err
	}
	return s.backend.Check(ctx, a, number, p)
}

// StartReturn registers a return.
func (s *plantedShop) StartReturn(ctx context.Context, r shop.ReturnRequest) (shop.Return, error) {
	if err := s.faults.check("shop"); err != nil {
		return shop.Return{}, err
	}
	s.interrupt(ctx)
	out, err := s.backend.StartReturn(ctx, r)
	if s.loses(r.IdempotencyKey) {
		return shop.Return{}, fault.New(fault.Unavailable, "", "the answer was lost")
	}
	return out, err
}

// ChangeAddress changes where an order goes.
func (s *plantedShop) ChangeAddress(ctx context.Context, c shop.AddressChange) (shop.Order, error) {
	if err := s.faults.check("shop"); err != nil {
		return shop.Order{}, err
	}
	s.interrupt(ctx)
	out, err := s.backend.ChangeAddress(ctx, c)
	if s.loses(c.IdempotencyKey) {
		return shop.Order{}, fault.New(fault.Unavailable, "", "the answer was lost")
	}
	return out, err
}

func (s *plantedShop) interrupt(ctx context.Context) {
	if do := s.during; do != nil {
		s.during = nil
		do(ctx)
	}
}

// loses tells whether the answer to this write is lost: the first one to each.
func (s *plantedShop) loses(key string) bool {
	if !s.faults.are("write") || s.lost[key] {
		return false
	}
	if s.lost == nil {
		s.lost = map[string]bool{}
	}
	s.lost[key] = true
	return true
}

// Product finds a product.
func (s *plantedShop) Product(ctx context.Context, sku string) (shop.Product, error) {
	if err := s.faults.check("shop"); err != nil {
		return shop.Product{}, err
	}
	return s.backend.Product(ctx, sku)
}

// Search finds products for a text.
func (s *plantedShop) Search(ctx context.Context, text, locale string, n int) ([]shop.Product, error) {
	if err := s.faults.check("shop"); err != nil {
		return nil, err
	}
	return s.backend.Search(ctx, text, locale, n)
}

// plantedWriter is a language model that always writes the same.
type plantedWriter struct {
	text   string
	faults *faults
}

// Generate writes the script's text.
func (g *plantedWriter) Generate(context.Context, string, string) (string, error) {
	if err := g.faults.check("writer"); err != nil {
		return "", err
	}
	return g.text, nil
}

// plantedEmbedder is an embedding endpoint: texts that share words are near.
type plantedEmbedder struct{ faults *faults }

const plantedDim = 64

// Embed counts hashed words.
func (e *plantedEmbedder) Embed(_ context.Context, list []string) ([][]float32, error) {
	if e.faults.are("embedder") {
		return nil, fault.New(fault.Unavailable, "", "the embedding endpoint does not answer")
	}
	out := make([][]float32, len(list))
	for i, text := range list {
		out[i] = make([]float32, plantedDim)
		out[i][0] = 1 // so that no text is the zero vector
		for _, word := range strings.Fields(strings.ToLower(text)) {
			h := fnv.New32a()
			_, _ = h.Write([]byte(word)) // never fails
			out[i][h.Sum32()%plantedDim]++
		}
	}
	return out, nil
}

// Model names the vector space.
func (e *plantedEmbedder) Model() string { return "scripts" }

// Dim is the length of the vectors.
func (e *plantedEmbedder) Dim() int { return plantedDim }

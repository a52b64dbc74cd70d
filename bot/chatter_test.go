package bot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
	"frontdesk/shop"
	"frontdesk/shop/demo"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// shipped is the trained model, read once for all tests.
var shipped = sync.OnceValues(func() (*nlu.Model, error) { return nlu.Shipped(nil) })

// reader understands as the shipped engine does, but for the texts whose
// reading a test gives.
type reader struct {
	*bot.Engine
	given map[string]bot.Reading
}

// Read gives the test's reading of a text, else the engine's.
func (r *reader) Read(text string, prior []string) bot.Reading {
	if given, ok := r.given[text]; ok {
		given.Text = text
		return given
	}
	return r.Engine.Read(text, prior)
}

// intends is a reading that is sure of an intent.
func intends(intent string) bot.Reading {
	return bot.Reading{Lang: "en", LangP: 1, Accept: 0.95, Intents: []nlu.Score{{Intent: intent, P: 0.95}}, Emotion: nlu.Emotion{Label: "neutral", P: 1}}
}

// shelf answers the questions that a test puts there.
type shelf struct {
	hits map[string][]knowledge.Hit // by question, or by article for a chosen one
	err  error
}

// Retrieve gives the hits of a question.
func (s *shelf) Retrieve(_ context.Context, q knowledge.Query) (knowledge.Result, error) {
	if q.Article != "" {
		return knowledge.Result{Query: q.Text, Hits: s.hits[q.Article]}, s.err
	}
	res := knowledge.Result{Query: q.Text, Hits: s.hits[q.Text]}
	for _, h := range res.Hits {
		res.Covered = max(res.Covered, h.P)
	}
	return res, s.err
}

func hit(id, locale, text string, p float64) knowledge.Hit {
	return knowledge.Hit{
		Article: knowledge.Article{ID: id, Title: id, Locale: locale},
		Passage: knowledge.Passage{ID: id + "/0", ArticleID: id, Text: text}, P: p,
	}
}

// counter is a shop whose calls can be made to fail.
type counter struct {
	*demo.Shop
	mu      sync.Mutex
	down    error
	country string // where orders go, if not where the shop's do
	lookups int
}

// Order looks an order up, unless the shop is down.
func (c *counter) Order(ctx context.Context, number string, proof shop.Proof) (shop.Order, error) {
	c.mu.Lock()
	c.lookups++
	down := c.down
	c.mu.Unlock()
	if down != nil {
		return shop.Order{}, down
	}
	o, err := c.Shop.Order(ctx, number, proof)
	if c.country != "" {
		o.Address.Country = c.country
	}
	return o, err
}

var errDown = errors.New("the shop does not answer")

// talk is one conversation with a bot, as the pipeline carries it on.
type talk struct {
	t      testing.TB
	bot    *bot.Bot
	reader *reader
	shelf  *shelf
	shop   *counter
	snap   bot.Snapshot
	last   bot.Decision
	acts   int
}

// change alters what a bot is made of.
type change func(*bot.Deps, *bot.Config)

func newTalk(t testing.TB, changes ...change) *talk {
	t.Helper()
	k := &talk{t: t, shelf: &shelf{hits: map[string][]knowledge.Hit{}}}
	m, err := shipped()
	k.ok(err)
	k.reader = &reader{Engine: bot.NewEngine(m.Analyzer(), m), given: map[string]bot.Reading{}}
	backend, err := demo.New(t.Context(), demo.Config{Now: func() time.Time { return noon }})
	k.ok(err)
	k.shop = &counter{Shop: backend}
	words, err := wording.Load()
	k.ok(err)
	dialogs, err := flows.Load(wording.Languages())
	k.ok(err)
	deps := bot.Deps{Understander: k.reader, Retriever: k.shelf, Orders: k.shop, Catalog: backend, Flows: dialogs, Wording: words}
	cfg := bot.DefaultConfig()
	for _, c := range changes {
		c(&deps, &cfg)
	}
	k.bot, err = bot.New(deps, cfg)
	k.ok(err)
	k.snap = bot.Snapshot{
		Conversation: chat.Conversation{ID: "conv", Owner: chat.OwnerBot, Status: chat.StatusBotActive, Epoch: 1, Lang: "en"},
		Customer:     chat.Customer{ID: "customer"}, Now: noon,
	}
	return k
}

func (k *talk) ok(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// verified makes the shopper a customer whom the shop vouches for.
func (k *talk) verified(id string) *talk {
	k.snap.Customer.Verified, k.snap.Customer.ShopID = true, id
	return k
}

// hears adds messages of the shopper without a turn.
func (k *talk) hears(texts ...string) {
	for _, text := range texts {
		k.log(chat.Message{Author: chat.Shopper, Text: text})
	}
}

func (k *talk) log(m chat.Message) {
	m.Seq, m.Kind, m.At = k.snap.Conversation.LastSeq+1, chat.KindText, k.snap.Now
	k.snap.Conversation.LastSeq++
	k.snap.History = append(k.snap.History, m)
}

// heard is what a turn is decided on after a text; the talk itself stays as it
// is.
func (k *talk) heard(text string) bot.Snapshot {
	snap := k.snap
	m := chat.Message{Author: chat.Shopper, Text: text, Seq: snap.Conversation.LastSeq + 1, Kind: chat.KindText, At: snap.Now}
	snap.History = append(slices.Clip(snap.History), m)
	return snap
}

// says lets the shopper write and gives what the bot decides.
func (k *talk) says(texts ...string) bot.Decision {
	k.t.Helper()
	k.hears(texts...)
	return k.turn()
}

// presses lets the shopper press a button of a payload.
func (k *talk) presses(title, payload string) bot.Decision {
	k.t.Helper()
	k.log(chat.Message{Author: chat.Shopper, Text: title, Payload: payload})
	return k.turn()
}

// turn decides, performs what was asked for, and tells it.
func (k *talk) turn() bot.Decision {
	k.t.Helper()
	_, d, err := k.bot.Decide(k.t.Context(), k.snap)
	k.ok(err)
	if d.Action == bot.Perform {
		res, err := k.bot.Do(k.t.Context(), *d.Act)
		k.ok(err)
		k.acts++
		return k.told(bot.ActRecord{Act: *d.Act, Result: &res})
	}
	return k.applied(d)
}

// told decides the turn in which an act that has ended is told.
func (k *talk) told(rec bot.ActRecord) bot.Decision {
	k.t.Helper()
	k.snap.Settled = []bot.ActRecord{rec}
	_, d, err := k.bot.Decide(k.t.Context(), k.snap)
	k.ok(err)
	k.snap.Settled = nil
	return k.applied(d)
}

// applied carries the conversation on as Commit does.
func (k *talk) applied(d bot.Decision) bot.Decision {
	k.snap.State, k.last = d.Next, d
	k.snap.Conversation.Lang = d.Lang
	switch d.Action {
	case bot.Handoff:
		k.snap.Conversation.Owner = chat.OwnerQueue
	case bot.Withdraw:
		k.snap.Conversation.Owner = chat.OwnerBot
	}
	if d.Text != "" {
		k.log(chat.Message{Author: chat.Bot, Text: d.Text})
	}
	return d
}

// want checks the action and the reason of a decision.
func want(t testing.TB, d bot.Decision, action bot.Action, reason string) {
	t.Helper()
	if d.Action != action || string(d.Reason) != reason {
		t.Fatalf("got %s %s %q, want %s %s", d.Action, d.Reason, d.Text, action, reason)
	}
}

// holds checks that a text has all the parts.
func holds(t testing.TB, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q lacks %q", text, p)
		}
	}
}

func proofOf(customer string) shop.Proof { return shop.Proof{CustomerID: customer} }

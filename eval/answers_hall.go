package eval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/ingest"
	"frontdesk/internal/core"
	"frontdesk/internal/fault"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
	"frontdesk/pipeline"
	"frontdesk/shop/catalog"
)

// hall is a shop with nothing but articles and products of a feed, and a bot in it.
type hall struct {
	store DialogStore
	feeds *catalog.Catalog
	core  *core.Core
	clock *scriptClock
	names map[string]string // of articles, by id
	out   map[string]bool   // names of the articles that are left out

	elsewhere map[string]bool // names of the articles that are only in languages that are left out
}

func newHall(ctx context.Context, o AnswersOptions) (h *hall, done func() error, err error) {
	if info, err := os.Stat(o.Articles); err != nil || !info.IsDir() {
		return nil, nil, fault.New(fault.Invalid, "not_a_folder", "%s is not a folder of articles", o.Articles)
	}
	if info, err := os.Stat(filepath.Join(o.Articles, o.WrittenIn)); err != nil || !info.IsDir() {
		return nil, nil, fault.New(fault.Invalid, "not_a_language", "%s has no folder %s", o.Articles, o.WrittenIn)
	}
	if o.NewStore == nil {
		o.NewStore = temporarySQLite
	}
	if o.Model == nil {
		if o.Model, err = nlu.Shipped(nil); err != nil {
			return nil, nil, err
		}
	}
	h = &hall{clock: &scriptClock{now: dayOne, group: 1}, names: map[string]string{}}
	if h.store, done, err = o.NewStore(ctx, h.clock.Now, h.clock.id); err != nil {
		return nil, nil, fmt.Errorf("open a store: %w", err)
	}
	if err := h.furnish(ctx, o); err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return h, done, nil
}

func (h *hall) furnish(ctx context.Context, o AnswersOptions) error {
	stock := catalog.NewMemory()
	h.feeds = catalog.New(stock)
	in, err := ingest.New(h.store, ingest.Config{NewID: h.clock.id, Now: h.clock.Now, Catalog: stock, Detect: func(text string) string {
		lang, _ := o.Model.Analyzer().DetectLanguage(text, nil)
		return lang
	}})
	if err != nil {
		return err
	}
	articles := os.DirFS(o.Articles)
	if h.out, err = leftOut(articles, o.LeaveOut, o.Seed); err != nil {
		return fmt.Errorf("read %s: %w", o.Articles, err)
	}
	if h.elsewhere, err = onlyElsewhere(articles, o.WrittenIn); err != nil {
		return fmt.Errorf("read %s: %w", o.Articles, err)
	}
	rep, err := in.RunFS(ctx, thinned{articles, h.out, o.WrittenIn}, "articles", ingest.Options{Source: "articles", By: "evaluation"})
	if err != nil {
		return fmt.Errorf("ingest %s: %w", o.Articles, err)
	}
	for _, r := range rep.Rows {
		if r.Outcome == ingest.Refused {
			return fault.New(fault.Invalid, r.Code, "%s:%d: %s", r.File, r.Line, r.Message).Advise(r.Hint)
		}
		h.names[r.Article] = stem(r.File)
	}
	if err := h.sell(ctx, in, o); err != nil {
		return err
	}
	settings := bot.DefaultConfig()
	if o.Threshold > 0 {
		settings.AnswerThreshold = o.Threshold
		settings.ClarifyThreshold = min(settings.ClarifyThreshold, o.Threshold)
	}
	h.core, err = core.New(core.Parts{
		Store: h.store, Catalog: catalog.Join(nil, h.feeds), Links: h.store, Model: o.Model, Bot: settings, Budgets: bot.DefaultBudgets(), Policy: handoff.DefaultPolicy(), Languages: wording.Languages(),
		Now: h.clock.Now, NewID: h.clock.id, Log: quietLog(),
	})
	if err != nil {
		return err
	}
	products, err := h.feeds.Products(ctx)
	if err != nil {
		return err
	}
	h.core.UseProducts(products, true)
	if _, err := knowledge.NewLinker(h.store, h.core.Mentions, h.clock.Now).Link(ctx); err != nil {
		return err
	}
	if _, err = h.core.Knowledge.Refresh(ctx); err != nil {
		return err
	}
	return h.core.Knowledge.Complete(ctx)
}

// sell loads the feed, as an import does.
func (h *hall) sell(ctx context.Context, in *ingest.Ingester, o AnswersOptions) error {
	if o.Products == "" {
		return nil
	}
	data, err := os.ReadFile(o.Products)
	if err != nil {
		return fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", o.Products).Cause(err)
	}
	rep, err := in.Upload(ctx, filepath.Base(o.Products), data, ingest.Options{Source: "products", By: "evaluation", Kind: ingest.KindProducts, Currency: o.Currency})
	if err != nil {
		return fmt.Errorf("load %s: %w", o.Products, err)
	}
	for _, r := range rep.Rows {
		if r.Outcome == ingest.Refused {
			return fault.New(fault.Invalid, r.Code, "%s:%d: %s", o.Products, r.Line, r.Message).Advise(r.Hint)
		}
	}
	_, err = h.feeds.Refresh(ctx)
	return err
}

// ask lets a new shopper ask, and gives what the bot did.
func (h *hall) ask(ctx context.Context, q asked) (reply, error) {
	for i, text := range q.before {
		if _, err := h.say(ctx, q, fmt.Sprintf("%s.%d", q.id, i), text); err != nil {
			return reply{}, err
		}
	}
	r, err := h.say(ctx, q, q.id, q.text)
	if err != nil {
		return reply{}, err
	}
	return h.reply(ctx, r.Conversation.ID, r.Message.Seq)
}

// say lets the shopper of a question write, and the bot answer.
func (h *hall) say(ctx context.Context, q asked, id, text string) (pipeline.Receipt, error) {
	h.clock.pass(time.Second)
	r, err := h.core.Pipeline.Accept(ctx, chat.Inbound{
		ChannelID: "rest", Customer: chat.Customer{Ref: q.id, Market: q.market, Lang: q.language},
		Message: chat.Message{ExternalID: id, Text: text, Lang: q.language},
	})
	if err != nil {
		return r, err
	}
	leases, err := h.store.Due(ctx, h.clock.Now(), 8, time.Minute)
	if err != nil {
		return r, err
	}
	for _, l := range leases {
		if err := h.core.Pipeline.Handle(ctx, l); err != nil {
			return r, err
		}
	}
	return r, nil
}

// reply reads what was said and searched after a message.
func (h *hall) reply(ctx context.Context, conversation string, seq int64) (reply, error) {
	recs, err := h.store.Turns(ctx, conversation, seq-1)
	if err != nil {
		return reply{}, err
	}
	if len(recs) == 0 {
		return reply{}, errors.New("the bot made no turn")
	}
	rec := recs[len(recs)-1]
	got := reply{reason: string(rec.Reason), p: rec.Confidence}
	msgs, err := h.store.Messages(ctx, conversation, seq, 50)
	if err != nil {
		return got, err
	}
	for _, m := range msgs {
		if m.Author != chat.Bot {
			continue
		}
		got.text = strings.TrimSpace(got.text + "\n" + m.Text)
		for _, s := range m.Sources {
			got.cited = append(got.cited, h.names[s.ArticleID])
		}
		for _, r := range m.QuickReplies {
			if name, ok := h.names[bot.ArticleOf(r.Payload)]; ok {
				got.offered = append(got.offered, name)
			}
		}
		for _, b := range m.Blocks {
			if b.Product != nil {
				got.cited = append(got.cited, productMark+b.Product.SKU)
			}
		}
	}
	return got, h.traced(&got, rec.Trace)
}

// traced takes from a turn's trace how the message was read, and the articles in
// the order of the search.
func (h *hall) traced(got *reply, raw []byte) error {
	var t struct {
		Steps []struct {
			Rung string `json:"rung"`
			Data struct {
				Intent string  `json:"intent"`
				Accept float64 `json:"accept"`
				Hits   []struct {
					Article string    `json:"article"`
					P       float64   `json:"p"`
					Signals []float64 `json:"signals"`
				} `json:"hits"`
			} `json:"data"`
		} `json:"steps"`
	}
	if err := json.Unmarshal(raw, &t); err != nil {
		return err
	}
	for _, s := range t.Steps {
		switch s.Rung {
		case "read":
			got.intent, got.accept = s.Data.Intent, s.Data.Accept
		case "retrieve":
			for i, hit := range s.Data.Hits {
				if i == 0 {
					got.best, got.signals = hit.P, hit.Signals
				}
				if name := h.names[hit.Article]; !slices.Contains(got.found, name) {
					got.found = append(got.found, name)
				}
			}
		}
	}
	return nil
}

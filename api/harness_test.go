package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/api"
	"frontdesk/bot"
	"frontdesk/bot/training"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/ingest"
	"frontdesk/internal/auth"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
	"frontdesk/notice"
	"frontdesk/pipeline"
	"frontdesk/shop"
	"frontdesk/shop/catalog"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

const (
	restToken      = "rest-token-0123456789-0123456789-ok"
	otherToken     = "other-token-0123456789-0123456789-ok"
	identitySecret = "identity-secret-0123456789-0123456789"
	shopOrigin     = "https://shop.example"
	testPassword   = "a sentence of several words"
)

// parrot is a bot that anybody can foresee: "human" fetches a person, "slow"
// waits until the test ends, anything else is said back.
type parrot struct{ hold chan struct{} }

func (p parrot) Decide(ctx context.Context, s bot.Snapshot) (bot.Reading, bot.Decision, error) {
	last := s.History[len(s.History)-1]
	d := bot.Decision{Action: bot.Answer, Text: "you said: " + last.Text, Lang: "en", Reason: "parrot", Intent: "order_status", Confidence: .9, Next: s.State}
	switch {
	case last.Payload == "human" || strings.Contains(last.Text, "human"):
		d.Action, d.Reason, d.Text, d.Intent = bot.Handoff, bot.Reason(handoff.CustomerRequest), "I am getting somebody.", ""
	case last.Text == "slow":
		select {
		case <-p.hold:
		case <-ctx.Done():
			return bot.Reading{}, d, ctx.Err()
		}
	}
	d.Next.SeenSeq = last.Seq
	return bot.Reading{Text: last.Text, Lang: "en"}, d, nil
}

func (parrot) Do(context.Context, bot.Act) (bot.ActResult, error) {
	return bot.ActResult{OK: true}, nil
}

type splitter struct{}

func (splitter) Split(a knowledge.Article) []knowledge.Passage {
	return []knowledge.Passage{{ID: a.ID + "/0", ArticleID: a.ID, Text: a.Body}}
}

// firstHit answers from whatever is found first.
type firstHit struct{}

func (firstHit) Answer(ctx context.Context, r gate.Retriever, q gate.Question) (gate.Answer, error) {
	res, err := r.Retrieve(ctx, knowledge.Query{Text: q.Text, Lang: q.Lang, Scope: knowledge.Scope{Market: q.Market, Channel: q.Channel}})
	a := gate.Answer{Articles: []gate.Cited{}, Reason: "nothing"}
	if err == nil && len(res.Hits) > 0 {
		h := res.Hits[0]
		a = gate.Answer{Articles: []gate.Cited{{ID: h.Article.ID, Title: h.Article.Title}}, Text: h.Passage.Text, Reason: "knowledge", P: h.P}
	}
	return a, err
}

type figures struct{}

func (figures) OpenByOwner(context.Context) (map[chat.Owner]int, error) {
	return map[chat.Owner]int{chat.OwnerBot: 2, chat.OwnerHuman: 1}, nil
}

func (figures) Figures(context.Context, time.Time) (chat.Figures, error) {
	return chat.Figures{Messages: 3, Reasons: map[string]int{"emotion": 1}}, nil
}

type orders struct{}

func (orders) Orders(_ context.Context, c chat.Customer, _ string) ([]chat.OrderCard, error) {
	return []chat.OrderCard{{Number: "10482", Status: "paid"}}, nil
}

// world is a whole server over a real database.
type world struct {
	t     testing.TB
	srv   *httptest.Server
	api   *api.API
	store *sqlite.Store
	desk  *handoff.Desk
	hub   *pipeline.Hub

	training *training.Trainer
	ingester *ingest.Ingester
	queue    *ingest.Queue
	base     *knowledge.Base

	reg  *prometheus.Registry
	hold chan struct{}
	stop context.CancelFunc
}

// noPanics fails the test when the server has caught a panic.
type noPanics struct {
	slog.Handler
	t testing.TB
}

func (noPanics) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelError }

func (n noPanics) WithAttrs([]slog.Attr) slog.Handler { return n }

func (n noPanics) WithGroup(string) slog.Handler { return n }

func (n noPanics) Handle(_ context.Context, r slog.Record) error {
	if r.Message != "panic" {
		return nil
	}
	r.Attrs(func(a slog.Attr) bool {
		n.t.Errorf("panic: %s", a)
		return true
	})
	return nil
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// newWorld starts a server; each option changes its configuration.
func newWorld(t testing.TB, options ...func(*api.Config)) *world {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	w := &world{t: t, hold: make(chan struct{}), stop: stop, reg: prometheus.NewRegistry()}
	log := slog.New(noPanics{slog.DiscardHandler, t})
	db, err := sqlite.Open(ctx, sqlitetest.Dir(t), sqlite.Options{Now: time.Now, NewID: newID})
	must(t, err)
	w.store = db
	dbDone := running(ctx, db.Run)
	words, err := wording.Load()
	must(t, err)
	w.hub = pipeline.NewHub(nil)
	never := func(string) bool { return false }
	pipe := pipeline.New(db, db, parrot{w.hold}, parrot{w.hold}, w.hub, pipeline.Config{
		Policy: handoff.DefaultPolicy(), TurnTimeout: 5 * time.Second, ActTimeout: time.Second, Lease: 10 * time.Second, Poll: 20 * time.Millisecond,
		Quiet: func(string) time.Duration { return 0 }, Now: time.Now, NewID: newID, Push: never, AgentLang: "en", Log: log, Wording: words,
	})
	w.desk = handoff.New(db, handoff.Config{
		Policy: handoff.DefaultPolicy(), Now: time.Now, NewID: newID, Notify: w.hub.Publish, Push: never,
		Every: 20 * time.Millisecond, Log: log, Wording: words, Packet: pipe.Packet,
	})
	cfg := api.Config{
		ShopName: "Tidefall", Version: "1.0", Demo: true, PublicURL: "http://desk.example",
		Sites: []api.Site{
			{Key: "pk_demo", Name: "Tidefall", ChannelID: "widget", Origins: []string{shopOrigin, api.OriginSelf}, IdentitySecret: identitySecret},
			{Key: "pk_strict", Name: "Strict", ChannelID: "strict", Origins: []string{shopOrigin}, IdentitySecret: identitySecret, EnforceIdentity: true},
			{Key: "pk_off", Name: "Off", ChannelID: "off", Origins: []string{shopOrigin}, Disabled: true},
		},
		RESTChannels: []api.RESTChannel{{ID: "rest", Token: restToken}, {ID: "other", Token: otherToken}},
		Limits:       api.Limits{Tick: 20 * time.Millisecond},
		Notices:      api.NoticesConfig{Mail: true, Defaults: notice.Settings{Lang: "en", Zone: "UTC", Hour: 8}},
	}
	for _, o := range options {
		o(&cfg)
	}
	pages := fstest.MapFS{
		"index.html": {Data: []byte("<h1>console</h1>")}, "demo.html": {Data: []byte("<h1>demo</h1>")},
		"loader.js": {Data: []byte("loader()")}, "loader.js.gz": {Data: []byte("zipped")}, "app-AbCdEf123.js": {Data: []byte("app()")},
	}
	w.trainer(log)
	w.ingester, err = ingest.New(db, ingest.Config{NewID: newID})
	must(t, err)
	w.queue, err = ingest.NewQueue(w.ingester, db, ingest.QueueConfig{Worker: "test", Poll: 10 * time.Millisecond, Log: log})
	must(t, err)
	w.base, err = knowledge.New(db, knowledge.Config{Glossary: db})
	must(t, err)
	watch, err := gate.New(w.base, db, func() gate.Answerer { return firstHit{} }, gate.Config{Mode: gate.Block, Tolerance: 0.02, Since: 30 * 24 * time.Hour, Most: 2000, Now: time.Now})
	must(t, err)
	feeds := catalog.New(db)
	must(t, db.SaveFeedProducts(t.Context(), "", []catalog.Entry{{Source: "feed", ReadAt: start, Product: shop.Product{
		ID: "K-1", Titles: shop.Texts{"en": "Kettle"}, Category: "Kitchen", Fits: []string{"X200"}, Attributes: []shop.Attribute{{Name: "power_w", Values: shop.Texts{"en": "1800"}}},
		Variants: []shop.Variant{{SKU: "K-1-W", Price: shop.Money{Minor: 8990, Currency: "EUR"}, Stock: 2}},
	}}}))
	_, err = feeds.Refresh(t.Context())
	must(t, err)
	w.api, err = api.New(api.Deps{
		Pipeline: pipe, Desk: w.desk, Hub: w.hub, Store: db, Accounts: db, Hasher: auth.NewHasher(auth.Params{MemoryKiB: 64, Time: 1, Threads: 1, AtOnce: 2}, rand.Reader),
		Articles: db, Splitter: splitter{}, Links: db, Products: catalog.Join(nil, feeds), Linked: linkedTo{db}, Orders: orders{}, Imports: w.queue, Previews: w.ingester, Clashes: shelves{db}, Accords: db, Sights: db, Training: w.training, Gaps: w.board(db), Ratings: db, Figures: figures{}, Words: words, Widget: pages, Console: pages,
		Gate: watch, Golden: db, Glossary: db, Notices: db,
		Tell:   notice.NewWatcher(db, db, db, notice.WatcherConfig{NewID: newID, Now: time.Now, Log: log, Mail: true}),
		Checks: []api.Check{{Name: "storage", Probe: db.Ping}, {Name: "model", Optional: true, Probe: func(context.Context) error { return io.EOF }}}, Metrics: w.reg, Log: log,
		Now: time.Now, NewID: newID, Random: rand.Reader,
	}, cfg)
	must(t, err)
	working := running(ctx, pipe.Run, w.desk.Run, w.api.Run, w.queue.Run, func(ctx context.Context) error { return w.training.Run(ctx, nil) })
	w.srv = httptest.NewServer(w.api.Handler())
	t.Cleanup(func() {
		close(w.hold)
		stopAll := []func(){stop, working, w.srv.CloseClientConnections, w.srv.Close, dbDone}
		for _, f := range stopAll {
			f()
		}
		must(t, db.Close())
	})
	return w
}

// shelves is the knowledge base as it is when it is asked.
type shelves struct {
	store interface {
		knowledge.Store
		knowledge.Accords
	}
}

func (s shelves) Clashes(ctx context.Context) ([]knowledge.Clash, error) {
	b, err := knowledge.New(s.store, knowledge.Config{Accords: s.store})
	if err != nil {
		return nil, err
	}
	if _, err := b.Refresh(ctx); err != nil {
		return nil, err
	}
	return b.Clashes(ctx)
}

// running runs everything until ctx ends; the answer waits for that.
func running(ctx context.Context, runs ...func(context.Context) error) (wait func()) {
	done := make(chan struct{}, len(runs))
	for _, run := range runs {
		go func() { _ = run(ctx); done <- struct{}{} }()
	}
	return func() {
		for range runs {
			<-done
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// answer is a response with its body read.
type answer struct {
	status int
	header http.Header
	raw    []byte
	json   map[string]any
}

func (a answer) code() string { s, _ := a.json["code"].(string); return s }

// at follows members by name and index.
func (a answer) at(path ...any) any { return dig(a.json, path...) }

func dig(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

type req struct {
	method, path string
	body         any // string: sent as it is; nil: none; else JSON
	header       map[string]string
}

// do sends a request.
func (w *world) do(r req) answer {
	w.t.Helper()
	var body io.Reader
	switch b := r.body.(type) {
	case nil:
	case string:
		body = strings.NewReader(b)
	default:
		data, err := json.Marshal(b)
		must(w.t, err)
		body = bytes.NewReader(data)
	}
	q, err := http.NewRequest(r.method, w.srv.URL+r.path, body)
	must(w.t, err)
	if body != nil {
		q.Header.Set("Content-Type", "application/json")
	}
	for k, v := range r.header {
		q.Header.Set(k, v)
		if v == "-" {
			q.Header.Del(k)
		}
	}
	res, err := noRedirects.Do(q)
	must(w.t, err)
	defer res.Body.Close()
	out := answer{status: res.StatusCode, header: res.Header}
	out.raw, err = io.ReadAll(res.Body)
	must(w.t, err)
	_ = json.Unmarshal(out.raw, &out.json)
	return out
}

var noRedirects = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// want fails the test unless the answer has the status and, for failures, the
// code in a problem document.
func (a answer) want(t testing.TB, status int, code string) answer {
	t.Helper()
	if a.status != status || a.code() != code {
		t.Fatalf("got %d %q, want %d %q: %s", a.status, a.code(), status, code, a.raw)
	}
	if code != "" {
		if ct := a.header.Get("Content-Type"); ct != "application/problem+json" {
			t.Fatalf("a failure has content type %q", ct)
		}
		for _, m := range []string{"title", "detail"} {
			if a.json[m] == "" || a.json[m] == nil {
				t.Fatalf("a failure without %s: %s", m, a.raw)
			}
		}
	}
	return a
}

// person makes a user with a session and gives the headers of their browser.
func (w *world) person(role auth.Role, name string) (auth.User, map[string]string) {
	w.t.Helper()
	u := w.user(role, name)
	secret, token, err := newSecret(auth.SecretSession, u.ID, role)
	must(w.t, err)
	must(w.t, w.store.AddSecret(w.t.Context(), secret))
	return u, map[string]string{"Cookie": "fd_session=" + token, "X-Requested-With": "frontdesk"}
}

func (w *world) user(role auth.Role, name string) auth.User {
	w.t.Helper()
	id := newID()
	u := auth.User{
		ID: id, Email: strings.ReplaceAll(strings.ToLower(name), " ", ".") + id[24:] + "@desk.example", Name: name, Role: role,
		Languages: []string{"en"}, Skills: []string{}, Capacity: 5, CreatedAt: time.Now(),
	}
	must(w.t, w.store.AddUser(w.t.Context(), u))
	return u
}

func newSecret(kind auth.SecretKind, subject string, role auth.Role) (auth.Secret, string, error) {
	token, err := auth.NewToken(rand.Reader)
	return auth.Secret{ID: newID(), Hash: token.Hash, Kind: kind, Subject: subject, Role: role, CreatedAt: time.Now(), ExpiresAt: time.Now().Add(time.Hour)}, token.Text, err
}

func bearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token}
}

// post sends a message by the REST channel and waits for the answer.
func (w *world) post(customer, id, text string) answer {
	w.t.Helper()
	h := bearer(restToken)
	h["Prefer"] = "wait=10"
	return w.do(req{"POST", "/v1/messages", map[string]any{"customer": customer, "id": id, "text": text}, h})
}

// conversationOf starts a conversation on the REST channel.
func (w *world) conversationOf(customer string) string {
	w.t.Helper()
	a := w.post(customer, "first", "hello there").want(w.t, 200, "")
	return a.json["conversation"].(string)
}

// visit begins a widget session and gives its token.
func (w *world) visit(body map[string]any) answer {
	w.t.Helper()
	if body["site"] == nil {
		body["site"] = "pk_demo"
	}
	return w.do(req{"POST", "/v1/widget/sessions", body, map[string]string{"Origin": shopOrigin}})
}

// eventually tries until f gives "" or ten seconds are over.
func eventually(t testing.TB, f func() string) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		why := f()
		if why == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(why)
		}
		<-time.After(5 * time.Millisecond)
	}
}

func str(v any) string { return fmt.Sprint(v) }

// agentSays lets whoever has a conversation speak, past HTTP.
func (w *world) agentSays(conversation, id, text string) error {
	conv, err := w.store.Conversation(context.Background(), conversation)
	if err != nil {
		return err
	}
	_, err = w.desk.Say(context.Background(), conversation, handoff.Who{ID: conv.AgentID, Name: "Li"}, chat.Message{Kind: chat.KindText, Text: text, ExternalID: "agent/x/" + id})
	return err
}

// fill puts n messages of the agent into a log at once, and gives the last seq.
func (w *world) fill(conversation string, n int, text string) int64 {
	w.t.Helper()
	conv, err := w.store.Conversation(w.t.Context(), conversation)
	must(w.t, err)
	msgs := make([]chat.Message, n)
	for i := range msgs {
		msgs[i] = chat.Message{ID: newID(), ConversationID: conv.ID, Epoch: conv.Epoch, Author: chat.Agent, AuthorName: "Li", Kind: chat.KindText, Text: text, At: time.Now()}
	}
	done, err := w.store.Apply(w.t.Context(), handoff.Change{Conversation: conv, Messages: msgs})
	must(w.t, err)
	return done.Conversation.LastSeq
}

// gauge reads a figure.
func (w *world) gauge(name, label string) float64 {
	families, err := w.reg.Gather()
	must(w.t, err)
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == name && len(m.GetLabel()) > 0 && m.GetLabel()[0].GetValue() == label {
				if g := m.GetGauge(); g != nil {
					return g.GetValue()
				}
				return m.GetCounter().GetValue()
			}
		}
	}
	return 0
}

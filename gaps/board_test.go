package gaps_test

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/gaps"
	"frontdesk/handoff"
	"frontdesk/knowledge"
	"frontdesk/pipeline"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

// shop is a board over a real store, with a clock that the test moves.
type shop struct {
	t     testing.TB
	db    *sqlite.Store
	board *gaps.Board
	now   time.Time
	ids   int
}

func newShop(t testing.TB) *shop {
	s := &shop{t: t, now: start}
	clock := func() time.Time { return s.now }
	db, err := sqlite.Open(t.Context(), sqlitetest.Dir(t), sqlite.Options{Now: clock, NewID: s.id})
	s.must(err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- db.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done; _ = db.Close() })
	s.db = db
	s.board = gaps.NewBoard(db, gaps.BoardConfig{Read: reader, Now: clock, NewID: s.id, Typical: 5 * time.Minute, Lang: "en", Near: 0.25})
	return s
}

func (s *shop) id() string { s.ids++; return fmt.Sprintf("id-%08d", s.ids) }

func (s *shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// asks opens a conversation with a question that the bot misses, at the present.
func (s *shop) asks(who, question string) chat.Conversation {
	s.t.Helper()
	ctx := s.t.Context()
	r, err := s.db.Receive(ctx, chat.Inbound{ChannelID: "web", Customer: chat.Customer{Ref: who, Name: "Mara Okafor"}, Message: chat.Message{Text: question, ExternalID: s.id()}}, s.now)
	s.must(err)
	a, err := s.db.Commit(ctx, pipeline.Turn{
		InSeq: r.Message.Seq, Change: handoff.Change{Conversation: r.Conversation, Messages: []chat.Message{{Author: chat.Bot, Text: "I have no answer to this."}}},
		Record: pipeline.Record{Action: bot.Propose, Reason: bot.ReasonMissing, Trace: []byte(`{}`)},
	})
	s.must(err)
	return a.Conversation
}

// serves lets an agent take a conversation, reply and resolve it, three minutes later.
func (s *shop) serves(c chat.Conversation, replies ...string) {
	s.t.Helper()
	ctx := s.t.Context()
	c.Owner, c.Status, c.AgentID, c.Epoch = chat.OwnerHuman, chat.StatusHumanActive, "li", c.Epoch+1
	k := &handoff.Case{ID: s.id(), ConversationID: c.ID, Epoch: c.Epoch, State: handoff.InService, AgentID: "li",
		Reason: handoff.Reason{Code: handoff.AgentPull}, AcceptedAt: s.now, QueuedAt: s.now, CreatedAt: s.now}
	ch := handoff.Change{Conversation: c, Case: k}
	for _, text := range replies {
		ch.Messages = append(ch.Messages, chat.Message{Author: chat.Agent, AuthorName: "Li Wei", Text: text, At: s.now})
	}
	a, err := s.db.Apply(ctx, ch)
	s.must(err)
	s.now = s.now.Add(3 * time.Minute)
	c, done := a.Conversation, *a.Case
	c.Owner, c.Status, c.Epoch = chat.OwnerNone, chat.StatusClosed, c.Epoch+1
	done.State, done.Outcome = handoff.Completed, &chat.Outcome{Code: "solved", At: s.now}
	_, err = s.db.Apply(ctx, handoff.Change{Conversation: c, Case: &done, Messages: []chat.Message{{Author: chat.System, Kind: chat.KindEvent, Event: "conversation_resolved", At: s.now}}})
	s.must(err)
}

func (s *shop) collector(holder string) *gaps.Collector {
	return gaps.NewCollector(s.db, s.db, gaps.CollectorConfig{Read: reader, Holder: holder, Now: func() time.Time { return s.now }, NewID: s.id, Log: slog.New(slog.DiscardHandler)})
}

func (s *shop) collect(c *gaps.Collector) int {
	s.t.Helper()
	s.now = s.now.Add(5 * time.Second)
	n, err := c.Tick(s.t.Context())
	s.must(err)
	return n
}

func (s *shop) list(f gaps.Filter) []gaps.Line {
	s.t.Helper()
	l, err := s.board.List(s.t.Context(), f)
	s.must(err)
	return l.Items
}

func TestCollectAndPropose(t *testing.T) {
	s := newShop(t)
	one := s.collector("one")
	s.serves(s.asks("ana", "Can you engrave a name on the watch?"), "Hello Mara Okafor, nice to meet you!",
		"We engrave up to 12 letters on the watch for 9 EUR. I will note it for you.\nIs there anything else?")
	s.serves(s.asks("ben", "can you engrave the watch with a name"), "We engrave up to 12 letters on your watch for 9 EUR.", "The weather is fine today in the mountains.")
	if n := s.collect(one); n != 2 {
		t.Fatalf("read %d conversations, want 2", n)
	}
	if n := s.collect(one); n != 0 {
		t.Errorf("read %d again", n)
	}
	if n := s.collect(s.collector("two")); n != 0 {
		t.Errorf("a second replica read %d", n)
	}
	lines := s.list(gaps.Filter{State: gaps.Open, Since: start})
	if len(lines) != 1 || lines[0].Count != 2 || lines[0].Cost.Handoffs != 2 || lines[0].Cost.Handled != 6*time.Minute {
		t.Fatalf("lines: %+v", lines)
	}
	p, err := s.board.Propose(t.Context(), lines[0].Gap.ID)
	s.must(err)
	if p.Replies != 2 || len(p.Used) != 1 || p.Used[0].Support != 2 || p.Body != p.Used[0].Text {
		t.Errorf("proposal: %+v", p)
	}
	reasons := map[string]bool{}
	for _, l := range p.Left {
		reasons[l.Reason] = true
	}
	for _, r := range []string{gaps.LeftPersonal, gaps.LeftCase, gaps.LeftQuestion, gaps.LeftDouble, gaps.LeftElse} {
		if !reasons[r] {
			t.Errorf("nothing was left out as %s: %+v", r, p.Left)
		}
	}

	// A restart goes on from what is stored; what changes is read again and not counted twice.
	s.now = s.now.Add(10 * time.Minute)
	s.asks("cleo", "Can you engrave a name on my watch please?")
	if n := s.collect(s.collector("three")); n != 1 {
		t.Errorf("read %d conversations after the restart, want 1", n)
	}
	if lines = s.list(gaps.Filter{State: gaps.Open, Since: start}); len(lines) != 1 || lines[0].Count != 3 {
		t.Errorf("after the restart: %+v", lines)
	}
}

func TestEffect(t *testing.T) {
	s := newShop(t)
	c := s.collector("one")
	for i := range 20 {
		s.asks(fmt.Sprintf("before-%d", i), "Can you engrave a name on the watch?")
		s.now = s.now.Add(24 * time.Hour)
	}
	s.collect(c)
	gap := s.list(gaps.Filter{Since: start})[0].Gap
	art := knowledge.Article{ID: "art", Title: "Engraving", Body: "Yes.", Locale: "en", Status: knowledge.Draft}
	saved, err := s.db.SaveArticle(t.Context(), art, nil)
	s.must(err)
	_, err = s.board.Link(t.Context(), gap.ID, "art", gaps.Hand{By: "Mara", Version: gap.Version})
	s.must(err)
	show := func() *gaps.Effect {
		t.Helper()
		d, err := s.board.Show(t.Context(), gap.ID, start)
		s.must(err)
		return d.Effect
	}
	if e := show(); e != nil {
		t.Fatalf("an effect before the publish: %+v", e)
	}
	s.now = s.now.Add(time.Hour)
	saved.Status = knowledge.Published
	_, err = s.db.SaveArticle(t.Context(), saved, nil)
	s.must(err)
	s.now = s.now.Add(24 * time.Hour)
	if e := show(); e == nil || e.Verdict != gaps.TooFew || e.Before.Count != 20 || e.MissedShare != -1 {
		t.Fatalf("after a day: %+v", e)
	}
	s.now = s.now.Add(13 * 24 * time.Hour)
	s.asks("after", "Can you engrave a name on the watch?")
	s.collect(c)
	e := show()
	if e.Verdict != gaps.Fewer || e.After.Count != 1 || e.Ratio > 0.1 || e.RatioLow < 0 || e.RatioHigh <= e.Ratio || e.MissedShare != 1 {
		t.Errorf("after two weeks: %+v", e)
	}
	d, err := s.board.Digest(t.Context(), s.now)
	s.must(err)
	if len(d.Body.Effects) != 1 || d.Body.Total.Misses != 1 {
		t.Errorf("digest: %+v", d.Body)
	}
	s.must(s.board.DigestOnce(t.Context()))
	s.must(s.board.DigestOnce(t.Context()))
	if got, err := s.board.Digests(t.Context(), 10); err != nil || len(got) != 1 {
		t.Errorf("digests: %v, %v", got, err)
	}
}

// A gap that very many asked for was first asked for before the newest of them.
func TestEffectOfMuchAsked(t *testing.T) {
	s := newShop(t)
	conv := s.asks("ana", "Can you engrave a name on the watch?")
	s.collect(s.collector("one"))
	gap := s.list(gaps.Filter{Since: start})[0].Gap
	some, err := s.db.Misses(t.Context(), gaps.MissFilter{GapID: gap.ID})
	s.must(err)
	found := gaps.Found{ConversationID: conv.ID}
	for n := range int64(700) { // 25 a day over four weeks
		m := some[0]
		m.Seq, m.At = n+1, s.now.Add(time.Duration(n)*28*24*time.Hour/700)
		found.Misses = append(found.Misses, m)
	}
	s.now = s.now.AddDate(0, 0, 28)
	place, mine, err := s.db.TakeGapWork(t.Context(), "two", s.now, s.now.Add(time.Minute))
	if s.must(err); !mine {
		t.Fatal("another one collects")
	}
	s.must(s.db.SaveFound(t.Context(), "two", gaps.Batch{Found: []gaps.Found{found}, To: place}))
	art, err := s.db.SaveArticle(t.Context(), knowledge.Article{ID: "art", Title: "Engraving", Body: "Yes.", Locale: "en", Status: knowledge.Draft}, nil)
	s.must(err)
	_, err = s.board.Link(t.Context(), gap.ID, art.ID, gaps.Hand{By: "Mara", Version: gap.Version})
	s.must(err)
	art.Status = knowledge.Published
	_, err = s.db.SaveArticle(t.Context(), art, nil)
	s.must(err)
	s.now = s.now.AddDate(0, 0, 1)
	d, err := s.board.Show(t.Context(), gap.ID, start)
	s.must(err)
	if e := d.Effect; e == nil || e.Before.Count != 700 || e.Before.Days < 27 {
		t.Errorf("before it: %+v, want 700 in four weeks", e)
	}
}

// A split is remembered: its questions stay, and what is like them follows.
func TestSplit(t *testing.T) {
	s := newShop(t)
	c := s.collector("one")
	a := s.asks("ana", "Can you engrave a name on the watch?")
	s.asks("ben", "can you engrave a logo on the watch")
	s.collect(c)
	lines := s.list(gaps.Filter{Since: start})
	if len(lines) != 1 {
		t.Fatalf("lines: %+v", lines)
	}
	fresh, err := s.board.Split(t.Context(), lines[0].Gap.ID, []gaps.Ref{{ConversationID: a.ID, Seq: 1}}, gaps.Hand{By: "Mara"})
	s.must(err)
	s.now = s.now.Add(time.Hour)
	s.asks("cleo", "Can you engrave a name on the watch?")
	s.asks("dora", "can you engrave a logo on the watch")
	s.collect(c)
	var got []string
	for _, l := range s.list(gaps.Filter{Since: start}) {
		got = append(got, fmt.Sprintf("%s %d", l.Gap.Title, l.Count))
	}
	slices.Sort(got)
	if want := []string{"Can you engrave a name on the watch? 2", "can you engrave a logo on the watch 2"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v (new gap %s)", got, want, fresh.ID)
	}
}

// BenchmarkStore stores 100,000 misses of 300 gaps and lists them.
func BenchmarkStore(b *testing.B) {
	s := newShop(b)
	ctx := b.Context()
	_, _, err := s.db.TakeGapWork(ctx, "one", s.now, s.now.Add(time.Hour))
	s.must(err)
	var all []gaps.Gap
	for i := range 300 {
		all = append(all, gaps.Gap{ID: fmt.Sprintf("gap-%d", i), Title: "?", Lang: "en", State: gaps.Open, CreatedAt: start, LastAt: start})
	}
	s.must(s.db.SaveFound(ctx, "one", gaps.Batch{Gaps: all}))
	for k := range 1000 {
		r, err := s.db.Receive(ctx, chat.Inbound{ChannelID: "web", Customer: chat.Customer{Ref: s.id()}, Message: chat.Message{Text: "?", ExternalID: s.id()}}, s.now)
		s.must(err)
		f := gaps.Found{ConversationID: r.Conversation.ID}
		for i := range 100 {
			f.Misses = append(f.Misses, gaps.Miss{ConversationID: f.ConversationID, Seq: int64(i + 1), GapID: all[(k*7+i)%300].ID, Cause: gaps.NoAnswer,
				Asked: gaps.Asked{Text: "Can you engrave a name on the watch?", Lang: "en"}, At: start.Add(time.Duration(k*100+i) * 24 * time.Second), Cost: gaps.Cost{Handoffs: 1, Handled: time.Minute}})
		}
		s.must(s.db.SaveFound(ctx, "one", gaps.Batch{Found: []gaps.Found{f}}))
	}
	s.now = start.AddDate(0, 0, 28)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-heap")
	for b.Loop() {
		if n := len(s.list(gaps.Filter{State: gaps.Open, Since: start})); n != 50 {
			b.Fatal(n)
		}
	}
}

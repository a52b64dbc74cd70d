package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
	"frontdesk/store"
)

// tryMachine runs random sequences of what pipeline, desk and delivery do and
// holds the engine against a model of it in memory. All sequences share one
// engine; each has a channel of its own.
func tryMachine(t *testing.T, open Open) {
	w := newWorld(t, open)
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		runs++
		m := &machine{w: w, channel: fmt.Sprint("channel", runs), seen: map[string]string{}, open: map[string]*thread{}, actor: actor{r}}
		w.t = r
		defer func() { w.t = t }()
		r.Repeat(map[string]func(*rapid.T){
			"receive": m.receive, "receive again": m.receiveAgain, "answer": m.answer, "answer late": m.answerLate,
			"transfer": m.transfer, "offer": m.offer, "take over": m.takeOver, "reply": m.reply, "close": m.close, "hand back": m.handBack,
			"second case": m.secondCase, "lease": m.lease, "release": m.release, "send": m.send, "act": m.act, "time passes": m.pass,
			"": m.check,
		})
		m.touched = m.all
		m.check(r)
	})
}

// actor makes the choices.
type actor struct{ t *rapid.T }

func (a *actor) pick(what string, n int) int { return rapid.IntRange(0, n-1).Draw(a.t, what) }

// thread is the model of one conversation.
type thread struct {
	conv     chat.Conversation // as the engine last gave it
	versions []chat.Conversation
	log      []chat.Message
	kase     *handoff.Case
	due      time.Time
	untold   string
	lease    *pipeline.Lease
	queue    []chat.Message // the outbox
	closedAt time.Time
	acts     []string
}

type machine struct {
	actor
	w       *world
	channel string
	seen    map[string]string  // external id to message id
	open    map[string]*thread // a customer's ref to their newest conversation
	all     []*thread
	touched []*thread // since the last check
	said    int
}

func (m *machine) begin(t *rapid.T) { m.t = t; m.w.t = t }

// some gives a conversation whose owner is one of owners.
func (m *machine) some(t *rapid.T, owners ...chat.Owner) *thread {
	m.begin(t)
	var fit []*thread
	for _, x := range m.all {
		if len(owners) == 0 || slices.Contains(owners, x.conv.Owner) {
			fit = append(fit, x)
		}
	}
	if len(fit) == 0 {
		t.Skip("none")
	}
	x := fit[m.pick("conversation", len(fit))]
	m.touched = append(m.touched, x)
	return x
}

func (m *machine) receive(t *rapid.T) {
	m.begin(t)
	ref := fmt.Sprint("customer", m.pick("customer", 3))
	m.said++
	in := inbound(ref, fmt.Sprint(m.channel, "-", m.said), fmt.Sprint("message ", m.said))
	in.ChannelID = m.channel
	now := m.w.clock.Now()
	dueAt := now.Add(time.Duration(m.pick("quiet", 3)) * time.Second)
	r, err := m.w.Receive(t.Context(), in, dueAt)
	m.w.ok(err)
	old := m.open[ref]
	reopened := old != nil && old.conv.Status == chat.StatusClosed && now.Sub(old.closedAt) < store.ReopenWithin
	continued := old != nil && (old.conv.Status != chat.StatusClosed || reopened)
	m.w.got("opened", []bool{r.Opened, r.Fresh}, []bool{!continued, true})
	if !continued {
		old = &thread{conv: chat.Conversation{ID: r.Conversation.ID, CustomerID: r.Conversation.CustomerID, ChannelID: m.channel,
			Owner: chat.OwnerBot, Status: chat.StatusBotActive, Epoch: 1, CreatedAt: now}}
		m.open[ref], m.all = old, append(m.all, old)
	}
	want := old.conv
	if reopened {
		want.Owner, want.Status, want.Epoch = chat.OwnerBot, chat.StatusBotActive, want.Epoch+1
	}
	want.Version, want.LastSeq, want.UpdatedAt = want.Version+1, want.LastSeq+1, now
	want.Preview, want.PreviewBy = in.Message.Text, chat.Shopper
	if want.WaitingSince.IsZero() {
		want.WaitingSince = now
	}
	m.w.got("conversation", r.Conversation, want)
	m.touched = append(m.touched, old)
	m.moved(old, want, []chat.Message{r.Message})
	m.seen[in.Message.ExternalID] = r.Message.ID
	if store.Attended(want.Owner) {
		old.due = dueAt
	}
}

// moved takes over a state that the engine confirmed.
func (m *machine) moved(x *thread, c chat.Conversation, said []chat.Message) {
	for i, s := range said {
		m.w.got("place", []any{s.Seq, s.Epoch, s.ConversationID}, []any{x.conv.LastSeq + int64(i) + 1, c.Epoch, c.ID})
	}
	x.versions = append(x.versions, x.conv)
	x.conv = c
	x.log = append(x.log, said...)
}

func (m *machine) receiveAgain(t *rapid.T) {
	m.begin(t)
	if m.said == 0 {
		t.Skip("nothing was said")
	}
	ext := fmt.Sprint(m.channel, "-", 1+m.pick("message", m.said))
	in := inbound("", ext, "again")
	in.ChannelID = m.channel
	for ref := range 3 {
		in.Customer.Ref = fmt.Sprint("customer", ref)
		r, err := m.w.Receive(t.Context(), in, m.w.clock.Now())
		if errors.Is(err, &fault.Error{Kind: fault.Conflict, Code: "idempotency_conflict"}) {
			continue
		}
		m.w.ok(err)
		m.w.got("stored before", []any{r.Fresh, r.Opened, r.Message.ID}, []any{false, false, m.seen[ext]})
	}
}

// apply holds what a change became against what it should be.
func (m *machine) apply(x *thread, c handoff.Change, got handoff.Applied) {
	want := c.Conversation
	want.Version, want.LastSeq, want.UpdatedAt = x.conv.Version+1, x.conv.LastSeq+int64(len(c.Messages)), m.w.clock.Now()
	for _, s := range c.Messages {
		if !s.Kind.Private() && s.Kind != chat.KindEvent && (s.Author == chat.Shopper || s.Author == chat.Agent) {
			want.Preview, want.PreviewBy = s.Text, s.Author
		}
	}
	m.w.got("conversation", got.Conversation, want)
	m.moved(x, want, got.Messages)
	for _, s := range got.Messages {
		if c.Push && store.Pushed(s) {
			x.queue = append(x.queue, s)
		}
	}
	if got.Case != nil {
		x.kase = got.Case
	}
	if !store.Attended(want.Owner) {
		x.due, x.untold = time.Time{}, ""
	}
	if want.Status == chat.StatusClosed && x.versions[len(x.versions)-1].Status != chat.StatusClosed {
		x.closedAt = want.UpdatedAt
	}
}

func (m *machine) commit(x *thread, turn pipeline.Turn) {
	got, err := m.w.Commit(m.t.Context(), turn)
	m.w.ok(err)
	m.apply(x, turn.Change, got)
	if x.untold == "" || !store.Attended(x.conv.Owner) {
		x.due = time.Time{}
	}
	x.untold, x.lease = "", nil
	rec, err := m.w.TurnFor(m.t.Context(), x.conv.ID, turn.InSeq)
	m.w.ok(err)
	m.w.got("owner in the record", rec.InSeq >= turn.InSeq, true)
}

func (m *machine) answer(t *rapid.T) {
	x := m.some(t, chat.OwnerBot, chat.OwnerQueue)
	turn := answer(x.conv, x.conv.LastSeq, "an answer")
	if m.pick("note", 4) == 0 {
		turn.Change.Messages = append(turn.Change.Messages, chat.Message{Author: chat.Agent, Kind: chat.KindNote, Text: "a note"})
	}
	m.commit(x, turn)
}

// answerLate decides on an older version, or on what a human owns.
func (m *machine) answerLate(t *rapid.T) {
	x := m.some(t)
	c := x.conv
	if i := m.pick("version", len(x.versions)+1); i < len(x.versions) {
		c = x.versions[i]
	} else if store.Attended(c.Owner) {
		t.Skip("it would be in time")
	}
	_, err := m.w.Commit(t.Context(), answer(c, c.LastSeq, "too late"))
	m.w.refused(err, fault.Stale, "")
}

func (m *machine) transfer(t *rapid.T) {
	x := m.some(t, chat.OwnerBot)
	turn := transfer(x.conv, x.conv.LastSeq, fmt.Sprint("case-", x.conv.ID, "-", x.conv.Epoch+1))
	m.commit(x, turn)
}

func (m *machine) desk(x *thread, c handoff.Change) {
	got, err := m.w.Apply(m.t.Context(), c)
	m.w.ok(err)
	m.apply(x, c, got)
}

func (m *machine) offer(t *rapid.T) {
	x := m.some(t, chat.OwnerQueue)
	k := *x.kase
	k.State, k.OfferedTo, k.Deadline, k.DeadlineAction = handoff.Offered, "li", m.w.clock.Now().Add(time.Minute), handoff.ActExpire
	m.desk(x, handoff.Change{Conversation: x.conv, Case: &k})
}

func (m *machine) takeOver(t *rapid.T) {
	x := m.some(t, chat.OwnerQueue)
	m.desk(x, takeOver(x.conv, *x.kase, "li"))
}

func (m *machine) reply(t *rapid.T) {
	x := m.some(t, chat.OwnerHuman)
	k := *x.kase
	k.Replied = true
	m.desk(x, handoff.Change{Conversation: x.conv, Case: &k, Push: true, Messages: []chat.Message{{Author: chat.Agent, Text: "a reply"}}})
}

func (m *machine) close(t *rapid.T) {
	x := m.some(t, chat.OwnerHuman)
	m.desk(x, finish(x.conv, *x.kase))
}

func (m *machine) handBack(t *rapid.T) {
	x := m.some(t, chat.OwnerHuman)
	c := finish(x.conv, *x.kase)
	c.Conversation.Owner, c.Conversation.Status, c.Case.State = chat.OwnerBot, chat.StatusBotActive, handoff.ReturnedToBot
	m.desk(x, c)
}

// secondCase tries what must not be: two open cases of one conversation.
func (m *machine) secondCase(t *rapid.T) {
	x := m.some(t, chat.OwnerQueue, chat.OwnerHuman)
	_, err := m.w.Apply(t.Context(), handoff.Change{Conversation: x.conv,
		Case: &handoff.Case{ID: "second-" + x.conv.ID, ConversationID: x.conv.ID, Epoch: x.conv.Epoch + 7, State: handoff.Queued}})
	m.w.refused(err, fault.Conflict, "case_changed")
}

func (m *machine) lease(t *rapid.T) {
	m.begin(t)
	now := m.w.clock.Now()
	got, err := m.w.Due(t.Context(), now, 100_000, 30*time.Second)
	m.w.ok(err)
	given := map[string]*pipeline.Lease{}
	for _, l := range got {
		given[l.ConversationID] = &l
	}
	for _, x := range m.all {
		want := !x.due.IsZero() && !x.due.After(now) && (x.lease == nil || !x.lease.Until.After(now))
		m.w.got("leased "+x.conv.ID, given[x.conv.ID] != nil, want)
		if want {
			x.lease = given[x.conv.ID]
			m.atHand(x)
		}
	}
}

// atHand holds what came with a lease against what would be loaded.
func (m *machine) atHand(x *thread) {
	if x.lease.Snapshot == nil {
		return
	}
	want, err := m.w.Load(m.t.Context(), x.conv.ID)
	m.w.ok(err)
	got := *x.lease.Snapshot
	got.Now = want.Now
	m.w.got("at hand", got, want)
}

func (m *machine) release(t *rapid.T) {
	x := m.some(t)
	if x.lease == nil {
		t.Skip("not leased")
	}
	retry := time.Time{}
	if m.pick("retry", 2) == 0 {
		retry = m.w.clock.Now().Add(time.Second)
	}
	m.w.ok(m.w.Release(t.Context(), *x.lease, retry))
	if !x.due.IsZero() && !retry.IsZero() {
		x.due = retry
	}
	x.lease = nil
}

// send claims all that may go and settles it: at most one message of each
// conversation, the first that waits, stale exactly where the bot said it
// before the owner changed.
func (m *machine) send(t *rapid.T) {
	m.begin(t)
	got, err := m.w.ClaimOut(t.Context(), m.w.clock.Now(), 100_000, time.Second)
	m.w.ok(err)
	byID := map[string][]pipeline.Outgoing{}
	for _, o := range got {
		byID[o.Message.ConversationID] = append(byID[o.Message.ConversationID], o)
	}
	for _, x := range m.all {
		rows := byID[x.conv.ID]
		m.w.got("rows of "+x.conv.ID, len(rows), min(len(x.queue), 1))
		if len(rows) == 0 {
			continue
		}
		first := x.queue[0]
		m.w.got("row", []any{rows[0].Message.Seq, rows[0].Stale}, []any{first.Seq, first.Author == chat.Bot && first.Epoch < x.conv.Epoch})
		if m.pick("outcome", 3) == 0 {
			m.w.settle(rows[0], pipeline.Retry, m.w.clock.Now())
			continue
		}
		as := []pipeline.Outcome{pipeline.Sent, pipeline.FailedSend, pipeline.Unknown}[m.pick("how", 3)]
		m.w.settle(rows[0], as, time.Time{})
		x.queue = x.queue[1:]
		if as.Undelivered() {
			m.lost(x, first, as)
		}
	}
}

// lost marks a message that did not surely arrive.
func (m *machine) lost(x *thread, s chat.Message, as pipeline.Outcome) {
	now := m.w.clock.Now()
	x.log[s.Seq-1].Delivery = chat.Delivery(as)
	m.touched = append(m.touched, x)
	if as == pipeline.FailedSend && x.conv.Owner == chat.OwnerBot && s.Author == chat.Bot && s.Kind == chat.KindText {
		x.versions = append(x.versions, x.conv)
		x.conv.Version++
		if x.due.IsZero() || x.due.After(now) {
			x.due = now
		}
	}
	x.conv.UpdatedAt = now
}

// loaded holds what a turn would be decided on against what is stored.
func (m *machine) loaded(x *thread, log []chat.Message) {
	customer, err := m.w.Customer(m.t.Context(), x.conv.CustomerID)
	m.w.ok(err)
	want := bot.Snapshot{Conversation: x.conv, Customer: customer, Now: m.w.clock.Now()}
	for _, s := range log {
		if s.Seq > x.conv.EpisodeSeq && !s.Kind.Private() {
			want.History = append(want.History, s)
		}
	}
	got, err := m.w.Load(m.t.Context(), x.conv.ID)
	m.w.ok(err)
	acts := 0
	for _, a := range got.Settled {
		if slices.Contains(x.acts, a.Act.ID) {
			acts++
		}
	}
	m.w.got("acts to tell", acts, len(got.Settled))
	got.Settled = nil
	m.w.got("loaded", got, want)
}

func (m *machine) act(t *rapid.T) {
	x := m.some(t, chat.OwnerBot)
	id := fmt.Sprint("act-", x.conv.ID, "-", len(x.acts))
	now := m.w.clock.Now()
	_, err := m.w.BeginAct(t.Context(), x.conv, bot.Act{ID: id, Seq: x.conv.LastSeq}, now)
	m.w.ok(err)
	m.w.ok(m.w.FinishAct(t.Context(), id, bot.ActResult{OK: true}, now))
	x.acts = append(x.acts, id)
	x.untold = id
	if x.due.IsZero() || x.due.After(now) {
		x.due = now
	}
}

func (m *machine) pass(t *rapid.T) {
	m.begin(t)
	m.w.clock.pass([]time.Duration{time.Second, time.Minute, 80 * time.Hour}[m.pick("how long", 3)])
}

// check holds the conversations that a step touched against what is stored; at
// the end it holds all.
func (m *machine) check(t *rapid.T) {
	m.begin(t)
	touched := m.touched
	m.touched = nil
	for _, x := range touched {
		stored, err := m.w.Conversation(t.Context(), x.conv.ID)
		m.w.ok(err)
		m.w.got("conversation", stored, x.conv)
		log, err := m.w.Messages(t.Context(), x.conv.ID, 0, 0)
		m.w.ok(err)
		m.w.got("log", log, x.log)
		m.loaded(x, log)
		open, err := m.w.Cases(t.Context(), handoff.CaseFilter{ConversationID: x.conv.ID})
		m.w.ok(err)
		want := 0
		if x.conv.Owner == chat.OwnerQueue || x.conv.Owner == chat.OwnerHuman {
			want = 1
		}
		m.w.got("open cases", len(open), want)
		if want == 1 {
			m.w.got("case", open[0], *x.kase)
		}
	}
}

package storetest

import (
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
)

func tryReceive(t *testing.T, w *world) {
	first := w.say("ana", "m1", "where is\nmy   order?")
	c, m := first.Conversation, first.Message
	if !first.Fresh || !first.Opened {
		t.Fatalf("a first message: fresh %v, opened %v", first.Fresh, first.Opened)
	}
	w.got("conversation", c, chat.Conversation{
		ID: c.ID, CustomerID: c.CustomerID, ChannelID: "web", Owner: chat.OwnerBot, Status: chat.StatusBotActive,
		Epoch: 1, Version: 1, LastSeq: 1, Preview: "where is my order?", PreviewBy: chat.Shopper,
		WaitingSince: start, CreatedAt: start, UpdatedAt: start,
	})
	w.got("message", m, chat.Message{ID: m.ID, ConversationID: c.ID, Seq: 1, Epoch: 1, Author: chat.Shopper, Kind: chat.KindText,
		Text: "where is\nmy   order?", ExternalID: "m1", At: start})
	stored, err := w.Conversation(t.Context(), c.ID)
	w.ok(err)
	w.got("stored conversation", stored, c)
	log, err := w.Messages(t.Context(), c.ID, 0, 0)
	w.ok(err)
	w.got("stored messages", log, []chat.Message{m})

	w.clock.pass(time.Minute)
	second := w.say("ana", "m2", "hello?")
	w.got("second", []any{second.Conversation.ID, second.Conversation.Version, second.Message.Seq, second.Opened, second.Conversation.WaitingSince},
		[]any{c.ID, int64(2), int64(2), false, start})
	again := w.say("ana", "m1", "where is my order?")
	w.got("redelivered", again, pipeline.Receipt{Conversation: second.Conversation, Message: m})
	unnamed := w.say("ana", "", "no id")
	unnamed = w.say("ana", "", "no id")
	w.got("without an id nothing is a redelivery", unnamed.Message.Seq, int64(4))

	other := w.say("ben", "m3", "hi")
	if other.Conversation.ID == c.ID || other.Conversation.CustomerID == c.CustomerID {
		t.Fatal("another customer got the same conversation")
	}
	_, err = w.Receive(t.Context(), inbound("ben", "m1", "a guess"), start)
	w.refused(err, fault.Conflict, "idempotency_conflict")
	elsewhere := inbound("ana", "m1", "hi")
	elsewhere.ChannelID = "mail"
	r, err := w.Receive(t.Context(), elsewhere, start)
	w.ok(err)
	if !r.Opened || !r.Fresh {
		t.Fatal("an external id counts in its channel only")
	}
	found, err := w.MessageByExternalID(t.Context(), "web", "m1")
	w.ok(err)
	w.got("by external id", found, m)
	_, err = w.MessageByExternalID(t.Context(), "web", "")
	w.refused(err, fault.NotFound, "")
}

func tryReopen(t *testing.T, w *world) {
	for _, c := range []struct {
		ref    string
		after  time.Duration
		reopen bool
	}{
		{"soon", time.Hour, true}, {"just", 72*time.Hour - time.Second, true}, {"late", 72*time.Hour + time.Second, false},
	} {
		conv, k := w.served(c.ref, "li")
		closed, err := w.Apply(t.Context(), finish(conv, k))
		w.ok(err)
		w.clock.pass(c.after)
		r := w.say(c.ref, c.ref+"-2", "one more thing")
		if r.Opened == c.reopen || (r.Conversation.ID == conv.ID) != c.reopen {
			t.Fatalf("%s: opened %v in %s", c.ref, r.Opened, r.Conversation.ID)
		}
		w.got("owner", []any{r.Conversation.Owner, r.Conversation.Status}, []any{chat.OwnerBot, chat.StatusBotActive})
		if !c.reopen {
			continue
		}
		w.got("epoch", r.Conversation.Epoch, closed.Conversation.Epoch+1)
		w.got("outcome", r.Conversation.Outcome, closed.Conversation.Outcome)
		snap, err := w.Load(t.Context(), conv.ID)
		w.ok(err)
		w.got("history of the new episode", snap.History, []chat.Message{r.Message})
		due, err := w.Due(t.Context(), w.clock.Now(), 10, 1000*time.Hour)
		w.ok(err)
		w.got("due", len(due), 1)
	}
}

func tryMergeCustomer(t *testing.T, w *world) {
	send := func(id string, c chat.Customer) chat.Customer {
		c.Ref = "ana"
		in := inbound("ana", id, "hi")
		in.Customer = c
		r, err := w.Receive(t.Context(), in, start)
		w.ok(err)
		stored, err := w.Customer(t.Context(), r.Conversation.CustomerID)
		w.ok(err)
		return stored
	}
	c := send("1", chat.Customer{Name: "Ana"})
	w.got("new", c, chat.Customer{ID: c.ID, ChannelID: "web", Ref: "ana", Name: "Ana", CreatedAt: start})
	c = send("2", chat.Customer{Name: "Anna", Email: "a@x.example", Lang: "de"})
	w.got("a claim fills what is empty", []string{c.Name, c.Email, c.Lang}, []string{"Ana", "a@x.example", "de"})
	c = send("3", chat.Customer{Email: "ana@shop.example", ShopID: "77", Verified: true})
	w.got("a verified word replaces", []any{c.Name, c.Email, c.ShopID, c.Verified}, []any{"Ana", "ana@shop.example", "77", true})
	c = send("4", chat.Customer{Phone: "+49 1", Market: "DE"})
	w.got("a claim does not pass for verified", []any{c.Phone, c.Market, c.Verified}, []any{"", "DE", true})
}

func tryRefusedTexts(t *testing.T, w *world) {
	for name, in := range map[string]chat.Inbound{
		"NUL":             inbound("ana", "1", "a\x00b"),
		"invalid UTF-8":   inbound("ana", "2", "a\xffb"),
		"in the id":       inbound("ana", "\x00", "hi"),
		"in the customer": inbound("a\x00", "3", "hi"),
		"no customer":     inbound("", "4", "hi"),
	} {
		_, err := w.Receive(t.Context(), in, start)
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
	r := w.say("ana", "5", "quotes ' \" \\ and 我的包裹 🎁 \u202e %_")
	log, err := w.Messages(t.Context(), r.Conversation.ID, 0, 10)
	w.ok(err)
	w.got("texts come back as they went", log, []chat.Message{r.Message})
}

func tryDue(t *testing.T, w *world) {
	now := w.clock.Now()
	a, b := w.say("ana", "1", "hi").Conversation, w.say("ben", "2", "hi").Conversation
	_, err := w.Receive(t.Context(), inbound("cleo", "3", "hi"), now.Add(time.Second))
	w.ok(err)
	one, err := w.Due(t.Context(), now, 1, time.Minute)
	w.ok(err)
	rest, err := w.Due(t.Context(), now, 10, time.Minute)
	w.ok(err)
	if len(one) != 1 || len(rest) != 1 || one[0].ConversationID == rest[0].ConversationID {
		t.Fatalf("got %v then %v, want one of %s and %s each", one, rest, a.ID, b.ID)
	}
	none, err := w.Due(t.Context(), now, 10, time.Minute)
	w.ok(err)
	w.got("leased ones are not given again", len(none), 0)

	w.ok(w.Release(t.Context(), pipeline.Lease{ConversationID: one[0].ConversationID, Token: "another worker's"}, time.Time{}))
	w.ok(w.Release(t.Context(), rest[0], now.Add(10*time.Second)))
	late, err := w.Due(t.Context(), now.Add(2*time.Second), 10, time.Minute)
	w.ok(err)
	w.got("only the one whose time has come", len(late), 1)
	back, err := w.Due(t.Context(), now.Add(11*time.Second), 10, time.Minute)
	w.ok(err)
	if len(back) != 1 || back[0].ConversationID != rest[0].ConversationID {
		t.Fatalf("the released one comes at its time: got %v", back)
	}
	expired, err := w.Due(t.Context(), now.Add(time.Minute), 10, time.Minute)
	w.ok(err)
	w.got("a lease that ended is given again", len(expired), 1)
	w.got("which", []any{expired[0].ConversationID, expired[0].Until}, []any{one[0].ConversationID, now.Add(2 * time.Minute)})
	w.ok(w.Release(t.Context(), one[0], time.Time{})) // the worker that was too slow
	still, err := w.Due(t.Context(), now.Add(time.Minute+time.Second), 10, time.Minute)
	w.ok(err)
	w.got("whose lease has passed on cannot end it", len(still), 0)
}

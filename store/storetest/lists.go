package storetest

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/store"
)

func tryConversations(t *testing.T, w *world) {
	names := []string{"Ana Müller", "Ben", "Cleo", "Dora", "Eva"}
	for i, name := range names {
		in := inbound(name, fmt.Sprint(i), "My 100% question")
		in.Customer.Name, in.Customer.Email = name, fmt.Sprintf("c%d@x.example", i)
		if i == 3 {
			in.ChannelID = "mail"
		}
		_, err := w.Receive(t.Context(), in, start)
		w.ok(err)
		if i%2 == 0 {
			w.clock.pass(time.Second) // some change at the same time
		}
	}
	conv, k := w.served("Fay", "li")
	_, err := w.Apply(t.Context(), finish(conv, k))
	w.ok(err)
	queued := w.say("Gus", "g", "a person please")
	_, err = w.Commit(t.Context(), transfer(queued.Conversation, 1, "case-g"))
	w.ok(err)
	list := func(f chat.ConversationFilter) (refs []string) {
		rows, err := w.Conversations(t.Context(), f)
		w.ok(err)
		for _, r := range rows {
			w.got("customer of the row", r.Customer.ID, r.Conversation.CustomerID)
			refs = append(refs, r.Customer.Ref)
		}
		return refs
	}
	all := []string{"Gus", "Fay", "Eva", "Dora", "Cleo", "Ben", "Ana Müller"}
	everything := list(chat.ConversationFilter{})
	w.got("count", len(everything), len(all))
	var paged []string
	for after := ""; ; {
		rows, err := w.Conversations(t.Context(), chat.ConversationFilter{Limit: 2, After: after})
		w.ok(err)
		if len(rows) == 0 {
			break
		}
		for _, r := range rows {
			paged = append(paged, r.Customer.Ref)
			after = r.Cursor
		}
	}
	w.got("by pages of two", paged, everything)
	w.got("newest change last in time first in list", everything[len(everything)-1], "Ana Müller")
	_, err = w.IndexMessages(t.Context(), 1000)
	w.ok(err)
	_, err = w.IndexCustomers(t.Context(), 1000)
	w.ok(err)
	byEva, err := w.CustomerByRef(t.Context(), "web", "Eva")
	w.ok(err)
	for name, c := range map[string]struct {
		filter chat.ConversationFilter
		want   []string
	}{
		"owner":          {chat.ConversationFilter{Owner: chat.OwnerQueue}, []string{"Gus"}},
		"status":         {chat.ConversationFilter{Status: chat.StatusClosed}, []string{"Fay"}},
		"agent":          {chat.ConversationFilter{AgentID: "li"}, []string{"Fay"}},
		"channel":        {chat.ConversationFilter{ChannelID: "mail"}, []string{"Dora"}},
		"customer":       {chat.ConversationFilter{CustomerID: byEva.ID}, []string{"Eva"}},
		"name":           {chat.ConversationFilter{Text: "MÜLLER"}, []string{"Ana Müller"}},
		"e-mail":         {chat.ConversationFilter{Text: "C4@X"}, []string{"Eva"}},
		"domain":         {chat.ConversationFilter{Text: " @x.exa", ChannelID: "mail"}, []string{"Dora"}},
		"end of it":      {chat.ConversationFilter{Text: "example"}, nil},
		"last words":     {chat.ConversationFilter{Text: "PERSON"}, []string{"Gus", "Fay"}},
		"literal":        {chat.ConversationFilter{Text: "a%b"}, nil},
		"both":           {chat.ConversationFilter{Text: "100%", ChannelID: "mail"}, []string{"Dora"}},
		"open ones of":   {chat.ConversationFilter{Open: true, AgentID: "li"}, nil},
		"nobody's agent": {chat.ConversationFilter{AgentID: "bo"}, nil},
	} {
		w.got(name, list(c.filter), c.want)
	}
	for _, bad := range []string{"x", "!!", "MS4x"} {
		if bad == "MS4x" { // "1.x" in base 64 is a cursor, before everything
			w.got("a cursor before all", list(chat.ConversationFilter{After: bad}), []string(nil))
			continue
		}
		_, err := w.Conversations(t.Context(), chat.ConversationFilter{After: bad})
		w.refused(err, fault.Invalid, "bad_cursor")
	}
}

func tryCustomers(t *testing.T, w *world) {
	c := chat.Customer{ID: "c1", ChannelID: "web", Ref: "ana", Name: "Ana", CreatedAt: start}
	w.ok(w.SaveCustomer(t.Context(), c))
	c.Name, c.Verified, c.ShopID, c.Tier = "", true, "77", "gold"
	w.ok(w.SaveCustomer(t.Context(), c))
	got, err := w.Customer(t.Context(), "c1")
	w.ok(err)
	w.got("by id", got, c)
	got, err = w.CustomerByRef(t.Context(), "web", "ana")
	w.ok(err)
	w.got("by ref", got, c)
	w.got("their message finds them", w.say("ana", "1", "hi").Conversation.CustomerID, "c1")
	w.refused(w.SaveCustomer(t.Context(), chat.Customer{ID: "c2", ChannelID: "web", Ref: "ana"}), fault.Conflict, "customer_exists")
	w.refused(w.SaveCustomer(t.Context(), chat.Customer{ID: "c3"}), fault.Invalid, "")
	_, err = w.Customer(t.Context(), "none")
	w.refused(err, fault.NotFound, "")
	_, err = w.CustomerByRef(t.Context(), "mail", "ana")
	w.refused(err, fault.NotFound, "")
}

func tryHealth(t *testing.T, w *world) {
	w.ok(w.Ping(t.Context()))
	codes := map[string]store.Level{}
	for _, f := range w.Check(t.Context()) {
		codes[f.Code] = f.Level
		if f.Level == store.Fail && f.Code != "clock_skew" {
			t.Errorf("%s: %s %s", f.Code, f.Message, f.Hint)
		}
	}
	if codes["schema"] != store.OK {
		t.Errorf("got findings %v", codes)
	}
	if _, looked := codes["clock_skew"]; !looked {
		t.Errorf("nobody looked at the clock: %v", codes)
	}
}

func trySightings(t *testing.T, w *world) {
	read := func() []chat.Sighting {
		out, err := w.Sightings(t.Context())
		w.ok(err)
		return out
	}
	w.got("none", len(read()), 0)
	shown := chat.Sighting{Site: "pk_b", Origin: "https://b.example", At: start}
	refused := chat.Sighting{Site: "pk_b", Refused: true, Origin: "https://c.example", At: start}
	other := chat.Sighting{Site: "pk_a", Origin: "https://a.example", At: start}
	for _, s := range []chat.Sighting{refused, shown, other} {
		w.ok(w.SaveSighting(t.Context(), s))
	}
	w.got("by site, shown first", read(), []chat.Sighting{other, shown, refused})
	old := shown
	shown.Origin, shown.At = "https://www.b.example", start.Add(time.Second)
	w.ok(w.SaveSighting(t.Context(), shown))
	w.ok(w.SaveSighting(t.Context(), old)) // of another replica, late
	w.got("the newest stays", read(), []chat.Sighting{other, shown, refused})
	w.refused(w.SaveSighting(t.Context(), chat.Sighting{Site: "x\x00"}), fault.Invalid, "invalid_text")
}

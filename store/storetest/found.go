package storetest

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/chat"
	"frontdesk/handoff"
)

// tryFound looks for conversations by what was said in them long ago.
func tryFound(t *testing.T, w *world) {
	kettle := w.say("Ana", "a1", "My kettle arrived with a cracked lid").Conversation
	w.say("Ana", "a2", "It is the order 10482")
	for i := range 70 { // more than one batch
		w.say("Ana", fmt.Sprintf("a-%d", i), fmt.Sprintf("and number %d", i))
	}
	w.say("Bo", "b1", "我要退货单，谢谢")
	w.say("Bo", "b2", "快一点")
	served, _ := w.served("Cleo", "li")
	_, err := w.Apply(t.Context(), note(served, "li", "Kettle of Frau MÜLLER"))
	w.ok(err)

	index := func() {
		for more := true; more; {
			var err error
			more, err = w.IndexMessages(t.Context(), 10)
			w.ok(err)
		}
	}
	find := func(f chat.ConversationFilter) (found []string) {
		rows, err := w.Conversations(t.Context(), f)
		w.ok(err)
		for _, r := range rows {
			found = append(found, strings.TrimSpace(fmt.Sprint(r.Customer.Ref, " ", r.Hit.Seq)))
		}
		return found
	}
	text := func(q string) []string { return find(chat.ConversationFilter{Text: q}) }
	w.got("before it is known", text("kettle"), []string(nil))
	index()
	for q, want := range map[string][]string{
		"kettle":       {"Cleo 4", "Ana 1"},
		"KETT lid":     {"Ana 1"},
		"kettle order": nil, // not in one message
		"10482":        {"Ana 2"},
		"number 6":     {"Ana 72"}, // the newest of several
		"退货":           {"Bo 1"},
		"货单":           {"Bo 1"},
		"muller":       {"Cleo 4"},
		"person":       {"Cleo 1"},
		"fetching":     {"Cleo 2"},
		`"' %_*`:       nil,
		"%":            nil,
		"ettle":        nil,
	} {
		w.got("found by "+q, text(q), want)
	}
	w.got("of one agent", find(chat.ConversationFilter{Text: "kettle", AgentID: "li"}), []string{"Cleo 4"})
	row, err := w.Conversations(t.Context(), chat.ConversationFilter{Text: "kettle", Owner: chat.OwnerBot})
	w.ok(err)
	hit := row[0].Hit
	w.got("hit", []any{hit.Text, hit.Author, hit.Kind, hit.At.IsZero()}, []any{"My kettle arrived with a cracked lid", chat.Shopper, chat.KindText, false})

	w.say("Ana", "a3", "another teapot")
	w.say("Dora", "d1", "a teapot, too")
	index()
	index() // nothing twice
	w.got("said later", text("teapot"), []string{"Dora 1", "Ana 73"})
	w.got("conversation", row[0].Conversation.ID, kettle.ID)
}

// tryFoundCustomers looks for conversations by who leads them, also after a name or an
// address has changed.
func tryFoundCustomers(t *testing.T, w *world) {
	ana := w.say("Ana", "a1", "hello").Conversation
	bo := w.say("Bo", "b1", "hello").Conversation
	named := func(id, name, email string) {
		c, err := w.Customer(t.Context(), id)
		w.ok(err)
		c.Name, c.Email = name, email
		w.ok(w.SaveCustomer(t.Context(), c))
	}
	finds := func(when string, cases map[string][]string) {
		t.Helper()
		_, err := w.IndexMessages(t.Context(), 1000)
		w.ok(err)
		more, err := w.IndexCustomers(t.Context(), 1000)
		w.ok(err)
		w.got(when+", more", more, false)
		for q, want := range cases {
			rows, err := w.Conversations(t.Context(), chat.ConversationFilter{Text: q})
			w.ok(err)
			var found []string
			for _, r := range rows {
				found = append(found, r.Customer.Ref)
			}
			w.got(when+", by "+q, found, want)
		}
	}
	named(ana.CustomerID, "Ana María Müller", "ana.m@Shop.example")
	named(bo.CustomerID, "王小明", "")
	finds("at first", map[string][]string{
		"muller": {"Ana"}, "maria ana": {"Ana"}, "ana smith": nil, "ana.m": {"Ana"}, "ANA.M@SHOP.EXAMPLE": {"Ana"}, "@shop": {"Ana"},
		"shop": nil, "nobody@": nil, "@": nil, "小明": {"Bo"}, "hello": {"Bo", "Ana"},
	})
	named(ana.CustomerID, "Ana Schmidt", "ana.m@shop.example")
	named(bo.CustomerID, "", "")
	finds("later", map[string][]string{"muller": nil, "schmidt": {"Ana"}, "小明": nil})
}

// note is an agent's private note.
func note(c chat.Conversation, agentID, text string) handoff.Change {
	return handoff.Change{Conversation: c, Messages: []chat.Message{{Author: chat.Agent, AuthorID: agentID, Kind: chat.KindNote, Text: text}}}
}

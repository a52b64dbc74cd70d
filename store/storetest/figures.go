package storetest

import (
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
)

func tryFigures(t *testing.T, w *world) {
	figures := func(since time.Time) chat.Figures {
		f, err := w.Figures(t.Context(), since)
		w.ok(err)
		return f
	}
	open := func() map[chat.Owner]int {
		n, err := w.OpenByOwner(t.Context())
		w.ok(err)
		return n
	}
	w.got("nothing", figures(start), chat.Figures{})
	w.got("nobody", open(), map[chat.Owner]int(nil))

	r := w.say("ana", "ana-1", "how long can I return it?")
	_, err := w.Commit(t.Context(), answer(r.Conversation, 1, "30 days"))
	w.ok(err)
	noon := w.clock.pass(3 * time.Hour)
	r = w.say("ben", "ben-1", "a person please")
	turn := transfer(r.Conversation, 1, "case-ben")
	turn.Change.Case.Reason = handoff.Reason{Code: handoff.CustomerRequest}
	_, err = w.Commit(t.Context(), turn)
	w.ok(err)
	conv, k := w.served("cleo", "li")
	w.served("dora", "li")
	_, err = w.Apply(t.Context(), finish(conv, k))
	w.ok(err)

	reasons := map[string]int{"customer_request": 1, "": 2}
	w.got("all of it", figures(start), chat.Figures{Messages: 4, BotTurns: 4, Answered: 1, Handoffs: 3, Resolved: 1, Reasons: reasons})
	w.got("since noon", figures(noon), chat.Figures{Messages: 3, BotTurns: 3, Handoffs: 3, Resolved: 1, Reasons: reasons})
	w.got("later", figures(noon.Add(time.Hour)), chat.Figures{})
	w.got("open", open(), map[chat.Owner]int{chat.OwnerBot: 1, chat.OwnerQueue: 1, chat.OwnerHuman: 1})

	// A message of today in yesterday's conversation counts today, what was said before does not.
	evening := w.clock.pass(3 * time.Hour)
	w.say("ana", "ana-2", "and in Austria?")
	w.got("in the evening", figures(evening), chat.Figures{Messages: 1})
}

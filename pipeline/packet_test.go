package pipeline_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
)

// TestEarlierCasesInThePacket: who takes a conversation over sees what became of the
// shopper's own cases of the last days, and of everybody's about the same product,
// newest first and few; cases that are still open are no precedent.
func TestEarlierCasesInThePacket(t *testing.T) {
	product := "K-1"
	l := newLine(t, decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		d := bot.Decision{Action: bot.Handoff, Reason: bot.ReasonRequest}
		if product != "" {
			d.Next.Product = &bot.Talked{ID: product, Title: "Kettle", Category: "Kitchen", Seq: s.Conversation.LastSeq}
		}
		return d, nil
	}), nil)
	n := 0
	needs := func(ref string) handoff.Case {
		n++
		id := l.writes(ref, fmt.Sprint(n), "a person, please").Conversation.ID
		_, err := l.work()
		l.ok(err)
		open := l.cases(id)
		if len(open) != 1 {
			t.Fatalf("%s has %d open cases", ref, len(open))
		}
		return open[0]
	}
	ends := func(c handoff.Case, code string) {
		l.takesOver(c.ConversationID, "Li here")
		_, err := l.desk.Resolve(t.Context(), c.ConversationID, li, chat.Outcome{Code: code})
		l.ok(err)
		l.pass(time.Hour)
	}
	told := func(list []handoff.PreviousCase) (out []string) {
		for _, c := range list {
			out = append(out, c.Outcome+" "+c.Agent)
		}
		return out
	}
	check := func(c handoff.Case, what string, own, about []string) {
		t.Helper()
		if got := told(c.Packet.PreviousCases); !slices.Equal(got, own) {
			t.Errorf("%s: own cases %q, want %q", what, got, own)
		}
		if c.Packet.Product == nil {
			if about != nil {
				t.Errorf("%s: no product, want cases %q of it", what, about)
			}
			return
		}
		if got := told(c.Packet.Product.Cases); c.Packet.Product.Title != "Kettle" || !slices.Equal(got, about) {
			t.Errorf("%s: product %+v, want cases %q", what, c.Packet.Product, about)
		}
	}

	first := needs("ana")
	check(first, "the first", nil, nil)
	check(needs("ben"), "while the first is open", nil, nil)
	ends(first, "solved")
	for _, c := range []struct{ ref, code string }{{"cleo", "not_solvable"}, {"dan", "solved"}, {"ana", "not_solvable"}} {
		ends(needs(c.ref), c.code)
	}
	check(needs("eve"), "after four", nil, []string{"not_solvable li", "solved li", "not_solvable li"})
	check(needs("ana"), "the shopper's own", []string{"not_solvable li", "solved li"}, []string{"not_solvable li", "solved li", "not_solvable li"})
	product = "other"
	c := needs("finn")
	if got := told(c.Packet.Product.Cases); got != nil {
		t.Errorf("another product has cases %q", got)
	}
	product = ""
	check(needs("gus"), "without a product", nil, nil)
	l.pass(handoff.Remembered + time.Hour)
	product = "K-1"
	check(needs("cleo"), "days later", nil, []string{"not_solvable li", "solved li", "not_solvable li"})
}

// An answer with characters that no store takes, as of a model or a shop, is said without
// them; and what says why does not keep it from being stored either.
func TestUnstorableText(t *testing.T) {
	for _, row := range []struct {
		name string
		d    bot.Decision
		want []string
	}{
		{"an answer", bot.Decision{Action: bot.Answer, Reason: "knowledge", Text: "30\x00 days\xff"}, []string{"shopper: hello", "bot: 30 days\uFFFD"}},
		{"a handoff", bot.Decision{Action: bot.Handoff, Reason: bot.Reason(handoff.ToolFailure), Detail: "shop: \x00\xff", Text: "One\x00 moment.", Lang: "en"}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := newLine(t, decider(func(context.Context, bot.Snapshot) (bot.Decision, error) { return row.d, nil }), nil)
			id := l.writes("ana", "m1", "hello").Conversation.ID
			if n, err := l.work(); n != 1 || err != nil {
				t.Fatalf("%d turns, %v", n, err)
			}
			l.pass(time.Minute)
			if n := len(l.due()); n != 0 {
				t.Errorf("it is due for ever")
			}
			if row.want != nil {
				l.want(id, row.want...)
			}
			turns, err := l.store.Turns(t.Context(), id, 0)
			l.ok(err)
			if len(turns) != 1 || strings.Contains(turns[0].Detail, "\x00") || !utf8.ValidString(turns[0].Detail) {
				t.Errorf("turns %+v", turns)
			}
			for _, c := range l.cases(id) {
				if c.Reason.Detail != "shop: \uFFFD" {
					t.Errorf("the reason is %q", c.Reason.Detail)
				}
			}
		})
	}
}

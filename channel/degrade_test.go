package channel_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"frontdesk/channel"
	"frontdesk/chat"
	"frontdesk/internal/fault"
)

func texts(ms []chat.Message) []string {
	out := make([]string, len(ms))
	for i, m := range ms {
		out[i] = m.Text
	}
	return out
}

func TestDegrade(t *testing.T) {
	rich := chat.Message{
		Text: "Which order?", Blocks: []chat.Block{{Type: "order", Order: &chat.OrderCard{Number: "1"}}},
		QuickReplies: []chat.QuickReply{{Title: "10482"}, {Title: "10750"}}, Sources: []chat.Source{{Title: "Orders", URL: "https://shop.example/o"}, {Title: "No page"}},
	}
	for _, c := range []struct {
		name    string
		limits  channel.Limits
		want    []string
		buttons int
	}{
		{"plain text", channel.Limits{}, []string{"Which order?\n\nOrders: https://shop.example/o\n\n1. 10482\n2. 10750"}, 0},
		{"everything", channel.Limits{QuickReplies: 3, Blocks: true, Sources: true}, []string{"Which order?"}, 2},
		{"too many buttons", channel.Limits{QuickReplies: 1, Sources: true}, []string{"Which order?\n\n1. 10482\n2. 10750"}, 0},
		{"buttons too long", channel.Limits{QuickReplies: 3, ButtonRunes: 4, Sources: true}, []string{"Which order?\n\n1. 10482\n2. 10750"}, 0},
		{"short messages", channel.Limits{TextRunes: 40, QuickReplies: 3}, []string{"Which order?", "Orders: https://shop.example/o"}, 2},
	} {
		got := channel.Degrade(rich, c.limits)
		if d := cmp.Diff(c.want, texts(got)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		last := got[len(got)-1]
		if len(last.QuickReplies) != c.buttons || (len(last.Blocks) > 0) != c.limits.Blocks {
			t.Errorf("%s: the last part has %d buttons and %d blocks", c.name, len(last.QuickReplies), len(last.Blocks))
		}
		for _, m := range got[:len(got)-1] {
			if len(m.QuickReplies) > 0 {
				t.Errorf("%s: buttons on an earlier part", c.name)
			}
		}
	}
	if len(rich.QuickReplies) != 2 || len(rich.Blocks) != 1 {
		t.Error("the message itself was changed")
	}
}

// FuzzDegrade: no part is too long, none is empty, and no word is lost.
func FuzzDegrade(f *testing.F) {
	f.Add("One sentence. Another one.\n\nA paragraph 你好。再见。", 12)
	f.Add(strings.Repeat("x", 100), 7)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit < 1 || limit > 200 || !utf8.ValidString(text) || len(text) > 5000 {
			t.Skip()
		}
		var all strings.Builder
		for i, m := range channel.Degrade(chat.Message{Text: text}, channel.Limits{TextRunes: limit}) {
			if utf8.RuneCountInString(m.Text) > limit || m.Text == "" && i > 0 {
				t.Fatalf("part %d is %q", i, m.Text)
			}
			all.WriteString(m.Text)
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if squeeze(all.String()) != squeeze(text) {
			t.Fatalf("%q became %q", text, all.String())
		}
	})
}

// short is a channel that fails at its nth message.
type short struct {
	failAt int
	err    error
	sent   []string
}

func (s *short) Limits() channel.Limits { return channel.Limits{TextRunes: 20} }

func (s *short) Send(_ context.Context, _ string, m chat.Message) (string, error) {
	if len(s.sent)+1 == s.failAt {
		return "", s.err
	}
	s.sent = append(s.sent, m.Text)
	return "id-" + m.Text[:1], nil
}

func TestRouter(t *testing.T) {
	m := chat.Message{ID: "m", Text: "alpha alpha alpha. beta beta beta."}
	down := fault.New(fault.Unavailable, "", "down")
	for _, c := range []struct {
		name     string
		channel  *short
		id       string
		kind     fault.Code
		sent     int
		anyFault bool
	}{
		{"all parts", &short{}, "id-a", "", 2, false},
		{"the first part fails: it may be tried again", &short{failAt: 1, err: down}, "", fault.Unavailable, 0, true},
		{"a later part fails: nobody knows", &short{failAt: 2, err: down}, "id-a", "", 1, false},
	} {
		id, err := channel.NewRouter(map[string]channel.Channel{"sms": c.channel}).Send(t.Context(), "sms", "+49", m)
		var f *fault.Error
		if id != c.id || len(c.channel.sent) != c.sent || errors.As(err, &f) != c.anyFault || c.anyFault && f.Kind != c.kind || (err != nil) != (c.channel.failAt > 0) {
			t.Errorf("%s: id %q, sent %q, err %v", c.name, id, c.channel.sent, err)
		}
	}
	r := channel.NewRouter(nil)
	if _, err := r.Send(t.Context(), "none", "x", m); fault.KindOf(err) != fault.Invalid || r.Has("none") {
		t.Errorf("an unknown channel: %v", err)
	}
}

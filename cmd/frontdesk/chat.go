package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/pipeline"
)

// chatCmd is the same bot in the terminal: every message goes the live path and
// is stored.
type chatCmd struct {
	settings
	Why    bool   `help:"Show why the bot answered as it did."`
	Locale string `help:"Language that the shopper claims, such as de-DE (default: that of the first site)." placeholder:"TAG"`
	Market string `help:"Country of the shopper, two letters (default: that of the first site)." placeholder:"CC"`
}

// chatChannel is the channel of the terminal's conversations.
const chatChannel = "terminal"

// Run talks until the input ends.
func (c chatCmd) Run(ctx context.Context, w world) error {
	return c.withApp(ctx, w, newLog(LogConfig{Level: "error"}, w.Err), func(a *app) error {
		if w.inside != nil { // its workers answer
			return c.talk(ctx, w, a)
		}
		if err := a.prepare(ctx); err != nil {
			return err
		}
		running, stop := context.WithCancel(ctx)
		defer stop()
		ended := make(chan error, 1)
		go func() { ended <- a.core.Run(running) }()
		err := c.talk(ctx, w, a)
		stop()
		<-ended
		return err
	})
}

// talk reads a line, sends it, prints what comes back.
func (c chatCmd) talk(ctx context.Context, w world, a *app) error {
	if sites := a.cfg.Widget.Sites; len(sites) > 0 { // as on a page of the first one that names no language
		c.Locale, c.Market = cmp.Or(c.Locale, sites[0].Language), cmp.Or(c.Market, sites[0].Market)
	}
	greeting, _ := a.core.Bot.Greeting(c.Locale)
	fmt.Fprintf(w.Out, "bot: %s\n(an empty line or Ctrl+D ends)\n", greeting)
	customer := chat.Customer{ChannelID: chatChannel, Ref: newID(), Lang: c.Locale, Market: strings.ToUpper(c.Market)}
	lines := bufio.NewScanner(w.In)
	lines.Buffer(nil, 64<<10)
	buttons, seen := []chat.QuickReply(nil), int64(0)
	for n := 1; ; n++ {
		fmt.Fprint(w.Out, "> ")
		if !lines.Scan() || strings.TrimSpace(lines.Text()) == "" {
			fmt.Fprintln(w.Out)
			return lines.Err()
		}
		m := chat.Message{Text: lines.Text(), Lang: c.Locale, ExternalID: fmt.Sprintf("%s/%d", customer.Ref, n)}
		pressButton(&m, buttons)
		r, err := a.core.Pipeline.Accept(ctx, chat.Inbound{ChannelID: chatChannel, Customer: customer, Message: m})
		if err != nil {
			return err
		}
		if buttons, seen, err = c.answer(ctx, w.Out, a, r, seen); err != nil {
			return err
		}
	}
}

// pressButton takes the number of a button for the button itself.
func pressButton(m *chat.Message, buttons []chat.QuickReply) {
	for i, b := range buttons {
		if m.Text == fmt.Sprint(i+1) {
			m.Text, m.Payload = b.Title, b.Payload
		}
	}
}

// answer waits for the turn and prints it.
func (c chatCmd) answer(ctx context.Context, out io.Writer, a *app, r pipeline.Receipt, seen int64) ([]chat.QuickReply, int64, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	rec, err := a.core.Pipeline.Wait(ctx, r.Conversation.ID, r.Message.Seq)
	if err != nil {
		return nil, seen, fmt.Errorf("wait for the answer: %w", err)
	}
	msgs, err := a.db.Messages(ctx, r.Conversation.ID, max(seen, r.Message.Seq), 50)
	if err != nil {
		return nil, seen, err
	}
	var buttons []chat.QuickReply
	for _, m := range msgs {
		seen = m.Seq
		if m.Author == chat.Shopper || m.Kind.Private() {
			continue
		}
		fmt.Fprintf(out, "%s: %s\n", m.Author, m.Text)
		for _, b := range m.Blocks {
			fmt.Fprintf(out, "   card: %s\n", cardLine(b))
		}
		for _, s := range m.Sources {
			fmt.Fprintf(out, "   source: %s %s\n", s.Title, s.URL)
		}
		buttons = m.QuickReplies
		for i, b := range buttons {
			fmt.Fprintf(out, "   [%d] %s\n", i+1, b.Title)
		}
	}
	if c.Why {
		printWhy(out, rec)
	}
	return buttons, seen, nil
}

// cardLine is in one line what the widget shows as a card.
func cardLine(b chat.Block) string {
	var parts []string
	switch {
	case b.Product != nil:
		parts = []string{b.Product.SKU, b.Product.Title, b.Product.Price, b.Product.Stock, b.Product.URL}
	case b.Order != nil:
		parts = []string{b.Order.Number, b.Order.Label, b.Order.Total, b.Order.ETA, b.Order.Carrier, b.Order.Tracking, b.Order.URL}
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// trace is the stored "why" of a turn.
type trace struct {
	Reading bot.Reading `json:"reading"`
	Steps   []bot.Step  `json:"steps"`
}

func printWhy(out io.Writer, rec pipeline.Record) {
	fmt.Fprintf(out, "   why: %s because %s (P %.2f) intent %s; %s\n", rec.Action, rec.Reason, rec.Confidence, rec.Intent, rec.Detail)
	var t trace
	if err := json.Unmarshal(rec.Trace, &t); err != nil {
		fmt.Fprintln(out, "   (the trace cannot be read:", err, ")")
		return
	}
	fmt.Fprintf(out, "   read: language %s (%.2f), accept %.2f, mood %s\n", t.Reading.Lang, t.Reading.LangP, t.Reading.Accept, t.Reading.Emotion.Label)
	for _, s := range t.Reading.Intents {
		fmt.Fprintf(out, "     %-24s %.3f\n", s.Intent, s.P)
	}
	for _, s := range t.Steps {
		fmt.Fprintf(out, "     %-10s %-8s %s\n", s.Rung, s.Result, s.Note)
	}
}

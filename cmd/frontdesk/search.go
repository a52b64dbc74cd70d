package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// searchCmd searches as the bot does.
type searchCmd struct {
	settings
	Question string `arg:"" help:"What a shopper might ask."`
	Lang     string `help:"Language of the shopper, for questions that do not show theirs." default:"en" placeholder:"TAG"`
	Market   string `help:"Country of the shopper, two letters." placeholder:"CC"`
	Channel  string `help:"Id of the channel that the shopper writes on." placeholder:"ID"`
	Why      bool   `help:"Show the signals behind every hit."`
}

// Run prints the passages with their scores.
func (c searchCmd) Run(ctx context.Context, w world) error {
	if strings.TrimSpace(c.Question) == "" {
		return usageError{errors.New("question: is empty")}
	}
	return c.withApp(ctx, w, slog.New(slog.DiscardHandler), func(a *app) error {
		if w.inside == nil {
			if err := a.prepare(ctx); err != nil {
				return err
			}
			if err := a.core.Knowledge.Complete(ctx); err != nil {
				fmt.Fprintln(w.Err, "warning: not all articles have vectors:", err)
			}
		}
		looked, err := a.core.Bot.Look(ctx, c.Question, c.Lang, knowledge.Scope{Market: strings.ToUpper(c.Market), Channel: c.Channel}, time.Now())
		if err != nil {
			return err
		}
		c.print(w, looked)
		return nil
	})
}

// print writes the hits, and with --why how they came about.
func (c searchCmd) print(w world, looked bot.Looked) {
	q, res := looked.Query, looked.Result
	if c.Why {
		fmt.Fprintf(w.Out, "searched: %q in %s, market %s; %d passages left out by scope\n", res.Query, q.Lang, cmp.Or(q.Scope.Market, "unknown"), res.Filtered)
		if len(q.Intents) > 0 {
			fmt.Fprintf(w.Out, "intent: %s, P %.4f\n", strings.Join(q.Intents, ", "), q.IntentP)
		}
		if len(res.Glossary) > 0 {
			fmt.Fprintln(w.Out, "also searched by:", strings.Join(res.Glossary, "; "))
		}
		fmt.Fprintln(w.Out, "rule:", looked.Rule)
	}
	for _, n := range res.Notes {
		fmt.Fprintln(w.Out, "note:", n)
	}
	if len(res.Hits) == 0 {
		fmt.Fprintln(w.Out, "Nothing found.")
	}
	for i, h := range res.Hits {
		title := h.Article.Title
		if h.Passage.Heading != "" {
			title += " › " + h.Passage.Heading
		}
		fmt.Fprintf(w.Out, "%d. P %.4f  %s (%s)\n   %s\n", i+1, h.P, title, h.Article.Locale,
			knowledge.Answer(h.Passage, c.Question, q.Lang))
		if c.Why {
			fmt.Fprintf(w.Out, "   lexical %.4f  vector %.4f  fused %.4f  %s\n", h.Lexical, h.Vector, h.Fused, strings.Join(h.Why, "; "))
		}
	}
}

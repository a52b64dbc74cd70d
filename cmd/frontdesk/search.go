package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"frontdesk/knowledge"
)

// searchCmd searches as the bot does.
type searchCmd struct {
	settings
	Question string `arg:"" help:"What a shopper might ask."`
	Lang     string `help:"Language of the question." default:"en" placeholder:"TAG"`
	Market   string `help:"Country of the shopper, two letters." placeholder:"CC"`
	Why      bool   `help:"Show the signals behind every hit."`
}

// Run prints the passages with their scores.
func (c searchCmd) Run(ctx context.Context, w world) error {
	if strings.TrimSpace(c.Question) == "" {
		return usageError{errors.New("question: is empty")}
	}
	loaded, err := c.load(w, nil)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, loaded.Config, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.prepare(ctx); err != nil {
		return err
	}
	if err := a.core.Knowledge.Embed(ctx); err != nil {
		fmt.Fprintln(w.Err, "warning: not all articles have vectors:", err)
	}
	res, err := a.core.Knowledge.Retrieve(ctx, knowledge.Query{Text: c.Question, Lang: c.Lang, Scope: knowledge.Scope{Market: strings.ToUpper(c.Market)}, K: 5})
	if err != nil {
		return err
	}
	for _, n := range res.Notes {
		fmt.Fprintln(w.Out, "note:", n)
	}
	if len(res.Hits) == 0 {
		fmt.Fprintln(w.Out, "Nothing found.")
	}
	for i, h := range res.Hits {
		fmt.Fprintf(w.Out, "%d. P %.2f  %s › %s (%s)\n   %s\n", i+1, h.P, h.Article.Title, h.Passage.Heading, h.Article.Locale,
			knowledge.Answer(h.Passage, c.Question, c.Lang))
		if c.Why {
			fmt.Fprintf(w.Out, "   lexical %.3f  vector %.3f  fused %.3f  %s\n", h.Lexical, h.Vector, h.Fused, strings.Join(h.Why, "; "))
		}
	}
	return nil
}

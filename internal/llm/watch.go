package llm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/internal/fault"
)

// teller logs when a model is given up, and when it answers again.
func teller(log *slog.Logger, model, meanwhile string) func(open bool, why error) {
	return func(open bool, why error) {
		if !open {
			log.Info("the language model answers again", "model", model)
			return
		}
		args := []any{"model", model, "meanwhile", meanwhile, "error", why}
		var told *fault.Error
		if errors.As(why, &told) && told.Hint != "" {
			args = append(args, "hint", told.Hint)
		}
		log.Warn("the language model failed repeatedly: it is not asked until a trial succeeds", args...)
	}
}

// Probe calls each configured model once with a few words, also one that rests, and
// gives the first fault. It learns Dim.
func (c *Client) Probe(ctx context.Context) error {
	for _, b := range []*breaker{c.embeds, c.chat} {
		if err := c.try(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// try calls one model with a few words, whether it rests or not.
func (c *Client) try(ctx context.Context, b *breaker) error {
	if b == c.embeds && c.cfg.EmbedModel != "" {
		_, err := c.embed(ctx, []string{"hello"}, c.through)
		if err != nil {
			return fmt.Errorf("embedding model %s: %w", c.cfg.EmbedModel, err)
		}
	}
	if b == c.chat && c.cfg.ChatModel != "" {
		_, err := c.generate(ctx, "Answer with the word ready.", "Are you ready?", c.through)
		if err != nil {
			return fmt.Errorf("chat model %s: %w", c.cfg.ChatModel, err)
		}
	}
	return nil
}

// watchEvery is how often Run looks whether a trial is due.
const watchEvery = time.Second

// Trouble says why a model is not asked at present; nil where all are.
func (c *Client) Trouble() error { return errors.Join(c.embeds.trouble(), c.chat.trouble()) }

// Run tries a model that rests until it answers, so that no shopper waits for the
// trial. It returns when ctx ends; without it the first caller after a rest tries.
func (c *Client) Run(ctx context.Context) error {
	both := []*breaker{c.embeds, c.chat}
	for _, b := range both {
		b.watch(true)
		defer b.watch(false)
	}
	for c.cfg.Wait(ctx, watchEvery) == nil {
		for _, b := range both {
			if b.due() {
				_ = c.try(ctx, b) // the breaker has learned, and tells
			}
		}
	}
	return nil
}

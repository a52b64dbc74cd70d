package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/facet"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
	"frontdesk/shop"
)

// Understander reads a message. prior are the languages that it is probably
// in, likeliest first. It never fails: what it cannot tell is empty.
type Understander interface {
	// Read reads all but what the message names.
	Read(text string, prior []string) Reading
	// Name finds what a message names by all that is known about it: where the
	// shopper is, and what was asked for.
	Name(q nlu.EntityQuery) []nlu.Entity
}

// Retriever finds passages that answer.
type Retriever interface {
	Retrieve(ctx context.Context, q knowledge.Query) (knowledge.Result, error)
}

// Deps are what a bot decides with. Generator may be nil: answers are then the
// passages' own sentences.
type Deps struct {
	Understander Understander
	Retriever    Retriever
	Orders       shop.Orders
	Catalog      shop.Catalog // nil: products are not looked up
	Generator    Generator
	Flows        *flows.Set
	Wording      *wording.Catalogue
	Sensitive    *SensitiveWords // the shop's own; nil: the built-in ones only
}

// Config holds the bot's thresholds and budgets. The probabilities are
// calibrated, so a threshold of 0.6 accepts what is right six times in ten or
// more often.
type Config struct {
	AnswerThreshold  float64 // P(answers) from which a passage is the answer
	ClarifyThreshold float64 // P(some article answers) from which "did you mean" offers what is likeliest
	IntentThreshold  float64 // P(intent right) from which it starts a flow, where no error budget says so
	ControlThreshold float64 // P(intent right) from which a courtesy or a wish to stop is taken as such
	AngerThreshold   float64 // P(anger) from which a turn counts as angry
	NeedThreshold    float64 // P(a person is needed) from which a turn without an answer is not asked about again
	TurnCap          int     // bot turns in an episode, then a person
	MaxRetries       int     // answers that do not fit at one node, then a person
	GenerateTimeout  time.Duration
	ShopTimeout      time.Duration // of what a turn reads from the shop; then a person
}

// DefaultConfig is chosen by the measurements in docs/evaluation.md.
func DefaultConfig() Config {
	return Config{
		AnswerThreshold: 0.7, ClarifyThreshold: 0.4, IntentThreshold: 0.55, ControlThreshold: 0.5,
		AngerThreshold: 0.6, NeedThreshold: 0.5, TurnCap: 40, MaxRetries: 2, GenerateTimeout: 6 * time.Second, ShopTimeout: 5 * time.Second,
	}
}

// Validate checks ranges.
func (c Config) Validate() error {
	var errs error
	for _, t := range []struct {
		name string
		v    float64
	}{{"answer_threshold", c.AnswerThreshold}, {"clarify_threshold", c.ClarifyThreshold}, {"intent_threshold", c.IntentThreshold}, {"control_threshold", c.ControlThreshold}, {"anger_threshold", c.AngerThreshold}, {"need_threshold", c.NeedThreshold}} {
		if t.v <= 0 || t.v > 1 {
			errs = errors.Join(errs, fmt.Errorf("bot.%s is %g; it must be above 0 and at most 1", t.name, t.v))
		}
	}
	if c.ClarifyThreshold > c.AnswerThreshold {
		errs = errors.Join(errs, errors.New("bot.clarify_threshold must not be above bot.answer_threshold"))
	}
	if c.TurnCap < 3 || c.MaxRetries < 1 || c.GenerateTimeout <= 0 || c.ShopTimeout <= 0 {
		errs = errors.Join(errs, errors.New("bot.turn_cap must be 3 or more, max_retries 1 or more, generate_timeout and shop_timeout above 0"))
	}
	return errs
}

// Bot decides turns. It is safe for concurrent use.
type Bot struct {
	Deps
	cfg       Config
	need      *nlu.NeedModel
	completer *knowledge.Completer
	facets    *facet.Reader
}

// New makes a bot.
func New(d Deps, cfg Config) (*Bot, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if d.Understander == nil || d.Retriever == nil || d.Flows == nil || d.Wording == nil {
		return nil, errors.New("a bot needs an understander, a retriever, flows and wording")
	}
	need, err := nlu.ShippedNeed()
	if err != nil {
		return nil, fmt.Errorf("new bot: %w", err)
	}
	facets, err := facet.Shipped()
	if err != nil {
		return nil, fmt.Errorf("new bot: %w", err)
	}
	return &Bot{Deps: d, cfg: cfg, need: need, completer: knowledge.NewCompleter(), facets: facets}, nil
}

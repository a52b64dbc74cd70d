package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/entity"
	"frontdesk/knowledge"
)

// Engine is the built-in language engine: it reads messages in the process,
// with no model server. The intent model can be swapped while it serves.
type Engine struct {
	analyzer *nlu.Analyzer
	budgets  Budgets
	reader   atomic.Pointer[reader]
	products atomic.Pointer[nlu.Gazetteer] // nil: no product is found
}

// NewEngine makes an engine of an analyzer and a trained model, without budgets.
func NewEngine(a *nlu.Analyzer, m *nlu.Model) *Engine {
	e := &Engine{analyzer: a}
	e.Use(m)
	return e
}

// NewBudgetedEngine makes an engine whose readings say from where on they are
// acted on, so that the budgets are met.
func NewBudgetedEngine(a *nlu.Analyzer, m *nlu.Model, b Budgets) (*Engine, error) {
	if err := b.Validate(); err != nil {
		return nil, err
	}
	e := &Engine{analyzer: a, budgets: b}
	e.Use(m)
	return e, nil
}

// Use swaps the intent model; messages that are being read keep the old one. The
// budgets' cut-offs are chosen anew.
func (e *Engine) Use(m *nlu.Model) { e.reader.Store(newReader(m, e.budgets)) }

// UseProducts swaps the catalogue whose products messages name. Where it has all
// that the shop sells, Refer and Having tell what they are called by.
func (e *Engine) UseProducts(g *nlu.Gazetteer) { e.products.Store(g) }

// Refer finds how a text speaks of products that it does not name in full; false
// where not all products are known.
func (e *Engine) Refer(text string) (entity.Reference, bool) {
	g := e.products.Load()
	if g == nil || g.Partial {
		return entity.Reference{}, false
	}
	return g.Refer(text), true
}

// Having gives the ids of the products with a title that has all words of a name;
// false where not all products are known.
func (e *Engine) Having(name string) ([]string, bool) {
	g := e.products.Load()
	if g == nil || g.Partial {
		return nil, false
	}
	return g.Having(name), true
}

// Name finds what a message names, with the catalogue in use.
func (e *Engine) Name(q nlu.EntityQuery) []nlu.Entity {
	q.Products = e.products.Load()
	return e.analyzer.FindEntities(q)
}

// Counts gives the numbers of a text that may say how many of something are meant.
func (e *Engine) Counts(q nlu.EntityQuery) []int {
	q.Products = e.products.Load()
	return e.analyzer.Counts(q)
}

// shown bounds how many intents a reading carries.
const shown = 5

// ReadNamed is Read, with what the message names by its words alone.
func (e *Engine) ReadNamed(text string, prior []string, now time.Time) Reading {
	r := e.Read(text, prior)
	q := nlu.EntityQuery{Text: cmp.Or(r.Spelled, text), Lang: r.Lang, Now: now}
	if r.LangP < sureOfLang && len(prior) > 0 {
		q.Lang = prior[0]
	}
	r.Entities = e.Name(q)
	return r
}

// Read reads a message of the shopper: all but what it names.
func (e *Engine) Read(text string, prior []string) Reading {
	r := Reading{Text: text}
	l := e.analyzer.ReadLanguage(text, prior)
	if spelled, lang, ok := nlu.Respell(text, l); ok {
		text, r.Spelled = spelled, spelled
		l.Lang, l.P = lang, max(l.P, sureOfLang)
	}
	r.Lang, r.LangP, r.Variant = l.Lang, l.P, l.Variant
	if l.P < sureOfLang && len(prior) > 0 {
		l.Lang = prior[0] // what the text is read in, as it is what the turn answers in
	}
	r.Emotion = e.analyzer.DetectEmotion(text, l.Lang)
	r.Gibberish = e.analyzer.Gibberish(text)
	last := nlu.ShortAnswer(text[strings.LastIndexByte(text, '\n')+1:]) // of several messages the last one says yes or no
	for line := range strings.Lines(text) {
		r.WantsHuman = r.WantsHuman || e.analyzer.WantsHuman(line, l.Lang)
		r.wishesHuman = r.wishesHuman || r.WantsHuman && e.analyzer.WishesPerson(line)
	}
	for _, lang := range append(prior[:len(prior):len(prior)], r.Lang) { // "ja" alone is no language, but an answer in the one that is spoken
		r.Affirm, r.Deny = last.Affirms(lang), last.Denies(lang)
		if r.Affirm || r.Deny {
			r.Lang, r.LangP, l.Lang = lang, 0, lang
			break
		}
	}
	reader := e.reader.Load()
	if l.Strange != "" && !r.Affirm && !r.Deny { // answered in English, and an agent may speak it
		r.Lang, r.LangP, r.Variant = l.Strange, sureOfStrange, ""
	}
	text = nlu.Letter(text)
	res := reader.model.Classify(text, l.Lang)
	r.Parts = reader.parts(text, l.Lang)
	if wish, ok := reader.wish(text, l.Lang, res); ok {
		res = wish
	}
	r.take(res, reader.cutoff(res.Top().Intent))
	r.AsksReach = !r.WantsHuman && res.Top().Intent == "talk_to_human" && slices.ContainsFunc(e.analyzer.Concepts(text, l.Lang), isReach)
	return r
}

// sureOfStrange is how sure a language is that only its letters tell.
const sureOfStrange = 0.8

// isReach tells of a concept that it is about how and when people are reached.
func isReach(concept string) bool {
	return slices.Contains([]string{"phone_number", "call_me", "email", "address", "when"}, concept)
}

// Lean gives the intents that a text may have, likeliest first, without those that
// ask for nothing; nothing else of it is read. Package knowledge reads articles so.
func (e *Engine) Lean(text, lang string) []knowledge.Lean {
	return leanings(meant(e.reader.Load().model.Classify(text, lang)))
}

// Spelt tells whether a word of a language is surely no typing error.
func (e *Engine) Spelt(word, lang string) bool { return e.reader.Load().model.Spelt(word, lang) }

// searchedShare is the share of messages out of scope that the intents of a
// question and of an article's words assume in the search, whose weights were
// learnt with it. What a shop states says how readily the bot acts; whether a
// passage answers does not depend on it.
const searchedShare = 0.3

// meant are the intents of a text as the search weighs them.
func meant(res nlu.Result) []nlu.Score {
	scores := res.At(searchedShare).Intents
	return scores[:min(shown, len(scores))]
}

// leanRules goes with what Lean makes of a model's readings.
const leanRules = "1"

// ReaderName names the model in use: equal names read alike.
func (e *Engine) ReaderName() string {
	info := e.reader.Load().model.Info()
	return fmt.Sprintf("%s/%d/%s", leanRules, info.Format, info.DataHash)
}

// leastLeaning is the probability below which an intent is not worth a mention.
const leastLeaning = 0.02

// empty are the intents that no article is about: those that ask for nothing, and
// those of which only the other words say what is asked.
var empty = []string{"affirm", "bot_question", "chitchat", "complaint", "deny", "goodbye", "greeting", "product_help", "product_question",
	"product_recommendation", "stop", "talk_to_human", "thanks"}

func leanings(scores []nlu.Score) []knowledge.Lean {
	out := []knowledge.Lean{}
	for _, s := range scores[:min(shown, len(scores))] {
		if s.P >= leastLeaning && !slices.Contains(empty, s.Intent) {
			out = append(out, knowledge.Lean{Intent: s.Intent, P: s.P})
		}
	}
	return out
}

// Asked gives the examples of the intent pack by intent, without those that ask for
// nothing. The pack is part of the program, so that it can be read; a test reads it.
func (e *Engine) Asked(lang string) map[string][]string {
	examples, err := nlu.PackIn(lang)
	if err != nil {
		return nil
	}
	out := map[string][]string{}
	for _, x := range examples {
		if x.Intent != nlu.OutOfScope && !slices.Contains(empty, x.Intent) {
			out[x.Intent] = append(out[x.Intent], x.Text)
		}
	}
	return out
}

// Concepts names the concepts of shopping that a text speaks of; see
// nlu.Analyzer.Concepts.
func (e *Engine) Concepts(text, lang string) []string { return e.analyzer.Concepts(text, lang) }

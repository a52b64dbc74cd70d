package bot

import (
	"strings"
	"sync/atomic"
	"time"

	"frontdesk/bot/nlu"
)

// Engine is the built-in language engine: it reads messages in the process,
// with no model server. The intent model can be swapped while it serves.
type Engine struct {
	analyzer *nlu.Analyzer
	model    atomic.Pointer[nlu.Model]
}

// NewEngine makes an engine of an analyzer and a trained model.
func NewEngine(a *nlu.Analyzer, m *nlu.Model) *Engine {
	e := &Engine{analyzer: a}
	e.model.Store(m)
	return e
}

// Use swaps the intent model; messages that are being read keep the old one.
func (e *Engine) Use(m *nlu.Model) { e.model.Store(m) }

// shown bounds how many intents a reading carries.
const shown = 5

// Read reads a message of the shopper.
func (e *Engine) Read(text string, prior []string, now time.Time) Reading {
	r := Reading{Text: text}
	r.Lang, r.LangP = e.analyzer.DetectLanguage(text, prior)
	r.Entities = e.analyzer.Entities(text, r.Lang, now)
	r.Emotion = e.analyzer.DetectEmotion(text, r.Lang)
	r.Gibberish = e.analyzer.Gibberish(text)
	last := text[strings.LastIndexByte(text, '\n')+1:] // of several messages the last one says yes or no
	for line := range strings.Lines(text) {
		r.WantsHuman = r.WantsHuman || e.analyzer.WantsHuman(line, r.Lang)
	}
	for _, lang := range append(prior[:len(prior):len(prior)], r.Lang) { // "ja" alone is no language, but an answer in the one that is spoken
		r.Affirm, r.Deny = e.analyzer.IsAffirm(last, lang), e.analyzer.IsDeny(last, lang)
		if r.Affirm || r.Deny {
			r.Lang, r.LangP = lang, 0
			break
		}
	}
	model := e.model.Load()
	res := model.Classify(text, r.Lang)
	r.Parts = model.Parts(text, r.Lang)
	r.Accept = res.Accept
	r.Intents = res.Intents[:min(shown, len(res.Intents))]
	return r
}

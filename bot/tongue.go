package bot

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
)

// mostWordsOfTongue is how long a message is that only asks for another language: "sorry,
// can you please write to me in English?".
const mostWordsOfTongue = 8

// tongue is the language that a message asks to be answered in; empty where it asks for
// none, or for one that is not spoken here.
func (t *turn) tongue() string {
	if t.payload != "" || len(t.said) == 0 || t.read.Gibberish || t.wordsBeside(t.text) > mostWordsOfTongue ||
		says(t.text, t.lang, saysSells) || t.sure() && !slices.Contains(chats, nlu.Category(t.top().Intent)) { // "do you have the manual in English?"
		return ""
	}
	text := foldSaid(t.text)
	for _, lang := range tongues() {
		if !t.b.Wording.Has(lang) {
			continue
		}
		for _, list := range sayings()[saysSpeak+lang] {
			for _, s := range list {
				if s.in(text) {
					return lang
				}
			}
		}
	}
	return ""
}

// chats are the categories of intents that steer a conversation and ask nothing of the
// shop.
var chats = []string{"chat", "control"}

// tongues are the languages that said/words.txt has requests for, in order.
var tongues = sync.OnceValue(func() (out []string) {
	for _, meaning := range slices.Sorted(maps.Keys(sayings())) {
		if lang, named := strings.CutPrefix(meaning, saysSpeak); named {
			out = append(out, lang)
		}
	}
	return out
})

// switches goes on in the language that was asked for: with the question of the dialog,
// or with the offer to help.
func (b *Bot) switches(ctx context.Context, t *turn) (*Decision, error) {
	if t.asksTongue == "" {
		return nil, nil
	}
	if f := b.Flows.Flow(t.state.Flow); f != nil {
		t.about = t.state.Wish
		return b.walk(ctx, t, f, "")
	}
	if d, err := b.saysAgain(ctx, t); d != nil || err != nil {
		return d, err
	}
	d := t.say(Answer, ReasonCourtesy, b.Wording.Say(t.lang, "say.affirm"))
	d.QuickReplies = b.menu(t.lang)
	return d, nil
}

// saysAgain says in the language that was asked for what the last turn answered: the order
// that it showed, or the article that it quoted.
func (b *Bot) saysAgain(ctx context.Context, t *turn) (*Decision, error) {
	last := t.lastSaid()
	switch n := len(t.state.Tried); {
	case n == 0 || last.Author != chat.Bot:
	case len(last.Sources) > 0 && t.state.Tried[n-1].Kind == "article":
		t.payload, t.state.Asked = payloadArticle+t.state.Tried[n-1].Ref, t.state.Question
		return b.knows(ctx, t)
	case len(t.state.Orders) > 0 && slices.ContainsFunc(last.Blocks, func(bl chat.Block) bool { return bl.Order != nil }):
		if f := b.Flows.ForIntent(orderAlone); f != nil && b.Orders != nil {
			t.about = orderAlone
			t.enter(f)
			return b.walk(ctx, t, f, "")
		}
	}
	return nil, nil
}

// lastSaid is the last message before this turn's.
func (t *turn) lastSaid() chat.Message {
	for _, m := range slices.Backward(t.snap.History) {
		if m.Seq < t.firstSeq() {
			return m
		}
	}
	return chat.Message{}
}

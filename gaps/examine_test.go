package gaps_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/gaps"
	"frontdesk/handoff"
	"frontdesk/pipeline"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// reader reads questions as they are, without a model. What says hello is a
// courtesy by its length.
var reader = gaps.Reader{
	Read: func(text string, prior []string, _ time.Time) bot.Reading {
		r := bot.Reading{Text: text, Lang: "en", LangP: 1, Accept: 0.6}
		if len(prior) > 0 {
			r.Lang = prior[0]
		}
		return r
	},
	Concepts: func(string, string) []string { return nil }, Now: func() time.Time { return start },
}

// talk makes the log of a conversation, a minute a line.
type talk struct {
	gaps.Log
	at time.Time
}

func newTalk() *talk {
	return &talk{Log: gaps.Log{Conversation: chat.Conversation{ID: "c", ChannelID: "widget", Market: "DE", Lang: "en"}}, at: start}
}

func (c *talk) say(a chat.Author, kind chat.Kind, text string) *chat.Message {
	c.at = c.at.Add(time.Minute)
	c.Messages = append(c.Messages, chat.Message{ConversationID: "c", Seq: int64(len(c.Messages) + 1), Author: a, Kind: kind, Text: text, At: c.at})
	return &c.Messages[len(c.Messages)-1]
}

func (c *talk) shopper(text string) *talk { c.say(chat.Shopper, chat.KindText, text); return c }
func (c *talk) press(text string) *talk {
	c.say(chat.Shopper, chat.KindText, text).Payload = "frontdesk:x"
	return c
}
func (c *talk) agent(text string) *talk { c.say(chat.Agent, chat.KindText, text); return c }
func (c *talk) event(name string) *talk {
	c.say(chat.System, chat.KindEvent, name).Event = name
	return c
}

// bot answers all that was said.
func (c *talk) bot(action bot.Action, reason bot.Reason, article string) *talk {
	in := int64(len(c.Messages))
	m := c.say(chat.Bot, chat.KindText, "…")
	if article != "" {
		m.Sources = []chat.Source{{ArticleID: article}}
	}
	trace, _ := json.Marshal(map[string]any{
		"reading": map[string]any{"lang": "en", "accept": 0.5, "intents": []map[string]any{{"intent": "product_question", "p": 0.5}}},
		"steps":   []map[string]any{{"rung": "retrieve", "result": "done", "data": map[string]any{"hits": []map[string]any{{"article": "near", "title": "Near", "p": 0.4}}}}},
	})
	c.Turns = append(c.Turns, pipeline.Record{ConversationID: "c", InSeq: in, FromSeq: m.Seq, ToSeq: m.Seq, Action: action, Reason: reason, Trace: trace, At: c.at})
	return c
}

// handoff opens a case by the last turn.
func (c *talk) handoff(reason bot.Reason) *talk {
	c.bot(bot.Handoff, reason, "")
	c.Cases = append(c.Cases, handoff.Case{ID: fmt.Sprintf("case-%d", len(c.Cases)), State: handoff.Queued, Reason: handoff.Reason{Code: handoff.ReasonCode(reason)}, CreatedAt: c.at, QueuedAt: c.at, UpdatedAt: c.at})
	return c
}

func (c *talk) accept() *talk {
	c.event("agent_joined")
	k := &c.Cases[len(c.Cases)-1]
	k.State, k.AcceptedAt, k.UpdatedAt = handoff.InService, c.at, c.at
	return c
}

func (c *talk) resolve(outcome string) *talk {
	c.event("conversation_resolved")
	k := &c.Cases[len(c.Cases)-1]
	k.State, k.UpdatedAt, k.Outcome = handoff.Completed, c.at, &chat.Outcome{Code: outcome, At: c.at}
	return c
}

func TestExamine(t *testing.T) {
	dislike := func(c *talk) *talk { c.Messages[len(c.Messages)-1].Helpful = -1; return c }
	for _, c := range []struct {
		name string
		talk *talk
		want string // cause "question" +also handoffs/handled/open, one a line
		ok   int    // answered
	}{
		{"answered", newTalk().shopper("Do you ship to Malta?").bot(bot.Answer, bot.ReasonKnowledge, "ship"), "", 1},
		{"no answer", newTalk().shopper("Is it vegan?").bot(bot.Propose, bot.ReasonMissing, ""), `no_answer "Is it vegan?"`, 0},
		{"said again", newTalk().shopper("vegn?").bot(bot.Ask, bot.ReasonRephrase, "").shopper("Is it vegan?").bot(bot.Propose, bot.ReasonLowConf, ""),
			`not_understood "vegn?" also "Is it vegan?"`, 0},
		{"said again and answered", newTalk().shopper("shp mlta").bot(bot.Ask, bot.ReasonRephrase, "").shopper("Ship to Malta?").bot(bot.Answer, bot.ReasonKnowledge, "ship"), "", 1},
		{"meant one of two", newTalk().shopper("bags").bot(bot.Ask, bot.ReasonClarify, "").press("Our bags").bot(bot.Answer, bot.ReasonKnowledge, "bags"), "", 1},
		{"meant none of two", newTalk().shopper("bags").bot(bot.Ask, bot.ReasonClarify, ""), `not_understood "bags"`, 0},
		{"two questions", newTalk().shopper("Is it vegan?").bot(bot.Propose, bot.ReasonMissing, "").shopper("Do you engrave?").bot(bot.Propose, bot.ReasonMissing, ""),
			"no_answer \"Is it vegan?\"\nno_answer \"Do you engrave?\"", 0},
		{"disliked", dislike(newTalk().shopper("Is it vegan?").bot(bot.Answer, bot.ReasonKnowledge, "leather")), `disliked "Is it vegan?"`, 0},
		{"not helped", newTalk().shopper("Is it vegan?").bot(bot.Answer, bot.ReasonKnowledge, "leather").shopper("I want a person").handoff(bot.ReasonRequest),
			`not_helped "Is it vegan?" handoffs 1 open 1`, 0},
		{"a product does not help", newTalk().shopper("Are the boots vegan?").bot(bot.Answer, bot.ReasonCatalogue, "").shopper("human").handoff(bot.ReasonRequest),
			`not_helped "Are the boots vegan?" handoffs 1 open 1`, 0},
		{"a product", newTalk().shopper("Do you have boots?").bot(bot.Answer, bot.ReasonCatalogue, ""), "", 0},
		{"handled", newTalk().shopper("Is it vegan?").bot(bot.Propose, bot.ReasonMissing, "").press("Talk to a person").handoff(bot.ReasonRequest).
			accept().agent("Yes it is.").shopper("Thanks").resolve("solved"), `no_answer "Is it vegan?" handoffs 1 waited 1m0s handled 3m0s`, 0},
		{"a person first", newTalk().shopper("A human").handoff(bot.ReasonRequest).accept().shopper("Hello").shopper("Can you engrave a name?").agent("We can.").resolve("solved"),
			`person_first "Can you engrave a name?" handoffs 1 waited 1m0s handled 4m0s`, 0},
		{"of another cause", newTalk().shopper("Where is my order?").handoff(bot.ReasonToolFailure).accept().agent("On its way.").resolve("solved"), "", 0},
		{"an earlier episode", newTalk().shopper("Is it vegan?").bot(bot.Propose, bot.ReasonMissing, "").event("conversation_closed").
			shopper("Hi").handoff(bot.ReasonRequest), `no_answer "Is it vegan?"`, 0},
		{"nothing typed", newTalk().press("Menu").bot(bot.Propose, bot.ReasonMissing, ""), "", 0},
	} {
		f := gaps.Examine(c.talk.Log, reader)
		got := ""
		for i, m := range f.Misses {
			if i > 0 {
				got += "\n"
			}
			got += fmt.Sprintf("%s %q", m.Cause, m.Asked.Text)
			for _, a := range m.Also {
				got += fmt.Sprintf(" also %q", a)
			}
			if m.Cost.Handoffs > 0 {
				got += fmt.Sprintf(" handoffs %d", m.Cost.Handoffs)
			}
			if m.Cost.Handled > 0 {
				got += fmt.Sprintf(" waited %s handled %s", m.Cost.Waited, m.Cost.Handled)
			}
			if m.Cost.Open > 0 {
				got += fmt.Sprintf(" open %d", m.Cost.Open)
			}
		}
		if got != c.want || len(f.Answered) != c.ok {
			t.Errorf("%s:\n got %s, %d answered\nwant %s, %d answered", c.name, got, len(f.Answered), c.want, c.ok)
		}
	}
}

// A trace that cannot be read loses nothing: the question is read anew.
func TestExamineBrokenTrace(t *testing.T) {
	c := newTalk().shopper("Is it vegan?").bot(bot.Propose, bot.ReasonMissing, "")
	c.Turns[0].Trace = []byte("{")
	f := gaps.Examine(c.Log, reader)
	if len(f.Misses) != 1 || f.Misses[0].Asked.Text != "Is it vegan?" {
		t.Errorf("got %+v", f.Misses)
	}
}

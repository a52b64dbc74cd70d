package gaps

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/pipeline"
)

// maxPause is what a pause in a chat counts at most as an agent's time: who
// waits for the shopper does something else meanwhile.
const maxPause = 5 * time.Minute

// maxQuestion bounds a question in runes; what is longer is a story, and its
// beginning serves.
const maxQuestion = 500

// contentReasons are those of handoffs that an article may have spared. Others
// have their cause elsewhere: the shop's system, a proof that failed, a topic
// that no machine may answer.
var contentReasons = []handoff.ReasonCode{
	handoff.ReasonCode(bot.ReasonMissing), handoff.ReasonCode(bot.ReasonLowConf), handoff.ReasonCode(bot.ReasonLoop),
	handoff.ReasonCode(bot.ReasonTurnCap), handoff.ReasonCode(bot.ReasonRequest), handoff.ReasonCode(bot.ReasonEmotion), handoff.AgentPull,
}

// Examine finds in a conversation what was missed and what articles answered.
// It is a pure function of the log: the same log gives the same misses.
func Examine(l Log, read Reader) Found {
	e := examination{Log: l, read: read, answer: -1}
	for i := range l.Turns {
		e.turn(&l.Turns[i])
	}
	for i := range e.Cases {
		e.charge(&e.Cases[i])
	}
	out := Found{ConversationID: l.Conversation.ID, Misses: e.misses}
	for _, a := range e.answers {
		if !a.dropped && a.ArticleID != "" {
			out.Answered = append(out.Answered, a.Answered)
		}
	}
	return out
}

// examination is a log on the way to what was found in it.
type examination struct {
	Log
	read    Reader
	misses  []Miss
	answers []answered
	asking  bool // the last turn asked back about the last miss
	answer  int  // place in answers of what the last turn said; -1: it said something else
	heard   int64
}

type answered struct {
	Answered
	asked   Asked
	near    Near
	dropped bool
}

// trace is what the record of a turn says of how it was decided.
type trace struct {
	Reading bot.Reading `json:"reading"`
	Steps   []struct {
		Rung string `json:"rung"`
		Data struct {
			Hits []struct {
				Article string  `json:"article"`
				Title   string  `json:"title"`
				P       float64 `json:"p"`
			} `json:"hits"`
		} `json:"data"`
	} `json:"steps"`
}

func (t *trace) near() Near {
	for _, s := range t.Steps {
		if s.Rung == "retrieve" && len(s.Data.Hits) > 0 {
			h := s.Data.Hits[0]
			return Near{ArticleID: h.Article, Title: h.Title, P: h.P}
		}
	}
	return Near{}
}

// turn takes one decision of the bot.
func (e *examination) turn(r *pipeline.Record) {
	from := e.heard
	e.heard = max(e.heard, r.InSeq)
	seq, typed := e.typed(from, r.InSeq)
	var t trace
	if err := json.Unmarshal(r.Trace, &t); err != nil {
		t = trace{} // an old or foreign trace: the question is read anew
	}
	asking, before := e.asking, e.answer
	e.asking, e.answer = false, -1
	switch cause := causeOf(r); {
	case r.Action == bot.Answer && (r.Reason == bot.ReasonKnowledge || r.Reason == bot.ReasonCatalogue):
		e.answeredBy(r, seq, typed, &t, asking)
	case r.Action == bot.Handoff && r.Reason == bot.ReasonRequest:
		if before >= 0 {
			e.unhelped(before, NotHelped)
		}
	case cause == "" || typed == "":
		e.asking = asking && r.Action == bot.Silent
	case asking && r.Reason != bot.ReasonClarify: // the same, said differently
		last := &e.misses[len(e.misses)-1]
		if asked := e.read.Asked(typed, r.Intent, &t.Reading); asked.better(last.Asked) {
			last.Also, last.Asked = append(last.Also, last.Asked.Text), asked
		} else {
			last.Also = append(last.Also, asked.Text)
		}
		if near := t.near(); near.P > last.Near.P {
			last.Near = near
		}
		last.Cause, e.asking = cause, r.Reason == bot.ReasonRephrase
	default:
		e.miss(cause, seq, r.At, e.read.Asked(typed, r.Intent, &t.Reading), t.near())
		e.asking = r.Reason == bot.ReasonRephrase || r.Reason == bot.ReasonClarify
	}
}

// causeOf says how a turn missed the question that it was about; empty: it did
// not, or what failed was not knowledge.
func causeOf(r *pipeline.Record) Cause {
	switch {
	case r.Reason == bot.ReasonRephrase, r.Reason == bot.ReasonClarify, r.Reason == bot.ReasonLowConf, r.Reason == bot.ReasonLoop:
		return NotUnderstood
	case r.Reason == bot.ReasonMissing:
		return NoAnswer
	}
	return ""
}

func (e *examination) miss(cause Cause, seq int64, at time.Time, asked Asked, near Near) {
	c := e.Conversation
	e.misses = append(e.misses, Miss{
		ConversationID: c.ID, Seq: seq, Cause: cause, Asked: asked, Market: c.Market, ChannelID: c.ChannelID, At: at, Near: near,
	})
}

// typed is what the shopper wrote, buttons left out, and the message that it
// began with.
func (e *examination) typed(after, to int64) (seq int64, text string) {
	var said []string
	for _, m := range e.Messages {
		if m.Author == chat.Shopper && m.Kind == chat.KindText && m.Payload == "" && m.Seq > after && m.Seq <= to {
			said = append(said, strings.TrimSpace(m.Text))
			seq = cmp.Or(seq, m.Seq)
		}
	}
	return seq, clip(strings.Join(said, "\n"))
}

func clip(s string) string {
	n := 0
	for i := range s {
		if n == maxQuestion {
			return s[:i]
		}
		n++
	}
	return s
}

// answeredBy takes an answer from an article or from the catalogue. What the last turn
// asked back about is answered with it.
func (e *examination) answeredBy(r *pipeline.Record, seq int64, typed string, t *trace, asking bool) {
	said := e.message(r.FromSeq, r.ToSeq)
	if said == nil {
		return
	}
	a := answered{Answered: Answered{ConversationID: e.Conversation.ID, Seq: seq, At: r.At}, near: t.near()}
	if len(said.Sources) > 0 {
		a.ArticleID = said.Sources[0].ArticleID
	}
	if typed != "" {
		a.asked = e.read.Asked(typed, r.Intent, &t.Reading)
	}
	if asking {
		last := e.misses[len(e.misses)-1]
		e.misses = e.misses[:len(e.misses)-1]
		a.Seq, a.asked = last.Seq, last.Asked
	}
	if a.Seq == 0 {
		return // a button of another turn: what was asked is not known
	}
	e.answers = append(e.answers, a)
	e.answer = len(e.answers) - 1
	if said.Helpful < 0 {
		e.unhelped(e.answer, Disliked)
	}
}

// unhelped makes a miss of an answer.
func (e *examination) unhelped(i int, cause Cause) {
	a := &e.answers[i]
	if a.dropped {
		return
	}
	a.dropped = true
	e.miss(cause, a.Seq, a.At, a.asked, a.near)
}

func (e *examination) message(from, to int64) *chat.Message {
	for i, m := range e.Messages {
		if m.Seq >= from && m.Seq <= to && m.Author == chat.Bot && m.Kind == chat.KindText {
			return &e.Messages[i]
		}
	}
	return nil
}

// charge puts the cost of a case to the question that was missed last before it.
// Where none was, the shopper asked for a person first: the question is what they
// then wrote.
func (e *examination) charge(c *handoff.Case) {
	if !slices.Contains(contentReasons, c.Reason.Code) {
		return
	}
	work := e.work(c)
	var m *Miss
	for i := range e.misses {
		if x := &e.misses[i]; x.CaseID == "" && !x.At.After(c.CreatedAt) && e.sameEpisode(x.Seq, c) {
			m = x
		}
	}
	if m == nil {
		if m = e.personFirst(c, work); m == nil {
			return
		}
	}
	m.CaseID, m.RepliesFrom, m.RepliesTo = c.ID, work.first, work.last
	m.Cost = Cost{Handoffs: 1, Waited: work.waited, Handled: work.handled}
	if !work.ended || work.handled == 0 {
		m.Cost.Open = 1
	}
	if c.Outcome != nil {
		m.Outcome = c.Outcome.Code
	}
}

// sameEpisode tells whether nobody resolved anything between a message and a case.
func (e *examination) sameEpisode(seq int64, c *handoff.Case) bool {
	for _, m := range e.Messages {
		if m.Seq > seq && m.At.Before(c.CreatedAt) && slices.Contains(endings, m.Event) {
			return false
		}
	}
	return true
}

// endings are the events that end an episode.
var endings = []string{"conversation_resolved", "returned_to_bot", "conversation_closed"}

// leastQuestion is how many words, or characters of scripts without spaces, a
// message has that is taken for a question without having been put to the bot.
const leastQuestion = 4

func (e *examination) personFirst(c *handoff.Case, w work) *Miss {
	for _, m := range e.Messages {
		if m.Author != chat.Shopper || m.Kind != chat.KindText || m.Payload != "" || m.At.Before(c.CreatedAt) || m.At.After(w.end) {
			continue
		}
		asked := e.read.Asked(clip(strings.TrimSpace(m.Text)), "", nil, e.Conversation.Lang)
		if asked.Courtesy || asked.words() < leastQuestion {
			continue
		}
		e.miss(PersonFirst, m.Seq, m.At, asked, Near{})
		return &e.misses[len(e.misses)-1]
	}
	return nil
}

// work is what a case was for an agent.
type work struct {
	first, last     int64 // the agent's messages
	waited, handled time.Duration
	end             time.Time
	ended           bool
}

// work measures a case: the wait until it was accepted, and the time from then to
// its end, in which a pause counts as maxPause at most.
func (e *examination) work(c *handoff.Case) work {
	w := work{ended: c.State == handoff.Completed || c.State == handoff.ReturnedToBot, end: c.UpdatedAt}
	if c.Outcome != nil {
		w.end = c.Outcome.At
	}
	if c.AcceptedAt.IsZero() {
		w.waited = max(0, w.end.Sub(c.CreatedAt))
		return w
	}
	w.waited = max(0, c.AcceptedAt.Sub(cmpTime(c.QueuedAt, c.CreatedAt)))
	last := c.AcceptedAt
	for _, m := range e.Messages {
		if m.At.Before(c.AcceptedAt) || m.At.After(w.end) {
			continue
		}
		w.handled += min(m.At.Sub(last), maxPause)
		last = m.At
		if m.Author == chat.Agent && m.Kind == chat.KindText {
			w.first, w.last = cmp.Or(w.first, m.Seq), m.Seq
		}
	}
	if w.ended {
		w.handled += min(max(0, w.end.Sub(last)), maxPause)
	}
	return w
}

func cmpTime(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

package bot

import (
	"context"

	"frontdesk/chat"
	"frontdesk/knowledge"
)

// mostRemembered is how many bytes of a question are kept to complete the next one.
const mostRemembered = 400

// completes reads a message that says nothing without the question before it ("and
// to Germany?", "how long?") as both in one, before anything is decided on it. A
// message that might be a question by itself is left to the search, see asOne.
func (t *turn) completes() {
	if t.state.Question == "" || t.state.Flow != "" || t.payload != "" || len(t.said) == 0 || t.snap.Conversation.Owner == chat.OwnerHuman ||
		t.read.WantsHuman || t.read.Affirm || t.read.Deny || t.read.Gibberish {
		return
	}
	f, ok := t.b.completer.Complete(t.state.Question, t.text, t.lang)
	if !ok {
		return
	}
	if f.Alone {
		t.follow = &f
		return
	}
	t.completed = f.Text
	whole := t.b.Understander.Read(f.Text, []string{t.lang})
	t.read.takeOf(whole)
	t.read.Parts = nil
	t.read.Entities = t.named(f.Text, t.snap.Now, nil)
	t.step("complete", "done", "", map[string]any{"question": f.Text})
}

// question is what the turn asks, completed from the conversation where it was
// only a part.
func (t *turn) question() string {
	if t.completed != "" {
		return t.completed
	}
	return t.text
}

// asOne searches for a message that goes on from the question before it, as one
// with that, where the message by itself finds less. What is then found must have
// what the message names: a new subject is no reason to say the old answer again.
func (b *Bot) asOne(ctx context.Context, t *turn, alone knowledge.Result) (knowledge.Result, error) {
	if t.follow == nil {
		return alone, nil
	}
	whole := b.Understander.Read(t.follow.Text, []string{t.lang})
	q := b.query(t)
	q.Text, q.Intents, q.IntentP = t.follow.Text, nil, 0
	mean(&q, whole)
	both, err := b.retrieve(ctx, t, q)
	if err != nil || len(both.Hits) == 0 {
		return alone, err
	}
	own, joint := 0.0, both.Hits[0].P
	if len(alone.Hits) > 0 {
		own = alone.Hits[0].P
	}
	says := both.Hits[0].Says(t.text, t.lang)
	switch {
	case joint < b.cfg.AnswerThreshold || joint <= own:
		return alone, nil
	case !t.follow.Marks && own >= b.cfg.AnswerThreshold:
		return alone, nil
	case says < followSays:
		return alone, nil
	}
	t.completed = t.follow.Text
	t.read.takeOf(whole)
	t.step("complete", "done", "", map[string]any{"question": t.completed, "p": joint, "alone": own})
	return both, nil
}

// followSays is the share of a follow-up's words that what answers it must have.
const followSays = 0.5

// asks remembers the question of a turn, to complete the next one. Courtesies and
// dialogs ask nothing that could be gone on with.
func (t *turn) asks(d *Decision) {
	switch d.Reason {
	case ReasonKnowledge, ReasonWhere, ReasonClarify, ReasonMissing, ReasonLowConf, ReasonRephrase, ReasonCatalogue:
		if q := t.question(); len(q) <= mostRemembered && len(t.said) > 0 {
			t.next.Question = q
		}
	case ReasonSeveral: // what follows goes on from the last
		t.next.Question = ""
		if n := len(t.read.Parts); n > 0 && len(t.read.Parts[n-1].Text) <= mostRemembered {
			t.next.Question = t.read.Parts[n-1].Text
		}
	case ReasonCourtesy:
	default:
		t.next.Question = ""
	}
}

// leastMeant is the probability from which a query says its intent by itself, not
// only among what it leans to.
const leastMeant = 0.25

// mean tells a query the intent that its text was read as.
func mean(q *knowledge.Query, r Reading) {
	scores := r.Means
	if scores == nil {
		scores = r.Intents
	}
	q.Leans = leanings(scores)
	if len(scores) > 0 && scores[0].P >= leastMeant && scores[0].Intent != "" {
		q.Intents, q.IntentP = []string{scores[0].Intent}, scores[0].P
	}
}

package eval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/pipeline"
)

// sound checks after every step, in every conversation of the script, what must
// always hold: these rules need no expectation in a script.
func (w *world) sound(ctx context.Context) error {
	ref := w.ref
	defer func() { w.ref = ref }()
	var errs []error
	for w.ref = range w.threads {
		errs = append(errs, w.soundThread(ctx))
	}
	return errors.Join(errs...)
}

func (w *world) soundThread(ctx context.Context) error {
	conv, err := w.conversation(ctx)
	if err != nil {
		return err
	}
	cases, err := w.cases(ctx)
	if err != nil {
		return err
	}
	log, err := w.store.Messages(ctx, conv.ID, 0, 1000)
	if err != nil {
		return err
	}
	recs, err := w.store.Turns(ctx, conv.ID, 0)
	if err != nil {
		return err
	}
	errs := []error{w.soundOwner(conv, cases), soundTransfers(log, cases, recs), soundLog(log)}
	for _, r := range recs {
		errs = append(errs, soundTurn(r))
	}
	return errors.Join(errs...)
}

// soundOwner: exactly one owner; who waits or is served has one open case, and
// every open case has a next step in the future.
func (w *world) soundOwner(conv chat.Conversation, cases []handoff.Case) error {
	open := 0
	for _, c := range cases {
		if !c.State.Open() {
			continue
		}
		open++
		if c.DeadlineAction == "" || !c.Deadline.After(w.clock.Now()) {
			return complain("that an open case has a next step in the future", "%s with %q at %v, now %v", c.State, c.DeadlineAction, c.Deadline, w.clock.Now())
		}
	}
	want := 0
	if conv.Owner == chat.OwnerQueue || conv.Owner == chat.OwnerHuman {
		want = 1
	}
	if open != want {
		return complain(fmt.Sprintf("%d open cases while %s owns the conversation", want, conv.Owner), "%d", open)
	}
	if (conv.Owner == chat.OwnerNone) != (conv.Status == chat.StatusClosed) || (conv.Owner == chat.OwnerBot) != (conv.Status == chat.StatusBotActive) {
		return complain("that owner and status agree", "%s and %s", conv.Owner, conv.Status)
	}
	return nil
}

// soundTransfers: a transfer text stands where a case was made, and only there.
func soundTransfers(log []chat.Message, cases []handoff.Case, recs []pipeline.Record) error {
	said := 0
	for _, m := range log {
		if m.Event != "handoff_requested" {
			continue
		}
		said++
		if m.Text == "" {
			return complain("that a handoff is told", "an empty text")
		}
	}
	made := 0
	for _, c := range cases {
		if c.Reason.Code != handoff.AgentPull {
			made++
		}
	}
	if said != made {
		return complain(fmt.Sprintf("%d transfer texts, one a case", made), "%d", said)
	}
	for _, r := range recs {
		if (r.Action == bot.Handoff) != (r.CaseID != "" && r.Action != bot.Withdraw) {
			return complain("that a turn hands off if and only if it makes a case", "%s with case %q", r.Action, r.CaseID)
		}
	}
	return nil
}

// unfilled are names in a sentence that nothing was put in for.
var unfilled = regexp.MustCompile(`\{[a-z_]+\}`)

// soundLog: places without gaps, every sentence complete, and no word of the bot
// while a human serves.
func soundLog(log []chat.Message) error {
	served := false
	for i, m := range log {
		if m.Seq != int64(i+1) {
			return complain(fmt.Sprintf("message %d", i+1), "%d", m.Seq)
		}
		switch m.Event {
		case "agent_joined":
			served = true
		case "agent_left", "returned_to_bot", "conversation_resolved", "conversation_closed", "handoff_queued":
			served = false
		}
		if m.Author != chat.Shopper && m.Author != chat.Agent && unfilled.MatchString(m.Text) {
			return complain("a sentence whose names are filled in", "%q", m.Text)
		}
		if served && m.Author == chat.Bot && !m.Kind.Private() {
			return complain("that the bot is silent while a human serves", "%q", m.Text)
		}
	}
	return nil
}

// soundTurn: probabilities are probabilities, and an answer from the knowledge
// base is as probable as its threshold demands, at its final score.
func soundTurn(r pipeline.Record) error {
	var t trace
	if err := json.Unmarshal(r.Trace, &t); err != nil {
		return err
	}
	sum := 0.0
	values := map[string]float64{"confidence": r.Confidence, "accept": t.Reading.Accept, "emotion": t.Reading.Emotion.P}
	for _, s := range t.Reading.Intents {
		values["P("+s.Intent+")"] = s.P
		sum += s.P
	}
	values["sum of the intents"] = sum - 1e-9
	for _, s := range t.Steps {
		hits, _ := s.Data["hits"].([]any)
		for i, h := range hits {
			hit, _ := h.(map[string]any)
			values[fmt.Sprint("fused score ", i)], _ = hit["fused"].(float64)
			values[fmt.Sprint("P(answers) ", i)], _ = hit["p"].(float64)
		}
	}
	for name, v := range values {
		if !(v >= -1e-9 && v <= 1) {
			return complain(name+" between 0 and 1", "%v", v)
		}
	}
	if r.Reason == bot.ReasonKnowledge && r.Confidence < bot.DefaultConfig().AnswerThreshold {
		return complain("that an answer is as probable as the threshold demands", "%.3f", r.Confidence)
	}
	return nil
}

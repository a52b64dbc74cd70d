package eval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/ingest"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// complaint is why a step failed.
type complaint struct{ expected, seen string }

func (c complaint) Error() string { return "expected " + c.expected + ", saw " + c.seen }

func complain(expected, seen string, args ...any) error {
	return complaint{expected, fmt.Sprintf(seen, args...)}
}

// play plays one script to its end or to the first step that fails.
func (st *stage) play(ctx context.Context, s script) (played, error) {
	w, done, err := st.open(ctx, s)
	if err != nil {
		return played{}, err
	}
	var failures []DialogFailure
	for i, step := range w.script.Steps {
		if err := w.run(ctx, step); err != nil {
			failures = w.failures(ctx, step, i+1, err)
			break
		}
	}
	if ctx.Err() != nil {
		return played{}, errors.Join(ctx.Err(), done())
	}
	return played{turns: w.turns, failures: failures}, done()
}

// failures words what went wrong in a step; the last one carries the transcript.
func (w *world) failures(ctx context.Context, st step, turn int, err error) []DialogFailure {
	var out []DialogFailure
	for _, err := range unjoin(err) {
		var c complaint
		if !errors.As(err, &c) {
			c = complaint{"no error", err.Error()}
		}
		out = append(out, DialogFailure{
			Script: w.script.Name, File: w.script.file, Line: st.line, Turn: turn, Expected: c.expected, Seen: c.seen, Transcript: []string{},
		})
	}
	out[len(out)-1].Transcript = w.transcript(ctx)
	return out
}

func unjoin(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var out []error
		for _, e := range many.Unwrap() {
			out = append(out, unjoin(e)...)
		}
		return out
	}
	return []error{err}
}

// run does a step, lets everything come to rest, and looks at the outcome.
func (w *world) run(ctx context.Context, st step) error {
	if err := w.act(ctx, st); err != nil {
		return err
	}
	return errors.Join(w.expect(ctx, st), w.sound(ctx))
}

// act does what a step says, and what follows from it.
func (w *world) act(ctx context.Context, st step) error {
	if st.From != "" {
		w.ref = st.From
	}
	var hooked error
	if len(st.During) > 0 {
		w.store.arm(func(ctx context.Context) { hooked = errors.Join(hooked, w.meanwhile(ctx, st.During)) })
	}
	if len(st.DuringAct) > 0 {
		w.shop.during = func(ctx context.Context) { hooked = errors.Join(hooked, w.meanwhile(ctx, st.DuringAct)) }
	}
	happened, err := w.happen(ctx, st)
	if err != nil || !happened {
		return err
	}
	if err := w.rest(ctx); err != nil {
		return err
	}
	if w.store.onLoad != nil || w.shop.during != nil {
		return complain("that the bot decides or acts here, so that something can happen meanwhile", "it did not")
	}
	return hooked
}

// meanwhile plays steps in the middle of a turn: nothing comes to rest between
// them, and what they are about stays what the outer step is about.
func (w *world) meanwhile(ctx context.Context, steps []step) error {
	seen, ref := w.seen, w.ref
	defer func() { w.seen, w.ref = seen, ref }()
	for _, st := range steps {
		if st.From != "" {
			w.ref = st.From
		}
		if _, err := w.happen(ctx, st); err != nil {
			return fmt.Errorf("meanwhile, line %d: %w", st.line, err)
		}
		if err := w.expect(ctx, st); err != nil {
			return fmt.Errorf("meanwhile, line %d: %w", st.line, err)
		}
	}
	return nil
}

// happen does the one thing of a step; false where it only looks.
func (w *world) happen(ctx context.Context, st step) (bool, error) {
	switch {
	case st.Shopper != nil:
		for range st.Times - 1 {
			if err := w.write(ctx, st.Language, chat.Message{Text: *st.Shopper}); err != nil {
				return true, err
			}
			if err := w.rest(ctx); err != nil {
				return true, err
			}
		}
		return true, w.write(ctx, st.Language, chat.Message{Text: *st.Shopper})
	case len(st.Burst) > 0:
		return true, w.burst(ctx, st)
	case st.Press != nil:
		return true, w.press(ctx, *st.Press)
	case st.Preview != nil:
		return true, w.preview(ctx, *st.Preview)
	case st.Redeliver:
		return true, w.redeliver(ctx)
	case st.End:
		w.begin(ctx)
		return true, w.core.Desk.End(ctx, w.threads[w.ref])
	case st.Agent != nil:
		w.begin(ctx)
		return true, w.agentDoes(ctx, *st.Agent)
	case st.Clock != "":
		d, err := time.ParseDuration(st.Clock)
		if err != nil {
			return true, err
		}
		w.begin(ctx)
		return true, w.pass(ctx, d)
	case len(st.Learn) > 0:
		return true, w.learn(ctx, st.Learn)
	case st.Fail != "":
		w.faults.plant(st.Fail)
	case st.Heal != "":
		w.faults.heal(st.Heal)
	}
	return false, nil
}

// begin opens the window of a step on the conversation as it stands. A second
// passes, so that no two steps happen at the same time.
func (w *world) begin(ctx context.Context) {
	w.clock.pass(time.Second)
	w.seen = window{}
	if conv, err := w.conversation(ctx); err == nil {
		w.seen.afterSeq = conv.LastSeq
	}
}

func (w *world) conversation(ctx context.Context) (chat.Conversation, error) {
	return w.store.Conversation(ctx, w.threads[w.ref])
}

// customer is who writes under the present ref.
func (w *world) customer() customer {
	if c, ok := w.script.Also[w.ref]; ok {
		c.Ref = w.ref
		return c
	}
	c := w.script.Customer
	if w.ref != c.Ref {
		c = customer{Ref: w.ref, Language: c.Language}
	}
	return c
}

// write lets the shopper write one message.
func (w *world) write(ctx context.Context, lang string, m chat.Message) error {
	w.begin(ctx)
	w.turns++
	return w.deliver(ctx, lang, m)
}

func (w *world) burst(ctx context.Context, st step) error {
	w.begin(ctx)
	w.turns++
	for _, text := range st.Burst {
		if err := w.deliver(ctx, st.Language, chat.Message{Text: text}); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) deliver(ctx context.Context, lang string, m chat.Message) error {
	c := w.customer()
	w.sent++
	m.ExternalID, m.Lang = fmt.Sprintf("m-%d", w.sent), cmp.Or(lang, c.Language, w.script.Language)
	in := chat.Inbound{ChannelID: w.script.Channel, Message: m, Customer: chat.Customer{
		Ref: c.Ref, Name: c.Name, Email: c.Email, Tier: c.Tier, Market: w.script.Market, Lang: m.Lang,
		ShopID: c.Verified, Verified: c.Verified != "",
	}}
	w.inbounds[w.ref] = append(w.inbounds[w.ref], in)
	r, err := w.core.Pipeline.Accept(ctx, in)
	if err != nil {
		return err
	}
	if r.Conversation.ID != w.threads[w.ref] {
		w.threads[w.ref], w.seen.afterSeq = r.Conversation.ID, 0
	}
	if w.seen.inSeq == 0 {
		w.seen.inSeq = r.Message.Seq
	}
	return nil
}

// press presses a button below the bot's last message.
func (w *world) press(ctx context.Context, button string) error {
	log, err := w.log(ctx)
	if err != nil {
		return err
	}
	var offered []string
	for _, m := range slices.Backward(log) {
		for _, q := range m.QuickReplies {
			if q.Title == button || q.Payload == button {
				return w.write(ctx, "", chat.Message{Text: q.Title, Payload: q.Payload})
			}
			offered = append(offered, q.Title)
		}
		if m.Author == chat.Bot {
			break
		}
	}
	return complain(fmt.Sprintf("a button %q", button), "the buttons %q", offered)
}

// redeliver gives the last message to the pipeline once more: the receipt must
// be the first one's, and nothing new.
func (w *world) redeliver(ctx context.Context) error {
	sent := w.inbounds[w.ref]
	if len(sent) == 0 {
		return complain("a message to deliver again", "none was sent")
	}
	w.begin(ctx)
	r, err := w.core.Pipeline.Accept(ctx, sent[len(sent)-1])
	if err == nil && r.Fresh {
		return complain("that a redelivered message is known", "it was stored as new")
	}
	return err
}

// preview asks the test box and then, as somebody new, the live bot: the answer
// must be the same.
func (w *world) preview(ctx context.Context, text string) error {
	w.sent++
	w.ref = fmt.Sprintf("preview-%d", w.sent)
	_, shown, err := w.core.Pipeline.Preview(ctx, text, w.script.Language, w.script.Market)
	if err != nil {
		return err
	}
	if err := w.write(ctx, "", chat.Message{Text: text}); err != nil {
		return err
	}
	if err := w.rest(ctx); err != nil {
		return err
	}
	said, err := w.botSaid(ctx)
	if err != nil {
		return err
	}
	rec, _, err := w.turn(ctx)
	if err != nil {
		return err
	}
	live := fmt.Sprintf("%s %s %.4f %v: %s", rec.Action, rec.Reason, rec.Confidence, sourceIDs(said), join(said))
	test := fmt.Sprintf("%s %s %.4f %v: %s", shown.Action, shown.Reason, shown.Confidence, sourceIDs([]chat.Message{{Sources: shown.Sources}}), shown.Text)
	if !strings.HasPrefix(live, test) { // a handoff adds its transfer text
		return complain("the live answer in the test box: "+live, "%s", test)
	}
	return nil
}

func sourceIDs(msgs []chat.Message) []string {
	out := []string{}
	for _, m := range msgs {
		for _, s := range m.Sources {
			out = append(out, s.ArticleID)
		}
	}
	return out
}

// pass lets time pass the way it does: in small parts, in each of which
// consoles report, the bot works and the desk looks at its deadlines.
func (w *world) pass(ctx context.Context, d time.Duration) error {
	part := max(15*time.Second, d/240)
	for d > 0 {
		w.clock.pass(min(part, d))
		d -= part
		if err := w.rest(ctx); err != nil {
			return err
		}
	}
	return nil
}

// rest works until nothing is due: turns, then the desk.
func (w *world) rest(ctx context.Context) error {
	for id := range w.here {
		if err := w.core.Desk.Heartbeat(ctx, id); err != nil {
			return err
		}
	}
	for range 50 {
		leases, err := w.store.Due(ctx, w.clock.Now(), 8, time.Minute)
		if err != nil {
			return err
		}
		if len(leases) == 0 {
			return w.core.Desk.Tick(ctx)
		}
		for _, l := range leases {
			if err := w.core.Pipeline.Handle(ctx, l); err != nil {
				return err
			}
		}
	}
	return complain("that every turn comes to an end", "a conversation that is due for ever")
}

// learn changes articles and lets the bot take notice.
func (w *world) learn(ctx context.Context, docs []docText) error {
	in, err := ingest.New(w.store, ingest.Config{NewID: w.clock.id, Now: w.clock.Now, Catalog: w.stock})
	if err != nil {
		return err
	}
	for _, d := range docs {
		if d.Text == "" {
			if err := w.archive(ctx, d.Key); err != nil {
				return err
			}
			continue
		}
		rep, err := in.Upload(ctx, d.Key, []byte(d.Text), ingest.Options{Source: "script", By: "editor"})
		if err != nil {
			return err
		}
		for _, r := range rep.Rows {
			if r.Outcome == ingest.Refused {
				return complain("that "+d.Key+" is taken", "%s", r.Message)
			}
		}
	}
	if err := w.nameProducts(ctx); err != nil {
		return err
	}
	if w.linker == nil {
		w.linker = knowledge.NewLinker(w.store, w.core.Mentions, w.clock.Now)
	}
	w.linker.Again() // as when the catalogue has changed
	if _, err := w.linker.Link(ctx); err != nil {
		return err
	}
	if _, err = w.core.Knowledge.Refresh(ctx); err != nil {
		return err
	}
	return w.core.Knowledge.Complete(ctx)
}

func (w *world) archive(ctx context.Context, key string) error {
	a, err := w.store.ArticleByKey(ctx, key)
	if err != nil {
		return fmt.Errorf("article %s: %w", key, err)
	}
	a.Status = knowledge.Archived
	_, err = w.store.SaveArticle(ctx, a, ingest.Split(a))
	return err
}

// agentDoes lets a human act at the desk; where the script says so, the desk
// must refuse.
func (w *world) agentDoes(ctx context.Context, a agentStep) error {
	who, err := w.who(a.As)
	if err != nil {
		return err
	}
	err = w.agentTries(ctx, a, who)
	if a.Refused == "" {
		return err
	}
	var f *fault.Error
	if !errors.As(err, &f) || cmp.Or(f.Code, string(f.Kind)) != a.Refused {
		return complain("that the desk refuses with "+a.Refused, "%v", err)
	}
	return nil
}

func (w *world) who(id string) (handoff.Who, error) {
	if id == "" && len(w.script.Agents) == 1 {
		for only := range w.script.Agents {
			id = only
		}
	}
	a, ok := w.script.Agents[id]
	if !ok {
		return handoff.Who{}, complain("an agent of the script", "%q", id)
	}
	return handoff.Who{ID: id, Name: a.Name, Supervisor: a.Role == "supervisor" || a.Role == "admin"}, nil
}

func (w *world) agentTries(ctx context.Context, a agentStep, who handoff.Who) error {
	desk, thread := w.core.Desk, w.threads[w.ref]
	var err error
	switch a.Do {
	case "online", "busy", "away", "offline":
		w.here[who.ID] = true
		if a.Do == "offline" {
			delete(w.here, who.ID)
		}
		return desk.SetAvailability(ctx, who.ID, handoff.Availability(a.Do))
	case "vanish":
		delete(w.here, who.ID)
	case "accept", "reject":
		return w.answersOffer(ctx, a.Do, who)
	case "takeover":
		_, err = desk.Takeover(ctx, thread, who)
	case "say":
		_, err = desk.Say(ctx, thread, who, chat.Message{Kind: chat.KindText, Text: a.Text, ExternalID: a.Key})
	case "note":
		_, err = desk.Say(ctx, thread, who, chat.Message{Kind: chat.KindNote, Text: a.Text})
	case "transfer":
		to := handoff.Target{Note: a.Text}
		if _, ok := w.script.Agents[a.To]; ok {
			to.Agent = a.To
		} else {
			to.Skill = a.To
		}
		_, err = desk.Transfer(ctx, thread, who, to)
	case "resolve":
		_, err = desk.Resolve(ctx, thread, who, w.outcome(a))
	case "return":
		_, err = desk.Return(ctx, thread, who, w.outcome(a))
	}
	return err
}

// answersOffer accepts or rejects what is offered to an agent in this
// conversation; where nothing is, the conversation's last case is tried.
func (w *world) answersOffer(ctx context.Context, do string, who handoff.Who) error {
	cases, err := w.cases(ctx)
	if err != nil {
		return err
	}
	if len(cases) == 0 {
		return complain("a case to "+do, "none")
	}
	id := cases[len(cases)-1].ID
	if do == "reject" {
		return w.core.Desk.Reject(ctx, id, who)
	}
	_, err = w.core.Desk.Accept(ctx, id, who)
	return err
}

func (w *world) outcome(a agentStep) chat.Outcome {
	o := chat.Outcome{Code: cmp.Or(a.Outcome, "solved"), Note: a.Text, Promise: a.Promise}
	if d, err := time.ParseDuration(a.Due); err == nil {
		o.Due = w.clock.Now().Add(d)
	}
	return o
}

// trace is the part of a stored trace that expectations look at.
type trace struct {
	Reading bot.Reading `json:"reading"`
	Steps   []bot.Step  `json:"steps"`
}

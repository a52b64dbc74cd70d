package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/wording"
)

// settle makes the turn of a decision: messages, state, trace and, with a
// handoff, the case with its packet and the transfer text, all of it one value
// that Commit applies or refuses. The transfer text exists if and only if the
// case does.
func (p *Pipeline) settle(ctx context.Context, snap bot.Snapshot, r bot.Reading, d bot.Decision) (Turn, error) {
	trace, err := why(r, d)
	if err != nil { // deciding again would end the same way: a person it is
		p.cfg.Log.Error("decision cannot be stored", "conversation", snap.Conversation.ID, "err", err)
		r, d = bot.Reading{}, person(snap, handoff.ErrorReason, err.Error())
		if trace, err = why(r, d); err != nil {
			return Turn{}, err
		}
	}
	d.Text, d.Detail = chat.Clean(d.Text), chat.Clean(d.Detail)
	conv := snap.Conversation
	if d.Lang != "" {
		conv.Lang = d.Lang
	}
	t := Turn{InSeq: d.Next.SeenSeq, Told: d.Next.Done}
	var c *handoff.Case
	switch d.Action {
	case bot.Handoff:
		if conv, c, err = p.handOff(ctx, conv, snap, r, &d); err != nil {
			return Turn{}, err
		}
	case bot.Withdraw:
		if conv, c, err = p.withdraw(ctx, conv); err != nil {
			return Turn{}, err
		}
	}
	if conv.State, err = json.Marshal(d.Next); err != nil {
		return Turn{}, fmt.Errorf("write the bot's state: %w", err)
	}
	if conv.Owner == chat.OwnerBot && d.Action != bot.Silent {
		conv.WaitingSince = time.Time{}
	}
	t.Change = handoff.Change{Conversation: conv, Messages: p.messages(conv, d), Case: c, Push: p.cfg.Push(conv.ChannelID)}
	t.Record = Record{
		ConversationID: conv.ID, InSeq: t.InSeq, Action: d.Action, Reason: d.Reason, Detail: d.Detail, Intent: d.Intent,
		Confidence: d.Confidence, Owner: conv.Owner, Trace: trace, At: p.cfg.Now(),
	}
	if c != nil {
		t.Record.CaseID = c.ID
	}
	return t, nil
}

// why writes the trace of a turn. It fails on numbers that JSON does not have.
func why(r bot.Reading, d bot.Decision) (json.RawMessage, error) {
	if math.IsNaN(d.Confidence) || math.IsInf(d.Confidence, 0) {
		return nil, fmt.Errorf("the confidence of %s is %v", d.Reason, d.Confidence)
	}
	trace, err := json.Marshal(map[string]any{"reading": r, "steps": d.Trace})
	if err != nil {
		return nil, fmt.Errorf("write the trace: %w", err)
	}
	return trace, nil
}

// messages are what the bot says. A handoff's text is an event: it belongs to
// the case, not to an answer.
func (p *Pipeline) messages(conv chat.Conversation, d bot.Decision) []chat.Message {
	if d.Text == "" {
		return nil
	}
	m := chat.Message{
		ID: p.cfg.NewID(), ConversationID: conv.ID, Author: chat.Bot, Kind: chat.KindText, Text: d.Text, Lang: cmp.Or(d.TextLang, conv.Lang),
		Blocks: d.Blocks, QuickReplies: d.QuickReplies, Sources: d.Sources, At: p.cfg.Now(),
	}
	switch d.Action {
	case bot.Handoff:
		m.Kind, m.Event = chat.KindEvent, "handoff_requested"
	case bot.Withdraw:
		m.Kind, m.Event = chat.KindEvent, "handoff_withdrawn"
	}
	return []chat.Message{m}
}

// handOff opens the case. The flow's own words, where it has some, come before
// the transfer text.
func (p *Pipeline) handOff(ctx context.Context, conv chat.Conversation, snap bot.Snapshot, r bot.Reading, d *bot.Decision) (chat.Conversation, *handoff.Case, error) {
	reason := handoff.Reason{Code: handoff.ReasonCode(d.Reason), Detail: d.Detail, TriggerSeq: d.Next.SeenSeq, Confidence: d.Confidence}
	packet, err := p.packet(ctx, snap, r, *d, reason)
	if err != nil {
		return conv, nil, err
	}
	angry := r.Emotion.Label == "anger" && r.Emotion.P >= 0.5
	next, c, err := p.cfg.Policy.Open(conv, handoff.Ask{
		Reason: reason, Skills: skills(*d), Packet: packet, Customer: snap.Customer, Angry: angry, Now: p.cfg.Now(), CaseID: p.cfg.NewID(),
	})
	if err != nil {
		return conv, nil, fmt.Errorf("open a case: %w", err)
	}
	key := "handoff"
	if d.Reason == bot.Reason(handoff.ErrorReason) || d.Reason == bot.Reason(handoff.Undelivered) {
		key = "handoff.error"
	}
	d.Text = strings.TrimSpace(d.Text + "\n\n" + p.cfg.Wording.Say(conv.Lang, key))
	return next, &c, nil
}

// skills are what an agent needs: the flow's topic, else the intent's category.
func skills(d bot.Decision) []string {
	if len(d.Skills) > 0 {
		return d.Skills
	}
	if topic := nlu.Category(d.Intent); topic != "" && topic != "chat" && topic != "control" {
		return []string{"topic:" + topic}
	}
	return nil
}

// withdraw ends the case of a shopper who no longer wants a person.
func (p *Pipeline) withdraw(ctx context.Context, conv chat.Conversation) (chat.Conversation, *handoff.Case, error) {
	open, err := p.cases.Cases(ctx, handoff.CaseFilter{ConversationID: conv.ID, Limit: 1})
	if err != nil {
		return conv, nil, fmt.Errorf("find the case of conversation %s: %w", conv.ID, err)
	}
	if len(open) == 0 {
		return conv, nil, fmt.Errorf("conversation %s waits without a case", conv.ID)
	}
	return handoff.Withdraw(conv, open[0], p.cfg.Now())
}

// packet summarises what the bot knows for the human who comes.
func (p *Pipeline) packet(ctx context.Context, snap bot.Snapshot, r bot.Reading, d bot.Decision, reason handoff.Reason) (handoff.Packet, error) {
	previous, err := p.previous(ctx, snap.Customer)
	if err != nil {
		return handoff.Packet{}, err
	}
	conv := snap.Conversation
	if d.Lang != "" {
		conv.Lang = d.Lang
	}
	k := handoff.Known{
		Conversation: conv, Customer: snap.Customer, Messages: snap.History, Reason: reason,
		Intent: d.Intent, Goal: d.Goal, Topic: nlu.Category(d.Intent), Missing: d.Missing, Anger: d.Next.Anger, AngerSeq: d.Next.AngerSeq,
		Mood: r.Emotion.Label, Previous: previous, AgentLang: p.cfg.AgentLang, Now: p.cfg.Now(),
	}
	if k.Product, err = p.product(ctx, d.Next.Product, d.About); err != nil {
		return handoff.Packet{}, err
	}
	for _, f := range d.Facts {
		k.Facts = append(k.Facts, fact(f))
	}
	for _, o := range d.Orders {
		k.Orders = append(k.Orders, order(o))
	}
	for _, t := range d.Next.Tried {
		k.Tried = append(k.Tried, handoff.Tried{Kind: t.Kind, Ref: t.Ref, Title: t.Title, Seq: t.Seq})
		if t.Kind == "article" {
			k.Articles = append(k.Articles, t.Ref)
		}
	}
	return handoff.Summarise(k, p.cfg.Wording), nil
}

// productCases bounds the earlier cases about a product that come with a packet.
const (
	productCases = 3
	productSince = 180 * 24 * time.Hour
)

// product is what a case is about, with the articles and the earlier cases about
// it; nil where no product was spoken of.
func (p *Pipeline) product(ctx context.Context, t *bot.Talked, about []chat.Source) (*handoff.ProductFact, error) {
	if t == nil {
		return nil, nil
	}
	out := &handoff.ProductFact{ID: t.ID, Title: t.Title, Category: t.Category, Source: handoff.Evidence{Message: t.Seq}}
	if t.Seq == 0 {
		out.Source = handoff.Evidence{Action: "catalogue " + t.ID}
	}
	for _, a := range about {
		out.Articles = append(out.Articles, handoff.ArticleRef{ID: a.ArticleID, Title: a.Title})
	}
	cases, err := p.cases.Cases(ctx, handoff.CaseFilter{
		Product: t.ID, Since: p.cfg.Now().Add(-productSince), States: []handoff.State{handoff.Completed, handoff.ReturnedToBot},
		Newest: true, Limit: productCases,
	})
	if err != nil {
		return nil, fmt.Errorf("list earlier cases about product %s: %w", t.ID, err)
	}
	out.Cases = told(cases)
	return out, nil
}

// told are cases as packets tell of them.
func told(cases []handoff.Case) []handoff.PreviousCase {
	var out []handoff.PreviousCase
	for _, c := range cases {
		pc := handoff.PreviousCase{ID: c.ID, Headline: c.Packet.Headline, Agent: c.AgentID, At: c.CreatedAt}
		if c.Outcome != nil {
			pc.Outcome = c.Outcome.Code
		}
		out = append(out, pc)
	}
	return out
}

func fact(f bot.Fact) handoff.Fact {
	out := handoff.Fact{Key: f.Key, Value: f.Value}
	switch {
	case f.Article != "":
		out.Evidence, out.Provenance = handoff.Evidence{Article: f.Article}, handoff.Inferred
	case f.Action != "":
		out.Evidence, out.Provenance = handoff.Evidence{Action: f.Action}, handoff.Tool
	case f.Inferred:
		out.Evidence, out.Provenance = handoff.Evidence{Message: f.Seq}, handoff.Inferred
	default:
		out.Evidence, out.Provenance = handoff.Evidence{Message: f.Seq}, handoff.Said
	}
	return out
}

func order(o chat.OrderCard) handoff.OrderFact {
	out := handoff.OrderFact{
		ID: o.Number, Status: o.Status, Carrier: o.Carrier, Tracking: o.Tracking, ETA: o.ETA, Amount: o.Total,
		Source: handoff.Evidence{Action: "order " + o.Number},
	}
	for _, it := range o.Items {
		out.Items = append(out.Items, handoff.ItemFact{Title: it.Title, Quantity: it.Quantity})
	}
	return out
}

// previousCases bounds the customer's own earlier cases that come with a packet.
const previousCases = 3

// previous are the customer's handoffs of the last 72 hours, the newest ones.
func (p *Pipeline) previous(ctx context.Context, c chat.Customer) ([]handoff.PreviousCase, error) {
	if c.ID == "" {
		return nil, nil
	}
	cases, err := p.cases.Cases(ctx, handoff.CaseFilter{
		CustomerID: c.ID, Since: p.cfg.Now().Add(-handoff.Remembered), States: []handoff.State{handoff.Completed, handoff.ReturnedToBot},
		Newest: true, Limit: previousCases,
	})
	if err != nil {
		return nil, fmt.Errorf("list earlier cases: %w", err)
	}
	return told(cases), nil
}

// Packet summarises a conversation as it stands, for an agent who takes it from
// the bot.
func (p *Pipeline) Packet(ctx context.Context, conversationID string) (handoff.Packet, error) {
	snap, err := p.store.Load(ctx, conversationID)
	if err != nil {
		return handoff.Packet{}, fmt.Errorf("load conversation %s: %w", conversationID, err)
	}
	facts := slotFacts(snap)
	for _, rec := range snap.Settled { // done, and nobody has been told yet
		facts = append(facts, bot.ActFacts(rec)...)
	}
	d := bot.Decision{Intent: snap.State.Intent, Next: snap.State, Facts: facts, Lang: wording.Base(snap.Conversation.Lang)}
	return p.packet(ctx, snap, bot.Reading{}, d, handoff.Reason{Code: handoff.AgentPull})
}

// slotFacts are what a flow has collected so far, said or understood.
func slotFacts(snap bot.Snapshot) []bot.Fact {
	var out []bot.Fact
	for _, k := range slices.Sorted(maps.Keys(snap.State.Slots)) {
		if k == "confirmed" {
			continue
		}
		f := bot.Fact{Key: k, Value: snap.State.Slots[k], Seq: snap.State.SlotSeq[k]}
		f.Inferred = !slices.ContainsFunc(snap.History, func(m chat.Message) bool { return m.Seq == f.Seq && strings.Contains(m.Text, f.Value) })
		out = append(out, f)
	}
	return out
}

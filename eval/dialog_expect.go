package eval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/internal/wording"
	"frontdesk/pipeline"
	"frontdesk/shop"
	"frontdesk/shop/demo"
)

// expect holds a step's expectations against what is stored.
func (w *world) expect(ctx context.Context, st step) error {
	var errs []error
	if st.Bot != nil {
		errs = append(errs, w.expectBot(ctx, *st.Bot))
	}
	if len(st.Events) > 0 {
		errs = append(errs, w.expectEvents(ctx, st.Events))
	}
	if st.Owner != "" || st.Status != "" {
		conv, err := w.conversation(ctx)
		errs = append(errs, err, same("owner", st.Owner, string(conv.Owner)), same("status", st.Status, string(conv.Status)))
	}
	if st.Case != nil {
		errs = append(errs, w.expectCase(ctx, *st.Case))
	}
	if st.Order != nil {
		errs = append(errs, w.expectOrder(ctx, *st.Order))
	}
	if len(st.Log) > 0 {
		errs = append(errs, w.expectLog(ctx, st.Log))
	}
	if st.Draft != "" {
		errs = append(errs, w.expectDraft(ctx, st.Draft))
	}
	return errors.Join(errs...)
}

// same complains where a value is wanted and another is there.
func same(what, want, got string) error {
	if want == "" || want == got {
		return nil
	}
	return complain(what+" "+want, "%s", quoted(got))
}

func quoted(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// log are the messages of the conversation that the shopper sees.
func (w *world) log(ctx context.Context) ([]chat.Message, error) {
	all, err := w.store.Messages(ctx, w.threads[w.ref], 0, 1000)
	return slices.DeleteFunc(all, func(m chat.Message) bool { return m.Kind.Private() }), err
}

// botSaid are the bot's messages of this step.
func (w *world) botSaid(ctx context.Context) ([]chat.Message, error) {
	all, err := w.log(ctx)
	return slices.DeleteFunc(all, func(m chat.Message) bool { return m.Seq <= w.seen.afterSeq || m.Author != chat.Bot }), err
}

func join(msgs []chat.Message) string {
	var out []string
	for _, m := range msgs {
		out = append(out, m.Text)
	}
	return strings.Join(out, "\n")
}

// turn is the stored record of this step's last turn; without one its action is
// empty.
func (w *world) turn(ctx context.Context) (pipeline.Record, trace, error) {
	if w.seen.inSeq == 0 {
		return pipeline.Record{}, trace{}, nil
	}
	recs, err := w.store.Turns(ctx, w.threads[w.ref], w.seen.inSeq-1)
	if err != nil || len(recs) == 0 {
		return pipeline.Record{}, trace{}, err
	}
	rec := recs[len(recs)-1]
	var t trace
	err = json.Unmarshal(rec.Trace, &t)
	return rec, t, err
}

func (w *world) expectBot(ctx context.Context, want wantBot) error {
	said, err := w.botSaid(ctx)
	if err != nil {
		return err
	}
	rec, tr, err := w.turn(ctx)
	if err != nil {
		return err
	}
	if want.Silent {
		if len(said) > 0 {
			return complain("that the bot is silent", "%q", join(said))
		}
		return nil
	}
	errs := []error{
		expectWords(want, said), expectReplies(want.Replies, said), expectBlocks(want.Blocks, said), w.expectSources(ctx, want.Cites, said),
		same("intent", want.Intent, topIntent(tr)), same("action", want.Action, string(rec.Action)), same("reason", want.Reason, string(rec.Reason)),
		within("P(intent)", want.P, tr.Reading.Accept), within("confidence", want.Confidence, rec.Confidence),
	}
	if slices.Contains(want.NotReason, string(rec.Reason)) {
		errs = append(errs, complain("another reason", "%s", rec.Reason))
	}
	if want.Messages > 0 && want.Messages != len(said) {
		errs = append(errs, complain(fmt.Sprintf("%d messages of the bot", want.Messages), "%d: %q", len(said), join(said)))
	}
	if len(said) > 0 {
		errs = append(errs, same("language", want.Lang, wording.Base(said[len(said)-1].Lang)))
	} else if want.Lang != "" {
		errs = append(errs, complain("an answer in "+want.Lang, "no answer"))
	}
	return errors.Join(errs...)
}

func topIntent(t trace) string {
	if len(t.Reading.Intents) == 0 {
		return ""
	}
	return t.Reading.Intents[0].Intent
}

func expectWords(want wantBot, said []chat.Message) error {
	text := strings.ToLower(join(said))
	var errs []error
	for _, part := range want.Contains {
		if !strings.Contains(text, strings.ToLower(part)) {
			errs = append(errs, complain(fmt.Sprintf("an answer with %q", part), "%s", quoted(join(said))))
		}
	}
	for _, part := range want.NotContains {
		if strings.Contains(text, strings.ToLower(part)) {
			errs = append(errs, complain(fmt.Sprintf("an answer without %q", part), "%s", join(said)))
		}
	}
	if len(want.Any) > 0 && !slices.ContainsFunc(want.Any, func(p string) bool { return strings.Contains(text, strings.ToLower(p)) }) {
		errs = append(errs, complain(fmt.Sprintf("an answer with one of %q", want.Any), "%s", quoted(join(said))))
	}
	return errors.Join(errs...)
}

func expectReplies(want texts, said []chat.Message) error {
	var offered []string
	for _, m := range said {
		for _, q := range m.QuickReplies {
			offered = append(offered, q.Title, q.Payload)
		}
	}
	for _, part := range want {
		if !slices.ContainsFunc(offered, func(o string) bool { return strings.Contains(strings.ToLower(o), strings.ToLower(part)) }) {
			return complain(fmt.Sprintf("a quick reply %q", part), "%q", offered)
		}
	}
	return nil
}

func expectBlocks(want []wantBlock, said []chat.Message) error {
	var orders []chat.OrderCard
	var products []string
	for _, m := range said {
		for _, b := range m.Blocks {
			if b.Order != nil {
				orders = append(orders, *b.Order)
			}
			if b.Product != nil {
				products = append(products, b.Product.SKU)
			}
		}
	}
	for _, b := range want {
		if b.Product != "" && !slices.Contains(products, b.Product) {
			return complain("a card of product "+b.Product, "%q", products)
		}
		if b.Order != "" && !slices.ContainsFunc(orders, func(c chat.OrderCard) bool {
			return c.Number == b.Order && (b.Status == "" || b.Status == c.Status)
		}) {
			return complain(strings.TrimSpace("a card of order "+b.Order+" "+b.Status), "%+v", orders)
		}
	}
	return nil
}

// expectSources holds the cited articles against parts of their keys or titles.
func (w *world) expectSources(ctx context.Context, want texts, said []chat.Message) error {
	if len(want) == 0 {
		return nil
	}
	cited := []string{}
	for _, id := range sourceIDs(said) {
		a, err := w.article(ctx, id)
		if err != nil {
			return fmt.Errorf("article %s, which is cited: %w", id, err)
		}
		cited = append(cited, a.Key+" "+a.Title)
	}
	for _, part := range want {
		if part == "none" {
			if len(cited) > 0 {
				return complain("no source", "%q", cited)
			}
			continue
		}
		if !slices.ContainsFunc(cited, func(c string) bool { return strings.Contains(strings.ToLower(c), strings.ToLower(part)) }) {
			return complain(fmt.Sprintf("that %q is cited", part), "%q", cited)
		}
	}
	return nil
}

// bound is a condition on a number.
type bound struct {
	op string
	n  float64
}

// parseBound reads >=0.7, <= 3, >, <, or a number alone.
func parseBound(s string) (bound, error) {
	b := bound{op: "="}
	rest := strings.TrimSpace(s)
	for _, op := range []string{">=", "<=", ">", "<", "="} {
		if after, ok := strings.CutPrefix(rest, op); ok {
			b.op, rest = op, after
			break
		}
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
	if err != nil {
		return b, fault.New(fault.Invalid, "", "%q is no bound; write it like >=0.7", s)
	}
	b.n = n
	return b, nil
}

func (b bound) holds(v float64) bool {
	switch b.op {
	case ">=":
		return v >= b.n
	case "<=":
		return v <= b.n
	case ">":
		return v > b.n
	case "<":
		return v < b.n
	}
	return v == b.n
}

func within(what, want string, got float64) error {
	if want == "" {
		return nil
	}
	b, err := parseBound(want)
	if err != nil {
		return err
	}
	if !b.holds(got) {
		return complain(what+" "+want, "%.3f", got)
	}
	return nil
}

// expectEvents holds the step's event messages against the wanted ones.
func (w *world) expectEvents(ctx context.Context, want texts) error {
	all, err := w.log(ctx)
	if err != nil {
		return err
	}
	got := []string{}
	for _, m := range all {
		if m.Seq > w.seen.afterSeq && m.Kind == chat.KindEvent {
			got = append(got, m.Event)
		}
	}
	if len(want) == 1 && want[0] == "none" {
		want = texts{}
	}
	if !slices.Equal(got, []string(want)) {
		return complain(fmt.Sprintf("the events %v", want), "%v", got)
	}
	return nil
}

// expectLog holds the end of what the shopper sees against "author: part".
func (w *world) expectLog(ctx context.Context, want texts) error {
	all, err := w.log(ctx)
	if err != nil {
		return err
	}
	var got []string
	for _, m := range all[max(0, len(all)-len(want)):] {
		got = append(got, string(m.Author)+": "+m.Text)
	}
	for i, line := range want {
		author, part, _ := strings.Cut(line, ":")
		if i >= len(got) || !strings.HasPrefix(got[i], author+": ") || !strings.Contains(got[i], strings.TrimSpace(part)) {
			return complain(fmt.Sprintf("that the conversation ends with %q", []string(want)), "%q", got)
		}
	}
	return nil
}

// expectDraft looks for an answer that was left to the agent.
func (w *world) expectDraft(ctx context.Context, part string) error {
	all, err := w.store.Messages(ctx, w.threads[w.ref], w.seen.afterSeq, 1000)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(m chat.Message) bool { return m.Kind != chat.KindDraft })
	if !slices.ContainsFunc(all, func(m chat.Message) bool { return strings.Contains(m.Text, part) }) {
		return complain(fmt.Sprintf("a draft with %q", part), "%q", join(all))
	}
	return nil
}

// everyState lists all states of a case, so that over ones are found too.
var everyState = []handoff.State{handoff.Proposed, handoff.Declined, handoff.Requested, handoff.Queued, handoff.Offered, handoff.InService,
	handoff.Completed, handoff.ReturnedToBot, handoff.Withdrawn, handoff.Deferred, handoff.Failed}

// cases are the conversation's cases, oldest first.
func (w *world) cases(ctx context.Context) ([]handoff.Case, error) {
	all, err := w.store.Cases(ctx, handoff.CaseFilter{ConversationID: w.threads[w.ref], States: everyState})
	slices.SortFunc(all, func(a, b handoff.Case) int { return int(a.Epoch - b.Epoch) })
	return all, err
}

func (w *world) expectCase(ctx context.Context, want wantCase) error {
	all, err := w.cases(ctx)
	if err != nil {
		return err
	}
	if want.None || len(all) == 0 {
		if want.None == (len(all) == 0) {
			return nil
		}
		return complain(map[bool]string{true: "no case", false: "a case"}[want.None], "%d cases", len(all))
	}
	c := all[len(all)-1]
	outcome := ""
	if c.Outcome != nil {
		outcome = c.Outcome.Code
	}
	errs := []error{
		same("case state", want.State, string(c.State)), same("case reason", want.Reason, string(c.Reason.Code)),
		same("an offer to", want.OfferedTo, c.OfferedTo), same("agent", want.Agent, c.AgentID), same("outcome", want.Outcome, outcome),
		within("priority", want.Priority, float64(c.Priority)), subset("packet", want.Packet, c.Packet),
	}
	if want.Count > 0 && want.Count != len(all) {
		errs = append(errs, complain(fmt.Sprintf("%d cases", want.Count), "%d", len(all)))
	}
	for _, s := range want.Skills {
		if !slices.Contains(c.Skills, s) {
			errs = append(errs, complain("the skill "+s, "%q", c.Skills))
		}
	}
	return errors.Join(errs...)
}

// subset holds a part of a structure against its JSON form.
func subset(what string, want map[string]any, got any) error {
	if want == nil {
		return nil
	}
	raw, err := json.Marshal(got)
	if err != nil {
		return err
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return err
	}
	return contained(what, any(want), tree)
}

// contained: texts are parts, objects have the members, lists have the elements
// in any order, an empty list is empty.
func contained(what string, want, got any) error {
	switch want := want.(type) {
	case map[string]any:
		members, _ := got.(map[string]any)
		var errs []error
		for key, v := range want {
			errs = append(errs, contained(what+"."+key, v, members[key]))
		}
		return errors.Join(errs...)
	case []any:
		list, _ := got.([]any)
		if len(want) == 0 && len(list) > 0 {
			return complain(what+" empty", "%v", list)
		}
		for _, v := range want {
			if !slices.ContainsFunc(list, func(g any) bool { return contained(what, v, g) == nil }) {
				return complain(fmt.Sprintf("%s with %v", what, v), "%v", list)
			}
		}
		return nil
	case string:
		if s, ok := got.(string); ok && strings.Contains(strings.ToLower(s), strings.ToLower(want)) {
			return nil
		}
	default:
		if fmt.Sprint(want) == fmt.Sprint(got) {
			return nil
		}
	}
	return complain(fmt.Sprintf("%s %v", what, want), "%v", got)
}

// expectOrder reads an order at the shop itself.
func (w *world) expectOrder(ctx context.Context, want wantOrder) error {
	i := slices.IndexFunc(demo.Showcases(), func(s demo.Showcase) bool { return s.Number == want.Number })
	if i < 0 {
		return complain("a showcase order", "%s", want.Number)
	}
	o, err := w.shop.backend.Order(ctx, want.Number, shop.Proof{Email: demo.Showcases()[i].Email})
	if err != nil {
		return err
	}
	var errs []error
	if want.Returns != nil && *want.Returns != len(o.Returns) {
		errs = append(errs, complain(fmt.Sprintf("%d returns of order %s", *want.Returns, want.Number), "%d", len(o.Returns)))
	}
	var item shop.ReturnItem
	if n := len(o.Returns); n > 0 && len(o.Returns[n-1].Items) > 0 {
		item = o.Returns[n-1].Items[0]
	}
	if !strings.Contains(item.SKU, want.Item) {
		errs = append(errs, complain("a return of "+want.Item, "%s", quoted(item.SKU)))
	}
	errs = append(errs, same("the reason", want.Reason, string(item.Reason)))
	if to := fmt.Sprint(o.Address.Line1, ", ", o.Address.Postcode, " ", o.Address.City); !strings.Contains(to, want.Address) {
		errs = append(errs, complain("the address "+want.Address, "%s", to))
	}
	return errors.Join(errs...)
}

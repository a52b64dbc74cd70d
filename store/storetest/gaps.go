package storetest

import (
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/gaps"
	"frontdesk/internal/fault"
)

func tryRatings(t *testing.T, w *world) {
	ctx := t.Context()
	r := w.say("ana", "ana-1", "how long can I return it?")
	_, err := w.Commit(ctx, answer(r.Conversation, 1, "30 days"))
	w.ok(err)
	place := gaps.Place{At: w.clock.Now(), ID: r.Conversation.ID}
	w.clock.pass(time.Minute)
	helpful := func() int {
		t.Helper()
		log, err := w.Messages(ctx, r.Conversation.ID, 1, 1)
		w.ok(err)
		snap, err := w.Load(ctx, r.Conversation.ID)
		w.ok(err)
		w.got("in the log and in a snapshot", snap.History[1].Helpful, log[0].Helpful)
		return log[0].Helpful
	}
	w.got("not rated", helpful(), 0)
	before, err := w.Conversation(ctx, r.Conversation.ID)
	w.ok(err)
	w.ok(w.RateMessage(ctx, r.Conversation.ID, 2, -1))
	w.got("does not help", helpful(), -1)
	w.ok(w.RateMessage(ctx, r.Conversation.ID, 2, 1))
	w.got("thought better of it", helpful(), 1)
	after, err := w.Conversation(ctx, r.Conversation.ID)
	w.ok(err)
	w.got("a turn under way is not stale", after.Version, before.Version)
	changed, err := w.ChangedConversations(ctx, place, w.clock.Now().Add(time.Second), 10)
	w.ok(err)
	w.got("seen as changed", changed, []gaps.Place{{At: w.clock.Now(), ID: r.Conversation.ID}})
	w.refused(w.RateMessage(ctx, r.Conversation.ID, 1, 1), fault.NotFound, "")
	w.refused(w.RateMessage(ctx, r.Conversation.ID, 9, 1), fault.NotFound, "")
	w.refused(w.RateMessage(ctx, "nothing", 2, 1), fault.NotFound, "")
}

func tryGapWork(t *testing.T, w *world) {
	ctx := t.Context()
	a := w.say("ana", "ana-1", "one").Conversation
	b := w.say("ben", "ben-1", "two").Conversation
	w.clock.pass(time.Second)
	c := w.say("cleo", "cleo-1", "three").Conversation
	until := w.clock.Now().Add(time.Minute)
	p, mine, err := w.TakeGapWork(ctx, "one", w.clock.Now(), until)
	w.ok(err)
	w.got("taken", []any{p, mine}, []any{gaps.Place{}, true})
	_, mine, err = w.TakeGapWork(ctx, "two", w.clock.Now(), until)
	w.ok(err)
	w.got("another one has it", mine, false)
	w.refused(w.SaveFound(ctx, "two", gaps.Batch{To: gaps.Place{At: start, ID: a.ID}}), fault.Stale, "")

	list := func(after gaps.Place, limit int) (ids []string) {
		t.Helper()
		out, err := w.ChangedConversations(ctx, after, until, limit)
		w.ok(err)
		for _, p := range out {
			ids = append(ids, p.ID)
		}
		return ids
	}
	w.got("all", list(gaps.Place{}, 10), []string{a.ID, b.ID, c.ID})
	w.got("a page", list(gaps.Place{At: start, ID: a.ID}, 1), []string{b.ID})
	w.ok(w.SaveFound(ctx, "one", gaps.Batch{To: gaps.Place{At: start, ID: b.ID}}))
	w.clock.pass(2 * time.Minute)
	p, mine, err = w.TakeGapWork(ctx, "two", w.clock.Now(), w.clock.Now().Add(time.Minute))
	w.ok(err)
	w.got("where the first one stopped", []any{p, mine}, []any{gaps.Place{At: start, ID: b.ID}, true})
	w.got("the rest", list(p, 10), []string{c.ID})
	w.refused(w.SaveFound(ctx, "one", gaps.Batch{To: p}), fault.Stale, "")

	cases, err := w.CasesOf(ctx, a.ID)
	w.ok(err)
	w.got("no case", len(cases), 0)
	served, k := w.served("dora", "li")
	cases, err = w.CasesOf(ctx, served.ID)
	w.ok(err)
	w.got("its case", []string{cases[0].ID, string(cases[0].State)}, []string{k.ID, string(k.State)})
}

// asks is a missed question of a conversation.
func asks(c chat.Conversation, seq int64, gap, lang, text string, at time.Time, cost gaps.Cost) gaps.Miss {
	return gaps.Miss{
		ConversationID: c.ID, Seq: seq, GapID: gap, Cause: gaps.NoAnswer, Asked: gaps.Asked{Text: text, Lang: lang, Concepts: []string{"gift"}},
		Also: []string{}, Market: "DE", ChannelID: "web", At: at, Cost: cost, CaseID: "case", Outcome: "solved", RepliesFrom: 4,
		RepliesTo: int64(4 * cost.Handoffs), Near: gaps.Near{ArticleID: "art", Title: "Shipping", P: 0.25},
	}
}

// missed stores two gaps: one asked for in two languages, and one that costs less.
func (w *world) missed() (wrap, vegan gaps.Gap, ana, ben chat.Conversation) {
	w.t.Helper()
	ctx := w.t.Context()
	ana, ben = w.say("ana", "ana-1", "gift wrap?").Conversation, w.say("ben", "ben-1", "Geschenk?").Conversation
	wrap = gaps.Gap{ID: "gap-wrap", Title: "gift wrap?", Lang: "en", State: gaps.Open, CreatedAt: start, LastAt: start, Size: 2,
		Profile: gaps.Profile{Exemplars: []gaps.Asked{{Text: "gift wrap?", Lang: "en"}}}}
	vegan = gaps.Gap{ID: "gap-vegan", Title: "vegan?", Lang: "en", State: gaps.Open, CreatedAt: start, LastAt: start, Size: 1}
	_, _, err := w.TakeGapWork(ctx, "one", start, start.Add(time.Hour))
	w.ok(err)
	w.ok(w.SaveFound(ctx, "one", gaps.Batch{Gaps: []gaps.Gap{wrap, vegan}, Found: []gaps.Found{
		{ConversationID: ana.ID, Misses: []gaps.Miss{
			asks(ana, 1, wrap.ID, "en", "gift wrap?", start, gaps.Cost{Handoffs: 1, Waited: time.Minute, Handled: 3 * time.Minute}),
			asks(ana, 3, vegan.ID, "en", "vegan?", start.Add(time.Minute), gaps.Cost{}),
		}},
		{ConversationID: ben.ID, Misses: []gaps.Miss{asks(ben, 1, wrap.ID, "de", "Geschenk?", start.Add(8*24*time.Hour), gaps.Cost{Handoffs: 1, Open: 1})}},
	}}))
	return wrap, vegan, ana, ben
}

func tryMisses(t *testing.T, w *world) {
	ctx := t.Context()
	wrap, vegan, ana, ben := w.missed()
	later := start.Add(30 * 24 * time.Hour)
	rows, total, err := w.Gaps(ctx, gaps.Filter{State: gaps.Open, Since: start, Before: later, Typical: time.Minute})
	w.ok(err)
	w.got("how many", len(rows), 2)
	w.got("the dearest first", []any{rows[0].Gap.ID, rows[0].Count, rows[0].Langs, rows[0].Cost}, []any{wrap.ID, 2, []string{"de", "en"},
		gaps.Cost{Handoffs: 2, Waited: time.Minute, Handled: 3 * time.Minute, Open: 1}})
	w.got("the other", []any{rows[1].Gap.ID, rows[1].Count}, []any{vegan.ID, 1})
	w.got("totals", total, gaps.Totals{Gaps: 2, Misses: 3, Cost: rows[0].Cost, Known: 1})
	rows, total, err = w.Gaps(ctx, gaps.Filter{Lang: "de", Since: start, Before: later})
	w.ok(err)
	w.got("in German", []any{len(rows), rows[0].Gap.ID, total.Misses}, []any{1, wrap.ID, 2})
	rows, _, err = w.Gaps(ctx, gaps.Filter{Since: start.Add(7 * 24 * time.Hour), Before: start.Add(14 * 24 * time.Hour)})
	w.ok(err)
	w.got("in the second week", []any{len(rows), rows[0].Gap.ID, rows[0].Count, rows[0].Before}, []any{1, wrap.ID, 1, 1})
	rows, _, err = w.Gaps(ctx, gaps.Filter{State: gaps.Dismissed, Since: start})
	w.ok(err)
	w.got("none is dismissed", len(rows), 0)
	rows, total, err = w.Gaps(ctx, gaps.Filter{Since: start, Limit: 1, Offset: 1})
	w.ok(err)
	w.got("a page", []any{len(rows), rows[0].Gap.ID, total.Gaps}, []any{1, vegan.ID, 2})

	got, err := w.Misses(ctx, gaps.MissFilter{GapID: wrap.ID})
	w.ok(err)
	w.got("newest first", []any{len(got), got[0]}, []any{2, asks(ben, 1, wrap.ID, "de", "Geschenk?", start.Add(8*24*time.Hour), gaps.Cost{Handoffs: 1, Open: 1})})
	got, err = w.Misses(ctx, gaps.MissFilter{GapID: vegan.ID, With: true})
	w.ok(err)
	w.got("nobody replied", len(got), 0)
	weeks, err := w.GapWeeks(ctx, gaps.MissFilter{GapID: wrap.ID})
	w.ok(err)
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	w.got("weeks", weeks, []gaps.Bucket{
		{Week: monday, Lang: "en", Count: 1, Cost: gaps.Cost{Handoffs: 1, Waited: time.Minute, Handled: 3 * time.Minute}},
		{Week: monday.AddDate(0, 0, 7), Lang: "de", Count: 1, Cost: gaps.Cost{Handoffs: 1, Open: 1}},
	})
	near, err := w.GapNear(ctx, gaps.MissFilter{GapID: wrap.ID})
	w.ok(err)
	w.got("nearest", near, []gaps.NearCount{{Near: gaps.Near{ArticleID: "art", Title: "Shipping", P: 0.25}, Count: 2}})

	// Read again, the conversation has one question less; the other keeps its gap.
	known, err := w.GapsOf(ctx, ana.ID)
	w.ok(err)
	w.got("known", known, map[int64]string{1: wrap.ID, 3: vegan.ID})
	w.ok(w.SaveFound(ctx, "one", gaps.Batch{Found: []gaps.Found{{ConversationID: ana.ID, Misses: []gaps.Miss{
		asks(ana, 1, vegan.ID, "en", "gift wrap?", start, gaps.Cost{Handoffs: 1}),
	}}}}))
	known, err = w.GapsOf(ctx, ana.ID)
	w.ok(err)
	w.got("one less", known, map[int64]string{1: wrap.ID})
	all, err := w.GapsSince(ctx, 0, 10)
	w.ok(err)
	w.got("with profiles", []any{len(all), all[0].Profile, all[1].Revision > all[0].Revision}, []any{2, wrap.Profile, true})
	none, err := w.GapsSince(ctx, all[1].Revision, 10)
	w.ok(err)
	w.got("nothing since", len(none), 0)
	w.refused(w.SaveFound(ctx, "one", gaps.Batch{Found: []gaps.Found{{ConversationID: ana.ID, Misses: []gaps.Miss{{ConversationID: ana.ID, Seq: 1}}}}}), fault.Invalid, "")
}

func tryGapChanges(t *testing.T, w *world) {
	ctx := t.Context()
	wrap, vegan, ana, _ := w.missed()
	load := func(id string) gaps.Gap {
		t.Helper()
		g, err := w.Gap(ctx, id)
		w.ok(err)
		return g
	}
	_, err := w.Gap(ctx, "nothing")
	w.refused(err, fault.NotFound, "")

	// Merged: it counts with the other, and is recognised by itself still.
	v := load(vegan.ID)
	v.Into, v.ByHand, v.ChangedBy = wrap.ID, true, "Mara"
	changed, err := w.ChangeGaps(ctx, []gaps.Gap{v}, nil)
	w.ok(err)
	w.got("version", changed[0].Version, int64(1))
	_, err = w.ChangeGaps(ctx, []gaps.Gap{v}, nil)
	w.refused(err, fault.Conflict, "version_conflict")
	rows, _, err := w.Gaps(ctx, gaps.Filter{Since: start})
	w.ok(err)
	w.got("one row", []any{len(rows), rows[0].Gap.ID, rows[0].Count}, []any{1, wrap.ID, 3})
	merged, err := w.MergedInto(ctx, wrap.ID)
	w.ok(err)
	w.got("merged", []any{len(merged), merged[0].ID}, []any{1, vegan.ID})
	got, err := w.Misses(ctx, gaps.MissFilter{GapID: wrap.ID})
	w.ok(err)
	w.got("all its questions", len(got), 3)

	// What is learnt later does not undo what was changed by hand.
	w.ok(w.SaveFound(ctx, "one", gaps.Batch{Gaps: []gaps.Gap{{ID: vegan.ID, Title: "is it vegan?", Lang: "en", State: gaps.Open, Size: 2, LastAt: start.Add(time.Hour)}}}))
	v = load(vegan.ID)
	w.got("learnt", []any{v.Title, v.Size, v.Into, v.Version}, []any{"is it vegan?", 2, wrap.ID, int64(1)})

	// Split: a question moves to a gap of its own, and stays there when it is read again.
	own := gaps.Gap{ID: "gap-own", Title: "gift wrap?", Lang: "en", State: gaps.Open, ByHand: true, CreatedAt: start}
	_, err = w.ChangeGaps(ctx, []gaps.Gap{own}, []gaps.Ref{{ConversationID: ana.ID, Seq: 1}})
	w.ok(err)
	known, err := w.GapsOf(ctx, ana.ID)
	w.ok(err)
	w.got("moved", known[1], own.ID)
	own = load(own.ID)
	_, err = w.ChangeGaps(ctx, []gaps.Gap{own}, []gaps.Ref{{ConversationID: ana.ID, Seq: 77}})
	w.refused(err, fault.NotFound, "")
	w.got("nothing of it was written", load(own.ID).Version, own.Version)

	// An article is written for it: what it answers is counted from then on.
	own.ArticleID, own.LinkedAt = "art-wrap", start.Add(time.Hour)
	_, err = w.ChangeGaps(ctx, []gaps.Gap{own}, nil)
	w.ok(err)
	linked, err := w.LinkedGaps(ctx, 10)
	w.ok(err)
	w.got("linked", []any{len(linked), linked[0].ID}, []any{1, own.ID})
	w.ok(w.SaveFound(ctx, "one", gaps.Batch{Found: []gaps.Found{{ConversationID: ana.ID, Answered: []gaps.Answered{
		{ConversationID: ana.ID, Seq: 5, ArticleID: "art-wrap", At: start.Add(2 * time.Hour)},
		{ConversationID: ana.ID, Seq: 7, ArticleID: "another", At: start.Add(2 * time.Hour)},
	}}}}))
	n, err := w.GapAnswered(ctx, own.ID, start)
	w.ok(err)
	w.got("answered", n, 1)
	n, err = w.GapAnswered(ctx, own.ID, start.Add(3*time.Hour))
	w.ok(err)
	w.got("since", n, 0)
}

func tryDigests(t *testing.T, w *world) {
	ctx := t.Context()
	d := gaps.Digest{Week: start.Truncate(24 * time.Hour), MadeAt: start, Body: gaps.DigestBody{Total: gaps.Totals{Gaps: 3}}}
	saved, err := w.SaveDigest(ctx, d)
	w.ok(err)
	w.got("saved", saved, true)
	second := d
	second.Body.Total.Gaps = 4
	saved, err = w.SaveDigest(ctx, second)
	w.ok(err)
	w.got("once a week", saved, false)
	second.Week = d.Week.AddDate(0, 0, 7)
	_, err = w.SaveDigest(ctx, second)
	w.ok(err)
	got, err := w.Digests(ctx, 10)
	w.ok(err)
	w.got("newest first", got, []gaps.Digest{second, d})
}

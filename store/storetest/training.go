package storetest

import (
	"bytes"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/bot/training"
	"frontdesk/internal/fault"
)

func example(n int, intent, text string) training.Example {
	return training.Example{ID: fmt.Sprintf("e-%03d", n), Text: text, Intent: intent, Lang: "en", Origin: training.ByHand, CreatedBy: "Mara", CreatedAt: start}
}

func tryExamples(t *testing.T, w *world) {
	list := []training.Example{
		example(1, "size_advice", "Is it 100% true to size?"), example(2, "size_advice", "¿Qué talla necesito?"), example(3, "order_status", "where is my parcel"),
	}
	list[1].Lang, list[2].Origin, list[2].ConversationID = "es", training.FromConversation, "c-1"
	own := training.Intent{ID: "size_advice", Title: "Size advice", Category: "presales", Own: true, UpdatedBy: "Mara", UpdatedAt: start}
	n, err := w.AddExamples(t.Context(), list, []training.Intent{own})
	w.ok(err)
	w.got("added", n, 3)
	all, err := w.AllExamples(t.Context())
	w.ok(err)
	w.got("all", all, list)
	n, err = w.AddExamples(t.Context(), []training.Example{example(4, "order_status", "  WHERE is my   parcel "), example(5, "order_status", "parcel?")}, nil)
	w.ok(err)
	w.got("a text that is there is passed over", n, 1)
	_, err = w.AddExamples(t.Context(), []training.Example{example(6, "refund_status", "new"), example(7, "refund_status", "Where is my parcel")},
		[]training.Intent{{ID: "never", Title: "Never"}})
	w.refused(err, fault.Conflict, "other_intent")

	for name, c := range map[string]struct {
		filter training.ExampleFilter
		want   []string
		total  int
	}{
		"all":         {training.ExampleFilter{}, []string{"e-005", "e-003", "e-002", "e-001"}, 4},
		"intent":      {training.ExampleFilter{Intent: "size_advice"}, []string{"e-002", "e-001"}, 2},
		"language":    {training.ExampleFilter{Lang: "es"}, []string{"e-002"}, 1},
		"origin":      {training.ExampleFilter{Origin: training.FromConversation}, []string{"e-003"}, 1},
		"text":        {training.ExampleFilter{Text: "QUÉ TALLA"}, []string{"e-002"}, 1},
		"literal":     {training.ExampleFilter{Text: "%"}, []string{"e-001"}, 1},
		"first page":  {training.ExampleFilter{Limit: 2}, []string{"e-005", "e-003"}, 4},
		"second page": {training.ExampleFilter{Limit: 2, After: "e-003"}, []string{"e-002", "e-001"}, 4},
	} {
		got, total, err := w.Examples(t.Context(), c.filter)
		w.ok(err)
		var ids []string
		for _, e := range got {
			ids = append(ids, e.ID)
		}
		w.got(name, ids, c.want)
		w.got(name+": total", total, c.total)
	}
	counts, err := w.ExampleCounts(t.Context())
	w.ok(err)
	w.got("counts", counts, []training.Count{{Intent: "order_status", Lang: "en", N: 2}, {Intent: "size_advice", Lang: "en", N: 1}, {Intent: "size_advice", Lang: "es", N: 1}})
}

func tryExampleChanges(t *testing.T, w *world) {
	_, err := w.AddExamples(t.Context(), []training.Example{example(1, "order_status", "one"), example(2, "order_status", "two")}, nil)
	w.ok(err)
	changed, err := w.ChangeExample(t.Context(), training.Example{ID: "e-001", Text: "One!", Intent: "none", Lang: "de"})
	w.ok(err)
	want := example(1, "none", "One!")
	want.Lang = "de"
	w.got("changed", changed, want)
	_, err = w.ChangeExample(t.Context(), training.Example{ID: "e-001", Text: "TWO", Intent: "order_status"})
	w.refused(err, fault.Conflict, "other_intent")
	_, err = w.ChangeExample(t.Context(), example(9, "order_status", "nine"))
	w.refused(err, fault.NotFound, "")
	gone, err := w.DeleteExample(t.Context(), "e-001")
	w.ok(err)
	w.got("what was deleted comes back", gone, want)
	_, err = w.DeleteExample(t.Context(), "e-001")
	w.refused(err, fault.NotFound, "")
	_, err = w.AddExamples(t.Context(), []training.Example{example(3, "order_status", "a\x00")}, nil)
	w.refused(err, fault.Invalid, "invalid_text")

	own := training.Intent{ID: "order_status", Title: "Order status", Category: "order", Off: true, UpdatedBy: "Mara", UpdatedAt: start}
	w.ok(w.SaveIntent(t.Context(), own))
	own.Off = false
	w.ok(w.SaveIntent(t.Context(), own))
	intents, err := w.ShopIntents(t.Context())
	w.ok(err)
	w.got("intents", intents, []training.Intent{own})
	w.refused(w.DeleteIntent(t.Context(), own.ID), fault.Conflict, "intent_has_examples")
	_, err = w.DeleteExample(t.Context(), "e-002")
	w.ok(err)
	w.ok(w.DeleteIntent(t.Context(), own.ID))
	w.refused(w.DeleteIntent(t.Context(), own.ID), fault.NotFound, "")
}

func artefact(n int) training.Artefact {
	return training.Artefact{
		Model: training.Model{CreatedAt: start, CreatedBy: "Mara", Checksum: "sum", DataHash: "data", Seed: 7, Size: 3, Note: "first",
			Kept: true, Figures: training.Figures{Examples: n, Accuracy: .5}},
		Report: training.Report{Languages: []string{"en"}, Confusions: []training.Confusion{{Intent: "a", Taken: "b", N: 1}}},
		Bytes:  []byte{0, byte(n), 255}, Outcomes: []byte{1, byte(n)},
	}
}

func tryModels(t *testing.T, w *world) {
	live, err := w.LiveModel(t.Context())
	w.ok(err)
	w.got("live before any use", live, training.Shipped)
	_, err = w.Artefact(t.Context(), training.Shipped)
	w.refused(err, fault.NotFound, "")
	for n := range 2 { // the second takes the first one's place
		base := artefact(n)
		base.Bytes = nil
		w.ok(w.SaveBaseline(t.Context(), base))
	}
	for n := 1; n <= training.KeptModels+2; n++ {
		version, err := w.SaveModel(t.Context(), artefact(n))
		w.ok(err)
		w.got("version", version, int64(n))
		if n == 1 {
			w.ok(w.UseModel(t.Context(), training.Use{At: start, By: "Mara", Version: 1, Forced: true, Reason: "it must", Worse: []string{"ece"}}))
		}
	}
	list, err := w.Models(t.Context())
	w.ok(err)
	var kept []int64
	for _, m := range list {
		if m.Kept {
			kept = append(kept, m.Version)
		}
	}
	w.got("kept: the newest and the live one", kept, []int64{12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 1})
	w.got("the shipped one is last", []any{len(list), list[12].Version, list[12].Figures.Examples}, []any{13, training.Shipped, 1})
	got, err := w.Artefact(t.Context(), 12)
	w.ok(err)
	want := artefact(12)
	want.Version = 12
	w.got("stored", got, want)
	dropped, err := w.Artefact(t.Context(), 2)
	w.ok(err)
	w.got("dropped", []any{dropped.Bytes == nil, dropped.Outcomes == nil, dropped.Report.Languages}, []any{true, true, []string{"en"}})
	m, r, err := w.ModelReport(t.Context(), 12)
	w.ok(err)
	w.got("with report", []any{m, r}, []any{want.Model, want.Report})

	w.refused(w.UseModel(t.Context(), training.Use{Version: 3, Previous: 2}), fault.Conflict, "live_changed")
	w.ok(w.UseModel(t.Context(), training.Use{At: start, By: "Li", Version: 12, Previous: 1}))
	uses, err := w.Uses(t.Context(), 10)
	w.ok(err)
	w.got("uses", uses, []training.Use{{At: start, By: "Li", Version: 12, Previous: 1},
		{At: start, By: "Mara", Version: 1, Forced: true, Reason: "it must", Worse: []string{"ece"}}})
	live, err = w.LiveModel(t.Context())
	w.ok(err)
	w.got("live", live, int64(12))
	big := artefact(1)
	big.Bytes = bytes.Repeat([]byte{0, 1, 2, 3}, 1<<19)
	version, err := w.SaveModel(t.Context(), big)
	w.ok(err)
	got, err = w.Artefact(t.Context(), version)
	w.ok(err)
	w.got("two megabytes", bytes.Equal(got.Bytes, big.Bytes), true)
}

func job(id string) training.Job {
	return training.Job{ID: id, By: "Mara", Note: "n", Seed: 1, BegunAt: start, LeaseUntil: start.Add(time.Minute), Stage: training.StageReading}
}

func tryTraining(t *testing.T, w *world) {
	last, err := w.LastTraining(t.Context())
	w.ok(err)
	w.got("none", last, training.Job{})
	w.refused(w.CancelTraining(t.Context()), fault.NotFound, "")
	first := job("j-1")
	w.ok(w.BeginTraining(t.Context(), first))
	w.refused(w.BeginTraining(t.Context(), job("j-2")), fault.Conflict, "training_running")
	first.Stage, first.Done, first.Total = training.StageTraining, 2, 6
	kept, err := w.KeepTraining(t.Context(), first)
	w.ok(err)
	w.got("progress", kept, first)
	w.ok(w.CancelTraining(t.Context()))
	kept, err = w.KeepTraining(t.Context(), first)
	w.ok(err)
	w.got("cancelled", kept.Cancelled, true)
	first = kept
	first.Stage, first.EndedAt, first.Code, first.Error, first.Version = training.StageEnded, start, "cancelled", "It was cancelled.", 4
	w.ok(w.EndTraining(t.Context(), first))
	last, err = w.LastTraining(t.Context())
	w.ok(err)
	w.got("last", last, first)
	w.refused(w.EndTraining(t.Context(), first), fault.Stale, "")
	_, err = w.KeepTraining(t.Context(), first)
	w.refused(err, fault.Stale, "")

	second := job("j-2")
	second.BegunAt = start.Add(time.Second)
	w.ok(w.BeginTraining(t.Context(), second))
	w.clock.pass(2 * time.Minute)
	last, err = w.LastTraining(t.Context())
	w.ok(err)
	w.got("without a sign", []any{last.ID, last.Running(), last.Code}, []any{"j-2", false, training.CodeInterrupted})
	third := job("j-3")
	third.BegunAt, third.LeaseUntil = start.Add(2*time.Minute), start.Add(3*time.Minute)
	w.ok(w.BeginTraining(t.Context(), third))
	_, err = w.KeepTraining(t.Context(), second)
	w.refused(err, fault.Stale, "")
}

// tryOneTraining lets many processes begin at once: one may.
func tryOneTraining(t *testing.T, w *world) {
	var begun atomic.Int64
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			if w.BeginTraining(t.Context(), job(fmt.Sprintf("j-%d", n))) == nil {
				begun.Add(1)
			}
		})
	}
	wg.Wait()
	w.got("began", begun.Load(), int64(1))
}

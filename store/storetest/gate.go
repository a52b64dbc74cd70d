package storetest

import (
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
)

func golden(id, text string, expected ...string) gate.Golden {
	return gate.Golden{ID: id, Question: gate.Question{Text: text, Lang: "en"}, Expected: expected, Never: []string{}, By: "Mara", At: start}
}

func tryGolden(t *testing.T, w *world) {
	list := []gate.Golden{golden("g-1", "How long?", "returns", "refunds"), golden("g-2", "¿Hablas español? 你好")}
	list[1].Lang, list[1].Market, list[1].Channel, list[1].Kind, list[1].Never = "es", "ES", "widget", "none", []string{"returns"}
	w.ok(w.SaveGolden(t.Context(), list))
	read := func() []gate.Golden {
		out, err := w.GoldenQuestions(t.Context())
		w.ok(err)
		return out
	}
	w.got("all", read(), list)
	again := golden("g-9", "  HOW   long? ", "warranty")
	w.ok(w.SaveGolden(t.Context(), []gate.Golden{again}))
	again.ID = "g-1"
	w.got("the same question is replaced", read()[0], again)
	other := golden("g-2", "how long?")
	w.refused(w.ChangeGolden(t.Context(), other), fault.Conflict, "golden_exists")
	other.Text = "How far?"
	w.ok(w.ChangeGolden(t.Context(), other))
	w.got("changed", read()[1], other)
	w.refused(w.ChangeGolden(t.Context(), golden("g-7", "x")), fault.NotFound, "")
	w.refused(w.SaveGolden(t.Context(), []gate.Golden{golden("g-3", "good"), golden("g-4", "bad\x00")}), fault.Invalid, "invalid_text")
	w.ok(w.DeleteGolden(t.Context(), "g-1"))
	w.refused(w.DeleteGolden(t.Context(), "g-1"), fault.NotFound, "")
	w.got("what is left", read(), []gate.Golden{other})
}

func tryAsked(t *testing.T, w *world) {
	asked := func(since time.Time, limit int) []gate.Asked {
		out, err := w.AskedQuestions(t.Context(), since, limit)
		w.ok(err)
		return out
	}
	w.got("nothing", asked(start, 10), []gate.Asked(nil))
	said := func(who, text, reason string, sources ...chat.Source) {
		r := w.say(who, who+text, text)
		turn := answer(r.Conversation, r.Message.Seq, "because")
		turn.Record.Reason, turn.Change.Messages[0].Sources = "knowledge", sources
		if reason != "" {
			turn.Record.Reason = "courtesy"
		}
		_, err := w.Commit(t.Context(), turn)
		w.ok(err)
		w.clock.pass(time.Minute)
	}
	said("ana", "how long can I return it?", "", chat.Source{ArticleID: "a-1", Title: "Returns"}, chat.Source{ArticleID: "a-2", Title: "Other"})
	said("ben", "hello", "courtesy")
	said("ben", "and shoes?", "")
	got := asked(start, 10)
	if len(got) != 2 || got[0].Text != "and shoes?" || got[0].Article != "" {
		t.Fatalf("asked: %+v", got)
	}
	if a := got[1]; a.Text != "how long can I return it?" || a.Article != "a-1" || a.Title != "Returns" || a.Channel != "web" || a.At.IsZero() {
		t.Fatalf("asked: %+v", a)
	}
	w.got("bounded", len(asked(start, 1)), 1)
	w.got("since", len(asked(start.Add(2*time.Minute), 10)), 1)
}

func tryGlossary(t *testing.T, w *world) {
	read := func(known int64) ([]knowledge.Term, int64) {
		out, revision, err := w.Glossary(t.Context(), known)
		w.ok(err)
		return out, revision
	}
	none, first := read(-1)
	w.got("none", none, []knowledge.Term(nil))
	list := []knowledge.Term{
		{ID: "t-1", Forms: map[string][]string{"en": {"trainers", "sneakers"}, "zh": {"运动鞋"}}, Note: "shoes", By: "Mara", At: start},
		{ID: "t-2", Forms: map[string][]string{"und": {"Tarnfell"}}, Keep: true, At: start},
	}
	w.ok(w.SaveTerms(t.Context(), list))
	got, second := read(first)
	w.got("all", got, list)
	if second <= first {
		t.Fatalf("the revision went from %d to %d", first, second)
	}
	got, _ = read(second)
	w.got("nothing is new", got, []knowledge.Term(nil))
	list[0].Forms = map[string][]string{"de": {"Turnschuhe"}}
	w.ok(w.SaveTerms(t.Context(), list[:1]))
	got, third := read(second)
	w.got("replaced", got, list)
	w.refused(w.SaveTerms(t.Context(), []knowledge.Term{{ID: "t-3", Forms: map[string][]string{"en": {"x\x00"}}}}), fault.Invalid, "invalid_text")
	w.ok(w.DeleteTerm(t.Context(), "t-2"))
	w.refused(w.DeleteTerm(t.Context(), "t-2"), fault.NotFound, "")
	got, fourth := read(third)
	w.got("what is left", got, list[:1])
	if fourth <= third {
		t.Fatalf("the revision went from %d to %d", third, fourth)
	}
}

func tryAccords(t *testing.T, w *world) {
	read := func() []knowledge.Accord {
		out, err := w.Accords(t.Context())
		w.ok(err)
		return out
	}
	w.got("none", len(read()), 0)
	one, two := knowledge.Accord{Clash: "0a", By: "Mara", At: start}, knowledge.Accord{Clash: "B1", At: start.Add(time.Second)}
	w.ok(w.SaveAccord(t.Context(), two))
	w.ok(w.SaveAccord(t.Context(), one))
	w.got("both", read(), []knowledge.Accord{one, two})
	one.By, one.At = "Li", start.Add(time.Minute)
	w.ok(w.SaveAccord(t.Context(), one))
	w.got("said again", read(), []knowledge.Accord{one, two})
	w.refused(w.SaveAccord(t.Context(), knowledge.Accord{Clash: "x\x00"}), fault.Invalid, "invalid_text")
	w.ok(w.DeleteAccord(t.Context(), "B1"))
	w.refused(w.DeleteAccord(t.Context(), "B1"), fault.NotFound, "")
	w.got("what is left", read(), []knowledge.Accord{one})
}

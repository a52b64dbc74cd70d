package training_test

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/bot/nlu"
	"frontdesk/bot/training"
	"frontdesk/internal/fault"
)

// What is wrong with a file is said with file, line and column, and nothing of
// it is taken.
func TestBadFiles(t *testing.T) {
	w := newWorld(t)
	w.teach("does it run small,size_advice", "which size fits me,size_advice")
	many := &strings.Builder{}
	many.WriteString("text,intent\n")
	for i := range 200_002 { // as good as a million: it ends at the first too many
		fmt.Fprintf(many, "t%d,x\n", i)
	}
	for name, c := range map[string]struct{ file, want string }{
		"nothing":          {"", "f.csv:1:1: the file is empty"},
		"header only":      {"text,intent\n", "f.csv:2:1: there is no row"},
		"empty text":       {"text,intent\nhello,greeting\n  ,greeting\n", "f.csv:3:1: text is empty"},
		"invisible text":   {"text,intent\n\u200b\u200b,greeting\n", "f.csv:2:1: The text is empty"},
		"empty intent":     {"text,intent\nhello there,\n", "f.csv:2:13: intent is empty"},
		"unknown column":   {"text,intent,colour\n", `f.csv:1:13: unknown column "colour"`},
		"column twice":     {"text,intent,text\n", `f.csv:1:13: the column "text" is there twice`},
		"no intent column": {"text\nhello\n", `f.csv:1:1: the column "intent" is missing`},
		"too many fields":  {"text,intent\nhello, you,greeting\n", "f.csv:2:1: the row has not as many fields"},
		"open quote":       {"text,intent\n\"hello,greeting\n", `f.csv:2:17: extraneous or missing " in quoted-field`},
		"broken UTF-8":     {"intent,text\ngreeting,hel\xfflo\n", "f.csv:2:10: text is not UTF-8"},
		"NUL":              {"text,intent\nhel\x00lo,greeting\n", "f.csv:2:1: The text has characters that cannot be stored"},
		"bad language":     {"text,intent,language\nhello,greeting,English\n", `f.csv:2:16: "english" is no language code`},
		"bad intent":       {"text,intent\nhello,say hello\n", `f.csv:2:7: "say hello" is no name of an intent`},
		"two intents":      {"text,intent\nhello,greeting\nx,goodbye\nHello ,goodbye\n", "f.csv:4:1: the same text is under greeting in line 2 and under goodbye here"},
		"another's text":   {"text,intent\nWhich size fits me,greeting\n", "f.csv:2:1: the same text is an example of size_advice already"},
		"one example":      {"text,intent\na b,colours\nc d,styles\ne f,styles\n", "f.csv:2:5: colours has this one example only"},
		"a million rows":   {many.String(), "f.csv:200002:1: more than 200000 rows"},
		"too long":         {"text,intent\n" + strings.Repeat("long ", 300) + ",greeting\n", "f.csv:2:1: The text has more than 1000 characters"},
	} {
		_, err := w.Import(t.Context(), strings.NewReader(c.file), "f.csv", "Mara")
		if err == nil || !strings.Contains(err.Error(), c.want) || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	_, total, err := w.Examples(t.Context(), training.ExampleFilter{})
	w.ok(err)
	if total != 2 {
		t.Errorf("%d examples are left", total)
	}
}

func TestImportWarnsOfFew(t *testing.T) {
	w := newWorld(t)
	r := w.teach("does it run small,size_advice", "which size fits me,size_advice")
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "size_advice has 2 examples") {
		t.Errorf("warned of %q", r.Warnings)
	}
}

func TestExamplesOneByOne(t *testing.T) {
	w := newWorld(t)
	e, err := w.AddExample(t.Context(), training.Example{Text: "  has it left yet ", Intent: "order_status", Origin: training.FromConversation, ConversationID: "c1", CreatedBy: "Mara"})
	w.ok(err)
	if e.Text != "has it left yet" || e.Lang != "en" || e.Origin != training.FromConversation || e.ID == "" {
		t.Errorf("added %+v", e)
	}
	for name, c := range map[string]struct {
		e    training.Example
		code string
	}{
		"known":   {training.Example{Text: "Has it left yet", Intent: "order_status"}, "known_example"},
		"other":   {training.Example{Text: "has it left yet", Intent: nlu.OutOfScope}, "other_intent"},
		"unknown": {training.Example{Text: "hm", Intent: "colours"}, "unknown_intent"},
		"empty":   {training.Example{Text: " \u200b", Intent: "order_status"}, "empty_text"},
		"lang":    {training.Example{Text: "hm", Intent: "order_status", Lang: "e"}, "invalid_language"},
	} {
		_, err := w.AddExample(t.Context(), c.e)
		if f := w.refused(err, c.code); f.Field == "" {
			t.Errorf("%s: no field", name)
		}
	}
	e.Intent = nlu.OutOfScope
	e, err = w.ChangeExample(t.Context(), e)
	w.ok(err)
	gone, err := w.DeleteExample(t.Context(), e.ID)
	w.ok(err)
	back, err := w.AddExample(t.Context(), gone)
	w.ok(err)
	if back.ID != e.ID || back.Intent != nlu.OutOfScope {
		t.Errorf("undone: %+v", back)
	}
}

func TestIntents(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		i    training.Intent
		code string
	}{
		"blank":    {training.Intent{ID: "size advice"}, "invalid_intent"},
		"dots":     {training.Intent{ID: ".."}, "invalid_intent"},
		"needed":   {training.Intent{ID: "talk_to_human", Off: true}, "intent_needed"},
		"none":     {training.Intent{ID: nlu.OutOfScope, Off: true}, "intent_needed"},
		"category": {training.Intent{ID: "colours", Category: "control"}, "invalid_category"},
		"title":    {training.Intent{ID: "colours", Title: strings.Repeat("x", 200)}, "invalid_title"},
	} {
		if _, err := w.SaveIntent(t.Context(), c.i); err == nil {
			t.Errorf("%s: taken", name)
		} else {
			w.refused(err, c.code)
		}
	}
	own, err := w.SaveIntent(t.Context(), training.Intent{ID: "size_advice"})
	w.ok(err)
	if own.Title != "Size advice" || !own.Own || own.Category != "own" {
		t.Errorf("own %+v", own)
	}
	_, err = w.SaveIntent(t.Context(), training.Intent{ID: "wholesale", Off: true, Title: "ignored"})
	w.ok(err)
	w.teach(sizeAdvice...)
	w.train()
	lessons, err := w.Lessons(t.Context())
	w.ok(err)
	by := map[string]training.Lesson{}
	for _, l := range lessons {
		by[l.ID] = l
	}
	if l := by["wholesale"]; !l.Off || l.Own || l.Title != "Wholesale" || l.Shipped["en"] != 6 || l.Recall == nil || !l.Switchable {
		t.Errorf("wholesale %+v", l)
	}
	if l := by["size_advice"]; l.Taught["en"] != 6 || !l.Own || l.Recall != nil {
		t.Errorf("size_advice %+v: its recall is not that of the live model", l)
	}
	if by[nlu.OutOfScope].Switchable || by["talk_to_human"].Switchable {
		t.Error("what the bot needs can be switched off")
	}
	w.refused(w.DeleteIntent(t.Context(), "size_advice"), "intent_has_examples")
	w.refused(w.DeleteIntent(t.Context(), "wholesale"), "shipped_intent")
	pack, total, err := w.Examples(t.Context(), training.ExampleFilter{Origin: training.FromPack, Intent: "wholesale", Text: "BULK", Limit: 2})
	w.ok(err)
	if total != 3 || len(pack) != 2 || pack[0].Origin != training.FromPack {
		t.Errorf("%d of the pack: %+v", total, pack)
	}
}

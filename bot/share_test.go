package bot_test

import (
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// What the search is told does not change with the share that a shop states: that
// says how readily the bot acts.
func TestTheSearchIsToldTheSameWhateverTheShare(t *testing.T) {
	m, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	const text = "how long do i have to send something back"
	var first knowledge.Query
	last := 2.0
	for i, share := range []float64{0, 0.3, 0.6, 0.9} {
		engine, err := bot.NewBudgetedEngine(m.Analyzer(), m, bot.Budgets{All: 0.14, OOSShare: &share})
		if err != nil {
			t.Fatal(err)
		}
		k := newTalk(t, func(d *bot.Deps, c *bot.Config) {
			d.Understander = engine
			c.ClarifyThreshold = 0.1 + 0.1*float64(i) // is for passages
		})
		looked, err := k.bot.Look(t.Context(), text, "en", knowledge.Scope{}, noon)
		if err != nil {
			t.Fatal(err)
		}
		q := looked.Query
		if i == 0 {
			first = q
		}
		if len(q.Leans) == 0 || len(q.Intents) != 1 || q.IntentP != first.IntentP || q.Leans[0] != first.Leans[0] || len(q.Leans) != len(first.Leans) {
			t.Errorf("at a share of %v: %v %v %v, want %v %v %v", share, q.Intents, q.IntentP, q.Leans, first.Intents, first.IntentP, first.Leans)
		}
		if got := engine.Lean(text, "en"); len(got) == 0 || got[0] != first.Leans[0] {
			t.Errorf("at a share of %v an article leans to %v, want %v", share, got, first.Leans)
		}
		r := engine.Read(text, []string{"en"})
		if r.Accept >= last {
			t.Errorf("at a share of %v the bot is as sure as at a smaller one: %v", share, r.Accept)
		}
		last = r.Accept
	}
}

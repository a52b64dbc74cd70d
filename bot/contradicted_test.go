package bot_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// TestG2 asks what two published articles answer differently: neither is quoted,
// the confidence falls, and the person who comes is shown both.
func TestG2(t *testing.T) {
	const question = "How many days do I have to return items?"
	for name, c := range map[string]struct {
		other  string
		change func(*knowledge.Article)
		action bot.Action
	}{
		"contradict":      {"You can return items within 30 days of delivery.", nil, bot.Handoff},
		"say the same":    {"You can return items within fourteen days of delivery.", nil, bot.Answer},
		"another market":  {"You can return items within 30 days of delivery.", func(a *knowledge.Article) { a.Markets = []string{"US"} }, bot.Answer},
		"another subject": {"Rented items come back within 30 days.", func(a *knowledge.Article) { a.Title = "Rental" }, bot.Answer},
		"no longer valid": {"You can return items within 30 days of delivery.", func(a *knowledge.Article) { a.ValidUntil = noon }, bot.Answer},
	} {
		t.Run(name, func(t *testing.T) {
			store := knowledge.NewMemory()
			one := knowledge.Article{ID: "one", Key: "one", Title: "Returns", Questions: []string{question}, Locale: "en", Status: knowledge.Published}
			two := one
			two.ID, two.Key = "two", "two"
			if c.change != nil {
				c.change(&two)
			}
			for a, text := range map[*knowledge.Article]string{&one: "You can return items within 14 days of delivery.", &two: c.other} {
				if _, err := store.SaveArticle(t.Context(), *a, []knowledge.Passage{{ID: a.ID + "/0", ArticleID: a.ID, Text: text}}); err != nil {
					t.Fatal(err)
				}
			}
			base, err := knowledge.New(store, knowledge.Config{Now: func() time.Time { return noon }})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := base.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			k := newTalk(t, func(d *bot.Deps, _ *bot.Config) { d.Retriever = base })
			k.snap.Conversation.Market, k.snap.Conversation.ChannelID = "DE", "widget:pk_demo"
			_, d, err := k.bot.Decide(t.Context(), k.heard(question))
			if err != nil {
				t.Fatal(err)
			}
			if d.Action != c.action {
				t.Fatalf("got %s (%s) %q: %q", d.Action, d.Reason, d.Detail, d.Text)
			}
			if d.Action == bot.Handoff && (d.Reason != bot.ReasonLowConf || d.Confidence > 0.5 || len(d.Sources) != 2 || strings.Contains(d.Text, "days") || !strings.Contains(d.Detail, "contradict") || len(d.Facts) < 2) {
				t.Errorf("handoff %+v", d)
			}
		})
	}
}

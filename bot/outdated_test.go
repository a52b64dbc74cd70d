package bot_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// TestG1 asks what only an article answers that must not be quoted now: it is
// never quoted, and a person comes who is told why.
func TestG1(t *testing.T) {
	const question, text = "When does the winter sale end?", "The winter sale ends on the first of March."
	for name, c := range map[string]struct {
		change func(*knowledge.Article)
		market string
		action bot.Action
		detail string
	}{
		"valid":         {func(*knowledge.Article) {}, "", bot.Answer, ""},
		"expired":       {func(a *knowledge.Article) { a.ValidUntil = noon }, "", bot.Handoff, "is not valid at present"},
		"not yet":       {func(a *knowledge.Article) { a.ValidFrom = noon.Add(time.Second) }, "", bot.Handoff, "is not valid at present"},
		"last second":   {func(a *knowledge.Article) { a.ValidUntil = noon.Add(time.Second) }, "", bot.Answer, ""},
		"other market":  {func(a *knowledge.Article) { a.Markets = []string{"US"} }, "DE", bot.Handoff, "is for other markets or channels"},
		"other channel": {func(a *knowledge.Article) { a.Channels = []string{"email"} }, "DE", bot.Handoff, "is for other markets or channels"},
		"own channel":   {func(a *knowledge.Article) { a.Channels = []string{"widget"} }, "", bot.Answer, ""},
	} {
		t.Run(name, func(t *testing.T) {
			store := knowledge.NewMemory()
			a := knowledge.Article{ID: "sale", Key: "sale", Title: question, Body: text, Locale: "en", Status: knowledge.Published}
			c.change(&a)
			if _, err := store.SaveArticle(t.Context(), a, []knowledge.Passage{{ID: "sale/0", ArticleID: "sale", Text: text}}); err != nil {
				t.Fatal(err)
			}
			base, err := knowledge.New(store, knowledge.Config{Now: func() time.Time { return noon }})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := base.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			k := newTalk(t, func(d *bot.Deps, _ *bot.Config) { d.Retriever = base })
			k.snap.Conversation.Market, k.snap.Conversation.ChannelID = c.market, "widget:pk_demo"
			_, d, err := k.bot.Decide(t.Context(), k.heard(question))
			if err != nil {
				t.Fatal(err)
			}
			quoted := strings.Contains(d.Text, "first of March")
			if d.Action != c.action || quoted != (c.action == bot.Answer) || !strings.Contains(d.Detail, c.detail) {
				t.Errorf("got %s (%s) %q: %q", d.Action, d.Reason, d.Detail, d.Text)
			}
		})
	}
}

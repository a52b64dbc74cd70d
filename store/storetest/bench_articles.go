package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"frontdesk/knowledge"
)

// benchArticles is how many articles the lists of BenchArticles are of.
const benchArticles = 10_000

// BenchArticles measures the lists of articles as the console asks for them, over
// ten thousand of about 300 words.
func BenchArticles(b *testing.B, open Open) {
	e := open(b, time.Now, func() string { return uuid.Must(uuid.NewV7()).String() })
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string { return fmt.Sprintf("word%d", int(r.ExpFloat64()*500)) }
	ids := make([]string, benchArticles)
	for from := 0; from < benchArticles; from += 100 {
		var batch []knowledge.Saving
		for n := from; n < from+100; n++ {
			words := make([]string, 300)
			for i := range words {
				words[i] = word()
			}
			a := article(n)
			a.ID, a.Key, a.Title, a.Body = fmt.Sprintf("a-%05d", n), fmt.Sprintf("help/%05d.md", n), "How is "+word()+" sent back "+fmt.Sprint(n)+"?", strings.Join(words, " ")
			a.Locale = []string{"en", "de", "es", "zh"}[n%4]
			if n%50 == 0 {
				a.Status, a.Owner = knowledge.Draft, "ada"
			}
			ids[n] = a.ID
			batch = append(batch, knowledge.Saving{Article: a, Passages: passages(a, a.Body)})
		}
		if _, err := e.SaveArticles(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		f    knowledge.ArticleFilter
	}{
		{"page", knowledge.ArticleFilter{}},
		{"last page", knowledge.ArticleFilter{After: ids[60]}},
		{"language", knowledge.ArticleFilter{Locale: "de"}},
		{"drafts of an owner", knowledge.ArticleFilter{Status: knowledge.Draft, Owner: "ada"}},
		{"held", knowledge.ArticleFilter{Held: true}},
		{"stale", knowledge.ArticleFilter{Stale: true}},
		{"rare word", knowledge.ArticleFilter{Text: "word3999"}},
		{"common word", knowledge.ArticleFilter{Text: "word12"}},
		{"beginning of all", knowledge.ArticleFilter{Text: "wor"}},
		{"two words", knowledge.ArticleFilter{Text: "word12 word77"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := e.Articles(b.Context(), c.f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

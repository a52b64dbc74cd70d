package bot_test

import (
	"encoding/csv"
	"os"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/nlu/entity"
)

// BenchmarkDecide decides the first turn of conversations that begin with the
// questions of the evaluation, without the search of articles: reading a message is
// all that it costs. "no catalogue" is the same without products.
func BenchmarkDecide(b *testing.B) {
	f, err := os.Open("../eval/answers/questions.csv")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("no catalogue", func(b *testing.B) {
		decides(b, newTalk(b, func(d *bot.Deps, _ *bot.Config) { d.Catalog = nil }), rows[1:])
	})
	b.Run("catalogue", func(b *testing.B) {
		k := newTalk(b)
		products, err := k.shop.Products(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		var named []entity.Named
		for _, p := range products {
			n := entity.Named{ID: p.ID}
			for _, t := range p.Titles {
				n.Titles = append(n.Titles, t)
			}
			for _, v := range p.Variants {
				n.SKUs = append(n.SKUs, v.SKU)
			}
			named = append(named, n)
		}
		k.reader.UseProducts(entity.NewGazetteer(named))
		decides(b, k, rows[1:])
	})
}

func decides(b *testing.B, k *talk, questions [][]string) {
	i := 0
	for b.Loop() {
		q := questions[i%len(questions)]
		i++
		snap := k.heard(q[2])
		snap.Conversation.Lang = q[1]
		if _, _, err := k.bot.Decide(b.Context(), snap); err != nil {
			b.Fatal(err)
		}
	}
}

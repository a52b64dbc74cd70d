package entity_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/nlu/entity"
)

// outdoor is a small shop.
func outdoor() *entity.Gazetteer {
	return entity.NewGazetteer([]entity.Named{
		{ID: "TF-101", Titles: []string{"Skarn rain jacket", "Skarn Regenjacke", "Skarn 防水冲锋衣"}, SKUs: []string{"TF-101-FOR-M", "X-200"}},
		{ID: "TF-103", Titles: []string{"Corrie down jacket", "Corrie Daunenjacke"}, SKUs: []string{"10482"}},
		{ID: "TF-124", Titles: []string{"Bothy 1 one-person tent", "Bothy 1 Einpersonenzelt"}},
		{ID: "TF-125", Titles: []string{"Bothy 2 two-person tent", "Bothy 2 Zweipersonenzelt"}},
		{ID: "TF-120", Titles: []string{"Drover 22 day pack"}},
		{ID: "MH-214", Titles: []string{"Ember table lamp"}},
		{ID: "MH-215", Titles: []string{"Ember floor lamp"}},
	})
}

func TestNumbersOfProductsAreReadHoweverTheyAreWritten(t *testing.T) {
	g := outdoor()
	r := reader(t, entity.Config{})
	for _, c := range []struct{ text, want string }{
		{"is TF-101-FOR-M there", "sku=TF-101-FOR-M"}, {"is tf101form there", "sku=TF-101-FOR-M"}, {"TF 101 FOR M, please", "sku=TF-101-FOR-M"}, {"ＴＦ－１０１有货吗", "sku=TF-101"},
		{"does the x200 fit", "sku=X-200"}, {"an X 200", "sku=X-200"}, {"the x-200", "sku=X-200"}, {"a rug of 2 x 200", ""}, {"X2000", ""}, {"tf_101", "sku=TF-101"}, {"٢٠٠ x", ""}, {"x ٢٠٠", "sku=X-200"},
		{"product 10482", "sku=10482"}, {"10 482", ""}, {"tf 10 1", "sku=TF-101"},
	} {
		var got []string
		for _, e := range r.Find(entity.Query{Text: c.text, Now: at, Products: g}) {
			if e.Kind == entity.SKU {
				got = append(got, e.Kind+"="+e.Value)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %v, want %q", c.text, got, c.want)
		}
	}
}

func TestRefer(t *testing.T) {
	g := outdoor()
	for _, c := range []struct{ text, products, strangers string }{
		{"is the bothy 2 freestanding?", "TF-125", ""},
		{"is the tent waterproof", "TF-124 TF-125", ""},
		{"are your tents waterproof", "TF-124 TF-125", ""},
		{"how bright is the ember", "MH-214 MH-215", ""},
		{"ist die skarn wasserdicht", "TF-101", ""},
		{"куртка Скарн непромокаемая?", "TF-101", ""},
		{"рюкзак Дровер непромокаемый?", "TF-120", ""},
		{"스카른 재킷은 방수인가요", "TF-101", ""},
		{"スカーンのジャケットは防水ですか", "TF-101", ""},
		{"هل سكارن مقاوم للماء", "TF-101", ""},
		{"האם סקארן עמיד במים", "TF-101", ""},
		{"क्या स्कार्न वाटरप्रूफ है", "TF-101", ""},
		{"σκαρν αδιάβροχο", "TF-101", ""},
		{"моя корова", "", ""},
		{"Is the Ridgeway jacket waterproof?", "TF-101 TF-103", "Ridgeway+"},
		{"Is the Ridgeway Pro jacket waterproof?", "TF-101 TF-103", "Ridgeway Pro+"},
		{"La veste Ridgeway est-elle imperméable ?", "", "Ridgeway"},
		{"Ridgeway夹克防水吗", "", "Ridgeway"},
		{"Is the Bohty tent big?", "TF-124 TF-125", ""},
		{"IS THE RIDGEWAY JACKET WATERPROOF", "TF-101 TF-103", ""},
		{"Hello. When do you open?", "", ""},
	} {
		ref := g.Refer(c.text)
		var strangers []string
		for _, s := range ref.Strangers {
			mark := ""
			if s.Beside {
				mark = "+"
			}
			strangers = append(strangers, s.Text+mark)
		}
		if got := strings.Join(ref.Products, " "); got != c.products || strings.Join(strangers, " ") != c.strangers {
			t.Errorf("%q: %q and %q, want %q and %q", c.text, got, strangers, c.products, c.strangers)
		}
	}
	if s := g.Refer("Is the Drawer pack big?").Strangers; len(s) != 1 || !slices.Contains(s[0].Near, "TF-120") {
		t.Errorf("%+v, want TF-120 near", s)
	}
}

func TestHaving(t *testing.T) {
	g := outdoor()
	for name, want := range map[string]string{
		"Ember lamp": "MH-214 MH-215", "ember flooor lamp": "MH-215", "Skarn rain jacket": "TF-101", "jacket": "TF-101 TF-103", "Ridgeway": "", "Ridgeway jacket": "",
	} {
		if got := strings.Join(g.Having(name), " "); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// FuzzRefer holds that nothing panics and that strangers are the text's own.
func FuzzRefer(f *testing.F) {
	for _, s := range []string{"is the Ridgeway jacket", "スカー", "ー", "스카\xff", "X\u0301 200", "ﬁ ① Ёж", "TF-101-"} {
		f.Add(s)
	}
	g := outdoor()
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range g.Refer(text).Strangers {
			if !strings.Contains(text, s.Text) || s.Text == "" {
				t.Fatalf("Refer(%q) gives %q", text, s.Text)
			}
		}
		g.Having(text)
	})
}

// BenchmarkProducts reads a message that names no product, and one that does with a
// typing error, in a shop of 50,000.
func BenchmarkProducts(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 1))
	syllables := strings.Fields("al bro ca dun el fir gor hel in jur kal lom mor nor os pel quin ras sol tar ur vel wen yar zin")
	word := func() string {
		return syllables[rnd.IntN(25)] + syllables[rnd.IntN(25)] + syllables[rnd.IntN(25)]
	}
	kinds := strings.Fields("jacket trousers tent lamp mug towel boots pack cushion blanket")
	list := make([]entity.Named, 50_000)
	for i := range list {
		id := fmt.Sprintf("P-%d", i)
		list[i] = entity.Named{ID: id, Titles: []string{word() + " " + word() + " " + kinds[i%10]}, SKUs: []string{id + "-M", id + "-L"}}
	}
	list[7].Titles = []string{"Skarn rain jacket"}
	g := entity.NewGazetteer(list)
	r := reader(b, entity.Config{})
	for name, text := range map[string]string{
		"none": "Hi, I ordered something last week and it arrived broken, can I get a refund please?", "typo": "is the scarn rain jaket waterproof?", "kind": "is the jacket waterproof",
	} {
		b.Run(name+"/find", func(b *testing.B) {
			for b.Loop() {
				r.Find(entity.Query{Text: text, Lang: "en", Now: at, Products: g})
			}
		})
		b.Run(name+"/refer", func(b *testing.B) {
			for b.Loop() {
				g.Refer(text)
			}
		})
	}
}

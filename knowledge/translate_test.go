package knowledge_test

import (
	"slices"
	"testing"

	"frontdesk/knowledge"
)

// A question finds the article by the names of things, whatever the two languages.
func TestQuestionsInOtherLanguagesMeetByNames(t *testing.T) {
	b, _ := baseOf(t, knowledge.Config{},
		article("foam", "en", "Milk foam", "If the foam collapses, clean the nozzle and use cold milk."),
		article("pump", "en", "Repairs", "A new pump costs 60 euros."),
		article("shed", "de", "Gartenhaus", "Das Gartenhaus liefern wir auf einer Palette."),
		article("lamp", "zh", "台灯", "台灯的灯泡可以更换。"),
	)
	for _, c := range []struct{ lang, text, want string }{
		{"ko", "우유 거품이 잘 안 나요", "foam"}, {"it", "la schiuma del latte non viene", "foam"}, {"fi", "maitovaahto ei onnistu", "foam"},
		{"pl", "ile kosztuje wymiana pompy", "pump"}, {"ar", "كم سعر المضخة", "pump"}, {"nl", "wat kost een nieuwe pomp", "pump"},
		{"fr", "livrez-vous l'abri de jardin sur palette", "shed"}, {"en", "is the garden shed delivered on a pallet", "shed"},
		{"es", "bombilla de la lámpara de mesa", "lamp"}, {"ja", "電球を交換できますか", "lamp"},
	} {
		if got := first(ask(t, b, knowledge.Query{Text: c.text, Lang: c.lang})); got != c.want {
			t.Errorf("%s %q finds %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

// A word of no list is looked for as it stands: it may be a name.
func TestNamesOfTheShopsOwnStay(t *testing.T) {
	b, _ := baseOf(t, knowledge.Config{},
		article("lucia", "en", "The Lucia", "Descale the Lucia every month."),
		article("bruno", "en", "The Bruno", "Descale the Bruno every year."))
	for lang, question := range map[string]string{"fr": "détartrer la lucia", "ko": "lucia 석회 제거", "uk": "як чистити lucia"} {
		if got := first(ask(t, b, knowledge.Query{Text: question, Lang: lang})); got != "lucia" {
			t.Errorf("%s %q finds %q", lang, question, got)
		}
	}
}

// What is found for a question in another language is the surer where the shop has
// written in one language, whatever else stands there that shoppers do not get.
func TestAShopOfOneLanguageIsSurer(t *testing.T) {
	english := []knowledge.Edition{
		article("pump", "en", "Repairs", "A new pump costs 60 euros, and the repair takes a week."),
		article("foam", "en", "Milk foam", "If the foam collapses, clean the nozzle and use cold milk.")}
	german := func(internal bool) knowledge.Edition {
		e := article("shed", "de", "Gartenhaus", "Das Gartenhaus liefern wir auf einer Palette.")
		e.Article.Internal = internal
		return e
	}
	p := func(more ...knowledge.Edition) float64 {
		t.Helper()
		b, _ := baseOf(t, knowledge.Config{}, slices.Concat(english, more)...)
		hits := ask(t, b, knowledge.Query{Text: "quanto costa una nuova pompa", Lang: "it"}).Hits
		if len(hits) == 0 || hits[0].Article.ID != "pump" {
			t.Fatal("the pump is not found")
		}
		return hits[0].P
	}
	one, two, hidden := p(), p(german(false)), p(german(true))
	if one <= two || hidden != one {
		t.Errorf("P %.3f with one language, %.3f with two, %.3f where the other one is for agents", one, two, hidden)
	}
}

// A thing that the article does not name makes it less likely that it answers, under
// whichever name; another word does not, nor one that says the same.
func TestWhatAnArticleLacksCounts(t *testing.T) {
	b, _ := baseOf(t, knowledge.Config{},
		article("mower", "en", "The lawn mower", "Change the blade of the lawn mower every year, before it gets blunt."),
		article("chair", "en", "Chairs", "Chairs come in a box."))
	p := func(question string) float64 {
		t.Helper()
		hits := ask(t, b, knowledge.Query{Text: question, Lang: "en"}).Hits
		if len(hits) == 0 || hits[0].Article.ID != "mower" {
			t.Fatalf("%q does not find the mower", question)
		}
		return hits[0].P
	}
	if bare, thing := p("how often must i change the blade of the zorbic mower"), p("how often must i change the blade of the solar mower"); thing >= bare {
		t.Errorf("P %.3f with a thing that the article lacks, %.3f without", thing, bare)
	}
}

// A question of nothing but function words is still found by its intent.
func TestAnIntentNeedsNoWords(t *testing.T) {
	times := article("times", "en", "Delivery times", "Delivery takes 3 days.")
	times.Article.Intents = []string{"shipping_time"}
	b, _ := baseOf(t, knowledge.Config{}, times)
	for lang, question := range map[string]string{"zh": "多久能好呀", "es": "¿cuándo?", "ko": "언제 와요", "th": "เมื่อไหร่"} {
		res := ask(t, b, knowledge.Query{Text: question, Lang: lang, Intents: []string{"shipping_time"}, IntentP: 0.9})
		if first(res) != "times" || res.Hits[0].P < 0.7 {
			t.Errorf("%s %q finds %q", lang, question, first(res))
		}
	}
}

// The shop's own names go before what the dictionary knows, and names in Han characters
// stay as they are.
func TestOwnNamesInScriptsWithoutSpaces(t *testing.T) {
	g := &glossary{terms: []knowledge.Term{forms("zh: 苹果; en: Pomona")}, revision: 1}
	b, _ := baseOf(t, knowledge.Config{Glossary: g},
		article("pomona", "en", "The Pomona", "The Pomona is our smallest lamp."),
		article("fruit", "en", "Fresh apples", "We sell apples in autumn."),
		article("dragon", "en", "蒼龍", "The 蒼龍 kettle is washed by hand."))
	for question, want := range map[string]string{"苹果": "pomona", "蒼龍怎么洗": "dragon"} {
		if got := first(ask(t, b, knowledge.Query{Text: question, Lang: "zh"})); got != want {
			t.Errorf("%q finds %q, want %q", question, got, want)
		}
	}
}

// Articles whose language is not known are searched as they were asked for.
func TestArticlesOfUnknownLanguageAreNotTranslatedFor(t *testing.T) {
	b, _ := baseOf(t, knowledge.Config{}, article("fridge", "", "蓝鲸冰箱", "蓝鲸冰箱可以退货。"))
	if got := first(ask(t, b, knowledge.Query{Text: "蓝鲸冰箱怎么退货", Lang: "zh"})); got != "fridge" {
		t.Errorf("finds %q", got)
	}
}

package knowledge_test

import (
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

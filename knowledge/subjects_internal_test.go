package knowledge

import (
	"context"
	"strings"
	"testing"
)

// subjectSaid is the place in the list of the one subject that a text names; -1: none.
func subjectSaid(t *testing.T, text, lang string) int {
	t.Helper()
	set := shopSubjects().of(text, lang)
	for i := range subjectList() {
		if set == 1<<i {
			return i
		}
	}
	if set != 0 {
		t.Errorf("%q names several subjects: %b", text, set)
	}
	return -1
}

func TestSubjectsAreTheSameInAllLanguages(t *testing.T) {
	student := subjectSaid(t, "student", "en")
	for _, c := range []struct{ lang, text string }{
		{"en", "Is there a discount for STUDENTS?"}, {"de", "Gibts Studentenrabatt"}, {"es", "descuento para estudiantes?"},
		{"fr", "une remise pour les etudiants"}, {"zh", "有学生优惠吗"}, {"sv", "har ni studentrabatt"}, {"ru", "скидка студентам есть?"},
		{"ar", "هل هناك خصم للطلاب"}, {"ja", "学割はありますか"}, {"fi", "saako opiskelija-alennusta"},
	} {
		if got := subjectSaid(t, c.text, c.lang); got != student || got < 0 {
			t.Errorf("%s: %q names subject %d, want %d", c.lang, c.text, got, student)
		}
	}
	instalments := subjectSaid(t, "instalments", "en")
	for _, c := range []struct{ lang, text string }{
		{"en", "can I pay monthly"}, {"de", "Geht auch Ratenzahlung?"}, {"es", "se puede pagar a plazos"}, {"fr", "payer en plusieurs fois"},
		{"zh", "可以分期吗"}, {"ar", "هل يمكن الدفع بالتقسيط"}, {"ru", "можно купить в рассрочку"},
	} {
		if got := subjectSaid(t, c.text, c.lang); got != instalments || got < 0 {
			t.Errorf("%s: %q names subject %d, want %d", c.lang, c.text, got, instalments)
		}
	}
	for _, c := range []struct{ lang, text string }{
		{"en", "delete all my personal data"}, {"en", "I want my money back"}, {"de", "Wann kommt mein Paket?"},
		{"de", "kann ich noch stornieren wenn schon verpackt ist"}, {"zh", "包裹什么时候到"}, {"es", "quiero devolver algo"}, {"xx", "wrap"},
	} {
		if got := subjectSaid(t, c.text, c.lang); got >= 0 {
			t.Errorf("%s: %q names subject %d, want none", c.lang, c.text, got)
		}
	}
}

// A set of subjects is a number; a line that is no list would name nothing.
func TestSubjectListIsWhole(t *testing.T) {
	lines := subjectList()
	if len(lines) > mostSubjects {
		t.Errorf("%d subjects, at most %d", len(lines), mostSubjects)
	}
	for i, line := range lines {
		for _, part := range strings.Split(line, "|") {
			lang, list, ok := strings.Cut(strings.TrimSpace(part), ":")
			if !ok || lang == "" {
				t.Errorf("subject %d: %q names no language", i, part)
				continue
			}
			for _, name := range strings.Split(list, ",") {
				if set := shopSubjects().of(strings.TrimRight(strings.TrimSpace(name), "*"), lang); set&(1<<i) == 0 {
					t.Errorf("subject %d, %s: %q is not found", i, lang, name)
				}
			}
		}
	}
}

// What an article does not name it does not answer, however well the rest fits.
func TestAStrangeSubjectIsNotAnswered(t *testing.T) {
	b := fillBase(t, []Article{
		{ID: "codes", Locale: "en", Title: "Discount codes", Body: "Enter the discount code at checkout. A discount is given once an order.", Questions: []string{"My code does not work"}, Intents: []string{"price_discount"}},
		{ID: "returns", Locale: "en", Title: "Returns", Body: "You can return items within 30 days."},
	})
	p := func(text, lang string) float64 {
		t.Helper()
		res, err := b.Retrieve(context.Background(), Query{Text: text, Lang: lang, Intents: []string{"price_discount"}, IntentP: 0.99})
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("%q: %v, %d hits", text, err, len(res.Hits))
		}
		return res.Hits[0].P
	}
	for _, c := range []struct{ lang, known, strange string }{
		{"en", "is there a discount?", "is there a student discount?"}, {"it", "avete uno sconto?", "avete uno sconto studenti?"},
	} {
		if known, strange := p(c.known, c.lang), p(c.strange, c.lang); known < 0.7 || strange >= 0.7 {
			t.Errorf("%q has P %.2f, %q %.2f; want at least .7, and less", c.known, known, c.strange, strange)
		}
	}
}

// What names the subject goes before what has more of the other words.
func TestTheSubjectGoesFirst(t *testing.T) {
	b := fillBase(t, []Article{
		{ID: "codes", Locale: "en", Title: "Discount codes", Body: "Enter the discount code at checkout."},
		{ID: "school", Locale: "en", Title: "For schools", Body: "A student gets a discount of a tenth, whatever is bought."},
	})
	res, err := b.Retrieve(context.Background(), Query{Text: "is there a student discount code", Lang: "en"})
	if err != nil || len(res.Hits) == 0 || res.Hits[0].Article.ID != "school" {
		t.Errorf("got %+v, %v; want the article that names students", res.Hits, err)
	}
}

// twoWords reads intents of nothing, and concepts by their English and French words.
type twoWords struct{}

func (twoWords) Lean(string, string) []Lean { return nil }
func (twoWords) ReaderName() string         { return "two words" }
func (twoWords) Concepts(text, _ string) []string {
	var out []string
	for word, name := range map[string]string{"wash": "clean", "laver": "clean", "repair": "repair", "réparer": "repair"} {
		if strings.Contains(strings.ToLower(text), word) {
			out = append(out, name)
		}
	}
	return out
}

// Of two articles about one intent, a question in another language finds the one that
// speaks of the same things; of a jacket it does not speak, so it is less sure.
func TestConceptsTellArticlesOfAnIntentApart(t *testing.T) {
	store := NewMemory()
	for id, body := range map[string]string{"care": "Wash it at 30 degrees.", "service": "We repair zips and seams."} {
		a := Article{ID: id, Key: id, Status: Published, Locale: "en", Title: id, Intents: []string{"product_help"}}
		if _, err := store.SaveArticle(context.Background(), a, []Passage{{ID: id + "/0", ArticleID: id, Text: body}}); err != nil {
			t.Fatal(err)
		}
	}
	b, err := New(store, Config{Intents: twoWords{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	for question, want := range map[string]string{"comment laver la doudoune": "care", "pouvez-vous réparer mon sac": "service"} {
		res, err := b.Retrieve(context.Background(), Query{Text: question, Lang: "fr", Intents: []string{"product_help"}, IntentP: 0.95})
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("%q: %v, %d hits", question, err, len(res.Hits))
		}
		if h := res.Hits[0]; h.Article.ID != want || h.P < 0.6 {
			t.Errorf("%q finds %q with P %.2f, want %q with at least .6", question, h.Article.ID, h.P, want)
		}
	}
}

package knowledge_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// glossary is one that tests change.
type glossary struct {
	terms    []knowledge.Term
	revision int64
	reads    int
}

func (g *glossary) Glossary(_ context.Context, known int64) ([]knowledge.Term, int64, error) {
	if known == g.revision {
		return nil, g.revision, nil
	}
	g.reads++
	return g.terms, g.revision, nil
}

func (g *glossary) put(terms ...knowledge.Term) { g.terms, g.revision = terms, g.revision+1 }

// forms reads "en: trainers, sneakers; de: Turnschuhe".
func forms(s string) knowledge.Term {
	t := knowledge.Term{ID: s, Forms: map[string][]string{}}
	for part := range strings.SplitSeq(s, ";") {
		lang, list, _ := strings.Cut(part, ":")
		for f := range strings.SplitSeq(list, ",") {
			t.Forms[strings.TrimSpace(lang)] = append(t.Forms[strings.TrimSpace(lang)], strings.TrimSpace(f))
		}
	}
	return t
}

func wardrobe() []knowledge.Edition {
	return []knowledge.Edition{
		article("sneakers", "en", "Care of sneakers", "Wash sneakers by hand in cold water.", "Dry them in the shade."),
		article("boots", "en", "Care of boots", "Brush boots and grease the leather."),
		article("phone", "en", "Mobile phone cases", "Our cases fit every mobile phone with a screen of six inches."),
		article("handy", "en", "A handy guide", "A handy guide to all our pockets."),
		article("xie", "zh", "运动鞋的清洗", "请用冷水手洗运动鞋。"),
		article("kuss", "de", "Rücknahme", "Wir nehmen alte Jacken zurück."),
	}
}

// TestGlossary: what things are called leads to the article, in the question's
// language and across languages, and nowhere else.
func TestGlossary(t *testing.T) {
	terms := []knowledge.Term{
		forms("en: sneakers, trainers, running shoes; de: Turnschuhe, Sneaker; zh: 运动鞋, 球鞋"),
		forms("de: Handy, Mobiltelefon; en: mobile phone; es: móvil"),
	}
	for _, c := range []struct{ question, lang, want, note string }{
		{"How do I wash my trainers?", "en", "sneakers", "trainers → sneakers, running shoes (en)"},
		{"running shoes washing", "en", "sneakers", "running shoes → sneakers, trainers (en)"},
		{"Passt das Etui auf mein Handy?", "de", "phone", "Handy → mobile phone (en)"},
		{"Etui für Mobiltelefone", "de", "phone", "Mobiltelefon → mobile phone (en)"}, // the plural
		{"球鞋怎么清洗?", "zh", "xie", "球鞋 → 运动鞋 (zh)"},
		{"funda para mi móvil", "es", "phone", "móvil → mobile phone (en)"},
		{"Do you have a handy guide?", "en", "handy", ""}, // no German
		{"How do I grease leather boots?", "en", "boots", ""},
	} {
		g := &glossary{terms: terms, revision: 1}
		b, _ := baseOf(t, knowledge.Config{Glossary: g}, wardrobe()...)
		res := ask(t, b, knowledge.Query{Text: c.question, Lang: c.lang})
		if got := first(res); got != c.want {
			t.Errorf("%q gives %q, want %q (%v)", c.question, got, c.want, res.Glossary)
		}
		if notes := strings.Join(res.Glossary, "; "); c.note == "" && strings.Contains(notes, "mobile phone") || !strings.Contains(notes, c.note) {
			t.Errorf("%q was searched by %q, want %q", c.question, notes, c.note)
		}
	}
}

// TestGlossaryWeighsLess: what says it as it was asked comes before what says it
// otherwise.
func TestGlossaryWeighsLess(t *testing.T) {
	g := &glossary{terms: []knowledge.Term{forms("en: sneakers, trainers")}, revision: 1}
	b, _ := baseOf(t, knowledge.Config{Glossary: g},
		article("a", "en", "Shoes one", "We mend sneakers within a week."), article("b", "en", "Shoes two", "We mend trainers within a week."),
		article("c", "en", "Bags", "We mend bags within a week."))
	for question, want := range map[string]string{"mend trainers": "b", "mend sneakers": "a"} {
		res := ask(t, b, knowledge.Query{Text: question, Lang: "en"})
		if got := first(res); got != want || len(res.Hits) < 2 || res.Hits[1].Article.ID == "c" {
			t.Errorf("%q gives %q first of %d", question, got, len(res.Hits))
		}
		if res.Hits[0].P <= res.Hits[1].P {
			t.Errorf("%q: P %v is not above %v", question, res.Hits[0].P, res.Hits[1].P)
		}
	}
}

// TestGlossaryIsFollowed: a changed glossary is in effect after the next refresh, and
// is read only where it changed.
func TestGlossaryIsFollowed(t *testing.T) {
	g := &glossary{}
	b, _ := baseOf(t, knowledge.Config{Glossary: g}, wardrobe()...)
	question := knowledge.Query{Text: "kicks", Lang: "en"}
	if got := first(ask(t, b, question)); got != "" {
		t.Fatalf("without a glossary: %q", got)
	}
	g.put(forms("en: sneakers, kicks"))
	refresh(t, b)
	fork := b.Fork(t.Context(), nil)
	for _, x := range []*knowledge.Base{b, fork} {
		if got := first(ask(t, x, question)); got != "sneakers" {
			t.Errorf("with a glossary: %q", got)
		}
	}
	refresh(t, b)
	g.put()
	refresh(t, b)
	if got := first(ask(t, b, question)); got != "" {
		t.Errorf("after the term is gone: %q", got)
	}
	if g.reads != 3 {
		t.Errorf("the glossary was read %d times, want 3", g.reads)
	}
}

func TestTermClean(t *testing.T) {
	for _, c := range []struct {
		name, code string
		term       knowledge.Term
	}{
		{"good", "", forms("en: a, b")},
		{"no name", "empty_term", knowledge.Term{Forms: map[string][]string{"en": {" "}}}},
		{"one name", "lonely_term", forms("en: a")},
		{"one name twice", "lonely_term", forms("en: a, A")},
		{"no language", "unknown_language", forms("english!: a, b")},
		{"long", "too_long", forms("en: a, " + strings.Repeat("x", 300))},
		{"many", "too_many", forms("en: " + numbered(101))},
	} {
		_, err := c.term.Clean()
		var f *fault.Error
		if c.code == "" && err != nil || c.code != "" && (!errors.As(err, &f) || f.Code != c.code || f.Hint == "" && c.code != "too_long" && c.code != "too_many" && c.code != "empty_term") {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
		}
	}
	kept, err := knowledge.Term{Forms: map[string][]string{"und": {"  Tarn   fell "}}, Keep: true}.Clean()
	if err != nil || kept.Forms["und"][0] != "Tarn fell" {
		t.Errorf("a name that is kept: %+v, %v", kept, err)
	}
}

func numbered(n int) string {
	var list []string
	for i := range n {
		list = append(list, strings.Repeat("y", 1+i))
	}
	return strings.Join(list, ",")
}

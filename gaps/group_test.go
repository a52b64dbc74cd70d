package gaps_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/gaps"
)

// asked is a question as a reader would give it.
func asked(lang, text, intent string, concepts ...string) gaps.Asked {
	return gaps.Asked{Text: text, Lang: lang, Intents: []nlu.Score{{Intent: intent, P: 0.8}}, Concepts: concepts}
}

var engraving = []gaps.Asked{
	asked("en", "Can you engrave a name on the watch?", "product_question", "name", "device"),
	asked("de", "Könnt ihr einen Namen in die Uhr gravieren?", "product_question", "name", "device"),
	asked("en", "can you engrave the watch with a name", "product_question", "name", "device"),
}

var postbox = []gaps.Asked{
	asked("en", "Do you deliver to a post office box?", "shipping_destination", "deliver", "address"),
	asked("de", "Liefert ihr an ein Postfach?", "shipping_destination", "deliver", "address"),
	asked("en", "can you deliver to post office boxes", "shipping_destination", "deliver", "address"),
}

func assign(g *gaps.Grouper, all ...gaps.Asked) (ids []string) {
	for i, a := range all {
		ids = append(ids, g.Assign(a, start.Add(time.Duration(i)*time.Hour)))
	}
	return ids
}

func counter() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("gap-%03d", n) }
}

func TestGrouper(t *testing.T) {
	all := slices.Concat(engraving, postbox)
	g := gaps.NewGrouper(counter())
	ids := assign(g, all...)
	want := []string{"gap-001", "gap-001", "gap-001", "gap-002", "gap-002", "gap-002"}
	if !slices.Equal(ids, want) {
		t.Fatalf("got %v, want %v", ids, want)
	}
	changed := g.Changed()
	if len(changed) != 2 || changed[0].Size != 3 || !changed[0].LastAt.Equal(start.Add(2*time.Hour)) || changed[0].State != gaps.Open {
		t.Errorf("changed: %+v", changed)
	}
	if len(g.Changed()) != 0 {
		t.Error("what was taken is given again")
	}

	// Another process goes on from what is stored.
	other := gaps.NewGrouper(func() string { return "new" })
	other.Load(changed)
	if got := assign(other, asked("es", "¿Pueden grabar un nombre en el reloj?", "product_question", "name", "device"),
		asked("en", "Is the muesli free of nuts?", "product_question", "food")); !slices.Equal(got, []string{"gap-001", "new"}) {
		t.Errorf("after loading: %v", got)
	}
	if other.Changed()[0].Size != 4 {
		t.Error("the size does not go on from what is stored")
	}
}

// The same question about two products is two gaps.
func TestGrouperProducts(t *testing.T) {
	a, b := asked("en", "Is it waterproof?", "product_question"), asked("en", "Is it waterproof?", "product_question")
	a.Names, b.Names = []string{"product=jacket"}, []string{"product=watch"}
	if ids := assign(gaps.NewGrouper(counter()), a, b, a); !slices.Equal(ids, []string{"gap-001", "gap-002", "gap-001"}) {
		t.Errorf("got %v", ids)
	}
}

// However often the same is asked, a group keeps few questions to know it by.
func TestGrouperIsBounded(t *testing.T) {
	g := gaps.NewGrouper(counter())
	for i := range 500 {
		a := asked([]string{"en", "de", "fr", "es", "it"}[i%5], fmt.Sprintf("engrave the watch with name number %d", i), "product_question", "name")
		g.Assign(a, start)
	}
	for _, gap := range g.Changed() {
		if n := len(gap.Profile.Exemplars); n > 12 {
			t.Errorf("%d exemplars", n)
		}
	}
}

// benchQuestions are n questions of several hundred kinds in four languages.
func benchQuestions(n int) []gaps.Asked {
	verbs := []string{"engrave", "repair", "return", "reserve", "wash", "charge", "assemble", "deliver", "insure", "recycle", "exchange", "upgrade"}
	things := []string{"watch", "jacket", "lamp", "blanket", "backpack", "kettle", "grinder", "boots", "shelf", "tent", "stove", "bottle", "helmet", "scarf",
		"camera", "speaker", "mattress", "ladder", "carpet", "mirror", "printer", "keyboard", "bicycle", "blender", "curtain", "guitar", "drone", "heater"}
	langs := []string{"en", "de", "es", "fr"}
	out := make([]gaps.Asked, n)
	for i := range out {
		v, th, lang := verbs[i%len(verbs)], things[i/7%len(things)], langs[i/3%4]
		out[i] = asked(lang, fmt.Sprintf("%s %s the %s number %d please", lang, v, th, i%13), "intent_"+v, v, th)
	}
	return out
}

// BenchmarkGroup groups 100,000 questions.
func BenchmarkGroup(b *testing.B) {
	questions := benchQuestions(100_000)
	for b.Loop() {
		g := gaps.NewGrouper(counter())
		for i, q := range questions {
			g.Assign(q, start.Add(time.Duration(i)*time.Second))
			if i%1000 == 0 {
				g.Changed()
			}
		}
	}
}

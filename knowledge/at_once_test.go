package knowledge_test

import (
	"reflect"
	"sync"
	"testing"

	"frontdesk/knowledge"
)

// Questions asked at once are answered as they are one by one, and what was found for one
// is not changed by the next: they share the memory in which candidates are weighed.
func TestQuestionsAtOnceDoNotMix(t *testing.T) {
	b, _ := baseOf(t, knowledge.Config{}, shop()...)
	questions := []knowledge.Query{
		{Text: "How long is the warranty on a frame?", Lang: "en"},
		{Text: "What does express delivery cost?", Lang: "en"},
		{Text: "Wie lange kann ich Artikel zurückgeben?", Lang: "de"},
		{Text: "¿Cuánto dura la garantía de la bicicleta?", Lang: "es"},
	}
	alone := make([]knowledge.Result, len(questions))
	for i, q := range questions {
		alone[i] = ask(t, b, q)
	}
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for i := range 40 {
				n := i % len(questions)
				got, err := b.Retrieve(t.Context(), questions[n])
				if err != nil || !reflect.DeepEqual(got, alone[n]) {
					t.Errorf("%q: got %+v (%v), alone %+v", questions[n].Text, got, err, alone[n])
					return
				}
			}
		})
	}
	asking.Wait()
}

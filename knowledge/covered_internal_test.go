package knowledge

import (
	"context"
	"testing"
)

// A base of a few articles, of which two say the same: that the first does not lead
// says nothing against there being an answer.
func TestCoveredIsOfTheBase(t *testing.T) {
	b := fillBase(t, []Article{
		{ID: "a", Title: "Parcels", Body: "A parcel to Norway takes nine working days.", Locale: "en"},
		{ID: "b", Title: "Packages", Body: "Each parcel to Norway takes nine days of work.", Locale: "en"},
		{ID: "c", Title: "Washing", Body: "Wash wool by hand in cold water.", Locale: "en"},
	})
	retrieve := func(text string) Result {
		t.Helper()
		res, err := b.Retrieve(context.Background(), Query{Text: text, Lang: "en", K: 3})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	two, none := retrieve("parcel to Norway takes days"), retrieve("parcel insurance for expensive violins")
	if two.Covered <= two.Hits[0].P {
		t.Errorf("covered %.3f, P of the first %.3f; want the base surer than the passage", two.Covered, two.Hits[0].P)
	}
	if none.Covered >= two.Covered {
		t.Errorf("covered %.3f without an answer, %.3f with one", none.Covered, two.Covered)
	}
	if res := retrieve("qqq"); len(res.Hits) > 0 || res.Covered != 0 {
		t.Errorf("nothing found: %+v", res)
	}
	if res, err := b.Retrieve(context.Background(), Query{Text: "that one", Lang: "en", Article: "c"}); err != nil || res.Covered != 1 {
		t.Errorf("a chosen article: covered %v, %v; want 1", res.Covered, err)
	}
}

// The model of the first passage takes nothing from signals that are not its own.
func TestOwnSignals(t *testing.T) {
	examples := []example{{x: signals{alone: 1, wordy: 0.5, coverage: 1}, covered: true}, {x: signals{alone: 0.2}}}
	first := fit(defaultFirst, forFirst(examples), priorRidge)
	if first.weights[alone] != 0 || first.weights[wordy] != 0 {
		t.Errorf("weights %v and %v, want none", first.weights[alone], first.weights[wordy])
	}
	if got := forAny(examples); !got[0].right || got[1].right || examples[0].right {
		t.Errorf("outcomes %+v, of %+v", got, examples)
	}
}

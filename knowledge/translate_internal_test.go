package knowledge

import (
	"testing"

	"frontdesk/knowledge/dictionary"
)

// Every concept can be searched for in every language, whatever its names are made of.
func TestEveryConceptCanBeSearchedFor(t *testing.T) {
	if testing.Short() {
		t.Skip("in the second pass, without the race detector")
	}
	for _, lang := range dictionary.Languages {
		for c := range dictionary.Builtin().Len() {
			w := widened{}
			concept := dictionary.Concept(c)
			if tokens := w.called(dictionary.Word{Concepts: []dictionary.Concept{concept}}, lang); len(tokens) == 0 {
				t.Errorf("%s: nothing to search %q by", lang, dictionary.Builtin().Names(concept, "en")[0])
			}
		}
	}
}

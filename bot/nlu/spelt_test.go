package nlu_test

import (
	"testing"

	"frontdesk/bot/nlu"
)

func TestSpelt(t *testing.T) {
	a, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := nlu.Shipped(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lang, word string
		want       bool
	}{
		{"en", "rent", true}, {"en", "trees", true}, {"en", "black", true}, {"en", "refudn", false}, {"en", "recieve", false},
		{"de", "woche", true}, {"de", "geschenk", true}, {"de", "garnatie", false}, {"es", "pedido", true}, {"es", "pedidp", false}, {"fr", "", false},
	} {
		if got := m.Spelt(c.word, c.lang); got != c.want {
			t.Errorf("Spelt(%q, %q) = %v", c.word, c.lang, got)
		}
	}
}

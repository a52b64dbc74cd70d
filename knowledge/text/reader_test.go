package text_test

import (
	"fmt"
	"slices"
	"testing"

	"frontdesk/knowledge/text"
)

// A reader gives what the analyzer gives, whichever words it has at hand.
func TestReaderReadsAsTheAnalyzer(t *testing.T) {
	a := text.New()
	r := text.NewReader(a)
	words := []string{"returned", "parcels", "Größe", "l'ordine", "café", "don't", "30-day", "X200", "退货", "возврат", "ordered", "order"}
	for i := range 1000 {
		lang := "en"
		if i >= 500 && i/100%2 == 1 {
			lang = "de"
		}
		s := fmt.Sprintf("%s %s%d, %s %s", words[i%len(words)], words[i/3%len(words)], i%50, words[i*7%len(words)], words[i*5%len(words)])
		if got, want := r.Read(s, lang), a.Analyze(s, lang); !slices.Equal(got, want) {
			t.Fatalf("%s (%s):\n%+v, not\n%+v", s, lang, got, want)
		}
	}
}

package form

import (
	"regexp"
	"testing"

	"frontdesk/internal/sieve"
)

// A form is seen wherever its regular expression matches, in the questions of every
// language.
func TestFormsSkipNothing(t *testing.T) {
	questions := []string{
		"", "x", "how much is it", "who pays for the return", "do i get it for nothing", "when does it come", "is it free", "by when",
		"was kostet der versand", "wie lange dauert es", "wer übernimmt die kosten", "cuánto cuesta", "cuanto tarda", "qui paie", "combien de temps",
		"quanto costa", "quanto tempo", "hoeveel kost het", "ile kosztuje", "сколько стоит", "多少钱", "多久", "いくら", "얼마", "kaç para", "วันไหน", "كم السعر", "क्या कीमत है",
	}
	for lang, list := range forms {
		for i, f := range list {
			for _, p := range []*sieve.Regexp{f.asks, f.not} {
				if p == nil {
					continue
				}
				plain := regexp.MustCompile(p.String())
				for _, q := range questions {
					if got, want := p.MatchString(q), plain.MatchString(q); got != want {
						t.Errorf("%s form %d, %q: got %v, want %v", lang, i, q, got, want)
					}
				}
			}
		}
	}
}

package knowledge

import (
	"cmp"
	"strings"
)

// repaired writes the question as it was searched, with typing errors mended.
func (s *search) repaired(question string) string {
	words := make(map[string]string, len(s.tokens))
	for _, t := range s.tokens {
		words[t.Text] = t.Surface
	}
	for _, t := range s.answer.Terms {
		written := words[t.Forms[0]]
		if t.Repair == "" || written == "" {
			continue
		}
		better := cmp.Or(s.part.surfaces[t.Repair], t.Repair)
		at := strings.Index(strings.ToLower(question), written)
		if at >= 0 && len(strings.ToLower(question)) == len(question) {
			question = question[:at] + better + question[at+len(written):]
		}
	}
	return question
}

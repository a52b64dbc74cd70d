package notice

import (
	"embed"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed lang/*.yaml
var catalogues embed.FS

// words are the sentences of a language. A number or a name stands apart from the
// sentence, so that no ending depends on it.
type words struct {
	lang  string
	texts map[string]string
}

func loadWords() (map[string]words, error) {
	out := map[string]words{}
	for _, lang := range Languages() {
		raw, err := catalogues.ReadFile("lang/" + lang + ".yaml")
		if err != nil {
			return nil, fmt.Errorf("read the notices of %s: %w", lang, err)
		}
		w := words{lang: lang, texts: map[string]string{}}
		if err := yaml.Unmarshal(raw, &w.texts); err != nil {
			return nil, fmt.Errorf("read the notices of %s: %w", lang, err)
		}
		out[lang] = w
	}
	return out, nil
}

// say fills the values, given as name and value in turn, into a sentence.
func (s words) say(key string, values ...any) string {
	var pairs []string
	for i := 0; i+1 < len(values); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", values[i]), fmt.Sprint(values[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(s.texts[key])
}

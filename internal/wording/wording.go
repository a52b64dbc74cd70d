// Package wording holds the sentences that the machine itself says, by
// language. What a flow or an article says stands with the flow or the article.
package wording

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed lang/*.yaml
var files embed.FS

// Fallback is the language of a sentence that a catalogue lacks.
const Fallback = "en"

// Catalogue holds every sentence in every language. It never changes after Load.
type Catalogue struct {
	byLang map[string]map[string]string
}

// Load gives the embedded catalogues. They are read once.
func Load() (*Catalogue, error) { return loaded() }

var loaded = sync.OnceValues(read)

func read() (*Catalogue, error) {
	c := &Catalogue{byLang: map[string]map[string]string{}}
	names, err := fs.Glob(files, "lang/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list catalogues: %w", err)
	}
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		m := map[string]string{}
		if err := yaml.Unmarshal(raw, &m); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		lang := strings.TrimSuffix(strings.TrimPrefix(name, "lang/"), ".yaml")
		c.byLang[lang] = m
	}
	return c, nil
}

// Languages lists the languages that have a catalogue, sorted.
func (c *Catalogue) Languages() []string {
	var out []string
	for l := range c.byLang {
		out = append(out, l)
	}
	slices.Sort(out)
	return out
}

// Has tells whether there is a catalogue for the language of tag (BCP 47).
func (c *Catalogue) Has(tag string) bool { return c.byLang[Base(tag)] != nil }

// Say gives the sentence of a key in the language of tag, with {name} replaced
// by the values; pairs is name, value, name, value. A language or key that is
// missing falls back to English, an unknown key to itself.
func (c *Catalogue) Say(tag, key string, pairs ...string) string {
	s, ok := c.byLang[Base(tag)][key]
	if !ok {
		if s, ok = c.byLang[Fallback][key]; !ok {
			return key
		}
	}
	if len(pairs) == 0 {
		return s
	}
	olds := make([]string, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		olds[i], olds[i+1] = "{"+pairs[i]+"}", pairs[i+1]
	}
	return strings.NewReplacer(olds...).Replace(s)
}

// Keys lists the keys of a language, sorted.
func (c *Catalogue) Keys(lang string) []string {
	var out []string
	for k := range c.byLang[lang] {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Base is the language of a BCP 47 tag, lower case, without script and region.
func Base(tag string) string {
	tag = strings.ToLower(tag)
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		return tag[:i]
	}
	return tag
}

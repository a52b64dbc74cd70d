package flows

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

var placeholder = regexp.MustCompile(`\{\w+\}`)

// translate adds the sentences of lang/*.yaml to the flows: a file a language,
// in it the flow's id, the text's key and the sentence. English stands with the
// flow. Every mistake is named with its file and line.
func (s *Set) translate(fsys fs.FS) error {
	names, err := fs.Glob(fsys, "lang/*.yaml")
	if err != nil {
		return fmt.Errorf("list translations: %w", err)
	}
	var errs error
	for _, name := range names {
		for _, err := range s.addLanguage(fsys, name) {
			errs = errors.Join(errs, fmt.Errorf("flows/%s: %w", name, err))
		}
	}
	return errs
}

func (s *Set) addLanguage(fsys fs.FS, name string) (errs []error) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return []error{err}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return []error{err}
	}
	var texts map[string]map[string]string
	if err := doc.Decode(&texts); err != nil { // a key that comes twice, too
		return []error{err}
	}
	lang := strings.TrimSuffix(path.Base(name), ".yaml")
	for id, keys := range children(&doc) {
		f := s.flows[id.Value]
		if f == nil {
			errs = append(errs, fmt.Errorf("line %d: %q is no flow", id.Line, id.Value))
			continue
		}
		for key := range entries(keys) {
			if err := f.say(lang, key.Value, texts[id.Value][key.Value]); err != nil {
				errs = append(errs, fmt.Errorf("line %d: %w", key.Line, err))
			}
		}
	}
	return errs
}

// say adds one sentence.
func (f *Flow) say(lang, key, text string) error {
	t := f.Texts[key]
	switch {
	case t == nil:
		return fmt.Errorf("%q is no text of %s", key, f.ID)
	case t[lang] != "":
		return fmt.Errorf("%q of %s is in %q already", key, f.ID, lang)
	case strings.TrimSpace(text) == "":
		return fmt.Errorf("%q of %s is empty", key, f.ID)
	}
	if got, want := places(text), places(t["en"]); !slices.Equal(got, want) {
		return fmt.Errorf("%q of %s has %v, the English text %v", key, f.ID, got, want)
	}
	t[lang] = text
	return nil
}

// places lists what a sentence leaves open, each once, sorted.
func places(text string) []string {
	seen := map[string]bool{}
	for _, p := range placeholder.FindAllString(text, -1) {
		seen[p] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// children are the entries of a document's mapping; of an empty document none.
func children(doc *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	if len(doc.Content) == 0 {
		return func(func(*yaml.Node, *yaml.Node) bool) {}
	}
	return entries(doc.Content[0])
}

// entries are the keys and values of a mapping, or of the one an alias stands for.
func entries(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

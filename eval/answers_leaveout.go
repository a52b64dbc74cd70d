package eval

import (
	"io/fs"
	"math"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

// stem is the name by which questions call an article's file.
func stem(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

// leftOut chooses a share of the articles of a folder by chance, an article with all
// of its languages.
func leftOut(articles fs.FS, share float64, seed uint64) (map[string]bool, error) {
	names, err := stems(articles)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	out := make(map[string]bool)
	for _, name := range names[:int(math.Round(share*float64(len(names))))] {
		out[name] = true
	}
	return out, nil
}

// stems are the names of all articles of a folder, each once, in order.
func stems(articles fs.FS) (names []string, err error) {
	err = fs.WalkDir(articles, ".", func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, stem(file))
		}
		return err
	})
	slices.Sort(names)
	return slices.Compact(names), err
}

// onlyElsewhere are the names of the articles that a language lacks, where it is the only
// one; nothing without a language.
func onlyElsewhere(articles fs.FS, lang string) (map[string]bool, error) {
	out := make(map[string]bool)
	if lang == "" {
		return out, nil
	}
	all, err := stems(articles)
	if err != nil {
		return nil, err
	}
	own, err := stems(thinned{articles, nil, lang})
	for _, name := range all {
		if !slices.Contains(own, name) {
			out[name] = true
		}
	}
	return out, err
}

// thinned is a folder without some articles.
type thinned struct {
	fs.FS
	out  map[string]bool
	lang string // the one folder that is left; empty: all
}

// ReadDir does not list what is left out.
func (t thinned) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		if e.IsDir() {
			return name == "." && t.lang != "" && e.Name() != t.lang
		}
		return t.out[stem(e.Name())]
	}), err
}

// abroad keeps the questions that are put to a shop that has written in one language, in
// another one. Those about articles that this language lacks go: whether something else in
// it answers them nobody has said.
func abroad(questions []asked, lang string, elsewhere map[string]bool) []asked {
	return slices.DeleteFunc(questions, func(q asked) bool {
		spoken, _, _ := strings.Cut(q.language, "-")
		return spoken == "" || spoken == lang || !slices.ContainsFunc(q.expected, func(name string) bool { return !elsewhere[name] })
	})
}

// without is a question whose articles may be left out: with all of them, none answers.
func (q asked) without(out map[string]bool) asked {
	q.expected = slices.DeleteFunc(slices.Clone(q.expected), func(name string) bool { return out[name] })
	if len(q.expected) == 0 {
		q.expected = []string{noArticle}
	}
	return q
}

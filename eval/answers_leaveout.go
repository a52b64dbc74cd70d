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
	var names []string
	err := fs.WalkDir(articles, ".", func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, stem(file))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	names = slices.Compact(names)
	rng := rand.New(rand.NewPCG(seed, 0))
	rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	out := make(map[string]bool)
	for _, name := range names[:int(math.Round(share*float64(len(names))))] {
		out[name] = true
	}
	return out, nil
}

// thinned is a folder without some articles.
type thinned struct {
	fs.FS
	out map[string]bool
}

// ReadDir does not list what is left out.
func (t thinned) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() && t.out[stem(e.Name())] }), err
}

// without is a question whose articles may be left out: with all of them, none answers.
func (q asked) without(out map[string]bool) asked {
	q.expected = slices.DeleteFunc(slices.Clone(q.expected), func(name string) bool { return out[name] })
	if len(q.expected) == 0 {
		q.expected = []string{noArticle}
	}
	return q
}

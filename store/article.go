package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// CheckArticle refuses an article that cannot be stored.
func CheckArticle(a knowledge.Article, passages []knowledge.Passage) error {
	if a.ID == "" {
		return fault.New(fault.Invalid, "", "An article needs an id.").At("id")
	}
	for _, t := range []struct{ field, text string }{
		{"key", a.Key}, {"title", a.Title}, {"body", a.Body}, {"locale", a.Locale}, {"url", a.URL}, {"source", a.Source},
	} {
		if err := CheckText(t.field, t.text); err != nil {
			return err
		}
	}
	for _, p := range passages {
		if err := CheckText("body", p.Heading, p.Text); err != nil {
			return err
		}
	}
	return nil
}

// NextArticle is an article as it is stored: the next version, at a revision of
// the base. One without a key, as written in the console, has its id for one.
func NextArticle(old, a knowledge.Article, revision int64, now time.Time) knowledge.Article {
	now = At(Micros(now))
	a.Key = cmp.Or(a.Key, a.ID)
	a.Version++
	a.Revision = revision
	a.UpdatedAt = now
	a.CreatedAt = At(Micros(a.CreatedAt))
	if old.Version > 0 {
		a.CreatedAt = old.CreatedAt
	}
	if a.CreatedAt.IsZero() {
		a.CreatedAt = now
	}
	a.PublishedAt = At(Micros(a.PublishedAt))
	if a.PublishedAt.IsZero() && a.Status == knowledge.Published {
		a.PublishedAt = now
	}
	return a
}

// Placed gives passages of an article with what follows from their place: the
// article, the place and the id, where they are not given.
func Placed(articleID string, passages []knowledge.Passage) []knowledge.Passage {
	out := slices.Clone(passages)
	for i := range out {
		p := &out[i]
		p.ArticleID = articleID
		if p.ID == "" {
			p.Ord = i
			p.ID = fmt.Sprintf("%s/%d", articleID, i)
		}
	}
	return out
}

// SamePassages tells whether two lists hold the same passages in any order.
func SamePassages(a, b []knowledge.Passage) bool {
	byPlace := func(p, q knowledge.Passage) int { return cmp.Compare(p.Ord, q.Ord) }
	a, b = slices.SortedFunc(slices.Values(a), byPlace), slices.SortedFunc(slices.Values(b), byPlace)
	return slices.Equal(a, b)
}

// VersionConflict is the fault for an article that was saved since it was read.
func VersionConflict(stored int64) error {
	return fault.New(fault.Conflict, "version_conflict", "The article was changed by somebody else.").
		With("version", stored).Advise("Load it again and repeat the change.")
}

// DuplicateKey is the fault for a second article with a key.
func DuplicateKey(key string) error {
	return fault.New(fault.Conflict, "duplicate_key", "Another article has the key %q.", key).At("key")
}

// CheckVectors refuses vectors that cannot be stored: of no model, of unequal
// lengths, or where other vectors of the model have another length.
func CheckVectors(v knowledge.Vectors, dim int) error {
	if v.Model == "" {
		return fault.New(fault.Invalid, "", "Vectors need a model.").At("model")
	}
	for _, row := range v.Rows {
		if len(row) == 0 || len(row) != dim {
			return fault.New(fault.Invalid, "vector_length", "A vector of %s has %d numbers, not %d.", v.Model, len(row), dim).
				Advise("Give another embedding model another name.")
		}
	}
	return nil
}

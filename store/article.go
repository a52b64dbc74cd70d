package store

import (
	"cmp"
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
	if a.Status == knowledge.Published && a.Working == nil && a.Held() {
		return knowledge.HeldFault(a)
	}
	return checkWorking(a)
}

// checkWorking refuses what cannot be stored in the parts that are kept as JSON
// and in lists.
func checkWorking(a knowledge.Article) error {
	texts := slices.Concat(a.Questions, a.Negative, a.Markets, a.Intents, a.Channels, []string{a.Owner, a.PublishNote})
	for _, r := range a.Remarks {
		texts = append(texts, r.Text)
	}
	if w := a.Working; w != nil {
		texts = slices.Concat(texts, w.Questions, w.Negative, w.Markets, w.Intents, w.Channels, []string{w.Title, w.Body, w.Locale, w.URL})
	}
	for _, h := range a.Holds {
		texts = append(texts, h.Code, h.Place, h.Excerpt)
	}
	return CheckText("body", texts...)
}

// NextArticle is an article as it is stored: the next version, at a revision of
// the base, and the next release where readers see another copy. One without a
// key, as written in the console, has its id for one. sameTexts tells that title
// and passages are as they were.
func NextArticle(old, a knowledge.Article, sameTexts bool, now time.Time) knowledge.Article {
	now = At(Micros(now))
	a.Key = cmp.Or(a.Key, a.ID)
	a.Version++
	a.UpdatedAt = now
	for _, t := range []*time.Time{&a.CreatedAt, &a.PublishedAt, &a.ValidFrom, &a.ValidUntil, &a.VerifyBy, &a.VerifiedAt, &a.RemindedAt, &a.PublishAt} {
		*t = At(Micros(*t))
	}
	if old.Version > 0 {
		a.CreatedAt = old.CreatedAt
	}
	if a.CreatedAt.IsZero() {
		a.CreatedAt = now
	}
	if a.PublishedAt.IsZero() && a.Status == knowledge.Published {
		a.PublishedAt = now
	}
	a.Release, a.TextVersion, a.Stale = old.Release, old.TextVersion, false
	if knowledge.NewRelease(old, a) {
		a.Release++
	}
	if !sameTexts {
		a.TextVersion = a.Version
	}
	return a
}

// ReleaseOf is the release that saving makes of an article, as NextArticle gave
// it.
func ReleaseOf(a knowledge.Article, s knowledge.Saving) knowledge.Release {
	return knowledge.Release{ArticleID: a.ID, Number: a.Release, Copy: a.Copy(), By: a.UpdatedBy, At: a.UpdatedAt, Note: s.Note, From: s.From, Gate: s.Gate}
}

// SameTexts tells whether an article's title and passages are as they were.
func SameTexts(old, a knowledge.Article, was, is []knowledge.Passage) bool {
	return old.Version > 0 && old.Title == a.Title && SamePassages(was, is)
}

// SamePassages tells whether two lists hold the same passages in any order.
func SamePassages(a, b []knowledge.Passage) bool {
	byPlace := func(p, q knowledge.Passage) int { return cmp.Compare(p.Ord, q.Ord) }
	a, b = slices.SortedFunc(slices.Values(a), byPlace), slices.SortedFunc(slices.Values(b), byPlace)
	return slices.Equal(a, b)
}

// CheckSavings refuses what cannot be stored, a transaction that saves an article twice: which of the two
// would be the newer?
func CheckSavings(savings []knowledge.Saving) error {
	seen := make(map[string]bool, len(savings))
	for _, s := range savings {
		if seen[s.Article.ID] {
			return fault.New(fault.Invalid, "saved_twice", "The article %s stands twice in one transaction.", s.Article.ID)
		}
		seen[s.Article.ID] = true
		if err := CheckArticle(s.Article, s.Passages); err != nil {
			return err
		}
	}
	return nil
}

// VersionConflict is the fault for an article that was saved since it was read.
func VersionConflict(id string, stored int64) error {
	return fault.New(fault.Conflict, "version_conflict", "The article was changed by somebody else.").
		With("article", id).With("version", stored).Advise("Load it again and repeat the change.")
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

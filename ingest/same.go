package ingest

import (
	"context"
	"fmt"
	"slices"

	"frontdesk/knowledge"
)

// sameText is the code of a page whose text another source has given already.
const sameText = "same_text"

// elsewhere finds an article of another source, or of the console, that says what a
// document says. A document that is stored, or one of a file that its own source
// has under a new name, is none: the older one is gone when the source is read.
func (in *Ingester) elsewhere(ctx context.Context, d document, o Options) (knowledge.Article, bool, error) {
	same, err := in.store.SameText(ctx, d.copy(0).Fingerprint())
	if err != nil {
		return knowledge.Article{}, false, fmt.Errorf("look for the text of %s: %w", d.key, err)
	}
	i := slices.IndexFunc(same, func(a knowledge.Article) bool { return a.Source != o.Source && a.Key != d.key })
	if i < 0 {
		return knowledge.Article{}, false, nil
	}
	return same[i], true, nil
}

// sameAs makes the row that of a text which is not stored a second time.
func (r *Row) sameAs(a knowledge.Article) {
	from := "source " + a.Source
	if a.Source == "" {
		from = "the console"
	}
	r.Outcome, r.Article, r.Code = Unchanged, a.ID, sameText
	r.Message = fmt.Sprintf("Not taken: the same text as %q (%s), from %s.", a.Title, a.Key, from)
	r.Hint = "Nothing is missing. To have it from here, archive that article and read this again."
}

package ingest

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// prepare makes of a document what is to be saved of it: nothing where it is as
// it was. It stores nothing.
func (in *Ingester) prepare(ctx context.Context, d document, o Options) (Row, *knowledge.Saving, error) {
	a, err := in.store.ArticleByKey(ctx, d.key)
	isNew := errors.Is(err, fault.ErrNotFound)
	if err != nil && !isNew {
		return Row{}, nil, fmt.Errorf("load article %s: %w", d.key, err)
	}
	row := Row{Key: d.key, Title: d.Title, Article: a.ID, Outcome: Unchanged, Warnings: d.warnings, Problem: Problem{Line: d.line}, Was: string(a.Status), Release: a.Release}
	hash := d.hash()
	if !isNew && a.ContentHash == hash && a.Source == o.Source && a.Status != knowledge.Archived &&
		(d.TranslationOf == "" || a.TranslationOf != "") {
		row.hold(a)
		return row, nil, nil
	}
	if isNew {
		twin, there, err := in.elsewhere(ctx, d, o)
		if err != nil {
			return row, nil, err
		}
		if there {
			row.sameAs(twin)
			return row, nil, nil
		}
	}
	row.Outcome = Changed
	now := in.cfg.Now().UTC()
	if isNew {
		row.Outcome = Added
		a = knowledge.Article{ID: in.cfg.NewID(), Key: d.key, CreatedAt: now}
	}
	was := a
	row.Former = former(was, d)
	if err := in.attach(ctx, &a, d, &row); err != nil {
		return row, nil, err
	}
	a, err = a.Import(d.copy(a.TranslatedRelease), o.Draft, d.holds(a, o), knowledge.Step{By: o.By, At: now})
	if p := edited(err, d); p != nil {
		row.Outcome, row.Problem = Refused, *p
		return row, nil, nil
	}
	if err != nil {
		return row, nil, err
	}
	a.Source, a.ContentHash = o.Source, hash
	passages := Split(a)
	row.Article, row.Passages, row.Published = a.ID, len(passages), knowledge.NewRelease(was, a)
	row.hold(a)
	return row, &knowledge.Saving{Article: a, Passages: passages}, nil
}

// former is the draft that a document replaces; nil where none is lost.
func former(a knowledge.Article, d document) *Former {
	if a.Status == "" || a.Status == knowledge.Published || a.Copy().Equal(d.copy(a.TranslatedRelease)) {
		return nil
	}
	return &Former{Copy: a.Copy(), Holds: a.Holds}
}

// attach sets what an article is beside its text: who owns it, until when it has
// to be verified, and what it translates, in the state of today. What a file does
// not say stays as the console has it.
func (in *Ingester) attach(ctx context.Context, a *knowledge.Article, d document, row *Row) error {
	if d.Owner != "" {
		a.Owner = d.Owner
	}
	if !d.VerifyBy.IsZero() && !d.VerifyBy.Equal(a.VerifyBy) {
		a.VerifyBy, a.RemindedAt = d.VerifyBy, time.Time{}
	}
	if d.TranslationOf == "" {
		return nil
	}
	original, err := in.original(ctx, d)
	warn := ""
	switch {
	case errors.Is(err, fault.ErrNotFound):
		warn = fmt.Sprintf("there is no article %q to be a translation of; run the ingest again once it is there", d.TranslationOf)
	case err != nil:
		return fmt.Errorf("load the original %s: %w", d.TranslationOf, err)
	case original.TranslationOf != "":
		warn = fmt.Sprintf("article %q is a translation itself; name its original", d.TranslationOf)
	default:
		a.TranslationOf, a.TranslatedRelease = original.ID, original.Release
		return nil
	}
	row.Warnings = append(slices.Clone(row.Warnings), warn)
	return nil
}

// original is the article that a document says it translates, by its key or by its
// place beside the document, as one file names another; nothing translates itself.
func (in *Ingester) original(ctx context.Context, d document) (a knowledge.Article, err error) {
	err = fault.ErrNotFound
	for _, key := range []string{d.TranslationOf, path.Join(path.Dir(d.key), d.TranslationOf)} {
		if errors.Is(err, fault.ErrNotFound) && key != d.key {
			a, err = in.store.ArticleByKey(ctx, key)
		}
	}
	return a, err
}

// copy is what readers shall see of the document.
func (d document) copy(translated int64) knowledge.Copy {
	return knowledge.Copy{
		Title: d.Title, Body: d.Body, Locale: d.Locale, Markets: d.Markets, Internal: d.Internal, Questions: d.Questions,
		Negative: d.Negative, Intents: d.Intents, URL: d.URL, Channels: d.Channels, ValidFrom: d.ValidFrom, ValidUntil: d.ValidUntil,
		TranslatedRelease: translated,
	}
}

// archive is what becomes of an article that its source has no more.
func (p *pass) archive(ctx context.Context, key string) error {
	for range 3 { // somebody may change it meanwhile
		a, err := p.in.store.ArticleByKey(ctx, key)
		if err != nil {
			return fmt.Errorf("load article %s: %w", key, err)
		}
		was := string(a.Status)
		if a, err = a.Archive(knowledge.Step{By: p.o.By, At: p.in.cfg.Now().UTC()}); err != nil {
			return fmt.Errorf("archive article %s: %w", key, err)
		}
		row := Row{Key: key, Title: a.Title, Article: a.ID, Outcome: Removed, Was: was, Release: a.Release}
		err = p.store(ctx, []pendingDocument{{row: row, saving: &knowledge.Saving{Article: a, Passages: Split(a)}}})
		if !errors.Is(err, fault.ErrConflict) {
			return err
		}
	}
	row := Row{Key: key, Outcome: Refused, Problem: Problem{Code: "conflict", Message: "Somebody changed the article while it was to be removed.", Hint: "Import it again."}}
	return p.store(ctx, []pendingDocument{{row: row}})
}

// unseen lists the keys of a source's articles that are not archived and that
// seen does not know.
func (in *Ingester) unseen(ctx context.Context, source string, seen func(string) bool) ([]string, error) {
	var keys []string
	f := knowledge.ArticleFilter{Source: source, Limit: 200}
	for {
		page, _, err := in.store.Articles(ctx, f)
		if err != nil {
			return nil, fmt.Errorf("list articles of %s: %w", source, err)
		}
		for _, a := range page {
			if !seen(a.Key) {
				keys = append(keys, a.Key)
			}
		}
		if len(page) < f.Limit {
			return keys, nil
		}
		f.After = page[len(page)-1].ID
	}
}

package ingest

import (
	"context"
	"errors"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// Worse is the code of a text that shoppers' questions were tried on, and that
// makes answers worse.
const Worse = "gate_failed"

// tried has the gate look at what would be published, and gives the documents as
// they may be stored. Where it refuses several together, halves of them are tried
// until the texts that make answers worse are found: those wait to be looked at,
// the others are published.
func (p *pass) tried(ctx context.Context, docs []pendingDocument) ([]pendingDocument, error) {
	var savings []knowledge.Saving
	var at []int
	for i, d := range docs {
		if d.saving != nil && d.saving.Article.Status == knowledge.Published && !d.saving.Article.Held() {
			savings, at = append(savings, *d.saving), append(at, i)
		}
	}
	if p.in.cfg.Gate == nil || len(savings) == 0 {
		return docs, nil
	}
	passed, err := p.in.cfg.Gate(ctx, savings)
	var refused *fault.Error
	switch {
	case err == nil:
		for i, s := range passed {
			docs[at[i]].saving = &s
		}
		return docs, nil
	case !errors.As(err, &refused) || refused.Code != Worse:
		return nil, err
	case len(savings) == 1:
		docs[at[0]], err = p.waits(ctx, docs[at[0]], refused.Message)
		return docs, err
	}
	middle := at[len(at)/2]
	first, err := p.tried(ctx, docs[:middle])
	if err != nil {
		return nil, err
	}
	second, err := p.tried(ctx, docs[middle:])
	return append(first, second...), err
}

// waits prepares a document again, as one that somebody has to look at.
func (p *pass) waits(ctx context.Context, d pendingDocument, why string) (pendingDocument, error) {
	d.doc.worse = why
	row, saving, err := p.in.prepare(ctx, d.doc, p.o)
	row.File = d.file
	d.row, d.saving = row, saving
	return d, err
}

package ingest

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// How much a batch holds at most. The time bounds how old the progress is that
// people see.
const (
	batchDocuments = 100
	batchBytes     = 4 << 20 // of texts
	batchTime      = time.Second
)

// keeper stores a batch, as a whole or not at all.
type keeper func(ctx context.Context, b Batch) error

// pass is one going through the files of a source.
type pass struct {
	in   *Ingester
	o    Options
	keep keeper

	importID string // empty for what is no import

	seen    map[string]bool   // keys that the source has
	texts   map[string]string // keys of what was read, by their texts
	refused []string          // keys below which nothing is removed
	skip    int               // files that were done before it
	files   int               // read in this pass
	rows    int               // of the report, with those from before

	gave    gave // since somebody last asked
	batch   Batch
	pending []pendingDocument
	size    int // bytes of their texts
	began   time.Time
}

// pendingDocument is what a batch makes of a document. It can be made again where
// somebody else changed the article meanwhile.
type pendingDocument struct {
	doc    document
	file   string
	row    Row
	saving *knowledge.Saving
}

func (in *Ingester) pass(o Options, keep keeper) *pass {
	return &pass{in: in, o: o, keep: keep, seen: map[string]bool{}, texts: map[string]string{}, began: in.cfg.Now()}
}

// read takes in files one after another. Every batch is stored before the next
// begins. The error is for what stops everything.
func (p *pass) read(ctx context.Context, files iter.Seq[file]) error {
	for f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		inside, err := p.in.expand(ctx, []file{f.loaded()})
		if err != nil {
			return err
		}
		if p.files >= p.skip { // otherwise they were counted before an interruption
			p.batch.Found += len(inside) - 1
		}
		for _, f := range inside {
			if p.files++; p.files <= p.skip {
				continue
			}
			if err := p.file(ctx, f); err != nil {
				return err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return p.flush(ctx)
}

// file takes in one file.
func (p *pass) file(ctx context.Context, f file) error {
	if err := p.take(ctx, f); err != nil {
		return err
	}
	return p.counted(ctx, f)
}

// take reads what is in a file, and notes what it gave.
func (p *pass) take(ctx context.Context, f file) error {
	if kind := p.in.feedKind(f, p.o); kind != "" {
		return p.feed(ctx, f, kind)
	}
	docs, problems, err := p.in.parse(ctx, f, p.o)
	if err != nil {
		return err
	}
	for _, problem := range problems {
		p.refuse(f, problem)
	}
	for _, d := range docs {
		p.gave.title = cmp.Or(p.gave.title, d.Title)
		if err := p.document(ctx, f, d); err != nil {
			return err
		}
	}
	return nil
}

// gave is what came of a page.
type gave struct {
	keys  []string // of its articles
	title string
	code  string // of its first problem
}

func (p *pass) refuse(f file, problem Problem) {
	p.gave.code = cmp.Or(p.gave.code, problem.Code)
	p.batch.Rows = append(p.batch.Rows, f.refused(problem))
	p.refused = append(p.refused, f.key)
}

// counted notes that a file was read, and stores the batch where it is full.
func (p *pass) counted(ctx context.Context, f file) error {
	p.batch.Files++
	p.batch.Bytes += int64(len(f.data))
	if len(p.pending) >= batchDocuments || p.size >= batchBytes || p.in.cfg.Now().Sub(p.began) >= batchTime {
		return p.flush(ctx)
	}
	return nil
}

func (p *pass) document(ctx context.Context, f file, d document) error {
	if p.seen[d.key] {
		p.gave.keys = append(p.gave.keys, d.key)
		p.batch.Rows = append(p.batch.Rows, Row{Key: d.key, File: f.name, Outcome: Refused, Problem: Problem{Code: "duplicate_key", Line: d.line,
			Message: "Another article of this source has the same key.", Hint: "Give the rows different ids, or rename one of the files."}})
		return nil
	}
	p.seen[d.key] = true
	if d.TranslationOf != "" && slices.ContainsFunc(p.pending, func(o pendingDocument) bool { return o.doc.key == d.TranslationOf }) {
		if err := p.flush(ctx); err != nil { // its original must be there first
			return err
		}
	}
	row, saving, err := p.in.prepare(ctx, d, p.o)
	if err != nil {
		return err
	}
	row.File = f.name
	if row.Code == sameText { // it gave nothing: read again, it may be wanted then
		p.gave.code = cmp.Or(p.gave.code, sameText)
		p.batch.Rows = append(p.batch.Rows, row)
		return nil
	}
	p.gave.keys = append(p.gave.keys, d.key)
	text := d.text()
	if first, twice := p.texts[text]; twice && row.Outcome == Added {
		p.batch.Rows = append(p.batch.Rows, Row{Key: d.key, File: f.name, Title: d.Title, Outcome: Unchanged, Warnings: []string{"duplicate: the same text as " + first + ", taken once"}, Problem: Problem{Line: d.line}})
		return nil
	}
	if p.texts[text] == "" {
		p.texts[text] = d.key
	}
	p.pending = append(p.pending, pendingDocument{d, f.name, row, saving})
	p.size += len(d.Body)
	return nil
}

// flush stores what has come together. Where somebody changed one of the articles
// meanwhile, each is made again from what is there now, and stored alone: one
// that somebody is changing does not keep the others back.
func (p *pass) flush(ctx context.Context) error {
	err := p.store(ctx, p.pending)
	if errors.Is(err, fault.ErrConflict) {
		err = p.oneByOne(ctx)
	}
	if err != nil {
		return err
	}
	p.batch, p.pending, p.size, p.began = Batch{}, nil, 0, p.in.cfg.Now()
	return nil
}

func (p *pass) oneByOne(ctx context.Context) error {
	for _, d := range p.pending {
		row, saving, err := p.in.prepare(ctx, d.doc, p.o)
		if err != nil {
			return err
		}
		d.row, d.saving, d.row.File = row, saving, d.file
		err = p.store(ctx, []pendingDocument{d})
		if errors.Is(err, fault.ErrConflict) {
			d.saving, d.row.Outcome, d.row.Passages = nil, Refused, 0
			d.row.Problem = Problem{Code: "conflict", Line: d.doc.line, Message: "Somebody changed the article meanwhile.", Hint: "Import it again."}
			p.refused = append(p.refused, d.doc.key)
			err = p.store(ctx, []pendingDocument{d})
		}
		if err != nil {
			return err
		}
	}
	return p.store(ctx, nil)
}

// store keeps some documents with all else that waits in the batch.
func (p *pass) store(ctx context.Context, docs []pendingDocument) error {
	docs, err := p.tried(ctx, slices.Clone(docs))
	if err != nil {
		return err
	}
	b := p.batch
	b.Rows = slices.Clone(b.Rows)
	for _, d := range docs {
		b.Rows = append(b.Rows, d.row)
		if d.saving != nil {
			b.Savings = append(b.Savings, *d.saving)
		}
	}
	for i := range b.Rows {
		b.Rows[i].N = p.rows + i + 1
	}
	if b.Files == 0 && len(b.Rows) == 0 && len(b.Pages) == 0 {
		return nil
	}
	if err := p.keep(ctx, b); err != nil {
		return err
	}
	p.rows += len(b.Rows)
	p.batch = Batch{}
	return nil
}

// gone lists the articles of the source that this pass has not seen, except
// those of files that were refused: they may be there, only unreadable.
func (p *pass) gone(ctx context.Context) ([]string, error) {
	return p.in.unseen(ctx, p.o.Source, func(key string) bool {
		return p.seen[key] || slices.ContainsFunc(p.refused, func(r string) bool {
			return key == r || strings.HasPrefix(key, r+"#") || strings.HasPrefix(key, r+"/")
		})
	})
}

// remove archives articles.
func (p *pass) remove(ctx context.Context, keys []string) error {
	for _, key := range keys {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.archive(ctx, key); err != nil {
			return err
		}
	}
	return p.flush(ctx)
}

package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"frontdesk/shop"
	"frontdesk/shop/catalog"
)

// readProducts reads a feed in process: its formats are text. A reader that
// panics refuses its file, not the run.
func (in *Ingester) readProducts(f file, kind string, o Options) (out fed) {
	defer func() {
		if recover() != nil {
			out = fed{problems: []Problem{{Code: "parser_failed", Message: "The feed cannot be parsed.", Hint: "Send the file to us, please: this is our mistake."}}}
		}
	}()
	text, encoding, problem := decode(f.data)
	if problem != nil {
		return fed{problems: []Problem{*problem}}
	}
	out = readFeed(kind, text, feedOptions{Currency: strings.ToUpper(o.Currency), Locale: o.Locale, Now: in.cfg.Now(), Detect: in.detect})
	if encoding != "" {
		out.warnings = append(out.warnings, "encoding "+encoding)
	}
	return out
}

// entriesAtOnce is how many products are stored in one transaction, so that
// messages of shoppers never wait long for the database.
const entriesAtOnce = 1000

// feed reads a feed and stores its products. As with tables of questions, bad
// rows refuse the whole unless Partial takes the good ones. Products are stored
// before the report tells of them: reading the feed again changes nothing.
func (p *pass) feed(ctx context.Context, f file, kind string) error {
	store := p.in.cfg.Catalog
	refuse := func(problems ...Problem) {
		for _, problem := range problems {
			p.batch.Rows = append(p.batch.Rows, f.refused(problem))
		}
	}
	if store == nil {
		refuse(noCatalogue)
		return nil
	}
	got := p.in.readProducts(f, kind, p.o)
	refuse(got.problems...)
	if len(got.problems) > 0 && !p.o.Partial || len(got.products) == 0 {
		return nil
	}
	source := feedSource(p.o.Source, f)
	marks, err := store.FeedMarks(ctx, source)
	if err != nil {
		return fmt.Errorf("list the products of %s: %w", source, err)
	}
	entries, rows := p.compare(f, source, got, marks)
	for from := 0; from < len(entries); from += entriesAtOnce {
		if err := ctx.Err(); err != nil {
			return err
		}
		to := min(from+entriesAtOnce, len(entries))
		if err := store.SaveFeedProducts(ctx, p.importID, entries[from:to]); err != nil {
			return fmt.Errorf("store the products of %s: %w", source, err)
		}
		p.batch.Rows = append(p.batch.Rows, rows[from:to]...)
		if p.in.cfg.Now().Sub(p.began) >= batchTime {
			if err := p.flush(ctx); err != nil {
				return err
			}
		}
	}
	p.batch.Rows = append(p.batch.Rows, rows[len(entries):]...)
	return nil
}

// compare makes entries of what a feed gives, with a row of the report for each,
// in the same order; rows without an entry come last.
func (p *pass) compare(f file, source string, got fed, marks []catalog.Mark) (entries []catalog.Entry, rows []Row) {
	known := make(map[string]catalog.Mark, len(marks))
	for _, m := range marks {
		known[m.ID] = m
	}
	now := p.in.cfg.Now().UTC()
	for i, product := range got.products {
		e := catalog.Entry{Source: source, Product: product, Hash: productHash(product), ReadAt: now}
		row := Row{Key: product.ID, File: f.name, Title: product.Titles.In(p.o.Locale), Outcome: Unchanged, Problem: Problem{Line: got.lines[i]}}
		had, there := known[product.ID]
		switch {
		case !there || had.Gone:
			row.Outcome = Added
		case had.Hash != e.Hash:
			row.Outcome = Changed
		}
		if i == 0 {
			row.Warnings = got.warnings
		}
		delete(known, product.ID)
		entries, rows = append(entries, e), append(rows, row)
	}
	if len(got.problems) > 0 {
		return entries, rows // what is missing may stand in a bad row
	}
	for _, m := range marks {
		if _, unseen := known[m.ID]; !unseen || m.Gone {
			continue
		}
		row := Row{Key: m.ID, File: f.name, Title: m.Title, Outcome: Missing}
		if p.o.Prune {
			row.Outcome = Removed
			entries = append(entries, catalog.Entry{Source: source, Gone: true, ReadAt: now, Hash: m.Hash, Product: shop.Product{ID: m.ID, Titles: shop.Texts{"und": m.Title}}})
		}
		rows = append(rows, row)
	}
	return entries, rows
}

// productHash is the SHA-256 of all that is served of a product.
func productHash(p shop.Product) string {
	p.AsOf = time.Time{}
	raw, err := json.Marshal(p)
	if err != nil {
		panic(fmt.Sprintf("ingest: a product of texts does not marshal: %v", err))
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"frontdesk/shop"
	"frontdesk/shop/catalog"
)

// feedKind tells what kind of product feed a file is; empty for what goes into
// articles.
func (in *Ingester) feedKind(f file, o Options) string {
	if f.err != nil || o.Kind == KindArticles {
		return ""
	}
	kind, problem := kindOf(f)
	if problem != nil || kind != "csv" && kind != "json" {
		return ""
	}
	found := ""
	if kind == "json" {
		found = jsonFeed(f.data)
	} else {
		found = tableFeed(f.data)
	}
	if found == "" && o.Kind == KindProducts {
		if kind == "json" {
			return feedJSON
		}
		return feedTable
	}
	return found
}

// sniffed is how much of a file tells what it is.
const sniffed = 64 << 10

// tableFeed looks at a table's first line.
func tableFeed(data []byte) string {
	text, _, problem := decode(firstLine(data))
	if problem != nil {
		return ""
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter(text)
	head, err := r.Read()
	if err != nil {
		return ""
	}
	return feedKindOf(head)
}

// firstLine is the beginning of a file up to a line end; where there is none
// within bounds, or the encoding is not one of bytes, all of the bounds.
func firstLine(data []byte) []byte {
	data = data[:min(len(data), sniffed)]
	if i := bytes.IndexAny(data, "\r\n"); i > 0 && bytes.IndexByte(data, 0) < 0 {
		return data[:i]
	}
	return data[:len(data)&^1]
}

// jsonFeed looks at the names in the beginning of a file.
func jsonFeed(data []byte) string {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data[:min(len(data), sniffed)], []byte("\ufeff"))))
	var names []string
	for {
		t, err := d.Token()
		if err != nil {
			break
		}
		if s, ok := t.(string); ok {
			names = append(names, clipped(s, 40))
		}
	}
	if feedKindOf(names) == "" {
		return ""
	}
	return feedJSON
}

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
			p.batch.Rows = append(p.batch.Rows, Row{Key: f.key, File: f.name, Outcome: Refused, Problem: problem})
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

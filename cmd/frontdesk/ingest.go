package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"frontdesk/ingest"
)

// ingestCmd loads articles and products.
type ingestCmd struct {
	settings
	Targets      []string `arg:"" help:"Files (Markdown, HTML, text, CSV, XLSX, DOCX, PDF, EPUB; products as CSV or JSON), zip archives, folders, or http(s) addresses."`
	Source       string   `help:"Name of the source, to tell it from others (default: the folder or file)."`
	Locale       string   `help:"Language of articles that do not say."`
	Market       []string `help:"Countries that the articles are for (default: everywhere)."`
	Draft        bool     `help:"Keep new articles as drafts for review."`
	Prune        bool     `help:"Archive articles, and stop serving products, of this source that it has no more."`
	Confirm      bool     `help:"With --prune: also where the source has lost more than a fifth of its articles."`
	Partial      bool     `help:"Take the good rows of a table that has bad ones."`
	Shrunk       bool     `help:"Publish texts too that have lost nine tenths of what they said."`
	Kind         string   `help:"What CSV and JSON files are: products or articles (default: as their columns say)." enum:",products,articles" default:""`
	Currency     string   `help:"Currency of prices that do not say, such as those of Shopify's and WooCommerce's exports (ISO 4217)." placeholder:"EUR"`
	Preview      bool     `help:"Show what would become of it, and store nothing."`
	AllowPrivate bool     `help:"Fetch pages from private addresses too."`
}

// Run reads everything, shows how far it is, and reports a line a file.
func (c ingestCmd) Run(ctx context.Context, w world) error {
	return c.withQueue(ctx, w, c.AllowPrivate, func(q *ingest.Queue) error {
		refused := 0
		o := ingest.Options{
			Source: c.Source, Locale: c.Locale, Markets: c.Market, Draft: c.Draft, Prune: c.Prune, Confirm: c.Confirm, Partial: c.Partial, Shrunk: c.Shrunk,
			Kind: c.Kind, Currency: c.Currency, By: byCommandLine,
		}
		for _, target := range c.Targets {
			if c.Preview {
				n, err := preview(ctx, w.Out, q, target, o)
				if err != nil {
					return err
				}
				refused += n
				continue
			}
			shown := newProgress(w.Err)
			i, err := q.Folder(ctx, target, o, shown.show)
			shown.clear()
			if err != nil {
				return err
			}
			if err := finished(ctx, w, q, i); err != nil {
				return err
			}
			refused += i.Counts.Refused
		}
		if refused > 0 {
			return usageError{fmt.Errorf("%d of the files or rows were refused", refused)}
		}
		return nil
	})
}

// preview prints what a target would become, and gives how much would be refused.
func preview(ctx context.Context, out io.Writer, q *ingest.Queue, target string, o ingest.Options) (refused int, err error) {
	p, err := q.PreviewTarget(ctx, target, o)
	if err != nil {
		return 0, err
	}
	for _, d := range p.Documents {
		row := ingest.Row{Key: d.Key, File: d.File, Article: d.Article, Outcome: d.Outcome, Problem: d.Problem, Warnings: d.Warnings}
		if d.Problem.Line == 0 {
			row.Line = d.Line
		}
		printRow(out, row)
		fmt.Fprintf(out, "          %s (%s), %d passages\n", d.Title, d.Locale, len(d.Passages))
	}
	for _, f := range p.Feeds {
		fmt.Fprintf(out, "%s: %d products in %d rows: %d added, %d changed, %d unchanged, %d missing\n", f.File, f.Products, f.Rows,
			f.Outcomes[ingest.Added], f.Outcomes[ingest.Changed], f.Outcomes[ingest.Unchanged], f.Outcomes[ingest.Missing]+f.Outcomes[ingest.Removed])
		for _, warning := range f.Warnings {
			fmt.Fprintln(out, "         ", warning)
		}
		if !f.Taken {
			fmt.Fprintln(out, "          nothing would be taken: --partial takes the good rows")
		}
		for _, x := range f.First {
			fmt.Fprintf(out, "%-9s %s  %s  %d variants, %d attributes\n", x.Outcome, x.Product.ID, x.Product.Titles.In(o.Locale), len(x.Product.Variants), len(x.Product.Attributes))
		}
	}
	for _, r := range p.Refused {
		printRow(out, r)
	}
	fmt.Fprintln(out, "Nothing was stored.")
	return len(p.Refused), nil
}

// finished reports what an import came to.
func finished(ctx context.Context, w world, q *ingest.Queue, i ingest.Import) error {
	if err := printImport(context.WithoutCancel(ctx), w.Out, q, i); err != nil { // the report is for whoever stopped it, too
		return err
	}
	switch {
	case ctx.Err() != nil || i.State == ingest.Cancelled:
		fmt.Fprintln(w.Err, "Stopped. What was taken in stays. To go on, run the same command again: what is done is found unchanged.")
		return errStopped
	case i.State == ingest.Failed:
		return fmt.Errorf("%s: %s", i.Code, i.Error)
	case i.State != ingest.Done:
		return errors.New("the database takes nothing now; the log says why. What was taken in stays: run the same command again")
	case i.Removal.State == ingest.RemovalWaiting:
		return usageError{fmt.Errorf("%d of %d articles of %s are not there any more: nothing was archived. Look whether the source is whole; to archive them, add --confirm",
			i.Removal.Count, i.Removal.Of, i.Source)}
	}
	return nil
}

// errStopped is the end of a command that somebody interrupted.
var errStopped = errors.New("stopped")

// printImport writes what became of every file that is not as it was.
func printImport(ctx context.Context, out io.Writer, q *ingest.Queue, i ingest.Import) error {
	rows, err := q.Rows(ctx, ingest.RowFilter{ImportID: i.ID})
	if err != nil {
		return fmt.Errorf("load the report: %w", err)
	}
	for _, r := range rows {
		if r.Outcome != ingest.Unchanged {
			printRow(out, r)
		}
	}
	n := i.Counts
	fmt.Fprintf(out, "%d added, %d changed, %d unchanged, %d removed, %d held, %d refused\n", n.Added, n.Changed, n.Unchanged, n.Removed, n.Held, n.Refused)
	if n.Missing > 0 {
		fmt.Fprintf(out, "%d products are missing in their feed and still served; --prune takes them out\n", n.Missing)
	}
	return nil
}

func printRow(out io.Writer, r ingest.Row) {
	name := r.Key
	if r.File != "" {
		name = r.File
	}
	if r.Outcome != ingest.Refused && r.Article == "" && r.File != "" { // a product
		name += " " + r.Key
	}
	switch {
	case r.Line > 0 && r.Column > 0:
		name = fmt.Sprintf("%s:%d:%d", name, r.Line, r.Column)
	case r.Line > 0:
		name = fmt.Sprintf("%s:%d", name, r.Line)
	}
	fmt.Fprintf(out, "%-9s %s", r.Outcome, name)
	if r.Code != "" {
		fmt.Fprintf(out, "  %s: %s %s", r.Code, r.Message, r.Hint)
	}
	for _, warning := range r.Warnings {
		fmt.Fprintf(out, "  (%s)", warning)
	}
	fmt.Fprintln(out)
}

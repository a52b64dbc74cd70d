package ingest

import (
	"context"
	"fmt"
	"slices"

	"frontdesk/shop"
)

// mostShown is how many products of a feed a preview shows; all are counted.
const mostShown = 20

// Feed is what a product feed would become.
type Feed struct {
	File     string
	Rows     int // of the file, with those that are refused
	Products int // in them
	Outcomes map[Outcome]int
	Taken    bool // false: bad rows refuse the whole, unless the good ones are wanted
	First    []FedProduct
	Warnings []string
}

// FedProduct is a product of a feed, and what an import would make of it.
type FedProduct struct {
	Product shop.Product
	Line    int
	Outcome Outcome
}

// previewFeed shows what a feed would become. Its bad rows are refusals.
func (in *Ingester) previewFeed(ctx context.Context, f file, kind string, o Options, out *Preview) error {
	if in.cfg.Catalog == nil {
		out.Refused = append(out.Refused, f.refused(noCatalogue))
		return nil
	}
	got := in.readProducts(f, kind, o)
	for _, problem := range got.problems {
		out.Refused = append(out.Refused, f.refused(problem))
	}
	feed := Feed{
		File: f.name, Rows: got.rows, Products: len(got.products), Outcomes: map[Outcome]int{}, Warnings: got.warnings,
		Taken: len(got.products) > 0 && (len(got.problems) == 0 || o.Partial),
	}
	source := feedSource(o.of(uploads).Source, f)
	marks, err := in.cfg.Catalog.FeedMarks(ctx, source)
	if err != nil {
		return fmt.Errorf("list the products of %s: %w", source, err)
	}
	p := &pass{in: in, o: o}
	entries, rows := p.compare(f, source, got, marks)
	for i, row := range rows {
		feed.Outcomes[row.Outcome]++
		if i < len(got.products) && len(feed.First) < mostShown {
			feed.First = append(feed.First, FedProduct{Product: entries[i].Product, Line: row.Line, Outcome: row.Outcome})
		}
	}
	out.Feeds = append(out.Feeds, feed)
	return nil
}

// noCatalogue refuses feeds where products cannot go anywhere.
var noCatalogue = Problem{Code: "catalogue_unavailable", Message: "This program was set up without a catalogue.", Hint: "Load the feed on the server."}

// feedSource names the products of one feed of a source.
func feedSource(source string, f file) string {
	if source != f.key {
		source += "/" + f.key
	}
	return source
}

// PreviewTarget reads a file, a folder or an address as an import at the terminal
// does, pages by the same guarded fetcher, and stores nothing.
func (in *Ingester) PreviewTarget(ctx context.Context, target string, o Options) (Preview, error) {
	var out Preview
	files, source := in.open(ctx, target)
	for f := range slices.Values(files) {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if err := in.preview(ctx, f.loaded(), o.of(source), &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

// PreviewTarget is [Ingester.PreviewTarget].
func (q *Queue) PreviewTarget(ctx context.Context, target string, o Options) (Preview, error) {
	return q.in.PreviewTarget(ctx, target, o)
}

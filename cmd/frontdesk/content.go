package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"frontdesk/api"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/ingest"
	"frontdesk/knowledge"
	"frontdesk/shop/demo"
)

// ingester makes the reader of articles over the app's store.
func (a *app) ingester(allowPrivate bool) (*ingest.Ingester, error) {
	analyzer, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		return nil, err
	}
	parser, err := parserCommand()
	if err != nil {
		return nil, err
	}
	return ingest.New(a.db, ingest.Config{NewID: newID, Now: time.Now, AllowPrivate: allowPrivate, Parser: parser, Catalog: a.db, Detect: func(text string) string {
		lang, p := analyzer.DetectLanguage(text, nil)
		if p < 0.6 {
			return ""
		}
		return lang
	}})
}

// prepare loads the demo's articles where the demo is served, and the index.
func (a *app) prepare(ctx context.Context) error {
	if a.cfg.Demo {
		in, err := a.ingester(false)
		if err != nil {
			return err
		}
		if _, err := in.RunFS(ctx, demo.Articles(), "demo", ingest.Options{Source: "demo", By: "demo"}); err != nil {
			return fmt.Errorf("load the demo's articles: %w", err)
		}
	}
	if _, err := a.core.Knowledge.Refresh(ctx); err != nil {
		return fmt.Errorf("load the articles: %w", err)
	}
	return nil
}

// ingestCmd loads articles and products.
type ingestCmd struct {
	settings
	Targets      []string `arg:"" help:"Files (Markdown, HTML, text, CSV, XLSX, DOCX, PDF, EPUB; products as CSV or JSON), zip archives, folders, or http(s) addresses."`
	Source       string   `help:"Name of the source, to tell it from others (default: the folder or file)."`
	Locale       string   `help:"Language of articles that do not say."`
	Market       []string `help:"Countries that the articles are for (default: everywhere)."`
	Draft        bool     `help:"Keep new articles as drafts for review."`
	Prune        bool     `help:"Archive articles, and stop serving products, of this source that it has no more."`
	Partial      bool     `help:"Take the good rows of a table that has bad ones."`
	Shrunk       bool     `help:"Publish texts too that have lost nine tenths of what they said."`
	Kind         string   `help:"What CSV and JSON files are: products or articles (default: as their columns say)." enum:",products,articles" default:""`
	Currency     string   `help:"Currency of prices that do not say, such as those of Shopify's and WooCommerce's exports (ISO 4217)." placeholder:"EUR"`
	AllowPrivate bool     `help:"Fetch pages from private addresses too."`
}

// Run reads everything and reports a line a file.
func (c ingestCmd) Run(ctx context.Context, w world) error {
	loaded, err := c.load(w, nil)
	if err != nil {
		return err
	}
	a := &app{cfg: loaded.Config, log: newLog(loaded.Config.Log, w.Err)}
	defer a.Close()
	if err := a.openDatabase(ctx); err != nil {
		return err
	}
	in, err := a.ingester(c.AllowPrivate)
	if err != nil {
		return err
	}
	report, err := in.Run(ctx, c.Targets, ingest.Options{
		Source: c.Source, Locale: c.Locale, Markets: c.Market, Draft: c.Draft, Prune: c.Prune, Partial: c.Partial, Shrunk: c.Shrunk, By: "command line",
		Kind: c.Kind, Currency: c.Currency,
	})
	if err != nil {
		return err
	}
	for _, r := range report.Rows {
		if r.Outcome == ingest.Unchanged {
			continue
		}
		printRow(w.Out, r)
	}
	fmt.Fprintf(w.Out, "%d added, %d changed, %d unchanged, %d removed, %d held, %d refused\n", report.Count(ingest.Added), report.Count(ingest.Changed),
		report.Count(ingest.Unchanged), report.Count(ingest.Removed), report.Count(ingest.Held), report.Count(ingest.Refused))
	if n := report.Count(ingest.Missing); n > 0 {
		fmt.Fprintf(w.Out, "%d products are missing in their feed and still served; --prune takes them out\n", n)
	}
	if n := report.Count(ingest.Refused); n > 0 {
		return usageError{fmt.Errorf("%d of the files or rows were refused", n)}
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
	if r.Line > 0 {
		name = fmt.Sprintf("%s:%d:%d", name, r.Line, r.Column)
	}
	fmt.Fprintf(out, "%-9s %s", r.Outcome, name)
	if r.Code != "" {
		fmt.Fprintf(out, "  %s: %s %s", r.Code, r.Message, r.Hint)
	}
	for _, warning := range r.Warnings {
		fmt.Fprintf(out, "  (%s)", warning)
	}
	fmt.Fprintln(out)
	for _, h := range r.Holds {
		fmt.Fprintf(out, "            %s %s: %s\n", h.Code, h.Place, h.Excerpt)
	}
}

// splitter cuts articles that are written in the console.
type splitter struct{}

// Split cuts one article.
func (splitter) Split(a knowledge.Article) []knowledge.Passage { return ingest.Split(a) }

// keepArticles publishes what is scheduled and reminds of what has to be
// verified, until ctx ends.
func (a *app) keepArticles(ctx context.Context) error {
	k := knowledge.NewKeeper(a.db, knowledge.KeeperConfig{
		Split: ingest.Split, Now: time.Now, Log: a.log, Changed: func() { a.core.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge}) },
	})
	return k.Run(ctx, articleTick)
}

// articleTick is how late a scheduled publish may be.
const articleTick = 2 * time.Second

// importer takes the console's uploads.
type importer struct {
	in *ingest.Ingester
	a  *app
}

func (a *app) importer() (api.Importer, error) {
	in, err := a.ingester(false)
	if err != nil {
		return nil, err
	}
	return importer{in, a}, nil
}

// Preview reads the files and stores nothing.
func (i importer) Preview(ctx context.Context, files []api.ImportFile) (api.ImportPreview, error) {
	named := make([]ingest.Named, len(files))
	for n, f := range files {
		named[n] = ingest.Named(f)
	}
	p, err := i.in.Preview(ctx, named, ingest.Options{})
	if err != nil {
		return api.ImportPreview{}, err
	}
	var out api.ImportPreview
	for _, d := range p.Documents {
		doc := api.PreviewDocument{
			Key: d.Key, File: d.File, Line: d.Line, Title: d.Title, Locale: d.Locale, Markets: d.Markets,
			Questions: d.Questions, Intents: d.Intents, Internal: d.Internal, Warnings: d.Warnings,
		}
		for _, piece := range d.Passages {
			doc.Passages = append(doc.Passages, api.PreviewPassage(piece))
		}
		out.Documents = append(out.Documents, doc)
	}
	for _, row := range p.Refused {
		out.Refused = append(out.Refused, api.ImportRow{Name: row.File, Result: string(row.Outcome), Code: row.Code, Detail: row.Message, Hint: row.Hint})
	}
	return out, nil
}

// Import reads the files one by one and joins their reports.
func (i importer) Import(ctx context.Context, files []api.ImportFile) (api.ImportReport, error) {
	out := api.ImportReport{Rows: []api.ImportRow{}}
	for _, f := range files {
		r, err := i.in.Upload(ctx, f.Name, f.Data, ingest.Options{Source: "upload"})
		if err != nil {
			return out, fmt.Errorf("import %s: %w", f.Name, err)
		}
		out.Added, out.Changed, out.Unchanged = out.Added+r.Count(ingest.Added), out.Changed+r.Count(ingest.Changed), out.Unchanged+r.Count(ingest.Unchanged)
		out.Removed, out.Refused = out.Removed+r.Count(ingest.Removed), out.Refused+r.Count(ingest.Refused)
		for _, row := range r.Rows {
			out.Rows = append(out.Rows, api.ImportRow{Name: f.Name, Result: string(row.Outcome), Code: row.Code, Detail: row.Message, Hint: row.Hint})
		}
	}
	i.a.core.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	return out, nil
}

package ingest

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"frontdesk/knowledge"
)

// Named is a file whose content is at hand; its name tells its kind.
type Named struct {
	Name string
	Data []byte
}

// Preview is what files would become, before anything is stored.
type Preview struct {
	Documents []Document
	Feeds     []Feed
	Refused   []Row // what would not be taken, and why
}

// Document is an article that a file would become.
type Document struct {
	Key, File string
	Line      int // where it begins in its file; 0 for the whole file
	Title     string
	Locale    string
	Body      string // Markdown
	Markets   []string
	Questions []string
	Intents   []string
	Internal  bool
	Warnings  []string
	Passages  []Piece

	Outcome Outcome          // what an import would make of it
	Article string           // id of the article that is there already; empty: none
	Holds   []knowledge.Hold // what somebody would have to look at
	Problem                  // why it would be refused or held
}

// Piece is a passage of a document.
type Piece struct {
	Heading string
	Text    string
	Place   string // the page of a PDF on which it begins, for example "p. 3"; empty elsewhere
}

// Preview reads files as an import does, and stores nothing. The error is only for
// a context that ends or a store that fails.
func (in *Ingester) Preview(ctx context.Context, files []Named, o Options) (Preview, error) {
	var out Preview
	read := slices.DeleteFunc(slices.Clone(files), func(n Named) bool { return ofFolder(n.Name) })
	if len(read) == 0 {
		read = files // all are pictures: each is told so
	}
	for i, n := range read {
		f := in.held(n.Name, n.Data)
		if aside := len(files) - len(read); i == 0 && aside > 0 {
			f.note = fmt.Sprintf(picturesLeftOut, aside)
		}
		if err := in.preview(ctx, f, o, &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

// shown is what would become of a document.
func (in *Ingester) shown(ctx context.Context, d document, name string, o Options) (Document, error) {
	out := d.preview(name)
	row, saving, err := in.prepare(ctx, d, o.of(uploads))
	if err != nil {
		return out, err
	}
	out.Outcome, out.Holds, out.Problem, out.Warnings = row.Outcome, row.Holds, row.Problem, row.Warnings
	if saving == nil || saving.Article.Version > 0 {
		out.Article = row.Article
	}
	return out, nil
}

func (in *Ingester) preview(ctx context.Context, f file, o Options, out *Preview) error {
	inside, err := in.expand(ctx, []file{f})
	if err != nil {
		return err
	}
	for _, f := range inside {
		if kind := in.feedKind(f, o); kind != "" {
			if err := in.previewFeed(ctx, f, kind, o, out); err != nil {
				return err
			}
			continue
		}
		docs, problems, err := in.parse(ctx, f, o)
		if err != nil {
			return err
		}
		for _, problem := range problems {
			out.Refused = append(out.Refused, f.refused(problem))
		}
		for _, d := range docs {
			doc, err := in.shown(ctx, d, f.name, o)
			if err != nil {
				return err
			}
			out.Documents = append(out.Documents, doc)
		}
	}
	return nil
}

func (d document) preview(name string) Document {
	out := Document{
		Key: d.key, File: name, Line: d.line, Title: d.Title, Locale: d.Locale, Body: d.Body, Markets: d.Markets,
		Questions: d.Questions, Intents: d.Intents, Internal: d.Internal, Warnings: d.warnings,
	}
	from := 0
	for _, p := range Split(knowledge.Article{ID: d.key, Title: d.Title, Body: d.Body}) {
		first, _, _ := strings.Cut(p.Text, "\n")
		if at := strings.Index(d.Body[from:], first); at >= 0 {
			from += at
		}
		out.Passages = append(out.Passages, Piece{Heading: p.Heading, Text: p.Text, Place: d.place(from)})
	}
	return out
}

// place names the page on which a byte of the body stands; empty where the
// file has no pages.
func (d document) place(at int) string {
	n := sort.SearchInts(d.pages, at+1)
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("p. %d", n)
}

package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"frontdesk/ingest"
	"frontdesk/knowledge"
)

// Previewer shows what files would become, and stores nothing.
type Previewer interface {
	Preview(ctx context.Context, files []ingest.Named, o ingest.Options) (ingest.Preview, error)
}

// ImportPreview is what files would become, before anything is stored.
type ImportPreview struct {
	Documents []PreviewDocument `json:"documents"`
	Feeds     []PreviewFeed     `json:"feeds"`
	Refused   []ingest.Row      `json:"refused"`
}

// PreviewDocument is an article that a file would become.
type PreviewDocument struct {
	Key       string           `json:"key"`
	File      string           `json:"file"`
	Line      int              `json:"line,omitempty"` // where it begins in its file
	Title     string           `json:"title"`
	Locale    string           `json:"locale"`
	Markets   []string         `json:"markets"`
	Questions []string         `json:"questions"`
	Intents   []string         `json:"intents"`
	Internal  bool             `json:"internal"`
	Warnings  []string         `json:"warnings"`
	Passages  []PreviewPassage `json:"passages"`
	Outcome   ingest.Outcome   `json:"outcome"`           // what an import would make of it: added, changed, unchanged, held, refused
	Article   string           `json:"article,omitempty"` // that is there already
	Holds     []knowledge.Hold `json:"holds"`             // what somebody would have to look at
	Code      string           `json:"code,omitempty"`    // why it would be held or refused
	Message   string           `json:"message,omitempty"`
	Hint      string           `json:"hint,omitempty"`
}

// PreviewFeed is what a product feed would become.
type PreviewFeed struct {
	File     string                 `json:"file"`
	Rows     int                    `json:"rows" doc:"of the file, with those that are refused"`
	Products int                    `json:"products"`
	Outcomes map[ingest.Outcome]int `json:"outcomes" doc:"how many products would be added, changed, unchanged, missing"`
	Taken    bool                   `json:"taken" doc:"false: bad rows refuse the feed, unless partial is set"`
	First    []PreviewProduct       `json:"first" doc:"its first products, at most 20"`
	Warnings []string               `json:"warnings"`
}

// PreviewProduct is a product of a feed as it would be served.
type PreviewProduct struct {
	ID         string         `json:"id"`
	Line       int            `json:"line,omitempty"`
	Title      string         `json:"title"`
	Category   string         `json:"category,omitempty"`
	Variants   int            `json:"variants"`
	Attributes int            `json:"attributes"`
	Price      string         `json:"price,omitempty" doc:"of the first variant"`
	Outcome    ingest.Outcome `json:"outcome"`
}

func previewFeeds(feeds []ingest.Feed, lang string) []PreviewFeed {
	out := []PreviewFeed{}
	for _, f := range feeds {
		v := PreviewFeed{File: f.File, Rows: f.Rows, Products: f.Products, Outcomes: f.Outcomes, Taken: f.Taken, First: []PreviewProduct{}, Warnings: orEmpty(f.Warnings)}
		for _, x := range f.First {
			p := PreviewProduct{ID: x.Product.ID, Line: x.Line, Title: x.Product.Titles.In(lang), Category: x.Product.Category, Variants: len(x.Product.Variants), Attributes: len(x.Product.Attributes), Outcome: x.Outcome}
			if price := x.Product.Variants[0].Price; price.Currency != "" {
				p.Price = price.Format(lang)
			}
			v.First = append(v.First, p)
		}
		out = append(out, v)
	}
	return out
}

// PreviewPassage is a piece as it would be found.
type PreviewPassage struct {
	Heading string `json:"heading,omitempty"`
	Text    string `json:"text"`
	Place   string `json:"place,omitempty"` // of a PDF: the page on which it begins
}

// previewImport shows what the files of the form of an import would become.
func (a *API) previewImport(c *gin.Context) {
	f, o, err := importForm(c)
	defer f.close()
	if err != nil {
		a.fail(c, err)
		return
	}
	unhurried(c)
	var files []ingest.Named
	for n, err := range f.files() {
		if err != nil {
			a.fail(c, err)
			return
		}
		files = append(files, n)
	}
	p, err := a.Previews.Preview(c.Request.Context(), files, o)
	if err != nil {
		a.fail(c, fmt.Errorf("preview an import: %w", err))
		return
	}
	c.JSON(http.StatusOK, previewOf(p))
}

func previewOf(p ingest.Preview) ImportPreview {
	out := ImportPreview{Documents: []PreviewDocument{}, Feeds: previewFeeds(p.Feeds, "en"), Refused: orEmpty(p.Refused)}
	for _, d := range p.Documents {
		doc := PreviewDocument{
			Key: d.Key, File: d.File, Line: d.Line, Title: d.Title, Locale: d.Locale, Markets: orEmpty(d.Markets),
			Questions: orEmpty(d.Questions), Intents: orEmpty(d.Intents), Internal: d.Internal, Warnings: orEmpty(d.Warnings), Passages: []PreviewPassage{},
			Outcome: d.Outcome, Article: d.Article, Holds: orEmpty(d.Holds), Code: d.Code, Message: d.Message, Hint: d.Hint,
		}
		for _, piece := range d.Passages {
			doc.Passages = append(doc.Passages, PreviewPassage(piece))
		}
		out.Documents = append(out.Documents, doc)
	}
	return out
}

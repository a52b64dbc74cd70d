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
	out := ImportPreview{Documents: []PreviewDocument{}, Refused: orEmpty(p.Refused)}
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

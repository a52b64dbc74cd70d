package api

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"frontdesk/ingest"
)

// Importer begins imports and steers them.
type Importer interface {
	Upload(ctx context.Context, files iter.Seq2[ingest.Named, error], o ingest.Options) (ingest.Import, error)
	Address(ctx context.Context, address string, o ingest.Options) (ingest.Import, error)
	Cancel(ctx context.Context, id string) (ingest.Import, error)
	Retry(ctx context.Context, id string) (ingest.Import, error)
	Remove(ctx context.Context, id string, confirm bool) (ingest.Import, error)
	TakeBack(ctx context.Context, id, by string) (ingest.TakenBack, error)
}

// ImportBook tells what became of imports.
type ImportBook interface {
	Import(ctx context.Context, id string) (ingest.Import, error)
	Imports(ctx context.Context, f ingest.ImportFilter) ([]ingest.Import, error)
	Rows(ctx context.Context, f ingest.RowFilter) ([]ingest.Row, error)
}

// importTexts are the texts that the form of an import may have.
var importTexts = []string{"source", "locale", "markets", "draft", "partial", "shrunk", "kind", "currency"}

// importForm reads the form of an import. Its close has to be called, also with
// an error.
func importForm(c *gin.Context) (form, ingest.Options, error) {
	f, err := formOf(c, importTexts...)
	if err != nil {
		return f, ingest.Options{}, err
	}
	o := ingest.Options{
		Source: strings.TrimSpace(f.text("source")), Locale: f.text("locale"), Kind: f.text("kind"), Currency: f.text("currency"), By: callerOf(c).user.Name,
	}
	for m := range strings.SplitSeq(f.text("markets"), ",") {
		if m = strings.TrimSpace(m); m != "" {
			o.Markets = append(o.Markets, m)
		}
	}
	for name, field := range map[string]*bool{"draft": &o.Draft, "partial": &o.Partial, "shrunk": &o.Shrunk} {
		if *field, err = f.yes(name); err != nil {
			return f, o, err
		}
	}
	return f, o, nil
}

// addImport stores the files of a form and queues their import.
func (a *API) addImport(c *gin.Context) {
	f, o, err := importForm(c)
	defer f.close()
	if err != nil {
		a.fail(c, err)
		return
	}
	unhurried(c)
	i, err := a.Imports.Upload(c.Request.Context(), f.files(), o)
	if err != nil {
		a.fail(c, fmt.Errorf("import: %w", err))
		return
	}
	c.JSON(http.StatusAccepted, i)
}

type importAddressInput struct {
	Caller
	Body struct {
		URL     string   `json:"url" minLength:"1" maxLength:"2000"`
		Source  string   `json:"source,omitempty" maxLength:"300" doc:"that the article carries; the address where it is left out"`
		Locale  string   `json:"locale,omitempty" maxLength:"35" doc:"of a page that does not say"`
		Markets []string `json:"markets,omitempty" maxItems:"100"`
		Draft   bool     `json:"draft,omitempty" doc:"wait as a draft"`
	}
}

// importAddress queues the import of one page.
func (a *API) importAddress(ctx context.Context, in *importAddressInput) (*bodyOf[ingest.Import], error) {
	b := in.Body
	return importBody(a.Imports.Address(ctx, b.URL, ingest.Options{Source: b.Source, Locale: b.Locale, Markets: b.Markets, Draft: b.Draft, By: in.who.user.Name}))
}

func importBody(i ingest.Import, err error) (*bodyOf[ingest.Import], error) {
	if err != nil {
		return nil, err
	}
	return &bodyOf[ingest.Import]{Body: i}, nil
}

type listImportsInput struct {
	Caller
	State    string `query:"state" enum:"queued,running,done,failed,cancelled"`
	SourceID string `query:"source_id" maxLength:"100" doc:"runs of this source only"`
	After    string `query:"after" maxLength:"100" doc:"id of the last import of the page before"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type importsView struct {
	Items []ingest.Import `json:"items"`
	Next  *string         `json:"next"`
}

// listImports lists imports, the newest first.
func (a *API) listImports(ctx context.Context, in *listImportsInput) (*bodyOf[importsView], error) {
	items, err := a.Imports.Imports(ctx, ingest.ImportFilter{State: ingest.State(in.State), SourceID: in.SourceID, After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	out := importsView{Items: orEmpty(items)}
	if len(items) == in.Limit {
		out.Next = &items[len(items)-1].ID
	}
	return &bodyOf[importsView]{Body: out}, nil
}

// getImport shows how far an import is.
func (a *API) getImport(ctx context.Context, in *articleInput) (*bodyOf[ingest.Import], error) {
	return importBody(a.Imports.Import(ctx, in.ID))
}

type importRowsInput struct {
	Caller
	ID      string `path:"id" maxLength:"100"`
	Outcome string `query:"outcome" enum:"added,changed,unchanged,removed,refused,held,missing"`
	After   int    `query:"after" minimum:"0" doc:"number of the last row of the page before"`
	Limit   int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type importRowsView struct {
	Items []ingest.Row `json:"items"`
	Next  *int         `json:"next"`
}

// listImportRows tells what became of each file and article.
func (a *API) listImportRows(ctx context.Context, in *importRowsInput) (*bodyOf[importRowsView], error) {
	rows, err := a.Imports.Rows(ctx, ingest.RowFilter{ImportID: in.ID, Outcome: ingest.Outcome(in.Outcome), After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := importRowsView{Items: orEmpty(rows)}
	if len(rows) == in.Limit {
		out.Next = &rows[len(rows)-1].N
	}
	return &bodyOf[importRowsView]{Body: out}, nil
}

// cancelImport ends an import; what it has taken in stays.
func (a *API) cancelImport(ctx context.Context, in *articleInput) (*bodyOf[ingest.Import], error) {
	return importBody(a.Imports.Cancel(ctx, in.ID))
}

// retryImport goes on with an import that failed or was cancelled.
func (a *API) retryImport(ctx context.Context, in *articleInput) (*bodyOf[ingest.Import], error) {
	return importBody(a.Imports.Retry(ctx, in.ID))
}

type removalInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Confirm bool `json:"confirm" doc:"true: archive the articles that the source has lost; false: keep them"`
	}
}

// decideRemoval answers an import that has found many articles to be gone.
func (a *API) decideRemoval(ctx context.Context, in *removalInput) (*bodyOf[ingest.Import], error) {
	return importBody(a.Imports.Remove(ctx, in.ID, in.Body.Confirm))
}

// takeBackImport brings the articles and products of an import to where they were before it.
func (a *API) takeBackImport(ctx context.Context, in *articleInput) (*bodyOf[ingest.TakenBack], error) {
	out, err := a.Imports.TakeBack(ctx, in.ID, in.who.user.Name)
	if err != nil {
		return nil, fmt.Errorf("take import %s back: %w", in.ID, err)
	}
	return &bodyOf[ingest.TakenBack]{Body: out}, nil
}

package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// ImportFile is one file that somebody uploads to the knowledge base.
type ImportFile struct {
	Name string
	Data []byte
}

// ImportRow is what became of one article of an import.
type ImportRow struct {
	Name   string `json:"name"`
	Result string `json:"result"` // added, changed, unchanged, removed, refused
	Code   string `json:"code,omitempty"`
	Detail string `json:"detail,omitempty"`
	Hint   string `json:"hint,omitempty"`
}

// ImportReport tells what an import did.
type ImportReport struct {
	Added     int         `json:"added"`
	Changed   int         `json:"changed"`
	Unchanged int         `json:"unchanged"`
	Removed   int         `json:"removed"`
	Refused   int         `json:"refused"`
	Rows      []ImportRow `json:"rows"`
}

// ImportPreview is what files would become, before anything is stored.
type ImportPreview struct {
	Documents []PreviewDocument `json:"documents"`
	Refused   []ImportRow       `json:"refused"`
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
}

// PreviewPassage is a piece as it would be found.
type PreviewPassage struct {
	Heading string `json:"heading,omitempty"`
	Text    string `json:"text"`
	Place   string `json:"place,omitempty"` // of a PDF: the page on which it begins
}

// Importer reads files into the knowledge base. A file that cannot be read is a
// row of the report, not an error.
type Importer interface {
	Import(ctx context.Context, files []ImportFile) (ImportReport, error)
	// Preview reads the files and stores nothing.
	Preview(ctx context.Context, files []ImportFile) (ImportPreview, error)
}

// Bounds of an import.
const (
	maxImportFiles = 200
	formMemory     = 8 << 20 // the rest of a form waits on disk
	formWithin     = 10 * time.Minute
)

// importArticles takes files of a multipart form, all of them named "files".
func (a *API) importArticles(c *gin.Context) {
	files, ok := a.filesOf(c)
	if !ok {
		return
	}
	report, err := a.Importer.Import(c.Request.Context(), files)
	if err != nil {
		a.fail(c, fmt.Errorf("import: %w", err))
		return
	}
	report.Rows = orEmpty(report.Rows)
	a.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	c.JSON(http.StatusOK, report)
}

// filesOf takes the files of the form, or has answered why not.
func (a *API) filesOf(c *gin.Context) ([]ImportFile, bool) {
	files, err := uploaded(c)
	if err == nil && a.Importer == nil {
		err = fault.New(fault.Unavailable, "import_unavailable", "This server takes no imports.")
	}
	if err != nil {
		a.fail(c, err)
		return nil, false
	}
	unhurried(c)
	return files, true
}

// previewImport shows what the files of the same form would become.
func (a *API) previewImport(c *gin.Context) {
	files, ok := a.filesOf(c)
	if !ok {
		return
	}
	preview, err := a.Importer.Preview(c.Request.Context(), files)
	if err != nil {
		a.fail(c, fmt.Errorf("preview an import: %w", err))
		return
	}
	preview.Documents, preview.Refused = orEmpty(preview.Documents), orEmpty(preview.Refused)
	for i := range preview.Documents {
		d := &preview.Documents[i]
		d.Markets, d.Questions, d.Intents = orEmpty(d.Markets), orEmpty(d.Questions), orEmpty(d.Intents)
		d.Warnings, d.Passages = orEmpty(d.Warnings), orEmpty(d.Passages)
	}
	c.JSON(http.StatusOK, preview)
}

// unhurried takes the bounds of an ordinary request from one that has sent all
// that it has to say and may take its time.
func unhurried(c *gin.Context) {
	bodyWithin(c.Writer, 0)
	// As with reading: only a test's connection knows no deadline.
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Time{})
}

func uploaded(c *gin.Context) ([]ImportFile, error) {
	if err := c.Request.ParseMultipartForm(formMemory); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, bodyFault(err)
		}
		return nil, fault.New(fault.Invalid, "bad_form", "This is not a multipart form.").Cause(err)
	}
	// Files on disk are temporary; leaving one behind is no reason to fail.
	defer func() { _ = c.Request.MultipartForm.RemoveAll() }()
	for name := range c.Request.MultipartForm.File {
		if name != "files" {
			return nil, fault.New(fault.Invalid, "unknown_field", "The form has no field %q.", printable(name)).At("files").With("allowed", []string{"files"})
		}
	}
	headers := c.Request.MultipartForm.File["files"]
	if len(headers) == 0 || len(headers) > maxImportFiles {
		return nil, fault.New(fault.Invalid, "invalid_field", "Send 1 to %d files in the field files.", maxImportFiles).At("files")
	}
	out := make([]ImportFile, len(headers))
	for i, h := range headers {
		data, err := readPart(h)
		if err != nil {
			return nil, err
		}
		out[i] = ImportFile{Name: h.Filename, Data: data}
	}
	return out, nil
}

func readPart(h *multipart.FileHeader) ([]byte, error) {
	f, err := h.Open()
	if err != nil {
		return nil, fmt.Errorf("open upload: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	return data, nil
}

package api

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
)

// Bounds of a form with files.
const (
	maxImportFiles = 200
	formMemory     = 8 << 20 // the rest of a form waits on disk
	formWithin     = 10 * time.Minute
)

// form is what a multipart form brought: files in the field "files", and texts.
type form struct{ *multipart.Form }

// formOf reads the form of a request, whose texts may have these names. close
// has to be called.
func formOf(c *gin.Context, texts ...string) (form, error) {
	if err := c.Request.ParseMultipartForm(formMemory); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return form{}, bodyFault(err)
		}
		return form{}, fault.New(fault.Invalid, "bad_form", "This is not a multipart form.").Cause(err)
	}
	f := form{c.Request.MultipartForm}
	allowed := append([]string{"files"}, texts...)
	for name := range f.File {
		if name != "files" {
			return f, fault.New(fault.Invalid, "unknown_field", "The form has no files in a field %q.", printable(name)).At("files").With("allowed", []string{"files"})
		}
	}
	for name, values := range f.Value {
		if !slices.Contains(texts, name) {
			return f, fault.New(fault.Invalid, "unknown_field", "The form has no field %q.", printable(name)).At(printable(name)).With("allowed", allowed)
		}
		if len(values) > 1 {
			return f, fault.New(fault.Invalid, "invalid_field", "The field stands twice in the form.").At(name)
		}
	}
	if n := len(f.File["files"]); n == 0 || n > maxImportFiles {
		return f, fault.New(fault.Invalid, "invalid_field", "Send 1 to %d files in the field files.", maxImportFiles).At("files")
	}
	return f, nil
}

// close forgets what waited on disk. Leaving a temporary file behind is no
// reason to fail.
func (f form) close() {
	if f.Form != nil {
		_ = f.RemoveAll()
	}
}

// files gives the files one at a time.
func (f form) files() iter.Seq2[ingest.Named, error] {
	return func(yield func(ingest.Named, error) bool) {
		for _, h := range f.File["files"] {
			data, err := readPart(h)
			if !yield(ingest.Named{Name: pathOf(h), Data: data}, err) || err != nil {
				return
			}
		}
	}
}

// text is the value of a field; empty where it is left out.
func (f form) text(name string) string {
	if v := f.Value[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// yes reads a field that is true or false.
func (f form) yes(name string) (bool, error) {
	switch f.text(name) {
	case "true":
		return true, nil
	case "", "false":
		return false, nil
	}
	return false, fault.New(fault.Invalid, "invalid_field", "The field is true or false.").At(name)
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

// unhurried takes the bounds of an ordinary request from one that has sent all
// that it has to say and may take its time.
func unhurried(c *gin.Context) {
	bodyWithin(c.Writer, 0)
	// As with reading: only a test's connection knows no deadline.
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Time{})
}

// pathOf is a file's name with the folders above it, which browsers send for the
// files of a folder and the standard library takes off. It is only a name: the
// importer makes a key of it, and nothing is opened by it.
func pathOf(h *multipart.FileHeader) string {
	_, params, err := mime.ParseMediaType(h.Header.Get("Content-Disposition"))
	if name := strings.TrimLeft(strings.ReplaceAll(params["filename"], "\\", "/"), "/"); err == nil && fs.ValidPath(name) {
		return name
	}
	return h.Filename
}

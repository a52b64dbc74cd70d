package ingest

import (
	"archive/zip"
	"bytes"
	"testing"
)

// FuzzBinaryFormats calls the readers as the child does, without its limits: a
// panic is caught and told there, an endless loop is what this looks for.
func FuzzBinaryFormats(f *testing.F) {
	for _, name := range []string{"word/document.xml", "xl/workbook.xml", "META-INF/container.xml", "a.md"} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write([]byte(`<a><p><r><t>x</t></r></p></a>`))
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			f.Fatal(err)
		}
		for _, kind := range []string{"docx", "xlsx", "epub", "zip"} {
			f.Add(kind, b.Bytes())
		}
	}
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		if len(data) > 1<<16 || kind == "pdf" { // the PDF library has loops without end: that is what the child is for
			return
		}
		lines := 0
		err := readBinary(kind, data, Limits{Unpacked: 1 << 20, Entries: 100}.filled(), func(line) error { lines++; return nil })
		if err == nil && lines == 0 && kind != probeKind && kind != "zip" {
			t.Errorf("%s: neither a document nor a problem", kind)
		}
	})
}

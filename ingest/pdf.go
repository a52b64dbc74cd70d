package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/ledongthuc/pdf"
)

// Bounds of a PDF, beside those of the child.
const (
	maxPages     = 5_000
	maxPageNodes = 20_000 // of the tree of pages
	maxForms     = 8      // forms inside forms
)

// parsePDF reads the text of a PDF in reading order. Headings are guessed by
// their size, lines that repeat on every page are left out.
func parsePDF(data []byte, _ Limits) ([]document, []Problem) {
	r, problem := openPDF(data)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	pages, ok := pagesOf(r)
	if !ok {
		return nil, []Problem{*malformed("pdf", "Its tree of pages has no end.")}
	}
	var sheets []leaf
	hidden, broken := 0, 0
	for _, p := range pages {
		s, err := readPage(p)
		if err != nil {
			broken++
		}
		hidden += s.hidden
		sheets = append(sheets, s)
	}
	d := layOut(sheets)
	switch {
	case strings.TrimSpace(d.Body) == "" && broken > 0:
		return nil, []Problem{*malformed("pdf", "Its pages are damaged.")}
	case strings.TrimSpace(d.Body) == "":
		return nil, []Problem{{Code: "no_text_layer", Message: "OCR is not included.", Hint: "The pages are pictures: run a text recognition over the file first, or export the original as text."}}
	}
	info := r.Trailer().Key("Info")
	if d.Title == "" && info.Kind() == pdf.Dict {
		d.Title = oneLine(info.Key("Title").Text())
	}
	if hidden > 0 {
		d.warnings = append(d.warnings, fmt.Sprintf("hidden_text_removed n=%d", hidden))
	}
	if broken > 0 {
		d.warnings = append(d.warnings, fmt.Sprintf("damaged_pages n=%d", broken))
	}
	return []document{d}, nil
}

// openPDF reads the tables of a file. What stands before its head and after
// its end is no matter, nor is the version that it says it has.
func openPDF(data []byte) (*pdf.Reader, *Problem) {
	head := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	end := bytes.LastIndex(data, []byte("%%EOF"))
	if head < 0 || end < head+100 {
		return nil, malformed("pdf", "The file is cut off.")
	}
	data = append([]byte("%PDF-1.7\n"), data[head+9:end+5]...)
	data, err := unlocked(data)
	if errors.Is(err, errPassword) {
		return nil, passwordProtected()
	}
	if err == nil {
		var r *pdf.Reader
		if r, err = pdf.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
			return r, nil
		}
	}
	return nil, malformed("pdf", "Its table of contents is damaged.")
}

// pagesOf lists the pages, and whether there is an end to them.
func pagesOf(r *pdf.Reader) ([]pdf.Page, bool) {
	var out []pdf.Page
	nodes := 0
	var walk func(v pdf.Value, depth int) bool
	walk = func(v pdf.Value, depth int) bool {
		if nodes++; nodes > maxPageNodes || depth > 50 {
			return false
		}
		kids := v.Key("Kids")
		if kids.Kind() != pdf.Array {
			if v.Kind() == pdf.Dict && len(out) < maxPages {
				out = append(out, pdf.Page{V: v})
			}
			return true
		}
		for i := range kids.Len() {
			if !walk(kids.Index(i), depth+1) {
				return false
			}
		}
		return true
	}
	ends := walk(r.Trailer().Key("Root").Key("Pages"), 0)
	return out, ends
}

// glyph is a character where it stands on its page, in points.
type glyph struct {
	text    string
	x, y, w float64
	size    float64
	bold    bool
	unseen  bool
}

// leaf is a page as far as it is read.
type leaf struct {
	glyphs []glyph
	hidden int // pieces of hidden text that were left out
}

// readPage reads the characters of a page; of a damaged one those before the
// damage. Text that is not painted is hidden, unless it is all there is: then
// it is what a text recognition has put behind a picture.
func readPage(p pdf.Page) (l leaf, err error) {
	in := painter{fonts: make(map[string]*face), box: boxOf(p)}
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("damaged page: %v", x)
		}
		seen := 0
		for _, g := range in.glyphs {
			if !g.unseen && strings.TrimSpace(g.text) != "" {
				seen++
			}
		}
		before := false
		for _, g := range in.glyphs {
			if g.unseen && seen > 0 {
				if !before {
					l.hidden++
				}
				before = true
				continue
			}
			before = false
			l.glyphs = append(l.glyphs, g)
		}
	}()
	in.state = paint{th: 1, ctm: unit, tm: unit, line: unit}
	in.run(p.V.Key("Contents"), inherited(p.V, "Resources"), 0)
	return l, nil
}

// boxOf is the visible part of a page: left, bottom, right, top.
func boxOf(p pdf.Page) [4]float64 {
	v := inherited(p.V, "CropBox")
	if v.Len() != 4 {
		v = inherited(p.V, "MediaBox")
	}
	if v.Len() != 4 {
		return [4]float64{-1e6, -1e6, 1e6, 1e6}
	}
	var b [4]float64
	for i := range b {
		b[i] = v.Index(i).Float64()
	}
	return [4]float64{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}
}

// inherited is what a page says, or else what stands above it in the tree.
func inherited(v pdf.Value, key string) pdf.Value {
	for range 50 {
		if found := v.Key(key); !found.IsNull() || v.IsNull() {
			return found
		}
		v = v.Key("Parent")
	}
	return pdf.Value{}
}

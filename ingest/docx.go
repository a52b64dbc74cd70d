package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// maxNesting bounds the elements inside elements of an office file.
const maxNesting = 400

// parseDOCX reads the text of a Word document (ECMA-376, WordprocessingML):
// headings, lists, tables. Nothing outside the file is read, nothing in it is
// run; deleted and hidden text is left out.
func parseDOCX(data []byte, l Limits) ([]document, []Problem) {
	p, problem := openOffice("docx", data, l)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	main := p.find("word/document.xml")
	for _, f := range p.files { // some programs number it
		if main == nil && strings.HasPrefix(f.Name, "word/document") && strings.HasSuffix(f.Name, ".xml") {
			main = f
		}
	}
	if main == nil {
		return nil, []Problem{*notOffice(p, "docx")}
	}
	w := word{styles: make(map[string]int), lists: make(map[string]bool), notes: make(map[string]string), title: -1}
	if err := w.readStyles(p); err != nil {
		return nil, []Problem{*partProblem("docx", "word/styles.xml", err, l)}
	}
	outside, err := p.outside()
	if err != nil {
		return nil, []Problem{*partProblem("docx", "of relationships", err, l)}
	}
	for kind, name := range map[string]string{"f": "word/footnotes.xml", "e": "word/endnotes.xml"} {
		if err := w.readNotes(p, kind, name); err != nil {
			return nil, []Problem{*partProblem("docx", name, err, l)}
		}
	}
	if err := w.readPart(p, main); err != nil {
		return nil, []Problem{*partProblem("docx", main.Name, err, l)}
	}
	w.close()
	d := document{Body: w.out.String(), Title: w.heading}
	var core struct {
		Title string `xml:"title"`
	}
	if err := p.decode("docProps/core.xml", &core); err == nil && d.Title == "" {
		d.Title = oneLine(core.Title)
	}
	d.warnings = officeWarnings(p, outside, w.hidden)
	if w.chunks > 0 {
		d.warnings = append(d.warnings, fmt.Sprintf("embedded_files_ignored n=%d", w.chunks))
	}
	return []document{d}, nil
}

// officeWarnings tells what was left out of an office file.
func officeWarnings(p *pack, outside, hidden int) []string {
	var out []string
	if hidden > 0 {
		out = append(out, fmt.Sprintf("hidden_text_removed n=%d", hidden))
	}
	if outside > 0 {
		out = append(out, fmt.Sprintf("external_content_ignored n=%d", outside))
	}
	if p.hasMacros() {
		out = append(out, "macros_ignored")
	}
	return out
}

// notOffice is the row of an archive that is not what its name says.
func notOffice(p *pack, kind string) *Problem {
	for name, is := range map[string]string{"word/document.xml": "DOCX", "xl/workbook.xml": "XLSX", "META-INF/container.xml": "EPUB", "ppt/presentation.xml": "PPTX"} {
		if p.find(name) != nil && !strings.EqualFold(is, kind) {
			return mismatch(is)
		}
	}
	return mismatch("zip archive")
}

func mismatch(is string) *Problem {
	return &Problem{Code: "type_mismatch", Message: "looks like " + is + ".", Hint: "Give the file the ending of what it is, or export it as Markdown, HTML, plain text or CSV."}
}

// word is a document as far as it is read.
type word struct {
	styles  map[string]int  // level of headings by id of the style
	lists   map[string]bool // whether a list is numbered, by its id and level
	out     prose
	heading string // of the level title, or the first
	title   int    // level of heading; -1: none yet
	hidden  int
	chunks  int
	paras   []*para // open paragraphs: text boxes stand inside others
	tables  []*grid
	counts  [10]int // of numbered lists by depth
	inText  bool
	notes   map[string]string // texts of footnotes (f1) and endnotes (e1)
	kept    []written         // paragraphs that wait until it is known whether bold ones are headings
	styled  bool              // some heading has a style
	links   map[string]string // where the hyperlinks of the part lead, by their ids
	fields  []*field          // open ones
	inCode  bool              // within the code of a field
	noting  string            // the kind of the notes that are read: f or e; empty for the text itself
	note    string            // the open one
}

// para is an open paragraph.
type para struct {
	text   bytes.Buffer
	style  string
	links  []span // open hyperlinks
	list   string // id; empty for none
	depth  int
	vanish bool // of the open run
	unseen bool // the open run has hidden text
	bold   bool // the open run is
	plain  bool // some letter is not bold
}

// grid is an open table.
type grid struct {
	rows  [][]string
	row   []string
	cell  strings.Builder
	span  int
	below bool // the open cell goes on with the one above
}

// wordStyles are the parts of styles.xml that matter.
type wordStyles struct {
	Styles []struct {
		ID   string  `xml:"styleId,attr"`
		Name wordVal `xml:"name"`
		On   wordVal `xml:"basedOn"`
		Deep wordVal `xml:"pPr>outlineLvl"`
	} `xml:"style"`
}

type wordVal struct {
	Val string `xml:"val,attr"`
}

// wordNumbering are the parts of numbering.xml that matter.
type wordNumbering struct {
	Abstract []struct {
		ID     string `xml:"abstractNumId,attr"`
		Levels []struct {
			Level  string  `xml:"ilvl,attr"`
			Format wordVal `xml:"numFmt"`
		} `xml:"lvl"`
	} `xml:"abstractNum"`
	Nums []struct {
		ID string  `xml:"numId,attr"`
		Of wordVal `xml:"abstractNumId"`
	} `xml:"num"`
}

// readStyles learns which styles are headings and which lists are numbered.
func (w *word) readStyles(p *pack) error {
	var s wordStyles
	if err := p.decode("word/styles.xml", &s); err != nil {
		return err
	}
	for range 5 { // styles are based on styles, seldom more than twice
		for _, st := range s.Styles {
			if strings.HasPrefix(strings.ToLower(st.Name.Val), "toc ") {
				w.styles[st.ID] = contents
			} else if level, ok := headingLevel(st.Name.Val, st.Deep.Val); ok {
				w.styles[st.ID] = level
			} else if level, ok := w.styles[st.On.Val]; ok && w.styles[st.ID] == 0 && st.On.Val != "" {
				w.styles[st.ID] = level
			}
		}
	}
	var n wordNumbering
	if err := p.decode("word/numbering.xml", &n); err != nil {
		return err
	}
	numbered := make(map[string]bool)
	for _, a := range n.Abstract {
		for _, l := range a.Levels {
			numbered[a.ID+"/"+l.Level] = l.Format.Val != "bullet" && l.Format.Val != "none"
		}
	}
	for _, num := range n.Nums {
		for level := range 9 {
			at := "/" + strconv.Itoa(level)
			w.lists[num.ID+at] = numbered[num.Of.Val+at]
		}
	}
	return nil
}

// contents is the level of the lines of a table of contents, which are left out.
const contents = -1

// headingLevel reads the level of a heading from a style's name or outline.
func headingLevel(name, outline string) (int, bool) {
	name = strings.ToLower(name)
	if name == "title" {
		return 1, true
	}
	if rest, ok := strings.CutPrefix(name, "heading "); ok {
		if n, err := strconv.Atoi(rest); err == nil && n >= 1 && n <= 9 {
			return min(n, 6), true
		}
	}
	if n, err := strconv.Atoi(outline); err == nil && n >= 0 && n < 9 {
		return min(n+1, 6), true
	}
	return 0, false
}

// readPart goes through a part of a document, of which it first learns where its
// hyperlinks lead.
func (w *word) readPart(p *pack, part *zip.File) error {
	dir, name := path.Split(part.Name)
	var rels relationships
	if err := p.decode(dir+"_rels/"+name+".rels", &rels); err != nil {
		return err
	}
	w.links = make(map[string]string)
	for _, r := range rels.All {
		if strings.HasSuffix(r.Type, "/hyperlink") {
			w.links[r.ID] = r.Target
		}
	}
	r, err := p.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	return w.read(r)
}

// errNesting is given for elements without end inside each other.
var errNesting = errors.New("nested too deeply")

// read goes through the document's XML.
func (w *word) read(r io.Reader) error {
	d := xml.NewDecoder(r)
	depth, skip := 0, 0 // skip: depth of the element that is left out
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxNesting {
				return errNesting
			}
			if skip == 0 && w.leftOut(t.Name.Local) {
				skip = depth
			}
			if skip == 0 {
				w.start(t)
			}
		case xml.EndElement:
			if skip == 0 {
				w.end(t.Name.Local)
			}
			if skip == depth {
				skip = 0
			}
			depth--
		case xml.CharData:
			switch {
			case skip > 0:
			case w.inText:
				w.write(string(t))
			case w.inCode:
				w.code(string(t))
			}
		}
	}
}

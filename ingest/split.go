package ingest

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"frontdesk/knowledge"
)

// How long passages are, in words: long enough to be understood alone, short
// enough to be an answer.
const (
	fewWords  = 80  // below this a passage takes in the next paragraph of its section
	manyWords = 200 // above this it takes in nothing more, and a paragraph is cut
	hugeWords = 600 // above this even a list or a table is cut

	manyBytes = 8000 // the same for what has few words for its length
)

// Split cuts an article's Markdown into passages: never across headings, lists
// and tables whole, long paragraphs between sentences. Each passage has the
// headings above it. The ids are the article's id and the place in it.
func Split(a knowledge.Article) []knowledge.Passage {
	var out []knowledge.Passage
	for _, s := range opened(sections(a.Body)) {
		heading := strings.Join(s.path(a.Title), " › ")
		for _, piece := range s.pieces() {
			out = append(out, knowledge.Passage{
				ID: fmt.Sprintf("%s/%d", a.ID, len(out)), ArticleID: a.ID, Ord: len(out), Heading: heading, Text: piece,
			})
		}
	}
	if whole := strings.TrimSpace(a.Body); len(out) == 0 && whole != "" {
		// Nothing but headings: they are all that there is to find.
		out = append(out, knowledge.Passage{ID: a.ID + "/0", ArticleID: a.ID, Text: whole})
	}
	return out
}

// opened joins the lines that open an article with its first section: alone
// they say what the article is about, and nothing more.
func opened(all []section) []section {
	if len(all) < 2 || !all[0].opens() || all[0].words() >= fewWords || all[0].words()+all[1].words() > manyWords {
		return all
	}
	first := all[1]
	under := first.above[len(first.above)-1]
	blocks := append(all[0].blocks, block{text: strings.Repeat("#", under.level) + " " + under.text, whole: true})
	first.blocks = []block{{text: joinBlocks(append(blocks, first.blocks...)), whole: true}}
	return append([]section{first}, all[2:]...)
}

// opens says whether a section stands above the first subheading.
func (s section) opens() bool {
	return len(s.above) == 0 || len(s.above) == 1 && s.above[0].level == 1
}

func (s section) words() int { return words(joinBlocks(s.blocks)) }

func joinBlocks(blocks []block) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = b.text
	}
	return strings.Join(texts, "\n\n")
}

// section is what stands between two headings.
type section struct {
	above  []title
	blocks []block
}

type title struct {
	level int
	text  string
}

// block is a paragraph, a list, a table, code: what is not taken apart if it
// need not be.
type block struct {
	text  string
	whole bool // a list, a table or code
}

// path gives the headings, without one that only repeats the article's title.
func (s section) path(article string) []string {
	var out []string
	for _, t := range s.above {
		if !strings.EqualFold(t.text, article) {
			out = append(out, t.text)
		}
	}
	return out
}

// pieces joins short blocks and cuts long ones.
func (s section) pieces() []string {
	var out, open []string
	count := 0
	flush := func() {
		if len(open) > 0 {
			out = append(out, strings.Join(open, "\n\n"))
		}
		open, count = nil, 0
	}
	for _, b := range s.blocks {
		n := words(b.text)
		// A line that introduces a list stays with it.
		introduced := len(open) > 0 && b.whole && strings.HasSuffix(strings.TrimRight(open[len(open)-1], "*_ "), ":")
		if count > 0 && count+n > manyWords && !introduced || count >= fewWords && !introduced {
			flush()
		}
		if !b.whole && n > manyWords || n > hugeWords || len(b.text) > manyBytes {
			flush()
			out = append(out, b.cut()...)
			continue
		}
		open = append(open, b.text)
		count += n
	}
	flush()
	return out
}

// cut takes a long block apart: paragraphs between sentences, lists and tables
// between lines. Every piece of a table has its header.
func (b block) cut() []string {
	parts := knowledge.Sentences(b.text)
	head := ""
	if b.whole {
		parts = strings.SplitAfter(b.text, "\n")
		if head = tableHead(parts); head != "" {
			parts = parts[2:]
		}
	}
	var out []string
	var open strings.Builder
	count := 0
	flush := func() {
		if s := strings.TrimSpace(open.String()); s != "" {
			out = append(out, head+s)
		}
		open.Reset()
		count = 0
	}
	for _, p := range parts {
		for _, q := range hardCut(p) {
			n := words(q)
			if count > 0 && count+n > manyWords || open.Len() > 0 && open.Len()+len(q) > manyBytes {
				flush()
			}
			open.WriteString(q)
			count += n
		}
	}
	flush()
	return out
}

// tableHead is the first row of a table and the line below it; empty where the
// lines are no table.
func tableHead(lines []string) string {
	if len(lines) > 2 && strings.Contains(lines[0], "|") && strings.Contains(lines[1], "-") && strings.Trim(lines[1], " |:-\t\n") == "" {
		return lines[0] + lines[1]
	}
	return ""
}

// hardCut takes apart what has no sentence ends: a megabyte on one line.
func hardCut(s string) []string {
	const most = 4000 // bytes
	var out []string
	for len(s) > most {
		at := strings.LastIndexFunc(s[:most], unicode.IsSpace)
		if at <= 0 {
			for at = most; at > 0 && s[at]&0xC0 == 0x80; at-- {
			}
		}
		out = append(out, s[:at])
		s = s[at:]
	}
	return append(out, s)
}

// words counts them; of scripts without spaces two characters are a word.
func words(s string) int {
	n, dense := 0, 0
	inWord := false
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			dense++
			inWord = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !inWord {
				n++
			}
			inWord = true
		case unicode.IsSpace(r):
			inWord = false
		}
	}
	return n + (dense+1)/2
}

// markdown parses the blocks of CommonMark with tables. What stands within them is not
// read: of a paragraph as long as a file that may take hours.
func markdown(source []byte) ast.Node {
	blocks := parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...), parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...))
	return goldmark.New(goldmark.WithParser(blocks), goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(source))
}

// headingText is the text of a heading without its markup.
func headingText(h *ast.Heading, source []byte) string {
	raw := h.Lines().Value(source)
	if len(raw) > mostInLink {
		return oneLine(string(raw))
	}
	inline := parser.NewParser(parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1)), parser.WithInlineParsers(parser.DefaultInlineParsers()...))
	return inlineText(inline.Parse(text.NewReader(raw)), raw)
}

// sections parses Markdown and gathers the blocks under each heading, as they
// are written.
func sections(body string) []section {
	source := []byte(body)
	var out []section
	var cur section
	for n := markdown(source).FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			if len(cur.blocks) > 0 {
				out = append(out, cur)
			}
			cur = section{above: descend(cur.above, title{h.Level, headingText(h, source)})}
			continue
		}
		from, to := extent(n, source)
		if s := strings.Trim(string(source[from:to]), "\n"); strings.TrimSpace(s) != "" && n.Kind() != ast.KindThematicBreak {
			k := n.Kind()
			cur.blocks = append(cur.blocks, block{text: s, whole: k != ast.KindParagraph && k != ast.KindHTMLBlock && k != ast.KindTextBlock})
		}
	}
	if len(cur.blocks) > 0 {
		out = append(out, cur)
	}
	return out
}

// descend is the path of headings with one more, which ends those as deep or
// deeper.
func descend(above []title, t title) []title {
	var out []title
	for _, a := range above {
		if a.level < t.level {
			out = append(out, a)
		}
	}
	return append(out, t)
}

// extent finds where a top block stands in the source: from the line on which
// it begins to where the next one begins.
func extent(n ast.Node, source []byte) (from, to int) {
	from, to = begin(n, source), len(source)
	if from < 0 {
		return 0, 0
	}
	for next := n.NextSibling(); next != nil; next = next.NextSibling() {
		if at := begin(next, source); at >= from {
			to = at
			break
		}
	}
	return from, to
}

// begin is the start of the line on which a block begins; -1 where the parser
// does not say.
func begin(n ast.Node, source []byte) int {
	if n.Pos() < 0 {
		return -1
	}
	return lineStart(source, n.Pos())
}

func lineStart(source []byte, at int) int {
	for at > 0 && source[at-1] != '\n' {
		at--
	}
	return at
}

// inlineText is the text of a node without its markup.
func inlineText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch t := c.(type) {
		case *ast.Text:
			b.Write(t.Segment.Value(source))
			if t.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(t.Value)
		case *ast.AutoLink:
			b.Write(t.URL(source))
		}
		return ast.WalkContinue, nil
	}) // the function never fails
	return strings.TrimSpace(b.String())
}

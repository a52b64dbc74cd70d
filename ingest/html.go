package ingest

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parseHTML takes the text of a page as Markdown: without scripts, menus,
// forms and what is hidden. Links keep their addresses; relative ones start from the
// page's own, which may be empty.
func parseHTML(data []byte, contentType, address string) (document, *Problem) {
	plain, said, problem := decodeHTML(data, contentType)
	if problem != nil {
		return document{}, problem
	}
	plain = bytes.ReplaceAll(plain, []byte{0}, nil)
	root, err := html.Parse(bytes.NewReader(plain))
	if err != nil {
		root, err = html.Parse(bytes.NewReader(flattened(plain)))
	}
	if err != nil {
		return document{}, &Problem{Code: "malformed_html", Message: "The page is nested too deeply, or is no HTML.", Hint: "Save the text of the page as Markdown."}
	}
	p := page{}
	p.meta(root)
	p.place = placeOf(cmp.Or(address, p.canonical, savedFrom(plain))).from(p.base)
	retitled(root)
	body := contentOf(root)
	p.node(body)
	d := document{Title: p.title, Locale: p.lang, URL: p.canonical, Body: p.markdown()}
	if h1 := find(body.FirstChild, atom.H1); h1 != nil {
		if s := flat(h1); s != "" {
			d.Title = s // the title element often carries the shop's name
		}
	}
	if said != "" {
		d.warnings = append(d.warnings, said)
	}
	if p.hidden > 0 {
		d.warnings = append(d.warnings, fmt.Sprintf("hidden_text_removed n=%d", p.hidden))
	}
	if find(root, atom.Input) != nil && hasPassword(root) && len(strings.Fields(d.Body)) < 60 {
		return d, &Problem{Code: "looks_like_login", Message: "The page asks for a password and says little else.", Hint: "Only public pages are read; export the page instead."}
	}
	return d, nil
}

// contentOf is the part of a page that is about something: its main part, within that
// the only article, or else the page. Help centres put lists of other articles and the
// author beside the article.
func contentOf(root *html.Node) *html.Node {
	body := find(root, atom.Main)
	if body == nil {
		if body = find(root, atom.Article); body == nil {
			return root
		}
		return body
	}
	inner := find(body.FirstChild, atom.Article)
	if inner == nil || find(inner.NextSibling, atom.Article) != nil || find(inner.FirstChild, atom.Article) != nil || find(inner.FirstChild, atom.H1) == nil {
		return body
	}
	for up := inner.Parent; up != body && up != nil; up = up.Parent {
		if find(up.NextSibling, atom.Article) != nil {
			return body
		}
	}
	return inner
}

// page collects the text of an HTML tree.
type page struct {
	title, lang, canonical string
	base                   string // what the page says that relative links start from
	place                  place
	out                    strings.Builder
	hidden                 int
	lists                  []int // open lists: -1 for bullets, else the last number
	pre                    bool
}

// meta reads what stands about the page in its head.
func (p *page) meta(n *html.Node) {
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Html:
			p.lang = attr(n, "lang")
		case atom.Title:
			if p.title == "" {
				p.title = flat(n)
			}
		case atom.Link:
			if href := attr(n, "href"); strings.EqualFold(attr(n, "rel"), "canonical") && strings.HasPrefix(href, "http") {
				p.canonical = href
			}
		case atom.Base:
			if p.base == "" {
				p.base = attr(n, "href")
			}
		case atom.Body:
			return
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.meta(c)
	}
}

// dropped are the elements that hold no text of the article.
var dropped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Nav: true, atom.Footer: true,
	atom.Aside: true, atom.Form: true, atom.Iframe: true, atom.Svg: true, atom.Button: true, atom.Select: true, atom.Head: true,
	atom.Object: true, atom.Embed: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Dialog: true, atom.Textarea: true,
}

// invisible matches style attributes that hide an element.
var invisible = regexp.MustCompile(`(?i)(display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(\.0+)?\s*(;|$))`)

// node writes one node and what is in it.
func (p *page) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		p.text(n.Data)
		return
	case html.ElementNode:
		if leftOut(n) {
			return
		}
		if hides(n) {
			p.hidden++
			return
		}
		p.element(n)
		return
	case html.CommentNode, html.DoctypeNode:
		return
	}
	p.children(n)
}

func hides(n *html.Node) bool {
	for _, a := range n.Attr {
		switch {
		case a.Key == "hidden", a.Key == "aria-hidden" && a.Val == "true", a.Key == "style" && invisible.MatchString(a.Val):
			return true
		}
	}
	return false
}

func (p *page) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.node(c)
	}
}

// element writes an element as Markdown.
func (p *page) element(n *html.Node) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.block(strings.Repeat("#", int(n.Data[1]-'0')) + " " + p.flat(n))
	case atom.Dt, atom.Summary:
		p.block("**" + p.flat(n) + "**")
	case atom.A:
		p.anchor(n)
	case atom.Header:
		if find(n.FirstChild, atom.H1) != nil { // the head of the article, not of the site
			p.head(n)
		}
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Blockquote, atom.Dd, atom.Details, atom.Figure, atom.Main, atom.Body:
		p.gap()
		p.children(n)
		p.gap()
	case atom.Ul, atom.Ol:
		p.list(n)
	case atom.Li:
		p.item(n)
	case atom.Br:
		p.out.WriteString("\n")
	case atom.Hr:
		p.gap()
	case atom.Table:
		p.table(n)
	case atom.Pre:
		p.gap()
		p.pre = true
		p.children(n)
		p.pre = false
		p.gap()
	default:
		p.children(n)
	}
}

// head writes the headings and paragraphs of an article's head: who wrote it and when is
// no part of what it says.
func (p *page) head(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.P:
			p.node(c)
		default:
			if c.Type == html.ElementNode && !leftOut(c) && !hides(c) {
				p.head(c)
			}
		}
	}
}

func (p *page) list(n *html.Node) {
	level := levelOf(n)
	if len(p.lists) == 0 && !follows(n) {
		p.gap()
	}
	for range level {
		p.lists = append(p.lists, -1)
	}
	kind := -1
	if n.DataAtom == atom.Ol {
		kind = 0
	}
	p.lists = append(p.lists, kind)
	p.children(n)
	p.lists = p.lists[:len(p.lists)-1-level]
	if len(p.lists) == 0 && !oneOfSeveral(n.NextSibling) {
		p.gap()
	}
}

func (p *page) item(n *html.Node) {
	mark := "- "
	if depth := len(p.lists); depth > 0 {
		if last := &p.lists[depth-1]; *last >= 0 {
			*last++
			mark = fmt.Sprintf("%d. ", *last)
		}
		mark = strings.Repeat("   ", depth-1) + mark
	}
	var nested []*html.Node
	var line strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Ul || c.DataAtom == atom.Ol {
			nested = append(nested, c)
			continue
		}
		p.place.flatten(&line, c, true)
	}
	p.line(mark + oneLine(line.String()))
	for _, c := range nested {
		p.list(c)
	}
}

// table writes the rows of a table; a table of one column, or with tables
// inside, is layout and becomes paragraphs.
func (p *page) table(n *html.Node) {
	var rows [][]string
	width := 0
	if find(n.FirstChild, atom.Table) == nil { // else each table would be read with those around it
		rows = p.rowsOf(n)
	}
	for _, r := range rows {
		width = max(width, len(r))
	}
	if width < 2 {
		p.children(n)
		p.gap()
		return
	}
	p.gap()
	for i, r := range rows {
		r = append(r, make([]string, width-len(r))...)
		p.line("| " + strings.Join(r, " | ") + " |")
		if i == 0 {
			p.line("|" + strings.Repeat(" --- |", width))
		}
	}
	p.gap()
}

func (p *page) rowsOf(n *html.Node) (rows [][]string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Tr {
			rows = append(rows, p.rowsOf(c)...)
			continue
		}
		var row []string
		for cell := c.FirstChild; cell != nil; cell = cell.NextSibling {
			if (cell.DataAtom == atom.Td || cell.DataAtom == atom.Th) && len(row) < 50 {
				row = append(row, strings.ReplaceAll(p.flat(cell), "|", `\|`))
			}
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// text writes the words of a text node.
func (p *page) text(s string) {
	if p.pre {
		p.out.WriteString(s)
		return
	}
	words := strings.Join(strings.Fields(s), " ")
	if words == "" {
		if s != "" {
			p.space()
		}
		return
	}
	if strings.TrimLeft(s, " \t\n\r") != s {
		p.space()
	}
	p.out.WriteString(words)
	if strings.TrimRight(s, " \t\n\r") != s {
		p.space()
	}
}

func (p *page) space() {
	if s := p.out.String(); s != "" && !strings.HasSuffix(s, " ") && !strings.HasSuffix(s, "\n") {
		p.out.WriteByte(' ')
	}
}

func (p *page) gap()           { p.out.WriteString("\n\n") }
func (p *page) line(s string)  { p.out.WriteString("\n" + s) }
func (p *page) block(s string) { p.out.WriteString("\n\n" + s + "\n\n") }

// manyBreaks matches more line ends than Markdown needs.
var (
	manyBreaks = regexp.MustCompile(`[ \t]*\n[ \t]*\n\s*\n`)
	lineEnds   = regexp.MustCompile(`[ \t]+\n`)
)

func (p *page) markdown() string {
	s := lineEnds.ReplaceAllString(p.out.String(), "\n")
	return strings.TrimSpace(manyBreaks.ReplaceAllString(s, "\n\n"))
}

func find(n *html.Node, want atom.Atom) *html.Node {
	for ; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode && n.DataAtom == want {
			return n
		}
		if found := find(n.FirstChild, want); found != nil {
			return found
		}
	}
	return nil
}

func hasPassword(n *html.Node) bool {
	for ; n != nil; n = n.NextSibling {
		if n.DataAtom == atom.Input && strings.EqualFold(attr(n, "type"), "password") || hasPassword(n.FirstChild) {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

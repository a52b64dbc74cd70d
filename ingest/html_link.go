package ingest

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// longestLabel is how many bytes of text in blocks are still the words of a link.
const longestLabel = 160

// anchor writes a link. Of one around whole blocks, as cards are, the heading has the
// address, or the words if they are few, or else a line below.
func (p *page) anchor(n *html.Node) {
	to := p.place.address(attr(n, "href"))
	if to == "" || p.pre {
		p.children(n)
		return
	}
	label := flat(n)
	switch heading := headingIn(n); {
	case !hasBlocks(n):
		p.text(around(n, p.place.link(label, to)))
	case heading != nil && find(heading.FirstChild, atom.A) == nil:
		wrap(heading, n)
		p.children(n)
	case label == "":
		p.children(n)
	case len(label) <= longestLabel:
		p.block(p.place.link(label, to))
	default:
		p.children(n)
		p.block(to)
	}
}

// wrap moves what stands in a heading into a link of its own.
func wrap(heading, link *html.Node) {
	a := &html.Node{Type: html.ElementNode, DataAtom: atom.A, Data: "a", Attr: link.Attr}
	for c := heading.FirstChild; c != nil; c = heading.FirstChild {
		heading.RemoveChild(c)
		a.AppendChild(c)
	}
	heading.AppendChild(a)
}

// around keeps the spaces at the ends of what a link says.
func around(n *html.Node, link string) string {
	all := allText(n)
	if link == "" {
		return all
	}
	return spacedAs(all, link)
}

func allText(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(allText(c))
	}
	return b.String()
}

func headingIn(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			return c
		}
		if found := headingIn(c); found != nil {
			return found
		}
	}
	return nil
}

func hasBlocks(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.P, atom.Div, atom.Section, atom.Article, atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.Pre, atom.Dl:
			return true
		}
		if hasBlocks(c) {
			return true
		}
	}
	return false
}

// saved matches what browsers write at the top of a page that they save.
var saved = regexp.MustCompile(`<!-- saved from url=\(\d+\)(https?://[^\s>]{1,999}) -->`)

func savedFrom(page []byte) string {
	if m := saved.FindSubmatch(page[:min(len(page), 4096)]); m != nil {
		return string(m[1])
	}
	return ""
}

// flat is the visible text of a node on one line.
func flat(n *html.Node) string {
	var b strings.Builder
	place{}.flatten(&b, n, false)
	return oneLine(b.String())
}

// flat is the same with the links that are in it.
func (p *page) flat(n *html.Node) string {
	var b strings.Builder
	p.place.flatten(&b, n, true)
	return oneLine(b.String())
}

// ownLine are the elements that stand on lines, or in cells, of their own.
var ownLine = map[atom.Atom]bool{
	atom.Br: true, atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Blockquote: true, atom.Pre: true, atom.Figure: true,
	atom.Figcaption: true, atom.Address: true, atom.Details: true, atom.Summary: true, atom.Hr: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Table: true, atom.Caption: true, atom.Tr: true, atom.Td: true, atom.Th: true,
}

// flatten writes the visible text of a node with spaces around what stands on lines of
// its own.
func (p place) flatten(b *strings.Builder, n *html.Node, links bool) {
	apart := false
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
	case n.Type == html.ElementNode && (leftOut(n) || hides(n)):
		return
	case links && n.DataAtom == atom.A && attr(n, "href") != "":
		b.WriteString(around(n, p.link(flat(n), attr(n, "href"))))
		return
	case ownLine[n.DataAtom]:
		apart = true
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.flatten(b, c, links)
	}
	if apart {
		b.WriteByte(' ')
	}
}

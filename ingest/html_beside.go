package ingest

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// asideRoles are the landmarks of a page that are not what it is about (WAI-ARIA 1.2).
var asideRoles = map[string]bool{"navigation": true, "contentinfo": true, "banner": true, "search": true, "complementary": true}

// asideNames are what help centres call what stands around an article: the way to it, who
// wrote it and when, whether it helped.
var asideNames = map[string]bool{
	"breadcrumb": true, "breadcrumbs": true, "breadcrumb-section": true, "page-metadata": true, "article-meta": true, "article-votes": true,
	"article-author": true, "article-relatives": true, "intercom-reaction-picker": true, "reactions": true, "footer-body": true,
}

// The marks of what Google Docs exports: comments, with a link back to their place, and
// lists, each level one of its own.
var (
	commentID  = regexp.MustCompile(`^cmnt\d+$`)
	commentRef = regexp.MustCompile(`^#cmnt\d+$`)
	listLevel  = regexp.MustCompile(`\blst-kix_\w+-(\d)\b`)
)

// leftOut tells whether an element holds nothing of the article that a page is about.
func leftOut(n *html.Node) bool {
	switch {
	case dropped[n.DataAtom] || asideRoles[strings.ToLower(attr(n, "role"))]:
		return true
	case n.DataAtom == atom.A && commentRef.MatchString(attr(n, "href")):
		return true
	case n.DataAtom == atom.Div && isComment(n):
		return true
	}
	for _, name := range append(strings.Fields(attr(n, "class")), attr(n, "id")) {
		if asideNames[strings.ToLower(name)] {
			return true
		}
	}
	return false
}

// isComment tells of a block whether it begins with a comment's mark.
func isComment(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
		case c.DataAtom == atom.A:
			return commentID.MatchString(attr(c, "id"))
		default:
			return c.DataAtom == atom.P && isComment(c)
		}
	}
	return false
}

// levelOf is how deep a list of Google Docs stands, which writes none inside of others.
func levelOf(n *html.Node) int {
	if m := listLevel.FindStringSubmatch(attr(n, "class")); m != nil {
		return int(m[1][0] - '0')
	}
	return 0
}

// follows tells of a list whether another one stands right above it.
func follows(n *html.Node) bool {
	before := n.PrevSibling
	for before != nil && before.Type == html.TextNode && strings.TrimSpace(before.Data) == "" {
		before = before.PrevSibling
	}
	return oneOfSeveral(before)
}

// oneOfSeveral tells of a list that it is a piece of one, as Google Docs writes them.
func oneOfSeveral(n *html.Node) bool {
	return n != nil && (n.DataAtom == atom.Ul || n.DataAtom == atom.Ol) && listLevel.MatchString(attr(n, "class"))
}

// retitled makes the title of a document of Google Docs, which is a paragraph in a style,
// its first heading; where that says the same, it goes.
func retitled(root *html.Node) {
	body := find(root, atom.Body)
	if body == nil || !slices.Contains(strings.Fields(attr(body, "class")), "doc-content") {
		return
	}
	for n := body.FirstChild; n != nil; n = n.NextSibling {
		if n.DataAtom != atom.P || !slices.Contains(strings.Fields(attr(n, "class")), "title") {
			continue
		}
		if h1 := find(body.FirstChild, atom.H1); h1 != nil && flat(h1) == flat(n) {
			body.RemoveChild(n)
			return
		}
		n.DataAtom, n.Data = atom.H1, "h1"
		return
	}
}

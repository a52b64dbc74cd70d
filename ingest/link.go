package ingest

import (
	"net/url"
	"strings"
	"unicode"
)

// place is where a text stood, by which the links in it are resolved. The zero value is a
// file of which nobody knows.
type place struct {
	page *url.URL // its own address; nil: not known
	base *url.URL // what relative links start from; nil: there is none
	left *int     // how many links may still keep their address; nil: all of them
}

// mostLinks is how many links of a page keep their address. One that has more is a list of
// pages, and no article.
const mostLinks = 5000

// placeOf is a page at an address, which may be empty.
func placeOf(address string) place {
	u, err := url.Parse(address)
	if err != nil || !web(u) {
		return place{}
	}
	left := mostLinks
	return place{page: u, base: u, left: &left}
}

// from is the same page with relative links that start elsewhere, as its base element says.
func (p place) from(base string) place {
	u, err := url.Parse(strings.TrimSpace(base))
	if err != nil || base == "" {
		return p
	}
	if p.base != nil {
		u = p.base.ResolveReference(u)
	}
	if web(u) {
		p.base = u
	}
	return p
}

// web tells whether an address is a whole one of a page.
func web(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }

// longestLink is how many bytes an address may have: widget and console show no longer ones
// as links.
const longestLink = 2000

// address is where a link leads for somebody who reads its text elsewhere; empty where
// that is nowhere: within the same page, in a file, or by a scheme that is no address.
func (p place) address(href string) string {
	u, err := url.Parse(strings.Map(visibleASCII, strings.TrimSpace(href)))
	if err != nil || href == "" {
		return ""
	}
	switch u.Scheme = strings.ToLower(u.Scheme); {
	case u.Scheme == "mailto" || u.Scheme == "tel":
		if u.Opaque == "" || strings.HasPrefix(u.Opaque, "?") {
			return ""
		}
	case u.Scheme == "" && p.base != nil:
		u = p.base.ResolveReference(u)
	}
	u = unwrapped(u)
	if u.Scheme != "mailto" && u.Scheme != "tel" && (!web(u) || u.User != nil || p.samePage(u)) {
		return ""
	}
	out := inBrackets.Replace(u.String())
	if len(out) > longestLink {
		return ""
	}
	return out
}

// spent counts a link, and tells whether there were too many before.
func (p place) spent() bool {
	if p.left == nil {
		return false
	}
	if *p.left > 0 {
		*p.left--
		return false
	}
	return true
}

// visibleASCII drops the line ends that browsers drop in addresses (WHATWG URL, 4.4).
func visibleASCII(r rune) rune {
	if r == '\n' || r == '\r' || r == '\t' {
		return -1
	}
	return r
}

// inBrackets writes what would end a Markdown link, a cell or emphasis.
var inBrackets = strings.NewReplacer("(", "%28", ")", "%29", "[", "%5B", "]", "%5D", "|", "%7C", "*", "%2A", "`", "%60",
	"<", "%3C", ">", "%3E", `"`, "%22", " ", "%20", `\`, "%5C", "{", "%7B", "}", "%7D")

// samePage tells of links to another part of the page that they stand in.
func (p place) samePage(u *url.URL) bool {
	if p.page == nil || u.Fragment == "" && !strings.EqualFold(u.String(), p.page.String()) {
		return false
	}
	a, b := *p.page, *u
	a.Fragment, a.RawFragment, b.Fragment, b.RawFragment = "", "", "", ""
	return a.String() == b.String()
}

// unwrapped is where a link leads that Google Docs has led by way of google.com, as it
// does with all of them in its exports.
func unwrapped(u *url.URL) *url.URL {
	if u.Host != "www.google.com" || u.Path != "/url" {
		return u
	}
	to, err := url.Parse(u.Query().Get("q"))
	if err != nil || !web(to) {
		return u
	}
	return to
}

// link writes a Markdown link, or the label alone where there is nothing to follow. The
// label is a line without markup.
func (p place) link(label, href string) string {
	to := p.address(href)
	if to == "" || strings.IndexFunc(label, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return label // a picture, or the sign beside a heading
	}
	bare, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(to, "mailto:"), "tel:"), "?")
	switch {
	case label == to || strings.TrimSuffix(to, "/") == label:
		return to
	case label == bare: // nothing more to say
		return label
	case p.spent():
		return label
	}
	return "[" + inLabel.Replace(label) + "](" + to + ")"
}

// inLabel writes brackets in a link's words as others, since they would end it.
var inLabel = strings.NewReplacer("[", "(", "]", ")")

// spacedAs gives a link the spaces that its words have at their ends.
func spacedAs(words, link string) string {
	if strings.TrimLeft(words, " \t\n\r") != words {
		link = " " + link
	}
	if strings.TrimRight(words, " \t\n\r") != words {
		link += " "
	}
	return link
}

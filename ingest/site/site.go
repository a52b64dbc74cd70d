// Package site reads what a web site says of itself to those who read it by
// machine: its rules for robots, its sitemaps, the links of its pages. It asks
// nothing of the network.
package site

import (
	"bytes"
	"fmt"
	"net"
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// maxLinks is how many links of one page are followed.
const maxLinks = 2000

// Leads are what a page says to robots.
type Leads struct {
	Links     []string // whole addresses, each once, in their order
	Canonical string   // the address that the page wants to be known by; empty: none
	NoIndex   bool     // it does not want to be found
	NoFollow  bool
}

// LeadsOf reads a page that came from base.
func LeadsOf(data []byte, contentType string, base *url.URL) Leads {
	var out Leads
	seen := map[string]bool{}
	r, err := charset.NewReader(bytes.NewReader(data), contentType)
	if err != nil {
		r = bytes.NewReader(data)
	}
	z := html.NewTokenizer(r)
	z.SetMaxBuf(1 << 20)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		name, more := z.TagName()
		tag := atom.Lookup(name)
		if tag != atom.A && tag != atom.Area && tag != atom.Link && tag != atom.Meta && tag != atom.Base {
			continue
		}
		at := map[string]string{}
		for more {
			var k, v []byte
			k, v, more = z.TagAttr()
			if _, twice := at[string(k)]; !twice { // of attributes that stand twice, the first counts
				at[string(k)] = string(v)
			}
		}
		switch rel := strings.ToLower(at["rel"]); {
		case tag == atom.Base:
			if u, err := base.Parse(strings.TrimSpace(at["href"])); err == nil {
				base = u
			}
		case tag == atom.Meta:
			out.meta(at)
		case tag == atom.Link && rel == "canonical":
			out.Canonical = resolve(base, at["href"])
		case (tag == atom.A || tag == atom.Area) && !strings.Contains(rel, "nofollow") && len(out.Links) < maxLinks:
			if u := resolve(base, at["href"]); u != "" && !seen[u] {
				seen[u] = true
				out.Links = append(out.Links, u)
			}
		}
	}
}

func (l *Leads) meta(at map[string]string) {
	if name := strings.ToLower(at["name"]); name == "robots" || name == Agent {
		l.Heed(at["content"])
	}
}

// Heed takes in directives as the header X-Robots-Tag and the element meta have
// them.
func (l *Leads) Heed(directives string) {
	for d := range strings.SplitSeq(strings.ToLower(directives), ",") {
		if agent, rest, named := strings.Cut(d, ":"); named {
			if strings.TrimSpace(agent) != Agent {
				continue
			}
			d = rest
		}
		switch strings.TrimSpace(d) {
		case "noindex":
			l.NoIndex = true
		case "nofollow":
			l.NoFollow = true
		case "none":
			l.NoIndex, l.NoFollow = true, true
		}
	}
}

func resolve(base *url.URL, href string) string {
	href = strings.TrimSpace(href)
	if href == "" || strings.HasPrefix(href, "#") || len(href) > maxAddress {
		return ""
	}
	u, err := base.Parse(href)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return Clean(u)
}

// maxAddress is how long an address may be, in bytes.
const maxAddress = 1000

// tracking are the parameters that say where a reader came from, and nothing of
// the page.
var tracking = regexp.MustCompile(`(?i)^(utm_.*|gclid|fbclid|msclkid|mc_[ce]id|_ga|ref|sessionid|phpsessid|jsessionid|sid)$`)

// Clean writes an address in the one way in which it is known: without fragment,
// default port and tracking, with its parameters in order.
func Clean(u *url.URL) string {
	c := *u
	c.Fragment, c.RawFragment = "", ""
	c.Scheme, c.Host = strings.ToLower(c.Scheme), strings.ToLower(c.Host)
	if host, port, err := net.SplitHostPort(c.Host); err == nil && (c.Scheme == "http" && port == "80" || c.Scheme == "https" && port == "443") {
		c.Host = host
	}
	if c.Path == "" {
		c.Path = "/"
	} else if clean := path.Clean(c.Path); clean != c.Path {
		if strings.HasSuffix(c.Path, "/") && clean != "/" {
			clean += "/"
		}
		c.Path, c.RawPath = clean, ""
	}
	if c.RawQuery != "" {
		q := c.Query()
		for k := range q {
			if tracking.MatchString(k) {
				q.Del(k)
			}
		}
		c.RawQuery = q.Encode()
	}
	c.ForceQuery = false
	return c.String()
}

// SameHost tells whether two addresses are of one site: the same host and port,
// with or without www.
func SameHost(a, b *url.URL) bool {
	bare := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Host), "www.") }
	return bare(a) == bare(b)
}

var (
	digits = regexp.MustCompile(`\d+`)
	dated  = regexp.MustCompile(`(?i)(\d{4}[-/]\d{1,2}|(^|[?&/])(month|year|day|date|week|calendar|jahr|monat)[=/])`)
)

// Trap tells whether an address looks like one of a place without end: names that
// repeat, folders too deep, too many parameters.
func Trap(u *url.URL) bool {
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	times := map[string]int{}
	for _, p := range parts {
		if times[p]++; times[p] > 2 && p != "" {
			return true
		}
	}
	return len(parts) > 12 || len(u.Query()) > 4 || len(u.String()) > maxAddress
}

// Calendar gives what the pages of a calendar have in common, empty for other
// addresses: of them, a site has as many as there are days.
func Calendar(u *url.URL) string {
	at := u.Path + "?" + u.RawQuery
	if !dated.MatchString(at) {
		return ""
	}
	return digits.ReplaceAllString(at, "0")
}

// Patterns select paths.
type Patterns []*regexp.Regexp

// NewPatterns reads patterns: * stands for any part of a name between two
// slashes, ** for any part of a path. They begin with a slash and match whole
// paths.
func NewPatterns(texts []string) (Patterns, error) {
	var out Patterns
	for _, t := range texts {
		if !strings.HasPrefix(t, "/") || len(t) > 300 {
			return nil, fmt.Errorf("%q is no pattern of a path: it begins with a slash and has at most 300 bytes", t)
		}
		q := regexp.QuoteMeta(t)
		q = strings.ReplaceAll(q, `\*\*`, "\x00")
		q = strings.ReplaceAll(q, `\*`, "[^/]*")
		re, err := regexp.Compile("^" + strings.ReplaceAll(q, "\x00", ".*") + "$")
		if err != nil {
			return nil, fmt.Errorf("%q is no pattern of a path: %w", t, err)
		}
		out = append(out, re)
	}
	return out, nil
}

// Match tells whether one of them matches a path.
func (p Patterns) Match(path string) bool {
	for _, re := range p {
		if re.MatchString(path) {
			return true
		}
	}
	return false
}

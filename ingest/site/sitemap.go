package site

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"
)

// Bounds of one sitemap, those of the protocol (sitemaps.org).
const (
	maxSitemap     = 50 << 20 // bytes, unpacked
	maxSitemapURLs = 50_000
)

// Listing is what a sitemap lists.
type Listing struct {
	Pages    []string // addresses of pages
	Sitemaps []string // addresses of more sitemaps
	Cut      bool     // there was more than the protocol allows
}

// ErrNoSitemap tells that something is no sitemap.
var ErrNoSitemap = errors.New("this is no sitemap")

// ReadSitemap reads a sitemap, an index of sitemaps, or a list of addresses a
// line, also packed by gzip. Relative addresses are none of the protocol, and are
// passed over.
func ReadSitemap(data []byte) (Listing, error) {
	var r io.Reader = bytes.NewReader(data)
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return Listing{}, ErrNoSitemap
		}
		r = z
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxSitemap+1))
	if err != nil && len(plain) == 0 {
		return Listing{}, ErrNoSitemap
	}
	var out Listing
	if len(plain) > maxSitemap {
		plain, out.Cut = plain[:maxSitemap], true
	}
	if trimmed := bytes.TrimSpace(bytes.TrimPrefix(plain, []byte("\xef\xbb\xbf"))); !bytes.HasPrefix(trimmed, []byte("<")) {
		return out.lines(string(trimmed))
	}
	return out.xml(plain)
}

func (l Listing) lines(text string) (Listing, error) {
	for line := range strings.Lines(text) {
		l.add(&l.Pages, line)
	}
	if len(l.Pages) == 0 {
		return l, ErrNoSitemap
	}
	return l, nil
}

// xml reads element by element. What was read before the file breaks off counts.
func (l Listing) xml(data []byte) (Listing, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset.NewReaderLabel
	d.Strict = false
	root, in, is := "", "", false
	for {
		t, err := d.Token()
		if err != nil {
			if !is {
				return l, ErrNoSitemap
			}
			l.Cut = l.Cut || !errors.Is(err, io.EOF)
			return l, nil
		}
		switch e := t.(type) {
		case xml.StartElement:
			if root == "" {
				root = e.Name.Local
				is = root == "urlset" || root == "sitemapindex"
				if !is {
					return l, ErrNoSitemap
				}
			}
			in = e.Name.Local
		case xml.EndElement:
			in = ""
		case xml.CharData:
			switch {
			case in != "loc":
			case root == "urlset":
				l.add(&l.Pages, string(e))
			default:
				l.add(&l.Sitemaps, string(e))
			}
		}
	}
}

func (l *Listing) add(to *[]string, address string) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" || len(address) > maxAddress:
	case len(*to) >= maxSitemapURLs:
		l.Cut = true
	default:
		*to = append(*to, Clean(u))
	}
}

package ingest

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"frontdesk/ingest/site"
	"frontdesk/internal/egress"
)

// The limits of fetching a page.
const (
	fetchTimeout = 20 * time.Second
	maxRedirects = 5
)

// guarded is a client that refuses to connect to addresses inside the network
// that the program runs in, at every redirect; see package egress. allowed are
// addresses that may be had all the same.
func guarded(allowPrivate bool, allowed []netip.AddrPort) *http.Client {
	dialer := egress.Dialer(5*time.Second, allowed...)
	if allowPrivate {
		dialer = &net.Dialer{Timeout: 5 * time.Second}
	}
	return &http.Client{
		Timeout: fetchTimeout,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second,
			MaxResponseHeaderBytes: 1 << 16, ForceAttemptHTTP2: true, MaxIdleConns: 4, IdleConnTimeout: 10 * time.Second,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			switch {
			case len(via) > maxRedirects:
				return errRedirects
			case req.URL.Scheme != "http" && req.URL.Scheme != "https":
				return fmt.Errorf("redirect to %s: %w", req.URL.Scheme, egress.ErrPrivate)
			}
			return nil
		},
	}
}

var errRedirects = errors.New("too many redirects")

// fetched is what a server answered.
type fetched struct {
	file                        // with its problem, where there is one
	at                 *url.URL // where redirects ended
	status             int      // 0: it did not answer
	etag, lastModified string
	robots             []string // what the headers say to robots
}

// validators let a server answer that nothing has changed (RFC 9110, 13.1).
type validators struct{ etag, lastModified string }

// pageAt is the page at an address, not read.
func pageAt(address string) file { return file{key: address, name: address} }

// fetch reads one page.
func (in *Ingester) fetch(ctx context.Context, address string) file {
	return in.get(ctx, address, validators{}).file
}

// get asks for an address. What does not come is in the file's problem.
func (in *Ingester) get(ctx context.Context, address string, v validators) fetched {
	f := fetched{file: file{key: address, name: address, url: address}}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		f.err = &Problem{Code: "url_not_allowed", Message: "The address is no plain http or https address.", Hint: "Give it without user name and password."}
		return f
	}
	u.Fragment = ""
	f.key, f.at = u.String(), u
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.key, nil)
	if err != nil {
		f.err = &Problem{Code: "url_not_allowed", Message: "The address cannot be requested.", Hint: "Check its spelling."}
		return f
	}
	req.Header.Set("User-Agent", site.Agent+"-ingest")
	req.Header.Set("Accept", "text/html, text/markdown, text/plain;q=0.9, text/csv;q=0.8, application/xml;q=0.8, */*;q=0.1")
	if v.etag != "" {
		req.Header.Set("If-None-Match", v.etag)
	}
	if v.lastModified != "" {
		req.Header.Set("If-Modified-Since", v.lastModified)
	}
	res, err := in.cfg.Client.Do(req)
	if err != nil {
		f.err = fetchProblem(err)
		return f
	}
	defer res.Body.Close()
	in.answered(&f, res)
	return f
}

// answered reads an answer. Nothing is read of what could not be used.
func (in *Ingester) answered(f *fetched, res *http.Response) {
	f.status, f.at = res.StatusCode, res.Request.URL
	f.etag, f.lastModified, f.robots = res.Header.Get("ETag"), res.Header.Get("Last-Modified"), res.Header.Values("X-Robots-Tag")
	f.kind, _, _ = mime.ParseMediaType(res.Header.Get("Content-Type"))
	f.url = f.at.String()
	switch {
	case res.StatusCode == http.StatusNotModified:
		return
	case res.StatusCode != http.StatusOK:
		f.err = &Problem{Code: "http_status", Message: fmt.Sprintf("The server answered %d.", res.StatusCode), Hint: "Open the address in a browser that is not signed in; only public pages are read."}
		return
	case f.kind == "text/event-stream" || strings.HasPrefix(f.kind, "multipart/") || strings.HasPrefix(f.kind, "audio/") || strings.HasPrefix(f.kind, "video/") || strings.HasPrefix(f.kind, "image/"):
		f.err = &Problem{Code: "unsupported_type", Message: fmt.Sprintf("Pages of type %q are not read.", f.kind), Hint: readable}
		return
	}
	most := in.cfg.MaxBytes
	if binary[namedKind(f.file)] {
		most = max(most, in.cfg.Limits.File)
	}
	f.data, f.err = in.read(res.Body, most)
	if f.err != nil && f.err.Code == "unreadable_file" {
		f.err = &Problem{Code: "fetch_failed", Message: "The page broke off.", Hint: "Try again later."}
	}
}

func fetchProblem(err error) *Problem {
	var timeout net.Error
	switch {
	case errors.Is(err, egress.ErrPrivate):
		return &Problem{Code: "ssrf_blocked", Message: "The address leads into a private network.", Hint: "If the page is yours, allow private addresses for this run."}
	case errors.Is(err, errRedirects):
		return &Problem{Code: "too_many_redirects", Message: fmt.Sprintf("The page redirects more than %d times.", maxRedirects), Hint: "Give the address where the browser ends up."}
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Problem{Code: "fetch_timeout", Message: "The server did not answer in time.", Hint: "Try again later."}
	}
	return &Problem{Code: "fetch_failed", Message: "The page cannot be reached.", Hint: "Check the address and the network."}
}

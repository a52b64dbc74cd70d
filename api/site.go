package api

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// site is a shop page's right to show the widget, ready to be checked.
type site struct {
	Site
	identity *auth.IdentityChecker // nil: nobody is vouched for

	shown, refused atomic.Pointer[sighting] // by pages of others, since the start
}

// sighting is a page that asked for the widget.
type sighting struct {
	Origin string    `json:"origin"`
	At     time.Time `json:"at"`
}

func newSite(s Site, now func() time.Time) *site {
	out := &site{Site: s}
	if s.IdentitySecret != "" {
		out.identity = auth.NewIdentityChecker(s.Key, s.IdentitySecret, now)
	}
	return out
}

// allows tells whether a page of that origin may show the widget. Origins are
// compared whole: no suffix, no pattern, never "null".
func (s *site) allows(origin string, r *http.Request) bool {
	if origin == "" || origin == "null" {
		return false
	}
	if slices.Contains(s.Origins, origin) {
		return true
	}
	_, host, ok := strings.Cut(origin, "://")
	return ok && host == r.Host // our own pages may: the demo, and the page to try a widget on
}

// siteFor finds the site of a key for the page that calls. The page learns only
// that it may not; what to do about it stands in the log.
func (a *API) siteFor(key string, r *http.Request, originNeeded bool) (*site, error) {
	s := a.sites[key]
	if s == nil || s.Disabled {
		a.log.Warn("widget refused", "reason", "unknown_site_key", "site", printable(key))
		return nil, fault.New(fault.Forbidden, "unknown_site_key", "The chat is not available on this page.")
	}
	origin := r.Header.Get("Origin")
	if origin == "" && !originNeeded || origin != "" && origin == a.cfg.PublicURL || s.allows(origin, r) {
		if slices.Contains(s.abroad(), origin) {
			s.shown.Store(&sighting{origin, a.Now()})
		}
		return s, nil
	}
	s.refused.Store(&sighting{printable(origin), a.Now()})
	a.log.Warn("widget refused", "reason", "origin_not_allowed", "site", s.Key, "origin", printable(origin),
		"hint", "add the origin to this site's list in the configuration")
	return nil, fault.New(fault.Forbidden, "origin_not_allowed", "The chat is not available on this page.")
}

// printable bounds what a stranger can write into the log.
func printable(s string) string {
	if len(s) > 100 {
		s = s[:100]
	}
	return strings.ToValidUTF8(s, "?")
}

func (a *API) anySiteAllows(origin string, r *http.Request) bool {
	for _, s := range a.sites {
		if !s.Disabled && s.allows(origin, r) {
			return true
		}
	}
	return false
}

// siteOfChannel finds the site whose conversations run on a channel.
func (a *API) siteOfChannel(id string) *site {
	for _, s := range a.sites {
		if s.ChannelID == id && !s.Disabled {
			return s
		}
	}
	return nil
}

package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// site is a shop page's right to show the widget, ready to be checked.
type site struct {
	Site
	identity *auth.IdentityChecker // nil: nobody is vouched for

	shown, refused atomic.Pointer[chat.Sighting] // by pages of others, as it was stored last
}

// Sightings keeps which pages asked for the widget, so that what was seen to
// work outlives a restart.
type Sightings interface {
	Sightings(ctx context.Context) ([]chat.Sighting, error)
	SaveSighting(ctx context.Context, s chat.Sighting) error
}

// sightingEvery is how often a site's page is written down at most: shoppers open
// pages all the time, and strangers may ask as often as they like.
const sightingEvery = time.Minute

// sighted writes a page down. That it cannot is no reason to refuse the widget.
func (a *API) sighted(ctx context.Context, at *atomic.Pointer[chat.Sighting], s chat.Sighting) {
	s.At = a.Now()
	last := at.Load()
	if last != nil && s.At.Sub(last.At) < sightingEvery || !at.CompareAndSwap(last, &s) {
		return
	}
	if err := a.Sights.SaveSighting(ctx, s); err != nil {
		a.log.Warn("page not written down", "site", s.Site, "error", err)
	}
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

// mayShow tells the same, and that the server's own pages may also where a proxy
// hides their host.
func (a *API) mayShow(s *site, origin string, r *http.Request) bool {
	return origin != "" && origin == a.cfg.PublicURL || s.allows(origin, r)
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
	if origin == "" && !originNeeded || a.mayShow(s, origin, r) {
		if slices.Contains(s.abroad(), origin) {
			a.sighted(r.Context(), &s.shown, chat.Sighting{Site: s.Key, Origin: origin})
		}
		return s, nil
	}
	a.sighted(r.Context(), &s.refused, chat.Sighting{Site: s.Key, Refused: true, Origin: printable(origin)})
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
		if !s.Disabled && a.mayShow(s, origin, r) {
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

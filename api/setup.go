package api

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/auth"
	"frontdesk/knowledge"
)

// setupSite is a page's right to show the widget, as whoever sets it up sees it.
type setupSite struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Origins []string `json:"origins" doc:"pages that may show it; none: only this server's own"`

	Shown   *sighting `json:"shown,omitempty" doc:"the last page of those that showed it"`
	Refused *sighting `json:"refused,omitempty" doc:"the last page that asked in the last 30 days and may not"`
}

// sighting is a page that asked for the widget.
type sighting struct {
	Origin string    `json:"origin"`
	At     time.Time `json:"at" doc:"within a minute"`
}

// Hours are the team's opening hours as they were written down; none is always.
type Hours struct {
	Zone   string   `json:"zone"`
	Open   []string `json:"open" doc:"such as mon-fri 09:00-12:30 13:30-18:00"`
	Closed []string `json:"closed,omitempty" doc:"days off"`
}

type setupView struct {
	Address  string      `json:"address,omitempty" doc:"under which people reach this server, where it is set"`
	Sites    []setupSite `json:"sites"`
	Hours    *Hours      `json:"hours,omitempty" doc:"when the team is there; left out: always"`
	Articles int         `json:"articles" doc:"published"`
	Products bool        `json:"products" doc:"the bot knows what is sold: from the shop's system or from feeds"`
	Shop     bool        `json:"shop" doc:"a shop's system is connected: orders can be read"`
	People   int         `json:"people" doc:"who may sign in"`
	Asked    bool        `json:"asked" doc:"a shopper wrote in the last 30 days"`
	Resolved bool        `json:"resolved" doc:"somebody of the team resolved a case in the last 30 days"`
}

// setupSince is how far back a conversation shows that it works.
const setupSince = 30 * 24 * time.Hour

// setup tells an admin how far the installation is.
func (a *API) setup(ctx context.Context, _ *callerInput) (*bodyOf[setupView], error) {
	out := setupView{Address: a.cfg.PublicURL, Sites: []setupSite{}}
	sights, err := a.Sights.Sightings(ctx)
	if err != nil {
		return nil, fmt.Errorf("read which pages asked: %w", err)
	}
	for _, s := range a.cfg.Sites {
		if !s.Disabled {
			site := setupSite{Key: s.Key, Name: s.Name, Origins: s.abroad(), Shown: seen(sights, s.Key, false)}
			if x := seen(sights, s.Key, true); x != nil && !slices.Contains(s.Origins, x.Origin) && a.Now().Sub(x.At) < setupSince {
				site.Refused = x
			}
			out.Sites = append(out.Sites, site)
		}
	}
	if len(a.cfg.Hours.Open) > 0 {
		out.Hours = &a.cfg.Hours
	}
	if _, out.Articles, err = a.Articles.Articles(ctx, knowledge.ArticleFilter{Status: knowledge.Published, Limit: 1}); err != nil {
		return nil, fmt.Errorf("count articles: %w", err)
	}
	out.Shop = a.cfg.Shop
	out.Products = a.cfg.Shop || a.Products != nil && a.Products.Any()
	users, err := a.Accounts.Users(ctx)
	if err != nil {
		return nil, fmt.Errorf("count people: %w", err)
	}
	for _, u := range users {
		if !u.Disabled && u.Role != auth.RoleShopper {
			out.People++
		}
	}
	f, err := a.Figures.Figures(ctx, a.Now().Add(-setupSince))
	if err != nil {
		return nil, fmt.Errorf("count what was asked: %w", err)
	}
	out.Asked, out.Resolved = f.Messages > 0, f.Resolved > 0
	return &bodyOf[setupView]{Body: out}, nil
}

// seen is the page of a site that asked last; nil for none.
func seen(sights []chat.Sighting, site string, refused bool) *sighting {
	for _, s := range sights {
		if s.Site == site && s.Refused == refused {
			return &sighting{s.Origin, s.At}
		}
	}
	return nil
}

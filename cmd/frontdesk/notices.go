package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"frontdesk/knowledge"
	"frontdesk/notice"
	"frontdesk/notice/mail"
	"frontdesk/notice/webhook"
	"frontdesk/store"
)

// How often it is looked for what people have to be told, and sent.
const (
	noticeLook = 20 * time.Second
	noticeSend = 5 * time.Second
)

// carriers are the ways out that are configured; nil for others.
func carriers(c NoticesConfig) (m *mail.Mailer, p *webhook.Poster, err error) {
	if c.Mail.Host != "" {
		if m, err = mail.New(c.Mail.server()); err != nil {
			return nil, nil, err
		}
	}
	if c.Webhook.URL != "" {
		p, err = webhook.New(c.Webhook.address())
	}
	return m, p, err
}

// watcher finds out who has to be told what.
func (a *app) watcher() *notice.Watcher {
	n := a.cfg.Notices
	return notice.NewWatcher(a.db, a.db, a.db, notice.WatcherConfig{
		NewID: newID, Now: time.Now, Log: a.log, Mail: n.Mail.Host != "", Webhook: n.Webhook.told(), Defaults: n.defaults(),
	})
}

func (a *app) courier(people func(context.Context) ([]notice.Person, error)) (*notice.Courier, error) {
	m, p, err := carriers(a.cfg.Notices)
	if err != nil {
		return nil, err
	}
	w, err := notice.NewWriter(publicURL(a.cfg), a.cfg.Shop.Name)
	if err != nil {
		return nil, err
	}
	c := notice.CourierConfig{Writer: w, Now: time.Now, Log: a.log}
	if m != nil {
		c.Mailer = m
	}
	if p != nil {
		c.Poster = p
	}
	return notice.NewCourier(a.db, people, c), nil
}

// sendNotices tells people what waits for them until ctx ends.
func (a *app) sendNotices(ctx context.Context) error {
	c, err := a.courier(a.told.People)
	if err != nil {
		return err
	}
	return c.Run(ctx, noticeSend)
}

// tellBlocked tells who may do something about it that a scheduled publish is not
// made.
func (a *app) tellBlocked(ctx context.Context, art knowledge.Article, reason string) error {
	key := art.ID + "/" + strconv.FormatInt(art.PublishAt.UnixMicro(), 10)
	return a.told.Tell(ctx, notice.Blocked, key, notice.Facts{
		Articles: []notice.Article{{ID: art.ID, Title: art.Latest().Title, Locale: art.Locale}}, Reason: reason,
	})
}

// checkNotices tells whether mails and notices would go out, and what did not.
func (a *app) checkNotices(ctx context.Context, say sayFunc) {
	checkCarriers(ctx, a.cfg, say)
	given, err := a.db.Notices(ctx, notice.Filter{State: notice.Failed, Since: time.Now().AddDate(0, 0, -7), Limit: 200})
	switch {
	case err != nil:
		say(store.Fail, "notices", err.Error(), "")
	case len(given) > 0:
		say(store.Warn, "notices", fmt.Sprintf("%d were given up in the last week, the last one: %s", len(given), given[0].Error), "mend it, then send them again: console, Notices")
	}
}

func checkCarriers(ctx context.Context, cfg Config, say sayFunc) {
	m, p, err := carriers(cfg.Notices)
	if err != nil {
		say(store.Fail, "notices", err.Error(), "")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	switch {
	case m == nil:
		say(store.OK, "mail", "none configured; nobody is told anything by mail", "")
	default:
		name := fmt.Sprintf("%s:%d", cfg.Notices.Mail.Host, cfg.Notices.Mail.Port)
		if err := m.Probe(ctx); err != nil {
			say(store.Warn, "mail", name+": "+err.Error(), "look at notices.mail; notices wait up to a day")
		} else {
			say(store.OK, "mail", name+" would take mails ("+cfg.Notices.Mail.Security+")", "")
		}
		if cfg.PublicURL == "" {
			say(store.Warn, "mail", "the links of mails lead to "+publicURL(cfg), "set public_url to where people reach the console")
		}
	}
	if p == nil {
		return
	}
	if err := p.Probe(ctx); err != nil {
		say(store.Warn, "webhook", err.Error(), "look at notices.webhook")
		return
	}
	say(store.OK, "webhook", cfg.Notices.Webhook.URL+" can be reached", "")
}

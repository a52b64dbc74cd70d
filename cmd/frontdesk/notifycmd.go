package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/notice"
)

// notifyCmd is about what the shop's own people are told.
type notifyCmd struct {
	Test notifyTestCmd `cmd:"" help:"Send a test notice now, past the queue; a running server is not disturbed."`
}

type notifyTestCmd struct {
	settings
	To   string `help:"Address that gets a mail." placeholder:"ADDRESS"`
	Lang string `help:"Language of the mail: en, zh, es or de (default: notices.language)." placeholder:"TAG"`
}

// Run sends a test by every way that is configured, and says how each went. It
// opens no database.
func (c notifyTestCmd) Run(ctx context.Context, w world) error {
	loaded, err := c.load(w, nil)
	if err != nil {
		return err
	}
	cfg := loaded.Config
	m, p, err := carriers(cfg.Notices)
	switch {
	case err != nil:
		return err
	case m == nil && p == nil:
		return usageError{errors.New("neither notices.mail.host nor notices.webhook.url is set: there is no way to tell anybody")}
	case c.To == "" && m != nil && p == nil:
		return usageError{errors.New("--to is missing: who shall get the mail?")}
	case c.To != "" && m == nil:
		return usageError{errors.New("notices.mail.host is not set: no mail can be sent")}
	case c.To != "" && !strings.Contains(c.To, "@"):
		return usageError{fmt.Errorf("--to %q is no address", c.To)}
	}
	writer, err := notice.NewWriter(publicURL(cfg), cfg.Shop.Name)
	if err != nil {
		return err
	}
	s := cfg.Notices.defaults()
	if c.Lang != "" {
		s.Lang = c.Lang
	}
	if err := s.Check(); err != nil {
		return usageError{err}
	}
	n := notice.Notice{ID: newID(), Kind: notice.Test, To: notice.Webhook, CreatedAt: time.Now().UTC(), Facts: notice.Facts{By: byCommandLine}}
	letter := writer.Write(n, notice.Person{Email: c.To, Settings: s})
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var errs error
	if c.To != "" {
		errs = errors.Join(errs, told(w, "mail to "+c.To, m.Mail(ctx, letter)))
	}
	if p != nil {
		errs = errors.Join(errs, told(w, "webhook "+cfg.Notices.Webhook.URL, p.Post(ctx, n, letter)))
	}
	return errs
}

func told(w world, what string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, advised(err))
	}
	fmt.Fprintf(w.Out, "%s: taken\n", what)
	return nil
}

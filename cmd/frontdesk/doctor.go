package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"frontdesk/bot/training"
	"frontdesk/knowledge"
	"frontdesk/store"
)

// doctorCmd looks at everything that the program depends on.
type doctorCmd struct{ settings }

// errUnhealthy is given when something would keep the program from serving.
var errUnhealthy = errors.New("not everything is well: see the lines marked FAIL")

// Run prints a line a check.
func (c doctorCmd) Run(ctx context.Context, w world) error {
	bad := false
	say := func(level store.Level, code, message, hint string) {
		mark := map[store.Level]string{store.OK: "ok  ", store.Warn: "WARN", store.Fail: "FAIL"}[level]
		bad = bad || level == store.Fail
		fmt.Fprintf(w.Out, "%s  %-14s %s", mark, code, message)
		if hint != "" && level != store.OK {
			fmt.Fprintf(w.Out, " – %s", hint)
		}
		fmt.Fprintln(w.Out)
	}
	a := w.inside
	if a != nil {
		say(store.OK, "server", "is running and has the data; the lines below are what it sees", "")
	} else {
		loaded, err := c.load(w, nil)
		if err != nil {
			return err
		}
		say(store.OK, "settings", cmp.Or(loaded.File, "defaults and environment"), "")
		a = &app{cfg: loaded.Config, log: slog.New(slog.DiscardHandler), impatient: newLog(loaded.Config.Log, w.Err)}
		if err := a.open(ctx, nil); err != nil {
			err = errors.Join(err, a.Close())
			if _, busy := usedFolder(err); busy {
				return err // the server looks, where it can be asked
			}
			say(store.Fail, "storage", err.Error(), "")
			return errUnhealthy
		}
		defer a.Close()
	}
	for _, f := range a.findings(ctx) {
		say(f.Level, f.Code, f.Message, f.Hint)
	}
	a.checkSearch(ctx, say)
	a.checkIntents(ctx, say)
	a.checkShop(say)
	a.checkModel(ctx, say)
	a.checkNotices(ctx, say)
	a.checkParsers(ctx, say)
	if a.cfg.Database == "" || a.cfg.Demo { // else nothing is kept there
		checkDisk(a.cfg.Data, say)
	}
	if bad {
		return errUnhealthy
	}
	return nil
}

type sayFunc func(level store.Level, code, message, hint string)

func (a *app) checkSearch(ctx context.Context, say sayFunc) {
	began := time.Now()
	if _, err := a.core.Knowledge.Refresh(ctx); err != nil {
		say(store.Fail, "search", err.Error(), "")
		return
	}
	articles, passages, _ := a.core.Knowledge.Size()
	loaded := time.Since(began)
	began = time.Now()
	if _, err := a.core.Knowledge.Retrieve(ctx, knowledge.Query{Text: "How can I return something?", Lang: "en"}); err != nil {
		say(store.Fail, "search", err.Error(), "")
		return
	}
	msg := fmt.Sprintf("%d articles, %d passages, indexed in %s, searched in %s", articles, passages, loaded.Round(time.Millisecond), time.Since(began).Round(10*time.Microsecond))
	if articles == 0 {
		say(store.Warn, "search", msg, "load articles: frontdesk ingest FOLDER")
		return
	}
	say(store.OK, "search", msg, "")
}

// checkIntents tells which intent model serves, and whether it is the one that
// should.
func (a *app) checkIntents(ctx context.Context, say sayFunc) {
	live := a.train.Serving()
	name := "the shipped model"
	if live.Version != training.Shipped {
		name = fmt.Sprintf("model %d", live.Version)
		if m, _, err := a.train.Report(ctx, live.Version); err == nil {
			name += fmt.Sprintf(" of %s by %s", m.CreatedAt.Format(time.DateOnly), m.CreatedBy)
		}
	}
	if live.Problem != "" {
		say(store.Warn, "intents", fmt.Sprintf("%s; %s serves", live.Problem, name), "train again: frontdesk train --use")
		return
	}
	info := live.Model.Info()
	say(store.OK, "intents", fmt.Sprintf("%s serves: %d intents, %d examples", name, info.Intents, info.Examples), "")
}

// checkShop tells what the bot knows of the shop itself, and where it is shown.
func (a *app) checkShop(say sayFunc) {
	orders := "no shop system is connected; the bot can look no order up"
	if a.shop != nil {
		orders = "those of the demo shop"
	}
	say(store.OK, "orders", orders, "")
	var pages []string
	for _, s := range a.cfg.Widget.Sites {
		pages = append(pages, s.Key+" on "+strings.Join(s.Origins(), ", "))
	}
	switch {
	case len(pages) > 0:
		say(store.OK, "widget", strings.Join(pages, "; "), "")
	case a.cfg.Demo:
		say(store.OK, "widget", "on the demo shop's page", "")
	default:
		say(store.OK, "widget", "on no page yet, only on this server's /try; widget.sites names pages", "")
	}
}

func (a *app) checkModel(ctx context.Context, say sayFunc) {
	if a.model == nil {
		say(store.OK, "model", "none configured; the built-in engine answers", "")
		return
	}
	if err := a.model.Probe(ctx); err != nil {
		say(store.Warn, "model", a.cfg.LLM.BaseURL+": "+err.Error(), "look at llm.base_url (many end in /v1), the key and the models' names; the built-in engine answers until it works")
		return
	}
	say(store.OK, "model", a.cfg.LLM.BaseURL+" answers", "")
}

package gaps

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// How much of each thing a digest names.
const (
	digestGaps    = 5
	digestTexts   = 50
	digestEffects = 10
)

// Monday is the beginning of a moment's week, UTC.
func Monday(t time.Time) time.Time {
	day := t.UTC().Truncate(24 * time.Hour)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// Digest puts together what a week was like: the dearest gaps, what has to be
// verified, translations that are stale, and what articles have changed. Of a week
// that has not ended it tells what there is.
func (b *Board) Digest(ctx context.Context, week time.Time) (Digest, error) {
	week = Monday(week)
	now := b.cfg.Now()
	d := Digest{Week: week, MadeAt: now.UTC().Truncate(time.Microsecond)}
	f := Filter{State: Open, Since: week, Before: week.AddDate(0, 0, 7), Limit: digestGaps}
	list, err := b.List(ctx, f)
	if err != nil {
		return d, err
	}
	d.Body.Top, d.Body.Total = list.Items, list.Total
	f.Since, f.Before, f.Limit = week.AddDate(0, 0, -7), week, 1
	if _, d.Body.Before, err = b.shelf.Gaps(ctx, f); err != nil {
		return d, fmt.Errorf("gaps of the week before: %w", err)
	}
	if d.Body.Due, err = b.dueTexts(ctx, knowledge.ArticleFilter{Due: now.AddDate(0, 0, 7), Limit: digestTexts}); err != nil {
		return d, err
	}
	if d.Body.Stale, err = b.dueTexts(ctx, knowledge.ArticleFilter{Stale: true, Limit: digestTexts}); err != nil {
		return d, err
	}
	linked, err := b.changes.LinkedGaps(ctx, digestEffects)
	if err != nil {
		return d, fmt.Errorf("gaps with articles: %w", err)
	}
	for _, g := range linked {
		e, err := b.effect(ctx, g)
		if errors.Is(err, fault.ErrNotFound) {
			continue
		}
		if err != nil {
			return d, err
		}
		if e != nil {
			d.Body.Effects = append(d.Body.Effects, *e)
		}
	}
	return d, nil
}

func (b *Board) dueTexts(ctx context.Context, f knowledge.ArticleFilter) ([]DueText, error) {
	articles, _, err := b.texts.Articles(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("articles for the digest: %w", err)
	}
	var out []DueText
	for _, a := range articles {
		out = append(out, DueText{ArticleID: a.ID, Title: a.Title, Locale: a.Locale, Owner: a.Owner, By: a.VerifyBy})
	}
	return out, nil
}

// Digests lists the stored ones, newest first.
func (b *Board) Digests(ctx context.Context, limit int) ([]Digest, error) {
	return b.changes.Digests(ctx, limit)
}

// KeepDigests makes the digest of each week that has ended, until ctx ends. Any
// number of replicas may: a week is stored once.
func (b *Board) KeepDigests(ctx context.Context, every time.Duration, log *slog.Logger) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := b.DigestOnce(ctx); err != nil && ctx.Err() == nil {
			log.Error("weekly digest", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// DigestOnce stores the digest of the week that ended last, where there is none and
// there is something to tell.
func (b *Board) DigestOnce(ctx context.Context) error {
	week := Monday(b.cfg.Now()).AddDate(0, 0, -7)
	have, err := b.changes.Digests(ctx, 1)
	if err != nil {
		return fmt.Errorf("newest digest: %w", err)
	}
	if len(have) > 0 && !have[0].Week.Before(week) {
		return nil
	}
	d, err := b.Digest(ctx, week)
	if err != nil {
		return err
	}
	if b := d.Body; b.Total.Misses+b.Before.Misses+len(b.Due)+len(b.Stale)+len(b.Effects) == 0 {
		return nil // nothing to tell, as on a new installation
	}
	if _, err := b.changes.SaveDigest(ctx, d); err != nil {
		return fmt.Errorf("store the digest: %w", err)
	}
	return nil
}

package knowledge

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Mention is a product or a category that a text names.
type Mention struct {
	Kind     LinkKind
	Ref      string
	Evidence string // the words that name it
}

// Finder finds what a text names. heading tells that it is a title or a heading:
// only there a category is what the text is about.
type Finder interface {
	Mentions(text, lang string, heading bool) []Mention
}

// mostMentions is how many products an article is linked to: one that names more
// is a list of them, and about none.
const mostMentions = 20

// Linker proposes links of articles to the products and categories that they
// name, as articles and the catalogue change.
type Linker struct {
	store interface {
		Store
		LinkStore
	}
	find     Finder
	now      func() time.Time
	revision int64
}

// NewLinker makes one.
func NewLinker(store interface {
	Store
	LinkStore
}, find Finder, now func() time.Time) *Linker {
	return &Linker{store: store, find: find, now: now}
}

// Again has all articles looked at anew: the catalogue has changed.
func (l *Linker) Again() { l.revision = 0 }

// Link looks at the articles that have changed since the last time, and gives how
// many they were.
func (l *Linker) Link(ctx context.Context) (int, error) {
	n := 0
	for {
		editions, _, err := l.store.Changes(ctx, l.revision, changesAtOnce)
		if err != nil {
			return n, fmt.Errorf("read changes after revision %d: %w", l.revision, err)
		}
		if len(editions) == 0 {
			return n, nil
		}
		for _, e := range editions {
			if err := l.store.ProposeLinks(ctx, e.Article.ID, l.proposals(e)); err != nil {
				return n, fmt.Errorf("propose links of article %s: %w", e.Article.ID, err)
			}
			n++
		}
		l.revision = editions[len(editions)-1].Article.Revision
	}
}

// proposals are what an article names; none of an archived one.
func (l *Linker) proposals(e Edition) (out []Link) {
	if e.Article.Status == Archived {
		return nil
	}
	seen := map[string]bool{}
	note := func(text string, heading bool) {
		for _, m := range l.find.Mentions(text, e.Article.Locale, heading) {
			if key := string(m.Kind) + "\n" + m.Ref; !seen[key] {
				seen[key] = true
				out = append(out, Link{ArticleID: e.Article.ID, Kind: m.Kind, Ref: m.Ref, State: LinkProposed, Evidence: strings.ToValidUTF8(m.Evidence, ""), At: l.now().UTC()})
			}
		}
	}
	note(e.Article.Title, true)
	for _, q := range e.Article.Questions {
		note(q, false)
	}
	for _, p := range e.Passages {
		note(p.Heading, true)
		note(p.Spoken(), false)
	}
	if len(out) > mostMentions {
		return nil
	}
	return out
}

// Run links until ctx ends: at each hint, and every so often without one.
func (l *Linker) Run(ctx context.Context, every time.Duration, catalogue <-chan struct{}, log *slog.Logger) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if _, err := l.Link(ctx); err != nil && ctx.Err() == nil {
			log.Error("articles are not linked to products", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-catalogue:
			l.Again()
		}
	}
}

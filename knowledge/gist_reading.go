package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
)

// Reading what articles without intents are about takes .5 to 2 ms each: a few are
// read while they are taken over, many by ReadGists.
const (
	fewGists      = 100 // articles of one batch that are read at once
	gistsAtOnce   = 32  // articles that ReadGists reads before it puts them to use
	recalledGists = 500 // articles whose gists are asked of the store at a time
)

// gists is what a base knows about gists beside its partitions. The zero value
// belongs to a base that reads none.
type gists struct {
	reading sync.Mutex       // one ReadGists at a time
	wake    chan struct{}    // holds one token where articles came that are to be read
	reader  string           // whose readings are wanted; guarded by Base.refreshing
	unread  map[string]*held // articles that this one has not read, by id; guarded by Base.mu
	trouble bool             // the last readings were not stored; guarded by reading
	forked  bool             // of a Fork: all is read at once, and nothing is stored
}

func newGists() *gists {
	return &gists{wake: make(chan struct{}, 1), unread: make(map[string]*held)}
}

func (g *gists) call() {
	select {
	case g.wake <- struct{}{}:
	default: // ReadGists will look again anyway
	}
}

// notes says what a search lacks at present. Base.mu is held.
func (g *gists) notes() []string {
	if len(g.unread) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d articles are being read for what they are about; until then they are found without.", len(g.unread))}
}

// gist is what an article is about; never nil.
func (p *partition) gist(h *held) *gist {
	if g := p.gists[h]; g != nil {
		return g
	}
	return &unknownGist
}

var unknownGist gist

// setGists puts gists to use in place of former ones; nil takes one away.
func (p *partition) setGists(change map[*held]*gist) {
	left := make(map[string]map[*held]bool) // articles that leave an intent
	for h := range change {
		old := p.gist(h)
		for name, strength := range old.about {
			p.leaning[name] -= strength
		}
		for _, name := range old.likely {
			if left[name] == nil {
				left[name] = make(map[*held]bool)
			}
			left[name][h] = true
		}
	}
	for name, gone := range left {
		p.byIntent[name] = slices.DeleteFunc(p.byIntent[name], func(h *held) bool { return gone[h] })
	}
	come := make([]*held, 0, len(change))
	for h, g := range change {
		if g == nil {
			delete(p.gists, h)
			continue
		}
		p.gists[h] = g
		come = append(come, h)
	}
	slices.SortFunc(come, byRevision)
	for _, h := range come {
		for name, strength := range change[h].about {
			p.leaning[name] += strength
		}
		for _, name := range change[h].likely {
			p.byIntent[name] = append(p.byIntent[name], h)
		}
	}
}

func byRevision(x, y *held) int {
	return cmp.Or(cmp.Compare(x.article.Revision, y.article.Revision), cmp.Compare(x.article.ID, y.article.ID))
}

// gister gives what articles of a batch are about, as far as it is known at once:
// with kept gists, those that the base has, and in a small batch by reading.
// refreshing is held.
func (b *Base) gister(batch int, kept map[string]*gist) func(*held) *gist {
	reader := b.cfg.Intents
	return func(h *held) *gist {
		if reader == nil || len(h.article.Intents) > 0 {
			return named(h.article.Intents)
		}
		texts := plainOf(h)
		print := texts.print()
		var old *gist
		for _, g := range []*gist{kept[h.article.ID], b.gistOf(h.article.ID)} {
			if g != nil && g.print == print && (old == nil || g.reader == b.gists.reader) {
				old = g
			}
		}
		switch {
		case old != nil && old.reader == b.gists.reader:
			return old
		case batch <= fewGists || b.gists.forked:
			return texts.read(reader)
		}
		return old // of another reader, until this one has read it
	}
}

// gistOf is what the base has read of an article at present; nil: nothing.
func (b *Base) gistOf(id string) *gist {
	h := b.articles[id]
	if h == nil {
		return nil
	}
	if g := b.langs[h.lang].gists[h]; g != nil {
		return g.asRead()
	}
	return nil
}

// noteUnread notes an article that is to be read. Base.mu is held.
func (b *Base) noteUnread(h *held) {
	if b.cfg.Intents != nil && len(h.article.Intents) == 0 && b.langs[h.lang].gist(h).reader != b.gists.reader {
		b.gists.unread[h.article.ID] = h
		b.gists.call()
	}
}

// followReader notes all that another reader has read, once the reader has changed.
// refreshing is held.
func (b *Base) followReader() {
	if b.cfg.Intents == nil {
		return
	}
	name := readerName(b.cfg.Intents)
	if name == b.gists.reader {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.gists.reader = name
	for _, h := range b.articles {
		b.noteUnread(h)
	}
}

// recallGists gives what the store keeps of a batch that is too large to be read.
func (b *Base) recallGists(ctx context.Context, editions []Edition) (map[string]*gist, error) {
	if b.cfg.Gists == nil || len(editions) <= fewGists {
		return nil, nil
	}
	out := make(map[string]*gist)
	for some := range slices.Chunk(editions, recalledGists) {
		var ids []string
		for _, e := range some {
			if e.Article.Status == Published && len(e.Article.Intents) == 0 {
				ids = append(ids, e.Article.ID)
			}
		}
		kept, err := b.cfg.Gists.Gists(ctx, ids)
		if err != nil {
			return nil, fmt.Errorf("read what articles are about: %w", err)
		}
		for _, k := range kept {
			if g := k.open(); g != nil {
				out[k.ArticleID] = g
			}
		}
	}
	return out, nil
}

// ReadGists reads what the articles are about that Refresh left unread: the words of
// many new articles, and all of them once the intent reader has changed. Searches go
// on meanwhile with what there is. Run calls it in the background; programs that end
// soon call Complete.
func (b *Base) ReadGists(ctx context.Context) error {
	b.gists.reading.Lock()
	defer b.gists.reading.Unlock()
	some := false
	for {
		batch := b.unreadGists()
		if len(batch) == 0 {
			break
		}
		made := make(map[*held]*gist, len(batch))
		for _, h := range batch {
			if err := ctx.Err(); err != nil {
				return err
			}
			made[h] = plainOf(h).read(b.cfg.Intents)
		}
		b.storeGists(ctx, made)
		b.useGists(made)
		some = true
	}
	if some {
		b.teachAgain()
	}
	return nil
}

// unreadGists are the next articles to read, in the order in which they came.
func (b *Base) unreadGists() []*held {
	b.mu.RLock()
	defer b.mu.RUnlock()
	all := make([]*held, 0, len(b.gists.unread))
	for _, h := range b.gists.unread {
		all = append(all, h)
	}
	slices.SortFunc(all, byRevision)
	return all[:min(gistsAtOnce, len(all))]
}

// storeGists keeps readings. Where the store fails, they are made again at the next
// start.
func (b *Base) storeGists(ctx context.Context, made map[*held]*gist) {
	if b.cfg.Gists == nil {
		return
	}
	kept := make([]Gist, 0, len(made))
	for h, g := range made {
		kept = append(kept, g.keep(h.article.ID))
	}
	slices.SortFunc(kept, func(x, y Gist) int { return cmp.Compare(x.ArticleID, y.ArticleID) })
	err := b.cfg.Gists.SaveGists(ctx, kept)
	if err != nil && !b.gists.trouble && ctx.Err() == nil {
		b.log.Warn("what articles are about is not stored; it will be read again at the next start", "error", err)
	}
	b.gists.trouble = err != nil
}

// useGists puts readings to use, except of articles that have changed meanwhile.
func (b *Base) useGists(made map[*held]*gist) {
	b.refreshing.Lock() // whoever changes partitions holds it
	defer b.refreshing.Unlock()
	b.followReader()
	b.mu.Lock()
	defer b.mu.Unlock()
	changes := make(map[string]map[*held]*gist)
	for h, g := range made {
		if b.gists.unread[h.article.ID] != h {
			continue
		}
		if changes[h.lang] == nil {
			changes[h.lang] = make(map[*held]*gist)
		}
		changes[h.lang][h] = g
		if g.reader == b.gists.reader {
			delete(b.gists.unread, h.article.ID)
		}
	}
	for lang, change := range changes {
		b.langs[lang].setGists(change)
		b.abroad.forget()
	}
}

// teachAgain fits the models of answerability anew, which look at gists.
func (b *Base) teachAgain() {
	b.refreshing.Lock()
	defer b.refreshing.Unlock()
	for _, p := range b.langs {
		p.dirty = max(p.dirty, p.taught)
	}
	b.refit()
}

// keepGists reads what Refresh leaves unread until ctx ends.
func (b *Base) keepGists(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.gists.wake:
			_ = b.ReadGists(ctx) // fails only with ctx
		}
	}
}

// Complete does what Run does in the background: programs that end soon call it
// after Refresh, so that they find what a server finds.
func (b *Base) Complete(ctx context.Context) error {
	if err := b.ReadGists(ctx); err != nil {
		return err
	}
	return b.Embed(ctx)
}

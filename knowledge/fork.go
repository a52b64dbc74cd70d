package knowledge

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"frontdesk/knowledge/vector"
)

// Fork is a copy of the base as it would be with these editions published: it
// answers as this one will, to the digit, once the store has them. Neither sees
// what happens to the other. Texts that are new get their vectors of the
// embedder before it returns; nothing of them is stored. Where the embedder
// fails, the fork finds them by their words, as this base would, and notes of
// results say so.
func (b *Base) Fork(ctx context.Context, editions []Edition) *Base {
	b.refreshing.Lock() // whoever changes partitions holds it
	f := b.copied()
	b.refreshing.Unlock()
	if len(editions) == 0 {
		return f
	}
	editions = slices.Clone(editions)
	for i, e := range editions {
		editions[i].Passages = Placed(e.Article.ID, e.Passages)
	}
	revision := f.revision
	f.take(editions, nil, false)
	f.revision = revision
	f.refit()
	f.embedNew(ctx, editions)
	return f
}

// mostEmbedded is how many passages a fork gets vectors for. More, such as a whole
// import, would be paid for twice; they are found by their words, as they are in
// the first minutes after they are published.
const mostEmbedded = 500

// embedNew embeds what the fork has and its origin has not. What the origin lacks
// too is left: so it answers at present.
func (b *Base) embedNew(ctx context.Context, editions []Edition) {
	m := b.meaning
	if m == nil || m.dim == 0 {
		return
	}
	fresh := make(map[string]bool, len(editions))
	for _, e := range editions {
		fresh[e.Article.ID] = true
	}
	jobs, passages := b.jobs(), 0
	jobs = slices.DeleteFunc(jobs, func(j job) bool { return !fresh[j.held.article.ID] })
	for _, j := range jobs {
		passages += len(j.texts)
	}
	if passages <= mostEmbedded {
		b.tellTrouble(b.embedJobs(ctx, jobs))
	}
}

func (b *Base) copied() *Base {
	b.mu.RLock()
	defer b.mu.RUnlock()
	f := &Base{
		store: b.store, cfg: b.cfg, log: b.log, analyzer: b.analyzer, forms: b.forms, audiences: b.audiences, filled: b.filled, revision: b.revision, links: b.links,
		articles: maps.Clone(b.articles), passages: maps.Clone(b.passages), langs: make(map[string]*partition, len(b.langs)),
		meaning: b.meaning.fork(), lexicon: b.lexicon, accords: b.accords,
		gists: &gists{wake: make(chan struct{}, 1), reader: b.gists.reader, unread: maps.Clone(b.gists.unread), forked: true},
	}
	for lang, p := range b.langs {
		f.langs[lang] = p.clone()
	}
	return f
}

// clone copies a partition; articles and questions are shared, since they never
// change once they are indexed.
func (p *partition) clone() *partition {
	p.indexing.Wait() // a copy has all of what was taken over
	c := *p
	c.indexing = &sync.WaitGroup{}
	c.body, c.asked, c.near = p.body.Clone(), p.asked.Clone(), p.near.Clone()
	c.questions, c.surfaces = maps.Clone(p.questions), maps.Clone(p.surfaces)
	c.gists, c.leaning = maps.Clone(p.gists), maps.Clone(p.leaning)
	c.byIntent, c.editions = copiedLists(p.byIntent), copiedLists(p.editions)
	return &c
}

func copiedLists(m map[string][]*held) map[string][]*held {
	out := make(map[string][]*held, len(m))
	for k, list := range m {
		out[k] = slices.Clone(list)
	}
	return out
}

// fork copies the embedder's side. What the copy embeds is searched in memory,
// beside what the store has, and is not stored. Base.mu is held.
func (m *meaning) fork() *meaning {
	if m == nil {
		return nil
	}
	f := &meaning{
		embedder: m.embedder, store: m.store, inMemory: m.inMemory, log: m.log, patience: patience{now: m.patience.now},
		wake: make(chan struct{}, 1), missing: make(map[string]*missing, len(m.missing)), centre: m.centre.Clone(), dim: m.dim,
		trouble: m.trouble, forked: true,
	}
	for id, w := range m.missing {
		lacking := *w
		f.missing[id] = &lacking
	}
	switch {
	case m.index != nil:
		f.index = m.index.Clone()
	case m.dim > 0:
		f.beside = vector.New(m.dim)
	}
	return f
}

// Placed gives passages of an article with what follows from their place: the
// article, the place and the id, where they are not given.
func Placed(articleID string, passages []Passage) []Passage {
	out := slices.Clone(passages)
	for i := range out {
		p := &out[i]
		p.ArticleID = articleID
		if p.ID == "" {
			p.Ord = i
			p.ID = fmt.Sprintf("%s/%d", articleID, i)
		}
	}
	return out
}

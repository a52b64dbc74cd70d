package knowledge

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"frontdesk/knowledge/form"
	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
	"frontdesk/knowledge/vector"
)

// changesAtOnce is how many articles are read from the store at a time.
const changesAtOnce = 500

// The weights of the parts of a passage. A word of the title says what the
// whole article is about.
const (
	titleWeight   = 2.0
	headingWeight = 1.5
	bodyWeight    = 1.0
)

// Refresh reads what changed in the store since the last time, and gives how
// many articles it took over. Searches that run meanwhile see the old state,
// then all of the new one. It does not wait for the embedder: see Embed.
func (b *Base) Refresh(ctx context.Context) (int, error) {
	b.refreshing.Lock()
	defer b.refreshing.Unlock()
	if err := b.refreshGlossary(ctx); err != nil {
		return 0, err
	}
	if err := b.refreshAccords(ctx); err != nil {
		return 0, err
	}
	b.followReader()
	defer func() {
		b.indexed()
		b.scribes = nil
	}()
	changed, after := 0, b.revision
	first := !b.filled // nobody searches a base that has not been filled: it may fill in parts
	var all []Edition
	for {
		editions, newest, err := b.store.Changes(ctx, after, changesAtOnce)
		if err != nil {
			return changed, fmt.Errorf("read changes after revision %d: %w", after, err)
		}
		all = append(all, editions...)
		if len(all) > 0 && (first || len(editions) == 0) {
			kept, err := b.recallGists(ctx, all)
			if err != nil {
				return changed, err
			}
			b.take(all, kept, first)
			changed += len(all)
			all = nil
		}
		if len(editions) == 0 {
			b.mu.Lock()
			b.revision = max(b.revision, newest)
			b.mu.Unlock()
			break
		}
		after = editions[len(editions)-1].Article.Revision
	}
	b.indexed()
	b.filled = true
	if err := b.refreshLinks(ctx); err != nil {
		return changed, err
	}
	if changed > 0 {
		b.refit()
	}
	return changed, nil
}

// indexed waits until the indexes of words have what was taken over.
func (b *Base) indexed() {
	for _, p := range b.langs {
		p.indexing.Wait()
	}
}

// change is what one batch of editions does to one language.
type change struct {
	add       []lexical.Document
	asked     []lexical.Document
	vectors   []vector.Entry
	gone      []*held
	fresh     []*held
	remove    []string
	unasked   []string
	questions []*question
	surfaces  map[string]string
	gists     map[*held]*gist // nil: of an article that is gone
	spelt     map[*entry]spelling
}

// reading is what a part of a batch becomes: articles, and the change of each
// language.
type reading struct {
	fresh   []*held
	changes map[string]*change
	scribe  *scribe
}

func (r *reading) in(lang string) *change {
	if r.changes[lang] == nil {
		r.changes[lang] = &change{surfaces: make(map[string]string), gists: make(map[*held]*gist), spelt: make(map[*entry]spelling)}
	}
	return r.changes[lang]
}

// read analyses editions, of which no two are of the same article; gistOf tells
// what they are about, nil where that is not known yet.
func (b *Base) read(editions []Edition, gistOf func(*held) *gist) reading {
	r := reading{changes: make(map[string]*change), scribe: b.scribes.take()}
	defer b.scribes.put(r.scribe)
	for _, e := range editions {
		if old := b.articles[e.Article.ID]; old != nil {
			r.in(old.lang).drop(old)
		}
		if e.Article.Status == Published {
			h := hold(e)
			h.audience = b.audiences.number(&h.article)
			b.analyse(h, &r)
			r.in(h.lang).gists[h] = gistOf(h)
			r.fresh = append(r.fresh, h)
		}
	}
	return r
}

// take puts a batch of editions into the indexes, see [partition.apply]; kept are gists of them that the
// store has. The texts are analysed before the lock is taken, on all cores.
func (b *Base) take(editions []Edition, kept map[string]*gist, filling bool) {
	latest := make(map[string]int, len(editions))
	for i, e := range editions {
		latest[e.Article.ID] = i
	}
	current := make([]Edition, 0, len(latest))
	for i, e := range editions {
		if latest[e.Article.ID] == i {
			current = append(current, e)
		}
	}
	gistOf := b.gister(len(current), kept)
	if b.scribes == nil {
		b.scribes = &idle[*scribe]{make: newScribe}
	}
	readings := inParts(current, func(part []Edition) reading { return b.read(part, gistOf) })
	var fresh []*held
	for _, r := range readings {
		fresh = append(fresh, r.fresh...)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	before := make(map[string]*held, len(latest))
	for id := range latest {
		before[id] = b.articles[id]
	}
	b.abroad.forget()
	for id := range latest {
		b.forget(id)
	}
	for _, h := range fresh {
		b.remember(h)
	}
	b.meaning.follow(before, fresh)
	for _, r := range readings {
		for lang, c := range r.changes {
			p := b.langs[lang]
			if p == nil {
				p = newPartition(lang)
				b.langs[lang] = p
			}
			p.apply(c, filling)
		}
	}
	for id := range latest {
		delete(b.gists.unread, id)
	}
	for _, h := range fresh {
		b.noteUnread(h)
	}
	b.revision = editions[len(editions)-1].Article.Revision
}

func hold(e Edition) *held {
	h := &held{article: e.Article, lang: text.Base(e.Article.Locale), editions: editionKeys(e.Article)}
	h.article.Body = ""
	for i, p := range e.Passages {
		h.entries = append(h.entries, &entry{passage: p, held: h, place: i, print: fingerprint(text.Spoken(p.Text))})
	}
	return h
}

// drop notes the removal of an article from a language.
func (c *change) drop(h *held) {
	c.gone = append(c.gone, h)
	for _, e := range h.entries {
		c.remove = append(c.remove, e.passage.ID)
	}
	for _, q := range h.asked {
		c.unasked = append(c.unasked, q.id)
	}
}

// note remembers how stems are written that p, which may be nil, has not got.
func (c *change) note(tokens []text.Token, p *partition, by *scribe) {
	for _, t := range tokens {
		if t.Surface == "" || !by.first(t) || p != nil && p.surfaces[t.Text] != "" {
			continue
		}
		if _, ok := c.surfaces[t.Text]; !ok {
			c.surfaces[strings.Clone(t.Text)] = strings.Clone(t.Surface)
		}
	}
}

// analyse makes the documents of an article.
func (b *Base) analyse(h *held, r *reading) {
	c, p := r.in(h.lang), b.langs[h.lang]
	c.fresh = append(c.fresh, h)
	title := b.analyzer.Analyze(h.article.Title, h.lang)
	h.title = termHashes(title)
	h.speaksOf = shopSubjects().of(h.article.Title+"\n"+strings.Join(h.article.Questions, "\n"), h.lang)
	for _, e := range h.entries {
		heading := b.analyzer.Analyze(e.passage.Heading, h.lang)
		said := e.says()
		body := b.analyzer.Append(r.scribe.tokens[:0], said, h.lang)
		r.scribe.tokens = body
		e.content = b.forms.Read(h.article.Title, e.passage.Heading+"\n"+said, h.lang)
		e.content.Places = slices.Concat(e.content.Places, b.countries(h.article.Markets)) // it is about them, named or not
		h.speaksOf |= shopSubjects().of(e.passage.Heading+"\n"+said, h.lang)
		c.note(body, p, r.scribe)
		c.add = append(c.add, lexical.Document{ID: e.passage.ID, Class: h.audience, Fields: []lexical.Field{
			{Terms: text.Terms(title), Weight: titleWeight},
			{Terms: text.Terms(heading), Weight: headingWeight},
			{Terms: text.Terms(body), Weight: bodyWeight, Counted: true},
		}})
		if p != nil && p.hashed != nil {
			c.vectors = append(c.vectors, vector.Entry{ID: e.passage.ID, Class: h.audience, Vec: p.hashed.Vector(pieces(slices.Concat(title, heading, body)))})
		} else {
			c.spelt[e] = r.scribe.spelled(title, heading, body)
		}
	}
	b.readRefused(h)
	h.concepts = sync.OnceValue(func() map[string]bool { return b.readConcepts(h) })
	for i, s := range append([]string{h.article.Title}, h.article.Questions...) {
		if i == 0 || s != h.article.Title {
			b.ask(&question{id: h.article.ID + "#" + strconv.Itoa(i), text: s, title: i == 0, held: h}, c, r.scribe)
		}
	}
}

// ask notes a way in which an article is asked for.
func (b *Base) ask(q *question, c *change, by *scribe) {
	tokens := b.analyzer.Analyze(q.text, q.held.lang)
	if len(tokens) == 0 {
		return
	}
	q.form = b.forms.Ask(q.text, q.held.lang)
	q.words = topic(tokens, b.termSet(q.form.About, q.held.lang), b.whereSet(q.form, q.held.lang))
	q.held.asked = append(q.held.asked, q)
	c.note(tokens, b.langs[q.held.lang], by)
	c.questions = append(c.questions, q)
	c.asked = append(c.asked, lexical.Document{ID: q.id, Class: q.held.audience, Fields: []lexical.Field{{Terms: text.Terms(tokens), Weight: 1, Counted: true}}})
}

// topic gives the tokens that are in about and not in where, each once.
func topic(tokens []text.Token, about, where map[string]bool) []word {
	out := make([]word, 0, len(tokens))
	for _, t := range tokens {
		if about[t.Text] && !where[t.Text] && !slices.ContainsFunc(out, func(w word) bool { return w.text == t.Text }) {
			if t.Kind != text.Word { // a stem is shared, others were cut from the question
				t.Text = strings.Clone(t.Text)
			}
			out = append(out, word{t.Text, t.Weight})
		}
	}
	return slices.Clip(out)
}

// termSet gives the terms of a text.
func (b *Base) termSet(s, lang string) map[string]bool {
	set := make(map[string]bool)
	for _, t := range b.analyzer.Analyze(s, lang) {
		set[t.Text] = true
	}
	return set
}

// whereSet gives the terms of a question that stand for countries: those of the
// names, and in scripts without spaces those that reach into a name.
func (b *Base) whereSet(q form.Question, lang string) map[string]bool {
	if len(q.Where) == 0 {
		return nil
	}
	set := b.termSet(strings.Join(q.Where, " "), lang)
	without := q.About
	for _, name := range q.Where {
		without = strings.ReplaceAll(without, name, " ")
	}
	rest := b.termSet(without, lang)
	for t := range b.termSet(q.About, lang) {
		if !rest[t] {
			set[t] = true
		}
	}
	return set
}

func (b *Base) forget(id string) {
	h := b.articles[id]
	if h == nil {
		return
	}
	delete(b.articles, id)
	for _, e := range h.entries {
		delete(b.passages, e.passage.ID)
	}
}

func (b *Base) remember(h *held) {
	b.articles[h.article.ID] = h
	for _, e := range h.entries {
		b.passages[e.passage.ID] = e
	}
}

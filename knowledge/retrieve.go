package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
	"frontdesk/knowledge/vector"
)

// How many candidates each way of searching brings, at least.
const (
	lexicalCandidates = 50
	vectorCandidates  = 50
	askedCandidates   = 20
	passagesOfAsked   = 8 // passages of an article that is asked for in the same words
)

// The shares of the fused score: what the best candidate of each way of
// searching gets. A known question that says the same decides, then the words.
// The share of known questions was chosen on BANKING77 and HINT3 as help
// articles, the built-in one on the English and the German part of XQuAD-R,
// checked on the Spanish and the Chinese one; so was that of the kind of answer
// (0.2 to 0.3 is best, above 0.45 it does harm).
//
// An embedder's quality is not known here. meaningShare, with what [shares] makes
// of it, was chosen so that a bad one does little harm: on XQuAD-R vectors of
// hashed trigrams cost 0.014 of nDCG@10 in English and 0.016 in German, pure
// noise 0.004 and 0.007 (a share of 0.8: 0.036, 0.042, 0.008, 0.013), while a
// passage that only vectors find leads where the words meet less than half of the
// question.
const (
	lexicalShare = 1.0
	builtinShare = 0.05
	meaningShare = 0.5
	askedShare   = 3.0
	intentShare  = 1.0
	kindShare    = 0.25
	placeShare   = 0.4

	titleTrust = 0.5 // what a title counts as a known question: it names a subject, not a wish
)

// Retrieve finds the passages that answer a question best. Scores of several
// languages meet only as probabilities. An embedder that fails does not fail
// the search: the built-in vectors are used and Result.Notes says so.
func (b *Base) Retrieve(ctx context.Context, q Query) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if q.K <= 0 {
		q.K = 5
	}
	res := Result{Query: strings.TrimSpace(q.Text)}
	var felt *sensed
	if q.Article == "" {
		felt = b.feel(ctx, q, &res)
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	if q.Article != "" {
		res.Hits, res.Covered = b.chosen(q), 1
		return res, nil
	}
	res.Notes = append(append(res.Notes, b.gists.notes()...), b.meaning.notes()...)
	lang := q.langBase()
	room := slabs.Get().(*slab)
	defer room.free()
	searches := b.gather(q, felt, room)
	found := ranked(searches, lang)
	for _, s := range searches {
		res.Filtered += len(s.removed)
		res.Glossary = append(res.Glossary, s.glossary()...)
		if s.part.lang == lang || b.langs[lang] == nil && len(b.langs) == 1 {
			res.Query = s.repaired(res.Query)
		}
	}
	found = folded(b.unnamed(q, felt, found, room))
	first := spread(found, q.K)
	if len(first) > 0 {
		res.Covered = anyAnswers(first[0])
	}
	res.Hits = slices.Grow(res.Hits, len(first))
	for _, c := range first {
		res.Hits = append(res.Hits, c.hit(lang))
	}
	if res.Clash = b.clashAmong(res.Hits); res.Clash != nil {
		res.Notes = append(res.Notes, fmt.Sprintf("%q says otherwise than %q", res.Clash.B.Title, res.Clash.A.Title))
	}
	res.ByMarket = b.byMarket(q, searches, found)
	return res, nil
}

func (q Query) langBase() string { return text.Base(q.Lang) }

// gather searches every language. Where the market is not known, what is bound to
// one is gathered too, for [Base.byMarket]; ranked leaves it out. Base.mu is held.
func (b *Base) gather(q Query, felt *sensed, room *slab) (searches []*search) {
	reach := q.Scope
	reach.anyMarket = reach.Market == "" && !reach.Wide
	meaning := b.sense(felt, reach)
	lang := q.langBase()
	own, said, reaches := b.native(q), b.hear(q.Text, lang), b.admitting(reach)
	for _, name := range b.searched(lang) {
		if own.part != nil && name != lang && !b.beyond(lang)[name] {
			continue // its own language has all of that
		}
		if lang == "und" {
			said = b.hear(q.Text, name)
		}
		s := b.newSearchAs(b.langs[name], q, meaning, said)
		s.slab = room
		if reach.anyMarket {
			s.reach = reaches
		}
		if s.foreign {
			s.own = own
		}
		s.gather()
		searches = append(searches, s)
	}
	return searches
}

// native is what the language of a question has of its own.
func (b *Base) native(q Query) native {
	return b.nativeIn(b.langs[q.langBase()], b.admitting(q.Scope))
}

func (b *Base) nativeIn(p *partition, scope func(*held) bool) native {
	if p == nil {
		return native{}
	}
	return native{p, scope, b.aboutBeyond(p.lang)}
}

// ranked gives the candidates of several languages in the order in which they are
// given out.
func ranked(searches []*search, lang string) (found []*candidate) {
	for _, s := range searches {
		found = append(found, s.within(s.own, s.keep).score()...)
	}
	order(found, lang)
	return found
}

// chosen gives the passages of an article that the shopper picked, those first
// that have most of the question's words. That the article is the right one is
// then certain.
func (b *Base) chosen(q Query) []Hit {
	h := b.articles[q.Article]
	if h == nil || !b.admits(q.Scope, &h.article) {
		return nil
	}
	need := needs(q.Text, h.lang)
	hits := make([]Hit, 0, len(h.entries))
	for _, e := range h.entries {
		hits = append(hits, Hit{Passage: e.passage, Article: h.article, Fused: need.met(e.passage.Heading + "\n" + e.says()), P: 1, Why: []string{"chosen by the shopper"}})
	}
	if own := b.edition(h, q); own != nil {
		for i, e := range own.entries {
			hits[i].Passage, hits[i].Article = e.passage, own.article
		}
	}
	slices.SortStableFunc(hits, func(x, y Hit) int { return cmp.Compare(y.Fused, x.Fused) })
	return hits[:min(q.K, len(hits))]
}

// searched gives the languages to search, the question's own first.
func (b *Base) searched(lang string) []string {
	names := make([]string, 0, len(b.langs))
	for name := range b.langs {
		names = append(names, name)
	}
	slices.SortFunc(names, func(x, y string) int {
		if (x == lang) != (y == lang) {
			if x == lang {
				return -1
			}
			return 1
		}
		return cmp.Compare(x, y)
	})
	return names
}

// vectors searches the embedder's vectors if the question has one, else the
// built-in ones, and gives the passages found.
func (s *search) vectors() []string {
	var hits []vector.Hit
	switch {
	case s.meaning != nil:
		for _, h := range s.meaning.nearest {
			if s.keeps(h.ID) && s.meaning.known(s.base.passages[h.ID].held.article.ID) {
				hits = append(hits, h)
			}
		}
	case s.part.hashed != nil:
		s.vector = s.part.hashed.Vector(pieces(s.asSearched()))
		if s.part.near.Check(s.vector) != nil {
			return nil // nothing but unknown characters
		}
		most := max(vectorCandidates, s.query.K+10)
		found, err := s.part.near.Search(s.vector, most+passagesOfAsked, s.base.audiences.admitted(func(h *held) bool {
			return s.keep(h) || s.reach != nil && s.reach(h)
		}))
		if err != nil {
			return nil // the vector was checked; words still answer
		}
		for _, h := range found {
			if len(hits) < most && s.keeps(h.ID) { // teach leaves out an article that its audience would not
				hits = append(hits, h)
			}
		}
	}
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
		s.cosines[h.ID] = h.Cosine
	}
	s.nearest = hits
	return ids
}

// questions finds the known questions and titles that say the same, and gives
// the first passages of their articles.
func (s *search) questions() []string {
	ts := s.terms()
	ans := s.part.asked.Search(lexical.Query{Terms: ts, K: askedCandidates, Whole: s.whole(), Keep: func(id string) bool {
		q := s.part.questions[id]
		if q == nil || id == s.hide || s.own.has(q.held) {
			return false
		}
		if s.keep(q.held) {
			return true
		}
		if len(q.held.entries) > 0 {
			s.removed[q.held.entries[0].passage.ID] = true
		}
		return s.reach != nil && s.reach(q.held)
	}})
	s.askedAs = ans
	for i, t := range ans.Terms {
		if t.Known && t.Repair == "" {
			s.known |= 1 << i
		}
	}
	var ids []string
	for _, h := range ans.Hits {
		q := s.part.questions[h.ID]
		m := match{q, s.likeness(ans, h.Matched, q)}
		s.has[q.held] |= h.Matched
		if q.title {
			m.score *= titleTrust
		}
		id := q.held.article.ID
		if old, seen := s.asked[id]; !seen {
			for _, e := range q.held.entries[:min(passagesOfAsked, len(q.held.entries))] {
				ids = append(ids, e.passage.ID)
			}
			s.asked[id] = m
		} else if m.score > old.score {
			s.asked[id] = m
		}
	}
	return ids
}

// intended finds the articles about the intents of a question that is in
// another language than they are, and gives their passages: words may miss them.
func (s *search) intended() []string {
	if !s.foreign {
		return s.leaners()
	}
	if s.own.covers(s.query.Intents) || s.part.lang != "en" && s.inEnglish() {
		return nil
	}
	var ids []string
	for _, name := range s.query.Intents {
		for _, h := range s.part.byIntent[name] {
			if s.meant[h] || s.own.has(h) || !s.keep(h) && (s.reach == nil || !s.reach(h)) {
				continue
			}
			s.meant[h] = true
			for _, e := range h.entries[:min(passagesOfAsked, len(h.entries))] {
				ids = append(ids, e.passage.ID)
			}
		}
	}
	return ids
}

// What asking for the same kind of answer, and speaking of countries, counts
// against words: as much as a word that a tenth of a small shop's articles have.
const (
	formValue  = 2.0
	placeValue = 2.0
)

// What a known question counts that asks for another kind of answer, or for none:
// how long is not how much, though the rest be the same.
const (
	otherKind = 0.5
	noKind    = 0.7
)

// likeness is the weight of the words that both questions have, over the weight
// of the words that either has. However they ask for a kind of answer ("how
// much", "what does it cost", "is it free"), it counts as one word; so does
// whatever names countries.
func (s *search) likeness(ans lexical.Answer, matched uint64, q *question) float64 {
	both, either := s.alike(q)
	words := 0.0
	for i, t := range ans.Terms {
		if !s.about[t.Forms[0]] || s.where[t.Forms[0]] {
			continue
		}
		either += t.Value
		if matched&(1<<i) != 0 {
			words += t.Value
		}
	}
	var own float64
	for _, w := range q.words {
		own += float64(w.weight) * s.part.asked.IDF(w.text)
	}
	both += words
	either += max(own-words, 0)
	if either == 0 {
		return 0
	}
	switch {
	case s.form.Wants == 0 || s.form.Wants&q.form.Wants != 0:
		return both / either
	case q.form.Wants == 0:
		return noKind * both / either
	}
	return otherKind * both / either
}

// alike is the part of likeness that is no words.
func (s *search) alike(q *question) (both, either float64) {
	if s.form.Wants != 0 || q.form.Wants != 0 {
		either = formValue
	}
	if s.form.Wants&q.form.Wants != 0 {
		both = formValue
	}
	places, matters := s.form.Elsewhere(q.form)
	return both + places*placeValue, either + matters*placeValue
}

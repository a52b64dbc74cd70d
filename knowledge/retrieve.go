package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"frontdesk/knowledge/form"
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
	searches := b.gather(q, felt)
	found := ranked(searches, lang)
	for _, s := range searches {
		res.Filtered += len(s.removed)
		res.Glossary = append(res.Glossary, s.glossary()...)
		if s.part.lang == lang || b.langs[lang] == nil && len(b.langs) == 1 {
			res.Query = s.repaired(res.Query)
		}
	}
	found = folded(b.unnamed(q, felt, found))
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
func (b *Base) gather(q Query, felt *sensed) (searches []*search) {
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

// search is one question put to one language.
type search struct {
	base     *Base
	part     *partition
	query    Query
	tokens   []text.Token
	meaning  *sense // of the embedder; nil without one
	keep     func(*held) bool
	reach    func(*held) bool // what is gathered beside it, see [search.within]; nil: nothing
	hide     string           // id of a question that must not be matched, see teach
	removed  map[string]bool
	foreign  bool // the question is in another language than the passages
	own      native
	form     form.Question
	subjects uint64          // of their own, that the question names
	concepts []string        // that it speaks of, if its language is another
	about    map[string]bool // terms of the question without those that ask for a kind of answer
	places   map[string]bool // terms of the countries that it names
	where    map[string]bool // the same with terms that reach into a name, see whereSet
	wider    widened         // what the glossary adds

	answer   lexical.Answer
	bits     formBits           // of the answer's terms
	weighed  []candidate        // what was found, not yet in order
	found    []foundArticle     // its articles
	words    []float32          // the built-in vector
	cosines  map[string]float64 // of passages, see vectors
	nearest  []vector.Hit       // passages by vectors, the nearest first
	ranks    map[string]int     // their places, from 1, see score
	asked    map[string]match   // best matching question of an article
	askedAs  lexical.Answer     // the question's terms, as known questions were searched for them
	refusals map[*held]match    // see refusal
	meant    map[*held]bool     // articles about the question's intents, where their language is another
	leant    map[*held]bool     // the same of the question's own language
	known    uint64             // terms of the question that some known question has
	has      map[*held]uint64   // terms of the question that known questions of an article have
}

// match is how well a known question fits the one that was asked.
type match struct {
	question *question
	score    float64 // weighted Jaccard, 0 to 1
}

// newSearch puts a question to a language.
func (b *Base) newSearch(p *partition, q Query, meaning *sense) *search {
	lang := text.Base(q.Lang)
	if lang == "und" {
		lang = p.lang
	}
	return b.newSearchAs(p, q, meaning, b.hear(q.Text, lang))
}

// newSearchAs is newSearch with what the question says, read in its own language.
func (b *Base) newSearchAs(p *partition, q Query, meaning *sense, said heard) *search {
	s := &search{
		base: b, part: p, query: q, meaning: meaning, tokens: b.analyzer.Analyze(q.Text, p.lang),
		removed: make(map[string]bool), cosines: make(map[string]float64, 4*vectorCandidates), asked: make(map[string]match, askedCandidates),
		meant: make(map[*held]bool), leant: make(map[*held]bool), refusals: make(map[*held]match), has: make(map[*held]uint64),
	}
	lang := text.Base(q.Lang)
	s.foreign = lang != "und" && lang != p.lang
	if lang == "und" {
		lang = p.lang
	}
	s.speaks(said)
	s.about, s.where = b.termSet(s.form.About, p.lang), b.whereSet(s.form, p.lang)
	s.places = b.termSet(strings.Join(s.form.Named, " "), p.lang)
	s.keep = b.admitting(q.Scope)
	b.lexicon.widen(&s.wider, q.Text, lang, p.lang, s.tokens)
	if !s.foreign || b.langs[lang] == nil { // beside articles of its own language, intents say more
		thesaurus().widen(&s.wider, q.Text, lang, p.lang, s.tokens)
	}
	return s
}

// run gives the scored candidates, best first.
func (s *search) run() []*candidate {
	s.gather()
	return s.score()
}

// gather finds the passages that are worth a look.
func (s *search) gather() {
	if len(s.tokens) == 0 && s.meaning == nil {
		return
	}
	also := s.vectors()
	also = append(also, s.questions()...)
	also = append(also, s.intended()...)
	also = append(also, s.linked()...)
	s.answer = s.part.body.Search(lexical.Query{
		Terms: s.terms(), K: max(lexicalCandidates, s.query.K+10), Keep: s.keeps, Whole: s.whole(), Also: also,
	})
	s.weighAll()
}

// within is what the search found of the articles of a scope: the same as a search
// with that scope, but for what stands at the end of its lists. own is the native
// of the scope.
func (s *search) within(own native, keep func(*held) bool) *search {
	if s.reach == nil {
		return s
	}
	return s.only(own, keep)
}

// only is what the search found of some articles.
func (s *search) only(own native, keep func(*held) bool) *search {
	out := *s
	out.own, out.keep, out.reach = own, keep, nil
	out.meant = make(map[*held]bool)
	for h := range s.meant {
		if out.kept(h) && !own.covers(s.query.Intents) {
			out.meant[h] = true
		}
	}
	return &out
}

// kept tells whether an article is in the scope.
func (s *search) kept(h *held) bool { return s.keep(h) && !s.own.has(h) }

// whole says which audiences are in the scope, so that their articles need not be
// asked about one by one; nil where there may be other reasons to leave one out.
func (s *search) whole() func(number uint32) bool {
	if s.hide != "" || s.own.part != nil {
		return nil
	}
	return s.base.audiences.admitted(s.keep)
}

// keeps applies the scope to a passage and counts what it removes.
func (s *search) keeps(id string) bool {
	e := s.base.passages[id]
	if e == nil || e.held.lang != s.part.lang || s.own.has(e.held) {
		return false
	}
	if !s.keep(e.held) {
		s.removed[id] = true
		return s.reach != nil && s.reach(e.held)
	}
	return true
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
	case s.part.hashed != nil && !s.foreign: // words of another language are alike by chance
		s.words = s.part.hashed.Vector(pieces(s.tokens))
		if s.part.near.Check(s.words) != nil {
			return nil // nothing but unknown characters
		}
		most := max(vectorCandidates, s.query.K+10)
		found, err := s.part.near.Search(s.words, most+passagesOfAsked, s.base.audiences.admitted(func(h *held) bool {
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
// another language than they are, and gives their passages: words cannot.
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

package knowledge

import (
	"strings"

	"frontdesk/knowledge/dictionary"
	"frontdesk/knowledge/form"
	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
	"frontdesk/knowledge/vector"
)

// search is one question put to one language.
type search struct {
	base       *Base
	part       *partition
	query      Query
	tokens     []text.Token
	meaning    *sense // of the embedder; nil without one
	keep       func(*held) bool
	reach      func(*held) bool // what is gathered beside it, see [search.within]; nil: nothing
	hide       string           // id of a question that must not be matched, see teach
	removed    map[string]bool
	foreign    bool // the question is in another language than the passages
	translated bool // it is put into theirs; it is not where theirs is not known
	own        native
	slab       *slab // of the candidates; nil: they are garbage afterwards
	form       form.Question
	words      []dictionary.Word // see heard
	subjects   uint64            // of their own, that the question names
	concepts   []string          // that it speaks of, if its language is another
	about      map[string]bool   // terms of the question without those that ask for a kind of answer
	places     map[string]bool   // terms of the countries that it names
	where      map[string]bool   // the same with terms that reach into a name, see whereSet
	wider      widened           // what the glossary adds

	answer   lexical.Answer
	bits     formBits           // of the answer's terms
	weighed  []candidate        // what was found, not yet in order
	found    []foundArticle     // its articles
	vector   []float32          // the built-in one
	cosines  map[string]float64 // of passages, see vectors
	nearest  []vector.Hit       // passages by vectors, the nearest first
	ranks    map[string]int     // their places, from 1, see score
	asked    map[string]match   // best matching question of an article
	askedAs  lexical.Answer     // the question's terms, as known questions were searched for them
	refusals map[*held]match    // see refusal
	meant    map[*held]bool     // articles about the question's intents, where their language is another
	leant    map[*held]bool     // the same of the question's own language
	things   []thing            // what the question names, see findThings
	having   map[*held][]bool   // which of the things an article names
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
	s.where = b.whereSet(s.form, p.lang)
	s.places = b.termSet(strings.Join(s.form.Named, " "), p.lang)
	s.keep = b.admitting(q.Scope)
	if s.translated = s.foreign && p.lang != "und"; s.translated {
		s.translate(s.words, lang)
		s.about = s.aboutWords(lang)
		return s
	}
	s.about = b.termSet(s.form.About, p.lang)
	b.lexicon.widen(&s.wider, q.Text, lang, p.lang, s.tokens)
	thesaurus().widen(&s.wider, q.Text, lang, p.lang, s.tokens)
	return s
}

// run gives the scored candidates, best first.
func (s *search) run() []*candidate {
	s.gather()
	return s.score()
}

// gather finds the passages that are worth a look.
func (s *search) gather() {
	if len(s.tokens) == 0 && s.meaning == nil && !s.foreign { // of another language it may be all function words, and its intent known
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

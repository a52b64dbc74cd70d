package knowledge

import (
	"cmp"
	"slices"

	"frontdesk/knowledge/text"
)

// candidate is a passage with all that speaks for it.
type candidate struct {
	entry      *entry
	number     int     // of its article in search.found
	lexical    float64 // BM25
	cosine     float64
	own        float64 // share of the question's weight that the passage has beyond its article's title
	near       float64 // cosine above that of a random passage, 0 to 1
	sensed     bool    // cosine is known, see search.cosine
	gives      bool    // has the kind of answer that is asked for
	covers     float64 // how far it speaks of the countries that are asked for
	matched    uint64
	partly     uint64
	signals    signals
	fused      float64
	p          float64
	translated bool    // it was found in English, too, see inEnglishInstead
	trusted    float64 // p, as candidates of all languages are put in order
	match      match
	search     *search

	refused   float64 // how firmly its article must not answer, 0 to 1
	refusedBy *question
}

// score puts the candidates of the scope in order: the fused score, then the
// probability.
func (s *search) score() []*candidate {
	own := s.slab.take(len(s.weighed)) // as this scope sees them
	for i := range s.weighed {
		c := &s.weighed[i]
		if !s.kept(c.entry.held) {
			continue
		}
		if c.lexical == 0 && c.match.score == 0 && (s.meaning == nil || !c.sensed) && !s.meant[c.entry.held] && !s.leant[c.entry.held] {
			continue // built-in vectors alone find only what looks alike by chance
		}
		own = append(own, *c)
		own[len(own)-1].search = s
	}
	found := make([]*candidate, len(own))
	for i := range own {
		found[i] = &own[i]
	}
	s.ranks = make(map[string]int, len(s.nearest))
	for _, h := range s.nearest {
		if s.kept(s.base.passages[h.ID].held) {
			s.ranks[h.ID] = len(s.ranks) + 1
		}
	}
	s.fuse(found, len(s.form.Places) > 0 && s.unnamed(s.bits.places))
	lead(found)
	s.refuse(found)
	slices.SortFunc(found, func(x, y *candidate) int {
		if d := cmp.Compare(y.fused, x.fused); d != 0 {
			return d
		}
		return cmp.Compare(x.entry.passage.ID, y.entry.passage.ID)
	})
	s.calibrate(found)
	return found
}

// weighAll makes candidates of what was found, whatever the scope, with what does
// not depend on other candidates.
func (s *search) weighAll() {
	s.bits = s.formBits()
	average := s.averageCosine()
	s.weighed = s.slab.take(len(s.answer.Hits))
	numbers := make(map[*held]int, len(s.answer.Hits))
	for _, h := range s.answer.Hits {
		e := s.base.passages[h.ID]
		if e == nil {
			continue
		}
		n, met := numbers[e.held]
		if !met {
			n = len(numbers)
			numbers[e.held] = n
		}
		s.weighed = append(s.weighed, candidate{entry: e, number: n, lexical: h.Score, matched: h.Matched, partly: h.Partly})
	}
	s.found = make([]foundArticle, len(numbers))
	forms := s.formsOf()
	for i := range s.weighed {
		c := &s.weighed[i]
		a := &s.found[c.number]
		if a.held == nil {
			*a = foundArticle{held: c.entry.held, title: titleBits(c.entry.held, forms), has: s.has[c.entry.held], match: s.asked[c.entry.held.article.ID]}
		}
		a.has |= c.matched
	}
	s.compare()
	s.findThings()
	for i := range s.weighed {
		c := &s.weighed[i]
		s.weigh(c, s.bits)
		if c.sensed {
			c.near = relative(c.cosine, s.amongOthers(average, c.cosine))
		}
		s.signal(c, s.bits)
	}
}

// compare notes the built-in cosines of what was found by words.
func (s *search) compare() {
	if s.meaning != nil || s.vector == nil {
		return
	}
	var ids []string
	for i := range s.weighed {
		id := s.weighed[i].entry.passage.ID
		if _, known := s.cosines[id]; !known {
			ids = append(ids, id)
		}
	}
	for i, cosine := range s.part.near.Cosines(ids, s.vector) {
		s.cosines[ids[i]] = cosine
	}
}

// foundArticle is an article of which something was found, with what speaks for all of it.
type foundArticle struct {
	held  *held
	title uint64 // terms of the question that stand in its title
	has   uint64 // terms of the question that it has, in any passage or question
	match match
}

// askingWeight is what the words that ask for a kind of answer count: as much as
// function words do.
const askingWeight = text.StopWeight

// weigh notes how much of the question a passage meets.
func (s *search) weigh(c *candidate, bits formBits) {
	e, article := c.entry, &s.found[c.number]
	c.match = article.match
	c.cosine, c.sensed = s.cosine(e)
	c.gives, c.covers = e.content.Gives(s.form), e.content.Covers(s.form)
	has := c.matched
	if c.gives {
		has |= bits.asking // an amount is what "how much" asks for
	}
	if e.content.Names(s.form) {
		has |= bits.places // under another name
	}
	partly, other := c.partly&^has, min(c.covers, 0.5)
	met := value(s.answer, has) + value(s.answer, partly&^bits.places)/2 +
		max(value(s.answer, partly&bits.places)/2, other*value(s.answer, bits.places&^has))
	c.signals[coverage] = met / max(bits.total, 1e-9)
	c.signals[evidence] = met / (met + 6)
	telling := bits.content &^ article.title
	c.own = (value(s.answer, has&telling) + other*value(s.answer, bits.places&telling&^has)) / max(bits.total, 1e-9)
}

// signal notes what does not depend on other candidates.
func (s *search) signal(c *candidate, bits formBits) {
	c.signals[sameQuestion] = c.match.score
	c.signals[subject], c.signals[lost] = s.subject(c, bits)
	if s.meaning == nil {
		c.signals[nearness] = c.near
	}
	c.signals[unknown] = s.unknown(bits.total)
	if s.form.Wants != 0 {
		c.signals[kind] = -1
		if c.gives {
			c.signals[kind] = 1
		}
	}
	c.signals[strange] = s.strange(c.entry.held)
	c.signals[lacking] = s.lacks(c.entry.held)
	c.signals[wordy] = bits.words / (bits.words + middling)
	if s.translated {
		c.signals[otherLanguage] = 1
	}
	s.leanings(c)
}

// models tell of this search's passages whether they answer.
func (s *search) models() models {
	switch {
	case !s.translated:
		return s.part.models
	case s.sole():
		return shippedSole
	}
	return shippedAbroad
}

// sole says whether all in the scope is in one language, that of the search.
func (s *search) sole() bool {
	for _, p := range s.base.langs {
		if p != s.part && p.tells(s.keep) {
			return false
		}
	}
	return true
}

// subject is the share of the weight of the question's content words that an
// article has, and how telling the most telling one is that it lacks: 1 for a word
// that no passage and no known question has. A word that stands there only in part
// counts half.
func (s *search) subject(c *candidate, bits formBits) (share, lost float64) {
	has := s.found[c.number].has
	if c.gives {
		has |= bits.asking
	}
	if c.covers > 0 {
		has |= bits.places
	}
	var met, all float64
	most := s.part.body.IDF("")
	for i, t := range s.answer.Terms {
		bit := uint64(1) << i
		content := t.Weight >= 1 && bits.asking&bit == 0
		if content {
			all += t.Value
		}
		switch {
		case has&bit != 0:
			if content {
				met += t.Value
			}
		case content && c.partly&bit != 0:
			met += t.Value / 2
			lost = max(lost, t.Value/2/most)
		case content && bits.pairs&bit == 0 || bits.singles&bit != 0:
			lost = max(lost, t.Value/t.Weight/most)
		}
	}
	return met / max(all, 1e-9), lost
}

// fuse makes one score of all that speaks for a candidate. elsewhere: no passage
// names the countries of the question.
func (s *search) fuse(found []*candidate, elsewhere bool) {
	var topLexical, topVector, topCoverage float64
	for _, c := range found {
		topLexical, topVector, topCoverage = max(topLexical, c.lexical), max(topVector, c.near), max(topCoverage, c.signals[coverage])
	}
	wordShare, vectorShare := shares(s.meaning != nil, topCoverage, topVector)
	for _, c := range found {
		words := c.lexical / max(topLexical, 1e-9)
		near := c.near / max(topVector, 1e-9)
		if !c.sensed {
			near = words // what has no vector yet is taken to be as near as its words are
		}
		c.fused = wordShare*words + vectorShare*near + askedShare*c.signals[sameQuestion] + intentShare*c.signals[intent]
		if c.gives {
			c.fused += kindShare
		}
		if elsewhere {
			c.fused += placeShare * c.covers
		}
		c.fused *= 1 - strangeShare*c.signals[strange]
		c.fused /= lexicalShare + meaningShare + askedShare + intentShare + kindShare + placeShare
	}
}

// strangeShare is what a candidate loses whose article names none of the subjects of
// their own that the question names: one that does goes first.
const strangeShare = 0.3

// strangeDoubt is what P of such an article loses.
const strangeDoubt = 0.3

// The share of the question's weight from which a passage is told apart from
// the others of its article: more is needed where the question is a known one
// of the article as a whole, and little where it names a country.
const (
	enough        = 0.25
	enoughKnown   = 0.5
	enoughCountry = 0.05
	known         = 0.6 // fit with a question of the article from which it is that question
)

// lead moves the first passage of an article to the front of its passages where
// none of them says more of the question than it: help articles begin with the
// general answer, and a title or a known question speaks for all passages alike.
func lead(found []*candidate) {
	type best struct{ own, fused float64 }
	if len(found) == 0 {
		return
	}
	top := make([]best, len(found[0].search.found))
	for _, c := range found {
		b := &top[c.number]
		*b = best{max(b.own, c.own), max(b.fused, c.fused)}
	}
	for _, c := range found {
		least := enough
		switch {
		case len(c.search.form.Places) > 0:
			least = enoughCountry
		case c.match.score >= known:
			least = enoughKnown
		}
		if b := top[c.number]; c.entry.passage.Ord == 0 && (b.own < least || c.own >= 0.9*b.own) {
			c.fused = min(1, b.fused+1e-9)
		}
	}
}

// shares are what the best candidate by words and the best by vectors get.
// Built-in vectors are made of the same words. An embedder's are not: they count
// the more, the nearer the nearest passage is, and the words the less, the less
// of the question the best passage has.
func shares(embedder bool, coverage, near float64) (words, vectors float64) {
	if !embedder {
		return lexicalShare, builtinShare
	}
	return lexicalShare * coverage, meaningShare * min(1, near/nearMiddle)
}

// calibrate gives each candidate its probability. It never rises down the
// list: a passage cannot be likelier than one that beats it.
func (s *search) calibrate(found []*candidate) {
	seen, shares := make(map[*held]bool), s.shares()
	model, silent := s.models().first, s.translated && s.own.silent()
	crowded(found)
	for _, c := range found {
		if silent {
			c.signals[unspoken] = 1
		}
		c.signals[margin] = (c.fused - bestOther(found, c)) / max(c.fused, 1e-9)
		c.signals[margin] = max(c.signals[margin], -1)
		if r := s.ranks[c.entry.passage.ID]; r > 0 {
			c.signals[agreement] = 1 / float64(r)
		}
		if h := c.entry.held; s.meant[h] && !seen[h] {
			seen[h] = true
			c.signals[bridged] = byIntent(s.query.intentP()*(passageTrust+commonTrust*s.common(h))*shares[h], s.form, c.entry.content) * (1 - (1-unlike)*c.signals[strange])
		}
		c.p = model.probability(c.signals)
		if s.named(c.entry.held) {
			c.p = max(c.p, c.signals[bridged])
		}
		if s.meaning != nil {
			c.p = max(c.p, byMeaning(c.near))
		}
		if m := c.match; m.score >= sameFrom && !m.question.title {
			c.p = max(c.p, sameTrust*m.score)
		}
		c.p *= 1 - mostRefused*c.refused
		c.p *= 1 - strangeDoubt*c.signals[strange]
	}
	if len(s.meant) > 0 { // a word that two languages share by chance beats no intent
		slices.SortStableFunc(found, func(x, y *candidate) int { return cmp.Compare(y.p, x.p) })
	}
	likeliest(found)
	least := 1.0
	for _, c := range found {
		c.p = min(c.p, least)
		least = c.p
	}
}

// sectionTrust is how far a section that says more of the question than the passage that
// leads its article raises that one's probability.
const sectionTrust = 0.75

// likeliest brings the first passage of each article near the probability of the article's
// likeliest one: lead puts the general answer before a section that says more of the
// question, and that section tells that the article is the right one. found is in order.
func likeliest(found []*candidate) {
	if len(found) == 0 {
		return
	}
	most := make([]float64, len(found[0].search.found))
	for _, c := range found {
		most[c.number] = max(most[c.number], c.p)
	}
	for _, c := range found {
		if p := &most[c.number]; *p > 0 {
			c.p += sectionTrust * (*p - c.p)
			*p = 0
		}
	}
}

// bestOther is the best fused score of another article. found is sorted.
func bestOther(found []*candidate, c *candidate) float64 {
	for _, o := range found {
		if o.entry.held != c.entry.held && !o.same(c) {
			return o.fused
		}
	}
	return 0
}

// cosine of a passage under whichever vectors this search uses; false where it
// has no vector of the embedder. One that is not among the nearest is at most
// as near as the last of them, and taken to be so.
func (s *search) cosine(e *entry) (float64, bool) {
	c, ok := s.cosines[e.passage.ID]
	switch {
	case ok:
		return c, true
	case s.meaning == nil:
		return 0, true
	case !s.meaning.known(e.held.article.ID):
		return 0, false
	}
	return s.meaning.nearest[len(s.meaning.nearest)-1].Cosine, true
}

// averageCosine is the cosine that a passage taken at random has.
func (s *search) averageCosine() float64 {
	if s.meaning != nil {
		return s.meaning.average
	}
	if s.vector == nil {
		return 0
	}
	return s.part.near.Average(s.vector)
}

// amongOthers is the average cosine without that of one passage, as if there were one
// more with nothing in common: where a language has a passage or two, what is near
// would else be no nearer than the average, which is its own.
func (s *search) amongOthers(average, own float64) float64 {
	if s.meaning != nil {
		return average
	}
	return average - own/float64(max(s.part.near.Len(), 1))
}

// unknown is the share of the question's weight in terms that no passage has.
func (s *search) unknown(total float64) float64 {
	sum := 0.0
	for i, t := range s.answer.Terms {
		if !t.Known && s.known&(1<<i) == 0 && (!s.translated || s.wider.same[t.Forms[0]]) {
			sum += t.Value
		}
	}
	return sum / max(total, 1e-9)
}

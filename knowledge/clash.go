package knowledge

import (
	"cmp"
	"context"
	"slices"

	"frontdesk/knowledge/form"
)

// Statement is a sentence of a published article.
type Statement struct {
	Article string `json:"article"` // id
	Title   string `json:"title"`
	Locale  string `json:"locale"`
	Passage string `json:"passage"` // id
	Heading string `json:"heading,omitempty"`
	Text    string `json:"text"`
}

// Clash is two statements that shoppers of one market, channel, language and
// day may both be told, and that do not go together.
type Clash struct {
	ID     string    `json:"id"` // of the two statements in these words
	A      Statement `json:"a"`
	B      Statement `json:"b"`
	Kind   string    `json:"kind"`             // values, free, denial, or answers: one question, two answers
	Why    string    `json:"why"`              // for values the two values, for answers the question
	Agreed *Accord   `json:"agreed,omitempty"` // an editor says that there is none
}

// How alike two sentences must be to be about the same thing: the share of the
// weight of their words, values and denials taken out, that both have. They were
// chosen for precision on articles that contradict nothing (docs/evaluation.md).
const (
	sameThing  = 0.6  // in articles that are about the same by their title and heading
	sameIntent = 0.7  // in articles that share an intent or a question
	denied     = 0.85 // where one denies what the other says
	sameTopic  = 0.6  // of titles and headings
	itself     = 0.8  // of sentences of one article
	priced     = 0.75 // where both state what a thing costs, whatever their articles are about
	leastWords = 2    // that both must have; one where it is all that they say, and stands in both titles
	mostShared = 60   // statements that share a word that is looked at; more say nothing
)

// Clashes looks through all that is published, and gives also what editors say is
// none. It takes time in proportion to the base, holds no search up meanwhile, and
// what is found is remembered until an article changes.
func (b *Base) Clashes(ctx context.Context) ([]Clash, error) {
	if err := b.refreshAccords(ctx); err != nil { // whoever has just said it sees it
		return nil, err
	}
	b.comparing.Lock()
	defer b.comparing.Unlock()
	b.mu.RLock()
	revision, said := b.revision, b.accords
	var shelves []shelf
	for _, lang := range b.searched("") {
		shelves = append(shelves, b.shelf(b.langs[lang]))
	}
	b.mu.RUnlock()
	if b.compared != nil && b.compared.revision == revision {
		return said.listed(b.compared.clashes), nil
	}
	var out []Clash
	for _, s := range shelves {
		found, err := b.clashesIn(ctx, s)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	slices.SortFunc(out, func(x, y Clash) int {
		return cmp.Or(cmp.Compare(x.A.Title, y.A.Title), cmp.Compare(x.A.Article, y.A.Article), cmp.Compare(x.B.Article, y.B.Article), cmp.Compare(x.Kind, y.Kind), // answers first
			cmp.Compare(x.A.Passage, y.A.Passage), cmp.Compare(x.B.Passage, y.B.Passage), cmp.Compare(x.A.Text, y.A.Text), cmp.Compare(x.B.Text, y.B.Text), cmp.Compare(x.Why, y.Why))
	})
	b.compared = &comparison{revision, out}
	return said.listed(out), nil
}

// comparison is what Clashes found at a revision of the base.
type comparison struct {
	revision int64
	clashes  []Clash
}

// shelf is the articles of one language at a moment.
type shelf struct {
	part      *partition
	articles  []*held // in the order of their ids
	questions []*question
}

// shelf gathers a language. Base.mu is held.
func (b *Base) shelf(p *partition) shelf {
	out := shelf{part: p}
	for _, h := range b.articles {
		if h.lang == p.lang {
			out.articles = append(out.articles, h)
		}
	}
	for _, q := range p.questions {
		out.questions = append(out.questions, q)
	}
	slices.SortFunc(out.articles, func(x, y *held) int { return cmp.Compare(x.article.ID, y.article.ID) })
	slices.SortFunc(out.questions, func(x, y *question) int { return cmp.Compare(x.id, y.id) })
	return out
}

func (b *Base) clashesIn(ctx context.Context, in shelf) ([]Clash, error) {
	var all []*sentence
	byTerm := make(map[string][]int)
	for _, h := range in.articles {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, s := range b.paper(in.part, h).said {
			if !s.plain() {
				continue
			}
			for t := range s.terms {
				byTerm[t] = append(byTerm[t], len(all))
			}
			all = append(all, s)
		}
	}
	out := b.answeredTwice(in.questions)
	for i, s := range all {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		near := make(map[int]bool)
		for t := range s.terms {
			if len(byTerm[t]) > mostShared {
				continue
			}
			for _, j := range byTerm[t] {
				if j > i {
					near[j] = true
				}
			}
		}
		for j := range near {
			if c := b.clash(s, all[j], anyTitle); c != nil {
				out = append(out, *c)
			}
		}
	}
	return out, nil
}

// rivalShare is how probable an answer must be beside the first one to be
// compared with it.
const rivalShare = 0.4

// clashAmong tells whether the first hit states what another one of them
// contradicts, and no editor says that they agree. It looks at their passages
// only, so that a search stays quick.
func (b *Base) clashAmong(hits []Hit) *Clash {
	var first []form.Claim
	for i := 1; i < len(hits) && hits[i].P >= rivalShare*hits[0].P; i++ {
		e, o := b.passages[hits[0].Passage.ID], b.passages[hits[i].Passage.ID]
		if e == nil || o == nil || e.held == o.held || e.held.lang != o.held.lang {
			continue
		}
		if first == nil {
			first = e.claims()
		}
		if !contrary(first, o.claims()) {
			continue // most do not, and their words need not be weighed
		}
		if c := b.clashOf(e, o); c != nil {
			return c
		}
	}
	return nil
}

// contrary tells whether some statement of one passage goes against one of another,
// if both are about the same.
func contrary(some, others []form.Claim) bool {
	return slices.ContainsFunc(some, func(x form.Claim) bool {
		return slices.ContainsFunc(others, func(y form.Claim) bool { return x.Against(y) != "" })
	})
}

// clashOf finds two statements of two passages of one language that contradict each other,
// and of which no editor says that they agree.
func (b *Base) clashOf(e, o *entry) *Clash {
	p := b.langs[e.held.lang]
	first := b.sentencesOf(p, e)
	for _, y := range b.sentencesOf(p, o) {
		for _, x := range first {
			c := b.clash(x, y, oneSubject)
			if c == nil || !x.plain() || !y.plain() {
				continue
			}
			if _, agreed := b.accords[c.ID]; !agreed {
				return c
			}
		}
	}
	return nil
}

// under says which two articles are compared.
type under bool

// An answer is held back only for what stands under titles of one subject. In the list,
// where an editor decides, prices of one thing are compared whatever the titles are.
const (
	oneSubject under = false
	anyTitle   under = true
)

// clash compares two sentences; nil where they go together or may be about
// different things.
func (b *Base) clash(x, y *sentence, of under) *Clash {
	if x.entry.held == y.entry.held || !b.meet(&x.entry.held.article, &y.entry.held.article) {
		return nil
	}
	why := x.claim.Against(y.claim)
	if why == "" {
		return nil
	}
	least := sameThing
	alike, shared := overlap(x.terms, y.terms)
	switch {
	case why == "not":
		least = denied
	case related(x.entry.held, y.entry.held):
		least = sameIntent
	}
	if shared < leastWords && (shared == 0 || alike < 1) || alike < least || !b.samePlaces(x, y) {
		return nil
	}
	for _, s := range []*sentence{x, y} {
		if s.paper == nil {
			s.paper = b.paper(s.part, s.entry.held)
		}
	}
	if !sameSubject(x, y) && (of == oneSubject || !b.samePrice(x, y, alike)) {
		return nil
	}
	c := &Clash{A: x.statement(), B: y.statement(), Kind: "values", Why: why}
	switch why {
	case "free":
		c.Kind, c.Why = "free", ""
	case "not":
		c.Kind, c.Why = "denial", ""
	}
	c.ID = clashID(c.A, c.B)
	return c
}

func (s *sentence) statement() Statement {
	a := s.entry.held.article
	return Statement{Article: a.ID, Title: a.Title, Locale: a.Locale, Passage: s.entry.passage.ID, Heading: s.entry.passage.Heading, Text: s.text}
}

// related tells whether two articles are about the same by what editors say.
func related(x, y *held) bool {
	return slices.ContainsFunc(x.article.Intents, func(i string) bool { return slices.Contains(y.article.Intents, i) })
}

// sameSubject tells whether the titles and headings above two sentences name the
// same. No title may have a word that the other article does not have at all, as
// Gold card and Silver card do; articles that share an intent may have one such
// title.
func sameSubject(x, y *sentence) bool {
	known := func(a, b *sentence) bool {
		for t := range a.paper.title {
			if !b.paper.all[t] {
				return false
			}
		}
		return true
	}
	if related(x.entry.held, y.entry.held) {
		return known(x, y) || known(y, x)
	}
	return known(x, y) && known(y, x) && covered(x.about, y.about, y.terms) >= sameTopic && covered(y.about, x.about, x.terms) >= sameTopic
}

// samePrice tells whether two sentences are about the price of one thing that both name
// whole, as the title of one of their articles does: what engraving costs stands in the
// article on engraving, and again in that on presents. The titles must speak of the
// same countries, too.
func (b *Base) samePrice(x, y *sentence, alike float64) bool {
	named := func(t map[string]float64) bool {
		return len(t) > 0 && covered(t, x.terms, nil) == 1 && covered(t, y.terms, nil) == 1
	}
	if alike < priced || !x.claim.Priced() || !y.claim.Priced() || !named(x.paper.title) && !named(y.paper.title) {
		return false
	}
	places := func(s *sentence) form.Content {
		a := s.entry.held.article
		return b.forms.Read("", a.Title+"\n"+s.entry.passage.Heading, s.entry.held.lang)
	}
	a, c := places(x), places(y)
	return slices.Equal(a.Places, c.Places) && a.Abroad == c.Abroad
}

// samePlaces tells whether two sentences speak of the same countries: what holds
// for one says nothing of another.
func (b *Base) samePlaces(x, y *sentence) bool {
	a := b.forms.Read("", x.text, x.entry.held.lang)
	c := b.forms.Read("", y.text, y.entry.held.lang)
	return slices.Equal(a.Places, c.Places) && a.Abroad == c.Abroad
}

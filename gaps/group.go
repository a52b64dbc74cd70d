package gaps

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"frontdesk/knowledge/text"
)

// Bounds of what is kept in memory.
const (
	maxGroups     = 5000 // the longest unasked is let go first: it takes no more questions
	maxExemplars  = 12   // of a group
	maxOfLanguage = 4    // exemplars of one language
	candidates    = 40   // groups that a question is compared with
)

// joins is P(asks the same) from which a question goes to a group, on average over
// the group's exemplars of the language that is nearest to it.
const joins = 0.65

// Profile is what a group is recognised by.
type Profile struct {
	Exemplars []Asked `json:"exemplars,omitempty"`
}

// Grouper puts questions that ask the same together, one after the other:
// average-link clustering over exemplars, with an index that finds the groups
// worth comparing. What it does depends on the questions and their order alone.
type Grouper struct {
	analyzer *text.Analyzer
	newID    func() string
	groups   map[string]*group
	postings map[uint64][]*group // by word, concept, name and intent
	rare     *rarity
	weights  Weights
	changed  map[string]*group
	made     int
	weighed  float64 // exemplars when they were last weighed
}

// group is a gap at work.
type group struct {
	gap   Gap
	order int // of its making, to settle ties
}

// NewGrouper makes an empty one.
func NewGrouper(newID func() string) *Grouper { return NewWeightedGrouper(newID, Shipped()) }

// NewWeightedGrouper makes one with other weights than those that serve, to measure
// them.
func NewWeightedGrouper(newID func() string, w Weights) *Grouper {
	return &Grouper{
		weights: w, analyzer: text.New(), newID: newID, groups: map[string]*group{}, postings: map[uint64][]*group{}, rare: newRarity(), changed: map[string]*group{},
	}
}

// Load takes gaps as they are stored: new ones, or what an editor changed.
func (g *Grouper) Load(gaps []Gap) {
	for _, gap := range gaps {
		if known := g.groups[gap.ID]; known != nil {
			gap.Profile, gap.Size, gap.LastAt = known.gap.Profile, known.gap.Size, known.gap.LastAt
			known.gap = gap
			continue
		}
		n := &group{gap: gap, order: g.next()}
		n.gap.Profile.Exemplars = nil
		g.groups[gap.ID] = n
		for _, a := range gap.Profile.Exemplars {
			g.learn(n, a)
		}
	}
	g.bound()
}

func (g *Grouper) next() int { g.made++; return g.made }

// bound lets go of the groups that nobody has asked for the longest time.
func (g *Grouper) bound() {
	if len(g.groups) <= maxGroups {
		return
	}
	byAge := make([]*group, 0, len(g.groups))
	for _, x := range g.groups {
		byAge = append(byAge, x)
	}
	slices.SortFunc(byAge, func(a, b *group) int { return cmp.Or(a.gap.LastAt.Compare(b.gap.LastAt), a.order-b.order) })
	gone := map[*group]bool{}
	for _, x := range byAge[:len(byAge)-maxGroups*9/10] {
		gone[x] = true
		delete(g.groups, x.gap.ID)
	}
	for key, list := range g.postings {
		list = slices.DeleteFunc(list, func(x *group) bool { return gone[x] })
		if len(list) == 0 {
			delete(g.postings, key)
			continue
		}
		g.postings[key] = list
	}
}

// Assign gives the id of the gap that a question belongs to, which is a new one
// where it is like none. Questions must come in the order in which they were asked.
func (g *Grouper) Assign(a Asked, at time.Time) string {
	a.prepare(g.analyzer)
	g.reweigh()
	g.rare.weigh(&a)
	best, p := g.nearest(&a)
	if best == nil || p < g.weights.Joins {
		best = &group{gap: Gap{ID: g.newID(), State: Open, CreatedAt: at}, order: g.next()}
		g.groups[best.gap.ID] = best
		defer g.bound()
	}
	g.learn(best, a)
	best.gap.Size++
	if at.After(best.gap.LastAt) {
		best.gap.LastAt = at
	}
	best.gap.Title, best.gap.Lang = g.central(best)
	g.changed[best.gap.ID] = best
	return best.gap.ID
}

// Changed gives the gaps that have changed since it was last called, in the order
// of their making.
func (g *Grouper) Changed() []Gap {
	out := make([]Gap, 0, len(g.changed))
	order := make([]*group, 0, len(g.changed))
	for _, x := range g.changed {
		order = append(order, x)
	}
	slices.SortFunc(order, func(a, b *group) int { return a.order - b.order })
	for _, x := range order {
		out = append(out, x.gap)
	}
	clear(g.changed)
	return out
}

// reweigh gives all exemplars the rarity that their features have by now, each time
// that they have become an eighth more.
func (g *Grouper) reweigh() {
	if g.rare.all < g.weighed*9/8+8 {
		return
	}
	g.weighed = g.rare.all
	for _, x := range g.groups {
		for i := range x.gap.Profile.Exemplars {
			g.rare.weigh(&x.gap.Profile.Exemplars[i])
		}
	}
}

// learn keeps a question among the exemplars of its group while there is room,
// some of every language.
func (g *Grouper) learn(x *group, a Asked) {
	ofLang := 0
	for _, e := range x.gap.Profile.Exemplars {
		if e.Text == a.Text {
			return
		}
		if e.Lang == a.Lang {
			ofLang++
		}
	}
	if len(x.gap.Profile.Exemplars) >= maxExemplars || ofLang >= maxOfLanguage {
		return
	}
	a.prepare(g.analyzer)
	x.gap.Profile.Exemplars = append(x.gap.Profile.Exemplars, a)
	g.rare.add(&a)
	g.rare.weigh(&a)
	for _, k := range keys(&a) {
		key := k.id
		if list := g.postings[key]; len(list) == 0 || list[len(list)-1] != x && !slices.Contains(list, x) {
			g.postings[key] = append(list, x)
		}
	}
}

// keys are what a question is found by, with the weight that each has before its
// rarity.
func keys(a *Asked) []feature {
	out := slices.Concat(a.derived.words.features, a.derived.concepts.features)
	for _, n := range a.Names {
		out = append(out, feature{hashed("name|" + n), 1})
	}
	for _, i := range a.Intents {
		if i.P >= 0.1 {
			out = append(out, feature{hashed("intent|" + i.Intent), float32(i.P)})
		}
	}
	return out
}

// nearest finds the group that a question is most like.
func (g *Grouper) nearest(a *Asked) (best *group, p float64) {
	for _, x := range g.candidates(a) {
		if q := g.likeGroup(a, x); best == nil || q > p {
			best, p = x, q
		}
	}
	return best, p
}

// candidates are the groups that share most with a question, rare things counting
// more.
func (g *Grouper) candidates(a *Asked) []*group {
	score := map[*group]float64{}
	all := float64(len(g.groups))
	for _, k := range keys(a) {
		list := g.postings[k.id]
		w := float64(k.weight) * math.Log(1+all/float64(len(list)+1))
		for _, x := range list {
			score[x] += w
		}
	}
	out := make([]*group, 0, len(score))
	for x := range score {
		out = append(out, x)
	}
	slices.SortFunc(out, func(x, y *group) int { return cmp.Or(cmp.Compare(score[y], score[x]), x.order-y.order) })
	return out[:min(len(out), candidates)]
}

// likeGroup is the mean likeness of a question to the exemplars of one language of
// a group, of the language where it is greatest: a question that is like the Spanish
// ones belongs to the group, however the Chinese ones are worded.
func (g *Grouper) likeGroup(a *Asked, x *group) (best float64) {
	sum, n := map[string]float64{}, map[string]float64{}
	for i := range x.gap.Profile.Exemplars {
		e := &x.gap.Profile.Exemplars[i]
		sum[e.Lang] += g.alike(a, e)
		n[e.Lang]++
	}
	for lang := range sum {
		best = max(best, sum[lang]/n[lang])
	}
	return best
}

// central is the exemplar that is most like the others: the group's title.
func (g *Grouper) central(x *group) (title, lang string) {
	best := -1.0
	ex := x.gap.Profile.Exemplars
	for i := range ex {
		sum := 0.0
		for j := range ex {
			if i != j {
				sum += g.alike(&ex[i], &ex[j])
			}
		}
		if sum > best+1e-9 {
			best, title, lang = sum, ex[i].Text, ex[i].Lang
		}
	}
	return strings.Join(strings.Fields(title), " "), lang
}

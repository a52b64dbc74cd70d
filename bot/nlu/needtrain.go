package nlu

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
)

// NeedOptions say how to train the handoff signal.
type NeedOptions struct {
	Words bool // learn words too, not only the course of the conversation
	Seed  uint64
}

// ErrNeeds is given for conversations that nothing can be learned from.
var ErrNeeds = errors.New("the signal needs ten conversations, with turns where a person is needed and turns where not")

// Settings of the machine over words, chosen by cross-validation: cost, exponent
// of the weight of needed turns, passes, gradient at which to stop, and in how
// many turns a feature must stand.
const (
	needCost       = 0.1
	needBoost      = 0.5
	needPasses     = 30
	needStop       = 0.01
	needLeastTurns = 2
	needFolds      = 5
	needRidge      = 0.1
)

// TrainNeed fits a model on labelled conversations: turns of shoppers count, or
// every turn where judged says so. The same data and options give the same model.
func TrainNeed(ctx context.Context, conversations [][]Turn, judged func(Turn) bool, opt NeedOptions) (*NeedModel, error) {
	s := newNeedSet(conversations, judged, opt)
	if yes := s.needed(); len(conversations) < 2*needFolds || yes < 2 || yes > len(s.turns)-2 {
		return nil, ErrNeeds
	}
	m := &NeedModel{}
	scores := make([][]float64, len(conversations))
	if opt.Words {
		m.words = s.words
		for fold := range needFolds {
			machine := s.fit(ctx, fold)
			for c := range conversations {
				if s.fold[c] == fold {
					scores[c] = s.score(c, machine)
				}
			}
		}
		m.machine = s.fit(ctx, -1)
	}
	var l logit
	for c, turns := range conversations {
		for i, cues := range courses(turns, scores[c]) {
			if judged(turns[i]) {
				l.add(cues, turns[i].Needs, 1)
			}
		}
	}
	m.weights = l.fit(make([]float64, len(needCues)), needRidge)
	m.Weights = map[string]float64{}
	p := make([]float64, len(l.x))
	for i, cues := range l.x {
		p[i] = sigmoid(dot(m.weights, cues))
	}
	for i, w := range m.weights {
		if w != 0 {
			m.Weights[needCues[i]] = math.Round(w*1e4) / 1e4
		}
	}
	m.Threshold = math.Round(mostF1(p, l.y)*1e4) / 1e4
	return m, ctx.Err()
}

// needSet is the training data.
type needSet struct {
	fold  []int       // by conversation
	first []int       // the first row of each conversation
	turns []needTurn  // one a row, all conversations after one another
	rows  []sparseRow // beside turns; empty without words
	words map[uint64]needWord
	seed  uint64
}

type needTurn struct {
	conversation int
	judged, yes  bool
}

func newNeedSet(conversations [][]Turn, judged func(Turn) bool, opt NeedOptions) *needSet {
	s := &needSet{fold: make([]int, len(conversations)), seed: opt.Seed}
	for n, c := range rand.New(rand.NewPCG(opt.Seed, 0x6e656564)).Perm(len(conversations)) {
		s.fold[c] = n % needFolds
	}
	for c, turns := range conversations {
		s.first = append(s.first, len(s.turns))
		for _, t := range turns {
			s.turns = append(s.turns, needTurn{conversation: c, judged: judged(t), yes: t.Needs})
		}
	}
	if opt.Words {
		s.read(conversations)
	}
	return s
}

// read makes the vectors.
func (s *needSet) read(conversations [][]Turn) {
	in := map[uint64]int{}
	for _, turns := range conversations {
		eachNeedGrams(turns, func(_ int, values map[uint64]float64) {
			for k := range values {
				in[k]++
			}
		})
	}
	var keys []uint64
	for k, n := range in {
		if n >= needLeastTurns {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	s.words = make(map[uint64]needWord, len(keys))
	for id, k := range keys {
		s.words[k] = needWord{id: int32(id), rarity: math.Log(float64(len(s.turns))/float64(in[k])) / 5}
	}
	for _, turns := range conversations {
		eachNeedGrams(turns, func(_ int, values map[uint64]float64) {
			s.rows = append(s.rows, needVector(values, s.words))
		})
	}
}

func (s *needSet) needed() int {
	n := 0
	for _, t := range s.turns {
		if t.judged && t.yes {
			n++
		}
	}
	return n
}

// fit learns from the judged turns of all conversations but those of a fold.
func (s *needSet) fit(ctx context.Context, without int) []float64 {
	var train []int
	yes := make([]bool, len(s.turns))
	positives := 0.0
	for i, t := range s.turns {
		if t.judged && s.fold[t.conversation] != without {
			train = append(train, i)
			positives += unit(t.yes)
		}
		yes[i] = t.yes
	}
	boost := math.Pow((float64(len(train))-positives)/math.Max(1, positives), needBoost)
	h := hinge{rows: s.rows, yes: yes, features: len(s.words), cost: needCost, costYes: needCost * boost, passes: needPasses, stop: needStop, seed: s.seed}
	return h.fit(ctx, train)
}

// score gives the machine's scores of the turns of a conversation.
func (s *needSet) score(c int, machine []float64) []float64 {
	end := len(s.turns)
	if c+1 < len(s.first) {
		end = s.first[c+1]
	}
	var out []float64
	for i := s.first[c]; i < end; i++ {
		out = append(out, s.rows[i].dot(machine))
	}
	return out
}

// mostF1 is the probability from which yes has the best F1.
func mostF1(p, y []float64) float64 {
	order := make([]int, len(p))
	positives := 0.0
	for i := range order {
		order[i] = i
		positives += y[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[b], p[a]) })
	hits, best, least := 0.0, 0.0, 1.0
	for n, i := range order {
		hits += y[i]
		if f := 2 * hits / (float64(n+1) + positives); f > best {
			best, least = f, p[i]
		}
	}
	return least
}

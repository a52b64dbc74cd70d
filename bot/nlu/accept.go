package nlu

import "math"

// The evidence that the accept model weighs.
const (
	evidenceOne      = iota // intercept
	evidenceOdds            // log odds of the first intent, a third of them
	evidenceGap             // first probability less the second
	evidenceEntropy         // of the distribution over intents, in nats
	evidenceMachine         // best machine score
	evidenceMargin          // best machine score less the second
	evidenceNear            // cosine of the first intent's nearest example
	evidenceNearest         // cosine of the nearest example of any intent
	evidenceCentre          // cosine of the first intent's centroid
	evidenceNewWords        // unknown share of the words
	evidenceNewChars        // unknown share of the character n-grams
	evidenceOutside         // cosine of the nearest out-of-scope example
	evidences
)

// acceptor gives the probability that the first intent is right.
type acceptor [evidences]float64

// defaultAcceptor serves where there are too few examples to fit one.
var defaultAcceptor = acceptor{evidenceOne: -2, evidenceOdds: 2, evidenceNear: 3, evidenceNewWords: -2}

// weigh collects the evidence on s, whose distribution over intents is p.
func weighEvidence(s *scores, p []float64) (top int, e [evidences]float64) {
	top, first, second := best2(p)
	_, machine, runnerUp := best2(s.of[memberMachine])
	_, nearest, _ := best2(s.of[memberNear])
	entropy := 0.0
	for _, q := range p {
		if q > 1e-12 {
			entropy -= q * math.Log(q)
		}
	}
	e = [evidences]float64{
		evidenceOne:      1,
		evidenceOdds:     math.Log(first/(1-first+1e-6)) / 3,
		evidenceGap:      first - second,
		evidenceEntropy:  entropy,
		evidenceMachine:  machine,
		evidenceMargin:   machine - runnerUp,
		evidenceNear:     float64(s.of[memberNear][top]),
		evidenceNearest:  nearest,
		evidenceCentre:   float64(s.of[memberCentre][top]),
		evidenceNewWords: s.novelty.words,
		evidenceNewChars: s.novelty.chars,
		evidenceOutside:  float64(s.nearOutside),
	}
	return top, e
}

// probability that the first intent is right, given the evidence.
func (a *acceptor) probability(e *[evidences]float64) float64 {
	return sigmoid(dot(a[:], e[:]))
}

// best2 finds the largest value with its place, and the second largest (0
// where there is none).
func best2[T float32 | float64](p []T) (at int, first, second float64) {
	if len(p) == 0 {
		return 0, 0, 0
	}
	first, second = math.Inf(-1), math.Inf(-1)
	for i, v := range p {
		x := float64(v)
		if x > first {
			at, first, second = i, x, first
		} else if x > second {
			second = x
		}
	}
	if math.IsInf(second, -1) {
		second = 0
	}
	return at, first, second
}

// judged is an observation as the accept model sees it.
type judged struct {
	evidence  [evidences]float64
	top       int // in the full list of intents
	want      int // in the full list of intents, outside for out of scope
	right     bool
	outside   bool
	weight    float64
	p         float64 // after fitting
	posterior float64 // the stack's probability of the top class
}

// acceptRidge is the accept model's ridge, in observations.
const acceptRidge = 1.0

// judge weighs the observations so that the share out of scope is the expected
// one: examples labelled so and classes left out share it equally where both
// exist.
func judge(obs []observation, w *stack, expected float64) []judged {
	count := map[obsKind]float64{}
	for _, o := range obs {
		count[o.kind]++
	}
	kinds := 0.0
	for _, k := range []obsKind{obsOutside, obsClassLeft} {
		if count[k] > 0 {
			kinds++
		}
	}
	total := count[obsInScope] * expected / (1 - expected)
	out := make([]judged, len(obs))
	for i, o := range obs {
		p := make([]float64, len(o.of[0]))
		w.mix(o.scores, p)
		j := judged{outside: o.want == outside, want: outside, weight: 1}
		top, evidence := weighEvidence(o.scores, p)
		j.evidence, j.posterior, j.top = evidence, p[top], int(o.class[top])
		if !j.outside {
			j.want = int(o.class[o.want])
		}
		j.right = j.top == j.want
		if j.outside {
			j.weight = total / kinds / count[o.kind]
		}
		out[i] = j
	}
	return out
}

// fitAcceptor fits the accept model on judged observations and writes each
// one's probability.
func fitAcceptor(list []judged) acceptor {
	x := make([][]float64, len(list))
	y, weight := make([]float64, len(list)), make([]float64, len(list))
	for i := range list {
		x[i] = list[i].evidence[:]
		weight[i] = list[i].weight
		if list[i].right {
			y[i] = 1
		}
	}
	var a acceptor
	copy(a[:], fitLogit(x, y, weight, acceptRidge))
	for i := range list {
		list[i].p = a.probability(&list[i].evidence)
	}
	return a
}

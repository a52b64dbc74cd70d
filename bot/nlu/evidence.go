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
	evidenceChars           // share of the character n-grams that the first intent's examples have
	evidencePairs           // the same of the word pairs
	evidenceMissing         // weight of the heaviest known word that they do not have
	evidenceGain            // how much likelier the words are under the first intent than unseen ones
	evidences
)

// evidence is what is known of one text beside its first intent.
type evidence [evidences]float64

// weighEvidence collects the evidence on s, whose distribution over intents is
// p. v is the text's vector.
func (l *learner) weighEvidence(v vector, s *scores, p []float64) (top int, e evidence) {
	top, first, second := best2(p)
	_, machine, runnerUp := best2(s.of[memberMachine])
	_, nearest, _ := best2(s.of[memberNear])
	entropy := 0.0
	for _, q := range p {
		if q > 1e-12 {
			entropy -= q * math.Log(q)
		}
	}
	e = evidence{
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
	l.cover(v, top, &e)
	return top, e
}

// cover adds how much of a text the examples of its first intent explain. A near
// miss is made of words that the bot knows, but not from that intent.
func (l *learner) cover(v vector, top int, e *evidence) {
	for i, id := range v.id {
		gain := l.voices.gainOf(id, top)
		block := l.space.block(id)
		share := float64(v.val[i]) * float64(v.val[i]) / blockShare[block]
		switch {
		case gain > 0:
			e[evidenceGain] += float64(v.val[i]) * float64(gain)
			if block == blockChar {
				e[evidenceChars] += share
			} else if block == blockPair {
				e[evidencePairs] += share
			}
		case block == blockWord:
			e[evidenceMissing] = max(e[evidenceMissing], math.Sqrt(share))
		}
	}
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

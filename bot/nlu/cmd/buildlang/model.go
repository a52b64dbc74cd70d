package main

import (
	"math"
	"slices"

	"frontdesk/bot/nlu"
)

// model gives a language's smoothed probabilities: absolute discounting with
// interpolation (Ney, Essen, Kneser 1994).
type model struct {
	counts counts
	kinds  map[string]float64 // how many letters follow a context
	total  map[string]float64 // how often the context is followed
	known  map[string]float64 // what prob has worked out
}

// discount is what every count gives to unseen n-grams.
const discount = 0.75

// letterFloor is the share of a letter that a language's text does not have.
const letterFloor = 1e-6

func newModel(c counts) *model {
	m := &model{counts: c, kinds: map[string]float64{}, total: map[string]float64{}, known: map[string]float64{}}
	for n := 1; n <= nlu.TableOrder; n++ {
		for gram, k := range c[n] {
			context := gram[:len(gram)-lastSize(gram)]
			m.kinds[context]++
			m.total[context] += k
		}
	}
	return m
}

// prob is the probability of an n-gram's last letter after the ones before.
func (m *model) prob(gram string, n int) float64 {
	if n == 0 {
		return letterFloor
	}
	if p, ok := m.known[gram]; ok {
		return p
	}
	context := gram[:len(gram)-lastSize(gram)]
	total := m.total[context]
	if total == 0 {
		return m.prob(gram[firstSize(gram):], n-1)
	}
	k := m.counts[n][gram]
	p := max(0, k-discount)/total + min(1, discount*m.kinds[context]/total)*m.prob(gram[firstSize(gram):], n-1)
	m.known[gram] = p
	return p
}

// share of the language's text that an n-gram is.
func (m *model) share(gram string, n int) float64 { return m.counts[n][gram] / m.total[""] }

// table chooses the n-grams that tell languages apart: those whose costs differ
// from the costs of their longest kept suffix by other amounts in one language
// than in another, weighted by how often they occur. keep is the least such
// weight.
func table(langs []string, models []*model, keep float64) (*nlu.LanguageTable, error) {
	t, err := nlu.NewLanguageTable(langs, alphabet(models))
	if err != nil {
		return nil, err
	}
	rows := map[string][]uint8{}
	for n := 1; n <= nlu.TableOrder; n++ {
		for gram, share := range union(models, n) {
			if n > 1 && share*widest < keep {
				continue // no spread could keep it
			}
			row := costs(models, gram, n)
			if n > 1 && share*spread(row, suffixRow(rows, gram)) < keep {
				continue
			}
			rows[gram] = row
		}
	}
	for gram, row := range rows {
		t.Add(gram, row)
	}
	return t, nil
}

// rareLetter is the share below which a letter is left out of the alphabet.
const rareLetter = 2e-6

func alphabet(models []*model) []rune {
	seen := map[rune]bool{}
	for _, m := range models {
		for gram := range m.counts[1] {
			if r := []rune(gram)[0]; r != nlu.Border && m.share(gram, 1) > rareLetter {
				seen[r] = true
			}
		}
	}
	out := make([]rune, 0, len(seen))
	for r := range seen {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

// union gives the n-grams of all languages, and the greatest share of each.
func union(models []*model, n int) map[string]float64 {
	out := map[string]float64{}
	for _, m := range models {
		for gram := range m.counts[n] {
			out[gram] = max(out[gram], m.share(gram, n))
		}
	}
	return out
}

// widest is a spread of costs, in nats, that no n-gram reaches.
const widest = 7

func costs(models []*model, gram string, n int) []uint8 {
	row := make([]uint8, len(models))
	for l, m := range models {
		row[l] = uint8(min(255, math.Round(-math.Log(m.prob(gram, n))/nlu.CostStep)))
	}
	return row
}

func suffixRow(rows map[string][]uint8, gram string) []uint8 {
	for gram = gram[firstSize(gram):]; gram != ""; gram = gram[firstSize(gram):] {
		if row, ok := rows[gram]; ok {
			return row
		}
	}
	return nil
}

// spread is the standard deviation of the differences, in nats.
func spread(row, suffix []uint8) float64 {
	sum, squares := 0.0, 0.0
	for l := range row {
		d := float64(row[l])
		if suffix != nil {
			d -= float64(suffix[l])
		}
		sum += d
		squares += d * d
	}
	n := float64(len(row))
	return math.Sqrt(max(0, squares/n-sum*sum/n/n)) * nlu.CostStep
}

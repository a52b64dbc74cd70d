package training

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"frontdesk/bot/nlu"
)

// planted makes n messages and the readings of a model that is right with the
// given chance and knows it, but for a shift of its confidence.
func planted(n int, seed uint64, right, shift float64) ([]nlu.Example, memory) {
	rng := rand.New(rand.NewPCG(seed, 1))
	var list []nlu.Example
	m := memory{}
	for i := range n {
		e := nlu.Example{Text: fmt.Sprint("message ", i), Intent: fmt.Sprint("intent", i%5), Lang: "en"}
		v := &verdict{intent: e.Intent, accept: min(1, max(0, right-.05+.1*rng.Float64()+shift))}
		if i%4 == 3 {
			e.Intent = nlu.OutOfScope
			v.accept = .05 * rng.Float64()
		} else if rng.Float64() > right {
			v.intent = "wrong"
		}
		list = append(list, e)
		m[keyOf(e)] = v
	}
	return list, m
}

func TestCompare(t *testing.T) {
	list, live := planted(1200, 1, .90, 0)
	for name, c := range map[string]struct {
		right, shift float64
		want         []string
	}{
		"as good":        {.90, 0, nil},
		"better":         {.97, 0, nil},
		"less accurate":  {.80, 0, []string{"accuracy"}},
		"less honest":    {.90, .08, []string{"ece"}},
		"hardly changed": {.895, 0, nil},
		"better, unsure": {.99, -.12, nil},
	} {
		_, candidate := planted(1200, 2, c.right, c.shift)
		got := compare(list, judge{seen: candidate}, judge{seen: live})
		if !slices.Equal(got.Worse, append([]string{}, c.want...)) {
			t.Errorf("%s: worse in %v, want %v: %s", name, got.Worse, c.want, got.Sentence())
		}
		if d := got.Accuracy; d.Low > d.Candidate-d.Live || d.High < d.Candidate-d.Live {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// Of candidates that are as good as the live model hardly one is refused.
func TestCompareRefusesFewByChance(t *testing.T) {
	list, live := planted(200, 1, .9, 0)
	refused := 0
	for seed := range uint64(20) {
		_, candidate := planted(200, 100+seed, .9, 0)
		if got := compare(list, judge{seen: candidate}, judge{seen: live}); len(got.Worse) > 0 {
			refused++
		}
	}
	if refused > 3 {
		t.Errorf("%d of 20 equal ones are refused", refused)
	}
}

func TestMcNemar(t *testing.T) {
	for _, c := range []struct {
		gained, lost int
		want         float64
	}{{0, 0, 1}, {5, 5, 1}, {0, 1, 1}, {0, 5, .0625}, {10, 2, .0386}, {200, 100, 8.2e-9}} {
		if got := mcnemar(c.gained, c.lost); math.Abs(got-c.want) > c.want/20 {
			t.Errorf("%d against %d: %g, want %g", c.gained, c.lost, got, c.want)
		}
	}
}

// What is written is read, and an example that was never read unseen is known
// as seen.
func TestOutcomes(t *testing.T) {
	list := []nlu.Example{{Text: "One  x", Intent: "a", Lang: "en"}, {Text: "two", Intent: "b", Lang: "en"}}
	data, err := encodeOutcomes(list, []nlu.Outcome{{Row: 1, Intent: "a", Accept: .25}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := decodeOutcomes(data)
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := m[keyOf(nlu.Example{Text: "one x", Lang: "en"})]; !ok || v != nil {
		t.Errorf("the first: %v %v", v, ok)
	}
	if v := m[keyOf(list[1])]; v == nil || *v != (verdict{"a", .25}) {
		t.Errorf("the second: %v", v)
	}
	if _, err := decodeOutcomes(data[:len(data)/2]); err == nil {
		t.Error("half of it was read")
	}
}

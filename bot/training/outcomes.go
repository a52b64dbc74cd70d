package training

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/gob"
	"fmt"

	"frontdesk/bot/nlu"
)

// exampleKey names a training text in its language. Eight bytes of a SHA-256
// are enough to tell a million apart.
type exampleKey [8]byte

func keyOf(e nlu.Example) exampleKey {
	sum := sha256.Sum256([]byte(Key(e.Text) + "\x00" + e.Lang))
	return exampleKey(sum[:8])
}

// verdict is what a model says of a message.
type verdict struct {
	intent string
	accept float64
}

// memory is which examples a model has seen, and what it made of them when it
// had not: its out-of-fold readings.
type memory map[exampleKey]*verdict // nil: seen, but never read unseen

// storedMemory is a memory as it is stored.
type storedMemory struct {
	Intents []string
	Keys    []exampleKey
	Intent  []int32   // beside Keys; place in Intents, -1 where there is no reading
	Accept  []float32 // beside Keys
}

// encodeOutcomes writes what cross-validation made of the examples.
func encodeOutcomes(examples []nlu.Example, outcomes []nlu.Outcome) ([]byte, error) {
	s := storedMemory{Keys: make([]exampleKey, len(examples)), Intent: make([]int32, len(examples)), Accept: make([]float32, len(examples))}
	for i, e := range examples {
		s.Keys[i], s.Intent[i] = keyOf(e), -1
	}
	place := map[string]int32{}
	for _, o := range outcomes {
		at, ok := place[o.Intent]
		if !ok {
			at = int32(len(s.Intents))
			place[o.Intent], s.Intents = at, append(s.Intents, o.Intent)
		}
		s.Intent[o.Row], s.Accept[o.Row] = at, float32(o.Accept)
	}
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if err := gob.NewEncoder(z).Encode(s); err != nil {
		return nil, fmt.Errorf("write outcomes: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write outcomes: %w", err)
	}
	return out.Bytes(), nil
}

// decodeOutcomes reads what encodeOutcomes wrote.
func decodeOutcomes(data []byte) (memory, error) {
	var s storedMemory
	if err := gob.NewDecoder(flate.NewReader(bytes.NewReader(data))).Decode(&s); err != nil {
		return nil, fmt.Errorf("read outcomes: %w", err)
	}
	m := make(memory, len(s.Keys))
	for i, k := range s.Keys {
		m[k] = nil
		if n := s.Intent[i]; n >= 0 && int(n) < len(s.Intents) {
			m[k] = &verdict{intent: s.Intents[n], accept: float64(s.Accept[i])}
		}
	}
	return m, nil
}

// judge is a model with its memory: it says of any example what it would have
// said had it never seen it.
type judge struct {
	model *nlu.Model
	seen  memory
}

// read gives the model's unbiased reading of an example; false where there is
// none, since it was trained on it in every round.
func (j judge) read(e nlu.Example) (verdict, bool) {
	if v, seen := j.seen[keyOf(e)]; seen {
		if v == nil {
			return verdict{}, false
		}
		return *v, true
	}
	r := j.model.Classify(e.Text, e.Lang)
	return verdict{intent: r.Top().Intent, accept: r.Accept}, true
}

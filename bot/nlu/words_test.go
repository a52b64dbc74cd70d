package nlu_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"os"
	"testing"

	"frontdesk/bot/nlu"
)

// No example has these words: the dictionary relates them to words that examples
// have.
func TestWordsReadWhatOnlyTheDictionaryKnows(t *testing.T) {
	var examples []nlu.Example
	for intent, texts := range map[string][]string{
		"furniture": {"do you sell a wooden table", "i want a new chair for the kitchen", "how much is the sofa", "is this desk in stock"},
		"clothes":   {"do you sell a woolen coat", "i want a new shirt for the office", "how much is the dress", "are these shoes in stock"},
		"animals":   {"do you sell food for a dog", "i want a toy for my cat", "how much is the bird cage", "is this good for a fish"},
	} {
		for _, text := range texts {
			examples = append(examples, nlu.Example{Text: text, Intent: intent, Lang: "en"})
		}
	}
	m, _ := train(t, examples, nlu.Options{Seed: 1})
	for text, want := range map[string]string{
		"armchairs": "furniture", "a couch": "furniture", "wardrobe": "furniture",
		"blouses": "clothes", "a sweater": "clothes", "trousers": "clothes",
		"my hamster": "animals", "a kitten": "animals", "parrots": "animals",
	} {
		if got := m.Classify(text, "en").Top().Intent; got != want {
			t.Errorf("Classify(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestBuildWords(t *testing.T) {
	list := []nlu.WordVector{
		{Stem: nlu.WordStem("tables"), Says: 1, Vector: []float64{1, 0, -1, 0.5}},
		{Stem: nlu.WordStem("chairs"), Says: 2, Vector: []float64{0, 0, 0, 0}},
		{Stem: nlu.WordStem("table"), Says: 3, Vector: []float64{0, 1, 0, 0}}, // the same stem: the first stays
	}
	got, err := nlu.BuildWords(list)
	if err != nil {
		t.Fatal(err)
	}
	if n := binary.LittleEndian.Uint32(got[sha256.Size:]); n != 2 {
		t.Errorf("%d words, want 2", n)
	}
	again, err := nlu.BuildWords(list[:2])
	if err != nil || !bytes.Equal(got, again) {
		t.Errorf("the same words give another file, error %v", err)
	}
	for name, bad := range map[string][]nlu.WordVector{
		"none":              nil,
		"an odd number":     {{Stem: "a", Vector: []float64{1, 2, 3}}},
		"different lengths": {{Stem: "a", Vector: []float64{1, 2}}, {Stem: "b", Vector: []float64{1, 2, 3, 4}}},
	} {
		if _, err := nlu.BuildWords(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The program trusts the checksum that the file carries, and reads it in place.
func TestWordsAreWholeAndSmall(t *testing.T) {
	data, err := os.ReadFile("pack/words.bin")
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 1<<20 {
		t.Errorf("pack/words.bin has %d bytes", len(data))
	}
	if sum := sha256.Sum256(data[sha256.Size:]); !bytes.Equal(sum[:], data[:sha256.Size]) {
		t.Error("pack/words.bin does not have the checksum that it carries")
	}
	body := data[sha256.Size+8:]
	last := uint32(0)
	for i := range int(binary.LittleEndian.Uint32(data[sha256.Size:])) {
		k := binary.LittleEndian.Uint32(body[4*i:])
		if k <= last {
			t.Fatalf("word %d is not behind the one before it", i)
		}
		last = k
	}
}

package nlu_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"

	"frontdesk/bot/nlu"
)

// No example has these words, nor do their letters tell: what they are about does.
func TestGistsReadWordsThatNoExampleHas(t *testing.T) {
	var examples []nlu.Example
	for intent, texts := range map[string][]string{
		"money":   {"how much is in my account", "transfer funds to savings", "what did i spend at the store"},
		"sky":     {"is it going to rain tomorrow", "how cold is it outside", "will it snow tonight"},
		"kitchen": {"what can i cook with beef", "how long do i bake a cake", "what goes into a salad"},
	} {
		for _, text := range texts {
			examples = append(examples, nlu.Example{Text: text, Intent: intent, Lang: "en"})
		}
	}
	m, _ := train(t, examples, nlu.Options{Seed: 1})
	for text, want := range map[string]string{
		"weather forecast": "sky", "humidity": "sky", "deposit my paycheck": "money", "deposit my dollars": "money", "calories in pizza": "kitchen", "lasagna recipe": "kitchen",
	} {
		if got := m.Classify(text, "en").Top().Intent; got != want {
			t.Errorf("Classify(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestBuildGists(t *testing.T) {
	examples := shopExamples()
	first, err := nlu.BuildGists(context.Background(), examples)
	if err != nil {
		t.Fatal(err)
	}
	again, err := nlu.BuildGists(context.Background(), examples)
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("the same examples give other gists, error %v", err)
	}
	for k := range 257 {
		examples = append(examples, nlu.Example{Text: "some words", Intent: fmt.Sprintf("intent-%d", k)})
	}
	if _, err := nlu.BuildGists(context.Background(), examples); err == nil {
		t.Error("260 intents fit into a byte")
	}
}

// The shipped file is what training reads; this keeps it small.
func TestGistsAreSmall(t *testing.T) {
	info, err := os.Stat("pack/gists.bin")
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 200<<10 {
		t.Errorf("pack/gists.bin has %d bytes", info.Size())
	}
}

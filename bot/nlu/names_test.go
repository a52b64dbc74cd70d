package nlu_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"frontdesk/bot/nlu"
)

// moneyMatters are what can happen to a thing, each in words of its own: examples
// of every pair of them, named by name, and messages in words that only the
// examples of another thing have.
func moneyMatters(name func(thing, matter int) string) (examples, messages []nlu.Example) {
	things := []string{"card payment", "transfer", "withdrawal", "top up", "direct debit"}
	matters := [][]string{
		{"is pending", "takes so long", "was not completed yet", "still in progress", "do i have to wait", "when will it go through"},
		{"was declined", "is refused", "why did it not work", "was rejected", "could not be made", "they would not accept"},
		{"has a fee", "why am i charged extra", "what does it cost", "costs too much", "is it free of charge", "hidden price"},
		{"i do not recognise", "was not me", "who made this", "somebody stole", "not authorised by me", "looks like fraud"},
	}
	for t, thing := range things {
		for m, says := range matters {
			for i, words := range says {
				e := nlu.Example{Text: thing + " " + words, Intent: name(t, m), Lang: "en"}
				if (i+t+m)%2 == 0 {
					messages = append(messages, e)
				} else {
					examples = append(examples, e)
				}
			}
		}
	}
	return examples, messages
}

// The names are made of syllables that no text has, so that they tell what the
// intents have in common and nothing else.
func TestIntentsLearnFromThoseThatShareWordsOfTheirName(t *testing.T) {
	right := func(name func(thing, matter int) string) int {
		examples, messages := moneyMatters(name)
		m, _ := train(t, examples, nlu.Options{Seed: 1})
		n := 0
		for _, e := range messages {
			if m.Classify(e.Text, "en").Top().Intent == e.Intent {
				n++
			}
		}
		return n
	}
	shared := right(func(thing, matter int) string {
		return strings.Repeat("q", thing+2) + "_" + strings.Repeat("z", matter+2)
	})
	alone := right(func(thing, matter int) string { return fmt.Sprintf("q%dz%d", thing, matter) })
	if shared <= alone {
		t.Errorf("%d of 60 messages are read rightly where names share words, %d where they do not", shared, alone)
	}
}

func TestModelWithSharedWordsLoads(t *testing.T) {
	examples, messages := moneyMatters(func(thing, matter int) string { return fmt.Sprintf("thing%c_matter%c", 'a'+thing, 'a'+matter) })
	m, _ := train(t, examples, nlu.Options{Seed: 1})
	loaded, err := nlu.Load(bytes.NewReader(bytesOf(t, m)), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range messages {
		if got, want := loaded.Classify(e.Text, "en"), m.Classify(e.Text, "en"); got.Accept != want.Accept || got.Top() != want.Top() {
			t.Errorf("%q: %v once loaded, %v before", e.Text, got.Top(), want.Top())
		}
	}
	if string(bytesOf(t, loaded)) != string(bytesOf(t, m)) {
		t.Error("a loaded model saves as other bytes")
	}
}

package nlu_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"frontdesk/bot/nlu"
)

func shopper(text string) nlu.Turn { return nlu.Turn{Shopper: true, Text: text} }
func reply(text string) nlu.Turn   { return nlu.Turn{Text: text} }

// The shipped signal rises with anger, misses, repetition and requests, and not
// with a long conversation alone.
func TestShippedNeed(t *testing.T) {
	m, err := nlu.ShippedNeed()
	if err != nil {
		t.Fatal(err)
	}
	calm := []nlu.Turn{}
	for i := range 12 {
		calm = append(calm, shopper(fmt.Sprint("question number ", i)), reply(fmt.Sprint("the answer is ", i*7)))
	}
	for _, c := range []struct {
		name   string
		turns  []nlu.Turn
		needed bool
	}{
		{"hello", []nlu.Turn{shopper("hello")}, false},
		{"one question", []nlu.Turn{shopper("where is my order 10482?")}, false},
		{"a miss", []nlu.Turn{shopper("combine two orders"), reply("not sure"), {Shopper: true, Text: "can you combine two orders", Misses: 1}}, false},
		{"a long calm talk", append(calm, shopper("and what about returns")), false},
		{"asked again after two misses", []nlu.Turn{shopper("where is my refund"), reply("not sure"), {Shopper: true, Text: "my refund for the lamp", Misses: 1}, reply("not sure"), {Shopper: true, Text: "where is my refund for the lamp?", Misses: 2}}, true},
		{"anger again", []nlu.Turn{{Shopper: true, Text: "you lost my parcel", Anger: .9}, reply("which order is it?"), {Shopper: true, Text: "i told you three times already", Anger: .9}}, true},
		{"a request for a person after an answer", []nlu.Turn{shopper("where is my parcel"), reply("it arrives on thursday"), {Shopper: true, Text: "i want to talk to a human", Asks: true}}, true},
		{"the bot goes in circles", []nlu.Turn{shopper("where is it"), reply("it arrives on thursday"), shopper("it did not come"), reply("it arrives on thursday"), shopper("it did not come. where is it?")}, true},
	} {
		p := m.Signal(c.turns)
		last := p[len(p)-1]
		if len(p) != len(c.turns) || (last >= 0.5) != c.needed {
			t.Errorf("%s: %.2f", c.name, last)
		}
		for _, x := range p {
			if !(x >= 0 && x <= 1) {
				t.Errorf("%s: %v is no probability", c.name, x)
			}
		}
	}
	if p := m.Signal(nil); len(p) != 0 {
		t.Errorf("no turn: %v", p)
	}
}

// Words are learned where they are wanted, the same from the same data.
func TestTrainNeed(t *testing.T) {
	var talks [][]nlu.Turn
	for i := range 20 {
		needs := i%2 == 0
		word := map[bool]string{true: "zorp", false: "quill"}[needs]
		talks = append(talks, []nlu.Turn{shopper(fmt.Sprint("hello ", i)), {Shopper: true, Text: fmt.Sprint("about a ", word, " of ", i%3), Needs: needs}})
	}
	judged := func(t nlu.Turn) bool { return t.Shopper }
	train := func(words bool) *nlu.NeedModel {
		m, err := nlu.TrainNeed(t.Context(), talks, judged, nlu.NeedOptions{Words: words, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	at := func(m *nlu.NeedModel, word string) float64 {
		return m.Signal([]nlu.Turn{shopper("hello you"), shopper("about a " + word + " of mine")})[1]
	}
	m := train(true)
	if yes, no := at(m, "zorp"), at(m, "quill"); yes < m.Threshold || no >= m.Threshold {
		t.Errorf("zorp %.2f, quill %.2f, threshold %.2f", yes, no, m.Threshold)
	}
	if a, b := at(m, "zorp"), at(train(true), "zorp"); math.Abs(a-b) > 1e-12 {
		t.Errorf("trained twice: %v and %v", a, b)
	}
	course := train(false)
	if at(course, "zorp") != at(course, "quill") {
		t.Error("a model without words tells words apart")
	}
	for name, few := range map[string][][]nlu.Turn{"none": nil, "three": talks[:3]} {
		if _, err := nlu.TrainNeed(t.Context(), few, judged, nlu.NeedOptions{}); !errors.Is(err, nlu.ErrNeeds) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package nlu_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"frontdesk/bot/nlu"
)

// shopExamples are three intents and some rows of none, enough to fit on.
func shopExamples() []nlu.Example {
	var out []nlu.Example
	add := func(intent string, texts ...string) {
		for _, text := range texts {
			out = append(out, nlu.Example{Text: text, Intent: intent, Lang: "en"})
		}
	}
	add("order_status", "where is my order", "track my parcel", "has it shipped yet", "order 10482 status", "when does my package arrive",
		"tracking number please", "any news on my delivery", "is my order on its way", "what happened to my order", "where are my shoes")
	add("refund_status", "where is my refund", "when do i get my money back", "has my refund been processed", "still no refund",
		"how long does the refund take", "refund not on my card", "you owe me money for the return", "my refund is late", "check my refund", "money not back")
	add("size_fit", "which size should i take", "do the shoes run small", "is there a size chart", "does it fit true to size",
		"what size for 180 cm", "size guide please", "are the jeans stretchy", "how wide is the m", "my foot is 26 cm", "is it slim fit")
	add(nlu.OutOfScope, "write me a poem", "what is the capital of france", "who won the match", "how do i cook rice", "book me a flight")
	return out
}

func train(t testing.TB, examples []nlu.Example, opt nlu.Options) (*nlu.Model, nlu.Report) {
	t.Helper()
	m, report, err := nlu.Train(context.Background(), examples, opt)
	if err != nil {
		t.Fatal(err)
	}
	return m, report
}

func bytesOf(t testing.TB, m *nlu.Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTrainingIsDeterministic(t *testing.T) {
	one, _ := train(t, shopExamples(), nlu.Options{Seed: 7, Workers: 1})
	two, _ := train(t, shopExamples(), nlu.Options{Seed: 7, Workers: 4})
	if !bytes.Equal(bytesOf(t, one), bytesOf(t, two)) {
		t.Error("the same data and seed give different models")
	}
	changed := shopExamples()
	changed[0].Text += " now"
	if nlu.DataHash(changed) == one.Info().DataHash {
		t.Error("other data has the same hash")
	}
}

func TestWhatWasLearntIsRecognised(t *testing.T) {
	m, report := train(t, shopExamples(), nlu.Options{})
	for text, want := range map[string]string{
		"wheres my order 55213??": "order_status", "i want my refund money": "refund_status", "what size do i need": "size_fit",
		"WHERE IS MY PARCELLL": "order_status", "where is my ordr": "order_status",
	} {
		r := m.Classify(text, "en")
		if r.Top().Intent != want {
			t.Errorf("Classify(%q) = %v, want %s", text, r.Intents, want)
		}
	}
	known, foreign := m.Classify("where is my order", "en"), m.Classify("zebra umbrella quantum", "en")
	if known.Accept <= foreign.Accept {
		t.Errorf("an unknown text is accepted with %.2f, a known one with %.2f", foreign.Accept, known.Accept)
	}
	if foreign.OOV < 0.9 || known.OOV > 0.1 {
		t.Errorf("unknown share %.2f of unknown words, %.2f of known ones", foreign.OOV, known.OOV)
	}
	if report.Examples != 35 || len(report.Intents) != 3 || report.Accuracy < 0.5 {
		t.Errorf("report %+v", report)
	}
	if want := []string{"order_status", "refund_status", "size_fit"}; !slices.Equal(m.Intents(), want) {
		t.Errorf("intents %v", m.Intents())
	}
}

func checkResult(t testing.TB, text string, r nlu.Result) {
	t.Helper()
	sum, last := 0.0, 2.0
	for _, s := range r.Intents {
		if s.P < 0 || s.P > last {
			t.Fatalf("Classify(%q): %v is not sorted by probability", text, r.Intents)
		}
		sum, last = sum+s.P, s.P
	}
	if sum > 1+1e-9 || r.Accept < 0 || r.Accept > 1 || r.OOV < 0 || r.OOV > 1 {
		t.Fatalf("Classify(%q) = %+v, sum %v", text, r, sum)
	}
	if len(r.Intents) > 0 && r.Intents[0].P != r.Accept {
		t.Fatalf("Classify(%q): the first intent has %v, accept is %v", text, r.Intents[0].P, r.Accept)
	}
}

func TestASavedModelReadsTheSame(t *testing.T) {
	m, _ := train(t, shopExamples(), nlu.Options{})
	saved := bytesOf(t, m)
	loaded, err := nlu.Load(bytes.NewReader(saved), nil)
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Info() != m.Info() || loaded.Threshold() != m.Threshold() {
		t.Errorf("loaded %+v, want %+v", loaded.Info(), m.Info())
	}
	for _, text := range []string{"where is my order", "size?", "refund 10482 plz", "", "xyz"} {
		if got, want := fmt.Sprint(loaded.Classify(text, "en")), fmt.Sprint(m.Classify(text, "en")); got != want {
			t.Errorf("Classify(%q) = %s after loading, %s before", text, got, want)
		}
	}
	if !bytes.Equal(bytesOf(t, loaded), saved) {
		t.Error("saving a loaded model gives other bytes")
	}
}

func TestADamagedModelIsRefused(t *testing.T) {
	m, _ := train(t, shopExamples(), nlu.Options{})
	saved := bytesOf(t, m)
	change := func(at int) []byte {
		b := slices.Clone(saved)
		b[at] ^= 1
		return b
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty": {nil, nlu.ErrNotModel}, "foreign": {[]byte(strings.Repeat("x", 100)), nlu.ErrNotModel}, "other version": {change(9), nlu.ErrVersion},
		"truncated": {saved[:len(saved)-5], nlu.ErrDamaged}, "bit in the content": {change(len(saved) - 20), nlu.ErrDamaged},
		"bit in the checksum": {change(20), nlu.ErrDamaged}, "bit in the length": {change(45), nlu.ErrDamaged},
	} {
		if _, err := nlu.Load(bytes.NewReader(c.data), nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestBadTrainingDataIsNamed(t *testing.T) {
	ctx := context.Background()
	for name, bad := range map[string]nlu.Example{"empty text": {Intent: "a"}, "blank text": {Text: " \t", Intent: "a"}, "no intent": {Text: "hello"}} {
		_, _, err := nlu.Train(ctx, append(shopExamples(), bad), nlu.Options{})
		var e *nlu.ExampleError
		if !errors.As(err, &e) || e.Index != 35 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, examples := range map[string][]nlu.Example{"none": nil, "one intent": {{Text: "a b", Intent: "x"}}, "out of scope only": {{Text: "a b", Intent: nlu.OutOfScope}}} {
		if _, _, err := nlu.Train(ctx, examples, nlu.Options{}); !errors.Is(err, nlu.ErrTooFew) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := nlu.Train(ctx, shopExamples(), nlu.Options{ExpectedOOS: 1}); err == nil {
		t.Error("an out-of-scope share of 1 is accepted")
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := nlu.Train(done, shopExamples(), nlu.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled training gives %v", err)
	}
}

func TestDoubtfulTrainingDataIsWarnedOf(t *testing.T) {
	examples := append(shopExamples(),
		nlu.Example{Text: "where is my order", Intent: "delivery_delayed", Lang: "en"}, nlu.Example{Text: "my order is late", Intent: "delivery_delayed", Lang: "en"})
	_, report := train(t, examples, nlu.Options{})
	kinds := map[nlu.WarningKind]nlu.Warning{}
	for _, w := range report.Warnings {
		kinds[w.Kind] = w
	}
	if w := kinds[nlu.TooFewExamples]; w.Intent != "delivery_delayed" {
		t.Errorf("warnings %+v", report.Warnings)
	}
	if w := kinds[nlu.NearDuplicate]; w.Text != "where is my order" || w.Twin != "where is my order" {
		t.Errorf("warnings %+v", report.Warnings)
	}
}

func TestTwoExamplesAreEnoughToStart(t *testing.T) {
	m, _ := train(t, []nlu.Example{{Text: "refund", Intent: "a"}, {Text: "size", Intent: "b"}}, nlu.Options{})
	if got := m.Classify("size please", "en"); got.Top().Intent != "b" {
		t.Errorf("got %+v", got)
	}
}

func TestGarbageIsReadWithoutAPanic(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	m, err := nlu.Shipped(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty": "", "spaces": " \n\t", "NUL": "\x00\x00", "not UTF-8": strings.Repeat("\xff\xc0", 9000), "zero width": strings.Repeat("\u200b", 10000),
		"emoji": strings.Repeat("🤬", 8000), "one word": strings.Repeat("a", 32<<10), "marks": "e" + strings.Repeat("\u0301", 15000),
		"Han": strings.Repeat("订", 10000), "digits": strings.Repeat("9", 32<<10), "mixed": strings.Repeat("wo 订单 #1 € @x.y ", 2000),
	} {
		for _, lang := range []string{"", "en", "zz"} {
			checkResult(t, name, m.Classify(text, lang))
		}
	}
}

func TestAModelIsSharedByManyReaders(t *testing.T) {
	m, _ := train(t, shopExamples(), nlu.Options{})
	want := fmt.Sprint(m.Classify("where is my order", "en"))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if got := fmt.Sprint(m.Classify("where is my order", "en")); got != want {
					t.Errorf("got %s, want %s", got, want)
					return
				}
				m.Classify("other text 123", "de")
			}
		})
	}
	wg.Wait()
}

func FuzzClassify(f *testing.F) {
	for _, s := range []string{"where is my order 10482", "wo ist\x00mein", "订单呢", "\xf0\x28\x8c\x28", "don't won't l'adresse", "''''", "a'", strings.Repeat("é", 300), "#12 $5 €"} {
		f.Add(s, "en")
		f.Add(s, "")
	}
	m, err := nlu.Shipped(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		checkResult(t, text, m.Classify(text, lang))
	})
}

func FuzzLoad(f *testing.F) {
	m, _ := train(f, shopExamples(), nlu.Options{})
	f.Add(bytesOf(f, m))
	f.Add([]byte("FDINTENT"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := nlu.Load(bytes.NewReader(data), nil); err == nil {
			m.Classify("where is my order", "en")
		}
	})
}

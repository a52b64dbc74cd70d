package lexical_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge/lexical"
)

func doc(id, body string) lexical.Document {
	return lexical.Document{ID: id, Fields: []lexical.Field{{Terms: strings.Fields(body), Weight: 1, Counted: true}}}
}

func ask(k int, words ...string) lexical.Query {
	q := lexical.Query{K: k}
	for _, w := range words {
		q.Terms = append(q.Terms, lexical.Term{Forms: strings.Split(w, "|"), Weight: 1, Fuzzy: true})
	}
	return q
}

func ids(a lexical.Answer) string {
	var out []string
	for _, h := range a.Hits {
		out = append(out, h.ID)
	}
	return strings.Join(out, " ")
}

// The score of a hand-worked example: two documents of two and four words,
// the term once in the first. idf = ln(1 + 1.5/1.5) = ln 2, average length 3,
// length norm = 0.6 + 0.4 × 2/3 = 13/15, tf = 15/13, score = ln 2 × 1.9 × tf / (tf + 0.9).
func TestScoreIsBM25(t *testing.T) {
	x := lexical.New(lexical.Config{})
	x.Apply([]lexical.Document{doc("a", "return parcel"), doc("b", "pay by card online")}, nil)
	got := x.Search(ask(5, "return"))
	if want := math.Ln2 * 1.9 * (15.0 / 13) / (15.0/13 + 0.9); len(got.Hits) != 1 || math.Abs(got.Hits[0].Score-want) > 1e-6 {
		t.Fatalf("got %+v, want one hit of %.6f", got.Hits, want)
	}
	if want := math.Ln2 * 1.9; math.Abs(got.Bound-want) > 1e-9 {
		t.Errorf("bound %v, want %v", got.Bound, want)
	}
}

func TestSearch(t *testing.T) {
	x := lexical.New(lexical.Config{})
	x.Apply([]lexical.Document{
		{ID: "title", Fields: []lexical.Field{{Terms: []string{"refund"}, Weight: 3}, {Terms: strings.Fields("money comes back within days"), Weight: 1, Counted: true}}},
		doc("body", "a refund takes five days"),
		doc("other", "delivery takes three days"),
		doc("number", "order 10482 express"),
	}, nil)
	for _, c := range []struct {
		name string
		q    lexical.Query
		want string
	}{
		{"a title counts more than a body", ask(2, "refund"), "title body"},
		{"the rarer word decides", ask(1, "delivery", "days"), "other"},
		{"one swapped pair of letters", ask(1, "delviery"), "other"},
		{"two errors in a long word", ask(1, "delivvary"), "other"},
		{"two errors in a short word are too many", ask(1, "refxxnd"), ""},
		{"a number is never repaired", ask(1, "10483"), ""},
		{"a second form is searched too", ask(1, "livraison|delivery"), "other"},
		{"a compound that holds the word", ask(1, "livery"), "other"},
		{"nothing asked, nothing found", ask(3), ""},
		{"k is kept", ask(1, "days"), "other"},
		{"filtered", lexical.Query{K: 5, Terms: ask(0, "refund").Terms, Keep: func(id string) bool { return id != "title" }}, "body"},
		{"asked for by id", lexical.Query{K: 1, Terms: ask(0, "refund").Terms, Also: []string{"other", "nobody"}}, "title other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ids(x.Search(c.q)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Saying a word again and again must not lift scores out of what numbers hold.
func TestRepetitionsAreBounded(t *testing.T) {
	x := lexical.New(lexical.Config{})
	x.Apply([]lexical.Document{doc("a", "return parcel"), doc("b", "pay by card online")}, nil)
	score := func(n int) float64 { return x.Search(ask(1, slices.Repeat([]string{"return"}, n)...)).Hits[0].Score }
	if once, twice := score(1), score(2); twice <= once {
		t.Errorf("a word said twice scores %v, said once %v", twice, once)
	}
	if few, many := score(5), score(4000); many != few {
		t.Errorf("a word said 4000 times scores %v, said five times %v", many, few)
	}
}

func TestRepairIsTold(t *testing.T) {
	x := lexical.New(lexical.Config{})
	x.Apply([]lexical.Document{doc("a", "warranty"), doc("b", "delivery")}, nil)
	got := x.Search(ask(1, "waranty", "warranty"))
	if got.Terms[0].Repair != "warranty" || got.Terms[1].Repair != "" {
		t.Errorf("repairs %q and %q, want the first only", got.Terms[0].Repair, got.Terms[1].Repair)
	}
	if got.Terms[0].Value >= got.Terms[1].Value {
		t.Error("a repaired word is trusted as much as the word itself")
	}
}

// fork is no typing error of for.
func TestNoRepairIsAShortFunctionWord(t *testing.T) {
	x := lexical.New(lexical.Config{Function: func(term string) bool { return term == "for" || term == "what" }})
	x.Apply([]lexical.Document{doc("a", "for what box")}, nil)
	for word, want := range map[string]string{"fork": "", "waht": "what", "boxe": "box"} {
		if got := x.Search(ask(1, word)).Terms[0].Repair; got != want {
			t.Errorf("%q is repaired to %q, want %q", word, got, want)
		}
	}
}

// What a shop's texts happen to lack is not what they have: rent is no sent, black no back.
func TestAWordIsNoTypingErrorOfAnother(t *testing.T) {
	x := lexical.New(lexical.Config{})
	x.Apply([]lexical.Document{doc("a", "sent back order glass")}, nil)
	for _, c := range []struct {
		word  string
		spelt bool
		want  string
	}{
		{"rent", false, ""}, {"snet", false, "sent"}, {"sentt", false, "sent"}, {"ordr", false, "order"},
		{"black", false, "back"}, {"black", true, ""}, {"orders", true, "order"}, {"glasse", true, "glass"},
	} {
		q := ask(1, c.word)
		q.Terms[0].Spelt = c.spelt
		if got := x.Search(q).Terms[0].Repair; got != c.want {
			t.Errorf("%q, a word: %v, is repaired to %q, want %q", c.word, c.spelt, got, c.want)
		}
	}
}

func TestReplaceAndRemove(t *testing.T) {
	x := lexical.New(lexical.Config{})
	x.Apply([]lexical.Document{doc("a", "old text"), doc("b", "kept text")}, nil)
	x.Apply([]lexical.Document{doc("a", "new text")}, nil)
	if got := ids(x.Search(ask(5, "old"))); got != "" {
		t.Errorf("the replaced text is still found: %q", got)
	}
	x.Apply(nil, []string{"b", "unknown"})
	if got := ids(x.Search(ask(5, "text"))); got != "a" || x.Len() != 1 {
		t.Errorf("got %q of %d, want a of 1", got, x.Len())
	}
}

// An index that went through many changes answers like a fresh one.
func TestChangesLeaveNoTrace(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := func() string {
		var out []string
		for range 5 + rng.IntN(10) {
			out = append(out, fmt.Sprintf("word%c%c", 'a'+rng.IntN(26), 'a'+rng.IntN(4)))
		}
		return strings.Join(out, " ")
	}
	x := lexical.New(lexical.Config{})
	model := map[string]string{}
	for range 3000 {
		id := fmt.Sprint(rng.IntN(300))
		if rng.IntN(3) == 0 {
			delete(model, id)
			x.Apply(nil, []string{id})
			continue
		}
		model[id] = words()
		x.Apply([]lexical.Document{doc(id, model[id])}, nil)
	}
	fresh := lexical.New(lexical.Config{})
	for id, body := range model {
		fresh.Apply([]lexical.Document{doc(id, body)}, nil)
	}
	for range 200 {
		q := ask(10, strings.Fields(words())...)
		got, want := x.Search(q), fresh.Search(q)
		same := slices.EqualFunc(got.Hits, want.Hits, func(a, b lexical.Hit) bool {
			return a.Matched == b.Matched && math.Abs(a.Score-b.Score) < 1e-3
		})
		if !same {
			t.Fatalf("got %v, want %v", got.Hits, want.Hits)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	x := lexical.New(lexical.Config{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 500 {
			x.Apply([]lexical.Document{doc(fmt.Sprint(i%50), "common words here")}, []string{fmt.Sprint((i + 25) % 50)})
		}
	}()
	for range 500 {
		x.Search(ask(10, "common", "wrods"))
	}
	<-done
}

// wordOf spells a number as a word of seven letters.
func wordOf(n uint64) string {
	n = n*2654435761 + 97
	var s [7]byte
	for i := range s {
		s[i] = byte('a' + n%20)
		n /= 20
	}
	return string(s[:])
}

// zipf makes documents whose words are as unevenly frequent as real ones.
func zipf(n, length int) []lexical.Document {
	rng := rand.New(rand.NewPCG(3, 4))
	z := rand.NewZipf(rng, 1.1, 8, 40000)
	docs := make([]lexical.Document, n)
	for i := range docs {
		body := make([]string, length)
		for j := range body {
			body[j] = wordOf(z.Uint64())
		}
		docs[i] = lexical.Document{ID: fmt.Sprint(i), Fields: []lexical.Field{{Terms: body, Weight: 1, Counted: true}}}
	}
	return docs
}

func BenchmarkSearch50k(b *testing.B) {
	x := lexical.New(lexical.Config{})
	docs := zipf(50000, 80)
	x.Apply(docs, nil)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		x.Search(ask(10, docs[n%len(docs)].Fields[0].Terms[:8]...))
		n += 7
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "queries/s")
}

func BenchmarkTypo50k(b *testing.B) {
	x := lexical.New(lexical.Config{})
	rng := rand.New(rand.NewPCG(5, 6))
	word := func() string {
		s := make([]byte, 5+rng.IntN(7))
		for i := range s {
			s[i] = byte('a' + rng.IntN(26))
		}
		return string(s)
	}
	for i := range 40000 {
		x.Apply([]lexical.Document{doc(fmt.Sprint(i), word())}, nil)
	}
	for b.Loop() {
		x.Search(ask(10, word()))
	}
}

// Documents that come together are found as those that come one by one.
func TestManyAtOnce(t *testing.T) {
	docs := zipf(1000, 20)
	together, alone := lexical.New(lexical.Config{}), lexical.New(lexical.Config{})
	together.Apply(docs[:600], nil)
	together.Compact()
	together.Apply(docs[600:], nil)
	for _, d := range docs {
		alone.Apply([]lexical.Document{d}, nil)
	}
	for _, d := range docs[:50] {
		q := lexical.Query{K: 10}
		for _, w := range d.Fields[0].Terms[:6] {
			q.Terms = append(q.Terms, lexical.Term{Forms: []string{w}, Weight: 1})
		}
		if got, want := together.Search(q).Hits, alone.Search(q).Hits; !slices.Equal(got, want) {
			t.Fatalf("%v, not %v", got, want)
		}
	}
}

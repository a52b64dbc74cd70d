package knowledge

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The shipped models of whether a passage answers were made by
//
//	go test ./knowledge -run TestLearnShippedModels -v -shops DIR -thin DIR -check DIR -passages LAREQA/en_answerable,...
//
// where DIR/NAME.csv are written by
//
//	frontdesk eval answers --articles SHOP/articles --questions SHOP/questions.csv --predictions -shops/SHOP.csv
//	frontdesk eval answers … --leave-out 0.5 --seed 1 --predictions -thin/SHOP-1.csv
//
// over the demo shop and eval/answers/second, each also without the questions and
// intents of its articles' front matter, over fourth and fifth, and over the studied
// halves of sixth, seventh and eighth; -thin with 0.5, 0.8, 0.9 and 0.95, each with
// two seeds of its own; with -abroad the models for questions in another language than
// the passages, with -unspoken -ridge 2 that for questions in a language in which nothing is
// written, with -single of each shop and each of its languages:
//
//	frontdesk eval answers … --written-in en --predictions -single/SHOP-en.csv
//
// Nothing is learnt from the passages of LAReQA: they are shared alike, and what is learnt
// from such data does not ship.
var (
	learnShops    = flag.String("shops", "", "folder of predictions of eval answers to learn from")
	learnThin     = flag.String("thin", "", "folder of the same, with articles left out")
	learnSingle   = flag.String("single", "", "folder of the same, of shops that have written in one language")
	learnCheck    = flag.String("check", "", "folder of the same, to measure on")
	learnPassages = flag.String("passages", "", "collections PREFIX_corpus.jsonl, PREFIX_queries.jsonl, PREFIX_qrels.tsv to measure on, by commas; the file name starts with the language")
	learnThinness = flag.Float64("thinness", 0.3, "what a question of -thin or -single counts")
	learnAbroad   = flag.Bool("abroad", false, "learn from the questions whose first passage is in another language")
	learnUnspoken = flag.Bool("unspoken", false, "learn from the questions in whose language nothing is written")
	learnRidge    = flag.Float64("ridge", 0.5, "how firmly weights are held at zero")
)

func TestLearnShippedModels(t *testing.T) {
	if *learnShops == "" {
		t.Skip("learns only when told from what: -shops")
	}
	shops := here(folderExamples(t, *learnShops, 1))
	all := append(slices.Clone(shops), even(here(folderExamples(t, *learnThin, *learnThinness)))...)
	all = append(all, here(folderExamples(t, *learnSingle, *learnThinness))...)
	check := here(folderExamples(t, *learnCheck, 1))
	now := shipped
	switch {
	case *learnUnspoken:
		now = shippedSole
	case *learnAbroad:
		now = shippedAbroad
	}
	for _, which := range []struct {
		name string
		of   func([]example) []example
		now  answerability
	}{{"P(the first answers)", forFirst, now.first}, {"P(some answers)", forAny, now.any}} {
		m := fit(answerability{}, which.of(all), *learnRidge)
		t.Logf("%s, %d questions\nbias: %.2f", which.name, len(all), m.bias)
		for i, name := range signalNames {
			t.Logf("%s: %.2f", name, m.weights[i])
		}
		for _, on := range []struct {
			name string
			m    answerability
		}{{"shipped", which.now}, {"learnt", m}} {
			report(t, on.name+", shops", on.m, which.of(shops))
			report(t, on.name+", to measure on", on.m, which.of(check))
			for _, prefix := range strings.FieldsFunc(*learnPassages, func(r rune) bool { return r == ',' }) {
				report(t, on.name+", "+filepath.Base(prefix), on.m, which.of(wholeExamples(t, prefix)))
			}
		}
	}
}

// here are the examples of -unspoken or -abroad, or the others.
func here(examples []example) []example {
	if *learnUnspoken {
		return slices.DeleteFunc(examples, func(e example) bool { return e.x[unspoken] == 0 })
	}
	return slices.DeleteFunc(examples, func(e example) bool { return (e.x[otherLanguage] == 1) != *learnAbroad })
}

// even lets questions with an answer and those without count the same together.
func even(examples []example) []example {
	with := 0
	for _, e := range examples {
		if e.covered {
			with++
		}
	}
	for i, e := range examples {
		if !e.covered {
			examples[i].weight *= float64(with) / float64(len(examples)-with)
		}
	}
	return examples
}

// folderExamples are those of all files of a folder; "": none.
func folderExamples(t *testing.T, dir string, weight float64) (out []example) {
	t.Helper()
	if dir == "" {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no predictions in %s: %v", dir, err)
	}
	for _, f := range files {
		for _, e := range shopExamples(t, f) {
			e.weight = weight
			out = append(out, e)
		}
	}
	return out
}

// report prints how well probabilities separate right from wrong, and how true
// they are.
func report(t *testing.T, name string, m answerability, examples []example) {
	t.Helper()
	type pair struct {
		p     float64
		right bool
	}
	var ps []pair
	var count, sure, hits [10]float64
	for _, e := range examples {
		p := m.probability(e.x)
		ps = append(ps, pair{p, e.right})
		b := min(int(p*10), 9)
		count[b]++
		sure[b] += p
		if e.right {
			hits[b]++
		}
	}
	slices.SortFunc(ps, func(a, b pair) int { return int(math.Copysign(1, a.p-b.p)) })
	var rank, pos float64
	ece := 0.0
	for i, p := range ps {
		if p.right {
			pos++
			rank += float64(i + 1)
		}
	}
	for b := range count {
		ece += math.Abs(sure[b]-hits[b]) / float64(len(ps))
	}
	auroc := (rank - pos*(pos+1)/2) / (pos * (float64(len(ps)) - pos))
	sureAt := 1.0
	sofar, answered := 0.0, 0
	for i := len(ps) - 1; i >= 0; i-- {
		if ps[i].right {
			sofar++
		}
		if n := len(ps) - i; sofar >= 0.95*float64(n) {
			answered, sureAt = n, ps[i].p
		}
	}
	t.Logf("%s: %d questions, first hit right %.4f, AUROC of right %.4f, ECE %.4f, %d answered at precision 0.95 (P %.2f)",
		name, len(ps), pos/float64(len(ps)), auroc, ece, answered, sureAt)
}

// firstHits asks every question and takes the signals of the first hit.
func firstHits(t *testing.T, b *Base, lang string, questions []string, right func(i int, article string) bool) []example {
	t.Helper()
	return firstHitsAbout(t, b, lang, questions, nil, right)
}

// firstHitsAbout is firstHits where questions have an intent each; nil: none.
func firstHitsAbout(t *testing.T, b *Base, lang string, questions, intents []string, right func(i int, article string) bool) []example {
	t.Helper()
	var out []example
	for i, q := range questions {
		query := Query{Text: q, Lang: lang, K: 1}
		if intents != nil {
			query.Intents = intents[i : i+1]
		}
		s := b.newSearch(b.langs[lang], query, nil)
		if found := s.run(); len(found) > 0 {
			e := example{x: found[0].signals, right: right(i, found[0].entry.held.article.ID)}
			for id := range b.articles {
				e.covered = e.covered || right(i, id)
			}
			out = append(out, e)
		}
	}
	return out
}

func fillBase(t *testing.T, articles []Article) *Base {
	t.Helper()
	store := NewMemory()
	for _, a := range articles {
		a.Key, a.Status = a.ID, Published
		if _, err := store.SaveArticle(context.Background(), a, []Passage{{ID: a.ID + "/0", ArticleID: a.ID, Text: a.Body}}); err != nil {
			t.Fatal(err)
		}
	}
	b, err := New(store, Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return b
}

// wholeExamples asks all questions of all passages.
func wholeExamples(t *testing.T, prefix string) []example {
	t.Helper()
	return readPassages(t, prefix).ask(t)
}

// passages is one of -passages.
type passages struct {
	lang           string
	articles       []Article
	ids, questions []string
	relevant       map[string]bool // question, tab, article
}

func (c passages) ask(t *testing.T) []example {
	t.Helper()
	return firstHits(t, fillBase(t, c.articles), c.lang, c.questions, func(i int, article string) bool {
		return c.relevant[c.ids[i]+"\t"+article]
	})
}

func readPassages(t *testing.T, prefix string) passages {
	t.Helper()
	lang, _, _ := strings.Cut(filepath.Base(prefix), "_")
	var articles []Article
	for _, row := range jsonLines(t, prefix+"_corpus.jsonl") {
		articles = append(articles, Article{ID: row.ID, Title: row.Title, Body: row.Text, Locale: lang})
	}
	relevant := map[string]bool{}
	for line := range fileLines(t, prefix+"_qrels.tsv") {
		cells := strings.Split(line, "\t")
		relevant[cells[0]+"\t"+cells[1]] = true
	}
	var ids, questions []string
	for _, row := range jsonLines(t, prefix+"_queries.jsonl") {
		ids, questions = append(ids, row.ID), append(questions, row.Text)
	}
	return passages{lang, articles, ids, questions, relevant}
}

type jsonRow struct {
	ID    string `json:"_id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

func jsonLines(t *testing.T, path string) []jsonRow {
	t.Helper()
	var rows []jsonRow
	for line := range fileLines(t, path) {
		var r jsonRow
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(fmt.Errorf("%s: %w", path, err))
		}
		rows = append(rows, r)
	}
	return rows
}

func fileLines(t *testing.T, path string) func(func(string) bool) {
	t.Helper()
	return func(yield func(string) bool) {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() && yield(lines.Text()) {
		}
	}
}

// shopExamples reads what eval answers noted of a shop's questions. Borderline ones,
// and those whose first passage is in another language, are left out.
func shopExamples(t *testing.T, predictions string) []example {
	t.Helper()
	f, err := os.Open(predictions)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	var out []example
	for _, r := range rows[1:] {
		values := strings.Fields(r[at["signals"]])
		if len(values) == 0 || r[at["kind"]] == "borderline" {
			continue
		}
		if len(values) != nSignals {
			t.Fatalf("%s: %d signals, want %d: ask the questions anew", predictions, len(values), nSignals)
		}
		e := example{right: slices.Contains(strings.Split(r[at["expected"]], "|"), r[at["found"]]), covered: r[at["expected"]] != "none"}
		for i, v := range values {
			if e.x[i], err = strconv.ParseFloat(v, 64); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, e)
	}
	return out
}

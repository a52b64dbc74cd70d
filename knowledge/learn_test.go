package knowledge

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The shipped answerability model was made by
//
//	go test ./knowledge -run TestLearnDefaultModel -v \
//	    -passages LAREQA/en_answerable,LAREQA/zh_answerable -faq BANKING77/train.csv \
//	    -shops SECOND,SECOND-BARE,FOURTH,FIFTH,DEMO,DEMO-BARE -check LAREQA/es_answerable,LAREQA/de_answerable
//
// where each of -shops was written by
//
//	frontdesk eval answers --articles SHOP/articles --questions SHOP/questions.csv --predictions FILE
//
// over the demo shop and eval/answers/second, fourth and fifth. BARE is the shop
// without the questions and intents of its articles' front matter.
var (
	learnPassages = flag.String("passages", "", "collections PREFIX_corpus.jsonl, PREFIX_queries.jsonl, PREFIX_qrels.tsv to learn from, by commas; the file name starts with the language")
	learnFAQ      = flag.String("faq", "", "CSV text,intent: intents become articles with a few questions each")
	learnShops    = flag.String("shops", "", "predictions of eval answers, by commas; they move what was learnt from the others")
	learnRidge    = flag.Float64("ridge", 1, "how firmly what was learnt from the others is believed")
	learnCheckers = flag.String("checkshops", "", "the same, to measure on")
	learnCheck    = flag.String("check", "", "collections to measure on")
)

// strangeAtFirst is what a strange subject weighs before the shops are asked: the public
// sets hardly name any. The shipped model has this weight beside those that were learnt
// before there was the signal: learnt anew with it they gave more coverage and less
// precision on shops with plain articles.
const strangeAtFirst = -4

func TestLearnDefaultModel(t *testing.T) {
	if *learnPassages == "" {
		t.Skip("learns only when told from what: -passages")
	}
	var all []example
	for _, prefix := range strings.Split(*learnPassages, ",") {
		all = append(all, passageExamples(t, prefix)...)
	}
	if *learnFAQ != "" {
		all = append(all, faqExamples(t, *learnFAQ)...)
	}
	all = forFirst(all)
	m := fit(answerability{}, all, 0.5)
	m.weights[strange] = strangeAtFirst
	var shops []example
	for _, pair := range strings.Split(*learnShops, ",") {
		if pair != "" {
			shops = append(shops, shopExamples(t, pair)...)
		}
	}
	if len(shops) > 0 {
		report(t, "shops, before", m, shops)
		m = fit(m, forFirst(shops), *learnRidge)
		report(t, "shops, after", m, shops)
	}
	t.Logf("%d examples", len(all))
	t.Logf("bias: %.2f", m.bias)
	for i, name := range signalNames {
		t.Logf("%s: %.2f", name, m.weights[i])
	}
	report(t, "learnt from", m, all)
	for _, pair := range strings.Split(*learnCheckers, ",") {
		if pair != "" {
			report(t, filepath.Base(pair), m, shopExamples(t, pair))
		}
	}
	for _, prefix := range strings.Split(*learnCheck, ",") {
		if prefix != "" {
			report(t, filepath.Base(prefix), m, passageExamples(t, prefix))
		}
	}
}

// TestLearnDefaultAny makes defaultAny by the same flags, but for -faq and -ridge.
func TestLearnDefaultAny(t *testing.T) {
	if *learnPassages == "" {
		t.Skip("learns only when told from what: -passages")
	}
	var all, check []example
	for _, prefix := range strings.Split(*learnPassages, ",") {
		all = append(all, wholeExamples(t, prefix)...)
	}
	for _, path := range strings.Split(*learnShops, ",") {
		all = append(all, shopExamples(t, path)...)
	}
	m := fit(answerability{}, forAny(all), 0.5)
	t.Logf("bias: %.2f", m.bias)
	for i, name := range signalNames {
		t.Logf("%s: %.2f", name, m.weights[i])
	}
	report(t, "learnt from", m, forAny(all))
	for _, path := range strings.Split(*learnCheckers, ",") {
		if path != "" {
			check = append(check, shopExamples(t, path)...)
		}
	}
	report(t, "shops, P(some passage answers)", m, forAny(check))
	report(t, "shops, P(the first answers)", defaultFirst, forAny(check))
	for _, prefix := range strings.Split(*learnCheck, ",") {
		if prefix != "" {
			found := wholeExamples(t, prefix)
			report(t, filepath.Base(prefix)+", P(some passage answers)", m, forAny(found))
			report(t, filepath.Base(prefix)+", P(the first answers)", defaultFirst, forAny(found))
		}
	}
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

func passageExamples(t *testing.T, prefix string) []example {
	t.Helper()
	c := readPassages(t, prefix)
	return append(c.ask(t), smallBases(t, c.lang, c.articles, c.ids, c.questions, c.relevant)...)
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

// smallBases asks the same questions of bases as small as a young shop's: each
// of 60 passages, with the questions that it answers and as many that only the
// passages next to them would.
func smallBases(t *testing.T, lang string, articles []Article, ids, questions []string, relevant map[string]bool) []example {
	t.Helper()
	const size = 60
	var out []example
	var last []int
	for block := range slices.Chunk(articles, size) {
		var here []int
		for i, id := range ids {
			if slices.ContainsFunc(block, func(a Article) bool { return relevant[id+"\t"+a.ID] }) {
				here = append(here, i)
			}
		}
		var asked []string
		var which []int
		for _, i := range slices.Concat(here, last) {
			asked, which = append(asked, questions[i]), append(which, i)
		}
		last = here
		out = append(out, firstHits(t, fillBase(t, block), lang, asked, func(i int, article string) bool {
			return relevant[ids[which[i]]+"\t"+article]
		})...)
	}
	return out
}

// faqExamples makes two intents of three an article with five questions, and
// asks the others' questions too: they have no answer.
func faqExamples(t *testing.T, path string) []example {
	t.Helper()
	names, byIntent := intentRows(t, path)
	out := faqBase(t, names, byIntent)
	for block := range slices.Chunk(names, 15) {
		out = append(out, faqBase(t, block, byIntent)...)
	}
	return out
}

func intentRows(t *testing.T, path string) (names []string, byIntent map[string][]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	byIntent = map[string][]string{}
	for _, r := range rows[1:] {
		byIntent[r[1]] = append(byIntent[r[1]], r[0])
	}
	for name := range byIntent {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, byIntent
}

func faqBase(t *testing.T, names []string, byIntent map[string][]string) []example {
	t.Helper()
	var articles []Article
	var questions, labels []string
	for i, name := range names {
		texts := byIntent[name]
		n := min(5, len(texts)/2)
		if i%3 != 0 {
			title := strings.ReplaceAll(name, "_", " ")
			articles = append(articles, Article{ID: name, Title: title, Body: title + ".", Locale: "en", Questions: texts[:n], Intents: names[i : i+1]})
		}
		for _, q := range texts[n:min(len(texts), n+12)] {
			questions, labels = append(questions, q), append(labels, name)
		}
	}
	right := func(i int, article string) bool { return labels[i] == article }
	b := fillBase(t, articles)
	return append(firstHits(t, b, "en", questions, right), firstHitsAbout(t, b, "en", questions, guessed(names, labels), right)...)
}

// guessed is what a classifier of intents makes of questions: one in four is
// wrong, as of real shoppers' messages that are just sure enough.
func guessed(names, labels []string) []string {
	rng := rand.New(rand.NewPCG(1, 1))
	out := slices.Clone(labels)
	for i := range out {
		if rng.IntN(4) == 0 {
			out[i] = names[rng.IntN(len(names))]
		}
	}
	return out
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
		e := example{right: slices.Contains(strings.Split(r[at["expected"]], "|"), r[at["found"]]), covered: r[at["kind"]] != "none"}
		for i, v := range values {
			if e.x[i], err = strconv.ParseFloat(v, 64); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, e)
	}
	return out
}

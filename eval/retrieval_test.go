package eval_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/eval"
	"frontdesk/internal/fault"
)

const (
	corpus = `{"_id":"d1","title":"Returns","text":"You can return items within 30 days."}
{"_id":"d2","title":"","text":"Express delivery takes one day."}
{"_id":"d3","title":"","text":"Gift cards are valid for three years."}
`
	queries = `{"_id":"q1","text":"return items"}
{"_id":"q2","text":"how fast is express delivery"}
{"_id":"q3","text":"gift cards valid"}
{"_id":"q4","text":"surfboards in Hawaii","answerable":false}
`
	// The judgement of q3 is wrong on purpose: its right document comes later.
	qrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\nq3\td1\t1\n"
)

func options(t *testing.T, corpus, queries, qrels string) eval.RetrievalOptions {
	t.Helper()
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return eval.RetrievalOptions{Corpus: write("corpus.jsonl", corpus), Queries: write("queries.jsonl", queries), Qrels: write("qrels.tsv", qrels), Language: "en"}
}

func TestRunRetrieval(t *testing.T) {
	o := options(t, corpus, queries, qrels)
	var rows strings.Builder
	o.Predictions = &rows
	got, err := eval.RunRetrieval(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if got.Documents != 3 || got.Queries != 4 {
		t.Errorf("%d documents and %d queries, want 3 and 4", got.Documents, got.Queries)
	}
	// Two of three judged queries have their document first, the third not at all.
	if want := 2.0 / 3; got.MRR10 != want || got.NDCG10 != want || got.Recall5 != want {
		t.Errorf("mrr %v, ndcg %v, recall %v; want %v each", got.MRR10, got.NDCG10, got.Recall5, want)
	}
	if got.AnswerableAUROC == nil || *got.AnswerableAUROC != 1 {
		t.Errorf("answerable AUROC %v, want 1: only one question has no answer", got.AnswerableAUROC)
	}
	if len(got.Risk) != 3 || got.Risk["0.5"] > 0.5 {
		t.Errorf("risk %v, want three coverages", got.Risk)
	}
	if lines := strings.Count(rows.String(), "\n"); lines != 5 {
		t.Errorf("%d lines of predictions, want a header and 4", lines)
	}
}

func TestRetrievalInputFaults(t *testing.T) {
	for _, c := range []struct{ name, corpus, queries, qrels, want string }{
		{"json is cut off", corpus + `{"_id":"d4",`, queries, qrels, "corpus.jsonl:4:"},
		{"a document has no id", `{"text":"x"}`, queries, qrels, `corpus.jsonl:1:1: a document needs "_id"`},
		{"a document is there twice", corpus + `{"_id":"d1","text":"x"}`, queries, qrels, `corpus.jsonl:4:1: the document "d1" is there twice`},
		{"a query has a number for text", corpus, `{"_id":"q1","text":7}`, qrels, "queries.jsonl:1:"},
		{"an empty file", corpus, "", qrels, "queries.jsonl:1:1: the file is empty"},
		{"no header", corpus, queries, "q1\td1\t1\n", "qrels.tsv:1:1: the header"},
		{"two columns", corpus, queries, qrels + "q1\td2\n", "qrels.tsv:5:1: has 2 columns"},
		{"an unknown query", corpus, queries, qrels + "q9\td2\t1\n", `qrels.tsv:5:1: column 1: no query has the id "q9"`},
		{"an unknown document", corpus, queries, qrels + "q1\td9\t1\n", `column 2: no document has the id "d9"`},
		{"a word for a score", corpus, queries, qrels + "q1\td2\tgood\n", `column 3: "good" is no whole number`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := eval.RunRetrieval(context.Background(), options(t, c.corpus, c.queries, c.qrels))
			if !errors.Is(err, fault.ErrInvalid) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an invalid input with %q", err, c.want)
			}
		})
	}
}

// Plain BM25 finds the words and knows no typing errors, which the search mends.
func TestPlainIsPlain(t *testing.T) {
	o := options(t, corpus, `{"_id":"q1","text":"itemss withhin"}`+"\n", "query-id\tcorpus-id\tscore\nq1\td1\t1\n")
	o.Plain = true
	got, err := eval.RunRetrieval(context.Background(), o)
	if err != nil || got.Recall100 != 0 {
		t.Errorf("recall %v, %v; want nothing found", got.Recall100, err)
	}
}

// As others have it, BM25 knows no endings, and a Chinese character is a word.
func TestPlainAsWritten(t *testing.T) {
	documents := `{"_id":"d1","text":"Parcels leave on Monday."}` + "\n" + `{"_id":"d2","text":"包裹周一寄出"}` + "\n"
	for question, want := range map[string]float64{"parcel": 0, "PARCELS?": 1, "周一": 0} {
		o := options(t, documents, `{"_id":"q1","text":"`+question+`"}`+"\n", "query-id\tcorpus-id\tscore\nq1\td1\t1\n")
		o.Plain, o.AsWritten, o.Language = true, true, "en"
		if got, err := eval.RunRetrieval(context.Background(), o); err != nil || got.Recall100 != want {
			t.Errorf("%s: recall %v, %v; want %v", question, got.Recall100, err, want)
		}
	}
}

func TestRunPairs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pairs.csv")
	write := func(content string) string {
		if err := os.WriteFile(path, []byte("question_1,question_2,similar\n"+content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	rows := "How much is shipping?,what does shipping cost,1\nHow do I return shoes?,returning shoes,1\nHow much is shipping?,returning shoes,0\n"
	got, err := eval.RunPairs(context.Background(), eval.PairsOptions{Pairs: write(rows), Language: "en"})
	if err != nil || got.Pairs != 3 || got.Similar != 2 || got.AUROC != 1 {
		t.Errorf("got %+v, %v; want all told apart", got, err)
	}
	for _, bad := range []string{"a,b,yes\n", "a,b,1\n"} {
		if _, err := eval.RunPairs(context.Background(), eval.PairsOptions{Pairs: write(bad), Language: "en"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v, want an invalid input", bad, err)
		}
	}
}

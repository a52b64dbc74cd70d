package eval_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/eval"
	"frontdesk/internal/fault"
)

// files writes files into a folder of the test and gives the folder.
func files(t *testing.T, texts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	shippingArticle = "# Shipping costs\n\nHow much is shipping? Standard shipping to Germany costs 4.90 EUR and is free from 60 EUR.\n"
	careArticle     = "# Washing wool\n\nHow do I wash a wool jumper? Wash wool by hand at 30 degrees with a wool detergent and dry it flat.\n"
)

func TestAnswersAreCounted(t *testing.T) {
	dir := files(t, map[string]string{
		"a/en/shipping.md": shippingArticle, "a/en/wool.md": careArticle,
		"q.csv": "id,language,text,expected,kind\n" +
			"1,en,How much is shipping?,shipping,direct\n" +
			"2,en,How do I wash a wool jumper?,wool|shipping,direct\n" +
			"3,en,Who won the match in the stadium yesterday?,none,none\n" +
			"4,en,How much is shipping?,wool,mislabelled\n",
		"must.csv": "id,must_contain\n1,5.90 eur|4.90  EUR\n2,silk\n",
	})
	var table strings.Builder
	res, err := eval.RunAnswers(t.Context(), eval.AnswersOptions{
		Articles: filepath.Join(dir, "a"), Questions: filepath.Join(dir, "q.csv"), Answers: filepath.Join(dir, "must.csv"), Predictions: &table,
	})
	if err != nil {
		t.Fatal(err)
	}
	if res.AnsweredRight != 2 || res.AnsweredWrong != 1 || res.LeftRightly != 1 || res.LeftWrongly != 0 || res.Articles != 2 {
		t.Errorf("counts %+v\n%s", res.AnswersFigures, table.String())
	}
	if res.Precision < 0.66 || res.Precision > 0.67 || res.Coverage != 1 || res.Hit3 < 0.99 || *res.Contains != 0.5 {
		t.Errorf("figures %+v, contains %v", res.AnswersFigures, *res.Contains)
	}
	if k := res.ByKind["direct"]; k.Questions != 2 || k.Precision != 1 || res.ByLanguage["en"].Questions != 4 {
		t.Errorf("by kind %+v, by language %+v", res.ByKind, res.ByLanguage)
	}
	if rows := strings.Split(strings.TrimSpace(table.String()), "\n"); len(rows) != 5 || !strings.HasPrefix(rows[1], "1,en,direct,How much is shipping?,shipping,answered_right,shipping,") {
		t.Errorf("predictions:\n%s", table.String())
	}
}

func TestQuestionsAboutArticlesLeftOutHaveNoAnswer(t *testing.T) {
	dir := files(t, map[string]string{
		"a/en/shipping.md": shippingArticle, "a/en/wool.md": careArticle, "a/de/wool.md": "# Wolle waschen\n\nWolle wird von Hand bei 30 Grad gewaschen.\n",
		"q.csv": "id,language,text,expected\n1,en,How much is shipping?,shipping\n2,en,How do I wash a wool jumper?,wool\n",
	})
	o := eval.AnswersOptions{Articles: filepath.Join(dir, "a"), Questions: filepath.Join(dir, "q.csv"), LeaveOut: 0.5}
	for o.Seed = range uint64(4) {
		res, err := eval.RunAnswers(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if left := 3 - res.Articles; left != 1 && left != 2 || res.AnsweredRight != 1 || res.LeftRightly+res.AnsweredWrong != 1 {
			t.Errorf("seed %d: %d articles, %+v", o.Seed, res.Articles, res.AnswersFigures)
		}
	}
	o.LeaveOut = 1
	if res, err := eval.RunAnswers(t.Context(), o); err != nil || res.Articles != 0 || res.LeftRightly != 2 {
		t.Errorf("without any article: %+v, %v", res, err)
	}
}

// A shop that has written in one language is asked in the others, and not about what it
// has written in those alone.
func TestAShopThatHasWrittenInOneLanguage(t *testing.T) {
	dir := files(t, map[string]string{
		"a/en/shipping.md": shippingArticle, "a/en/wool.md": careArticle, "a/de/wool.md": "# Wolle waschen\n\nWolle wird von Hand bei 30 Grad gewaschen.\n",
		"a/de/silk.md": "# Seide waschen\n\nSeide wird kalt gewaschen.\n",
		"q.csv":        "id,language,text,expected\n1,en,How do I wash a wool jumper?,wool\n2,de,Wie wasche ich einen Wollpullover?,wool\n3,de,Wie wasche ich Seide?,silk\n4,fr,Vendez-vous des tondeuses ?,none\n",
	})
	o := eval.AnswersOptions{Articles: filepath.Join(dir, "a"), Questions: filepath.Join(dir, "q.csv"), WrittenIn: "en"}
	res, err := eval.RunAnswers(t.Context(), o)
	if err != nil || res.Articles != 2 || res.Questions != 2 || res.ByLanguage["de"].Hit1 != 1 || res.ByLanguage["fr"].Questions != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	o.WrittenIn = "nl"
	if _, err := eval.RunAnswers(t.Context(), o); !errors.Is(err, fault.ErrInvalid) {
		t.Errorf("a language that is not there: %v", err)
	}
}

func TestAnswersRefuseBadInput(t *testing.T) {
	for _, c := range []struct{ name, questions, answers, want string }{
		{"no header", "", "", "q.csv:1:1: the file is empty"},
		{"unknown column", "id,language,text,expected,colour\n", "", `q.csv:1:27: unknown column "colour"`},
		{"column twice", "id,language,text,text,expected\n", "", `q.csv:1:18: the column "text" is there twice`},
		{"missing column", "id,language,text\n", "", `q.csv:1:1: the column "expected" is missing`},
		{"no rows", "id,language,text,expected\n", "", "q.csv:1:1: the file has no questions"},
		{"no text", "id,language,text,expected\n1,en,,shipping\n", "", "q.csv:2:6: the text is empty"},
		{"id twice", "id,language,text,expected\n1,en,a,none\n1,en,b,none\n", "", `q.csv:3:1: the id "1" is there twice`},
		{"no such article", "id,language,text,expected\n1,en,a,shiping\n", "", `q.csv:2:8: there is no article "shiping"`},
		{"no language", "id,language,text,expected\n1,klingonese,a,none\n", "", `q.csv:2:3: "klingonese" is no language`},
		{"broken UTF-8", "id,language,text,expected\n1,en,a\xff,none\n", "", "q.csv:2:6: the text is not UTF-8"},
		{"ragged", "id,language,text,expected\n1,en,a\n", "", "q.csv:2:"},
		{"open quote", "id,language,text,expected\n1,en,\"a,none\n", "", "q.csv:2:14: extraneous"},
		{"answer to nothing", "id,language,text,expected\n1,en,a,none\n", "id,must_contain\n7,x\n", `must.csv:2:1: no question has the id "7"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := files(t, map[string]string{"a/shipping.md": shippingArticle, "q.csv": c.questions, "must.csv": c.answers})
			o := eval.AnswersOptions{Articles: filepath.Join(dir, "a"), Questions: filepath.Join(dir, "q.csv")}
			if c.answers != "" {
				o.Answers = filepath.Join(dir, "must.csv")
			}
			_, err := eval.RunAnswers(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want %s", err, c.want)
			}
		})
	}
	_, err := eval.RunAnswers(t.Context(), eval.AnswersOptions{Articles: "/does/not/exist", Questions: "/does/not/exist.csv"})
	if err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Error(err)
	}
}

package eval_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"
	"testing"

	"frontdesk/eval"
	"frontdesk/internal/fault"
)

func TestLanguagesOfATestFile(t *testing.T) {
	const file = "\xef\xbb\xbftext,language\nwo ist meine bestellung geblieben,de\n我的訂單到哪裡了,zh-Hant\n我的订单到哪里了,zh-Hant\nwhere is my order,en\nwhere is my parcel,de\n"
	var predictions bytes.Buffer
	res, err := eval.RunLanguage(context.Background(), eval.LanguageOptions{Test: csvFile(t, file), Predictions: &predictions})
	if err != nil {
		t.Fatal(err)
	}
	if res.Examples != 5 || res.Accuracy != 0.8 {
		t.Errorf("%d examples, accuracy %v, want 5 and 0.8", res.Examples, res.Accuracy)
	}
	if res.VariantAccuracy == nil || *res.VariantAccuracy != 0.5 {
		t.Errorf("variant accuracy %v, want 0.5", res.VariantAccuracy)
	}
	want := []eval.LanguageFigures{{"de", 2, 0.5, 1}, {"en", 1, 1, 0.5}, {"zh", 2, 1, 1}}
	if len(res.PerLanguage) != len(want) {
		t.Fatalf("per language: %+v", res.PerLanguage)
	}
	for i, f := range res.PerLanguage {
		if f != want[i] {
			t.Errorf("per language %d: %+v, want %+v", i, f, want[i])
		}
	}
	rows, err := csv.NewReader(&predictions).ReadAll()
	if err != nil || len(rows) != 6 || rows[2][2] != "zh" || rows[2][4] != "zh-Hant" {
		t.Errorf("predictions %q, %v", rows, err)
	}
}

func TestLanguagesOfAFileOfIntents(t *testing.T) {
	file := csvFile(t, "text,intent,language\nwo ist meine bestellung geblieben,order_status,de\n")
	if res, err := eval.RunLanguage(context.Background(), eval.LanguageOptions{Test: file}); err != nil || res.Accuracy != 1 {
		t.Errorf("accuracy %v, %v", res.Accuracy, err)
	}
}

func TestBadLanguageFilesAreRefusedWithTheirPlace(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"empty file":      {"", ":1:1: "},
		"no rows":         {"text,language\n", ":2:1: "},
		"unknown column":  {"text,language,mood\na,en,x\n", ":1:15: "},
		"missing column":  {"text\nhello\n", ":1:1: "},
		"column twice":    {"text,text\nhello,x\n", ":1:6: "},
		"empty text":      {"text,language\nhello,en\n ,de\n", ":3:1: "},
		"empty language":  {"text,language\nhello,\n", ":2:7: "},
		"no language":     {"text,language\nhello,en\nhallo,???\n", ":3:7: "},
		"fields missing":  {"text,language\nhello\n", ":2:1: "},
		"quote not ended": {"text,language\n\"hello,en\n", ":2:"},
		"broken UTF-8":    {"text,language\nhel\xfflo,en\n", ":2:1: "},
	} {
		t.Run(name, func(t *testing.T) {
			path := csvFile(t, c.content)
			_, err := eval.RunLanguage(context.Background(), eval.LanguageOptions{Test: path})
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), path+c.want) {
				t.Errorf("%v, want a fault at %q", err, path+c.want)
			}
		})
	}
	if _, err := eval.RunLanguage(context.Background(), eval.LanguageOptions{Test: "/nowhere/at/all.csv"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a missing file: %v", err)
	}
}

package eval

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/eval/metrics"
	"frontdesk/internal/fault"
)

// LanguageOptions say what to measure: language detection, text by text and
// without a conversation around it.
type LanguageOptions struct {
	Test string // CSV with the columns text and language; a file of intents, whose intent is not read, will do

	Predictions io.Writer        // nil: none; else CSV, a row an example
	Now         func() time.Time // nil: time.Now
}

// LanguageResult holds the figures of one measurement. VariantAccuracy is null
// where no row names a variant.
type LanguageResult struct {
	Examples        int               `json:"examples"`
	Accuracy        float64           `json:"accuracy"` // of the language alone: "zh-Hant" is Chinese
	VariantAccuracy *float64          `json:"variant_accuracy"`
	ECE             float64           `json:"ece"` // 15 bins
	PredictP50      float64           `json:"predict_us_p50"`
	PredictP99      float64           `json:"predict_us_p99"`
	PerLanguage     []LanguageFigures `json:"per_language"`
}

// LanguageFigures is one language of the test data.
type LanguageFigures struct {
	Language  string  `json:"language"`
	Examples  int     `json:"examples"`
	Accuracy  float64 `json:"accuracy"`  // of its texts, what was told
	Precision float64 `json:"precision"` // of what was called so, what is
}

// languageRow is a text with what it is and what it was taken for.
type languageRow struct {
	text, tag, want string // tag as the file has it, want its language
	got             nlu.Language
}

// RunLanguage measures language detection. Faults of the input are fault.Invalid
// with file, line and column.
func RunLanguage(ctx context.Context, o LanguageOptions) (LanguageResult, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	rows, err := readLanguages(o.Test)
	if err != nil {
		return LanguageResult{}, err
	}
	analyzer, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		return LanguageResult{}, err
	}
	analyzer.ReadLanguage("hello", nil) // reads the tables, which happens once in a process
	took := make([]float64, len(rows))
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return LanguageResult{}, err
		}
		start := o.Now()
		rows[i].got = analyzer.ReadLanguage(rows[i].text, nil)
		took[i] = float64(o.Now().Sub(start).Nanoseconds()) / 1e3
	}
	if o.Predictions != nil {
		if err := writeLanguages(o.Predictions, rows); err != nil {
			return LanguageResult{}, err
		}
	}
	res := languageFigures(rows)
	res.PredictP50, res.PredictP99 = metrics.Percentile(took, 0.5), metrics.Percentile(took, 0.99)
	return res, nil
}

func readLanguages(file string) ([]languageRow, error) {
	var out []languageRow
	err := eachRow(file, []string{"text", "language", "|", "intent"}, func(r row) error {
		l := languageRow{text: r.get("text"), tag: r.get("language")}
		switch {
		case l.text == "":
			return r.bad("text", "the text is empty")
		case l.tag == "" || !isTag(l.tag):
			return r.bad("language", "%q is no language; give its ISO 639-1 code", l.tag)
		}
		l.want, _, _ = strings.Cut(strings.ToLower(l.tag), "-")
		out = append(out, l)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fault.New(fault.Invalid, "no_rows", "%s:2:1: there is no row after the header", file)
	}
	return out, err
}

func writeLanguages(w io.Writer, rows []languageRow) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"text", "language", "predicted", "probability", "variant", "second"}) // Error tells
	for _, r := range rows {
		_ = out.Write([]string{r.text, r.tag, r.got.Lang, strconv.FormatFloat(r.got.P, 'f', 4, 64), r.got.Variant, r.got.Second})
	}
	out.Flush()
	return out.Error()
}

func languageFigures(rows []languageRow) LanguageResult {
	res := LanguageResult{Examples: len(rows)}
	confidence, right := make([]float64, len(rows)), make([]bool, len(rows))
	want, got := make([]string, len(rows)), make([]string, len(rows))
	var tags, variants []string
	for i, r := range rows {
		want[i], got[i] = r.want, r.got.Lang
		confidence[i], right[i] = r.got.P, r.want == r.got.Lang
		if strings.Contains(r.tag, "-") {
			tags, variants = append(tags, strings.ToLower(r.tag)), append(variants, strings.ToLower(r.got.Variant))
		}
	}
	res.Accuracy, res.ECE = metrics.Accuracy(want, got), metrics.ECE(confidence, right, 15)
	if len(tags) > 0 {
		share := metrics.Accuracy(tags, variants)
		res.VariantAccuracy = &share
	}
	for _, lang := range slices.Compact(slices.Sorted(slices.Values(want))) {
		f := LanguageFigures{Language: lang}
		called, hit := 0, 0
		for i := range want {
			if want[i] == lang {
				f.Examples++
			}
			if got[i] == lang {
				called++
				if want[i] == lang {
					hit++
				}
			}
		}
		f.Accuracy = float64(hit) / float64(f.Examples)
		f.Precision = float64(hit) / float64(max(1, called))
		res.PerLanguage = append(res.PerLanguage, f)
	}
	return res
}

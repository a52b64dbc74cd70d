package eval

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/eval/metrics"
	"frontdesk/internal/fault"
)

// EmotionOptions say what to measure moods on. Files are CSV with the columns
// text and emotion and, if wanted, language; several emotions are joined by |.
type EmotionOptions struct {
	Test        string
	Train       string // a fresh model from this file instead of the shipped one
	Seed        uint64
	Predictions io.Writer // a row an example; nil: none
}

// EmotionResult is the figures of mood detection. Where a text of the test file
// has several moods, F1 is that of all moods at their thresholds, each label
// counted for itself; else that of the likeliest one.
type EmotionResult struct {
	Examples    int              `json:"examples"`
	SeveralEach bool             `json:"several_labels"` // some text of the test file has several moods
	MacroF1     float64          `json:"macro_f1"`
	Accuracy    float64          `json:"accuracy"` // the likeliest mood is one of the text's
	TrainMacro  *float64         `json:"train_macro_f1,omitempty"`
	PerClass    []EmotionFigures `json:"per_class"`
}

// EmotionFigures is one mood of the test data.
type EmotionFigures struct {
	Emotion string `json:"emotion"`
	metrics.PRF
	Examples int `json:"examples"`
}

// RunEmotion measures mood detection. Faults of the input are fault.Invalid with
// file, line and column.
func RunEmotion(ctx context.Context, o EmotionOptions) (EmotionResult, error) {
	if o.Test == "" {
		return EmotionResult{}, fault.New(fault.Invalid, "bad_options", "give --test")
	}
	a, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		return EmotionResult{}, fmt.Errorf("analyzer: %w", err)
	}
	test, err := readMoodFile(o.Test, a)
	if err != nil {
		return EmotionResult{}, err
	}
	var res EmotionResult
	if o.Train != "" {
		if a, res.TrainMacro, err = moodAnalyzer(ctx, o, a); err != nil {
			return EmotionResult{}, err
		}
	}
	run := emotionRun{}
	for i, e := range test {
		if i%256 == 0 && ctx.Err() != nil {
			return EmotionResult{}, ctx.Err()
		}
		m := a.ReadMoods(e.Text, e.Lang)
		run.examples = append(run.examples, e)
		run.top, run.all = append(run.top, m.Top()), append(run.all, m.Labels())
	}
	run.result(&res)
	if o.Predictions != nil {
		err = run.write(o.Predictions)
	}
	return res, err
}

// moodAnalyzer trains a fresh model for texts of every language.
func moodAnalyzer(ctx context.Context, o EmotionOptions, a *nlu.Analyzer) (*nlu.Analyzer, *float64, error) {
	train, err := readMoodFile(o.Train, a)
	if err != nil {
		return nil, nil, err
	}
	m, report, err := nlu.TrainMoods(ctx, train, nlu.MoodOptions{Seed: o.Seed})
	if errors.Is(err, nlu.ErrMoods) {
		return nil, nil, fault.New(fault.Invalid, "too_few_moods", "%s: %v", o.Train, err)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("train on %s: %w", o.Train, err)
	}
	a, err = nlu.NewAnalyzer(nlu.AnalyzerConfig{Moods: m})
	return a, &report.MacroF1, err
}

// languageSample is how many rows tell the language of a file.
const languageSample = 500

// readMoodFile reads a labelled file. Rows without a language get the one they
// seem to be in, where that of most rows is expected, as the conversation's is in
// the live path.
func readMoodFile(path string, a *nlu.Analyzer) ([]nlu.MoodExample, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", path).Cause(err)
	}
	defer f.Close()
	examples, err := nlu.ReadMoodExamples(f)
	var bad *nlu.RowError
	if errors.As(err, &bad) {
		return nil, fault.New(fault.Invalid, "bad_csv", "%s:%d:%d: %s", path, bad.Line, bad.Column, bad.Reason)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	seen := map[string]int{}
	most := ""
	for _, e := range examples[:min(len(examples), languageSample)] {
		lang, _ := a.DetectLanguage(e.Text, nil)
		if seen[lang]++; seen[lang] > seen[most] {
			most = lang
		}
	}
	for i := range examples {
		if examples[i].Lang == "" {
			examples[i].Lang, _ = a.DetectLanguage(examples[i].Text, []string{most})
		}
	}
	return examples, nil
}

// emotionRun is what was predicted.
type emotionRun struct {
	examples []nlu.MoodExample
	top      []nlu.Emotion
	all      [][]string
}

func (r *emotionRun) result(res *EmotionResult) {
	res.Examples = len(r.examples)
	right := 0
	for i, e := range r.examples {
		res.SeveralEach = res.SeveralEach || len(e.Moods) > 1
		right += count(slices.Contains(e.Moods, r.top[i].Label))
	}
	res.Accuracy = share(right, len(r.examples))
	labels := nlu.MoodLabels()
	for _, label := range labels {
		var hit, got, want int
		for i, e := range r.examples {
			is := slices.Contains(e.Moods, label)
			said := r.top[i].Label == label
			if res.SeveralEach {
				said = slices.Contains(r.all[i], label)
			}
			hit, got, want = hit+count(is && said), got+count(said), want+count(is)
		}
		f := EmotionFigures{Emotion: label, Examples: want, PRF: metrics.Counts(hit, got, want)}
		res.MacroF1 += f.F1 / float64(len(labels))
		res.PerClass = append(res.PerClass, f)
	}
}

func (r *emotionRun) write(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"text", "emotion", "predicted", "probability", "all"}) // the writer keeps the first error
	for i, e := range r.examples {
		_ = out.Write([]string{e.Text, strings.Join(e.Moods, "|"), r.top[i].Label, strconv.FormatFloat(r.top[i].P, 'f', 4, 64), strings.Join(r.all[i], "|")})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write predictions: %w", err)
	}
	return nil
}

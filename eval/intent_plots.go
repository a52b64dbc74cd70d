package eval

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	"frontdesk/eval/plot"
)

// WritePlots draws the measurement into a folder, which is made where it is
// missing: reliability.svg, risk-coverage.svg and confusion.svg.
func (res IntentResult) WritePlots(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("plots: %w", err)
	}
	for name, chart := range map[string]interface{ Write(io.Writer) error }{
		"reliability.svg": res.reliability(), "risk-coverage.svg": res.riskChart(), "confusion.svg": res.confusion(),
	} {
		if err := writePlot(filepath.Join(dir, name), chart.Write); err != nil {
			return fmt.Errorf("plots: %w", err)
		}
	}
	return nil
}

func writePlot(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// reliability shows, for each bin of P(right), the share that was right.
func (res IntentResult) reliability() plot.Chart {
	var hits, sum [eceBins]float64
	for _, r := range res.rows {
		b := max(0, min(eceBins-1, int(math.Ceil(r.p*eceBins))-1))
		sum[b]++
		hits[b] += float64(count(r.isRight()))
	}
	bars := plot.Series{Name: "right", Bars: true, Width: 1.0 / eceBins}
	for b := range sum {
		if sum[b] > 0 {
			bars.Points = append(bars.Points, plot.Point{X: (float64(b) + 0.5) / eceBins, Y: hits[b] / sum[b]})
		}
	}
	return plot.Chart{
		Title: "Reliability: is the confidence a probability?",
		Description: fmt.Sprintf("Of the messages with a given confidence, the share whose intent was right. On the dashed line both are equal. Expected calibration error %.3f over %d messages.",
			res.ECE, len(res.rows)),
		X: "confidence", Y: "share right", MaxX: 1, MaxY: 1,
		Series: []plot.Series{bars, {Name: "confidence kept", Dashed: true, Points: []plot.Point{{X: 0, Y: 0}, {X: 1, Y: 1}}}},
	}
}

// riskChart shows the share of wrong answers against the share answered.
func (res IntentResult) riskChart() plot.Chart {
	line := plot.Series{Name: "wrong of what is answered"}
	highest := 0.1
	for _, p := range curve(res.rows) {
		line.Points = append(line.Points, plot.Point{X: p.Coverage, Y: p.Risk})
		highest = max(highest, math.Ceil(p.Risk*10)/10)
	}
	five := plot.Series{Name: "5 %", Dashed: true, Points: []plot.Point{{X: 0, Y: 0.05}, {X: 1, Y: 0.05}}}
	return plot.Chart{
		Title: "Risk and coverage",
		Description: fmt.Sprintf("Answering the surest messages first: the share of all %d messages that is answered, and the share of the answers that is wrong. At a budget of 5 %% the model answers %.1f %%.",
			len(res.rows), 100*res.Coverage5),
		X: "share of messages answered", Y: "share of answers wrong", MaxX: 1, MaxY: highest,
		Series: []plot.Series{line, five},
	}
}

// mostConfused bounds the confusion matrix to what can be read.
const mostConfused = 25

// confusion counts intents wanted and got at the threshold, of those that are
// confused most.
func (res IntentResult) confusion() plot.Matrix {
	wrong := map[string]int{}
	for _, r := range res.rows {
		if r.got != r.example.Intent {
			wrong[r.example.Intent]++
			wrong[r.got]++
		}
	}
	names := slices.SortedFunc(maps.Keys(wrong), func(a, b string) int {
		return cmp.Or(cmp.Compare(wrong[b], wrong[a]), cmp.Compare(a, b))
	})
	names = names[:min(len(names), mostConfused)]
	slices.Sort(names)
	m := plot.Matrix{
		Title: "Confusions at the threshold",
		Description: fmt.Sprintf("Rows are the intents that were meant, columns those that were read, for the %d intents that are confused most. %.1f %% of all messages are read rightly.",
			len(names), 100*res.Accuracy),
		Rows: names, Columns: names, Count: make([][]int, len(names)),
	}
	for i := range m.Count {
		m.Count[i] = make([]int, len(names))
	}
	for _, r := range res.rows {
		i, wanted := slices.BinarySearch(names, r.example.Intent)
		k, got := slices.BinarySearch(names, r.got)
		if wanted && got {
			m.Count[i][k]++
		}
	}
	return m
}

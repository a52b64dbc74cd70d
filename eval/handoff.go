package eval

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"

	"frontdesk/bot/nlu"
	"frontdesk/eval/metrics"
	"frontdesk/internal/fault"
)

// HandoffOptions say what to measure the handoff signal on.
type HandoffOptions struct {
	Conversations string    // JSON lines: a conversation each
	Folds         int       // cross-validate a model of this file's words and course; 0: the shipped signal
	Course        bool      // with Folds: of the course alone, as the shipped signal
	Seed          uint64    // deals the conversations over the folds
	Predictions   io.Writer // a row a turn; nil: none
}

// HandoffResult is the figures of the handoff signal over the turns of shoppers,
// or over every turn in a file that tells none.
type HandoffResult struct {
	Conversations int `json:"conversations"`
	Turns         int `json:"turns"`  // judged
	Needed        int `json:"needed"` // of them
	metrics.PRF
	AUROC          *float64           `json:"auroc"`                            // nil where one kind of turn is missing
	ECE            float64            `json:"ece"`                              // 15 bins
	GoldenTransfer map[string]float64 `json:"golden_transfer_within_tolerance"` // by tolerance
	Threshold      float64            `json:"threshold"`                        // mean over the folds
	SD             map[string]float64 `json:"sd,omitempty"`                     // of F1 over the folds
}

// handoffFolds bounds cross-validation.
const handoffFolds = 20

// RunHandoff measures the handoff signal. Faults of the input are fault.Invalid
// with file, line and column.
func RunHandoff(ctx context.Context, o HandoffOptions) (HandoffResult, error) {
	if o.Conversations == "" {
		return HandoffResult{}, fault.New(fault.Invalid, "bad_options", "give --conversations")
	}
	if o.Folds != 0 && (o.Folds < 2 || o.Folds > handoffFolds) {
		return HandoffResult{}, fault.New(fault.Invalid, "bad_options", "--folds is %d; it goes from 2 to %d", o.Folds, handoffFolds)
	}
	file, err := readHandoffFile(o.Conversations)
	if err != nil {
		return HandoffResult{}, err
	}
	run := handoffRun{file: file}
	if o.Folds == 0 {
		err = run.shipped()
	} else {
		err = run.crossValidate(ctx, o)
	}
	if err != nil {
		return HandoffResult{}, err
	}
	if o.Predictions != nil {
		err = run.write(o.Predictions)
	}
	return run.result(), err
}

// handoffRun is what was predicted.
type handoffRun struct {
	file       handoffFile
	p          [][]float64 // by conversation and turn
	thresholds []float64   // by conversation
	fold       []int       // by conversation; nil without folds
}

func (r *handoffRun) shipped() error {
	m, err := nlu.ShippedNeed()
	if err != nil {
		return fmt.Errorf("handoff signal: %w", err)
	}
	for _, c := range r.file.conversations {
		r.p, r.thresholds = append(r.p, m.Signal(c.turns)), append(r.thresholds, m.Threshold)
	}
	return nil
}

func (r *handoffRun) crossValidate(ctx context.Context, o HandoffOptions) error {
	n := len(r.file.conversations)
	r.p, r.thresholds, r.fold = make([][]float64, n), make([]float64, n), make([]int, n)
	for place, c := range rand.New(rand.NewPCG(o.Seed, 0x68616e64)).Perm(n) {
		r.fold[c] = place % o.Folds
	}
	for fold := range o.Folds {
		var train [][]nlu.Turn
		for c, conv := range r.file.conversations {
			if r.fold[c] != fold {
				train = append(train, conv.turns)
			}
		}
		m, err := nlu.TrainNeed(ctx, train, r.file.judged, nlu.NeedOptions{Words: !o.Course, Seed: o.Seed})
		if errors.Is(err, nlu.ErrNeeds) {
			return fault.New(fault.Invalid, "too_few_conversations", "%s: %v", o.Conversations, err)
		}
		if err != nil {
			return fmt.Errorf("train on %s: %w", o.Conversations, err)
		}
		for c, conv := range r.file.conversations {
			if r.fold[c] == fold {
				r.p[c], r.thresholds[c] = m.Signal(conv.turns), m.Threshold
			}
		}
	}
	return nil
}

// tally counts the judged turns.
type tally struct {
	hit, got, want int
	p              []float64
	needed, said   []bool
}

func (t *tally) add(p float64, needed, said bool) {
	t.hit, t.got, t.want = t.hit+count(needed && said), t.got+count(said), t.want+count(needed)
	t.p, t.needed, t.said = append(t.p, p), append(t.needed, needed), append(t.said, said)
}

func (r *handoffRun) result() HandoffResult {
	res := HandoffResult{Conversations: len(r.p), GoldenTransfer: map[string]float64{}}
	var all tally
	folds := map[int]*tally{}
	for c, conv := range r.file.conversations {
		var one tally
		for i, t := range conv.turns {
			if r.file.judged(t) {
				said := r.p[c][i] >= r.thresholds[c]
				one.add(r.p[c][i], t.Needs, said)
				all.add(r.p[c][i], t.Needs, said)
			}
		}
		for tolerance := 1; tolerance <= 3; tolerance++ {
			res.GoldenTransfer[strconv.Itoa(tolerance)] += metrics.GoldenTransfer(one.needed, one.said, tolerance) / float64(len(r.p))
		}
		res.Threshold += r.thresholds[c] / float64(len(r.p))
		if r.fold != nil {
			if folds[r.fold[c]] == nil {
				folds[r.fold[c]] = &tally{}
			}
			f := folds[r.fold[c]]
			f.hit, f.got, f.want = f.hit+one.hit, f.got+one.got, f.want+one.want
		}
	}
	res.Turns, res.Needed = len(all.p), all.want
	res.PRF, res.ECE = metrics.Counts(all.hit, all.got, all.want), calibration(all)
	if all.want > 0 && all.want < len(all.p) {
		auroc := metrics.AUROC(all.p, all.needed)
		res.AUROC = &auroc
	}
	if r.fold != nil {
		var f1 []float64
		for _, f := range folds {
			f1 = append(f1, metrics.Counts(f.hit, f.got, f.want).F1)
		}
		_, sd := metrics.MeanSD(f1)
		res.SD = map[string]float64{"f1": sd}
	}
	return res
}

// calibration is the expected calibration error of the probability itself.
func calibration(t tally) float64 { return metrics.ECE(t.p, t.needed, 15) }

func (r *handoffRun) write(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"conversation", "turn", "handoff", "predicted", "probability"}) // the writer keeps the first error
	for c, conv := range r.file.conversations {
		for i, t := range conv.turns {
			if r.file.judged(t) {
				p := r.p[c][i]
				_ = out.Write([]string{conv.id, strconv.Itoa(i + 1), strconv.FormatBool(t.Needs), strconv.FormatBool(p >= r.thresholds[c]), strconv.FormatFloat(p, 'f', 4, 64)})
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write predictions: %w", err)
	}
	return nil
}

// TrainHandoff trains the signal on the course of the conversations of a file,
// without their words.
func TrainHandoff(ctx context.Context, path string, seed uint64) (*nlu.NeedModel, error) {
	file, err := readHandoffFile(path)
	if err != nil {
		return nil, err
	}
	var turns [][]nlu.Turn
	for _, c := range file.conversations {
		turns = append(turns, c.turns)
	}
	m, err := nlu.TrainNeed(ctx, turns, file.judged, nlu.NeedOptions{Seed: seed})
	if err != nil {
		return nil, fmt.Errorf("train on %s: %w", path, err)
	}
	return m, nil
}

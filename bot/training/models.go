package training

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/internal/fault"
)

// Shipped is the version of the model that ships with the program. It can be
// used and compared like any other, and is always there.
const Shipped int64 = 0

// KeptModels is how many models keep their bytes. Of older ones, but for the
// live one, figures and report remain.
const KeptModels = 10

// Model is a trained model without its bytes.
type Model struct {
	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at,omitzero"`
	CreatedBy string    `json:"created_by,omitempty"`
	Checksum  string    `json:"checksum"`  // SHA-256 of the bytes, in hexadecimal
	DataHash  string    `json:"data_hash"` // nlu.DataHash of what it was trained on
	Seed      uint64    `json:"seed"`
	Size      int64     `json:"size"` // bytes
	Note      string    `json:"note,omitempty"`
	Figures   Figures   `json:"figures"`
	Kept      bool      `json:"kept"` // its bytes are still there
	Live      bool      `json:"live"` // filled by Trainer.Models
}

// Figures is how good a model was on its own examples, by cross-validation.
// Rates are between 0 and 1.
type Figures struct {
	Examples  int     `json:"examples"`
	Own       int     `json:"own"` // of them the shop's
	Intents   int     `json:"intents"`
	Accuracy  float64 `json:"accuracy"`  // in scope, without threshold
	AUROC     float64 `json:"auroc"`     // in scope against out of scope
	ECE       float64 `json:"ece"`       // of the confidence
	Threshold float64 `json:"threshold"` // below, a message counts as out of scope
}

// Report is what training found out beside the figures.
type Report struct {
	Intents    []nlu.IntentReport `json:"intents"`
	Confusions []Confusion        `json:"confusions"`
	Warnings   []nlu.Warning      `json:"warnings"`
	Languages  []string           `json:"languages"` // of the examples
	Overruled  int                `json:"overruled"` // texts of the pack that the shop has under another intent
	// RiskCoverage is what answering more costs, Budgets the cut-offs of several
	// shares of wrong answers, and Reliability whether the confidence is a
	// probability.
	RiskCoverage []nlu.RiskPoint `json:"risk_coverage"`
	Budgets      []nlu.Cutoff    `json:"budgets"`
	Reliability  []nlu.Reliable  `json:"reliability"`
}

// Confusion is one intent taken for another.
type Confusion struct {
	Intent string     `json:"intent"` // that the examples hold
	Taken  string     `json:"taken"`  // that the model read
	N      int        `json:"examples"`
	Texts  []Mistaken `json:"texts"` // the surest first, at most ten
}

// Mistaken is an example that was read wrongly.
type Mistaken struct {
	Text string  `json:"text"`
	Lang string  `json:"language"`
	P    float64 `json:"p"` // confidence in the wrong reading
}

// Artefact is a model with all that belongs to it.
type Artefact struct {
	Model
	Report   Report
	Bytes    []byte // nil where they were dropped, and of the shipped model
	Outcomes []byte // see encodeOutcomes
}

// Use is the record of one model taking another's place.
type Use struct {
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Version  int64     `json:"version"`
	Previous int64     `json:"previous"`
	Forced   bool      `json:"forced"`           // although it was worse
	Reason   string    `json:"reason,omitempty"` // why it was forced
	Worse    []string  `json:"worse,omitempty"`  // the findings at that time
}

// ModelStore keeps models.
type ModelStore interface {
	// Models lists the newest first, Shipped last where it has been measured.
	Models(ctx context.Context) ([]Model, error)
	// ModelReport loads a model with its report; fault.NotFound.
	ModelReport(ctx context.Context, version int64) (Model, Report, error)
	// Artefact loads everything of a model; fault.NotFound.
	Artefact(ctx context.Context, version int64) (Artefact, error)
	// SaveModel stores a model under the next version, and drops the bytes of all
	// but the KeptModels newest and the live one.
	SaveModel(ctx context.Context, a Artefact) (int64, error)
	// SaveBaseline stores, as version Shipped, what the shipped model's recipe
	// makes of the pack alone, in place of what was there.
	SaveBaseline(ctx context.Context, a Artefact) error
}

// LiveStore keeps which model serves.
type LiveStore interface {
	// LiveModel is the version that serves: the last use's, else Shipped.
	LiveModel(ctx context.Context) (int64, error)
	// UseModel records a use, and so makes its version the live one;
	// fault.Conflict with code live_changed where Previous is not live.
	UseModel(ctx context.Context, u Use) error
	// Uses lists the newest first, at most limit.
	Uses(ctx context.Context, limit int) ([]Use, error)
}

// LiveChanged is the fault for a use that was decided on while another model
// was live.
func LiveChanged(live int64) error {
	return fault.New(fault.Conflict, "live_changed", "Somebody else has put version %d to use in between.", live).
		With("live", live).Advise("Compare again.")
}

// checksum names the bytes of a model.
func checksum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Bounds of a report.
const (
	mostConfusions = 200
	mostTexts      = 10
)

// confusionsOf lists what cross-validation took for something else, the most
// frequent first.
func confusionsOf(examples []nlu.Example, outcomes []nlu.Outcome) []Confusion {
	type pair struct{ intent, taken string }
	found := map[pair]*Confusion{}
	for _, o := range outcomes {
		e := examples[o.Row]
		if e.Intent == o.Intent || e.Intent == nlu.OutOfScope {
			continue
		}
		p := pair{e.Intent, o.Intent}
		if found[p] == nil {
			found[p] = &Confusion{Intent: p.intent, Taken: p.taken}
		}
		found[p].N++
		found[p].Texts = append(found[p].Texts, Mistaken{Text: e.Text, Lang: e.Lang, P: o.Accept})
	}
	out := make([]Confusion, 0, len(found))
	for _, c := range found {
		slices.SortFunc(c.Texts, func(a, b Mistaken) int { return cmp.Or(cmp.Compare(b.P, a.P), cmp.Compare(a.Text, b.Text)) })
		c.Texts = c.Texts[:min(len(c.Texts), mostTexts)]
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Intent, b.Intent), cmp.Compare(a.Taken, b.Taken))
	})
	return out[:min(len(out), mostConfusions)]
}

package bot

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"frontdesk/bot/nlu"
)

// Budgets are the shares of wrong readings that a shop accepts among the
// messages that the bot acts on, and the share of messages that it expects to
// belong to no intent. The zero value sets no budget: Config.IntentThreshold
// serves for all.
type Budgets struct {
	All      float64            // above 0 and below 1; 0: none
	By       map[string]float64 // stricter or laxer ones, by intent or category
	OOSShare *float64           // at least 0 and below 1; nil: as the model was trained
}

// DefaultBudgets is chosen by the measurements in docs/confidence.md.
func DefaultBudgets() Budgets { return Budgets{All: 0.14} }

// Validate checks ranges.
func (b Budgets) Validate() error {
	var errs error
	if b.All < 0 || b.All >= 1 {
		errs = errors.Join(errs, fmt.Errorf("bot.error_budget is %g; it must be above 0 and below 1", b.All))
	}
	for _, name := range slices.Sorted(maps.Keys(b.By)) {
		if x := b.By[name]; x <= 0 || x >= 1 {
			errs = errors.Join(errs, fmt.Errorf("bot.error_budgets: %s is %g; it must be above 0 and below 1", name, x))
		}
	}
	if s := b.OOSShare; s != nil && !(*s >= 0 && *s < 1) {
		errs = errors.Join(errs, fmt.Errorf("bot.oos_share is %g; it must be at least 0 and below 1", *s))
	}
	return errs
}

// reader is a model with the cut-offs that follow from the budgets.
type reader struct {
	model *nlu.Model
	all   float64 // 0: no budget
	by    map[string]float64
}

// newReader chooses the cut-offs on what the model kept of its cross-validation.
// An intent's own budget goes before its category's.
func newReader(m *nlu.Model, b Budgets) *reader {
	if b.OOSShare != nil {
		if at, err := m.WithOOSShare(*b.OOSShare); err == nil { // Validate has seen the share
			m = at
		}
	}
	r := &reader{model: m, by: map[string]float64{}}
	if b.All > 0 {
		r.all = m.ThresholdFor(b.All).Threshold
	}
	members := map[string][]string{}
	for _, in := range m.Intents() {
		members[nlu.Category(in)] = append(members[nlu.Category(in)], in)
	}
	for name, budget := range b.By {
		group := members[name]
		if name == "" || len(group) == 0 {
			continue
		}
		cut := m.ThresholdFor(budget, group...).Threshold
		for _, in := range group {
			r.by[in] = cut
		}
	}
	for name, budget := range b.By {
		if slices.Contains(m.Intents(), name) {
			r.by[name] = m.ThresholdFor(budget, name).Threshold
		}
	}
	return r
}

// cutoff is what Accept must reach for that intent; 0 where no budget is set.
func (r *reader) cutoff(intent string) float64 {
	if at, ok := r.by[intent]; ok {
		return at
	}
	return r.all
}

// parts are the requests of a message with several, where each reaches its
// cut-off.
func (r *reader) parts(text, lang string) []nlu.Part {
	parts := r.model.Parts(text, lang)
	for _, p := range parts {
		if p.Result.Accept < r.cutoff(p.Result.Top().Intent) {
			return nil
		}
	}
	return parts
}

// wish is what a long message asks for that as a whole is not sure: the one request
// among its clauses.
func (r *reader) wish(text, lang string, whole nlu.Result) (nlu.Result, bool) {
	if whole.Accept >= r.cutoff(whole.Top().Intent) {
		return whole, false
	}
	p, ok := r.model.Wish(text, lang)
	if !ok || p.Result.Accept < r.cutoff(p.Result.Top().Intent) {
		return whole, false
	}
	return p.Result, true
}

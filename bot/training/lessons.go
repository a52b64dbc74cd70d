package training

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/internal/fault"
)

// Lesson is an intent with what is known of it: what the console's table shows.
type Lesson struct {
	Intent
	Shipped    map[string]int `json:"shipped"`            // examples of the pack, by language
	Taught     map[string]int `json:"taught"`             // the shop's, by language; empty where it is not said
	Recall     *float64       `json:"recall"`             // of the live model, by cross-validation; null where it was not measured
	Confused   string         `json:"confused,omitempty"` // what the live model takes it for most often
	Switchable bool           `json:"switchable"`         // may be switched off
}

// Lessons lists every intent, shipped and own, and what belongs to none, by
// category and id.
func (t *Trainer) Lessons(ctx context.Context) ([]Lesson, error) {
	stored, err := t.store.ShopIntents(ctx)
	if err != nil {
		return nil, fmt.Errorf("list intents: %w", err)
	}
	packed, err := t.packCounts()
	if err != nil {
		return nil, err
	}
	taught, err := t.store.ExampleCounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("count examples: %w", err)
	}
	_, report, err := t.store.ModelReport(ctx, t.Serving().Version)
	if err != nil && !errors.Is(err, fault.ErrNotFound) {
		return nil, fmt.Errorf("load the live model's report: %w", err)
	}
	by := map[string]*Lesson{}
	for _, i := range append(shippedIntents(), stored...) {
		by[i.ID] = &Lesson{Intent: i, Shipped: map[string]int{}, Taught: map[string]int{}, Switchable: switchable(i)}
	}
	for _, c := range packed {
		by[c.Intent].Shipped[c.Lang] = c.N
	}
	for _, c := range taught {
		if l := by[c.Intent]; l != nil {
			l.Taught[c.Lang] = c.N
		}
	}
	for _, r := range report.Intents {
		if l := by[r.Intent]; l != nil {
			l.Recall, l.Confused = &r.Recall, r.Confused
		}
	}
	out := make([]Lesson, 0, len(by))
	for _, l := range by {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b Lesson) int { return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// shippedIntents are those of the pack, with their defaults.
func shippedIntents() []Intent {
	out := []Intent{{ID: nlu.OutOfScope, Title: "None of them", Category: "none"}}
	for id, category := range nlu.Categories() {
		out = append(out, Intent{ID: id, Title: titleOf(id), Category: category})
	}
	return out
}

// shipped tells whether an intent comes with the program.
func shipped(id string) bool { return nlu.Category(id) != "" || id == nlu.OutOfScope }

// packCounts counts the pack's examples. The pack itself is not kept.
func (t *Trainer) packCounts() ([]Count, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.packed != nil {
		return t.packed, nil
	}
	pack, err := t.pack()
	if err != nil {
		return nil, err
	}
	n := map[Count]int{}
	for _, e := range pack {
		n[Count{Intent: e.Intent, Lang: e.Lang}]++
	}
	for c, many := range n {
		c.N = many
		t.packed = append(t.packed, c)
	}
	return t.packed, nil
}

// switchable: what steers a conversation cannot be done without.
func switchable(i Intent) bool { return i.Category != "control" && i.ID != nlu.OutOfScope }

// SaveIntent adds an intent of the shop's own, or changes one. Of a shipped one
// only Off is taken.
func (t *Trainer) SaveIntent(ctx context.Context, i Intent) (Intent, error) {
	if err := checkIntentID(i.ID); err != nil {
		return i, err.At("id")
	}
	i.Own, i.Title = !shipped(i.ID), strings.TrimSpace(i.Title)
	if i.Own {
		i.Title, i.Category = cmp.Or(i.Title, titleOf(i.ID)), cmp.Or(strings.TrimSpace(i.Category), "own")
	} else {
		i.Title, i.Category = titleOf(i.ID), nlu.Category(i.ID)
	}
	switch {
	case i.Off && !switchable(i):
		return i, fault.New(fault.Invalid, "intent_needed", "The bot cannot do without %s.", i.ID).At("off")
	case utf8.RuneCountInString(i.Title) > maxTitleRunes:
		return i, fault.New(fault.Invalid, "invalid_title", "The title has more than %d characters.", maxTitleRunes).At("title")
	case slices.Contains([]string{"control", "chat", "none"}, i.Category) && i.Own, checkIntentID(i.Category) != nil:
		return i, fault.New(fault.Invalid, "invalid_category", "%q cannot be the category of an own intent.", short(i.Category)).At("category").
			Advise("For example presales, order, shipping, returns, payment, technical or own.")
	}
	i.UpdatedAt = t.cfg.Now()
	if err := t.store.SaveIntent(ctx, i); err != nil {
		return i, fmt.Errorf("save intent %s: %w", i.ID, err)
	}
	t.cfg.Notify()
	return i, nil
}

// DeleteIntent removes an intent of the shop's own that has no examples.
func (t *Trainer) DeleteIntent(ctx context.Context, id string) error {
	if shipped(id) {
		return fault.New(fault.Conflict, "shipped_intent", "%s ships with the program.", id).Advise("Switch it off instead.")
	}
	if err := t.store.DeleteIntent(ctx, id); err != nil {
		return fmt.Errorf("delete intent %s: %w", id, err)
	}
	t.cfg.Notify()
	return nil
}

// known tells whether there is an intent with the id.
func (t *Trainer) known(ctx context.Context) (func(id string) bool, error) {
	stored, err := t.store.ShopIntents(ctx)
	if err != nil {
		return nil, fmt.Errorf("list intents: %w", err)
	}
	return func(id string) bool {
		return shipped(id) || slices.ContainsFunc(stored, func(i Intent) bool { return i.ID == id })
	}, nil
}

// prepare checks an example and completes it.
func (t *Trainer) prepare(ctx context.Context, e Example) (Example, error) {
	e.Text, e.Lang = strings.TrimSpace(e.Text), strings.ToLower(strings.TrimSpace(e.Lang))
	if err := checkExample(e); err != nil {
		return e, err
	}
	known, err := t.known(ctx)
	if err != nil {
		return e, err
	}
	if !known(e.Intent) {
		return e, fault.New(fault.Invalid, "unknown_intent", "There is no intent %q.", short(e.Intent)).At("intent").
			Advise("Add the intent first.")
	}
	e.Lang = t.language(e.Text, e.Lang)
	return e, nil
}

// language is the given one, else that which the text looks like.
func (t *Trainer) language(text, given string) string {
	if given == "" {
		given, _ = t.analyzer.DetectLanguage(text, t.cfg.Languages)
	}
	return given
}

// AddExample adds one; fault.Conflict where the text is there already, with code
// known_example under the same intent and other_intent under another.
func (t *Trainer) AddExample(ctx context.Context, e Example) (Example, error) {
	e, err := t.prepare(ctx, e)
	if err != nil {
		return e, err
	}
	if e.Origin != FromConversation {
		e.Origin, e.ConversationID = ByHand, ""
	}
	if e.ID == "" {
		e.ID = t.cfg.NewID()
	}
	e.CreatedAt = t.cfg.Now()
	n, err := t.store.AddExamples(ctx, []Example{e}, nil)
	if err != nil {
		return e, fmt.Errorf("add example: %w", err)
	}
	if n == 0 {
		return e, fault.New(fault.Conflict, "known_example", "%s has this example already.", e.Intent).At("text")
	}
	t.cfg.Notify()
	return e, nil
}

// ChangeExample replaces text, intent and language.
func (t *Trainer) ChangeExample(ctx context.Context, e Example) (Example, error) {
	e, err := t.prepare(ctx, e)
	if err != nil {
		return e, err
	}
	if e, err = t.store.ChangeExample(ctx, e); err != nil {
		return e, fmt.Errorf("change example: %w", err)
	}
	t.cfg.Notify()
	return e, nil
}

// DeleteExample removes one and gives it back, so that it can be undone.
func (t *Trainer) DeleteExample(ctx context.Context, id string) (Example, error) {
	e, err := t.store.DeleteExample(ctx, id)
	if err != nil {
		return e, fmt.Errorf("delete example: %w", err)
	}
	t.cfg.Notify()
	return e, nil
}

// Examples lists the shop's, newest first, or with FromPack the shipped ones.
func (t *Trainer) Examples(ctx context.Context, f ExampleFilter) ([]Example, int, error) {
	if f.Origin != FromPack {
		return t.store.Examples(ctx, f)
	}
	pack, err := t.pack()
	if err != nil {
		return nil, 0, err
	}
	var out []Example
	text := strings.ToLower(f.Text)
	total, past := 0, f.After == ""
	for n, e := range pack {
		if f.Intent != "" && e.Intent != f.Intent || f.Lang != "" && e.Lang != f.Lang || !strings.Contains(strings.ToLower(e.Text), text) {
			continue
		}
		id := fmt.Sprintf("pack-%d", n)
		total++
		if past && len(out) < f.Limit {
			out = append(out, Example{ID: id, Text: e.Text, Intent: e.Intent, Lang: e.Lang, Origin: FromPack})
		}
		past = past || id == f.After
	}
	return out, total, nil
}

// FileReport is what an import did.
type FileReport struct {
	Rows     int      `json:"rows"`
	Added    int      `json:"added"`
	Known    int      `json:"known"`   // were there already, or twice in the file
	Intents  []string `json:"intents"` // new ones
	Warnings []string `json:"warnings"`
}

// fewRows is below how many examples an intent is warned of, as in training.
const fewRows = 5

// Import adds the examples of a CSV file, all or none. Intents that are not
// known become the shop's own. What is wrong is a fault.Invalid with file, line
// and column.
func (t *Trainer) Import(ctx context.Context, from io.Reader, name, by string) (FileReport, error) {
	file, err := ReadCSV(from, name)
	if err != nil {
		return FileReport{}, err
	}
	there, err := t.store.AllExamples(ctx)
	if err != nil {
		return FileReport{}, fmt.Errorf("read the shop's examples: %w", err)
	}
	list, err := t.checkFile(ctx, file, there)
	if err != nil {
		return FileReport{}, err
	}
	known, err := t.known(ctx)
	if err != nil {
		return FileReport{}, err
	}
	report := FileReport{Rows: len(file.Examples), Intents: []string{}, Warnings: []string{}}
	var intents []Intent
	for _, e := range list {
		if known(e.Intent) || slices.Contains(report.Intents, e.Intent) {
			continue
		}
		report.Intents = append(report.Intents, e.Intent)
		intents = append(intents, Intent{ID: e.Intent, Title: titleOf(e.Intent), Category: "own", Own: true, UpdatedBy: by, UpdatedAt: t.cfg.Now()})
	}
	for i := range list {
		list[i].ID, list[i].Origin, list[i].CreatedBy, list[i].CreatedAt = t.cfg.NewID(), Imported, by, t.cfg.Now()
	}
	if report.Added, err = t.store.AddExamples(ctx, list, intents); err != nil {
		return FileReport{}, fmt.Errorf("add examples: %w", err)
	}
	report.Known = report.Rows - report.Added
	report.Warnings = t.few(list, there)
	t.cfg.Notify()
	return report, nil
}

// checkFile holds a file against the rules and against what the shop has. It
// gives each text once.
func (t *Trainer) checkFile(ctx context.Context, f File, there []Example) ([]Example, error) {
	lines, old := map[string]int{}, map[string]string{}
	total := map[string]int{}
	for _, e := range there {
		old[Key(e.Text)] = e.Intent
		total[e.Intent]++
	}
	if len(there)+len(f.Examples) > MaxExamples {
		return nil, fault.New(fault.TooLarge, "too_many_examples", "%s: with these there would be %d examples; %d are the most.",
			f.Name, len(there)+len(f.Examples), MaxExamples)
	}
	var out []Example
	for i, row := range f.Examples {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e := Example{Text: strings.TrimSpace(row.Text), Intent: row.Intent, Lang: strings.ToLower(row.Lang)}
		if err := checkExample(e); err != nil {
			return nil, f.Bad(i, err.Field, "%s %s", err.Message, err.Hint)
		}
		key := Key(e.Text)
		if first, twice := lines[key]; twice {
			if f.Examples[first].Intent != e.Intent {
				return nil, f.Bad(i, "text", "the same text is under %s in line %d and under %s here; a message can teach one intent only",
					f.Examples[first].Intent, f.Lines[first], e.Intent)
			}
			continue
		}
		lines[key] = i
		if intent, known := old[key]; known && intent != e.Intent {
			return nil, f.Bad(i, "text", "the same text is an example of %s already, and of %s here; delete it there first", intent, e.Intent)
		} else if !known {
			total[e.Intent]++
		}
		e.Lang = t.language(e.Text, e.Lang)
		out = append(out, e)
	}
	return out, t.checkCounts(f, total)
}

// checkCounts refuses an intent that would have a single example.
func (t *Trainer) checkCounts(f File, total map[string]int) error {
	for i, e := range f.Examples {
		if total[e.Intent] < leastExamples && !shipped(e.Intent) {
			return f.Bad(i, "intent", "%s has this one example only; %d are the least, 20 are good", e.Intent, fewRows)
		}
	}
	return nil
}

// few warns of own intents with few examples.
func (t *Trainer) few(list, there []Example) []string {
	total, counted := map[string]int{}, map[string]bool{}
	for _, e := range slices.Concat(list, there) {
		if key := Key(e.Text); !counted[key] {
			counted[key] = true
			total[e.Intent]++
		}
	}
	out := []string{}
	var told []string
	for _, e := range list {
		if n := total[e.Intent]; n < fewRows && !shipped(e.Intent) && !slices.Contains(told, e.Intent) {
			told = append(told, e.Intent)
			out = append(out, fmt.Sprintf("%s has %d examples; %d are the least to learn from, 20 are good", e.Intent, n, fewRows))
		}
	}
	return out
}

// Models lists all models, the newest first, and the shipped one last.
func (t *Trainer) Models(ctx context.Context) ([]Model, error) {
	list, err := t.store.Models(ctx)
	if err != nil {
		return nil, fmt.Errorf("list models: %w", err)
	}
	if n := len(list); n == 0 || list[n-1].Version != Shipped {
		list = append(list, Model{Version: Shipped})
	}
	list[len(list)-1].Kept = true // it is part of the program
	live := t.Serving().Version
	for i := range list {
		list[i].Live = list[i].Version == live
	}
	return list, nil
}

// Report is a model with what its training found out.
func (t *Trainer) Report(ctx context.Context, version int64) (Model, Report, error) {
	m, r, err := t.store.ModelReport(ctx, version)
	if err != nil {
		return m, r, fmt.Errorf("load model %d: %w", version, err)
	}
	m.Live = version == t.Serving().Version
	return m, r, nil
}

// Uses lists which models were put to use, the newest first.
func (t *Trainer) Uses(ctx context.Context) ([]Use, error) { return t.store.Uses(ctx, 50) }

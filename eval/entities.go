package eval

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"

	"frontdesk/bot/nlu/entity"
	"frontdesk/eval/metrics"
)

// EntitiesOptions say what to measure: what messages name, message by message.
type EntitiesOptions struct {
	Test     string   // JSON lines, or CSV where the name ends in .csv
	Products string   // JSON lines with id, titles and skus: the catalogue; empty: none
	Types    []string // those that are measured; nil: all that the file names
	Order    entity.Config

	Predictions io.Writer        // nil: none; else JSON lines, as the test file
	Now         func() time.Time // nil: time.Now
}

// EntitiesResult holds the figures of one measurement. Spans are null where the
// file gives none.
type EntitiesResult struct {
	Examples     int               `json:"examples"`
	Spans        *EntityFigures    `json:"spans"`  // type, first and last byte are right
	Values       EntityFigures     `json:"values"` // type and normal form are right
	MacroF1      float64           `json:"macro_f1"`
	WholeMessage float64           `json:"whole_message"` // messages of which every value is right and none too many
	FalseAlarms  float64           `json:"false_alarms"`  // of the messages that name nothing, those in which something is found
	PredictP50   float64           `json:"predict_us_p50"`
	PredictP99   float64           `json:"predict_us_p99"`
	PerType      []EntityBreakdown `json:"per_type"`
	PerLanguage  []EntityBreakdown `json:"per_language"`
}

// EntityFigures are counted over all entities.
type EntityFigures struct {
	Expected int `json:"expected"`
	Found    int `json:"found"`
	metrics.PRF
}

// EntityBreakdown is one type, or one language.
type EntityBreakdown struct {
	Name   string         `json:"name"`
	Spans  *EntityFigures `json:"spans"` // null where the file gives none
	Values EntityFigures  `json:"values"`
}

// RunEntities measures the recognition of entities. Faults of the input are
// fault.Invalid with file, line and column.
func RunEntities(ctx context.Context, o EntitiesOptions) (EntitiesResult, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	set, err := readEntities(o.Test, o.Types)
	if err != nil {
		return EntitiesResult{}, err
	}
	products, err := readProducts(o.Products)
	if err != nil {
		return EntitiesResult{}, err
	}
	reader, err := entity.New(o.Order)
	if err != nil {
		return EntitiesResult{}, err
	}
	took := make([]float64, len(set.rows))
	for warm := range 2 { // the first pass reads the tables, which happens once in a process
		for i := range set.rows {
			if err := ctx.Err(); err != nil {
				return EntitiesResult{}, err
			}
			r := &set.rows[i]
			start := o.Now()
			r.got = reader.Find(entity.Query{Text: r.Text, Lang: r.Language, Country: r.Country, Now: r.Now, Products: products})
			took[i] = float64(o.Now().Sub(start).Nanoseconds()) / 1e3
			if warm == 1 {
				r.got = slices.DeleteFunc(r.got, func(e entity.Entity) bool { return !set.measured[e.Kind] })
			}
		}
	}
	if o.Predictions != nil {
		if err := writeEntities(o.Predictions, set.rows); err != nil {
			return EntitiesResult{}, err
		}
	}
	res := set.figures()
	res.PredictP50, res.PredictP99 = metrics.Percentile(took, 0.5), metrics.Percentile(took, 0.99)
	return res, nil
}

// writeEntities writes what was found, as a test file has it.
func writeEntities(w io.Writer, rows []entityRow) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, r := range rows {
		p := entityLine{Text: r.Text, Language: r.Language, Country: r.Country, Now: r.Now.Format(time.RFC3339), Entities: []entityLabel{}}
		for _, e := range r.got {
			p.Entities = append(p.Entities, entityLabel{Type: e.Kind, Start: e.Start, End: e.End, Value: e.Value, Carrier: e.Carrier})
		}
		if err := out.Encode(p); err != nil {
			return err
		}
	}
	return nil
}

// matches counts what was expected, found, and found rightly.
type matches struct{ expected, found, right int }

func (t matches) figures() EntityFigures {
	return EntityFigures{Expected: t.expected, Found: t.found, PRF: metrics.Counts(t.right, t.found, t.expected)}
}

// matchedBoth are the counts of one type or language.
type matchedBoth struct{ spans, values matches }

func (s entitySet) figures() EntitiesResult {
	all, types, langs := &matchedBoth{}, map[string]*matchedBoth{}, map[string]*matchedBoth{}
	of := func(m map[string]*matchedBoth, name string) *matchedBoth {
		if m[name] == nil {
			m[name] = &matchedBoth{}
		}
		return m[name]
	}
	whole, empty, alarms := 0, 0, 0
	for _, r := range s.rows {
		right := r.compare(func(kind string, count func(*matchedBoth)) {
			for _, t := range []*matchedBoth{all, of(types, kind), of(langs, r.Language)} {
				count(t)
			}
		})
		if right {
			whole++
		}
		if len(r.Entities) == 0 {
			empty++
			if len(r.got) > 0 {
				alarms++
			}
		}
	}
	res := EntitiesResult{Examples: len(s.rows), Values: all.values.figures(), WholeMessage: float64(whole) / float64(len(s.rows)), FalseAlarms: float64(alarms) / float64(max(1, empty))}
	if s.spans {
		f := all.spans.figures()
		res.Spans = &f
	}
	res.PerType, res.PerLanguage = s.breakdown(types), s.breakdown(langs)
	n := 0
	for _, t := range res.PerType {
		if t.Values.Expected > 0 {
			res.MacroF1 += t.Values.F1
			n++
		}
	}
	res.MacroF1 /= float64(max(1, n))
	return res
}

func (s entitySet) breakdown(m map[string]*matchedBoth) []EntityBreakdown {
	var out []EntityBreakdown
	for name, t := range m {
		b := EntityBreakdown{Name: name, Values: t.values.figures()}
		if s.spans {
			f := t.spans.figures()
			b.Spans = &f
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b EntityBreakdown) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// compare counts a message's entities and tells whether all values are right.
// Every label is matched at most once.
func (r entityRow) compare(count func(kind string, add func(*matchedBoth))) bool {
	spans, values := make([]bool, len(r.Entities)), make([]bool, len(r.Entities))
	right := 0
	for _, e := range r.Entities {
		count(e.Type, func(t *matchedBoth) { t.spans.expected++; t.values.expected++ })
	}
	for _, g := range r.got {
		span := slices.IndexFunc(r.Entities, func(e entityLabel) bool { return e.Type == g.Kind && e.Start == g.Start && e.End == g.End })
		span = once(spans, span)
		value := -1
		for i, e := range r.Entities {
			if !values[i] && e.Type == g.Kind && (e.Value == g.Value || e.Value == "" && e.Start == g.Start && e.End == g.End) && (e.Carrier == "" || e.Carrier == g.Carrier) {
				value = once(values, i)
				right++
				break
			}
		}
		count(g.Kind, func(t *matchedBoth) {
			t.spans.found++
			t.values.found++
			if span >= 0 {
				t.spans.right++
			}
			if value >= 0 {
				t.values.right++
			}
		})
	}
	return right == len(r.Entities) && right == len(r.got)
}

// once takes a place that is still free.
func once(taken []bool, i int) int {
	if i < 0 || taken[i] {
		return -1
	}
	taken[i] = true
	return i
}

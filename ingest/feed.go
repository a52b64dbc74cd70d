package ingest

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"frontdesk/shop"
)

// The kinds of product feeds.
const (
	feedTable   = "products"    // CSV or TSV with columns of well-known names, Google Merchant's too
	feedShopify = "shopify"     // a product export of Shopify as CSV
	feedWoo     = "woocommerce" // a product export of WooCommerce as CSV
	feedJSON    = "json"        // objects with the same names; Shopify's products.json too
)

// Bounds of a feed.
const (
	maxFeedBytes    = 64 << 20
	maxFeedRows     = 200_000
	maxVariants     = 2000 // of a product: Shopify has 2,048 at most
	maxFacts        = 200  // of a product
	maxTitleRunes   = 500
	maxFactBytes    = 4000
	maxProductBytes = 20_000 // of a description
)

// feedOptions are what a feed does not say itself.
type feedOptions struct {
	Currency string // ISO 4217, of prices that do not say
	Locale   string // of texts that do not say
	Now      time.Time
	Detect   func(text string) string
}

// fed is what a feed holds.
type fed struct {
	products []shop.Product
	lines    []int // where each product begins
	rows     int
	problems []Problem
	warnings []string
}

// cells are one row of a feed, whatever its form.
type cells struct {
	line   int
	value  map[string]string     // by field
	texts  map[string]shop.Texts // titles and descriptions in a named language, by field
	facts  []fact
	column func(field string) int // where a field stands in its line; nil: not known
	head   bool                   // of the product as a whole: no variant of its own
}

// fact is an attribute as it is written; lang is that of the value, where it is told.
type fact struct{ name, value, lang string }

// langMark stands between the name of a fact and the language of its value, where
// facts are kept by name.
const langMark = "\x00"

// feed builds products of rows.
type feed struct {
	o        feedOptions
	kind     string
	building map[string]*building
	order    []string
	skus     map[string]int // line by SKU
	rows     int
	refused  refusals
	notes    map[string]note
	foreign  map[string]bool       // fields whose column has no English name
	columnOf map[string]feedColumn // what names of JSON are for
	paid     map[string]bool       // shopPaid of the names of facts
}

// building is a product whose rows are being read.
type building struct {
	product shop.Product
	line    int
	titles  []string            // of its rows
	facts   []map[string]string // of its variants, and of its own rows as the first
	lang    string
}

// note counts what is told as a warning.
type note struct{ n, line int }

func newFeed(kind string, o feedOptions) *feed {
	return &feed{o: o, kind: kind, building: map[string]*building{}, skus: map[string]int{}, notes: map[string]note{}, foreign: map[string]bool{}, columnOf: map[string]feedColumn{}, paid: map[string]bool{}}
}

// readFeed reads the text of a product feed.
func readFeed(kind, text string, o feedOptions) fed {
	f := newFeed(kind, o)
	if kind == feedJSON {
		f.readJSON(text)
	} else {
		f.readTable(text)
	}
	return f.done()
}

func (f *feed) bad(p Problem) { f.refused.add(p) }

func (f *feed) note(what string, line int) {
	n := f.notes[what]
	f.notes[what] = note{n.n + 1, cmp.Or(n.line, line)}
}

// feedColumn is what a column of a table, or a name of JSON, is for.
type feedColumn struct {
	field, lang, name string
	translated        bool
}

func columnNamed(name string) feedColumn {
	c := feedColumn{name: name, translated: translated[plainName(name)]}
	c.field, c.lang = fieldOf(name)
	return c
}

// readTable reads CSV and TSV.
func (f *feed) readTable(text string) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = delimiter(text), -1, true
	head, err := r.Read()
	if err != nil {
		f.bad(csvProblem(err, quoteStart(text, r.Comma)))
		return
	}
	head = slices.Clone(head)
	columns := f.columns(head, r.FieldPos)
	if f.refused.any() {
		return
	}
	take := f.add
	var end func()
	switch f.kind {
	case feedShopify:
		take = (&shopify{feed: f}).add
	case feedWoo:
		woo := &woo{feed: f}
		take, end = woo.keep, woo.add
	}
	eachRow(text, r, func(row []string, pos position) bool {
		if f.rows++; f.rows > maxFeedRows {
			f.tooMany()
			return false
		}
		if c, ok := f.cells(columns, row, pos); ok {
			take(c)
		}
		return true
	}, f.bad)
	if end != nil {
		end()
	}
}

// tooMany refuses a whole feed: a part of it would look like all there is.
func (f *feed) tooMany() {
	f.building, f.order = map[string]*building{}, nil
	f.refused = refusals{told: []Problem{{Code: "too_many_rows", Message: fmt.Sprintf("The feed has more than %d rows.", maxFeedRows), Hint: "Split it by category and give each part a source of its own (--source)."}}}
}

// columns says what each column is for, and refuses a table without those that
// must be there.
func (f *feed) columns(head []string, pos position) []feedColumn {
	out := make([]feedColumn, len(head))
	english := map[string]bool{}
	for i, name := range head {
		c := columnNamed(strings.Join(strings.Fields(name), " "))
		if f.kind == feedWoo && plainName(name) == "type" {
			c.field = "" // simple, variable: no category
		}
		english[c.field] = english[c.field] || c.lang == "" && !c.translated
		out[i] = c
	}
	first := map[string]bool{}
	for i, c := range out {
		name := c.name
		line, column := pos(i)
		key := c.field + "/" + c.lang
		switch {
		case name == "":
			c.field = fieldIgnored
		case c.field == "" || c.field == fieldIgnored:
			key = strings.ToLower(name)
			if first[key] && c.field == "" {
				f.bad(Problem{Code: "duplicate_column", Message: fmt.Sprintf("The column %q is there twice.", head[i]), Hint: "Rename one of them.", Line: line, Column: column})
			}
		case c.lang == "" && c.translated && english[c.field]: // "cena" beside "price"
			key, c.field = strings.ToLower(name), ""
		case first[key] && c.field == fieldDescription: // a short and a long one
		case first[key]: // "Type" beside "Product category": a further name for what is known is a fact of its own
			c.field = ""
		}
		first[key] = true
		if c.field != "" && c.translated {
			f.foreign[c.field] = true
		}
		out[i] = c
	}
	if !first[fieldTitle+"/"] && !slices.ContainsFunc(out, func(c feedColumn) bool { return c.field == fieldTitle }) {
		f.bad(Problem{Code: "missing_column", Message: "There is no column with the products' titles.", Hint: "Name it title or name; the first line must name the columns.", Line: 1})
	}
	if !first[fieldID+"/"] && !first[fieldSKU+"/"] && !first[fieldGTIN+"/"] && !first[fieldGroup+"/"] {
		f.bad(Problem{Code: "missing_column", Message: "There is no column that tells the products apart.", Hint: "Give each an id, a sku or a gtin.", Line: 1})
	}
	return out
}

// cells pairs a row with its columns.
func (f *feed) cells(columns []feedColumn, row []string, pos position) (cells, bool) {
	line, _ := pos(0)
	if len(row) != len(columns) {
		f.bad(Problem{Code: "ragged_row", Message: fmt.Sprintf("The row has %d columns, the header has %d.", len(row), len(columns)), Hint: "Put cells that contain the separator in quotes.", Line: line})
		return cells{}, false
	}
	at := make(map[string]int, len(columns))
	c := cells{line: line, value: make(map[string]string, len(columns)), texts: map[string]shop.Texts{}, column: func(field string) int {
		if i, ok := at[field]; ok {
			_, column := pos(i)
			return column
		}
		return 0
	}}
	for i, col := range columns {
		v, problem := plainCell(row[i])
		if problem != nil {
			problem.Line, problem.Column = pos(i)
			f.bad(*problem)
			return cells{}, false
		}
		switch {
		case v == "":
		case col.lang != "":
			if c.texts[col.field] == nil {
				c.texts[col.field] = shop.Texts{}
			}
			c.texts[col.field][col.lang] = v
		case col.field == "" || col.field == fieldIgnored && (f.kind == feedShopify || f.kind == feedWoo):
			c.facts = append(c.facts, fact{name: col.name, value: v})
		case col.field == fieldDescription && c.value[col.field] != "":
			c.value[col.field] += "\n" + v
		case col.field != fieldIgnored:
			c.value[col.field], at[col.field] = v, i
		}
	}
	return c, len(c.value) > 0 || len(c.facts) > 0 || len(c.texts) > 0
}

// plainCell is a cell without what spreadsheets put around it. A formula is
// refused: what it would show is not known. ="0123" is how a number keeps its
// zeros.
func plainCell(s string) (string, *Problem) {
	s = strings.TrimSpace(s)
	switch {
	case len(s) > maxCell:
		return "", &Problem{Code: "cell_too_large", Message: fmt.Sprintf("The cell has %d bytes.", len(s)), Hint: "Check for a quote that is not closed."}
	case len(s) > 3 && strings.HasPrefix(s, `="`) && strings.HasSuffix(s, `"`) && !strings.Contains(s[2:len(s)-1], `"`):
		return strings.TrimSpace(s[2 : len(s)-1]), nil
	case strings.HasPrefix(s, "="):
		return "", &Problem{Code: "formula_cell", Message: "The cell is a formula.", Hint: "Save the table with values instead of formulas."}
	}
	return s, nil
}

// done gives what was built.
func (f *feed) done() fed {
	out := fed{rows: f.rows}
	for _, key := range f.order {
		b := f.building[key]
		if p := b.finish(); p != nil {
			f.bad(*p)
			continue
		}
		out.products, out.lines = append(out.products, b.product), append(out.lines, b.line)
	}
	if f.rows == 0 && !f.refused.any() {
		f.bad(Problem{Code: "no_rows", Message: "The feed has no product.", Hint: "Export it again; the first line names the columns."})
	}
	out.problems = f.refused.all()
	for _, what := range slices.Sorted(maps.Keys(f.notes)) {
		n := f.notes[what]
		out.warnings = append(out.warnings, fmt.Sprintf("%s n=%d (first in line %d)", what, n.n, n.line))
	}
	if len(out.products) > 0 && f.notes["price_is_zero"].n == 0 && !slices.ContainsFunc(out.products, priced) {
		out.warnings = append(out.warnings, "no_price: no product has a price; the column may have a name that is not known")
	}
	out.locales(f.o)
	return out
}

func priced(p shop.Product) bool {
	return slices.ContainsFunc(p.Variants, func(v shop.Variant) bool { return v.Price.Minor > 0 })
}

// locales puts texts without a language under that of the feed: as told, else
// as the titles and descriptions read.
func (out *fed) locales(o feedOptions) {
	lang := o.Locale
	if lang == "" && o.Detect != nil {
		var sample strings.Builder
		for _, p := range out.products {
			if sample.Len() > 4000 {
				break
			}
			sample.WriteString(p.Titles[""] + "\n" + p.Descriptions[""] + "\n")
		}
		lang = o.Detect(sample.String())
	}
	if lang == "" {
		lang = "und"
		if slices.ContainsFunc(out.products, func(p shop.Product) bool { return p.Titles[""] != "" }) {
			out.warnings = append(out.warnings, "lang=und: the language is not recognised; give a locale")
		}
	}
	for i := range out.products {
		p := &out.products[i]
		rename(p.Titles, lang)
		rename(p.Descriptions, lang)
		for _, a := range p.Attributes {
			rename(a.Values, lang)
		}
	}
}

func rename(t shop.Texts, lang string) {
	if s, ok := t[""]; ok {
		delete(t, "")
		if _, there := t[lang]; !there {
			t[lang] = s
		}
	}
}

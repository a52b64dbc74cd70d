package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"frontdesk/shop"
)

// maxFeedDepth is how deep the values of a feed may stay inside each other.
const maxFeedDepth = 16

// object is a JSON object in the order in which it is written.
type object struct {
	line   int
	names  []string
	values map[string]any // string, json.Number, bool, nil, object or []any
}

// jsonReader reads values strictly: no name twice, no unbounded depth, and every
// object knows its line.
type jsonReader struct {
	d     *json.Decoder
	lines []int // offsets of line ends
}

// errFeedJSON tells what is wrong, and at which byte.
type errFeedJSON struct {
	message string
	at      int64
}

func (e errFeedJSON) Error() string { return e.message }

func newJSONReader(text string) *jsonReader {
	r := &jsonReader{d: json.NewDecoder(strings.NewReader(text))}
	r.d.UseNumber()
	for i := range len(text) {
		if text[i] == '\n' {
			r.lines = append(r.lines, i)
		}
	}
	return r
}

func (r *jsonReader) line() int { return r.lineAt(r.d.InputOffset()) }

func (r *jsonReader) lineAt(offset int64) int { return sort.SearchInts(r.lines, int(offset)) + 1 }

// value reads the next value.
func (r *jsonReader) value(depth int) (any, error) {
	t, err := r.d.Token()
	if err != nil {
		return nil, err
	}
	return r.rest(t, depth)
}

func (r *jsonReader) rest(t json.Token, depth int) (any, error) {
	delim, ok := t.(json.Delim)
	switch {
	case !ok:
		return t, nil
	case depth > maxFeedDepth:
		return nil, errFeedJSON{fmt.Sprintf("more than %d values inside each other", maxFeedDepth), r.d.InputOffset()}
	case delim == '[':
		list := []any{}
		for r.d.More() {
			v, err := r.value(depth + 1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := r.d.Token()
		return list, err
	}
	o := object{line: r.line(), values: map[string]any{}}
	for r.d.More() {
		t, err := r.d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := t.(string)
		if _, twice := o.values[name]; twice {
			return nil, errFeedJSON{fmt.Sprintf("the name %q is there twice in one object", clipped(name, 60)), r.d.InputOffset()}
		}
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		o.names, o.values[name] = append(o.names, name), v
	}
	_, err := r.d.Token()
	return o, err
}

// readJSON reads a list of products, an object that has one under "products", or
// a product a line.
func (f *feed) readJSON(text string) {
	r := newJSONReader(text)
	for {
		t, err := r.d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err == nil && t == json.Delim('[') {
			err = f.jsonList(r)
		} else if err == nil {
			var v any
			if v, err = r.rest(t, 0); err == nil {
				f.jsonTop(v, r.line())
			}
		}
		if f.rows > maxFeedRows {
			f.tooMany()
			return
		}
		if err != nil {
			f.badJSON(r, err)
			return
		}
	}
}

// jsonList reads products one by one, so that a long list is never held whole.
func (f *feed) jsonList(r *jsonReader) error {
	for r.d.More() {
		v, err := r.value(1)
		if err != nil {
			return err
		}
		if f.jsonProduct(v, r.line()); f.rows > maxFeedRows {
			return nil
		}
	}
	_, err := r.d.Token()
	return err
}

func (f *feed) jsonTop(v any, line int) {
	o, ok := v.(object)
	if ok {
		for _, name := range []string{"products", "items", "data"} {
			if list, has := o.values[name].([]any); has {
				for _, p := range list {
					f.jsonProduct(p, line)
				}
				return
			}
		}
	}
	f.jsonProduct(v, line)
}

func (f *feed) badJSON(r *jsonReader, err error) {
	p := Problem{Code: "malformed_json", Message: "The JSON cannot be read: " + err.Error() + ".", Hint: "Export it again; nothing after this place was read.", Line: r.line()}
	var syntax *json.SyntaxError
	var ours errFeedJSON
	switch {
	case errors.As(err, &syntax):
		p.Line = r.lineAt(syntax.Offset)
	case errors.As(err, &ours):
		p.Line = r.lineAt(ours.at)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		p.Message = "The JSON ends too early."
	}
	f.bad(p)
}

// nested are the members of a product that are not plain facts.
var nested = map[string]bool{"variants": true, "variations": true, "options": true, "attributes": true, "images": true, "image": true, "compatibility": true, "fits": true}

// jsonProduct takes a product with its variants, or one that is its only one.
func (f *feed) jsonProduct(v any, line int) {
	o, ok := v.(object)
	if !ok {
		f.rows++
		f.bad(Problem{Code: "bad_value", Message: "A product is an object with names and values.", Hint: "Give a list of objects.", Line: line})
		return
	}
	if s, _ := o.values["status"].(string); s != "" && !strings.EqualFold(s, "active") && !strings.EqualFold(s, "publish") {
		f.rows++
		f.note("not_for_sale", o.line)
		return
	}
	base := f.jsonCells(o)
	if h, _ := o.values["handle"].(string); h != "" { // Shopify: its id is a number that means nothing to people
		base.value[fieldID] = h
	}
	variants, _ := o.values["variants"].([]any)
	if variants == nil {
		variants, _ = o.values["variations"].([]any)
	}
	if len(variants) == 0 {
		f.rows++
		f.add(base)
		return
	}
	names := optionNames(o)
	key := jsonKey(base)
	for _, x := range variants {
		f.rows++
		one, ok := x.(object)
		if !ok {
			f.bad(Problem{Code: "bad_value", Message: "A variant is an object with names and values.", Hint: "Give a list of objects.", Line: o.line})
			continue
		}
		c := f.jsonCells(one)
		f.jsonOptions(&c, one, names)
		for field, s := range base.value {
			if _, own := c.value[field]; !own && field != fieldSKU && field != fieldGTIN && field != fieldID {
				c.value[field] = s
			}
		}
		c.value[fieldTitle], c.texts = base.value[fieldTitle], base.texts
		c.facts = append(c.facts, base.facts...)
		c.value[fieldGroup] = key
		if c.value[fieldSKU] == "" && c.value[fieldID] == "" && c.value[fieldGTIN] == "" && len(variants) == 1 {
			c.value[fieldSKU] = key
		}
		f.add(c)
	}
}

func jsonKey(c cells) string {
	for _, field := range []string{fieldGroup, fieldID, fieldSKU, fieldGTIN} {
		if c.value[field] != "" {
			return c.value[field]
		}
	}
	return ""
}

// optionNames are those of Shopify's options, in their order.
func optionNames(o object) (names []string) {
	list, _ := o.values["options"].([]any)
	for _, x := range list {
		switch x := x.(type) {
		case object:
			name, _ := x.values["name"].(string)
			names = append(names, name)
		case string:
			names = append(names, x)
		}
	}
	return names
}

// jsonOptions puts option1 to option3, and an object of options, where they
// belong.
func (f *feed) jsonOptions(c *cells, o object, names []string) {
	kept := c.facts[:0]
	for _, x := range c.facts {
		var i int
		if n, _ := fmt.Sscanf(x.name, "option%d", &i); n != 1 {
			kept = append(kept, x)
		}
	}
	c.facts = kept
	for i, name := range names {
		if s, _ := o.values[fmt.Sprintf("option%d", i+1)].(string); s != "" {
			f.option(c, name, s)
		}
	}
	if own, ok := o.values["options"].(object); ok {
		for _, name := range own.names {
			f.option(c, name, textOfJSON(own.values[name]))
		}
	}
}

// jsonCells reads the plain members of an object, its attributes, pictures, and
// what it fits.
func (f *feed) jsonCells(o object) cells {
	c := cells{line: o.line, value: map[string]string{}, texts: map[string]shop.Texts{}}
	for _, name := range f.englishFirst(o.names) {
		v := o.values[name]
		col := f.named(name)
		field, lang := col.field, col.lang
		if _, there := c.value[field]; col.translated && (there || c.texts[field] != nil) {
			field = "" // "cena" beside "price"
		}
		switch v := v.(type) {
		case object:
			f.jsonMember(&c, name, field, v)
			continue
		case []any:
			f.jsonMembers(&c, name, field, v)
			continue
		}
		s := textOfJSON(v)
		switch {
		case s == "" || field == fieldIgnored || nested[name]:
			if name == "image" || name == "fits" {
				c.value[field] = s
			}
		case lang != "":
			set(c.texts, field, lang, s)
		case field == "" || c.value[field] != "":
			if !strings.HasSuffix(name, "_at") && !strings.HasSuffix(name, "_id") && !strings.HasPrefix(name, "admin_") {
				c.facts = append(c.facts, fact{name: name, value: s})
			}
		default:
			c.value[field] = s
			if col.translated {
				f.foreign[field] = true
			}
		}
	}
	return c
}

// named asks once for each name: every product has the same few.
func (f *feed) named(name string) feedColumn {
	c, known := f.columnOf[name]
	if !known {
		c = columnNamed(name)
		f.columnOf[name] = c
	}
	return c
}

// englishFirst puts the names of fields in other languages behind the rest: a field that
// is there twice is the English one.
func (f *feed) englishFirst(names []string) []string {
	var first, last []string
	for _, name := range names {
		if f.named(name).translated {
			last = append(last, name)
		} else {
			first = append(first, name)
		}
	}
	return append(first, last...)
}

// jsonMember reads an object inside a product: a price, texts by language,
// attributes by name, a picture.
func (f *feed) jsonMember(c *cells, name, field string, o object) {
	switch {
	case field == fieldPrice || field == fieldSale || field == fieldWas:
		c.value[field] = strings.TrimSpace(textOfJSON(o.values["amount"]) + textOfJSON(o.values["value"]) + " " + textOfJSON(o.values["currency"]) + textOfJSON(o.values["currency_code"]))
	case field == fieldTitle || field == fieldDescription:
		for _, lang := range o.names {
			if isLocale(lang) {
				set(c.texts, field, lang, textOfJSON(o.values[lang]))
			}
		}
	case field == fieldImage:
		c.value[fieldImage] = textOfJSON(o.values["src"]) + textOfJSON(o.values["url"])
	case name == "attributes":
		for _, n := range o.names {
			c.facts = append(c.facts, factsOfJSON(n, o.values[n])...)
		}
	}
}

// jsonMembers reads a list inside a product.
func (f *feed) jsonMembers(c *cells, name, field string, list []any) {
	var texts []string
	for _, x := range list {
		o, ok := x.(object)
		switch {
		case !ok:
			texts = append(texts, textOfJSON(x))
		case name == "attributes":
			c.facts = append(c.facts, factsOfJSON(textOfJSON(o.values["name"]), o.values["value"])...)
		case field == fieldImages || field == fieldImage:
			texts = append(texts, textOfJSON(o.values["src"])+textOfJSON(o.values["url"]))
		}
	}
	switch {
	case len(texts) == 0 || field == fieldIgnored || name == "variants" || name == "variations" || name == "options":
	case field == fieldImages || field == fieldImage:
		c.value[fieldImage] = texts[0]
		c.value[fieldImages] = strings.Join(texts[1:], " ")
	case field == fieldFits:
		c.value[fieldFits] = strings.Join(texts, ";")
	case field == fieldCategory:
		c.value[fieldCategory] = strings.Join(texts, " > ")
	case field == "":
		c.facts = append(c.facts, fact{name: name, value: strings.Join(texts, ", ")})
	}
}

// factsOfJSON are an attribute with one value, with several, or with one in each of
// some languages.
func factsOfJSON(name string, v any) (out []fact) {
	switch v := v.(type) {
	case object:
		for _, lang := range v.names {
			if s := textOfJSON(v.values[lang]); s != "" && isLocale(lang) {
				out = append(out, fact{name: name, value: s, lang: lang})
			}
		}
	case []any:
		var texts []string
		for _, x := range v {
			if s := textOfJSON(x); s != "" {
				texts = append(texts, s)
			}
		}
		out = append(out, fact{name: name, value: strings.Join(texts, ", ")})
	default:
		out = append(out, fact{name: name, value: textOfJSON(v)})
	}
	return out
}

func set(texts map[string]shop.Texts, field, lang, s string) {
	if texts[field] == nil {
		texts[field] = shop.Texts{}
	}
	texts[field][lang] = s
}

func textOfJSON(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, textOfJSON(x))
		}
		return strings.Join(out, ", ")
	}
	return ""
}

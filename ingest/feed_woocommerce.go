package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// woo reads a product export of WooCommerce. A variation names its product by id
// or SKU, and may stand before it.
type woo struct {
	*feed
	rows []cells
}

var wooAttribute = regexp.MustCompile(`^attribute(\d+)(name|values?)$`)

// wooMeasures are its columns with a unit.
var wooMeasures = regexp.MustCompile(`^(Weight|Length|Width|Height) \(([a-z]+)\)$`)

// keep keeps a row with the places of its cells, which are known only now.
func (w *woo) keep(c cells) {
	places := make(map[string]int, len(c.value))
	for field := range c.value {
		places[field] = c.column(field)
	}
	c.column = func(field string) int { return places[field] }
	w.rows = append(w.rows, c)
}

// add adds what was kept, products before their variations.
func (w *woo) add() {
	key := map[string]string{} // of a product, by "id:7" and by SKU
	for i := range w.rows {
		c := &w.rows[i]
		id := cmp.Or(c.value[fieldSKU], c.value[fieldID])
		if c.value[fieldGroup] == "" {
			key["id:"+c.value[fieldID]] = id
			key[c.value[fieldSKU]] = id
		}
	}
	slices.SortStableFunc(w.rows, func(a, b cells) int {
		return cmp.Compare(min(len(a.value[fieldGroup]), 1), min(len(b.value[fieldGroup]), 1))
	})
	hidden := map[string]bool{}
	for _, c := range w.rows {
		own := cmp.Or(c.value[fieldSKU], c.value[fieldID])
		product := own
		if parent := c.value[fieldGroup]; parent != "" {
			if product = key[parent]; product == "" {
				w.bad(Problem{Code: "unknown_parent", Message: fmt.Sprintf("There is no product %q for this variation.", clipped(parent, 60)), Hint: "Export the product together with its variations.", Line: c.line, Column: c.column(fieldGroup)})
				continue
			}
		}
		told := w.facts(&c)
		if told["published"] != "" && told["published"] != "1" || hidden[product] {
			hidden[product] = true
			w.note("not_for_sale", c.line)
			continue
		}
		c.value[fieldID], c.value[fieldGroup], c.value[fieldSKU] = "", product, own
		c.head = strings.Contains(strings.ToLower(told["type"]), "variable") || strings.Contains(strings.ToLower(told["type"]), "grouped")
		if c.head {
			delete(c.value, fieldAvailability)
			delete(c.value, fieldStock)
		}
		if strings.EqualFold(c.value[fieldAvailability], "backorder") {
			delete(c.value, fieldStock)
		}
		if from, until := told["datesalepricestarts"], told["datesalepriceends"]; from != "" || until != "" {
			c.value[fieldSaleDates] = cmp.Or(from, "1970-01-01") + "/" + cmp.Or(until, "9999-01-01")
		}
		if strings.EqualFold(c.value[fieldStock], "parent") {
			delete(c.value, fieldStock)
		}
		w.feed.add(c)
	}
}

// facts takes the pairs of attribute columns together and gives what is for the
// reader only.
func (w *woo) facts(c *cells) (told map[string]string) {
	told = map[string]string{}
	names, values := map[string]string{}, map[string]string{}
	var order []string
	var rest []fact
	for _, x := range c.facts {
		name := plainName(x.name)
		if m := wooAttribute.FindStringSubmatch(name); m != nil {
			if m[2] == "name" {
				names[m[1]] = x.value
				order = append(order, m[1])
			} else {
				values[m[1]] = x.value
			}
			continue
		}
		if m := wooMeasures.FindStringSubmatch(x.name); m != nil {
			if strings.Trim(x.value, "0.") != "" {
				rest = append(rest, fact{name: strings.ToLower(m[1]) + "_" + m[2], value: x.value})
			}
			continue
		}
		told[name] = x.value
		if wellKnown[name] != fieldIgnored && name != "type" && !strings.HasPrefix(name, "attribute") && !strings.HasPrefix(name, "meta") && !strings.HasPrefix(name, "download") {
			rest = append(rest, x)
		}
	}
	c.facts = rest
	for _, n := range order {
		if c.value[fieldGroup] != "" { // a variation: one value, its choice
			w.option(c, names[n], values[n])
		} else if values[n] != "" {
			c.facts = append(c.facts, fact{name: names[n], value: values[n]})
		}
	}
	return told
}

package ingest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// shopify reads a product export of Shopify: a row for each variant and each
// further picture; what the product has is in its first row.
type shopify struct {
	*feed
	options map[string][3]string // names by handle
	skip    map[string]bool      // handles of products that are not for sale
}

// optionName matches the columns of the options of both forms of the export.
var (
	optionName  = regexp.MustCompile(`^option([123])name$`)
	optionValue = regexp.MustCompile(`^option([123])value$`)
)

func (s *shopify) add(c cells) {
	if s.options == nil {
		s.options, s.skip = map[string][3]string{}, map[string]bool{}
	}
	handle := c.value[fieldGroup]
	names := s.options[handle]
	var values [3]string
	var rest []fact
	told := map[string]string{}
	for _, x := range c.facts {
		name := plainName(x.name)
		if m := optionName.FindStringSubmatch(name); m != nil {
			names[m[1][0]-'1'] = x.value
		} else if m := optionValue.FindStringSubmatch(name); m != nil {
			values[m[1][0]-'1'] = x.value
		} else if told[name] = x.value; wellKnown[name] != fieldIgnored && !strings.HasPrefix(name, "googleshopping") && !strings.HasPrefix(name, "option") {
			rest = append(rest, s.ofSystem(x)...)
		}
	}
	s.options[handle] = names
	state := strings.ToLower(cmp.Or(told["status"], "active"))
	if state != "active" || strings.EqualFold(cmp.Or(told["published"], told["publishedononlinestore"]), "false") {
		s.skip[handle] = true
	}
	if s.skip[handle] {
		s.note("not_for_sale", c.line)
		return
	}
	c.facts = rest
	picture := c.value[fieldPrice] == "" && c.value[fieldSKU] == "" && values == [3]string{}
	c.head = picture
	tracker := cmp.Or(told["variantinventorytracker"], told["inventorytracker"])
	if _, told := c.value[fieldStock]; !picture && (!told || tracker == "") {
		delete(c.value, fieldStock)
		c.value[fieldAvailability] = "in stock" // not tracked: always for sale
	}
	for i, value := range values {
		s.option(&c, names[i], value)
	}
	if !picture {
		c.value[fieldSKU] = cmp.Or(c.value[fieldSKU], strings.Trim(handle+"/"+strings.Join(slices.DeleteFunc(values[:], func(v string) bool { return v == "" || v == "Default Title" }), "/"), "/"))
	}
	s.feed.add(c)
}

// ofSystem renames the facts that Shopify gives under names of its own.
func (s *shopify) ofSystem(x fact) []fact {
	switch name := plainName(x.name); {
	case name == "variantgrams" || name == "weightvaluegrams":
		if strings.Trim(x.value, "0.") == "" {
			return nil
		}
		return []fact{{name: "weight_g", value: strings.TrimSuffix(x.value, ".0")}}
	case strings.HasPrefix(name, "variant"):
		return nil
	}
	x.name, _, _ = strings.Cut(x.name, " (product.metafields.")
	return []fact{x}
}

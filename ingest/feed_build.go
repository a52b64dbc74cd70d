package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"frontdesk/shop"
)

// add takes a row: a variant, of a new product or of one that is there.
func (f *feed) add(c cells) {
	bad := func(field, code, message, hint string) {
		p := Problem{Code: code, Message: message, Hint: hint, Line: c.line}
		if c.column != nil {
			p.Column = c.column(field)
		}
		f.bad(p)
	}
	key, sku, ok := f.names(c, bad)
	if !ok {
		return
	}
	v, ok := f.variant(c, sku, bad)
	page, pageOK := webAddress(c.value[fieldURL])
	image, imageOK := webAddress(c.value[fieldImage])
	switch {
	case !ok:
		return
	case !pageOK:
		bad(fieldURL, "bad_url", "The link is no address of a page.", "Give a whole address that begins with https://.")
		return
	case !imageOK:
		bad(fieldImage, "bad_url", "The picture is no address.", "Give a whole address that begins with https://.")
		return
	}
	b := f.building[strings.ToUpper(key)]
	if b == nil {
		b = &building{product: shop.Product{ID: key, Titles: shop.Texts{}, Descriptions: shop.Texts{}}, line: c.line, facts: []map[string]string{{}}}
		f.building[strings.ToUpper(key)] = b
		f.order = append(f.order, strings.ToUpper(key))
	}
	if len(b.product.Variants) == maxVariants {
		bad(fieldSKU, "too_many_variants", fmt.Sprintf("The product has more than %d variants.", maxVariants), "Check the column that joins variants to products.")
		return
	}
	if !c.head {
		f.skus[strings.ToUpper(sku)] = c.line
	}
	b.describe(f, c, page, image)
	if !c.head {
		v.Image = image
		b.product.Variants = append(b.product.Variants, v)
	}
	b.remember(f, c)
}

// names tells which product a row is of, and which variant of it; false where it does not say,
// or says what another row says.
func (f *feed) names(c cells, bad refuser) (key, sku string, ok bool) {
	id, group, gtin := c.value[fieldID], c.value[fieldGroup], c.value[fieldGTIN]
	sku = cmp.Or(c.value[fieldSKU], id, gtin, group)
	key = cmp.Or(group, id, c.value[fieldSKU], gtin)
	known := f.building[strings.ToUpper(key)] != nil
	first, twice := f.skus[strings.ToUpper(sku)]
	switch {
	case key == "":
		bad(fieldID, "empty_cell", "The row has no id, no sku and no gtin.", "Fill one of them in, or take the row out.")
	case utf8.RuneCountInString(key) > 200 || utf8.RuneCountInString(sku) > 200:
		bad(fieldID, "bad_value", "The id is longer than 200 characters.", "Check that the columns are in the order of their names.")
	case !known && c.value[fieldTitle] == "" && len(c.texts[fieldTitle]) == 0:
		bad(fieldTitle, "empty_cell", "The title is empty.", "Fill it in, or take the row out.")
	case twice && !c.head:
		bad(fieldSKU, "duplicate_sku", fmt.Sprintf("%q stands in line %d already.", clipped(sku, 60), first), "Give every variant a sku of its own, or take one of the rows out.")
	default:
		return key, sku, true
	}
	return "", "", false
}

// describe fills what the product does not know of itself yet.
func (b *building) describe(f *feed, c cells, page, image string) {
	p := &b.product
	p.Brand = cmp.Or(p.Brand, plainText(c.value[fieldBrand], 200))
	p.Category = cmp.Or(p.Category, plainText(c.value[fieldCategory], 300))
	p.URL = cmp.Or(p.URL, page)
	if image != "" && p.Image == "" {
		p.Image = image
	} else {
		p.Images = appendNew(p.Images, p.Image, image)
	}
	for _, s := range strings.FieldsFunc(c.value[fieldImages], func(r rune) bool { return r == ',' || r == '|' || r == ' ' || r == '\n' }) {
		if s, ok := webAddress(s); ok && s != "" {
			if p.Image == "" {
				p.Image = s
			}
			p.Images = appendNew(p.Images, p.Image, s)
		}
	}
	for _, s := range strings.FieldsFunc(c.value[fieldFits], func(r rune) bool { return strings.ContainsRune(";|\n,，；、", r) }) {
		p.Fits = appendNew(p.Fits, "", plainText(s, 200))
	}
	own := c.value[fieldLocale]
	if own != "" && !isLocale(own) {
		f.note("unknown_locale", c.line)
		own = ""
	}
	if title := plainText(c.value[fieldTitle], maxTitleRunes); title != "" {
		b.titles = append(b.titles, title)
		b.lang = own
	}
	if s := plainText(c.value[fieldDescription], maxProductBytes); s != "" && p.Descriptions[own] == "" {
		p.Descriptions[own] = s
	}
	for field, into := range map[string]shop.Texts{fieldTitle: p.Titles, fieldDescription: p.Descriptions} {
		for lang, s := range c.texts[field] {
			if into[lang] == "" {
				into[lang] = plainText(s, maxProductBytes)
			}
		}
	}
}

// shopPaid asks once for each name: a large feed has the same few in each row.
func (f *feed) shopPaid(name string) bool {
	paid, known := f.paid[name]
	if !known {
		paid = shopPaid(name)
		f.paid[name] = paid
	}
	return paid
}

// remember notes the facts of a row.
func (b *building) remember(f *feed, c cells) {
	facts := map[string]string{}
	for _, x := range c.facts {
		if f.shopPaid(x.name) {
			continue
		}
		name, value := plainText(x.name, 80), plainText(x.value, maxFactBytes)
		if len(b.facts[0])+len(facts) >= maxFacts {
			f.note("attributes_left_out", c.line)
			break
		}
		if x.lang != "" {
			name += langMark + x.lang
		}
		if x.name != "" && value != "" {
			facts[name] = value
		}
	}
	if !c.head {
		b.facts = append(b.facts, facts)
		return
	}
	for name, value := range facts {
		b.facts[0][name] = value
	}
}

// finish makes a product of its rows: what all variants have in common is the
// product's, what differs is theirs.
func (b *building) finish() *Problem {
	p := &b.product
	if title := commonTitle(b.titles); title != "" && p.Titles[b.lang] == "" {
		p.Titles[b.lang] = title
	}
	if len(p.Titles) == 0 {
		return &Problem{Code: "empty_cell", Message: fmt.Sprintf("The product %q has no title.", clipped(p.ID, 60)), Hint: "Fill it in.", Line: b.line}
	}
	b.shareFacts()
	shared := b.facts[0]
	texts := map[string]shop.Texts{}
	for key, value := range shared {
		name, lang, _ := strings.Cut(key, langMark)
		set(texts, name, lang, value)
	}
	for name, values := range texts {
		p.Attributes = append(p.Attributes, shop.Attribute{Name: name, Values: values})
	}
	slices.SortFunc(p.Attributes, func(x, y shop.Attribute) int { return cmp.Compare(x.Name, y.Name) })
	if len(p.Variants) == 0 { // a product whose variants the feed does not have
		p.Variants = []shop.Variant{{SKU: p.ID, State: shop.StockUnknown}}
	}
	if len(p.Descriptions) == 0 {
		p.Descriptions = nil
	}
	return nil
}

// shareFacts gives the product the facts that its variants have in common, and each variant
// as its options those in which they differ.
func (b *building) shareFacts() {
	shared, variants := b.facts[0], b.facts[1:]
	values := map[string]string{} // of a fact, as the first variant has it
	differ := map[string]bool{}
	for _, facts := range variants {
		for name, v := range facts {
			if first, seen := values[name]; seen && first != v {
				differ[name] = true
			} else {
				values[name] = v
			}
		}
	}
	for name, v := range values {
		if _, known := shared[name]; !known && !differ[name] {
			shared[name] = v
		}
	}
	for i, facts := range variants {
		for _, name := range slices.Sorted(maps.Keys(facts)) {
			v := facts[name]
			if v == shared[name] {
				continue
			}
			if b.product.Variants[i].Options == nil {
				b.product.Variants[i].Options = map[string]string{}
			}
			option, _, _ := strings.Cut(name, langMark)
			b.product.Variants[i].Options[option] = v
		}
	}
}

// commonTitle is what the titles of a product's rows begin with in common, in
// whole words; the first one where that is nothing.
func commonTitle(titles []string) string {
	if len(titles) == 0 {
		return ""
	}
	words := strings.Fields(titles[0])
	for _, t := range titles[1:] {
		other := strings.Fields(t)
		n := 0
		for n < min(len(words), len(other)) && words[n] == other[n] {
			n++
		}
		words = words[:n]
	}
	common := strings.TrimRight(strings.Join(words, " "), " -–—,/|:(")
	if utf8.RuneCountInString(common) < 3 {
		return titles[0]
	}
	return common
}

// plainText is a text without tags and with single spaces, cut after so many
// characters.
func plainText(s string, most int) string {
	if strings.ContainsAny(s, "<&") {
		s = withoutTags(s)
	}
	return clipped(strings.Join(strings.Fields(s), " "), most)
}

func clipped(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// withoutTags is the text of a piece of HTML, without scripts and styles.
func withoutTags(s string) string {
	var out strings.Builder
	hidden := ""
	for z := html.NewTokenizer(strings.NewReader(s)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			if hidden == "" {
				out.WriteString(string(z.Text()))
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			if tag := string(name); tag == "script" || tag == "style" || tag == "template" {
				hidden = tag
			}
			out.WriteByte(' ')
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
			out.WriteByte(' ')
		default:
			out.WriteByte(' ')
		}
	}
}

// webAddress is a whole http or https address, or nothing; false for what is neither.
func webAddress(s string) (string, bool) {
	if s == "" {
		return "", true
	}
	u, err := url.Parse(s)
	if err != nil || !web(u) || len(s) > longestLink {
		return "", false
	}
	return u.String(), true
}

func appendNew(list []string, first, s string) []string {
	if s == "" || s == first || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// option puts a choice of a variant where it belongs.
func (f *feed) option(c *cells, name, value string) {
	if name == "" || value == "" || name == "Title" && value == "Default Title" {
		return
	}
	switch field := wellKnown[plainName(name)]; field {
	case fieldSize, fieldColor:
		c.value[field] = value
	default:
		c.facts = append(c.facts, fact{name: name, value: value})
	}
}

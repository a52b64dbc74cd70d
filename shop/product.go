package shop

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Texts holds one text in several languages, by BCP 47 tag ("en", "zh", "de").
type Texts map[string]string

// In returns the text for a locale: the locale itself, its language, English,
// and at last any, so that a shopper always reads something.
func (t Texts) In(locale string) string {
	if s, ok := t[locale]; ok {
		return s
	}
	lang, _, _ := strings.Cut(strings.ReplaceAll(locale, "_", "-"), "-")
	if s, ok := t[strings.ToLower(lang)]; ok {
		return s
	}
	if s, ok := t["en"]; ok {
		return s
	}
	first := ""
	for tag := range t {
		if first == "" || tag < first {
			first = tag
		}
	}
	return t[first]
}

// Product is one article of the catalogue with all its variants.
type Product struct {
	ID           string      `json:"id"` // stable, for example "NL-1007"; also found by Catalog.Product
	Brand        string      `json:"brand"`
	Category     string      `json:"category"` // slug, for example "jackets"
	Titles       Texts       `json:"titles"`
	Descriptions Texts       `json:"descriptions,omitempty"` // one or two sentences
	Attributes   []Attribute `json:"attributes,omitempty"`
	Variants     []Variant   `json:"variants"` // at least one
	URL          string      `json:"url"`
	Image        string      `json:"image,omitempty"`  // absolute URL
	Images       []string    `json:"images,omitempty"` // further ones
	Fits         []string    `json:"fits,omitempty"`   // models and products that it is made for, as the shop names them
	AsOf         time.Time   `json:"as_of,omitzero"`   // when a feed said all this; zero: the shop's system says it now
}

// Attribute is a fact about a product: material, weight, care.
type Attribute struct {
	Name   string `json:"name"` // slug: material, weight_g, waterproof_mm, care, warranty_years
	Values Texts  `json:"values"`
}

// Variant is what is put into the basket.
type Variant struct {
	SKU     string            `json:"sku"`
	Size    string            `json:"size,omitempty"`
	Color   string            `json:"color,omitempty"` // English slug, for example "forest-green"
	Options map[string]string `json:"options,omitempty"`
	Price   Money             `json:"price"`        // zero: not known
	Was     Money             `json:"was,omitzero"` // the price before a reduction; zero: none
	Stock   int               `json:"stock"`        // pieces that can ship today
	State   Availability      `json:"state,omitempty"`
	GTIN    string            `json:"gtin,omitempty"`  // GTIN-8, -12, -13 or -14 with a right check digit
	Image   string            `json:"image,omitempty"` // absolute URL, where the variant has its own
}

// Availability is what a source that does not count pieces says of a variant.
type Availability string

// The availabilities. Where none is given, Stock says it.
const (
	StockCounted Availability = ""
	StockYes     Availability = "in_stock"
	StockNo      Availability = "out_of_stock"
	StockLater   Availability = "preorder" // also on backorder: it can be ordered and ships later
	StockUnknown Availability = "unknown"
)

// InStock tells whether the variant can ship today.
func (v Variant) InStock() bool {
	return v.State == StockYes || v.State == StockCounted && v.Stock > 0
}

// InStock tells whether any variant can ship today.
func (p Product) InStock() bool { return slices.ContainsFunc(p.Variants, Variant.InStock) }

// StockKnown tells whether InStock says anything: false where no variant can ship
// today as far as is known, and of one it is not known or it ships later.
func (p Product) StockKnown() bool {
	return p.InStock() || !slices.ContainsFunc(p.Variants, func(v Variant) bool { return v.State == StockUnknown || v.State == StockLater })
}

// Attribute finds an attribute by its name.
func (p Product) Attribute(name string) (Attribute, bool) {
	i := slices.IndexFunc(p.Attributes, func(a Attribute) bool { return a.Name == name })
	if i < 0 {
		return Attribute{}, false
	}
	return p.Attributes[i], true
}

// Clone copies a product so deep that its receiver may change it.
func (p Product) Clone() Product {
	p.Titles, p.Descriptions = maps.Clone(p.Titles), maps.Clone(p.Descriptions)
	p.Variants, p.Attributes = slices.Clone(p.Variants), slices.Clone(p.Attributes)
	p.Images, p.Fits = slices.Clone(p.Images), slices.Clone(p.Fits)
	for i := range p.Attributes {
		p.Attributes[i].Values = maps.Clone(p.Attributes[i].Values)
	}
	for i := range p.Variants {
		p.Variants[i].Options = maps.Clone(p.Variants[i].Options)
	}
	return p
}

// Variant finds a variant of the product by SKU, in any case of letters.
func (p Product) Variant(sku string) (Variant, bool) {
	for _, v := range p.Variants {
		if strings.EqualFold(v.SKU, sku) {
			return v, true
		}
	}
	return Variant{}, false
}

package shop

import "strings"

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
	Image        string      `json:"image,omitempty"` // absolute URL
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
	Price   Money             `json:"price"`
	Stock   int               `json:"stock"` // pieces that can ship today
}

// InStock tells whether any variant can ship today.
func (p Product) InStock() bool {
	for _, v := range p.Variants {
		if v.Stock > 0 {
			return true
		}
	}
	return false
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

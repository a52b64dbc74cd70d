package bot

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/entity"
	"frontdesk/bot/nlu/facet"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// wish is the variant that a question asks for, in the words of the product where
// it has them.
type wish struct {
	sizes, colors     []string // of the product that are asked for
	noSizes, noColors []string // as said, that the product does not have
}

func (w wish) empty() bool {
	return len(w.sizes)+len(w.colors)+len(w.noSizes)+len(w.noColors) == 0
}

// has tells whether a variant is one that is asked for.
func (w wish) has(v shop.Variant) bool {
	return (len(w.sizes) == 0 || slices.Contains(w.sizes, v.Size)) && (len(w.colors) == 0 || slices.Contains(w.colors, v.Color))
}

// wishes reads which variant of a product a message asks for: sizes and colours by
// the words of 28 languages, and by those of the catalogue itself.
func (t *turn) wishes(p shop.Product) (w wish) {
	sizes, colors := dimensions(p.Variants)
	for _, e := range t.read.Entities {
		switch {
		case e.Kind == entity.Size && len(sizes) > 0 && !strings.HasSuffix(e.Value, "cm"): // a body's measure is no size
			w.size(e, sizes)
		case e.Kind == entity.Color && len(colors) > 0 && !t.inName(e):
			w.color(t, e, colors)
		}
	}
	for _, s := range sizes {
		if t.standsAsSize(s) && !slices.Contains(w.sizes, s) {
			w.sizes = append(w.sizes, s)
		}
	}
	for _, c := range colors {
		if name := plainColor(c); utf8.RuneCountInString(name) >= 3 && contains(t.text, name) && !slices.Contains(w.colors, c) {
			w.colors, w.noColors = append(w.colors, c), nil
		}
	}
	return w
}

// dimensions are the sizes and the colours in which something is made, each once.
func dimensions(list []shop.Variant) (sizes, colors []string) {
	for _, v := range list {
		if v.Size != "" && !slices.Contains(sizes, v.Size) {
			sizes = append(sizes, v.Size)
		}
		if v.Color != "" && !slices.Contains(colors, v.Color) {
			colors = append(colors, v.Color)
		}
	}
	slices.SortStableFunc(sizes, bySize)
	return sizes, colors
}

func (w *wish) size(e nlu.Entity, sizes []string) {
	found := false
	for _, s := range sizes {
		if isSize(s, e.Value) {
			found = true
			if !slices.Contains(w.sizes, s) {
				w.sizes = append(w.sizes, s)
			}
		}
	}
	if !found {
		w.noSizes = append(w.noSizes, e.Value)
	}
}

func (w *wish) color(t *turn, e nlu.Entity, colors []string) {
	found := false
	for _, c := range colors {
		if slices.Contains(t.colorsOf(c), e.Value) {
			found = true
			if !slices.Contains(w.colors, c) {
				w.colors = append(w.colors, c)
			}
		}
	}
	if !found {
		w.noColors = append(w.noColors, e.Text)
	}
}

// inName tells whether a colour stands inside the name of a product ("Red Fox
// jacket").
func (t *turn) inName(e nlu.Entity) bool {
	return slices.ContainsFunc(t.read.Entities, func(o nlu.Entity) bool {
		return o.Kind == nlu.Product && o.Start <= e.Start && e.End <= o.End
	})
}

// isSize tells whether a size of a product is the one that was said: with or without
// the system that counts it, and inside of a range.
func isSize(own, said string) bool {
	own, said = sizeKey(own), sizeKey(said)
	if own == said {
		return true
	}
	from, to, ok := strings.Cut(own, "-")
	if !ok {
		from, to, ok = strings.Cut(own, "/")
	}
	if !ok {
		return false
	}
	a, errA := strconv.ParseFloat(from, 64)
	b, errB := strconv.ParseFloat(to, 64)
	n, err := strconv.ParseFloat(said, 64)
	return errA == nil && errB == nil && err == nil && a <= n && n <= b || slices.Contains([]string{from, to}, said)
}

var sizeSystems = []string{"EU ", "EUR ", "UK ", "US "}

func sizeKey(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	for _, system := range sizeSystems {
		if rest, ok := strings.CutPrefix(s, system); ok && system[:2] == "EU" {
			s = rest
		}
	}
	switch s {
	case "XXL":
		return "2XL"
	case "XXXL":
		return "3XL"
	case "XXS":
		return "2XS"
	}
	return strings.ReplaceAll(s, ",", ".")
}

// standsAsSize tells whether a message has a size of the catalogue without a word
// that says so: "the boots in 42", "135x200". Words ("long") are no sizes then.
func (t *turn) standsAsSize(size string) bool {
	if strings.IndexFunc(size, unicode.IsDigit) < 0 {
		return utf8.RuneCountInString(size) <= 3 && size == strings.ToUpper(size) && t.text != strings.ToUpper(t.text) && slices.Contains(facet.Words(t.text), size) ||
			strings.TrimSpace(t.text) == size
	}
	if !contains(t.text, size) {
		return false
	}
	return !slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool { // a year, a price, a number of pieces
		return e.Kind != entity.Size && contains(e.Text, size)
	})
}

// plainColor is a colour of a catalogue as people say it.
func plainColor(c string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(c, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " "))
}

// shades are what colours are called in catalogues, with the ids of those that
// people see in them.
var shades = map[string][]string{
	"navy": {"navy", "blue"}, "turquoise": {"turquoise", "blue"}, "burgundy": {"burgundy", "red"}, "gold": {"gold", "yellow"}, "silver": {"silver", "grey"},
	"forest": {"green"}, "sage": {"green"}, "olive": {"green"}, "mint": {"green"}, "khaki": {"green", "beige"}, "rust": {"red", "orange", "brown"}, "coral": {"red", "orange", "pink"},
	"stone": {"grey"}, "charcoal": {"grey", "black"}, "anthracite": {"grey", "black"}, "graphite": {"grey"}, "slate": {"grey"}, "steel": {"silver", "grey"},
	"sand": {"beige"}, "cream": {"beige", "white"}, "ivory": {"white"}, "ecru": {"beige", "white"}, "oak": {"brown"}, "walnut": {"brown"}, "tan": {"brown", "beige"}, "camel": {"brown", "beige"},
	"sky": {"blue"}, "cobalt": {"blue"}, "teal": {"turquoise", "green", "blue"}, "lilac": {"purple"}, "lavender": {"purple"}, "plum": {"purple"}, "mustard": {"yellow"}, "rose": {"pink"}, "wine": {"burgundy", "red"},
}

// colorsOf are the ids of the colours that a catalogue's colour is, in whatever
// language it is written.
func (t *turn) colorsOf(c string) (ids []string) {
	name := plainColor(c)
	for _, w := range strings.Fields(name) {
		ids = append(ids, shades[w]...)
		if slices.Contains(entity.Colors(), w) {
			ids = append(ids, w)
		}
	}
	if len(ids) > 0 {
		return ids
	}
	for _, lang := range []string{t.lang, "en", "de", "fr", "es", "it"} {
		for _, e := range t.b.Understander.Name(nlu.EntityQuery{Text: name, Lang: lang, Now: t.snap.Now}) {
			if e.Kind == entity.Color {
				ids = append(append(ids, e.Value), shades[e.Value]...)
			}
		}
	}
	return ids
}

// variant answers whether a product is to be had in a size or a colour, with what
// there is else; nil where that is not what is asked, or the catalogue does not say.
func (t *turn) variant(p shop.Product, w wish) *Decision {
	fitted := t.top().Intent == "size_fit" && t.sure()
	if w.empty() || fitted && (len(w.noSizes) > 0 || len(w.sizes) > 1 && len(w.colors) == 0) {
		return nil // which size to take is what articles say
	}
	card := t.productCard(p)
	var has []shop.Variant
	for _, v := range p.Variants {
		if w.has(v) {
			has = append(has, v)
		}
	}
	var text string
	there := slices.IndexFunc(has, shop.Variant.InStock)
	switch {
	case len(w.noSizes)+len(w.noColors) > 0 || len(has) == 0:
		missing := slices.Concat(w.noSizes, w.noColors)
		if len(missing) == 0 {
			missing = slices.Concat(w.sizes, w.colors)
		}
		text = t.b.Wording.Say(t.lang, "product.no_variant", "title", card.Title, "choice", strings.Join(missing, ", "))
		has = nil
	case there >= 0:
		text = t.there(p, w, has[there])
	case slices.ContainsFunc(has, func(v shop.Variant) bool { return v.State == shop.StockUnknown || v.State == shop.StockLater }):
		return nil
	default:
		text = card.Title + " (" + w.said() + "): " + t.b.Wording.Say(t.lang, "stock.out")
		has = nil
	}
	if others := w.others(p, has); len(others) > 0 {
		text += "\n" + t.b.Wording.Say(t.lang, "product.others", "choices", wording.List(t.lang, others))
	}
	if !p.AsOf.IsZero() {
		text += "\n" + t.b.Wording.Say(t.lang, "product.as_of", "date", wording.Date(t.lang, p.AsOf))
	}
	return t.product(p, text)
}

// there says that a variant as it was asked for can ship.
func (t *turn) there(p shop.Product, w wish, v shop.Variant) string {
	text := p.Titles.In(t.lang) + " (" + w.said() + "): " + t.b.Wording.Say(t.lang, "stock.in")
	if v.Price.Currency != "" {
		text += ", " + v.Price.Format(t.lang)
	}
	return text
}

// said is what was asked for, in the words of the catalogue.
func (w wish) said() string { return strings.Join(slices.Concat(w.sizes, w.colors), ", ") }

// others are what there is to choose from: of what was asked for and can ship, the
// other dimension; else what can ship in the one that was asked for.
func (w wish) others(p shop.Product, has []shop.Variant) []string {
	var list []shop.Variant
	sized := len(w.sizes)+len(w.noSizes) > 0
	from := has
	if len(has) == 0 {
		from = p.Variants
	}
	for _, v := range from {
		if !v.InStock() || len(has) == 0 && sized && len(w.colors) > 0 && !slices.Contains(w.colors, v.Color) || len(has) == 0 && !sized && len(w.sizes) > 0 && !slices.Contains(w.sizes, v.Size) {
			continue
		}
		list = append(list, v)
	}
	sizes, colors := dimensions(list)
	both := sized && len(w.colors)+len(w.noColors) > 0
	switch {
	case len(has) > 0 && both:
		return nil
	case len(has) > 0 && sized:
		return colors
	case len(has) > 0:
		return sizes
	case sized:
		return sizes
	}
	return colors
}

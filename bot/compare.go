package bot

import (
	"context"
	"slices"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/facet"
	"frontdesk/shop"
)

const (
	mostCompared       = 3
	mostWordsOfCompare = 14
)

// compares sets two or three products beside each other: what they cost, and what the
// catalogue says of them in which they differ.
func (b *Bot) compares(ctx context.Context, t *turn) (*Decision, error) {
	if b.Catalog == nil || t.payload != "" || t.state.Flow != "" || t.read.Gibberish || t.wordsBeside(t.text) > mostWordsOfCompare ||
		t.sure() && !slices.Contains(asksOf, t.top().Intent) || !says(t.text, t.lang, saysCompare) && !asksWhich(t.text, t.lang) {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	list := b.named(ctx, t)
	if len(list) < 2 && t.ofShown() {
		list = b.shownLately(ctx, t)
	}
	if len(list) < 2 || len(list) > mostCompared {
		return nil, nil
	}
	differ := t.differences(list)
	d := t.showProducts("product_recommendation", list)
	lines := make([]string, len(list))
	for i, p := range list {
		said := []string{d.Blocks[i].Product.Price}
		for _, f := range differ {
			said = append(said, t.says(p, f))
		}
		said = slices.DeleteFunc(said, func(s string) bool { return s == "" })
		lines[i] = p.Titles.In(t.lang) + ": " + strings.Join(said, ", ")
	}
	d.Text = strings.Join(lines, "\n")
	d.Confidence = max(d.Confidence, b.cfg.IntentThreshold)
	return d, nil
}

// differences are the facets that the catalogue says of any of some products, and not
// the same of all.
func (t *turn) differences(list []shop.Product) (out []facet.Facet) {
	for _, first := range list {
		for _, a := range first.Attributes {
			f := t.b.facets.Of(a.Name)
			if f == "" || slices.Contains(generalFacets, f) || slices.Contains(out, f) {
				continue
			}
			same := func(p shop.Product) bool {
				x, y := t.attributeOf(list[0], f), t.attributeOf(p, f)
				return x == nil && y == nil || x != nil && y != nil && x.Values.In(t.lang) == y.Values.In(t.lang)
			}
			if slices.ContainsFunc(list, func(p shop.Product) bool { return !same(p) }) {
				out = append(out, f)
			}
		}
	}
	return out
}

// named are the products that a message names or calls, each by itself: "the Bothy 1 or
// the Bothy 2".
func (b *Bot) named(ctx context.Context, t *turn) []shop.Product {
	var ids []string
	add := func(list ...string) {
		for _, id := range list {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	for _, e := range t.read.Entities {
		if e.Kind != nlu.Product && e.Kind != nlu.SKU {
			continue
		}
		if p, err := b.Catalog.Product(ctx, e.Value); err == nil {
			add(p.ID)
		}
	}
	if c, ok := b.Understander.(Caller); ok && len(ids) < 2 {
		for _, side := range strings.FieldsFunc(foldedJoints(t.text), func(r rune) bool { return r == '\n' }) {
			if ref, ok := c.Refer(side); ok && len(ref.Products) == 1 {
				add(ref.Products[0])
			}
		}
		if ref, ok := c.Refer(t.text); ok && len(ids) < 2 && len(ref.Products) <= mostCompared && says(t.text, t.lang, saysCompare) {
			add(ref.Products...)
		}
	}
	return b.byID(ctx, ids)
}

// asksWhich tells whether a text asks for one of two things: "the Nest 0 or the Nest 8?".
func asksWhich(text, lang string) bool {
	if !strings.ContainsAny(text, "?？؟;") {
		return false
	}
	said := facet.Words(strings.ToLower(text))
	for _, or := range strings.Fields(alternatives[lang]) {
		if slices.Contains(said, or) || len(said) == 1 && strings.Contains(text, or) {
			return true
		}
	}
	return false
}

// alternatives are the words for "or".
var alternatives = map[string]string{
	"en": "or", "de": "oder", "es": "o", "fr": "ou", "it": "o", "pt": "ou", "nl": "of", "pl": "czy lub", "cs": "nebo", "ro": "sau", "sv": "eller", "da": "eller", "fi": "vai tai",
	"el": "ή", "tr": "mı mi mu yoksa veya", "hu": "vagy", "ru": "или", "uk": "чи або", "ar": "أو او أم", "he": "או", "hi": "या", "th": "หรือ", "vi": "hay hoặc", "id": "atau", "ms": "atau",
	"ja": "それとも", "ko": "또는 아니면", "zh": "还是",
}

// joints are the words that stand between two things, in the languages of shoppers.
var joints = strings.Fields("and or vs versus to from than und oder als y o e que et ou que ed di en of dan i a lub niż a nebo než și sau decât och eller än og end ja vai tai kuin και ή από ve veya ile és vagy mint и или чем від і або ніж و أو من או ו और या से และ หรือ và hoặc hay với dan atau dengan 와 과 이랑 랑 하고")

// foldedJoints is a text with a line's end in the place of what joins two things.
func foldedJoints(text string) string {
	text = strings.NewReplacer(",", "\n", "，", "\n", "、", "\n", "/", "\n", "和", "\n", "与", "\n", "跟", "\n", "还是", "\n", "と", "\n", "กับ", "\n", "หรือ", "\n").Replace(text)
	words := strings.Split(text, " ")
	for i, w := range words {
		if slices.Contains(joints, strings.ToLower(w)) {
			words[i] = "\n"
		}
	}
	return strings.Join(words, " ")
}

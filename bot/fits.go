package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"frontdesk/bot/nlu/facet"
	"frontdesk/chat"
	"frontdesk/shop"
)

// modelName matches what models are called: letters and digits in one word, or
// words that a catalogue lists among what its products fit.
var modelName = regexp.MustCompile(`(?i)\b[a-z]{1,8}[- ]?\d{2,6}[a-z]{0,3}\b`)

// model is what a product is asked to fit; empty where nothing is named.
func (t *turn) model(found []shop.Product) string {
	for _, p := range found {
		for _, f := range p.Fits {
			if contains(t.text, f) {
				return f
			}
		}
	}
	own := func(s string) bool {
		return slices.ContainsFunc(found, func(p shop.Product) bool {
			if same(p.ID, s) {
				return true
			}
			for _, title := range p.Titles {
				if contains(title, s) {
					return true
				}
			}
			return slices.ContainsFunc(p.Variants, func(v shop.Variant) bool { return same(v.SKU, s) })
		})
	}
	for _, s := range modelName.FindAllString(norm.NFKC.String(t.text), -1) {
		if !own(s) {
			return s
		}
	}
	return ""
}

// fitting are the products that fit a model.
func (b *Bot) fitting(ctx context.Context, model string) []shop.Product {
	found, err := b.Catalog.Search(ctx, model, "", 4*mostWhich)
	if err != nil {
		return nil
	}
	found = slices.DeleteFunc(found, func(p shop.Product) bool { return !fitsModel(p, model) })
	return found[:min(len(found), mostWhich)]
}

func fitsModel(p shop.Product, model string) bool {
	return slices.ContainsFunc(p.Fits, func(f string) bool { return contains(f, model) || contains(model, f) })
}

// squashed is a name as it is compared, as people vary them: X-200, x 200.
func squashed(s string) string { return shop.PlainCode(s) }

func same(a, b string) bool { return squashed(a) == squashed(b) }

// contains tells whether a text has a name as a whole: X200 is not in X2000.
func contains(text, name string) bool {
	name = squashed(name)
	words := facet.Words(text)
	for i := range words {
		joined := ""
		for j := i; j < min(i+6, len(words)); j++ {
			if joined += squashed(words[j]); joined == name && name != "" {
				return true
			}
		}
	}
	return utf8.RuneCountInString(name) >= 2 && strings.IndexFunc(name, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) }) >= 0 && strings.Contains(squashed(text), name)
}

// fits answers whether a product fits a model, only by what the catalogue lists;
// nil where it lists nothing.
func (t *turn) fits(p shop.Product, model string) *Decision {
	title := p.Titles.In(t.lang)
	switch {
	case len(p.Fits) == 0:
		return nil
	case fitsModel(p, model):
		return t.product(p, title+"\n"+t.b.facets.Label(facet.Fit, t.lang)+": "+model)
	}
	list := strings.Join(p.Fits[:min(len(p.Fits), 10)], ", ")
	d := t.product(p, t.b.Wording.Say(t.lang, "product.fits_others", "title", title, "list", list, "model", model))
	d.QuickReplies = []chat.QuickReply{{Title: t.b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman}}
	return d
}

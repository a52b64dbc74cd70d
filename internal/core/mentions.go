package core

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/knowledge"
	"frontdesk/shop"
)

// Mentions finds products and categories in the texts of articles, with the
// catalogue in use.
type Mentions struct {
	engine     *bot.Engine
	catalog    shop.Catalog // nil: SKUs are not known
	timeout    time.Duration
	categories atomic.Pointer[[]string]
}

// know takes the categories of the catalogue.
func (m *Mentions) know(products []shop.Product) {
	var list []string
	for _, p := range products {
		if p.Category != "" && !slices.Contains(list, p.Category) {
			list = append(list, p.Category)
		}
	}
	m.categories.Store(&list)
}

// Mentions finds products by their names, and in headings categories by theirs.
func (m *Mentions) Mentions(text, lang string, heading bool) (out []knowledge.Mention) {
	base, _, _ := strings.Cut(lang, "-")
	for _, e := range m.engine.Name(nlu.EntityQuery{Text: text, Lang: base, Now: time.Now()}) {
		switch {
		case e.Kind == nlu.Product:
			out = append(out, knowledge.Mention{Kind: knowledge.LinkProduct, Ref: e.Value, Evidence: e.Text})
		case e.Kind == nlu.SKU && m.catalog != nil:
			ctx, cancel := context.WithTimeout(context.Background(), m.timeout)
			if p, err := m.catalog.Product(ctx, e.Value); err == nil {
				out = append(out, knowledge.Mention{Kind: knowledge.LinkProduct, Ref: p.ID, Evidence: e.Text})
			}
			cancel()
		}
	}
	if list := m.categories.Load(); heading && list != nil {
		said := " " + strings.Join(wordsOf(text), " ") + " "
		for _, c := range *list {
			name := c[strings.LastIndexAny(c, ">/")+1:]
			name = strings.Join(wordsOf(name), " ")
			if utf8.RuneCountInString(name) >= 3 && strings.Contains(said, " "+name+" ") {
				out = append(out, knowledge.Mention{Kind: knowledge.LinkCategory, Ref: c, Evidence: name})
			}
		}
	}
	return out
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" \t\n.,;:!?()[]\"'&/-_>", r) })
}

package main

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/knowledge"
	"frontdesk/shop"
)

// linkEvery is how late an article that has changed is linked to what it names.
const linkEvery = 10 * time.Second

// mentions finds products and categories in texts, with the catalogue in use.
type mentions struct {
	a          *app
	categories atomic.Pointer[[]string]
}

// know takes the categories of the catalogue.
func (m *mentions) know(products []shop.Product) {
	var list []string
	for _, p := range products {
		if p.Category != "" && !slices.Contains(list, p.Category) {
			list = append(list, p.Category)
		}
	}
	m.categories.Store(&list)
}

// Mentions finds products by their names, and in headings categories by theirs.
func (m *mentions) Mentions(text, lang string, heading bool) (out []knowledge.Mention) {
	base, _, _ := strings.Cut(lang, "-")
	for _, e := range m.a.core.Engine.Name(nlu.EntityQuery{Text: text, Lang: base, Now: time.Now()}) {
		switch e.Kind {
		case nlu.Product:
			out = append(out, knowledge.Mention{Kind: knowledge.LinkProduct, Ref: e.Value, Evidence: e.Text})
		case nlu.SKU:
			ctx, cancel := context.WithTimeout(context.Background(), m.a.cfg.Bot.ShopTimeout)
			if p, err := m.a.products().Product(ctx, e.Value); err == nil {
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

// linkArticles proposes links of articles to products, until ctx ends.
func (a *app) linkArticles(ctx context.Context) error {
	return knowledge.NewLinker(a.db, a.mentions, time.Now).Run(ctx, linkEvery, a.catalogueChanged, a.log)
}

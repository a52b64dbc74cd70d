package api_test

import (
	ctx "context"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/knowledge"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// linkedTo reads links from the store, as the index does.
type linkedTo struct{ store knowledge.LinkStore }

func (l linkedTo) LinkedTo(product, _ string, _ knowledge.Scope, _ int) (out []knowledge.Article) {
	all, _, err := l.store.AllLinks(ctx.Background())
	if err != nil {
		return nil
	}
	for _, x := range all {
		if x.Ref == product {
			out = append(out, knowledge.Article{ID: x.ArticleID, Title: "about it", Locale: "en"}, knowledge.Article{ID: x.ArticleID, Title: "darüber", Locale: "de-AT"})
		}
	}
	return out
}

func TestProductsAndLinks(t *testing.T) {
	w := newWorld(t)
	_, ed := w.person(auth.RoleEditor, "Ed")
	_, li := w.person(auth.RoleAgent, "Li")
	art := w.do(req{"POST", "/v1/articles", map[string]any{"title": "Descaling", "body": "Descale the kettle.", "locale": "en"}, ed}).want(t, 201, "")
	links := "/v1/articles/" + str(art.json["id"]) + "/links"
	w.do(req{"GET", "/v1/products?q=kettle", nil, li}).want(t, 200, "")
	if got := w.do(req{"GET", "/v1/products?q=k-1-w", nil, li}).want(t, 200, ""); got.at("items", 0, "title") != "Kettle" {
		t.Errorf("by SKU: %s", got.raw)
	}
	w.do(req{"GET", "/v1/products?q=", nil, li}).want(t, 422, "invalid_field")
	w.do(req{"GET", "/v1/products/none", nil, li}).want(t, 404, "product_not_found")
	if got := w.do(req{"GET", links, nil, li}).want(t, 200, ""); len(got.at("items").([]any)) != 0 {
		t.Errorf("links: %s", got.raw)
	}
	decide := func(kind, ref, state string) answer {
		return w.do(req{"PUT", links, map[string]any{"kind": kind, "ref": ref, "state": state}, ed})
	}
	decide("product", "nothing", "confirmed").want(t, 422, "no_such_product")
	decide("word", "K-1", "confirmed").want(t, 422, "invalid_field")
	w.do(req{"PUT", links, map[string]any{"kind": "product", "ref": "K-1", "state": "confirmed"}, li}).want(t, 403, "forbidden")
	got := decide("product", "k-1-w", "confirmed").want(t, 200, "")
	if got.at("items", 0, "ref") != "K-1" || got.at("items", 0, "by") != "Ed" || got.at("items", 0, "title") != "Kettle" {
		t.Errorf("linked by SKU: %s", got.raw)
	}
	p := w.do(req{"GET", "/v1/products/K-1?lang=de", nil, li}).want(t, 200, "")
	if p.at("articles", 0, "title") != "darüber" || p.at("articles", 1, "title") != "about it" {
		t.Errorf("what a reader of German can read is not first: %s", p.raw)
	}
	if p.at("articles", 0, "id") != art.json["id"] || p.at("attributes", 0, "value") != "1800" || p.at("price") != "89,90\u00a0€" || p.at("in_stock") != true || p.at("as_of") == nil || p.at("fits", 0) != "X200" {
		t.Errorf("product: %s", p.raw)
	}
	got = decide("product", "K-1", "removed").want(t, 200, "")
	if got.at("items", 0, "state") != "removed" {
		t.Errorf("removed: %s", got.raw)
	}
	p = w.do(req{"GET", "/v1/products/K-1", nil, li}).want(t, 200, "")
	if list, _ := p.at("articles").([]any); slices.ContainsFunc(list, func(any) bool { return true }) {
		t.Errorf("a removed link serves: %s", p.raw)
	}
	w.do(req{"PUT", "/v1/articles/none/links", map[string]any{"kind": "category", "ref": "Kitchen", "state": "confirmed"}, ed}).want(t, 404, "not_found")
}

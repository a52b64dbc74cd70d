package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/shop"
)

// Products is what the shop sells, from its own system and from feeds.
type Products interface {
	Product(ctx context.Context, sku string) (shop.Product, error)
	Search(ctx context.Context, text, locale string, n int) ([]shop.Product, error)
	Any() bool // there is a product
}

// Linked tells which articles are linked to a product.
type Linked interface {
	LinkedTo(product, category string, s knowledge.Scope, limit int) []knowledge.Article
}

// productBrief names a product.
type productBrief struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Brand    string `json:"brand,omitempty"`
	Category string `json:"category,omitempty"`
	URL      string `json:"url,omitempty"`
	Image    string `json:"image,omitempty"`
}

func briefOf(p shop.Product, lang string) productBrief {
	b := productBrief{ID: p.ID, Title: p.Titles.In(lang), Brand: p.Brand, Category: p.Category}
	if cleanPage(p.URL) != "" {
		b.URL = p.URL
	}
	if cleanPage(p.Image) != "" {
		b.Image = p.Image
	}
	return b
}

// foreign is 0 for a text in the reader's language, 1 for another: what can be
// read goes first.
func foreign(locale, reader string) int {
	text, _, _ := strings.Cut(locale, "-")
	lang, _, _ := strings.Cut(reader, "-")
	if strings.EqualFold(text, lang) {
		return 0
	}
	return 1
}

// productView is a product with what stands around it: its facts, the articles
// that are linked to it, and earlier cases about it.
type productView struct {
	productBrief
	Price      string               `json:"price,omitempty"`
	InStock    *bool                `json:"in_stock,omitempty"` // absent: not known
	Attributes []attributeView      `json:"attributes"`
	Fits       []string             `json:"fits"`
	AsOf       *time.Time           `json:"as_of,omitempty"` // when a feed said so; absent: the shop says so now
	Articles   []handoff.ArticleRef `json:"articles"`
	Cases      []caseRef            `json:"cases"`
}

type attributeView struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// caseRef is an earlier case, as agents may know of it.
type caseRef struct {
	ID             string    `json:"id"`
	ConversationID string    `json:"conversation_id"`
	Headline       string    `json:"headline"`
	Outcome        string    `json:"outcome,omitempty"`
	At             time.Time `json:"at"`
}

// Bounds of what is shown around a product.
const (
	aroundArticles = 10
	aroundCases    = 5
	aroundSince    = 180 * 24 * time.Hour
)

var errNoCatalogue = fault.New(fault.Unavailable, "catalogue_unavailable", "This server has no catalogue.")

type listProductsInput struct {
	Caller
	Q     string `query:"q" minLength:"1" maxLength:"200" required:"true" doc:"words of titles and facts, an id, a SKU or a GTIN"`
	Lang  string `query:"lang" maxLength:"35" doc:"of the titles"`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"10"`
}

func (a *API) listProducts(ctx context.Context, in *listProductsInput) (*bodyOf[productsView], error) {
	if a.Products == nil {
		return nil, errNoCatalogue
	}
	found, err := a.Products.Search(ctx, in.Q, in.Lang, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("search products: %w", err)
	}
	out := productsView{Items: []productBrief{}}
	for _, p := range found {
		out.Items = append(out.Items, briefOf(p, in.Lang))
	}
	return &bodyOf[productsView]{Body: out}, nil
}

type productInput struct {
	Caller
	ID   string `path:"id" maxLength:"200"`
	Lang string `query:"lang" maxLength:"35" doc:"of titles and values"`
}

// getProduct shows a product with what stands around it.
func (a *API) getProduct(ctx context.Context, in *productInput) (*bodyOf[productView], error) {
	if a.Products == nil {
		return nil, errNoCatalogue
	}
	p, err := a.Products.Product(ctx, in.ID)
	if err != nil {
		return nil, fmt.Errorf("load product: %w", err)
	}
	v := productView{productBrief: briefOf(p, in.Lang), Attributes: []attributeView{}, Fits: orEmpty(p.Fits), Articles: []handoff.ArticleRef{}, Cases: []caseRef{}}
	for _, at := range p.Attributes {
		v.Attributes = append(v.Attributes, attributeView{Name: at.Name, Value: at.Values.In(in.Lang)})
	}
	for _, variant := range p.Variants {
		if variant.Price.Currency != "" && v.Price == "" {
			v.Price = variant.Price.Format(in.Lang)
		}
	}
	if p.StockKnown() {
		there := p.InStock()
		v.InStock = &there
	}
	if !p.AsOf.IsZero() {
		v.AsOf = &p.AsOf
	}
	if a.Linked != nil {
		found := slices.Clone(a.Linked.LinkedTo(p.ID, p.Category, knowledge.Scope{Internal: true, Wide: true}, aroundArticles))
		slices.SortStableFunc(found, func(x, y knowledge.Article) int { return foreign(x.Locale, in.Lang) - foreign(y.Locale, in.Lang) })
		for _, art := range found {
			v.Articles = append(v.Articles, handoff.ArticleRef{ID: art.ID, Title: art.Title})
		}
	}
	if slices.Contains(desk, in.who.role) { // an editor does not read conversations
		if v.Cases, err = a.casesAbout(ctx, p.ID); err != nil {
			return nil, err
		}
	}
	return &bodyOf[productView]{Body: v}, nil
}

// casesAbout are the last cases about a product.
func (a *API) casesAbout(ctx context.Context, product string) ([]caseRef, error) {
	cases, err := a.Store.Cases(ctx, handoff.CaseFilter{
		Product: product, Since: a.Now().Add(-aroundSince), States: []handoff.State{handoff.Completed, handoff.ReturnedToBot},
		Newest: true, Limit: aroundCases,
	})
	if err != nil {
		return nil, fmt.Errorf("list cases about %s: %w", product, err)
	}
	out := []caseRef{}
	for _, c := range cases {
		ref := caseRef{ID: c.ID, ConversationID: c.ConversationID, Headline: c.Packet.Headline, At: c.CreatedAt}
		if c.Outcome != nil {
			ref.Outcome = c.Outcome.Code
		}
		out = append(out, ref)
	}
	return out, nil
}

// linkView is a link with the title of what it leads to.
type linkView struct {
	knowledge.Link
	Title string `json:"title,omitempty"` // of a product; empty where it is not sold any more
}

type linksInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Lang string `query:"lang" maxLength:"35" doc:"of products' titles"`
}

// listLinks shows what an article is linked to.
func (a *API) listLinks(ctx context.Context, in *linksInput) (*bodyOf[linksView], error) {
	if _, err := a.Articles.Article(ctx, in.ID); err != nil {
		return nil, fmt.Errorf("load article %s: %w", in.ID, err)
	}
	return a.linksOf(ctx, in.ID, in.Lang)
}

func (a *API) linksOf(ctx context.Context, id, lang string) (*bodyOf[linksView], error) {
	list, err := a.Links.LinksOf(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("list links of article %s: %w", id, err)
	}
	out := linksView{Items: []linkView{}}
	for _, l := range list {
		v := linkView{Link: l}
		if l.Kind == knowledge.LinkProduct && a.Products != nil {
			p, err := a.Products.Product(ctx, l.Ref)
			if err != nil && !errors.Is(err, fault.ErrNotFound) {
				a.log.Warn("a linked product cannot be read", "product", l.Ref, "err", err)
			}
			v.Title = p.Titles.In(lang)
		}
		out.Items = append(out.Items, v)
	}
	return &bodyOf[linksView]{Body: out}, nil
}

type decideLinkInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Lang string `query:"lang" maxLength:"35" doc:"of products' titles"`
	Body struct {
		Kind  string `json:"kind" enum:"product,category"`
		Ref   string `json:"ref" minLength:"1" maxLength:"300" doc:"id of the product, or the category as the catalogue writes it"`
		State string `json:"state" enum:"confirmed,removed"`
	}
}

// decideLink confirms, adds or removes a link; a removed one is not proposed again.
func (a *API) decideLink(ctx context.Context, in *decideLinkInput) (*bodyOf[linksView], error) {
	l := knowledge.Link{
		ArticleID: in.ID, Kind: knowledge.LinkKind(in.Body.Kind), Ref: strings.TrimSpace(in.Body.Ref), State: knowledge.LinkState(in.Body.State),
		By: in.who.user.Name, At: a.Now().UTC().Truncate(time.Microsecond),
	}
	if l.Kind == knowledge.LinkProduct && l.State == knowledge.LinkConfirmed && a.Products != nil {
		p, err := a.Products.Product(ctx, l.Ref)
		if errors.Is(err, fault.ErrNotFound) {
			return nil, fault.New(fault.Invalid, "no_such_product", "There is no product %q.", printable(l.Ref)).At("ref").Advise("Search for it by its title or SKU.")
		}
		if err != nil {
			return nil, fmt.Errorf("load product: %w", err)
		}
		l.Ref = p.ID
	}
	if err := a.Links.DecideLink(ctx, l); err != nil {
		return nil, fmt.Errorf("link article %s: %w", in.ID, err)
	}
	a.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	return a.linksOf(ctx, in.ID, in.Lang)
}

type productsView struct {
	Items []productBrief `json:"items"`
}

type linksView struct {
	Items []linkView `json:"items"`
}

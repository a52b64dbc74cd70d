package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/shop"
	"frontdesk/shop/catalog"
)

// LinkFields are the fields of LinkColumns.
func LinkFields(l *knowledge.Link) []any {
	return []any{&l.ArticleID, &l.Kind, &l.Ref, &l.State, &l.Evidence, &l.By, micros{&l.At}}
}

// EntryFields are the fields of EntryColumns.
func EntryFields(e *catalog.Entry) []any {
	return []any{&e.Source, &e.Product.ID, entryTitle{e}, &e.Hash, entryData{e}, micros{&e.ReadAt}, &e.Gone}
}

// FormerFields read source, id, whether the product was served, has been brought back,
// and is served.
func FormerFields(u *catalog.Former) []any {
	return []any{&u.Source, &u.ID, &u.Gone, &u.Back, &u.GoneNow}
}

// MarkColumns are read by MarkFields.
const MarkColumns = "id, title, hash, gone"

// MarkFields are the fields of MarkColumns.
func MarkFields(m *catalog.Mark) []any { return []any{&m.ID, &m.Title, &m.Hash, &m.Gone} }

// entryTitle is a product's title for reports; it is written only.
type entryTitle struct{ e *catalog.Entry }

func (t entryTitle) Value() (driver.Value, error) { return t.e.Product.Titles.In("und"), nil }

func (entryTitle) Scan(any) error { return nil }

// entryData maps a product to JSON.
type entryData struct{ e *catalog.Entry }

func (d entryData) Value() (driver.Value, error) {
	b, err := json.Marshal(d.e.Product)
	return string(b), err
}

func (d entryData) Scan(src any) error {
	text, err := textOf(src)
	if err != nil {
		return err
	}
	d.e.Product = shop.Product{}
	if err := json.Unmarshal([]byte(text), &d.e.Product); err != nil {
		return fmt.Errorf("read a stored product: %w", err)
	}
	return nil
}

// CheckEntries refuses products that cannot be stored.
func CheckEntries(entries []catalog.Entry) error {
	for i := range entries {
		e := &entries[i]
		if e.Product.ID == "" {
			return fault.New(fault.Invalid, "", "A product needs an id.").At("id")
		}
		data, err := entryData{e}.Value()
		if err != nil {
			return err
		}
		text, _ := data.(string)
		if err := CheckText("product", e.Source, e.Product.ID, e.Product.Titles.In("und"), text); err != nil {
			return err
		}
	}
	return nil
}

// CheckLinks refuses links that cannot be stored.
func CheckLinks(links []knowledge.Link) error {
	for _, l := range links {
		if l.ArticleID == "" || l.Ref == "" || l.Kind != knowledge.LinkProduct && l.Kind != knowledge.LinkCategory {
			return fault.New(fault.Invalid, "invalid_link", "A link needs an article, a kind and what it leads to.").At("ref")
		}
		if err := CheckText("ref", l.ArticleID, l.Ref, l.Evidence, l.By); err != nil {
			return err
		}
	}
	return nil
}

// Proposals compares the stored links of an article with those that were found
// now: what is no longer proposed, and what is new. What an editor has decided
// stays.
func Proposals(stored, found []knowledge.Link) (gone, added []knowledge.Link) {
	same := func(a, b knowledge.Link) bool { return a.Kind == b.Kind && a.Ref == b.Ref }
	for _, s := range stored {
		if s.State == knowledge.LinkProposed && !slices.ContainsFunc(found, func(f knowledge.Link) bool { return same(s, f) }) {
			gone = append(gone, s)
		}
	}
	for i, f := range found {
		if !slices.ContainsFunc(stored, func(s knowledge.Link) bool { return same(s, f) }) && !slices.ContainsFunc(found[:i], func(o knowledge.Link) bool { return same(o, f) }) {
			f.State = knowledge.LinkProposed
			added = append(added, f)
		}
	}
	return gone, added
}

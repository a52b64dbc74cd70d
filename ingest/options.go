package ingest

import (
	"strings"

	"golang.org/x/text/language"

	"frontdesk/internal/fault"
	"frontdesk/shop"
)

// Options are those of one run.
type Options struct {
	Source  string   `json:"source,omitempty"` // name of the source; empty: the name of the folder, the file or the page
	Locale  string   `json:"locale,omitempty"` // of articles that do not say; empty: folder name, then detection
	Markets []string `json:"markets,omitempty"`
	Draft   bool     `json:"draft,omitempty"`   // keep new articles as drafts for review
	Prune   bool     `json:"prune,omitempty"`   // archive articles of the source that it has no more
	Confirm bool     `json:"confirm,omitempty"` // archive them also where they are many
	Partial bool     `json:"partial,omitempty"` // take the good rows of a table that has bad ones
	Shrunk  bool     `json:"shrunk,omitempty"`  // publish texts too that have lost almost all of what they said
	By      string   `json:"-"`                 // who does it

	Kind     string `json:"kind,omitempty"`     // what CSV and JSON files are: KindProducts, KindArticles; empty: as their columns say
	Currency string `json:"currency,omitempty"` // ISO 4217, of a feed's prices that do not say
}

// What the files of a run are taken for.
const (
	KindProducts = "products"
	KindArticles = "articles"
)

// check refuses options that no file could be read with.
func (o Options) check() error {
	if o.Locale != "" {
		if _, err := language.Parse(o.Locale); err != nil {
			return fault.New(fault.Invalid, "invalid_field", "%q is no language.", o.Locale).At("locale").Advise("Use a code like en, de-AT or zh-Hans.")
		}
	}
	if o.Kind != "" && o.Kind != KindProducts && o.Kind != KindArticles {
		return fault.New(fault.Invalid, "invalid_field", "%q is no kind of files.", o.Kind).At("kind").Advise("Use products or articles, or leave it out.")
	}
	if _, err := shop.ParseMoney("0", strings.ToUpper(o.Currency)); o.Currency != "" && err != nil {
		return fault.New(fault.Invalid, "invalid_field", "%q is no currency.", o.Currency).At("currency").Advise("Use a code like EUR.")
	}
	if len(o.Markets) > 100 || len(o.Source) > 300 {
		return fault.New(fault.Invalid, "invalid_field", "A source has a name of at most 300 bytes and at most 100 markets.").At("source")
	}
	for _, m := range o.Markets {
		if strings.TrimSpace(m) == "" || len(m) > 50 {
			return fault.New(fault.Invalid, "invalid_field", "%q is no market.", m).At("markets").Advise("Use country codes like DE, or the shop's names for groups of them.")
		}
	}
	return nil
}

package bot_test

import (
	"context"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/shop"
)

// searched is a catalogue that notes what it is searched for.
type searched struct {
	shop.Catalog
	queries *[]string
}

func (a searched) Search(ctx context.Context, query, lang string, limit int) ([]shop.Product, error) {
	*a.queries = append(*a.queries, query)
	return a.Catalog.Search(ctx, query, lang, limit)
}

// A shop may answer a search for nothing with all that it sells.
func TestNothingIsSearchedForNothing(t *testing.T) {
	var queries []string
	k := newTalk(t, func(d *bot.Deps, _ *bot.Config) { d.Catalog = searched{d.Catalog, &queries} })
	k.says("do you have a xyzzy for a kettle?")
	for _, q := range queries {
		if strings.TrimSpace(q) == "" {
			t.Errorf("the catalogue is searched for %q", queries)
		}
	}
}

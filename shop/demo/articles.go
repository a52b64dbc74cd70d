package demo

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed articles
var articles embed.FS

// Articles are the help pages of the demo shop, one Markdown file each, as
// <language>/<slug>.md in English, Chinese, Spanish and German. The front
// matter names title, locale, market (empty for all), similar questions, the
// intents that the page answers, and its address. Slugs that begin with
// "local-" exist in one language, for the markets they name; all others exist
// in every language and state the same figures.
func Articles() fs.FS {
	sub, err := fs.Sub(articles, "articles")
	if err != nil { // the folder is part of the program
		panic(fmt.Sprintf("demo articles: %v", err))
	}
	return sub
}

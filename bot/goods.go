package bot

import (
	_ "embed"
	"sync"
)

//go:embed said/goods.txt
var goodsFile string

// goods are the names of things by thing and language. They are read once.
var goods = sync.OnceValue(func() map[string]map[string][]saying { return readSayings(goodsFile) })

// goodsMeant is the one option whose title names the thing that a text names in
// another language: "bocancii" of "Cairn Mid waterproof hiking boots".
func goodsMeant(opts []option, text, lang string) (string, bool) {
	best, second, at := 0, 0, -1
	text = foldSaid(text)
	for i, o := range opts {
		title, n := foldSaid(o.title+" · "+o.also), 0
		for _, names := range goods() {
			if said(text, names, lang) && said(title, names, lang) {
				n++
			}
		}
		switch {
		case n > best:
			best, second, at = n, best, i
		case n > second:
			second = n
		}
	}
	if at < 0 || best == second {
		return "", false
	}
	return opts[at].value, true
}

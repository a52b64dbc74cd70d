package knowledge

import (
	"sync"

	"frontdesk/knowledge/dictionary"
	"frontdesk/knowledge/text"
)

// nameOf is a name that the dictionary has, as passages are searched for it. It is shared
// and must not be changed.
type nameOf struct {
	written string
	tokens  []text.Token
	terms   []string
}

type conceptIn struct {
	concept dictionary.Concept
	lang    string
}

// namesRead are the names that some question needed: there are only so many concepts, and
// shops write in few languages.
var namesRead sync.Map // conceptIn to []nameOf

// namesIn are the names of a concept in a language.
func namesIn(c dictionary.Concept, lang string) []nameOf {
	key := conceptIn{c, lang}
	if known, ok := namesRead.Load(key); ok {
		return known.([]nameOf)
	}
	var out []nameOf
	for _, n := range dictionary.Builtin().Names(c, lang) {
		tokens := saying(thesaurus().analyzer.Analyze(n, lang))
		out = append(out, nameOf{n, tokens, firstForms(tokens)})
	}
	namesRead.Store(key, out)
	return out
}

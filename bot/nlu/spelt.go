package nlu

// Spelt tells whether a word, in lower case, is spelt as people spell it, as far as that
// is known: of English by the dictionary, of other languages by the examples that the
// model was trained on. A word that it does not know need not be wrong.
func (m *Model) Spelt(word, lang string) bool {
	root := key(hashBytes(seedStem, stem(nil, []byte(foldWordString(word)), lang)))
	if lang == "en" {
		_, ok := shopWords().find(root)
		return ok
	}
	s := m.learner.space
	return s.lookup(root) >= 0 || s.lookup(key(hashBytes(seedWord, []byte(word)))) >= 0
}

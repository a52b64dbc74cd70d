package nlu

// Warm reads what the first messages would otherwise wait for: the tables of
// languages and their words, and the concepts. It may run beside anything else.
func Warm() {
	languageTables()
	lexicons()
	markers()
	shopConcepts()
	folds()
	personIndex()
}

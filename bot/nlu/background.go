package nlu

// background reads the shipped out-of-scope texts in the language of the
// examples: general sentences that no shop's intent is meant by. Examples in
// several languages, or in one without such texts, have none.
func background(set *trainingSet, a *Analyzer) ([]document, error) {
	if set.lang == "" {
		return nil, nil
	}
	examples, err := packOf(set.lang)
	if err != nil {
		return nil, err
	}
	own := map[string]bool{}
	for _, text := range set.texts {
		own[text] = true
	}
	s := a.scratch()
	defer a.release(s)
	var out []document
	for _, e := range examples {
		if e.Intent == OutOfScope && !own[e.Text] {
			out = append(out, a.document(s, e.Text, e.Lang))
		}
	}
	return out, nil
}

// backgroundCosine is the similarity to an example from which a background text
// may mean that example's intent after all, and is left aside.
const backgroundCosine = 0.5

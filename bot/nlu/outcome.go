package nlu

// Outcome is what cross-validation made of one example: the reading of a model
// that was trained without it.
type Outcome struct {
	Row    int     // place in the examples given, from 0
	Intent string  // the likeliest
	Accept float64 // probability that it is right, 0 to 1
}

// outcomesOf lists the examples that were read by a model which saw neither them
// nor was without their intent. An example that is alone in its intent has none,
// and neither has one whose only reading came from a model without its intent.
func outcomesOf(intents []string, obs []observation, list []judged) []Outcome {
	var out []Outcome
	for i := range list {
		if obs[i].kind == obsInScope || obs[i].kind == obsOutside {
			out = append(out, Outcome{Row: obs[i].row, Intent: intents[list[i].top], Accept: list[i].p})
		}
	}
	return out
}

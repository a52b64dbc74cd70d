package bot

import (
	"slices"

	"frontdesk/bot/nlu"
)

// takesBack forgets an order number, an e-mail address or a postcode that the same
// message corrects: "10482 no sorry 10511".
func (t *turn) takesBack() {
	for _, kind := range []string{nlu.OrderNumber, nlu.Email, nlu.Postcode} {
		for i := 0; i < len(t.read.Entities); {
			first := t.read.Entities[i]
			next := slices.IndexFunc(t.read.Entities, func(e nlu.Entity) bool { return e.Kind == kind && e.Start >= first.End })
			if first.Kind != kind || next < 0 || first.Value == t.read.Entities[next].Value || !t.corrected(first.End, t.read.Entities[next].Start) {
				i++
				continue
			}
			t.read.Entities = slices.Delete(slices.Clone(t.read.Entities), i, i+1)
		}
	}
}

// corrected tells whether the few words between two places of the text say that what
// stands before them was a mistake.
func (t *turn) corrected(from, to int) bool {
	if from < 0 || to > len(t.text) || from >= to {
		return false
	}
	between := t.text[from:to]
	return t.wordsBeside(between) <= mostWordsOfCorrection && (says(between, t.read.Lang, saysNo) || says(between, t.read.Lang, saysWait))
}

// mostWordsOfCorrection is how many words stand between a mistake and what is right:
// "no wait, sorry, I mean".
const mostWordsOfCorrection = 6

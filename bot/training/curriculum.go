package training

import (
	"cmp"
	"maps"
	"slices"

	"frontdesk/bot/nlu"
)

// pack is the part of the shipped pack in the shop's languages. It is read each
// time: keeping it would cost the server more memory than it serves.
func (t *Trainer) pack() ([]nlu.Example, error) {
	all, err := t.cfg.Pack()
	if err != nil {
		return nil, err
	}
	if len(t.cfg.Languages) == 0 {
		return all, nil
	}
	return slices.DeleteFunc(all, func(e nlu.Example) bool { return !slices.Contains(t.cfg.Languages, e.Lang) }), nil
}

// curriculum is what a model is trained on.
type curriculum struct {
	pack      []nlu.Example // as it ships
	examples  []nlu.Example // the pack's, then the shop's
	own       int           // how many are the shop's
	overruled int           // texts of the pack that the shop has put under another intent
}

// languages lists those of the examples.
func (c curriculum) languages() []string {
	found := map[string]bool{}
	for _, e := range c.examples {
		found[e.Lang] = true
	}
	delete(found, "")
	return slices.Sorted(maps.Keys(found))
}

// compose joins pack and shop: the shop's word goes before the pack's where both
// have a text, what the pack has already is not said twice, and the examples of
// an intent that is switched off belong to none. The order depends on nothing
// but the content.
func compose(pack []nlu.Example, shop []Example, intents []Intent) curriculum {
	off := map[string]bool{}
	for _, i := range intents {
		off[i.ID] = i.Off
	}
	label := func(intent string) string {
		if off[intent] {
			return nlu.OutOfScope
		}
		return intent
	}
	own := map[string]string{}
	for _, e := range shop {
		own[Key(e.Text)] = e.Intent
	}
	out := curriculum{pack: pack}
	packed := map[string]bool{}
	for _, e := range pack {
		key := Key(e.Text)
		if intent, ok := own[key]; ok && intent != e.Intent {
			out.overruled++
			continue
		}
		packed[key] = true
		e.Intent = label(e.Intent)
		out.examples = append(out.examples, e)
	}
	shop = slices.SortedFunc(slices.Values(shop), func(a, b Example) int {
		return cmp.Or(cmp.Compare(a.Intent, b.Intent), cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Text, b.Text))
	})
	for _, e := range shop {
		if !packed[Key(e.Text)] {
			out.examples = append(out.examples, nlu.Example{Text: e.Text, Intent: label(e.Intent), Lang: e.Lang})
			out.own++
		}
	}
	return out
}

// mostWarnings bounds what a report holds.
const mostWarnings = 200

// warnings puts first what the shop can do something about: its own texts.
func (c curriculum) warnings(list []nlu.Warning) []nlu.Warning {
	own := map[string]bool{}
	for _, e := range c.examples[len(c.examples)-c.own:] {
		own[e.Text], own[e.Intent] = true, true
	}
	rank := func(w nlu.Warning) int {
		switch {
		case own[w.Text] || own[w.Twin] || w.Kind == nlu.TooFewExamples && own[w.Intent]:
			return 0
		case w.Kind == nlu.TooFewExamples:
			return 1
		}
		return 2
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b nlu.Warning) int { return cmp.Compare(rank(a), rank(b)) })
	return list[:min(len(list), mostWarnings)]
}

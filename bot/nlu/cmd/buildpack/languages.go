package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"frontdesk/bot/nlu"
)

// languages prints how many of each language's examples models trained without
// them recognise, and the pairs of intents that are taken for each other most;
// with list each example that is not recognised. Out-of-scope examples are in
// training, but not counted.
func languages(ctx context.Context, w io.Writer, examples []nlu.Example, folds int, list string) error {
	got, err := nlu.HoldOut(ctx, examples, folds, nlu.Options{})
	if err != nil {
		return err
	}
	type pair struct{ lang, want, got string }
	seen, right, wrong := map[string]int{}, map[string]int{}, map[pair]int{}
	var langs []string
	for i, e := range examples {
		if got[i] == "" {
			continue
		}
		if seen[e.Lang] == 0 {
			langs = append(langs, e.Lang)
		}
		seen[e.Lang]++
		if got[i] == e.Intent {
			right[e.Lang]++
			continue
		}
		wrong[pair{e.Lang, e.Intent, got[i]}]++
		if list == "all" || list == e.Lang {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", e.Lang, e.Intent, got[i], e.Text)
		}
	}
	slices.Sort(langs)
	pairs := make([]pair, 0, len(wrong))
	for p := range wrong {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(wrong[b], wrong[a]), cmp.Compare(a.want, b.want), cmp.Compare(a.got, b.got))
	})
	for _, lang := range langs {
		fmt.Fprintf(w, "%s %5d  %.3f ", lang, seen[lang], float64(right[lang])/float64(seen[lang]))
		left := 3
		for _, p := range pairs {
			if p.lang == lang && left > 0 {
				left--
				fmt.Fprintf(w, "  %s for %s %d", p.got, p.want, wrong[p])
			}
		}
		fmt.Fprintln(w)
	}
	return nil
}

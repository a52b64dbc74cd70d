package eval

import (
	"context"
	"fmt"
	"strconv"

	"frontdesk/eval/metrics"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// PairsOptions say which pairs of questions to compare.
type PairsOptions struct {
	Pairs    string           // CSV question_1,question_2,similar, the last 1 or 0
	Language string           // of the questions
	Config   knowledge.Config // of the base; the zero value is the built-in search
}

// PairsResult tells how well search sees that two questions ask the same.
type PairsResult struct {
	Pairs   int     `json:"pairs"`
	Similar int     `json:"similar"`
	AUROC   float64 `json:"auroc"` // of the probability, similar pairs against the others
}

// pair is two questions, and whether they ask the same.
type pair struct {
	known, asked string
	similar      bool
}

// RunPairs makes an article of every first question, with that question as its
// own, asks the second ones, and takes the probability that each is answered by
// the article of its pair. Faults of the input are fault.Invalid.
func RunPairs(ctx context.Context, o PairsOptions) (PairsResult, error) {
	pairs, err := readPairs(o.Pairs)
	if err != nil {
		return PairsResult{}, err
	}
	base, ids, err := indexPairs(ctx, o, pairs)
	if err != nil {
		return PairsResult{}, err
	}
	res := PairsResult{Pairs: len(pairs)}
	scores, similar := make([]float64, len(pairs)), make([]bool, len(pairs))
	for i, p := range pairs {
		got, err := base.Retrieve(ctx, knowledge.Query{Text: p.asked, Lang: o.Language, K: deepest})
		if err != nil {
			return res, fmt.Errorf("search for pair %d: %w", i+1, err)
		}
		for _, h := range got.Hits {
			if h.Article.ID == ids[p.known] {
				scores[i] = h.P
			}
		}
		if similar[i] = p.similar; p.similar {
			res.Similar++
		}
	}
	res.AUROC = metrics.AUROC(scores, similar)
	return res, nil
}

func readPairs(file string) ([]pair, error) {
	var pairs []pair
	classes := map[bool]bool{}
	err := eachRow(file, []string{"question_1", "question_2", "similar"}, func(r row) error {
		p := pair{known: r.get("question_1"), asked: r.get("question_2"), similar: r.get("similar") == "1"}
		if s := r.get("similar"); s != "0" && s != "1" {
			return r.bad("similar", "%q is neither 0 nor 1", s)
		}
		classes[p.similar] = true
		pairs = append(pairs, p)
		return nil
	})
	if err == nil && len(classes) < 2 {
		err = fault.New(fault.Invalid, "one_class", "%s needs pairs that ask the same, and pairs that do not", file)
	}
	return pairs, err
}

func indexPairs(ctx context.Context, o PairsOptions, pairs []pair) (*knowledge.Base, map[string]string, error) {
	store, ids := knowledge.NewMemory(), map[string]string{}
	for _, p := range pairs {
		if ids[p.known] != "" {
			continue
		}
		id := "q" + strconv.Itoa(len(ids))
		ids[p.known] = id
		a := knowledge.Article{ID: id, Key: id, Questions: []string{p.known}, Locale: o.Language, Status: knowledge.Published}
		if _, err := store.SaveArticle(ctx, a, []knowledge.Passage{{ID: id + "/0", ArticleID: id, Text: p.known}}); err != nil {
			return nil, nil, fmt.Errorf("index %q: %w", p.known, err)
		}
	}
	base, err := knowledge.New(store, o.Config)
	if err != nil {
		return nil, nil, err
	}
	if _, err = base.Refresh(ctx); err != nil {
		return nil, nil, err
	}
	return base, ids, base.Embed(ctx)
}

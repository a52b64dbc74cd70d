package storetest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

func article(n int) knowledge.Article {
	return knowledge.Article{
		ID: fmt.Sprintf("a-%03d", n), Key: fmt.Sprintf("help/%03d.md", n), Title: fmt.Sprintf("Título %d", n), Body: "# Body",
		Locale: "es", Status: knowledge.Published, Questions: []string{"how?"},
	}
}

func passages(a knowledge.Article, texts ...string) (out []knowledge.Passage) {
	for i, text := range texts {
		out = append(out, knowledge.Passage{ID: fmt.Sprintf("%s/%d", a.ID, i), ArticleID: a.ID, Ord: i, Heading: a.Title, Text: text})
	}
	return out
}

func tryArticles(t *testing.T, w *world) {
	var saved []knowledge.Article
	for i := range 5 {
		a := article(i)
		if i == 3 {
			a.Status, a.Locale, a.Source = knowledge.Draft, "de", "site"
			a.Body, a.Questions = "Rétourner Übergrößen, 我要退货, 001", []string{"Wie?"}
		}
		if i == 4 {
			a.Status = knowledge.Archived
		}
		a, err := w.SaveArticle(t.Context(), a, passages(a, "text"))
		w.ok(err)
		saved = append(saved, a)
	}
	first := saved[0]
	w.got("saved", []any{first.Version, first.Revision, first.CreatedAt, first.UpdatedAt, first.PublishedAt},
		[]any{int64(1), int64(1), start, start, start})
	w.got("a draft is not published", saved[3].PublishedAt, time.Time{})
	stored, err := w.Article(t.Context(), first.ID)
	w.ok(err)
	w.got("stored", stored, first)
	stored, err = w.ArticleByKey(t.Context(), first.Key)
	w.ok(err)
	w.got("by key", stored, first)
	w.clock.pass(time.Minute)
	changed := first
	changed.Title, changed.CreatedAt = "100% (nuevo)", time.Time{}
	changed, err = w.SaveArticle(t.Context(), changed, passages(changed, "text"))
	w.ok(err)
	w.got("changed", []any{changed.Version, changed.Revision, changed.CreatedAt, changed.UpdatedAt, changed.PublishedAt},
		[]any{int64(2), int64(6), start, start.Add(time.Minute), start})

	for name, c := range map[string]struct {
		filter knowledge.ArticleFilter
		want   []string
		total  int
	}{
		"all but archived":  {knowledge.ArticleFilter{}, []string{"a-000", "a-003", "a-002", "a-001"}, 4},
		"archived":          {knowledge.ArticleFilter{Status: knowledge.Archived}, []string{"a-004"}, 1},
		"locale":            {knowledge.ArticleFilter{Locale: "de"}, []string{"a-003"}, 1},
		"source":            {knowledge.ArticleFilter{Source: "site"}, []string{"a-003"}, 1},
		"title":             {knowledge.ArticleFilter{Text: "TÍTULO 2"}, []string{"a-002"}, 1},
		"literal":           {knowledge.ArticleFilter{Text: "%"}, []string{"a-000"}, 1},
		"key":               {knowledge.ArticleFilter{Text: "help/001"}, []string{"a-001"}, 1},
		"in the key first":  {knowledge.ArticleFilter{Text: "001"}, []string{"a-001", "a-003"}, 2},
		"behind it":         {knowledge.ArticleFilter{Text: "001", Limit: 1, After: "a-001"}, []string{"a-003"}, 2},
		"the text's words":  {knowledge.ArticleFilter{Text: "BOD"}, []string{"a-000", "a-002", "a-001"}, 3},
		"words anywhere":    {knowledge.ArticleFilter{Text: "ubergroße retour"}, []string{"a-003"}, 1},
		"not all its words": {knowledge.ArticleFilter{Text: "übergröße nothing"}, nil, 0},
		"a pair of letters": {knowledge.ArticleFilter{Text: "退货"}, []string{"a-003"}, 1},
		"first page":        {knowledge.ArticleFilter{Limit: 2}, []string{"a-000", "a-003"}, 4},
		"second page":       {knowledge.ArticleFilter{Limit: 2, After: "a-003"}, []string{"a-002", "a-001"}, 4},
	} {
		list, total, err := w.Articles(t.Context(), c.filter)
		w.ok(err)
		var ids []string
		for _, a := range list {
			ids = append(ids, a.ID)
			w.got(name+": no body", a.Body, "")
		}
		w.got(name, ids, c.want)
		w.got(name+": total", total, c.total)
	}
	unkeyed, err := w.SaveArticle(t.Context(), knowledge.Article{ID: "console", Title: "Written here", Status: knowledge.Draft}, nil)
	w.ok(err)
	w.got("one without a key", unkeyed.Key, "console")
}

func tryArticleConflicts(t *testing.T, w *world) {
	a, err := w.SaveArticle(t.Context(), article(1), nil)
	w.ok(err)
	_, err = w.SaveArticle(t.Context(), article(1), nil)
	w.refused(err, fault.Conflict, "version_conflict")
	twin := article(2)
	twin.Key = a.Key
	_, err = w.SaveArticle(t.Context(), twin, nil)
	w.refused(err, fault.Conflict, "duplicate_key")
	gone := article(3)
	gone.Version = 4
	_, err = w.SaveArticle(t.Context(), gone, nil)
	w.refused(err, fault.Conflict, "version_conflict")
	_, err = w.SaveArticle(t.Context(), knowledge.Article{Title: "no id"}, nil)
	w.refused(err, fault.Invalid, "")
	bad := article(5)
	bad.Body = "a\x00"
	_, err = w.SaveArticle(t.Context(), bad, nil)
	w.refused(err, fault.Invalid, "invalid_text")
	_, newest, err := w.Changes(t.Context(), 0, 10)
	w.ok(err)
	w.got("what was refused did not raise the revision", newest, int64(1))
	_, err = w.Article(t.Context(), "none")
	w.refused(err, fault.NotFound, "")
	_, err = w.ArticleByKey(t.Context(), "none")
	w.refused(err, fault.NotFound, "")
}

func tryChanges(t *testing.T, w *world) {
	var all []knowledge.Article
	for i := range 4 {
		a, err := w.SaveArticle(t.Context(), article(i), passages(article(i), "one", "two"))
		w.ok(err)
		all = append(all, a)
	}
	archived := all[1]
	archived.Status = knowledge.Archived
	archived, err := w.SaveArticle(t.Context(), archived, passages(archived, "three"))
	w.ok(err)
	got, newest, err := w.Changes(t.Context(), 1, 2)
	w.ok(err)
	w.got("newest", newest, int64(5))
	w.got("first two after revision 1", got, []knowledge.Edition{
		{Article: all[2], Passages: passages(all[2], "one", "two")}, {Article: all[3], Passages: passages(all[3], "one", "two")}})
	got, _, err = w.Changes(t.Context(), got[1].Article.Revision, 10)
	w.ok(err)
	w.got("the rest", got, []knowledge.Edition{{Article: archived, Passages: passages(archived, "three")}})
	got, newest, err = w.Changes(t.Context(), 5, 10)
	w.ok(err)
	w.got("nothing new", []any{len(got), newest}, []any{0, int64(5)})
}

func tryVectors(t *testing.T, w *world) {
	a, err := w.SaveArticle(t.Context(), article(1), passages(article(1), "one", "two"))
	w.ok(err)
	rows := [][]float32{{1, 0, 0.5}, {0, 1, -0.25}}
	w.ok(w.SaveVectors(t.Context(), []knowledge.Vectors{
		{ArticleID: a.ID, Model: "m", Rows: rows}, {ArticleID: a.ID, Model: "other", Rows: [][]float32{{1}, {2}}}}))
	want := []knowledge.Vectors{{ArticleID: a.ID, Model: "m", Rows: rows}}
	got, err := w.VectorsOf(t.Context(), "m", []string{"none", a.ID})
	w.ok(err)
	w.got("stored", got, want)
	err = w.SaveVectors(t.Context(), []knowledge.Vectors{{ArticleID: a.ID, Model: "m", Rows: [][]float32{{1, 2}}}})
	w.refused(err, fault.Invalid, "vector_length")
	err = w.SaveVectors(t.Context(), []knowledge.Vectors{{ArticleID: a.ID, Rows: rows}})
	w.refused(err, fault.Invalid, "")
	w.ok(w.SaveVectors(t.Context(), []knowledge.Vectors{{ArticleID: "gone", Model: "m", Rows: rows}}))

	a.Questions = []string{"another question"}
	a, err = w.SaveArticle(t.Context(), a, passages(article(1), "one", "two"))
	w.ok(err)
	got, err = w.VectorsOf(t.Context(), "m", []string{a.ID})
	w.ok(err)
	w.got("they stay while title and passages do", got, want)
	_, err = w.SaveArticle(t.Context(), a, passages(article(1), "one", "changed"))
	w.ok(err)
	got, err = w.VectorsOf(t.Context(), "m", []string{a.ID, "gone"})
	w.ok(err)
	w.got("they go with the passages", len(got), 0)
}

func tryGists(t *testing.T, w *world) {
	one, err := w.SaveArticle(t.Context(), article(1), passages(article(1), "one"))
	w.ok(err)
	two, err := w.SaveArticle(t.Context(), article(2), nil)
	w.ok(err)
	of := func(id, reader string) knowledge.Gist {
		return knowledge.Gist{ArticleID: id, Reader: reader, Print: "p", Data: []byte(`{"about":{"returns":0.5}}`)}
	}
	w.ok(w.SaveGists(t.Context(), []knowledge.Gist{of(one.ID, "a"), of("gone", "a"), of(two.ID, "a")}))
	w.ok(w.SaveGists(t.Context(), []knowledge.Gist{of(two.ID, "b")}))
	w.ok(w.SaveGists(t.Context(), nil))
	got, err := w.Gists(t.Context(), []string{one.ID, "gone", two.ID})
	w.ok(err)
	w.got("one an article", got, []knowledge.Gist{of(one.ID, "a"), of(two.ID, "b")})
	got, err = w.Gists(t.Context(), nil)
	w.ok(err)
	w.got("of none", len(got), 0)
}

// nearestTolerance is how far a cosine of 16-bit vectors may be off.
const nearestTolerance = 2e-3

// tryNearest holds the engine's search against an exact one in process: below
// and above the size where the engine makes an index, wide and narrow.
func tryNearest(t *testing.T, w *world) {
	const dim, articles, each = 24, 180, 20
	random := rand.New(rand.NewPCG(1, 2))
	_, err := w.Nearest(t.Context(), "m", vector(random, dim), knowledge.Scope{}, 10)
	if err == knowledge.ErrNoVectorSearch {
		t.Skip("this engine leaves searching to the in-process index")
	}
	w.ok(err)
	all := w.scattered(random, dim, articles, each)
	for _, s := range []knowledge.Scope{
		{}, {Market: "DE"}, {Market: "PT"}, {Market: "PT", Internal: true}, {Wide: true}, {Channel: "widget:shop", Market: "DE"},
		{Channel: "mail"}, {At: start.Add(-time.Hour)}, {At: start.Add(2 * time.Hour), Channel: "Widget"},
	} {
		for range 10 {
			q := vector(random, dim)
			got, err := w.Nearest(t.Context(), "m", q, s, 10)
			w.ok(err)
			nearEnough(t, got, exact(all, s, q, 10), func(id string) float64 { return cosine(q, all[id]) })
		}
	}
	// A question that lies at a narrow scope's far end: its passages must be found all the same.
	narrow := knowledge.Scope{Market: "PT", Internal: true}
	far := slices.Clone(all[fmt.Sprintf("a-%03d/0", onlyPT)])
	for i := range far {
		far[i] = -far[i]
	}
	got, err := w.Nearest(t.Context(), "m", far, narrow, 3000)
	w.ok(err)
	w.got("all of a scope, when asked for more than it has", len(got), len(exact(all, narrow, far, 3000)))
}

// onlyPT is the article that agents of the market PT alone may see.
const onlyPT = 77

// scattered saves articles of all kinds with random vectors and gives those of
// the published ones by passage.
func (w *world) scattered(random *rand.Rand, dim, articles, each int) map[string][]float32 {
	w.t.Helper()
	out := map[string][]float32{}
	for n := range articles {
		a := article(n)
		switch n % 10 {
		case 1:
			a.Markets = []string{"de"}
		case 2:
			a.Internal = true
		case 3:
			a.Status = knowledge.Draft
		case 4:
			a.Channels = []string{"widget"}
		case 5:
			a.ValidFrom, a.ValidUntil = start.Add(-time.Minute), start.Add(time.Hour)
		}
		if n == onlyPT {
			a.Markets, a.Internal = []string{"PT"}, true
		}
		v := knowledge.Vectors{ArticleID: a.ID, Model: "m"}
		list := passages(a, slices.Repeat([]string{"x"}, each)...)
		for _, p := range list {
			v.Rows = append(v.Rows, vector(random, dim))
			if a.Status == knowledge.Published {
				out[p.ID] = v.Rows[len(v.Rows)-1]
			}
		}
		_, err := w.SaveArticle(w.t.Context(), a, list)
		w.ok(err)
		w.ok(w.SaveVectors(w.t.Context(), []knowledge.Vectors{v}))
	}
	return out
}

// visible tells whether the scope lets one of the scattered passages be found.
func visible(s knowledge.Scope, id string) bool {
	var n, i int
	_, _ = fmt.Sscanf(id, "a-%d/%d", &n, &i) // the id is of this test's own making
	at := s.At
	if at.IsZero() {
		at = start
	}
	switch {
	case n%10 == 2 || n == onlyPT:
		return s.Internal && (n != onlyPT || s.Wide || s.Market == "PT")
	case s.Wide:
		return true
	case n%10 == 1:
		return s.Market == "DE"
	case n%10 == 4:
		kind, _, _ := strings.Cut(s.Channel, ":")
		return s.Channel == "" || strings.EqualFold(kind, "widget")
	case n%10 == 5:
		return !at.Before(start.Add(-time.Minute)) && at.Before(start.Add(time.Hour))
	}
	return true
}

func vector(r *rand.Rand, dim int) []float32 {
	v := make([]float32, dim)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	return v
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab, aa, bb = ab+float64(a[i])*float64(b[i]), aa+float64(a[i])*float64(a[i]), bb+float64(b[i])*float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func exact(all map[string][]float32, s knowledge.Scope, q []float32, k int) (out []knowledge.Near) {
	for id, v := range all {
		if visible(s, id) {
			out = append(out, knowledge.Near{PassageID: id, Cosine: cosine(q, v)})
		}
	}
	slices.SortFunc(out, func(a, b knowledge.Near) int { return int(math.Copysign(1, b.Cosine-a.Cosine)) })
	return out[:min(k, len(out))]
}

// nearEnough wants every place's cosine to be that of the exact list, within
// the tolerance of 16 bits; recall may miss one of ten where an index is used.
func nearEnough(t *testing.T, got, want []knowledge.Near, truth func(id string) float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d passages, want %d", len(got), len(want))
	}
	wanted := map[string]bool{}
	for _, n := range want {
		wanted[n.PassageID] = true
	}
	missed := 0
	worst := want[len(want)-1].Cosine
	for i, n := range got {
		if i > 0 && n.Cosine > got[i-1].Cosine {
			t.Fatalf("place %d is nearer than place %d", i, i-1)
		}
		if math.Abs(n.Cosine-truth(n.PassageID)) > nearestTolerance {
			t.Fatalf("%s: got cosine %f, want %f", n.PassageID, n.Cosine, truth(n.PassageID))
		}
		if !wanted[n.PassageID] && truth(n.PassageID) < worst-nearestTolerance {
			missed++
		}
	}
	if missed > 1 {
		t.Fatalf("%d of the ten nearest were missed", missed)
	}
}

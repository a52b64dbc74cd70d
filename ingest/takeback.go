package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// TakenBack is what taking an import back came to.
type TakenBack struct {
	Import    Import `json:"import"`
	Hidden    int    `json:"hidden"`    // articles that it added
	Restored  int    `json:"restored"`  // articles that have their former text again
	Returned  int    `json:"returned"`  // articles that it had removed
	Discarded int    `json:"discarded"` // texts that waited to be looked at
	Left      []Row  `json:"left"`      // what stays as it is, with the reason; of products the first 100

	Products     int `json:"products"`      // products that are as they were before it
	ProductsLeft int `json:"products_left"` // products that stay as they are
}

// Why an article is left as it is.
const (
	changedSince = "changed_since"
	noVersion    = "no_version"
	changedLater = "changed_later" // a product, by another import
)

// TakeBack brings the articles and products of an import to where they were before it: what it
// added is hidden, what it replaced serves again as a new version, or is a draft again,
// what it removed is there again, and does not follow its source any more, or the next reading would
// remove it again. What somebody has changed since is left alone and told. Products are
// as they were too, but for those that a later import has changed again. What is back already is
// passed over, so that it can be asked for again.
// fault.Conflict with code import_not_ended.
func (q *Queue) TakeBack(ctx context.Context, id, by string) (TakenBack, error) {
	i, err := q.store.Import(ctx, id)
	if err != nil {
		return TakenBack{}, err
	}
	if !i.Ended() {
		return TakenBack{}, fault.New(fault.Conflict, "import_not_ended", "This import goes on.").Advise("Cancel it first.").With("state", i.State)
	}
	rows, err := q.store.ImportRows(ctx, RowFilter{ImportID: id})
	if err != nil {
		return TakenBack{}, fmt.Errorf("load the report of import %s: %w", id, err)
	}
	out := TakenBack{Left: []Row{}}
	for _, b := range before(rows) {
		b.ended = i.EndedAt
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if err := q.back(ctx, b, by, &out); err != nil {
			return out, err
		}
	}
	if err := q.backProducts(ctx, id, rows, &out); err != nil {
		return out, err
	}
	q.cfg.Changed()
	out.Import, err = q.store.MarkTakenBack(ctx, id, by, q.in.cfg.Now().UTC())
	return out, err
}

// earlier is an article as it was before an import, and what the import did.
type earlier struct {
	row     Row     // the first of the article
	last    Outcome // what the import did last
	release int64   // its newest release when the import was done with it
	held    bool    // the import's text waited
	was     knowledge.ArticleStatus
	ended   time.Time // of the import
}

// before puts the rows of each article together: an import that was retried may have
// several of one.
func before(rows []Row) (out []*earlier) {
	known := map[string]*earlier{}
	for _, r := range rows {
		if r.Article == "" || !slices.Contains([]Outcome{Added, Changed, Held, Removed}, r.Outcome) {
			continue
		}
		e := known[r.Article]
		if e == nil {
			e = &earlier{row: r, was: knowledge.ArticleStatus(r.Was)}
			known[r.Article] = e
			out = append(out, e)
		}
		e.last, e.release, e.held = r.Outcome, r.Release, r.Outcome == Held
		if (r.Outcome == Added || r.Outcome == Changed) && r.Published {
			e.release++
		}
	}
	return out
}

// back brings one article back. Where somebody saves it at the same moment, it is
// looked at again.
func (q *Queue) back(ctx context.Context, e *earlier, by string, out *TakenBack) error {
	var err error
	for range 3 {
		var a knowledge.Article
		if a, err = q.store.Article(ctx, e.row.Article); err != nil {
			return fmt.Errorf("load article %s: %w", e.row.Article, err)
		}
		s := knowledge.Step{By: by, At: q.in.cfg.Now().UTC()}
		saving, count, why, problem := q.undo(ctx, e, a, s, out)
		switch {
		case problem != nil:
			return problem
		case why != "":
			row := e.row
			row.Outcome, row.Problem = Refused, leftAlone(why)
			out.Left = append(out.Left, row)
			return nil
		case count == nil:
			return nil
		}
		if _, err = q.store.SaveArticles(ctx, []knowledge.Saving{saving}); err == nil {
			*count++
			return nil
		}
		if !errors.Is(err, fault.ErrConflict) {
			break
		}
	}
	return fmt.Errorf("take article %s back: %w", e.row.Article, err)
}

func leftAlone(why string) Problem {
	if why == noVersion {
		return Problem{Code: why, Message: "The draft that the import replaced is not kept.", Hint: "Write it anew, or archive the article."}
	}
	return Problem{Code: why, Message: "Somebody has changed it since the import.", Hint: "Look at its versions in the console."}
}

// undo decides what becomes of an article: what is to be saved and where it counts,
// or why nothing; neither where it is back already.
func (q *Queue) undo(ctx context.Context, e *earlier, a knowledge.Article, s knowledge.Step, out *TakenBack) (knowledge.Saving, *int, string, error) {
	saved := func(a knowledge.Article, err error, count *int, from int64) (knowledge.Saving, *int, string, error) {
		return knowledge.Saving{Article: a, Passages: Split(a), Note: "An import was taken back.", From: from}, count, "", err
	}
	switch {
	case e.last == Removed && a.Status != knowledge.Archived, e.last != Removed && a.Status == knowledge.Archived:
		return knowledge.Saving{}, nil, "", nil
	case a.Release != e.release:
		if e.was == knowledge.Published && a.Release == e.release+1 && a.UpdatedBy == s.By && e.last == Changed {
			return knowledge.Saving{}, nil, "", nil // by an earlier taking back
		}
		return knowledge.Saving{}, nil, changedSince, nil
	case e.last == Removed:
		a, from, err := q.returned(ctx, e, a, s)
		return saved(a, err, &out.Returned, from)
	case e.was == "" && e.row.Outcome != Added && e.row.Outcome != Held: // of an import before this was kept
		return knowledge.Saving{}, nil, noVersion, nil
	case e.was == knowledge.Archived:
		a, err := a.Archive(s)
		if f := e.row.Former; f != nil && err == nil {
			a = a.With(f.Copy)
			a.Holds = f.Holds
		}
		return saved(a, err, &out.Hidden, 0)
	case e.was == "" && a.Status == knowledge.Published:
		a, err := a.Unpublish(s)
		return saved(a, err, &out.Hidden, 0)
	case e.was == "" && e.release == 0 && a.UpdatedAt.After(e.ended):
		return knowledge.Saving{}, nil, changedSince, nil
	case e.was == "" && e.release == 0: // a draft that nobody has touched
		a, err := a.Archive(s)
		return saved(a, err, &out.Hidden, 0)
	case e.was == "":
		return knowledge.Saving{}, nil, "", nil // hidden already
	case e.held && a.Status == knowledge.Published && a.Working != nil && len(a.Holds) > 0:
		a, err := a.Edit(a.Copy(), s)
		return saved(a, err, &out.Discarded, 0)
	case e.was != knowledge.Published && e.row.Former == nil:
		return knowledge.Saving{}, nil, noVersion, nil
	case e.was != knowledge.Published && a.Status != knowledge.Published && a.Copy().Equal(e.row.Former.Copy):
		return knowledge.Saving{}, nil, "", nil // it is so again
	case e.was != knowledge.Published && a.UpdatedAt.After(e.ended):
		return knowledge.Saving{}, nil, changedSince, nil
	case e.was != knowledge.Published:
		a, err := redrafted(a, *e.row.Former, s)
		return saved(a, err, &out.Restored, 0)
	case e.held:
		return knowledge.Saving{}, nil, "", nil // approved or discarded since
	case a.Release == e.row.Release:
		return knowledge.Saving{}, nil, "", nil // what readers see was not changed
	}
	former, err := q.store.ReleaseOf(ctx, a.ID, e.row.Release)
	if err != nil {
		return knowledge.Saving{}, nil, "", fmt.Errorf("load release %d of article %s: %w", e.row.Release, a.ID, err)
	}
	a, err = a.Bring(former.Copy, s)
	return saved(a, err, &out.Restored, former.Number)
}

// redrafted is an article with a draft that it had.
func redrafted(a knowledge.Article, f Former, s knowledge.Step) (knowledge.Article, error) {
	var err error
	if a.Status == knowledge.Published {
		if a, err = a.Unpublish(s); err != nil {
			return a, err
		}
	}
	if a, err = a.Edit(f.Copy, s); err != nil {
		return a, err
	}
	a.Holds = f.Holds
	return a, nil
}

// returned is an article that was removed, as it was before.
func (q *Queue) returned(ctx context.Context, e *earlier, a knowledge.Article, s knowledge.Step) (knowledge.Article, int64, error) {
	a, err := a.Restore(s)
	if err != nil {
		return a, 0, err
	}
	a.Source = ""
	if e.was != knowledge.Published || e.row.Release == 0 {
		return a, 0, nil
	}
	former, err := q.store.ReleaseOf(ctx, a.ID, e.row.Release)
	if err != nil {
		return a, 0, fmt.Errorf("load release %d of article %s: %w", e.row.Release, a.ID, err)
	}
	a, err = a.Bring(former.Copy, s)
	return a, former.Number, err
}

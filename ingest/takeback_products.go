package ingest

import (
	"context"
	"fmt"

	"frontdesk/shop/catalog"
)

// mostLeft is how many products that stay as they are are told one by one.
const mostLeft = 100

// backProducts brings the products of an import back, some at a time. Those that its
// report names and a later import has changed again are left alone: the newest feed has
// the word. One that only confirmed them is no reason.
func (q *Queue) backProducts(ctx context.Context, id string, rows []Row, out *TakenBack) error {
	back := map[string]bool{}
	for after, more := (catalog.Former{}), true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		formers, err := q.store.TakeBackProducts(ctx, id, after, entriesAtOnce)
		if err != nil {
			return fmt.Errorf("take products of import %s back: %w", id, err)
		}
		for _, f := range formers {
			back[f.ID] = true
			if f.Undo() != catalog.Before {
				out.Products++
			}
			after = f
		}
		more = len(formers) == entriesAtOnce
	}
	for _, r := range rows {
		if r.Article != "" || r.Outcome != Added && r.Outcome != Changed && r.Outcome != Removed || back[r.Key] {
			continue
		}
		back[r.Key] = true // an import that was retried may name it again
		if out.ProductsLeft++; out.ProductsLeft <= mostLeft {
			r.Outcome = Refused
			r.Problem = Problem{Code: changedLater, Message: "A later import has changed this product again.", Hint: "Correct it in the feed, and import that again."}
			out.Left = append(out.Left, r)
		}
	}
	return nil
}

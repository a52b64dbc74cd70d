package storetest

import (
	"strings"
	"testing"

	"frontdesk/internal/fault"
)

// tryTakeBackProducts: products are as they were before an import, but for those that a
// later one has changed again.
func tryTakeBackProducts(t *testing.T, w *world) {
	r := newReader(t, w)
	feed := func(rows ...string) {
		r.write("feed.csv", "sku,title,price\n"+strings.Join(rows, "\n")+"\n")
	}
	served := func(what string, want ...string) {
		t.Helper()
		all, _, err := w.FeedProducts(t.Context())
		w.ok(err)
		got := []string{}
		for _, e := range all {
			got = append(got, e.Product.ID+" "+e.Product.Variants[0].Price.Format("en"))
		}
		w.got(what, got, want)
	}
	feed("A,Tent,EUR 10", "B,Stove,EUR 20", "C,Boots,EUR 30")
	r.read("shop")
	feed("A,Tent,EUR 1", "B,Stove,EUR 20", "D,Rope,EUR 4") // a wrong file
	wrong := r.read("shop")
	served("the wrong file", "A €1.00", "B €20.00", "D €4.00")
	before, err := w.FeedRevision(t.Context())
	w.ok(err)
	back, err := r.q.TakeBack(t.Context(), wrong.ID, "Li")
	w.ok(err)
	w.got("taken back", []int{back.Products, back.ProductsLeft, len(back.Left)}, []int{3, 0, 0})
	served("as it was", "A €10.00", "B €20.00", "C €30.00")
	after, err := w.FeedRevision(t.Context())
	w.ok(err)
	w.got("who serves is told", after > before, true)
	again, err := r.q.TakeBack(t.Context(), wrong.ID, "Li")
	w.ok(err)
	w.got("again", []int{again.Products, again.ProductsLeft}, []int{0, 0})

	same := r.read("shop")
	w.got("the file can be read again, and once more", []int{same.Counts.Added, same.Counts.Changed, same.Counts.Removed}, []int{1, 1, 1})
	confirmed := r.read("shop")
	w.got("which only confirms it", []int{confirmed.Counts.Added, confirmed.Counts.Changed, confirmed.Counts.Removed}, []int{0, 0, 0})
	back, err = r.q.TakeBack(t.Context(), same.ID, "Li")
	w.ok(err)
	w.got("taken back all the same", []int{back.Products, back.ProductsLeft}, []int{3, 0})
	served("as it was before both", "A €10.00", "B €20.00", "C €30.00")

	i := r.read("shop")
	w.got("the file can be read again", []int{i.Counts.Added, i.Counts.Changed, i.Counts.Removed}, []int{1, 1, 1})
	feed("A,Tent,EUR 1", "B,Stove,EUR 20", "D,Rope,EUR 5")
	r.read("shop")
	back, err = r.q.TakeBack(t.Context(), i.ID, "Li")
	w.ok(err)
	w.got("a later file has confirmed one and changed one", []int{back.Products, back.ProductsLeft}, []int{2, 1})
	w.got("left alone", []string{back.Left[0].Key, back.Left[0].Title, back.Left[0].Code}, []string{"D", "Rope", "changed_later"})
	served("what it changed stays", "A €10.00", "B €20.00", "C €30.00", "D €5.00")
	w.ok(w.PurgeImports(t.Context(), w.clock.Now(), w.clock.Now()))
	_, err = r.q.TakeBack(t.Context(), i.ID, "Li")
	w.refused(err, fault.NotFound, "")
	served("forgotten imports take nothing along", "A €10.00", "B €20.00", "C €30.00", "D €5.00")
}

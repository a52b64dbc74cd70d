package knowledge_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

var day = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func TestLifeTable(t *testing.T) {
	if err := knowledge.Life().Check(); err != nil {
		t.Fatal(err)
	}
}

// done is what a step gives, for tables.
type done func(knowledge.Article) (knowledge.Article, error)

func TestLife(t *testing.T) {
	ada := knowledge.Step{By: "ada", At: day, Text: "because"}
	silent := knowledge.Step{By: "ada", At: day}
	edit := func(body string) done {
		return func(a knowledge.Article) (knowledge.Article, error) {
			c := a.Latest()
			c.Body = body
			return a.Edit(c, ada)
		}
	}
	submit := func(a knowledge.Article) (knowledge.Article, error) { return a.Submit(ada) }
	approve := func(a knowledge.Article) (knowledge.Article, error) { return a.Approve(ada) }
	reject := func(a knowledge.Article) (knowledge.Article, error) { return a.Reject(ada) }
	mute := func(a knowledge.Article) (knowledge.Article, error) { return a.Reject(silent) }
	publish := func(a knowledge.Article) (knowledge.Article, error) { return a.Publish(ada) }
	unpublish := func(a knowledge.Article) (knowledge.Article, error) { return a.Unpublish(ada) }
	archive := func(a knowledge.Article) (knowledge.Article, error) { return a.Archive(ada) }
	restore := func(a knowledge.Article) (knowledge.Article, error) { return a.Restore(ada) }
	soon := func(a knowledge.Article) (knowledge.Article, error) { return a.Schedule(day.Add(time.Hour), ada) }
	past := func(a knowledge.Article) (knowledge.Article, error) { return a.Schedule(day, ada) }
	hold := func(a knowledge.Article) (knowledge.Article, error) {
		return a.Import(a.Latest(), false, []knowledge.Hold{{Code: "contains_secret"}}, ada)
	}
	look := func(a knowledge.Article) (knowledge.Article, error) { return a.ApproveHold(0, ada) }
	for name, c := range map[string]struct {
		steps  []done
		status knowledge.ArticleStatus
		review knowledge.Verdict
		body   string // that serves, or would
		work   string // of the working copy
		code   string // of the last step's refusal
	}{
		"review and publish":            {[]done{submit, approve, publish}, knowledge.Published, "", "one", "", ""},
		"reject":                        {[]done{submit, reject}, knowledge.Draft, knowledge.Rejected, "one", "", ""},
		"reject without a word":         {[]done{submit, mute}, knowledge.InReview, knowledge.Asked, "one", "", "comment_missing"},
		"approve what nobody submitted": {[]done{approve}, knowledge.Draft, "", "one", "", "nothing_to_review"},
		"a change undoes an approval":   {[]done{submit, approve, edit("two")}, knowledge.Draft, "", "two", "", ""},
		"no change keeps it":            {[]done{submit, approve, edit("one")}, knowledge.InReview, knowledge.Approved, "one", "", ""},
		"working copy":                  {[]done{publish, edit("two")}, knowledge.Published, "", "one", "two", ""},
		"working copy taken back":       {[]done{publish, edit("two"), edit("one")}, knowledge.Published, "", "one", "", ""},
		"working copy reviewed":         {[]done{publish, edit("two"), submit, approve}, knowledge.Published, knowledge.Approved, "one", "two", ""},
		"working copy published":        {[]done{publish, edit("two"), publish}, knowledge.Published, "", "two", "", ""},
		"nothing to submit":             {[]done{publish, submit}, knowledge.Published, "", "one", "", "nothing_to_review"},
		"unpublish keeps the work":      {[]done{publish, edit("two"), unpublish}, knowledge.Draft, "", "two", "", ""},
		"archive, restore":              {[]done{publish, archive, restore}, knowledge.Draft, "", "one", "", ""},
		"publish an archived one":       {[]done{archive, publish}, knowledge.Archived, "", "one", "", "illegal_transition"},
		"schedule into the past":        {[]done{past}, knowledge.Draft, "", "one", "", "not_in_future"},
		"schedule nothing":              {[]done{publish, soon}, knowledge.Published, "", "one", "", "nothing_to_publish"},
		"held":                          {[]done{hold, publish}, knowledge.Draft, "", "one", "", "held"},
		"held, not to be scheduled":     {[]done{hold, soon}, knowledge.Draft, "", "one", "", "held"},
		"held, looked at":               {[]done{hold, look, publish}, knowledge.Published, "", "one", "", ""},
	} {
		a := knowledge.Article{ID: "a", Title: "T", Body: "one", Status: knowledge.Draft}
		var err error
		for i, step := range c.steps {
			var next knowledge.Article
			if next, err = step(a); err == nil {
				a = next
			} else if i < len(c.steps)-1 {
				t.Fatalf("%s: step %d: %v", name, i, err)
			}
		}
		work := ""
		if a.Working != nil {
			work = a.Working.Body
		}
		if a.Status != c.status || a.Review != c.review || a.Body != c.body || work != c.work || code(err) != c.code {
			t.Errorf("%s: got %s %q %q %q %q", name, a.Status, a.Review, a.Body, work, code(err))
		}
	}
}

func code(err error) string {
	var f *fault.Error
	errors.As(err, &f)
	if f == nil {
		return ""
	}
	return f.Code
}

// A source that changes a published article publishes it, unless the new text is
// held, and never takes away what somebody is writing.
func TestImport(t *testing.T) {
	s := knowledge.Step{By: "source", At: day}
	a, err := knowledge.Article{ID: "a"}.Import(knowledge.Copy{Body: "one"}, false, nil, s)
	if err != nil || a.Status != knowledge.Published || a.Body != "one" {
		t.Fatalf("got %+v, %v", a, err)
	}
	held, err := a.Import(knowledge.Copy{Body: "two"}, false, []knowledge.Hold{{Code: "instructions"}}, s)
	if err != nil || held.Status != knowledge.Published || held.Body != "one" || held.Working.Body != "two" || !held.Held() {
		t.Errorf("held: got %+v, %v", held, err)
	}
	mine, err := a.Edit(knowledge.Copy{Body: "mine"}, s)
	if err != nil {
		t.Fatal(err)
	}
	both, err := mine.Import(knowledge.Copy{Body: "two"}, true, nil, s)
	if err != nil || both.Body != "two" || both.Working.Body != "mine" {
		t.Errorf("beside a working copy: got %+v, %v", both, err)
	}
	draft, err := knowledge.Article{ID: "b"}.Import(knowledge.Copy{Body: "one"}, true, nil, s)
	if err != nil || draft.Status != knowledge.Draft {
		t.Errorf("as a draft: got %+v, %v", draft, err)
	}
}

// Two replicas keep one base: what is due happens once.
func TestKeeper(t *testing.T) {
	store := knowledge.NewMemory()
	now, changed := day, 0
	cfg := knowledge.KeeperConfig{
		Split: func(a knowledge.Article) []knowledge.Passage {
			return []knowledge.Passage{{ArticleID: a.ID, ID: a.ID + "/0", Text: a.Body}}
		},
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Changed: func() { changed++ },
	}
	one, two := knowledge.NewKeeper(store, cfg), knowledge.NewKeeper(store, cfg)
	for _, a := range []knowledge.Article{
		{ID: "a", Key: "a", Body: "one", Status: knowledge.Draft, PublishAt: day.Add(time.Hour), PublishBy: "ada", PublishNote: "spring"},
		{ID: "b", Key: "b", Body: "two", Status: knowledge.Published, VerifyBy: day.Add(time.Hour)},
		{ID: "c", Key: "c", Body: "three", Status: knowledge.Draft, PublishAt: day.Add(time.Hour), Holds: []knowledge.Hold{{Code: "x"}}},
	} {
		if _, err := store.SaveArticle(t.Context(), a, nil); err != nil {
			t.Fatal(err)
		}
	}
	tick := func(k *knowledge.Keeper, want int) {
		t.Helper()
		if n, err := k.Tick(t.Context()); n != want || err != nil {
			t.Errorf("%d changed, %v; want %d", n, err, want)
		}
	}
	tick(one, 0)
	now = day.Add(time.Hour)
	tick(one, 3)
	tick(two, 0)
	a, _ := store.Article(t.Context(), "a")
	releases, _ := store.Releases(t.Context(), "a")
	if a.Status != knowledge.Published || len(releases) != 1 || releases[0].Note != "spring" || releases[0].By != "ada" || changed != 1 {
		t.Errorf("published as %+v, releases %+v, %d hints", a, releases, changed)
	}
	if b, _ := store.Article(t.Context(), "b"); !b.RemindedAt.Equal(now) {
		t.Errorf("reminded at %v", b.RemindedAt)
	}
	if c, _ := store.Article(t.Context(), "c"); c.Status != knowledge.Draft || !c.PublishAt.IsZero() || len(c.Remarks) != 1 {
		t.Errorf("the held one is %+v", c)
	}
}

// A publish of many is seen at once, however many batches the reader needs.
func TestPublishedTogether(t *testing.T) {
	store := knowledge.NewMemory()
	base, err := knowledge.New(slow{store, func() {}}, knowledge.Config{Now: func() time.Time { return day }})
	if err != nil {
		t.Fatal(err)
	}
	savings := make([]knowledge.Saving, 7)
	for i := range savings {
		id := string(rune('a' + i))
		savings[i] = knowledge.Saving{
			Article:  knowledge.Article{ID: id, Key: id, Title: "Gift cards " + id, Body: "x", Locale: "en", Status: knowledge.Published},
			Passages: []knowledge.Passage{{ID: id + "/0", ArticleID: id, Text: "Gift cards are sent by mail."}},
		}
	}
	if _, err := store.SaveArticles(t.Context(), savings[:1]); err != nil {
		t.Fatal(err)
	}
	refresh(t, base)
	if _, err := store.SaveArticles(t.Context(), savings[1:]); err != nil {
		t.Fatal(err)
	}
	var seen []int
	base, err = knowledge.New(slow{store, func() {
		n, _, _ := base.Size()
		seen = append(seen, n)
	}}, knowledge.Config{})
	if err != nil {
		t.Fatal(err)
	}
	refresh(t, base)
	for i := range savings {
		a, err := store.Article(t.Context(), savings[i].Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		a.Status = knowledge.Archived
		savings[i].Article = a
	}
	if _, err := store.SaveArticles(t.Context(), savings); err != nil {
		t.Fatal(err)
	}
	seen = nil
	refresh(t, base)
	if n, _, _ := base.Size(); n != 0 || slices.ContainsFunc(seen, func(n int) bool { return n != len(savings) }) {
		t.Errorf("seen meanwhile: %v, at the end %d", seen, n)
	}
}

// slow is a store that gives two changes at a time and tells of every call.
type slow struct {
	*knowledge.Memory
	called func()
}

func (s slow) Changes(ctx context.Context, after int64, _ int) ([]knowledge.Edition, int64, error) {
	s.called()
	return s.Memory.Changes(ctx, after, 2)
}

// TestKeeperAndTheGate: publishes that may not be made together are tried one by one;
// the one at fault is taken back with a remark that says why.
func TestKeeperAndTheGate(t *testing.T) {
	store := knowledge.NewMemory()
	runs := 0
	k := knowledge.NewKeeper(store, knowledge.KeeperConfig{
		Split: func(knowledge.Article) []knowledge.Passage { return nil }, Now: func() time.Time { return day }, Log: slog.New(slog.DiscardHandler), Changed: func() {},
		Pass: func(_ context.Context, savings []knowledge.Saving) ([]knowledge.Saving, error) {
			runs++
			for i := range savings {
				if savings[i].Article.ID == "bad" {
					return nil, fault.New(fault.Conflict, "gate_failed", "Answers get worse.")
				}
				savings[i].Gate = &knowledge.GateResult{Golden: 7}
			}
			return savings, nil
		},
	})
	for _, id := range []string{"a", "bad", "c"} {
		due := knowledge.Article{ID: id, Key: id, Body: id, Status: knowledge.Draft, PublishAt: day, PublishBy: "ada", PublishNote: "spring"}
		if _, err := store.SaveArticle(t.Context(), due, nil); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := k.Tick(t.Context()); n != 3 || err != nil || runs != 4 {
		t.Errorf("%d changed in %d runs, %v", n, runs, err)
	}
	for _, id := range []string{"a", "c"} {
		r, err := store.ReleaseOf(t.Context(), id, 1)
		if err != nil || r.Gate == nil || r.Gate.Golden != 7 || r.Note != "spring" {
			t.Errorf("%s: %+v, %v", id, r, err)
		}
	}
	bad, _ := store.Article(t.Context(), "bad")
	if bad.Status != knowledge.Draft || !bad.PublishAt.IsZero() || len(bad.Remarks) != 1 || !strings.Contains(bad.Remarks[0].Text, "Answers get worse.") {
		t.Errorf("bad: %+v", bad)
	}
	if n, err := k.Tick(t.Context()); n != 0 || err != nil {
		t.Errorf("it is over: %d, %v", n, err)
	}
}

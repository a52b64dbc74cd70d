package knowledge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge/vector"
)

const (
	// embedAtOnce is how many passages go to the embedder in one call. A call that
	// fails is tried with a quarter of them, down to one: the endpoint may be slow,
	// or one text be at fault.
	embedAtOnce = 64
	// giveUpAfter is how many articles in a row must fail alone to end a round.
	giveUpAfter = 3
	// recallAtOnce is how many articles' vectors are read from the store at a time.
	recallAtOnce = 100

	// retireAfter is how long after a model's last use its vectors are deleted:
	// longer than replicas of two configurations run side by side.
	retireAfter = 24 * time.Hour

	// A round that fails is followed by another after firstRetry, doubled each time
	// up to longestRetry.
	firstRetry   = 5 * time.Second
	longestRetry = 5 * time.Minute
)

// Embed gives the passages that have no vectors of the embedder theirs: from
// the store where it has them, else from the endpoint. Searches go on
// meanwhile, with the vectors there are. Articles that fail are left for the
// next call, and the first failure is given. Run calls it in the background;
// programs that end soon call it themselves, after Refresh.
func (b *Base) Embed(ctx context.Context) error {
	m := b.meaning
	if m == nil {
		return nil
	}
	m.embedding.Lock()
	defer m.embedding.Unlock()
	if b.lacking() == 0 && !b.doubts() {
		return nil
	}
	err := b.embedMissing(ctx)
	if errors.Is(err, errLength) {
		b.doubt()
		if err = b.ensureSameModel(ctx); err == nil {
			err = b.embedMissing(ctx)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	b.tellTrouble(err)
	return err
}

func (b *Base) embedMissing(ctx context.Context) error {
	if err := b.prepareMeaning(ctx); err != nil {
		return err
	}
	if err := b.ensureSameModel(ctx); err != nil {
		return err
	}
	jobs, err := b.recall(ctx, b.jobs())
	if err != nil {
		return err
	}
	return b.embedJobs(ctx, jobs)
}

// keepEmbedded embeds what Refresh brings until ctx ends.
func (b *Base) keepEmbedded(ctx context.Context) {
	wait := firstRetry
	for {
		before := b.lacking()
		err := b.Embed(ctx)
		if err == nil {
			err = b.retireModels(ctx)
		}
		if err == nil || b.lacking() < before {
			wait = firstRetry
		}
		var again *time.Timer
		var due <-chan time.Time // never without a failure
		if err != nil {
			again = time.NewTimer(wait)
			due = again.C
			wait = min(2*wait, longestRetry)
		}
		select {
		case <-ctx.Done():
		case <-due:
		case <-b.meaning.wake:
		}
		if again != nil {
			again.Stop()
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// retireModels deletes the vectors of models that no replica has used for long,
// once this one's are complete.
func (b *Base) retireModels(ctx context.Context) error {
	m := b.meaning
	m.embedding.Lock()
	defer m.embedding.Unlock()
	if m.store == nil || m.dim == 0 {
		return nil
	}
	if err := m.store.RetireModels(ctx, m.space(), b.cfg.Now().Add(-retireAfter)); err != nil {
		return fmt.Errorf("delete the vectors of former models: %w", err)
	}
	return nil
}

func (b *Base) doubts() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.meaning.doubted
}

func (b *Base) lacking() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.meaning.missing)
}

// tellTrouble keeps and logs why passages are not embedded, where that changed.
func (b *Base) tellTrouble(err error) {
	m := b.meaning
	b.mu.Lock()
	before, left := m.trouble, len(m.missing)
	m.trouble = ""
	var told *fault.Error
	switch {
	case errors.As(err, &told):
		m.trouble = "The embedding endpoint failed: " + told.Message
	case err != nil:
		m.trouble = "The embedding endpoint failed."
	}
	now := m.trouble
	b.mu.Unlock()
	switch {
	case err != nil && now != before:
		m.log.Warn("passages are not embedded; they are found by their words", "articles", left, "error", err)
	case err == nil && before != "":
		m.log.Info("all passages are embedded")
	}
}

// job is an article to embed, as it was when the round began.
type job struct {
	held    *held
	texts   []string // of its passages, in order
	missing missing
}

// jobs lists what is missing: those that failed least first.
func (b *Base) jobs() []job {
	b.mu.RLock()
	defer b.mu.RUnlock()
	jobs := make([]job, 0, len(b.meaning.missing))
	for id, w := range b.meaning.missing {
		h := b.articles[id]
		j := job{held: h, missing: *w, texts: make([]string, len(h.entries))}
		for i, e := range h.entries {
			j.texts[i] = embeddable(h, e)
		}
		jobs = append(jobs, j)
	}
	slices.SortFunc(jobs, func(x, y job) int {
		return cmp.Or(cmp.Compare(x.missing.failures, y.missing.failures), cmp.Compare(x.held.article.ID, y.held.article.ID))
	})
	return jobs
}

// prepareMeaning learns how long vectors are and whether the store searches
// them. Both are known once the endpoint and the store have answered.
func (b *Base) prepareMeaning(ctx context.Context) error {
	m := b.meaning
	if m.dim > 0 { // only Embed and what it calls change it
		return nil
	}
	dim := m.embedder.Dim()
	if dim == 0 {
		rows, err := m.embedder.Embed(ctx, []string{"hello"})
		if err != nil {
			return err
		}
		if len(rows) != 1 || len(rows[0]) == 0 {
			return errors.New("the endpoint gave no vector")
		}
		dim = len(rows[0])
	}
	inMemory := m.inMemory || m.store == nil
	if !inMemory {
		_, err := m.store.Nearest(ctx, fmt.Sprintf("%s/%d", m.embedder.Model(), dim), make([]float32, dim), Scope{}, 0)
		if inMemory = errors.Is(err, ErrNoVectorSearch); err != nil && !inMemory {
			return fmt.Errorf("ask the store whether it searches vectors: %w", err)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	m.dim = dim
	if inMemory {
		m.index = vector.New(dim)
	}
	return nil
}

// recall takes vectors from the store and gives the jobs that it had none for.
func (b *Base) recall(ctx context.Context, jobs []job) ([]job, error) {
	m := b.meaning
	if m.store == nil {
		return jobs, nil
	}
	var left []job
	for batch := range slices.Chunk(jobs, recallAtOnce) {
		var ids []string
		byID := make(map[string]job, len(batch))
		for _, j := range batch {
			if !j.missing.changed {
				ids = append(ids, j.held.article.ID)
			}
			byID[j.held.article.ID] = j
		}
		stored, err := m.store.VectorsOf(ctx, m.space(), ids)
		if err != nil {
			return nil, fmt.Errorf("read stored vectors: %w", err)
		}
		done := make(map[string]bool, len(stored))
		for _, v := range stored {
			done[v.ArticleID] = b.accept(byID[v.ArticleID], v.Rows) == nil
		}
		for _, j := range batch {
			if !done[j.held.article.ID] {
				left = append(left, j)
			}
		}
	}
	return left, nil
}

// embedJobs asks the endpoint for the vectors of every job, and gives the first
// failure. It ends early where nothing gets through.
func (b *Base) embedJobs(ctx context.Context, jobs []job) error {
	var first error
	size, inVain := embedAtOnce, 0
	for len(jobs) > 0 && inVain < giveUpAfter && ctx.Err() == nil {
		n, texts := 1, len(jobs[0].texts)
		for n < len(jobs) && texts+len(jobs[n].texts) <= size {
			texts += len(jobs[n].texts)
			n++
		}
		err := b.embedBatch(ctx, jobs[:n], size)
		switch {
		case err == nil:
			jobs, inVain = jobs[n:], 0
			size = min(2*size, embedAtOnce)
			continue
		case size > 1:
			size = max(size/4, 1)
		default:
			b.refuse(jobs[0])
			jobs = jobs[1:]
			inVain++
		}
		first = cmp.Or(first, err)
	}
	if len(jobs) == 0 && inVain == 0 && first != nil && b.lacking() == 0 {
		return nil // smaller calls got through
	}
	return first
}

func (b *Base) refuse(j job) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if w := b.meaning.missing[j.held.article.ID]; w != nil {
		w.failures++
	}
}

// embedBatch embeds articles in calls of at most size passages, and keeps what
// it gets. It is all or nothing for the endpoint's part.
func (b *Base) embedBatch(ctx context.Context, jobs []job, size int) error {
	m := b.meaning
	var texts []string
	for _, j := range jobs {
		texts = append(texts, j.texts...)
	}
	rows := make([][]float32, 0, len(texts))
	for chunk := range slices.Chunk(texts, size) {
		got, err := m.embedder.Embed(ctx, chunk)
		if err != nil {
			return err
		}
		if len(got) != len(chunk) {
			return fmt.Errorf("asked for %d vectors, got %d", len(chunk), len(got))
		}
		for _, row := range got {
			if err := checkRow(row, m.dim); err != nil {
				return err
			}
		}
		rows = append(rows, got...)
	}
	made := make([]Vectors, 0, len(jobs))
	current := make([]job, 0, len(jobs))
	for _, j := range jobs {
		own := rows[:len(j.texts)]
		rows = rows[len(j.texts):]
		if b.current(j) {
			made = append(made, Vectors{ArticleID: j.held.article.ID, Model: m.space(), Rows: own, Version: j.held.article.Version})
			current = append(current, j)
		}
	}
	if err := b.keep(ctx, made); err != nil {
		return err
	}
	for i, j := range current {
		if err := b.accept(j, made[i].Rows); err != nil {
			return err
		}
	}
	return nil
}

// keep stores vectors. Where they are searched in memory, a store that fails
// only costs the work of making them again at the next start.
func (b *Base) keep(ctx context.Context, made []Vectors) error {
	m := b.meaning
	if m.store == nil || m.forked || len(made) == 0 {
		return nil
	}
	err := m.store.SaveVectors(ctx, made)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if m.index != nil {
		m.log.Warn("vectors are not stored", "articles", len(made), "error", err)
		return nil
	}
	return fmt.Errorf("store vectors: %w", err)
}

// current says whether a job's article is still as it was.
func (b *Base) current(j job) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.articles[j.held.article.ID] == j.held
}

// accept puts an article's vectors to use. Those of an article that has changed
// meanwhile are dropped: Refresh has noted it as missing again.
func (b *Base) accept(j job, rows [][]float32) error {
	m := b.meaning
	if len(rows) != len(j.held.entries) {
		return fmt.Errorf("article %s has %d vectors for %d passages", j.held.article.ID, len(rows), len(j.held.entries))
	}
	entries := make([]vector.Entry, len(rows))
	for i, row := range rows {
		if err := vector.Check(row, m.dim); err != nil {
			return err
		}
		entries[i] = vector.Entry{ID: j.held.entries[i].passage.ID, Vec: row, Class: j.held.audience}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.articles[j.held.article.ID] != j.held {
		return nil
	}
	delete(m.missing, j.held.article.ID)
	if m.index != nil {
		return m.index.Apply(entries, nil)
	}
	for _, e := range entries {
		m.centre.Add(e.Vec)
	}
	if m.beside != nil {
		return m.beside.Apply(entries, nil)
	}
	return nil
}

// embeddable is the text of a passage as an embedder reads it: what it is
// about, then what it says. It is never blank, which endpoints refuse.
func embeddable(h *held, e *entry) string {
	return cmp.Or(strings.TrimSpace(h.article.Title+"\n"+e.passage.Heading+"\n"+e.says()), h.article.ID)
}

// sameTexts says whether two versions of an article read the same to an
// embedder, passage by passage.
func sameTexts(x, y *held) bool {
	return slices.EqualFunc(x.entries, y.entries, func(a, b *entry) bool {
		return a.passage.ID == b.passage.ID && embeddable(x, a) == embeddable(y, b)
	})
}

// relative makes cosines of different models comparable: 0 is what a passage
// taken at random has, 1 is the same direction.
func relative(cosine, average float64) float64 {
	return math.Max(0, math.Min(1, (cosine-average)/math.Max(1-average, 1e-6)))
}

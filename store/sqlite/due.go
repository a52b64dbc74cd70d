package sqlite

import (
	"container/heap"
	"context"
	"sync"
	"time"

	"frontdesk/pipeline"
	"frontdesk/store"
)

// dueList says which conversations the bot shall look at, and who is looking.
// One process has the file, so what is due is read from it once and then kept in
// step by the writer, and a lease need not outlive the process: a crash frees
// all of them. The columns for leases, which PostgreSQL needs, stay empty.
type dueList struct {
	mu      sync.Mutex
	all     map[string]*attention
	waiting timeline // not leased, by due time; rows that are out of date are skipped
	leased  timeline // leased, by the end of the lease; the same
}

// attention is what one conversation gets.
type attention struct {
	due   int64  // microseconds; 0: nothing to do
	token string // of the lease; empty: none
	until int64  // microseconds; the lease's end
}

// row is a conversation's place in a timeline.
type row struct {
	at int64
	id string
}

// timeline is a heap of rows, earliest first.
type timeline []row

func (t timeline) Len() int { return len(t) }
func (t timeline) Less(i, j int) bool {
	return t[i].at < t[j].at || t[i].at == t[j].at && t[i].id < t[j].id
}
func (t timeline) Swap(i, j int) { t[i], t[j] = t[j], t[i] }

// Push is for container/heap.
func (t *timeline) Push(x any) { *t = append(*t, x.(row)) }

// Pop is for container/heap.
func (t *timeline) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}

// read fills the list from the database.
func (d *dueList) read(ctx context.Context, q *session) error {
	d.all = map[string]*attention{}
	return q.each(ctx, func(r scanner) error {
		var id string
		var due int64
		err := r.Scan(&id, &due)
		d.set(id, due)
		return err
	}, "SELECT id, due_at FROM conversations WHERE due_at > 0")
}

// set makes a conversation due at the time, or not due with 0. A lease stays.
func (d *dueList) set(id string, due int64) {
	d.change(id, func(a *attention) { a.due = due })
}

// sooner makes a conversation due no later than the time.
func (d *dueList) sooner(id string, due int64) {
	d.change(id, func(a *attention) {
		if a.due == 0 || due < a.due {
			a.due = due
		}
	})
}

// done ends a conversation's lease, whoever has it; unless it is kept due there
// is nothing left to do.
func (d *dueList) done(id string, keep bool) {
	d.change(id, func(a *attention) {
		a.token = ""
		if !keep {
			a.due = 0
		}
	})
}

// release ends a lease if it is still the one with the token. A retry that is
// not 0 moves the due time.
func (d *dueList) release(id, token string, retry int64) {
	d.change(id, func(a *attention) {
		if a.token != token {
			return
		}
		a.token = ""
		if a.due > 0 && retry > 0 {
			a.due = retry
		}
	})
}

// change changes one conversation and puts it where it belongs.
func (d *dueList) change(id string, how func(*attention)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := d.all[id]
	if a == nil {
		a = &attention{}
		d.all[id] = a
	}
	before := *a
	how(a)
	switch {
	case a.due == 0 && a.token == "":
		delete(d.all, id)
	case a.token == "" && (a.due != before.due || before.token != ""):
		heap.Push(&d.waiting, row{a.due, id})
	}
}

// lease gives up to n conversations that are due now and makes them the caller's
// until the end, longest due first.
func (d *dueList) lease(now, until int64, n int, newID func() string) (ids, tokens []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.leased) > 0 && d.leased[0].at <= now {
		r := heap.Pop(&d.leased).(row)
		if a := d.all[r.id]; a != nil && a.token != "" && a.until == r.at {
			a.token = ""
			if a.due == 0 {
				delete(d.all, r.id)
			} else {
				heap.Push(&d.waiting, row{a.due, r.id})
			}
		}
	}
	for len(ids) < n && len(d.waiting) > 0 && d.waiting[0].at <= now {
		r := heap.Pop(&d.waiting).(row)
		a := d.all[r.id]
		if a == nil || a.token != "" || a.due != r.at {
			continue // it has moved since
		}
		a.token, a.until = newID(), until
		heap.Push(&d.leased, row{until, r.id})
		ids, tokens = append(ids, r.id), append(tokens, a.token)
	}
	return ids, tokens
}

// Due leases up to n conversations that are due and not leased, oldest first.
func (s *Store) Due(_ context.Context, now time.Time, n int, lease time.Duration) (out []pipeline.Lease, err error) {
	until := now.Add(lease)
	ids, tokens := s.due.lease(store.Micros(now), store.Micros(until), n, s.clock.NewID)
	for i, id := range ids {
		out = append(out, pipeline.Lease{ConversationID: id, Token: tokens[i], Until: until})
	}
	return out, nil
}

// Release ends a lease; one that has passed to another worker is left alone.
func (s *Store) Release(_ context.Context, l pipeline.Lease, retryAt time.Time) error {
	s.due.release(l.ConversationID, l.Token, store.Micros(retryAt))
	return nil
}

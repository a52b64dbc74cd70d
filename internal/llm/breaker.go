package llm

import (
	"errors"
	"sync"
	"time"

	"frontdesk/internal/fault"
)

const (
	breakAfter  = 3 // failures in a row that open a breaker
	firstRest   = 5 * time.Second
	longestRest = 2 * time.Minute
)

// breaker spares callers the wait for a model that is down. After breakAfter
// failures in a row, or where the server names a time, it is open for firstRest,
// doubled each time up to longestRest. Then one call tries, and its outcome closes
// the breaker or opens it again: a call of whoever comes first, or, once somebody
// watches it, only theirs, so that no shopper waits for a trial.
type breaker struct {
	clock func() time.Time
	tell  func(open bool, why error) // called when it opens or closes; may be slow

	mu       sync.Mutex
	failures int
	rest     time.Duration
	until    time.Time // open until then
	open     bool
	trying   bool  // the one call after an open time is under way
	watched  bool  // trials are the watcher's
	why      error // what opened it
}

// enter lets a call through with nil, or says why not, and for how long. Who is let
// through reports succeed, fail or abandon.
func (b *breaker) enter() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.open {
		return nil
	}
	left := b.until.Sub(b.clock())
	if left <= 0 && !b.watched && !b.trying {
		b.trying = true
		return nil
	}
	f := fault.New(fault.Unavailable, CodeResting, "The language model failed repeatedly and is not asked for a while.").Cause(b.why)
	f.RetryAfter = max(left, time.Second) // or a trial's outcome is near
	return f
}

// due says whether it is time for the watcher's trial.
func (b *breaker) due() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.open && !b.until.After(b.clock())
}

// watch makes trials the caller's affair, or everybody's again.
func (b *breaker) watch(on bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.watched = on
}

func (b *breaker) succeed() {
	b.mu.Lock()
	was := b.open
	b.failures, b.rest, b.open, b.trying, b.why = 0, 0, false, false, nil
	b.mu.Unlock()
	if was {
		b.tell(false, nil)
	}
}

func (b *breaker) fail(err error) {
	var told *fault.Error
	named := time.Duration(0)
	if errors.As(err, &told) {
		named = told.RetryAfter
	}
	b.mu.Lock()
	was := b.open
	b.trying = false
	if b.failures++; b.failures >= breakAfter || named > 0 {
		if now := b.clock(); !was || !b.until.After(now) { // else a call that began before it opened
			b.rest = min(max(2*b.rest, firstRest), longestRest)
			b.until = now.Add(max(b.rest, min(named, longestRest)))
		}
		b.open, b.why = true, err
	}
	opened := b.open && !was
	b.mu.Unlock()
	if opened {
		b.tell(true, err)
	}
}

// abandon reports a call that shows neither health nor failure.
func (b *breaker) abandon() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
}

// trouble is what opened the breaker, nil while it is closed.
func (b *breaker) trouble() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.why
}

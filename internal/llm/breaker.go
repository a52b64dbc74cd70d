package llm

import (
	"sync"
	"time"
)

const (
	breakAfter = 5                // failures in a row that open a breaker
	restFor    = 30 * time.Second // how long an open breaker lets nobody through
)

// breaker spares callers the wait for a model that is down. After breakAfter
// failures in a row it is open for restFor; then one call tries, and its outcome
// closes the breaker or opens it again.
type breaker struct {
	clock func() time.Time

	mu       sync.Mutex
	failures int
	until    time.Time // open until then
	trying   bool      // the one call after an open time is under way
}

func newBreaker(clock func() time.Time) *breaker { return &breaker{clock: clock} }

// enter lets a call through with 0, or says how long the breaker stays open. Who is
// let through reports succeed, fail or abandon.
func (b *breaker) enter() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < breakAfter {
		return 0
	}
	if left := b.until.Sub(b.clock()); left > 0 {
		return left
	}
	if b.trying {
		return time.Second // the trial's outcome is near
	}
	b.trying = true
	return 0
}

func (b *breaker) succeed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures, b.trying = 0, false
}

func (b *breaker) fail() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
	if b.failures++; b.failures >= breakAfter {
		b.until = b.clock().Add(restFor)
	}
}

// abandon reports a call whose caller went away: it shows neither health nor failure.
func (b *breaker) abandon() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
}

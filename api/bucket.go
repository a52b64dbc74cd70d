package api

import (
	"sync"
	"time"
)

// buckets is a token bucket a key: rate tokens a second, burst at once. Keys
// that are full again are forgotten.
type buckets struct {
	rate  float64
	burst float64
	now   func() time.Time

	mu   sync.Mutex
	byID map[string]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

func newBuckets(rate, burst float64, now func() time.Time) *buckets {
	return &buckets{rate: rate, burst: burst, now: now, byID: map[string]bucket{}}
}

// take spends one token of key; where there is none it says how long until the
// next.
func (b *buckets) take(key string) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	k, ok := b.byID[key]
	if !ok {
		k = bucket{tokens: b.burst, at: now}
	}
	k.tokens = min(b.burst, k.tokens+now.Sub(k.at).Seconds()*b.rate)
	k.at = now
	if k.tokens >= 1 {
		k.tokens--
	} else {
		wait = time.Duration((1 - k.tokens) / b.rate * float64(time.Second))
	}
	b.byID[key] = k
	return wait
}

// sweep forgets keys whose bucket would be full by now.
func (b *buckets) sweep() {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	for key, k := range b.byID {
		if k.tokens+now.Sub(k.at).Seconds()*b.rate >= b.burst {
			delete(b.byID, key)
		}
	}
}

// backoff slows down whoever guesses passwords: after free tries in a row each
// further one waits twice as long as the one before, to at most five minutes. The key
// holds the address that tries, so that a victim is not locked out by others.
type backoff struct {
	free int
	now  func() time.Time

	mu   sync.Mutex
	byID map[string]tries
}

type tries struct {
	failed int
	at     time.Time
}

const (
	backoffStart  = time.Second
	backoffMost   = 5 * time.Minute
	backoffForget = time.Hour
)

func newBackoff(free int, now func() time.Time) *backoff {
	return &backoff{free: free, now: now, byID: map[string]tries{}}
}

// try counts a try of key, or tells how long it must still wait. It counts as
// failed until succeeded says otherwise: many tries at once are many tries.
func (b *backoff) try(key string) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t, now := b.byID[key], b.now()
	if wait := t.at.Add(pauseAfter(t.failed - b.free)).Sub(now); t.failed >= b.free && wait > 0 {
		return wait
	}
	b.byID[key] = tries{failed: t.failed + 1, at: now}
	return 0
}

// pauseAfter is the pause after the n-th try that was not free.
func pauseAfter(n int) time.Duration {
	if n < 0 || n >= 9 {
		return backoffMost
	}
	return min(backoffStart<<n, backoffMost)
}

func (b *backoff) succeeded(key string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.byID, key)
}

func (b *backoff) sweep() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, t := range b.byID {
		if b.now().Sub(t.at) > backoffForget {
			delete(b.byID, key)
		}
	}
}

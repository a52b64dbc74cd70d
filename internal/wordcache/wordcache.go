// Package wordcache keeps what is known of the words met last, for loops over millions of
// words: most are the same few, and a place each is nearer than a map of all.
package wordcache

// bits: a cache has so many places, about 200 kB with a small value, that it stands in
// the processor's second cache.
const bits = 12

// Cache has a place for each word, which several words share; the last one has it. It is
// not safe for concurrent use.
type Cache[V any] struct{ places []place[V] }

type place[V any] struct {
	word  string
	value V
}

// New makes an empty cache.
func New[V any]() *Cache[V] { return &Cache[V]{make([]place[V], 1<<bits)} }

// Get gives what was last put for a word; false if that is no longer there.
func (c *Cache[V]) Get(word string) (V, bool) {
	if word == "" {
		var none V
		return none, false
	}
	p := &c.places[at(word)]
	return p.value, p.word == word
}

// Put keeps a value for a word, whose text it holds on to.
func (c *Cache[V]) Put(word string, value V) {
	if word != "" {
		c.places[at(word)] = place[V]{word, value}
	}
}

// at is a word's place: by its length and some of its letters, which is quicker than all
// of them, and good enough.
func at(word string) uint64 {
	n := len(word)
	some := uint64(n) | uint64(word[0])<<8 | uint64(word[n/4])<<16 | uint64(word[n/2])<<24 | uint64(word[n-1-n/4])<<32 | uint64(word[n-1])<<40
	return some * 0x9e3779b97f4a7c15 >> (64 - bits)
}

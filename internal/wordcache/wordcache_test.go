package wordcache_test

import (
	"fmt"
	"testing"

	"frontdesk/internal/wordcache"
)

// A cache may forget, and never says of a word what was said of another.
func TestCacheNeverMixesWords(t *testing.T) {
	c := wordcache.New[int]()
	word := func(i int) string { return fmt.Sprintf("w%dß%d", i, i%7) }
	hits := 0
	for i := range 50_000 {
		c.Put(word(i), i)
		for _, other := range []int{i, i / 2, i - i%100} {
			if v, ok := c.Get(word(other)); ok {
				hits++
				if v != other {
					t.Fatalf("%s has %d", word(other), v)
				}
			}
		}
	}
	if hits < 50_000 {
		t.Errorf("what was just put was not found: %d", hits)
	}
}

func TestCacheHasNoEmptyWord(t *testing.T) {
	c := wordcache.New[string]()
	c.Put("", "nothing")
	if v, ok := c.Get(""); ok {
		t.Errorf("found %q", v)
	}
}

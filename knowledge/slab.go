package knowledge

import "sync"

// slab keeps the memory of candidates from one question to the next: most of what a
// question needs is candidates, and all of them are garbage once it is answered.
type slab struct {
	all []candidate // its length is what is in use
}

var slabs = sync.Pool{New: func() any { return new(slab) }}

// take gives room for n candidates; of no slab it is new.
func (s *slab) take(n int) []candidate {
	if s == nil {
		return make([]candidate, 0, n)
	}
	from := len(s.all)
	if cap(s.all)-from < n {
		s.all, from = make([]candidate, 0, max(2*cap(s.all), n)), 0 // what was taken stays with who took it
	}
	s.all = s.all[:from+n]
	return s.all[from:from:len(s.all)]
}

// free gives back all that was taken.
func (s *slab) free() {
	clear(s.all) // they hold on to articles
	s.all = s.all[:0]
	slabs.Put(s)
}

package lexical

import (
	"math"
	"slices"
)

// remove hides a document; its postings go at the next compaction.
func (x *Index) remove(id string) {
	n, ok := x.byID[id]
	if !ok {
		return
	}
	for _, t := range x.docs[n].terms {
		x.terms[t].df--
	}
	x.total -= float64(x.lengths[n])
	x.live--
	x.docs[n] = document{}
	x.lengths[n] = float32(math.Inf(1))
	delete(x.byID, id)
}

func (x *Index) removed(n int32) bool { return math.IsInf(float64(x.lengths[n]), 1) }

// Compact drops what was removed and gives back the memory that was set aside
// for more documents. Apply drops what was removed by itself, now and then: a
// caller that has filled an index, and expects few changes from now on, calls
// it to save memory.
func (x *Index) Compact() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.compact()
}

// long is how many postings make a list that stands alone, with some room behind:
// a new document has nearly all of those words, and what is moved together could
// not be given back one by one. The others stand one after the other.
const long = 512

// compact drops removed documents and terms that no document has any more, and
// moves short lists of postings, and all terms of documents, together. Lists are written anew,
// since a clone may share them.
func (x *Index) compact() {
	moved := make([]int32, len(x.docs))
	room := x.live + x.live/16 // for the next changes
	docs, lengths, classes := make([]document, 0, room), make([]float32, 0, room), make([]uint32, 0, room)
	for i, d := range x.docs {
		moved[i] = -1
		if !x.removed(int32(i)) {
			moved[i] = int32(len(docs))
			x.byID[d.id] = moved[i]
			docs, lengths, classes = append(docs, d), append(lengths, x.lengths[i]), append(classes, x.classes[i])
		}
	}
	x.docs, x.lengths, x.classes = docs, lengths, classes
	renamed := x.compactTerms(moved)
	x.compactDocs(renamed)
	clear(x.grams)
	for t := range x.terms {
		x.dissect(int32(t))
	}
	x.adding = make([]int32, len(x.terms))
}

// compactTerms moves the postings of documents that are kept, under their new
// numbers (-1: gone), and gives the new numbers of terms.
func (x *Index) compactTerms(moved []int32) (renamed []int32) {
	size, kept := 0, 0
	for _, t := range x.terms {
		if t.df > 0 {
			kept++
		}
		if t.df < long {
			size += int(t.df)
		}
	}
	allDocs, allFreqs := make([]int32, 0, size), make([]uint16, 0, size)
	renamed = make([]int32, len(x.terms))
	terms, spelt := make([]term, 0, kept), make([]spelling, 0, kept)
	for i, t := range x.terms {
		if t.df == 0 {
			delete(x.vocab, t.text)
			continue
		}
		docs, freqs := allDocs[len(allDocs):], allFreqs[len(allFreqs):]
		if t.df >= long {
			room := int(t.df + t.df/32)
			docs, freqs = make([]int32, 0, room), make([]uint16, 0, room)
		}
		t.most = frequency{}
		for j, d := range t.docs {
			if moved[d] >= 0 {
				f := x.freqs[t.freqs[j]]
				t.most.counted, t.most.plain = max(t.most.counted, f.counted), max(t.most.plain, f.plain)
				docs, freqs = append(docs, moved[d]), append(freqs, t.freqs[j])
			}
		}
		t.docs, t.freqs = docs, freqs
		if t.df < long {
			allDocs, allFreqs = allDocs[:len(allDocs)+len(docs)], allFreqs[:len(allFreqs)+len(freqs)]
			t.docs, t.freqs = slices.Clip(docs), slices.Clip(freqs)
		}
		renamed[i] = int32(len(terms))
		x.vocab[t.text] = renamed[i]
		terms, spelt = append(terms, t), append(spelt, x.spelt[i])
	}
	x.terms, x.spelt = terms, spelt
	return renamed
}

// compactDocs gives the documents' terms their new numbers.
func (x *Index) compactDocs(renamed []int32) {
	size := 0
	for _, d := range x.docs {
		size += len(d.terms)
	}
	allTerms, allFreqs := make([]int32, 0, size), make([]uint16, 0, size)
	for i := range x.docs {
		d := &x.docs[i]
		from := len(allTerms)
		for _, t := range d.terms {
			allTerms = append(allTerms, renamed[t])
		}
		allFreqs = append(allFreqs, d.freqs...)
		to := len(allTerms)
		d.terms, d.freqs = allTerms[from:to:to], allFreqs[from:to:to]
	}
}

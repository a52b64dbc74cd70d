package nlu

import "unicode/utf8"

// The blocks of a text's vector. Each is scaled to its own share of the squared
// norm, so that a long text's many character n-grams do not drown its words.
const (
	blockWord = iota
	blockPair
	blockChar
	blockConcept
	blocks
)

// blockShare is each block's share of the squared norm; that of the concepts
// holds where they are most of the text, one over fullCover of its tokens, and
// shrinks with them: a text about other things is not read by its one word of
// shopping. stopFactor is what a stop word's features weigh. All are chosen by
// cross-validation on the training files of real bots and of the pack.
var blockShare = [blocks]float64{.29, .19, .38, .45}

const (
	fullCover  = 1.5
	stopFactor = .7
)

// Lengths of character n-grams, in runes: within a padded word, and over a run
// of a script without spaces.
const (
	charMin, charMax       = 2, 5
	charRunMin, charRunMax = 2, 3
)

// gram is one occurrence of a feature in a text.
type gram struct {
	key   uint32 // hash of block and content, never 0
	block uint8
	mult  float32 // weight of its word
}

// Seeds keep equal strings of different kinds apart.
const (
	seedStem uint64 = 0x9ae16a3b2f90404f
	seedWord uint64 = 0xc3a5c85c97cb3127
	seedPair uint64 = 0xb492b66fbe98f273
	seedChar uint64 = 0x3c6ef372fe94f82b

	seedConcept uint64 = 0xa54ff53a5f1d36f1
	seedCouple  uint64 = 0x510e527fade682d1
)

// extend adds one byte to a hash (FNV-1a, 64 bit).
func extend(h uint64, c byte) uint64 { return (h ^ uint64(c)) * 0x100000001b3 }

func hashBytes(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = extend(h, c)
	}
	return h
}

// key folds a hash to 32 bits, avoiding 0, which marks a free place in a
// dictionary. 60,000 features collide with probability below one half in all.
func key(h uint64) uint32 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 29
	if k := uint32(h >> 16); k != 0 {
		return k
	}
	return 1
}

// features fills s.grams with the features of text. The scratch stays the
// caller's.
func (a *Analyzer) features(s *scratch, text, lang string) {
	a.tokenize(s, text, lang)
	s.grams, s.folds, s.foldAt = s.grams[:0], s.folds[:0], s.foldAt[:0]
	previous := hashBytes(seedPair, []byte("<s>"))
	for i, t := range s.toks {
		raw := s.text(i)
		mult := float32(1)
		if t.stop {
			mult = stopFactor
		}
		root := raw
		s.foldAt = append(s.foldAt, int32(len(s.folds)))
		if !t.cjk && !t.mark {
			s.foldWord(raw)
			s.folds = append(s.folds, s.fold()...)
			s.stem = stem(s.stem, s.fold(), lang)
			root = s.stem
		} else {
			s.folds = append(s.folds, raw...)
		}
		s.add(hashBytes(seedStem, root), blockWord, mult)
		if string(root) != string(raw) {
			s.add(hashBytes(seedWord, raw), blockWord, mult)
		}
		s.add(hashBytes(extend(previous, ' '), root), blockPair, 1)
		previous = hashBytes(seedPair, root)
		if !t.cjk && !t.mark {
			s.charGrams(mult)
		}
	}
	s.foldAt = append(s.foldAt, int32(len(s.folds)))
	s.runGrams()
	s.conceptGrams(lang)
}

// foldOf is token i without accents.
func (s *scratch) foldOf(i int) []byte { return s.folds[s.foldAt[i]:s.foldAt[i+1]] }

// coupleReach is how many concepts on a concept is coupled with.
const coupleReach = 3

// conceptGrams adds the concepts of the text, and couples of near ones in
// either order.
func (s *scratch) conceptGrams(lang string) {
	reader := shopConcepts().reader(lang)
	covered := 0
	s.found, covered = reader.find(s.found[:0], s)
	s.covered = float32(covered) / float32(max(len(s.toks), 1))
	for i, c := range s.found {
		s.add(reader.hash[c], blockConcept, 1)
		for j := i + 1; j < len(s.found) && j <= i+coupleReach; j++ {
			a, b := min(reader.hash[c], reader.hash[s.found[j]]), max(reader.hash[c], reader.hash[s.found[j]])
			if a == b {
				continue
			}
			h := seedCouple
			for shift := 0; shift < 64; shift += 8 {
				h = extend(extend(h, byte(a>>shift)), byte(b>>shift))
			}
			s.add(h, blockConcept, 1)
		}
	}
}

func (s *scratch) add(h uint64, block uint8, mult float32) {
	s.grams = append(s.grams, gram{key: key(h), block: block, mult: mult})
}

// foldWord puts the folded runes of a word into s.runes, with a border on
// either side.
func (s *scratch) foldWord(raw []byte) {
	s.runes = append(s.runes[:0], '<')
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		raw = raw[n:]
		if open, final := splitHangul(r); final != 0 {
			s.runes = append(s.runes, open, final)
			continue
		}
		s.runes = append(s.runes, foldRune(r))
	}
	s.runes = append(s.runes, '>')
}

// splitHangul takes the final consonant off a Hangul syllable, 0 where it has
// none: endings of verbs are written into the stem's last syllable (보내, 보냈,
// 보낼), so that forms of one verb meet. Unicode 15, section 3.12.
func splitHangul(r rune) (open, final rune) {
	const first, last, finals, firstFinal = 0xac00, 0xd7a3, 28, 0x11a7
	if r < first || r > last {
		return r, 0
	}
	if t := (r - first) % finals; t != 0 {
		return r - t, firstFinal + t
	}
	return r, 0
}

// fold is the folded word that foldWord read, as bytes of s.word's memory.
func (s *scratch) fold() []byte {
	s.folded = s.folded[:0]
	for _, r := range s.runes[1 : len(s.runes)-1] {
		s.folded = utf8.AppendRune(s.folded, r)
	}
	return s.folded
}

// maxWordRunes bounds the n-grams of one word: nobody's words are longer, but
// garbage is.
const maxWordRunes = 40

// charGrams adds the character n-grams of the word in s.runes.
func (s *scratch) charGrams(mult float32) {
	r := s.runes
	if len(r) > maxWordRunes {
		r = r[:maxWordRunes]
	}
	for i := range r {
		h := seedChar
		for n := 1; n <= charMax && i+n <= len(r); n++ {
			h = extendRune(h, r[i+n-1])
			if n >= charMin {
				s.add(h, blockChar, mult)
			}
		}
	}
}

// runGrams adds the character n-grams over each run of runes without spaces.
func (s *scratch) runGrams() {
	for i := 0; i < len(s.toks); i++ {
		if !s.toks[i].cjk {
			continue
		}
		h := seedChar
		for n := 1; n <= charRunMax && i+n <= len(s.toks) && s.toks[i+n-1].cjk; n++ {
			h = hashBytes(h, s.text(i+n-1))
			if n >= charRunMin {
				s.add(h, blockChar, 1)
			}
		}
	}
}

func extendRune(h uint64, r rune) uint64 {
	var b [utf8.UTFMax]byte
	return hashBytes(h, b[:utf8.EncodeRune(b[:], r)])
}

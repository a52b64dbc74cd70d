package lexical

// saturation is the part of BM25F that is the same for all documents.
type saturation struct{ gain, k1, base, slope float32 }

// A question of up to fewTerms different words is searched with the constants of
// Config, a letter of manyTerms or more with these: most of its words are beside
// the point, so that a long document has many of them by chance, and a word that a
// document repeats tells more. Chosen on the scenarios of tau2-bench's knowledge
// domain (150 to 400 terms); Cranfield's questions (10 to 30) do not care.
const (
	fewTerms  = 24
	manyTerms = 64
	letterK1  = 1.5
	letterB   = 0.75
)

// letter is how far a text is a letter: 0 a question, 1 a letter. Only words count:
// a short question in a script without spaces has many terms too.
func letter(plans []plan) float64 {
	n := 0
	for _, p := range plans {
		if p.Fuzzy {
			n++
		}
	}
	return min(1, max(0, float64(n-fewTerms)/(manyTerms-fewTerms)))
}

// constants are K1 and B of BM25 for a text.
func (x *Index) constants(letter float64) (k1, b float64) {
	return x.cfg.K1 + letter*(letterK1-x.cfg.K1), x.cfg.B + letter*(letterB-x.cfg.B)
}

func (x *Index) saturation(value, letter float64) saturation {
	average := max(x.total/float64(max(x.live, 1)), 1)
	k1, b := x.constants(letter)
	return saturation{gain: float32(value * (k1 + 1)), k1: float32(k1), base: float32(1 - b), slope: float32(b / average)}
}

// of is the score of one term in one document.
func (s saturation) of(f frequency, length float32) float32 {
	tf := f.plain + f.counted/(s.base+s.slope*length)
	return s.gain * tf / (tf + s.k1)
}

// most is what no document scores more than by a term.
func (s saturation) most(f frequency) float64 {
	return float64(s.of(f, 0)) * (1 + rounding)
}

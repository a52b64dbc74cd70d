package wordvec

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tokenizer gives the numbers of the known tokens of a text, in order.
type tokenizer interface {
	split(s string) []int32
}

// vocabulary is what a tokenizer.json of Hugging Face's tokenizers says, as far as
// static vectors need it.
type vocabulary struct {
	words   []string // by number
	scores  []float64
	unknown string
	prefix  string // of a token that goes on with a word; WordPiece only
	pieces  bool   // Unigram
	lower   bool
	strip   bool // marks of letters
}

// readTokenizer reads a WordPiece or a Unigram vocabulary.
func readTokenizer(path string) (v vocabulary, err error) {
	f, err := os.Open(path)
	if err != nil {
		return v, refuse(path, "cannot be read (%v)", errors.Unwrap(err))
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, mostFolder+1))
	if err != nil || len(raw) > mostFolder {
		return v, refuse(path, "is longer than %d MB, or cannot be read", mostFolder>>20)
	}
	var file struct {
		Normalizer *normalizer `json:"normalizer"`
		Added      []struct {
			ID      int    `json:"id"`
			Content string `json:"content"`
		} `json:"added_tokens"`
		Model struct {
			Type    string          `json:"type"`
			Vocab   json.RawMessage `json:"vocab"`
			Unknown string          `json:"unk_token"`
			Prefix  string          `json:"continuing_subword_prefix"`
			ID      *int            `json:"unk_id"`
		} `json:"model"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return v, refuse(path, "is no JSON (%v)", err)
	}
	file.Normalizer.into(&v)
	switch file.Model.Type {
	case "WordPiece":
		v.unknown, v.prefix = file.Model.Unknown, file.Model.Prefix
		if v.prefix == "" {
			v.prefix = "##"
		}
		err = v.numbered(path, file.Model.Vocab)
	case "Unigram":
		v.pieces = true
		err = v.scored(path, file.Model.Vocab, file.Model.ID)
	default:
		err = refuse(path, "has a tokenizer of the type %q; WordPiece and Unigram are known", file.Model.Type)
	}
	for _, a := range file.Added { // those behind the vocabulary have vectors too
		if err == nil && a.ID == len(v.words) {
			v.words, v.scores = append(v.words, a.Content), append(v.scores, math.Inf(-1)) // never found in a text
		}
	}
	return v, err
}

// normalizer is what a tokenizer does with a text before it cuts it.
type normalizer struct {
	Type  string        `json:"type"`
	Lower bool          `json:"lowercase"`     // BertNormalizer
	Strip *bool         `json:"strip_accents"` // BertNormalizer; null: as lowercase
	Parts []*normalizer `json:"normalizers"`   // Sequence
}

func (n *normalizer) into(v *vocabulary) {
	if n == nil {
		return
	}
	switch n.Type {
	case "Lowercase":
		v.lower = true
	case "StripAccents":
		v.strip = true
	case "BertNormalizer":
		v.lower = v.lower || n.Lower
		v.strip = v.strip || n.Strip != nil && *n.Strip || n.Strip == nil && n.Lower
	}
	for _, p := range n.Parts {
		p.into(v)
	}
}

// clean does it.
func (v vocabulary) clean(s string) string {
	if v.lower {
		s = strings.ToLower(s)
	}
	if v.strip {
		s = withoutMarks(s)
	}
	return norm.NFC.String(s)
}

// numbered reads a map from tokens to their numbers.
func (v *vocabulary) numbered(path string, raw json.RawMessage) error {
	var ids map[string]int
	if err := json.Unmarshal(raw, &ids); err != nil || len(ids) == 0 {
		return refuse(path, "has no vocabulary of tokens with numbers")
	}
	if len(ids) > mostWords {
		return refuse(path, "has %d tokens; %d are possible", len(ids), mostWords)
	}
	v.words = make([]string, len(ids))
	taken := make([]bool, len(ids))
	for w, id := range ids {
		if id < 0 || id >= len(ids) || taken[id] {
			return refuse(path, "gives the token %.40q the number %d, of %d tokens", w, id, len(ids))
		}
		v.words[id], taken[id] = w, true
	}
	return nil
}

// scored reads a list of tokens with the logarithms of their probabilities.
func (v *vocabulary) scored(path string, raw json.RawMessage, unknown *int) error {
	var list [][2]any
	if err := json.Unmarshal(raw, &list); err != nil || len(list) == 0 || len(list) > mostWords {
		return refuse(path, "has no vocabulary of tokens with scores")
	}
	for i, e := range list {
		w, isWord := e[0].(string)
		score, isNumber := e[1].(float64)
		if !isWord || !isNumber {
			return refuse(path, "has no token with a score at place %d of its vocabulary", i+1)
		}
		v.words, v.scores = append(v.words, w), append(v.scores, score)
	}
	if unknown != nil && *unknown >= 0 && *unknown < len(v.words) {
		v.unknown = v.words[*unknown]
	}
	return nil
}

func (v vocabulary) tokenizer() tokenizer {
	ids := make(map[string]int32, len(v.words))
	longest := 1
	for i, w := range v.words {
		if w != v.unknown && w != "" && (!v.pieces || !math.IsInf(v.scores[i], 0)) {
			ids[w] = int32(i)
			longest = max(longest, len([]rune(w)))
		}
	}
	if v.pieces {
		return unigram{vocabulary: v, ids: ids, longest: min(longest, 64)}
	}
	return wordPiece{vocabulary: v, ids: ids}
}

// wordPiece cuts a word into the longest known beginning and the longest known
// rests; a word that cannot be cut so is unknown as a whole.
type wordPiece struct {
	vocabulary
	ids map[string]int32
}

func (t wordPiece) split(s string) (out []int32) {
	for _, w := range words(t.clean(s)) {
		out = append(out, t.cut([]rune(w))...)
	}
	return out
}

func (t wordPiece) cut(w []rune) (out []int32) {
	if len(w) > 100 {
		return nil
	}
	for from := 0; from < len(w); {
		to := len(w)
		for ; to > from; to-- {
			part := string(w[from:to])
			if from > 0 {
				part = t.prefix + part
			}
			if id, ok := t.ids[part]; ok {
				out = append(out, id)
				break
			}
		}
		if to == from {
			return nil
		}
		from = to
	}
	return out
}

// words splits at spaces, and takes punctuation and characters of scripts without
// spaces one by one.
func words(s string) (out []string) {
	var word []rune
	flush := func() {
		if len(word) > 0 {
			out = append(out, string(word))
			word = word[:0]
		}
	}
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			flush()
		case unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.Is(unicode.Han, r):
			flush()
			out = append(out, string(r))
		default:
			word = append(word, r)
		}
	}
	flush()
	return out
}

func withoutMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// unigram cuts a text into the tokens that are most probable together (Kudo,
// Subword regularization, ACL 2018), by Viterbi's algorithm; spaces are written ▁.
type unigram struct {
	vocabulary
	ids     map[string]int32
	longest int
}

const unknownScore = -20 // of a character that no token has

func (t unigram) split(s string) (out []int32) {
	for w := range strings.FieldsSeq(t.clean(norm.NFKC.String(s))) {
		out = append(out, t.cut([]rune("▁"+w))...)
	}
	return out
}

func (t unigram) cut(w []rune) (out []int32) {
	if len(w) > 1000 {
		w = w[:1000]
	}
	best := make([]float64, len(w)+1)
	from, by := make([]int, len(w)+1), make([]int32, len(w)+1)
	for to := 1; to <= len(w); to++ {
		best[to], from[to], by[to] = best[to-1]+unknownScore, to-1, -1
		for n := 1; n <= min(t.longest, to); n++ {
			id, ok := t.ids[string(w[to-n:to])]
			if score := best[to-n]; ok && score+t.scores[id] > best[to] && !math.IsNaN(t.scores[id]) {
				best[to], from[to], by[to] = score+t.scores[id], to-n, id
			}
		}
	}
	for to := len(w); to > 0; to = from[to] {
		if by[to] >= 0 {
			out = append(out, by[to])
		}
	}
	return out
}

package nlu

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"sync"
)

//go:embed pack/words.bin
var wordFile string

// words are vectors of English words, near where a dictionary relates the words
// (cmd/buildwords). They are read where the file lies in the program, so that one
// that needs none of them has none in memory.
type words struct {
	count   int    // of words
	numbers int    // of a vector
	keys    string // four bytes a word, sorted
	says    string // a byte a word: how much it says, in saysStep
	vectors string // half a byte a number, from -wordLevels to wordLevels
}

const (
	saysStep   = 1.0 / 64
	wordLevels = 7
	wordHead   = sha256.Size + 8 // checksum of what follows it, words, numbers
)

// shopWords reads the shipped file's head once. The file is part of the program; a
// test reads all of it.
var shopWords = sync.OnceValue(func() *words {
	w, err := readWords(wordFile)
	if err != nil {
		panic(err)
	}
	return w
})

var errWords = errors.New("vectors of words are damaged; run buildwords")

// wordSum is the checksum that the file of vectors carries.
func wordSum() string { return hex.EncodeToString([]byte(wordFile[:sha256.Size])) }

func readWords(file string) (*words, error) {
	if len(file) < wordHead {
		return nil, errWords
	}
	w := &words{count: int(number(file[sha256.Size:])), numbers: int(number(file[sha256.Size+4:]))}
	rest := file[wordHead:]
	if w.numbers%2 != 0 || len(rest) != w.count*(4+1+w.numbers/2) {
		return nil, errWords
	}
	w.keys, w.says, w.vectors = rest[:4*w.count], rest[4*w.count:5*w.count], rest[5*w.count:]
	return w, nil
}

func number(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func (w *words) size() int { return w.numbers }

// find gives the place of a word, by the key of its stem.
func (w *words) find(word uint32) (at int, ok bool) {
	at = sort.Search(w.count, func(i int) bool { return number(w.keys[4*i:]) >= word })
	return at, at < w.count && number(w.keys[4*at:]) == word
}

func (w *words) add(to []float32, word uint32, x float32) {
	at, ok := w.find(word)
	if !ok {
		return
	}
	half := w.numbers / 2
	packed := w.vectors[at*half:][:half]
	square := 0
	for i := range packed {
		a, b := unpackPair(packed[i])
		square += a*a + b*b
	}
	x *= float32(w.says[at]) * saysStep / float32(math.Sqrt(float64(max(square, 1))))
	for i := range packed {
		a, b := unpackPair(packed[i])
		to[2*i] += x * float32(a)
		to[2*i+1] += x * float32(b)
	}
}

func unpackPair(c byte) (low, high int) { return int(c&15) - 8, int(c>>4) - 8 }

// WordVector is a word with what BuildWords keeps of it.
type WordVector struct {
	Stem   string  // as WordStem gives it
	Says   float64 // how much the word says, from 0 to 4
	Vector []float64
}

// WordStem is the form of an English word that vectors go by.
func WordStem(word string) string { return string(stem(nil, []byte(strings.ToLower(word)), "en")) }

// BuildWords gives the file of vectors that the package embeds (cmd/buildwords).
// All vectors have the same, even number of numbers; each is rounded to sixteenths
// of its largest.
func BuildWords(list []WordVector) ([]byte, error) {
	if len(list) == 0 || len(list[0].Vector)%2 != 0 {
		return nil, errors.New("no words, or vectors of an odd number of numbers")
	}
	numbers := len(list[0].Vector)
	byKey := map[uint32]WordVector{}
	for _, w := range list {
		k := key(hashBytes(seedStem, []byte(w.Stem)))
		if len(w.Vector) != numbers {
			return nil, fmt.Errorf("the vector of %q has %d numbers in place of %d", w.Stem, len(w.Vector), numbers)
		}
		if _, ok := byKey[k]; !ok { // of two words with one key the first stays
			byKey[k] = w
		}
	}
	keys := make([]uint32, 0, len(byKey))
	for k := range byKey {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	body := binary.LittleEndian.AppendUint32(nil, uint32(len(keys)))
	body = binary.LittleEndian.AppendUint32(body, uint32(numbers))
	for _, k := range keys {
		body = binary.LittleEndian.AppendUint32(body, k)
	}
	for _, k := range keys {
		body = append(body, byte(min(max(math.Round(byKey[k].Says/saysStep), 0), math.MaxUint8)))
	}
	for _, k := range keys {
		body = appendPacked(body, byKey[k].Vector)
	}
	sum := sha256.Sum256(body)
	return append(sum[:], body...), nil
}

// appendPacked rounds a vector to its largest number.
func appendPacked(to []byte, v []float64) []byte {
	largest := 1e-12
	for _, x := range v {
		largest = max(largest, math.Abs(x))
	}
	level := func(x float64) byte { return byte(int(math.Round(x/largest*wordLevels)) + 8) }
	for i := 0; i < len(v); i += 2 {
		to = append(to, level(v[i])|level(v[i+1])<<4)
	}
	return to
}

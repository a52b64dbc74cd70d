package wordvec

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Open reads a file of word vectors, or a model2vec folder. What is wrong with it
// is fault.Invalid, with the line where there are lines.
func Open(path string) (*Model, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, refuse(path, "cannot be read (%v)", errors.Unwrap(err))
	}
	if info.IsDir() || strings.HasSuffix(path, ".safetensors") {
		folder := path
		if !info.IsDir() {
			folder = filepath.Dir(path)
		}
		return openFolder(folder)
	}
	if !info.Mode().IsRegular() {
		return nil, refuse(path, "is no file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, refuse(path, "cannot be read (%v)", errors.Unwrap(err))
	}
	defer f.Close()
	sum := sha256.New()
	m, err := unpacked(path, io.TeeReader(f, sum))
	if err != nil {
		return nil, err
	}
	m.name = "word-vectors/" + hex.EncodeToString(sum.Sum(nil)[:8])
	return m, nil
}

// peeked is how much of a file is looked at to tell its format.
const peeked = 1 << 16

// unpacked reads a file that may be packed by gzip, as most are published.
func unpacked(path string, from io.Reader) (*Model, error) {
	r := bufio.NewReaderSize(from, 1<<20)
	head, err := r.Peek(4)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, refuse(path, "cannot be read (%v)", err)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil, refuse(path, "is a zip archive; unpack it, and name the file in it")
	case bytes.Equal(head, []byte{0xba, 0x16, 0x4f, 0x2f}):
		return nil, refuse(path, "is fastText's own form; its .vec file can be read")
	case !bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return read(path, r)
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, refuse(path, "is not well packed (%v)", err)
	}
	return read(path, bufio.NewReaderSize(z, 1<<20))
}

// read tells the formats apart by how they begin: GloVe has no header, and what
// follows the first word of a binary file is no text.
func read(path string, r *bufio.Reader) (*Model, error) {
	head, err := r.Peek(peeked)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, refuse(path, "cannot be read (%v)", err)
	}
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	words, dim, ok := header(strings.TrimPrefix(string(first), "\ufeff"))
	if !ok {
		return readText(path, r, 0, 0)
	}
	if isText(rest, dim) {
		return readText(path, r, words, dim)
	}
	_, _ = r.Discard(len(first) + 1) // it was there
	return readBinary(path, r, words, dim)
}

func header(line string) (words, dim int, ok bool) {
	cells := strings.Fields(line)
	if len(cells) != 2 {
		return 0, 0, false
	}
	words, err1 := strconv.Atoi(cells[0])
	dim, err2 := strconv.Atoi(cells[1])
	return words, dim, err1 == nil && err2 == nil
}

// isText tells whether the line behind a header ends with as many numbers as the
// header says; in a file of nothing else there is no line.
func isText(rest []byte, dim int) bool {
	line, _, whole := bytes.Cut(rest, []byte("\n"))
	cells := cellsOf(string(line))
	if len(cells) == 0 || !whole && len(rest) == peeked { // a line that is cut
		return utf8.Valid(line)
	}
	for _, c := range cells[max(0, len(cells)-max(dim, 0)):] {
		if _, err := strconv.ParseFloat(c, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
			return len(cells) > 1 && utf8.Valid(line) && !bytes.ContainsFunc(line, isControl) // a mistake in a text
		}
	}
	return true
}

func isControl(r rune) bool { return r < ' ' && r != '\t' && r != '\r' }

// cellsOf splits a line at spaces and tabs only: words hold all other kinds of space.
func cellsOf(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\r' })
}

// readText reads a word and its numbers a line; dim 0: as many as the first line
// has.
func readText(path string, r io.Reader, words, dim int) (*Model, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, mostWord+mostDim*32)
	var t *table
	var err error
	n := 0
	if dim != 0 {
		if t, err = newTable(path, dim, words); err != nil {
			return nil, err
		}
		lines.Scan() // the header
		n++
	}
	for lines.Scan() {
		n++
		text := lines.Text()
		if n == 1 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		cells := cellsOf(text)
		switch {
		case len(cells) == 0:
			continue
		case t != nil && len(cells) == len(t.row) && strings.IndexByte(" \t", text[0]) >= 0:
			t.lines++ // a word of nothing but space
			continue
		}
		if t == nil {
			if t, err = newTable(path, len(cells)-1, 0); err != nil {
				return nil, err
			}
		}
		if err := t.line(cells, n); err != nil {
			return nil, err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, refuse(path, "has a line %d that is too long", n+1)
	case err != nil:
		return nil, refuse(path, "cannot be read behind line %d (%v)", n, err)
	}
	if t == nil {
		return nil, refuse(path, "is empty")
	}
	if dim != 0 && t.lines != words {
		return nil, refuse(path, "has %d words; its first line says %d", t.lines, words)
	}
	return t.done()
}

// line takes the cells of a line: the numbers are the last ones, for some words
// of GloVe have spaces.
func (t *table) line(cells []string, n int) error {
	t.lines++
	dim := len(t.row)
	if len(cells) <= dim {
		return refuse(t.file, "has %d numbers in line %d instead of %d", len(cells)-1, n, dim)
	}
	first := len(cells) - dim
	for i, c := range cells[first:] {
		v, err := strconv.ParseFloat(c, 32)
		if err != nil {
			return refuse(t.file, "has %.40q in line %d where number %d should stand", c, n, i+1)
		}
		t.row[i] = float32(v)
	}
	word := strings.ToValidUTF8(strings.Join(cells[:first], " "), "") // word2vec cuts long words, also within a character
	if len(word) > mostWord {
		return nil // an address or the like
	}
	return t.add(word)
}

// readBinary reads word2vec's own form: a word, a space, and its numbers as
// little-endian floats, with or without a line break behind.
func readBinary(path string, r *bufio.Reader, words, dim int) (*Model, error) {
	t, err := newTable(path, dim, words)
	if err != nil {
		return nil, err
	}
	raw := make([]byte, 4*dim)
	for n := range words {
		word, err := untilSpace(r)
		if err == nil {
			_, err = io.ReadFull(r, raw)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, refuse(path, "ends at word %d of %d", n+1, words)
		}
		if errors.Is(err, errNoWord) {
			return nil, refuse(path, "has no word at place %d of %d", n+1, words)
		}
		if err != nil {
			return nil, refuse(path, "cannot be read behind word %d (%v)", n, err)
		}
		for i := range t.row {
			t.row[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		}
		if err := t.add(strings.ToValidUTF8(word, "")); err != nil {
			return nil, err
		}
	}
	if _, err := r.ReadByte(); err == nil {
		if rest, err := r.Peek(1); err == nil && len(bytes.TrimSpace(rest)) > 0 {
			return nil, refuse(path, "goes on behind its %d words", words)
		}
	}
	return t.done()
}

var errNoWord = errors.New("no word")

func untilSpace(r *bufio.Reader) (string, error) {
	var word []byte
	for {
		b, err := r.ReadByte()
		switch {
		case err != nil:
			return "", err
		case b == ' ':
			return string(word), nil
		case b == '\n' && len(word) == 0:
			continue
		case len(word) == mostWord:
			return "", errNoWord
		}
		word = append(word, b)
	}
}

func between(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '-' && r != '_'
}

func isDense(w string) bool {
	return strings.ContainsFunc(w, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
	})
}

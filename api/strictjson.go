package api

import (
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"
)

// maxDepth bounds the nesting of JSON from outside.
const maxDepth = 32

// jsonError says where JSON from outside breaks a rule, and which.
type jsonError struct {
	Code   string // bad_json or invalid_text
	Offset int    // in bytes
	Reason string
}

func (e *jsonError) Error() string { return fmt.Sprintf("%s at byte %d", e.Reason, e.Offset) }

// checkJSON holds data against RFC 8259 and against what the standard decoder
// lets through: duplicate keys, nesting beyond maxDepth, trailing data, numbers
// beyond a float64, invalid UTF-8, lone surrogates and NUL.
func checkJSON(data []byte) error {
	s := &jsonScanner{data: data}
	s.space()
	if err := s.value(0); err != nil {
		return err
	}
	s.space()
	if s.at < len(s.data) {
		return s.fail("there is something after the value")
	}
	return nil
}

type jsonScanner struct {
	data []byte
	at   int
}

func (s *jsonScanner) fail(format string, args ...any) error {
	return &jsonError{Code: "bad_json", Offset: s.at, Reason: fmt.Sprintf(format, args...)}
}

func (s *jsonScanner) badText(reason string) error {
	return &jsonError{Code: "invalid_text", Offset: s.at, Reason: reason}
}

func (s *jsonScanner) space() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

// peek is the next byte, or 0 at the end: NUL is no JSON either.
func (s *jsonScanner) peek() byte {
	if s.at < len(s.data) {
		return s.data[s.at]
	}
	return 0
}

func (s *jsonScanner) value(depth int) error {
	if depth > maxDepth {
		return s.fail("nested deeper than %d", maxDepth)
	}
	switch c := s.peek(); {
	case c == '{':
		return s.object(depth)
	case c == '[':
		return s.array(depth)
	case c == '"':
		_, err := s.text()
		return err
	case c == '-' || c >= '0' && c <= '9':
		return s.number()
	}
	for _, word := range []string{"true", "false", "null"} {
		if end := s.at + len(word); end <= len(s.data) && string(s.data[s.at:end]) == word {
			s.at = end
			return nil
		}
	}
	if s.at >= len(s.data) {
		return s.fail("it ends too early")
	}
	return s.fail("a value was expected")
}

func (s *jsonScanner) object(depth int) error {
	s.at++
	s.space()
	if s.peek() == '}' {
		s.at++
		return nil
	}
	seen := map[string]bool{}
	for {
		start := s.at
		if s.peek() != '"' {
			return s.fail("a member's name was expected")
		}
		key, err := s.text()
		if err != nil {
			return err
		}
		if seen[key] {
			s.at = start
			return s.fail("the member %q is there twice", key)
		}
		seen[key] = true
		if s.space(); s.peek() != ':' {
			return s.fail("a colon was expected")
		}
		s.at++
		s.space()
		if err := s.value(depth + 1); err != nil {
			return err
		}
		if done, err := s.next('}'); done || err != nil {
			return err
		}
	}
}

func (s *jsonScanner) array(depth int) error {
	s.at++
	s.space()
	if s.peek() == ']' {
		s.at++
		return nil
	}
	for {
		if err := s.value(depth + 1); err != nil {
			return err
		}
		if done, err := s.next(']'); done || err != nil {
			return err
		}
	}
}

// next steps over a comma, or over the closing byte, which ends the list.
func (s *jsonScanner) next(closing byte) (done bool, err error) {
	s.space()
	switch s.peek() {
	case closing:
		s.at++
		return true, nil
	case ',':
		s.at++
		s.space()
		return false, nil
	}
	return false, s.fail("a comma or %q was expected", closing)
}

func (s *jsonScanner) number() error {
	start := s.at
	if s.peek() == '-' {
		s.at++
	}
	switch c := s.peek(); {
	case c == '0':
		s.at++
	case c >= '1' && c <= '9':
		s.digits()
	default:
		return s.fail("a digit was expected")
	}
	if s.peek() == '.' {
		s.at++
		if s.digits() == 0 {
			return s.fail("a digit was expected after the point")
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		if s.digits() == 0 {
			return s.fail("a digit was expected in the exponent")
		}
	}
	if f, err := strconv.ParseFloat(string(s.data[start:s.at]), 64); err != nil || math.IsInf(f, 0) {
		s.at = start
		return s.fail("the number is too large")
	}
	return nil
}

func (s *jsonScanner) digits() int {
	start := s.at
	for c := s.peek(); c >= '0' && c <= '9'; c = s.peek() {
		s.at++
	}
	return s.at - start
}

// text reads a string and gives it decoded.
func (s *jsonScanner) text() (string, error) {
	s.at++
	var out []byte
	for s.at < len(s.data) {
		switch c := s.data[s.at]; {
		case c == '"':
			s.at++
			return string(out), nil
		case c == '\\':
			r, err := s.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, r)
		case c == 0:
			return "", s.badText("text must not contain NUL")
		case c < ' ':
			return "", s.fail("a control character must be escaped")
		case c < utf8.RuneSelf:
			out = append(out, c)
			s.at++
		default:
			r, size := utf8.DecodeRune(s.data[s.at:])
			if r == utf8.RuneError && size <= 1 {
				return "", s.badText("text must be valid UTF-8")
			}
			out = append(out, s.data[s.at:s.at+size]...)
			s.at += size
		}
	}
	return "", s.fail("a string does not end")
}

// simpleEscapes are the escapes of one letter.
var simpleEscapes = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (s *jsonScanner) escape() (rune, error) {
	if s.at+1 >= len(s.data) {
		return 0, s.fail("a string does not end")
	}
	if r, ok := simpleEscapes[s.data[s.at+1]]; ok {
		s.at += 2
		return r, nil
	}
	high, err := s.hex()
	switch {
	case err != nil:
		return 0, err
	case high == 0:
		return 0, s.badText("text must not contain NUL")
	case high < 0xD800 || high > 0xDFFF:
		return high, nil
	case high > 0xDBFF:
		return 0, s.badText("text must not contain half a surrogate pair")
	}
	if s.peek() != '\\' {
		return 0, s.badText("text must not contain half a surrogate pair")
	}
	low, err := s.hex()
	if err != nil || low < 0xDC00 || low > 0xDFFF {
		return 0, s.badText("text must not contain half a surrogate pair")
	}
	return 0x10000 + (high-0xD800)<<10 + (low - 0xDC00), nil
}

// hex reads \uXXXX.
func (s *jsonScanner) hex() (rune, error) {
	if s.at+6 > len(s.data) || s.data[s.at+1] != 'u' {
		return 0, s.fail("there is no such escape")
	}
	n, err := strconv.ParseUint(string(s.data[s.at+2:s.at+6]), 16, 16)
	if err != nil {
		return 0, s.fail("\\u needs four hexadecimal digits")
	}
	s.at += 6
	return rune(n), nil
}

package ingest

import (
	"bytes"
	"encoding/hex"
	"regexp"
	"strconv"
)

// objectHead matches the beginning of an object: its number, its generation.
var objectHead = regexp.MustCompile(`\b(\d{1,8})[\x00\t\n\f\r ]+(\d{1,5})[\x00\t\n\f\r ]+obj\b`)

// open decrypts the strings and streams of all objects where they stand. What is shorter
// then is filled up, so that everything stays where the file's tables say it is.
func (l lock) open(data []byte) {
	for at := 0; ; {
		head := objectHead.FindSubmatchIndex(data[at:])
		if head == nil {
			return
		}
		id, _ := strconv.Atoi(string(data[at+head[2] : at+head[3]]))         // digits only
		generation, _ := strconv.Atoi(string(data[at+head[4] : at+head[5]])) // the same
		o := sealed{lock: l, id: id, generation: generation, data: data, at: at + head[1]}
		o.walk()
		at = o.at
	}
}

// sealed is an object that is being decrypted.
type sealed struct {
	lock
	id, generation int
	data           []byte
	at             int    // up to here it is done
	depth          int    // open dictionaries
	key            string // the name before, directly in the object's dictionary
	kind           string // its type
	length         int    // that it tells of its stream; 0: none that is a plain number
	own            bool   // its stream names its own crypt filter
}

// walk goes through an object to its end.
func (o *sealed) walk() {
	for o.at < len(o.data) {
		switch c := o.data[o.at]; {
		case c == '(':
			o.literal()
		case c == '<' && o.next() == '<':
			o.depth, o.at = o.depth+1, o.at+2
		case c == '>' && o.next() == '>':
			o.depth, o.at = o.depth-1, o.at+2
		case c == '<':
			o.hex()
		case c == '%':
			for o.at < len(o.data) && o.data[o.at] != '\n' && o.data[o.at] != '\r' {
				o.at++
			}
		case c == '/':
			o.at++
			o.name(o.word())
		case regular(c):
			if o.ends(o.word()) {
				return
			}
		default:
			o.at++
		}
	}
}

func (o *sealed) next() byte {
	if o.at+1 < len(o.data) {
		return o.data[o.at+1]
	}
	return 0
}

// word takes a run of regular characters.
func (o *sealed) word() string {
	from := o.at
	for o.at < len(o.data) && regular(o.data[o.at]) {
		o.at++
	}
	return string(o.data[from:o.at])
}

func regular(c byte) bool { return c > ' ' && bytes.IndexByte([]byte("()<>[]{}/%"), c) < 0 }

func (o *sealed) name(s string) {
	if s == "Crypt" {
		o.own = true
	}
	if o.depth != 1 {
		return
	}
	if o.key == "Type" {
		o.kind = s
	}
	o.key = s
}

// ends takes a number or a keyword, and tells whether it ends the object.
func (o *sealed) ends(word string) bool {
	switch word {
	case "endobj":
		return true
	case "stream":
		o.stream()
		return true
	}
	if n, err := strconv.Atoi(word); err == nil && o.key == "Length" && o.depth == 1 {
		o.length, o.key = n, ""
	}
	return false
}

var endStream = []byte("endstream")

// stream decrypts what follows, to where its end is: as far as the object says, or where
// the word for it stands.
func (o *sealed) stream() {
	if o.at < len(o.data) && o.data[o.at] == '\r' {
		o.at++
	}
	if o.at < len(o.data) && o.data[o.at] == '\n' {
		o.at++
	}
	rest := o.data[o.at:]
	n := o.length
	if n <= 0 || n > len(rest) || !bytes.HasPrefix(bytes.TrimLeft(rest[n:min(n+16, len(rest))], "\r\n "), endStream) {
		if n = bytes.Index(rest, endStream); n < 0 {
			n = len(rest)
		}
	}
	body := rest[:n]
	o.at += n
	if o.streams == asIs || o.own || o.kind == "XRef" {
		return
	}
	overwrite(body, o.decrypted(o.streams, o.id, o.generation, body), '\n')
}

// overwrite puts a shorter text in the place of a longer one.
func overwrite(place, text []byte, rest byte) {
	if text == nil {
		return
	}
	for i := copy(place, text); i < len(place); i++ {
		place[i] = rest
	}
}

// literal decrypts a string in parentheses, the brackets included.
func (o *sealed) literal() {
	from, open := o.at, 0
	var raw []byte
	for o.at < len(o.data) {
		c := o.data[o.at]
		o.at++
		switch {
		case c == '\\':
			raw = o.escaped(raw)
			continue
		case c == '(':
			if open++; open == 1 {
				continue
			}
		case c == ')':
			if open--; open == 0 {
				o.put(o.data[from:o.at], raw)
				return
			}
		case c == '\r': // a line end of any kind is one
			if o.at < len(o.data) && o.data[o.at] == '\n' {
				o.at++
			}
			c = '\n'
		}
		raw = append(raw, c)
	}
}

// escaped takes what stands behind a backslash (ISO 32000-2, 7.3.4.2).
func (o *sealed) escaped(raw []byte) []byte {
	if o.at >= len(o.data) {
		return raw
	}
	c := o.data[o.at]
	o.at++
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(raw, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r' || c == '\n':
		if c == '\r' && o.at < len(o.data) && o.data[o.at] == '\n' {
			o.at++
		}
		return raw
	case c < '0' || c > '7':
		return append(raw, c)
	}
	n := int(c - '0')
	for i := 0; i < 2 && o.at < len(o.data) && o.data[o.at] >= '0' && o.data[o.at] <= '7'; i++ {
		n = n*8 + int(o.data[o.at]-'0')
		o.at++
	}
	return append(raw, byte(n)) //nolint:gosec // the high bit of three digits is none
}

// hex decrypts a string in hexadecimal digits.
func (o *sealed) hex() {
	from := o.at
	n := bytes.IndexByte(o.data[from:], '>')
	if n < 0 {
		o.at = len(o.data)
		return
	}
	o.at = from + n + 1
	digits := bytes.Join(bytes.Fields(o.data[from+1:o.at-1]), nil)
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	raw := make([]byte, len(digits)/2)
	if _, err := hex.Decode(raw, digits); err == nil {
		o.put(o.data[from:o.at], raw)
	}
}

// put writes what a string says in its place, in the form that has room.
func (o *sealed) put(place, raw []byte) {
	if o.strings == asIs {
		return
	}
	text := o.decrypted(o.strings, o.id, o.generation, raw)
	if text == nil {
		return
	}
	out := []byte("<" + hex.EncodeToString(text) + ">")
	if len(out) > len(place) {
		out = literalOf(text)
	}
	if len(out) > len(place) {
		out = []byte("()") // many brackets: it is no text
	}
	overwrite(place, out, ' ')
}

// literalOf writes a string in parentheses, as short as it goes: brackets that are balanced
// stand for themselves (ISO 32000-2, 7.3.4.2).
func literalOf(text []byte) []byte {
	alone := make(map[int]bool)
	var open []int
	for i, c := range text {
		switch {
		case c == '(':
			open = append(open, i)
		case c == ')' && len(open) > 0:
			open = open[:len(open)-1]
		case c == ')':
			alone[i] = true
		}
	}
	for _, i := range open {
		alone[i] = true
	}
	out := []byte("(")
	for i, c := range text {
		if c == '\\' || c == '\r' || alone[i] {
			out = append(out, '\\')
		}
		if c == '\r' {
			c = 'r'
		}
		out = append(out, c)
	}
	return append(out, ')')
}

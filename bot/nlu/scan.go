package nlu

import (
	"strings"
	"unicode/utf8"
)

// scan appends the entities that can be told by their form alone: addresses,
// phone numbers, amounts, order codes. The classifier replaces them by
// placeholders, so it runs on every message and is written by hand.
func (a *Analyzer) scan(dst []span, text string) []span {
	if !strings.ContainsAny(text, "0123456789@") && !strings.Contains(text, "/") && !strings.Contains(text, "www.") {
		return dst
	}
	if a.order != nil {
		for _, m := range a.order.FindAllStringIndex(text, 20) {
			if m[1] > m[0] {
				dst = append(dst, span{start: m[0], end: m[1], kind: OrderNumber})
			}
		}
	}
	shop := len(dst)
	end := 0
	for start := 0; start < len(text); start = end {
		start, end = chunk(text, start)
		if start == end {
			break
		}
		s, ok := readChunk(text, start, end)
		if !ok || overlaps(dst[:shop], s) {
			continue
		}
		dst = append(dst, s)
		end = max(end, s.end)
	}
	if shop > 0 && len(dst) > shop {
		sortSpans(dst)
	}
	return dst
}

func sortSpans(list []span) {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j].start < list[j-1].start; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

func overlaps(list []span, s span) bool {
	for _, o := range list {
		if s.start < o.end && o.start < s.end {
			return true
		}
	}
	return false
}

// chunk finds the next run without spaces, punctuation of its borders, or runes
// of a script without spaces.
func chunk(text string, from int) (start, end int) {
	start = from
	for start < len(text) {
		r, n := utf8.DecodeRuneInString(text[start:])
		if !isBreak(r) && !strings.ContainsRune(`("'[<*,.;:!?-_=>)]`, r) {
			break
		}
		start += n
	}
	end = start
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if isBreak(r) {
			break
		}
		end += n
	}
	for end > start && strings.IndexByte(`)"'].,;:!?*>-_`, text[end-1]) >= 0 {
		end--
	}
	return start, end
}

func isBreak(r rune) bool {
	return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == 0xa0 || r >= 0x2000 && r != '€' && r != '₹' && r != '₽' && r != '₺' && r != '₩'
}

func readChunk(text string, start, end int) (span, bool) {
	c := text[start:end]
	if at := strings.IndexByte(c, '@'); at >= 0 {
		if at > 0 && strings.IndexByte(c[at:], '.') > 1 {
			return span{start: start, end: end, kind: Email}, true
		}
		return span{}, false
	}
	if strings.HasPrefix(c, "http://") || strings.HasPrefix(c, "https://") || strings.HasPrefix(c, "www.") || isBareURL(c) {
		return span{start: start, end: end, kind: URL}, true
	}
	if s, ok := readMoney(text, start, end); ok {
		return s, true
	}
	if isDateLike(c) {
		return span{}, false
	}
	if s, ok := readPhone(text, start); ok {
		return s, true
	}
	return readCode(c, start)
}

// isBareURL tells of a text without spaces that it is an address without its scheme:
// a name of a host with two letters or more behind its last dot, and a path or a query.
func isBareURL(c string) bool {
	at := strings.IndexAny(c, "/?")
	if at < 4 || at == len(c)-1 {
		return false
	}
	dot := strings.LastIndexByte(c[:at], '.')
	if dot < 1 || at-dot < 3 {
		return false
	}
	for i := range at {
		b := c[i] | 0x20
		letter := b >= 'a' && b <= 'z'
		if !letter && (i > dot || c[i] != '.' && c[i] != '-' && !isDigit(c[i])) {
			return false
		}
	}
	return true
}

// readCode reads an order or tracking code: "#10482", "NB-10482",
// "1Z999AA10123456784", "RR123456789DE".
func readCode(c string, start int) (span, bool) {
	s := span{start: start, end: start + len(c)}
	body := strings.TrimPrefix(c, "#")
	letters, digits, hyphens := 0, 0, 0
	for i := 0; i < len(body); i++ {
		switch b := body[i]; {
		case isDigit(b):
			digits++
		case b >= 'A' && b <= 'Z', b >= 'a' && b <= 'z':
			letters++
		case b == '-':
			hyphens++
		default:
			return s, false
		}
	}
	switch {
	case isTracking(body, letters, digits, hyphens):
		s.kind = TrackingNumber
	case len(body) < len(c) && digits >= 3 && digits <= 12 && letters <= 4:
		s.kind = OrderNumber
	case letters >= 1 && letters <= 4 && digits >= 4 && digits <= 12 && hyphens <= 1 && isPrefixed(body, letters):
		s.kind = OrderNumber
	case isSKU(body, letters, digits, hyphens):
		s.kind = SKU
	default:
		return s, false
	}
	return s, true
}

// isPrefixed says that the letters come first: "NB-10482" but not "10482nd".
func isPrefixed(body string, letters int) bool {
	for i := range letters {
		if isDigit(body[i]) || body[i] == '-' {
			return false
		}
	}
	return true
}

// isTracking knows the forms of carriers: UPS (1Z and 16), the Universal Postal
// Union (2 letters, 9 digits, 2 letters), and long plain numbers.
func isTracking(body string, letters, digits, hyphens int) bool {
	if hyphens > 0 {
		return false
	}
	upper := strings.ToUpper(body)
	switch {
	case len(body) == 18 && strings.HasPrefix(upper, "1Z"):
		return true
	case len(body) == 13 && letters == 4 && digits == 9:
		return !isDigit(body[0]) && !isDigit(body[1]) && !isDigit(body[11]) && !isDigit(body[12])
	case letters >= 2 && letters <= 5 && digits >= 13:
		return isPrefixed(body, letters)
	}
	return letters == 0 && digits >= 13 && digits <= 30
}

// isSKU knows article codes: capitals and digits in at least three groups, or
// in two that mix both.
func isSKU(body string, letters, digits, hyphens int) bool {
	if body != strings.ToUpper(body) || letters < 2 || len(body) < 5 || len(body) > 32 {
		return false
	}
	return hyphens >= 2 || hyphens == 1 && digits >= 2
}

// readPhone reads a phone number, which may hold spaces.
func readPhone(text string, start int) (span, bool) {
	i, digits, separators := start, 0, 0
	last := start
	plus := text[start] == '+'
	for i < len(text) {
		c := text[i]
		switch {
		case isDigit(c):
			digits++
			last = i + 1
		case c == '+' && i == start:
		case c == ' ' || c == '-' || c == '(' || c == ')' || c == '/' || c == '.':
			separators++
			if i+1 < len(text) && !isDigit(text[i+1]) && text[i+1] != '(' && text[i+1] != ' ' {
				return finishPhone(span{start: start, end: last, kind: Phone}, text, digits, separators, plus)
			}
		default:
			if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '#' {
				if i == last { // "10482b": a code, not a number
					return span{}, false
				}
			}
			return finishPhone(span{start: start, end: last, kind: Phone}, text, digits, separators, plus)
		}
		i++
	}
	return finishPhone(span{start: start, end: last, kind: Phone}, text, digits, separators, plus)
}

func finishPhone(s span, text string, digits, separators int, plus bool) (span, bool) {
	if plus {
		return s, digits >= 7 && digits <= 15
	}
	grouped := strings.ContainsAny(text[s.start:s.end], " -()/.")
	switch {
	case grouped && separators > 0:
		return s, digits >= 9 && digits <= 13 && !isDateLike(text[s.start:s.end])
	case text[s.start] == '0':
		return s, digits >= 9 && digits <= 12
	}
	return s, digits == 11 && text[s.start] == '1' // a mobile number in China
}

// isDateLike says that a chunk is digits grouped as a date.
func isDateLike(c string) bool {
	groups, n := 1, 0
	for i := 0; i < len(c); i++ {
		switch {
		case isDigit(c[i]):
			n++
			if n > 4 {
				return false
			}
		case (c[i] == '-' || c[i] == '/' || c[i] == '.') && n > 0:
			groups++
			n = 0
		default:
			return false
		}
	}
	return groups == 3 && len(c) <= 10
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

package ingest

import (
	"regexp"
	"strings"
)

// definition matches a line that says where a reference leads: [ref]: address "title".
var definition = regexp.MustCompile(`^ {0,3}\[([^\]\[^][^\]\[]*)\]:\s*<?([^\s<>]+)>?(?:\s+["'(].*)?\s*$`)

// relinked writes the links of a Markdown text as widget and console know them: those by
// reference with their addresses, relative ones from the text's place, those that lead
// nowhere as their words. Pictures, which no shopper would see, are left out. Lines stay
// lines.
func relinked(body string, at place) string {
	if !strings.ContainsAny(body, "[<") {
		return body
	}
	lines := strings.Split(body, "\n")
	m := relinking{place: at, known: make(map[string]string)}
	m.each(lines, func(i int) {
		if d := definition.FindStringSubmatch(lines[i]); d != nil {
			if name := refName(d[1]); m.known[name] == "" {
				m.known[name] = d[2]
			}
			lines[i] = ""
		}
	})
	m.each(lines, func(i int) { lines[i] = m.line(lines[i]) })
	return strings.Join(lines, "\n")
}

// relinking is one going through a text.
type relinking struct {
	place
	known map[string]string // addresses by reference
}

// refName is the name of one as names are compared.
func refName(s string) string { return strings.ToLower(oneLine(s)) }

// each calls f with the lines that are no code.
func (m *relinking) each(lines []string, f func(int)) {
	fence := ""
	for i, l := range lines {
		mark := strings.TrimLeft(l, " ")
		switch {
		case fence != "":
			if strings.HasPrefix(mark, fence) {
				fence = ""
			}
		case strings.HasPrefix(mark, "```") || strings.HasPrefix(mark, "~~~"):
			fence = mark[:3]
		default:
			f(i)
		}
	}
}

// line rewrites the links of a line.
func (m *relinking) line(s string) string {
	if !strings.ContainsAny(s, "[<") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		switch s[i] {
		case '\\':
			end := min(i+2, len(s))
			b.WriteString(s[i:end])
			i = end
			continue
		case '`':
			ticks := s[i : i+len(s[i:])-len(strings.TrimLeft(s[i:], "`"))]
			if n := strings.Index(s[i+len(ticks):], ticks); n >= 0 {
				end := i + n + 2*len(ticks)
				b.WriteString(s[i:end])
				i = end
				continue
			}
		case '!':
			if _, _, end, ok := m.linkAt(s, i+1); ok {
				i = end
				continue
			}
		case '[':
			if label, to, end, ok := m.linkAt(s, i); ok {
				b.WriteString(m.link(strings.TrimSpace(m.line(label)), to))
				i = end
				continue
			}
		case '<':
			if n := strings.IndexAny(s[i:], "> "); n > 0 && s[i+n] == '>' && (strings.HasPrefix(s[i+1:], "http") || strings.HasPrefix(s[i+1:], "mailto:")) {
				to := m.address(s[i+1 : i+n])
				b.WriteString(strings.TrimPrefix(to, "mailto:"))
				i += n + 1
				continue
			}
			if text, end, ok := m.tagAt(s, i); ok {
				b.WriteString(text)
				i = end
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// linkAt reads the link or the reference that begins with the bracket at i.
func (m *relinking) linkAt(s string, i int) (label, to string, end int, ok bool) {
	shut := closing(s, i, '[', ']')
	if shut < 0 {
		return "", "", 0, false
	}
	label, end = s[i+1:shut], shut+1
	switch {
	case strings.HasPrefix(s[end:], "("):
		if shut = closing(s, end, '(', ')'); shut < 0 {
			return "", "", 0, false
		}
		to, _, _ = strings.Cut(strings.TrimSpace(s[end+1:shut]), " ")
		if inner := strings.TrimSpace(s[end+1 : shut]); strings.HasPrefix(inner, "<") {
			to, _, _ = strings.Cut(inner[1:], ">")
		}
		return label, to, shut + 1, true
	case strings.HasPrefix(s[end:], "["):
		if shut = closing(s, end, '[', ']'); shut > 0 {
			name := refName(s[end+1 : shut])
			if name == "" {
				name = refName(label)
			}
			to, ok = m.known[name]
			return label, to, shut + 1, ok
		}
	}
	to, ok = m.known[refName(label)]
	return label, to, end, ok
}

// mostInLink is how many bytes words or address of a link may have.
const mostInLink = 4000

// closing finds the bracket that closes the one at i; -1 where there is none near.
func closing(s string, i int, open, shut byte) int {
	if i >= len(s) || s[i] != open {
		return -1
	}
	depth := 0
	for end := min(len(s), i+mostInLink); i < end; i++ {
		switch s[i] {
		case '\\':
			i++
		case open:
			depth++
		case shut:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

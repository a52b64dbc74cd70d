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
	depth int               // in how many links it is
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

// mostInside is how many links inside of each other are rewritten.
const mostInside = 3

// line rewrites the links of a line.
func (m *relinking) line(s string) string {
	if !strings.ContainsAny(s, "[<") || m.depth == mostInside {
		return s
	}
	m.depth++
	defer func() { m.depth-- }()
	l := lineLinks{
		relinking: m, s: s, shut: closings(s),
		angle:    seeker{find: func(s string) int { return strings.IndexAny(s, "> ") }},
		comment:  seeker{find: func(s string) int { return strings.Index(s, "-->") }},
		endsLink: seeker{find: endOfLink},
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		text, end := l.at(i)
		b.WriteString(text)
		i = end
	}
	return b.String()
}

// lineLinks is a line that is being rewritten. What it looks for ahead it remembers:
// a line may be as long as a file.
type lineLinks struct {
	*relinking
	s                        string
	shut                     []int32 // where the bracket that stands here is closed; 0: nowhere near
	angle, comment, endsLink seeker
}

// at is what becomes of what begins at s[i], and where that ends.
func (l *lineLinks) at(i int) (text string, end int) {
	s := l.s
	switch s[i] {
	case '\\':
		end = min(i+2, len(s))
		return s[i:end], end
	case '`':
		end = codeEnd(s, i)
		return s[i:end], end
	case '!':
		if _, _, end, ok := l.linkAt(i + 1); ok {
			return "", end
		}
	case '[':
		if label, to, end, ok := l.linkAt(i); ok {
			return l.link(strings.TrimSpace(l.line(label)), to), end
		}
	case '<':
		if text, end, ok := l.autolinkAt(i); ok {
			return text, end
		}
		if text, end, ok := l.tagAt(i); ok {
			return text, end
		}
	}
	return s[i : i+1], i + 1
}

// codeEnd is the end of the code, or else of the backticks alone, that begin at s[i].
func codeEnd(s string, i int) int {
	from := len(s) - len(strings.TrimLeft(s[i:], "`"))
	if n := strings.Index(s[from:min(len(s), from+mostInLink)], s[i:from]); n >= 0 {
		return 2*from + n - i
	}
	return from
}

// autolinkAt is what becomes of an address in angle brackets: one that leads nowhere stays
// as words.
func (l *lineLinks) autolinkAt(i int) (text string, end int, ok bool) {
	if !strings.HasPrefix(l.s[i+1:], "http") && !strings.HasPrefix(l.s[i+1:], "mailto:") {
		return "", 0, false
	}
	end = l.angle.from(l.s, i)
	if end < 0 || l.s[end] != '>' {
		return "", 0, false
	}
	text = l.s[i+1 : end]
	if to := (place{page: l.page}).address(text); to != "" { // it starts from nowhere else
		text = to
	}
	return strings.TrimPrefix(text, "mailto:"), end + 1, true
}

// linkAt reads the link or the reference that begins with the bracket at i.
func (l *lineLinks) linkAt(i int) (label, to string, end int, ok bool) {
	s, shut := l.s, l.closing(i, '[')
	if shut < 0 {
		return "", "", 0, false
	}
	label, end = s[i+1:shut], shut+1
	if shut = l.closing(end, '('); shut > 0 {
		inner := strings.TrimSpace(s[end+1 : shut])
		to, _, _ = strings.Cut(inner, " ")
		if strings.HasPrefix(inner, "<") {
			to, _, _ = strings.Cut(inner[1:], ">")
		}
		return label, to, shut + 1, true
	}
	if strings.HasPrefix(s[end:], "(") {
		return "", "", 0, false
	}
	name := label
	if shut = l.closing(end, '['); shut > 0 {
		if inner := s[end+1 : shut]; strings.TrimSpace(inner) != "" {
			name = inner
		}
		end = shut + 1
	}
	if strings.ContainsAny(name, "[]") { // no name has any; and there may be thousands in each other
		return "", "", 0, false
	}
	to, ok = l.known[refName(name)]
	return label, to, end, ok
}

// closing is where the bracket at i is closed; -1 where another sign stands there, or
// nothing near closes it.
func (l *lineLinks) closing(i int, open byte) int {
	if i >= len(l.s) || l.s[i] != open || l.shut[i] == 0 {
		return -1
	}
	return int(l.shut[i])
}

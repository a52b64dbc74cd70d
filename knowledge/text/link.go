package text

import "strings"

// longestLabel is how many bytes the words of a Markdown link may have.
const longestLabel = 1000

// LinkAt finds the Markdown link that begins at s[i] with its bracket: where its words end
// and where it ends. A picture is none.
func LinkAt(s string, i int) (label, end int, ok bool) {
	if s[i] != '[' || i > 0 && s[i-1] == '!' {
		return 0, 0, false
	}
	n := strings.IndexAny(s[i+1:min(len(s), i+longestLabel)], "[]\n")
	if n < 0 {
		return 0, 0, false
	}
	label = i + 1 + n
	if !strings.HasPrefix(s[label:], "](") {
		return 0, 0, false
	}
	n = strings.IndexAny(s[label+2:], "() \t\n")
	if n < 1 || s[label+2+n] != ')' {
		return 0, 0, false
	}
	return label, label + 2 + n + 1, true
}

// Spoken is a text without the addresses of its Markdown links: what it says. The words of
// an address are those of a website's builder, and would be found and counted like others.
func Spoken(s string) string {
	if !strings.Contains(s, "](") {
		return s
	}
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); i++ {
		label, end, ok := LinkAt(s, i)
		if !ok {
			continue
		}
		b.WriteString(s[done:i])
		b.WriteString(s[i+1 : label])
		i, done = end-1, end
	}
	b.WriteString(s[done:])
	return b.String()
}

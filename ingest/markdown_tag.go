package ingest

import (
	"regexp"
	"strings"
)

// tag matches one of HTML at the beginning of a text.
var tag = regexp.MustCompile(`^<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*)?)/?>`)

// hiding matches attributes by which text may be hidden: such a tag stays where it is, for
// somebody to see.
var hiding = regexp.MustCompile(`(?i)\b(style|hidden|aria-hidden)\b`)

// href matches where a link leads.
var href = regexp.MustCompile(`(?i)\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// tagMeans is what becomes of the tags that writers and exports put into Markdown, which
// widget and console would show as they are written.
var tagMeans = func() map[string]string {
	means := map[string]string{"br": " ", "b": "**", "strong": "**", "summary": "**", "i": "*", "em": "*"}
	for _, name := range strings.Fields("a aside center details div figcaption figure font hr img kbd mark p section small span sub sup u") {
		means[name] = ""
	}
	return means
}()

// tagAt is what becomes of the tag that begins at s[i], and where it ends.
func (l *lineLinks) tagAt(i int) (text string, end int, ok bool) {
	s := l.s
	if strings.HasPrefix(s[i:], "<!--") {
		n := l.comment.from(s, i+4)
		return "", n + 3, n >= 0
	}
	found := tag.FindStringSubmatch(s[i:min(len(s), i+mostInLink)])
	if found == nil || hiding.MatchString(found[3]) {
		return "", 0, false
	}
	name := strings.ToLower(found[2])
	text, ok = tagMeans[name]
	end = i + len(found[0])
	if name != "a" || found[1] != "" {
		return text, end, ok
	}
	to := href.FindStringSubmatch(found[3])
	n := l.endsLink.from(s, end)
	if n < 0 || to == nil {
		return "", end, true
	}
	return l.link(strings.TrimSpace(l.line(s[end:n])), to[1]+to[2]), n + 4, true
}

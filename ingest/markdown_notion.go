package ingest

import (
	"regexp"
	"slices"
	"strings"
)

// Notion names the files of an export by the page's title and number, and puts a database's
// fields below the title.
var (
	notionName  = regexp.MustCompile(`[ _][0-9a-f]{32}\.md$`)
	notionField = regexp.MustCompile(`^([\p{L}\p{N}][^:\n]{0,40}): .`)
)

// withoutFields takes the fields off the top of a page, and gives their names. Lines stay
// lines. A single one may be a sentence.
func withoutFields(body string) (string, []string) {
	lines := strings.Split(body, "\n")
	from := slices.IndexFunc(lines, func(l string) bool { return strings.TrimSpace(l) != "" && !strings.HasPrefix(l, "#") })
	var names []string
	for i := from; i >= 0 && i < len(lines) && strings.TrimSpace(lines[i]) != ""; i++ {
		m := notionField.FindStringSubmatch(lines[i])
		if m == nil {
			return body, nil
		}
		names = append(names, m[1])
	}
	if len(names) < 2 || from == 0 {
		return body, nil
	}
	for i := range names {
		lines[from+i] = ""
	}
	return strings.Join(lines, "\n"), names
}

package wording

import "strings"

// commas divide the parts of a list where the mark is not the Latin one.
var commas = map[string]string{"zh": "、", "ja": "、", "ar": "، "}

// List writes parts one after the other as people write them in a language,
// with no word before the last, so that it fits behind a colon in every one.
func List(tag string, parts []string) string {
	comma, ok := commas[Base(tag)]
	if !ok {
		comma = ", "
	}
	return strings.Join(parts, comma)
}

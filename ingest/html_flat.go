package ingest

import (
	"bytes"
	"regexp"

	"golang.org/x/net/html"
)

// inlineData matches a file inside a page, such as a picture in base64.
var inlineData = regexp.MustCompile(`(?i)data:[a-z0-9.+/-]*(?:;[a-z0-9=_-]+)*;base64,[a-z0-9+/=%\s]+`)

// withoutData takes the files inside a page out of it: they are most of its
// bytes and none of its text.
func withoutData(data []byte) []byte {
	if !bytes.Contains(data, []byte(";base64,")) {
		return data
	}
	return inlineData.ReplaceAll(data, nil)
}

// maxDepth is how deep elements stay inside each other; the HTML parser gives
// up at 512.
const maxDepth = 300

// flattened drops the tags of elements that are nested too deeply, and keeps
// their text unless it is hidden.
func flattened(data []byte) []byte {
	var out bytes.Buffer
	var open []string // names of the open elements
	hidden := 0       // depth of the hidden one that is left out
	for z := html.NewTokenizer(bytes.NewReader(data)); ; {
		kind := z.Next()
		raw := bytes.Clone(z.Raw())
		switch kind {
		case html.ErrorToken:
			return out.Bytes()
		case html.StartTagToken:
			t := z.Token()
			if voids[t.Data] {
				break
			}
			if open = append(open, t.Data); len(open) <= maxDepth {
				break
			}
			if hidden == 0 && (dropped[t.DataAtom] || hides(&html.Node{Type: html.ElementNode, Data: t.Data, Attr: t.Attr})) {
				hidden = len(open)
			}
			raw = []byte(" ")
		case html.EndTagToken:
			name, _ := z.TagName()
			deep := len(open) > maxDepth
			if n := len(open); n > 0 && open[n-1] == string(name) {
				if open = open[:n-1]; hidden == n {
					hidden = 0
				}
			}
			if deep {
				raw = []byte(" ")
			}
		}
		if hidden == 0 {
			out.Write(raw)
		}
	}
}

// voids are the elements that have no end, or whose end need not be written.
var voids = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true,
	"meta": true, "source": true, "track": true, "wbr": true, "p": true, "li": true, "dt": true, "dd": true,
}

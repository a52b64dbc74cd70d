package ingest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
)

// feedKind tells what kind of product feed a file is; empty for what goes into
// articles.
func (in *Ingester) feedKind(f file, o Options) string {
	if f.err != nil || o.Kind == KindArticles {
		return ""
	}
	kind, problem := kindOf(f)
	if problem != nil || kind != "csv" && kind != "json" {
		return ""
	}
	found := ""
	if kind == "json" {
		found = jsonFeed(f.data)
	} else {
		found = tableFeed(f.data)
	}
	if found == "" && o.Kind == KindProducts {
		if kind == "json" {
			return feedJSON
		}
		return feedTable
	}
	return found
}

// sniffed is how much of a file tells what it is.
const sniffed = 64 << 10

// tableFeed looks at a table's first line.
func tableFeed(data []byte) string {
	text, _, problem := decode(firstLine(data))
	if problem != nil {
		return ""
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter(text)
	head, err := r.Read()
	if err != nil {
		return ""
	}
	return feedKindOf(head)
}

// firstLine is the beginning of a file up to a line end; where there is none
// within bounds, or the encoding is not one of bytes, all of the bounds.
func firstLine(data []byte) []byte {
	data = data[:min(len(data), sniffed)]
	if i := bytes.IndexAny(data, "\r\n"); i > 0 && bytes.IndexByte(data, 0) < 0 {
		return data[:i]
	}
	return data[:len(data)&^1]
}

// jsonFeed looks at the names in the beginning of a file.
func jsonFeed(data []byte) string {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data[:min(len(data), sniffed)], []byte("\ufeff"))))
	var names []string
	for {
		t, err := d.Token()
		if err != nil {
			break
		}
		if s, ok := t.(string); ok {
			names = append(names, clipped(s, 40))
		}
	}
	if feedKindOf(names) == "" {
		return ""
	}
	return feedJSON
}

// feedKindOf recognises a feed by the names of its columns; empty for a table
// that is none.
func feedKindOf(head []string) string {
	has := map[string]bool{}
	fields := map[string]bool{}
	for _, name := range head {
		plain := plainName(name)
		has[plain] = true
		if field, _ := fieldOf(name); field != "" {
			fields[field] = true
		}
	}
	key := fields[fieldID] || fields[fieldSKU] || fields[fieldGTIN] || fields[fieldGroup]
	switch {
	case has["question"] || has["answer"]:
		return ""
	case (has["handle"] || has["urlhandle"]) && (has["option1name"] || has["variantprice"] || has["variantsku"]):
		return feedShopify
	case has["regularprice"] && has["type"] && has["name"]:
		return feedWoo
	case fields[fieldTitle] && key && (fields[fieldPrice] || fields[fieldAvailability] || fields[fieldStock] || fields[fieldBrand] || fields[fieldSKU] || fields[fieldGTIN]):
		return feedTable
	}
	return ""
}

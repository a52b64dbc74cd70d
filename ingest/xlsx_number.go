package ingest

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// numberFormat is what a cell's format adds to a number that people read: 0.19 may be
// shown as 19 %, 9.9 as 9.90 EUR. Thousands are not set apart.
type numberFormat struct {
	before, after string // a currency or a unit
	places        int    // behind the point; -1: as many as there are
	percent       bool
}

// plainNumber is how a number is shown whose format says nothing, or is not known.
var plainNumber = numberFormat{places: -1}

// formatOf reads the first section of a format code (ECMA-376, 18.8.31); what it does
// not know of it shows the number plainly.
func formatOf(code string) numberFormat {
	var f formatReader
	for code != "" && code[0] != ';' {
		sign, size := utf8.DecodeRuneInString(code)
		if strings.ContainsRune("Ee@/", sign) {
			return plainNumber
		}
		code = f.take(sign, code[size:])
	}
	return f.format()
}

// formatReader is a format as far as it is read.
type formatReader struct {
	before  string          // what stands before the digits
	text    strings.Builder // since the beginning, or since the digits
	digits  bool            // they have begun
	point   bool
	places  int
	percent bool
}

// take reads a sign, with what belongs to it of the rest, and gives what is left.
func (f *formatReader) take(sign rune, rest string) string {
	switch sign {
	case '"':
		quoted, rest, _ := strings.Cut(rest, `"`)
		f.text.WriteString(quoted)
		return rest
	case '[':
		inner, rest, _ := strings.Cut(rest, "]")
		if currency, ok := strings.CutPrefix(inner, "$"); ok { // [$€-407]
			currency, _, _ = strings.Cut(currency, "-")
			f.text.WriteString(currency)
		}
		return rest
	case '\\':
		_, size := utf8.DecodeRuneInString(rest)
		f.text.WriteString(rest[:size])
		return rest[size:]
	case '_', '*': // a space as wide as the next, or filled with it
		_, size := utf8.DecodeRuneInString(rest)
		return rest[size:]
	case '0', '#', '?':
		if !f.digits {
			f.before, f.digits = f.text.String(), true
			f.text.Reset()
		}
		if f.point {
			f.places++
		}
	case '.':
		f.point = true
	case '%':
		f.percent = true
	default:
		if strings.ContainsRune(" $-+()", sign) || sign >= utf8.RuneSelf { // a currency written plainly
			f.text.WriteRune(sign)
		}
	}
	return rest
}

func (f *formatReader) format() numberFormat {
	if !f.digits {
		return plainNumber
	}
	out := numberFormat{before: strings.TrimLeft(f.before, " -+()"), after: strings.TrimRight(f.text.String(), " -()"), places: -1, percent: f.percent}
	if f.point || f.percent {
		out.places = f.places
	}
	return out
}

// show writes a number.
func (f numberFormat) show(n float64) string {
	if f.percent {
		n *= 100
	}
	s := strconv.FormatFloat(n, 'f', f.places, 64)
	if f.percent {
		s += "%"
	}
	return f.before + s + f.after
}

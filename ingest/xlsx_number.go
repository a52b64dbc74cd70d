package ingest

import (
	"strconv"
	"strings"
)

// numberFormat is what a cell's format adds to a number that people read: 0.19 may be
// shown as 19 %, 9.9 as 9.90 EUR. Thousands are not set apart.
type numberFormat struct {
	before, after string // a currency or a unit
	places        int    // behind the point; -1: as many as there are
	percent       bool
}

// formatOf reads the first section of a format code (ECMA-376, 18.8.31); what it does
// not know of it shows the number plainly.
func formatOf(code string) numberFormat {
	f := numberFormat{places: -1}
	var text strings.Builder
	digits, point, places := false, false, 0
	put := func(s string) {
		if digits && f.before == "" && f.after == "" && text.Len() == 0 {
			f.before = "\x00" // the number stands first
		}
		text.WriteString(s)
	}
	for code != "" && code[0] != ';' {
		c := code[0]
		code = code[1:]
		switch c {
		case '"':
			quoted, rest, _ := strings.Cut(code, "\"")
			put(quoted)
			code = rest
		case '[':
			inner, rest, _ := strings.Cut(code, "]")
			if sign, ok := strings.CutPrefix(inner, "$"); ok { // [$€-407]
				sign, _, _ = strings.Cut(sign, "-")
				put(sign)
			}
			code = rest
		case '\\':
			if code != "" {
				put(code[:1])
				code = code[1:]
			}
		case '_', '*': // a space as wide as the next, or filled with it
			if code != "" {
				code = code[1:]
			}
		case '0', '#', '?':
			if text.Len() > 0 && !digits {
				f.before = text.String()
				text.Reset()
			}
			digits = true
			if point {
				places++
			}
		case '.':
			point = true
		case '%':
			f.percent = true
		case 'E', 'e', '@', '/':
			return numberFormat{places: -1}
		case ' ', '$', '-', '+', '(', ')':
			put(string(c))
		default:
			if c >= 0x80 { // a currency written plainly
				put(string(c))
			}
		}
	}
	if !digits {
		return numberFormat{places: -1}
	}
	f.after = strings.TrimRight(text.String(), " -()")
	f.before = strings.TrimLeft(strings.Trim(f.before, "\x00"), " -+()")
	if point || f.percent {
		f.places = places
	}
	return f
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

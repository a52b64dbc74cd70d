package ingest

import (
	"strings"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// face is a font: what its codes mean and how wide they are.
type face struct {
	bold    bool
	wide    bool              // codes of two bytes
	meaning map[string]string // by code, from ToUnicode
	simple  pdf.TextEncoding  // of codes of one byte
	named   encoding.Encoding // of East Asian fonts
	ucs2    bool
	widths  map[int]float64
	usual   float64 // the width of codes that have none of their own
}

// code is one of a string.
type code struct {
	text  string
	width float64 // in thousandths of the size
	space bool    // a single byte 32, after which the space of words comes
}

// eastAsian are the predefined encodings of East Asian fonts, by how their
// names begin.
var eastAsian = []struct {
	prefix string
	is     encoding.Encoding
}{
	{"GBK", simplifiedchinese.GB18030}, {"GB-EUC", simplifiedchinese.GB18030}, {"B5", traditionalchinese.Big5}, {"ETen", traditionalchinese.Big5},
	{"90ms", japanese.ShiftJIS}, {"90pv", japanese.ShiftJIS}, {"EUC", japanese.EUCJP}, {"KSC", korean.EUCKR},
}

func newFace(v pdf.Value) *face {
	base := strings.ToLower(v.Key("BaseFont").Name())
	f := &face{bold: strings.Contains(base, "bold") || strings.Contains(base, "black") || strings.Contains(base, "heavy"), usual: 500, widths: make(map[int]float64)}
	if to := v.Key("ToUnicode"); to.Kind() == pdf.Stream {
		f.meaning = meanings(to)
	}
	if v.Key("Subtype").Name() == "Type0" {
		f.wide = true
		name := v.Key("Encoding").Name()
		f.ucs2 = strings.Contains(name, "UCS2") || strings.Contains(name, "UTF16")
		for _, e := range eastAsian {
			if !f.ucs2 && f.named == nil && strings.HasPrefix(name, e.prefix) {
				f.named = e.is
			}
		}
		f.wideWidths(v.Key("DescendantFonts").Index(0))
		return f
	}
	font := pdf.Font{V: v}
	f.simple = font.Encoder()
	first := font.FirstChar()
	for i, w := range font.Widths() {
		f.widths[first+i] = w
	}
	return f
}

// wideWidths reads the widths of a composite font: runs of "first [w w …]" and
// "first last w".
func (f *face) wideWidths(v pdf.Value) {
	f.usual = 1000
	if w := v.Key("DW"); w.Kind() == pdf.Integer || w.Kind() == pdf.Real {
		f.usual = w.Float64()
	}
	w := v.Key("W")
	for i := 0; i+1 < w.Len(); {
		first := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for j := range list.Len() {
				f.widths[first+j] = list.Index(j).Float64()
			}
			i += 2
			continue
		}
		last := min(int(w.Index(i+1).Int64()), first+0xffff)
		for c := first; c <= last; c++ {
			f.widths[c] = w.Index(i + 2).Float64()
		}
		i += 3
	}
}

func (f *face) width(c int) float64 {
	if w, ok := f.widths[c]; ok && w > 0 {
		return w
	}
	return f.usual
}

// codes takes a string apart.
func (f *face) codes(s string) []code {
	var out []code
	for len(s) > 0 {
		n := 1
		if f.wide && len(s) > 1 && (f.named == nil || s[0] >= 0x80) {
			n = 2
		}
		c := int(s[0])
		if n == 2 {
			c = c<<8 | int(s[1])
		}
		text, known := f.meaning[s[:n]]
		switch {
		case known:
		case f.named != nil:
			text, _ = f.named.NewDecoder().String(s[:n]) // of what is no text nothing is shown
		case f.ucs2:
			text = string(rune(c))
		case !f.wide:
			text = f.simple.Decode(s[:n])
		}
		out = append(out, code{text: clean(text), width: f.width(c), space: n == 1 && c == 32})
		s = s[n:]
	}
	return out
}

// ligatures that old fonts have as one character.
var ligatures = strings.NewReplacer("ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff", "ﬃ", "ffi", "ﬄ", "ffl", "\u00ad", "-", "\u00a0", " ")

// clean drops what is no character for people.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 32 || r == 0xfffd || r >= 0xe000 && r <= 0xf8ff {
			return -1
		}
		return r
	}, plainForm(ligatures.Replace(s)))
}

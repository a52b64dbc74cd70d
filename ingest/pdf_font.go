package ingest

import (
	"strings"
	"unicode/utf16"

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
	}, ligatures.Replace(s))
}

// meanings reads a ToUnicode table: the text of each code.
func meanings(stream pdf.Value) map[string]string {
	out := make(map[string]string)
	defer func() {
		_ = recover() // of a damaged table what came before the damage
	}()
	pdf.Interpret(stream, func(stack *pdf.Stack, op string) {
		args := make([]pdf.Value, stack.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		switch op {
		case "endbfchar":
			for i := len(args) % 2; i+1 < len(args); i += 2 {
				out[args[i].RawString()] = fromUTF16(args[i+1].RawString())
			}
		case "endbfrange":
			for i := len(args) % 3; i+2 < len(args); i += 3 {
				bfRange(out, args[i].RawString(), args[i+1].RawString(), args[i+2])
			}
		}
	})
	return out
}

// bfRange gives the codes from lo to hi texts that follow each other, or those
// of a list.
func bfRange(out map[string]string, lo, hi string, to pdf.Value) {
	if len(lo) != len(hi) || len(lo) == 0 || len(lo) > 2 {
		return
	}
	from, until := 0, 0
	for i := range len(lo) {
		from, until = from<<8|int(lo[i]), until<<8|int(hi[i])
	}
	base := []rune(fromUTF16(to.RawString()))
	for c := from; c <= until; c++ {
		key := string([]byte{byte(c >> 8), byte(c)})[2-len(lo):]
		switch {
		case to.Kind() == pdf.Array && c-from < to.Len():
			out[key] = fromUTF16(to.Index(c - from).RawString())
		case len(base) > 0:
			text := append([]rune(nil), base...)
			text[len(text)-1] += rune(c - from) //nolint:gosec // at most 65,535
			out[key] = string(text)
		}
	}
}

func fromUTF16(s string) string {
	if len(s) == 1 {
		return s
	}
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

package ingest

import (
	"encoding/hex"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
)

// maxCMap bounds a table of codes, in bytes.
const maxCMap = 4 << 20

// meanings reads a ToUnicode table: the text of each code. Only its strings and
// lists between the operators matter (ISO 32000-1, 9.10.3); what a table sets up
// around them, in PostScript, differs from one program to the next.
func meanings(stream pdf.Value) map[string]string {
	out := make(map[string]string)
	defer func() {
		_ = recover() // of a damaged table what came before the damage
	}()
	raw, _ := io.ReadAll(io.LimitReader(stream.Reader(), maxCMap)) // of a stream that breaks off what came before
	var args []operand
	for s := string(raw); s != ""; {
		var a operand
		var word string
		if a, word, s = nextOperand(s); word == "" {
			args = append(args, a)
			continue
		}
		switch word {
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				out[args[i].text] = fromUTF16(args[i+1].text)
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				bfRange(out, args[i].text, args[i+1].text, args[i+2])
			}
		}
		args = nil
	}
	return out
}

// operand is a string of a table, or a list of strings.
type operand struct {
	text string
	list []string
}

// nextOperand takes the next string or list off a table; or a word, which is never
// empty. Names and numbers are words.
func nextOperand(s string) (a operand, word, rest string) {
	s = strings.TrimLeft(s, " \t\r\n\f\x00")
	switch {
	case s == "":
		return a, "end", ""
	case s[0] == '%':
		_, rest, _ = strings.Cut(s, "\n")
		return a, "%", rest
	case strings.HasPrefix(s, "<<"), strings.HasPrefix(s, ">>"):
		return a, s[:2], s[2:]
	case s[0] == '<':
		inner, rest, _ := strings.Cut(s[1:], ">")
		return operand{text: fromHex(inner)}, "", rest
	case s[0] == '[':
		inner, rest, _ := strings.Cut(s[1:], "]")
		for inner != "" {
			var item operand
			if item, word, inner = nextOperand(inner); word == "" {
				a.list = append(a.list, item.text)
			}
		}
		return a, "", rest
	}
	end := 1 + strings.IndexAny(s[1:], " \t\r\n\f\x00<>[]%/")
	if end == 0 {
		end = len(s)
	}
	return a, s[:end], s[end:]
}

// fromHex reads pairs of digits; what is none is passed over.
func fromHex(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789abcdefABCDEF", r) {
			return r
		}
		return -1
	}, s)
	if len(s)%2 > 0 {
		s += "0"
	}
	raw, _ := hex.DecodeString(s) // nothing else is left
	return string(raw)
}

// bfRange gives the codes from lo to hi texts that follow each other, or those
// of a list.
func bfRange(out map[string]string, lo, hi string, to operand) {
	if len(lo) != len(hi) || len(lo) == 0 || len(lo) > 2 {
		return
	}
	from, until := 0, 0
	for i := range len(lo) {
		from, until = from<<8|int(lo[i]), until<<8|int(hi[i])
	}
	base := []rune(fromUTF16(to.text))
	for c := from; c <= until; c++ {
		key := string([]byte{byte(c >> 8), byte(c)})[2-len(lo):]
		switch {
		case c-from < len(to.list):
			out[key] = fromUTF16(to.list[c-from])
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

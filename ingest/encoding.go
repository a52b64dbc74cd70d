package ingest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// decode gives the text of a file in UTF-8, UTF-16, GB 18030 or Windows-1252, with its line
// ends made one kind. The encoding is named where it is not UTF-8.
func decode(data []byte) (text, name string, problem *Problem) {
	bad := &Problem{Code: "bad_encoding", Message: "The file is not UTF-8.", Hint: "Save it with the encoding UTF-8."}
	if e, is := guess(data); e != nil {
		plain, err := e.NewDecoder().Bytes(data)
		if err != nil {
			return "", "", bad
		}
		data, name = plain, is
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		bad.Line = 1
		for rest := data; len(rest) > 0; {
			r, n := utf8.DecodeRune(rest)
			if r == utf8.RuneError && n == 1 || r == 0 {
				break
			}
			if r == '\n' {
				bad.Line++
			}
			rest = rest[n:]
		}
		return "", "", bad
	}
	text = strings.ReplaceAll(string(data), "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), name, nil
}

// guess tells the encoding of a text that is not UTF-8, where its bytes leave
// no doubt: a mark or every other byte zero for UTF-16, the most used Chinese
// characters for GB 18030, few and lone high bytes for Windows-1252. Nil where they do.
func guess(data []byte) (encoding.Encoding, string) {
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	var zero [2]int
	for i, b := range data[:min(len(data), 4000)] {
		if b == 0 {
			zero[i%2]++
		}
	}
	half := min(len(data), 4000) / 2
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), half > 4 && zero[0] == 0 && zero[1]*10 > half*9:
		return little, "utf-16le"
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}), half > 4 && zero[1] == 0 && zero[0]*10 > half*9:
		return big, "utf-16be"
	case !utf8.Valid(data) && chinese(data):
		return simplifiedchinese.GB18030, "gb18030"
	case !utf8.Valid(data) && western(data):
		return charmap.Windows1252, "windows-1252"
	}
	return nil, ""
}

// western says whether a text is of Windows-1252, in which spreadsheets save tables of
// Western languages: of its letters few have a mark, and these stand alone. In other
// encodings of one byte a letter, most letters are high bytes.
func western(data []byte) bool {
	high, letters, run := 0, 0, 0
	for _, b := range data {
		switch {
		case b < 0x80:
			run = 0
			if b|0x20 >= 'a' && b|0x20 <= 'z' {
				letters++
			}
			if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
				return false
			}
			continue
		case bytes.IndexByte([]byte{0x81, 0x8d, 0x8f, 0x90, 0x9d}, b) >= 0:
			return false // no characters
		}
		high++
		if run++; run > 2 {
			return false
		}
	}
	return high*4 <= letters
}

// chinese says whether most pairs of high bytes are of the first level of
// GB 2312, the 3,755 characters most used, or its punctuation.
func chinese(data []byte) bool {
	used, all := 0, 0
	for i := 0; i < len(data); i++ {
		if data[i] < 0x80 {
			continue
		}
		all++
		if i+1 < len(data) && data[i+1] >= 0xa1 && (data[i] >= 0xb0 && data[i] <= 0xd7 || data[i] >= 0xa1 && data[i] <= 0xa3) {
			used++
		}
		i++
	}
	return all >= 3 && used*10 >= all*8
}

// decodeHTML gives a page as UTF-8, and a warning where it has another encoding
// than it says.
func decodeHTML(data []byte, contentType string) (plain []byte, warning string, problem *Problem) {
	e, name, _ := charset.DetermineEncoding(data, contentType)
	is := name
	switch {
	case name == "utf-8" && !utf8.Valid(data):
		e, is = charmap.Windows1252, "windows-1252"
		if chinese(data) {
			e, is = simplifiedchinese.GB18030, "gb18030"
		}
	case name != "utf-8" && !strings.HasPrefix(name, "utf-16") && name != "iso-2022-jp" && utf8.Valid(data) && bytes.ContainsFunc(data, func(r rune) bool { return r >= 0x80 }):
		e, is = unicode.UTF8, "utf-8"
	}
	plain, err := e.NewDecoder().Bytes(data)
	if err != nil || !utf8.Valid(plain) {
		return nil, "", &Problem{Code: "bad_encoding", Message: "The page does not have the encoding that it names.", Hint: "Save it as UTF-8."}
	}
	if is != name {
		warning = fmt.Sprintf("encoding %s, not %s as the page says", is, name)
	}
	return plain, warning, nil
}

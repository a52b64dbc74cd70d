package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/ingest"
)

// printed makes PDFs as browsers and office programs do: letters are numbers of
// shapes, and a table in PostScript says what they mean.
type printed struct {
	known map[rune]int
	cmap  strings.Builder
	page  strings.Builder
}

// line writes a text letter by letter from x on, 6 points each.
func (p *printed) line(x, y, size int, text string) {
	fmt.Fprintf(&p.page, "BT /P %d Tf 1 0 0 1 %d %d Tm <", size, x, y)
	for _, r := range text {
		if p.known == nil {
			p.known = map[rune]int{}
		}
		if p.known[r] == 0 {
			p.known[r] = len(p.known) + 1
			fmt.Fprintf(&p.cmap, "<%04X> <%04X>\n", p.known[r], r)
		}
		fmt.Fprintf(&p.page, "%04x", p.known[r])
	}
	p.page.WriteString("> Tj ET\n")
}

func (p *printed) pdf() []byte {
	table := "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap % codes\n/CIDSystemInfo\n<<  /Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" +
		fmt.Sprintf("%d beginbfchar\n%sendbfchar\n", len(p.known), p.cmap.String()) +
		"2 beginbfrange\n<7000> <7001> [<0041> <0042>]\n<7002><7003><0061>\nendbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
	return pdfOf("", "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Count 1 /Kids [5 0 R]>>",
		"<</Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Noto /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts [<</DW 600>>]>>", stream("", table),
		"<</Type /Page /Parent 2 0 R /Contents 6 0 R /Resources <</Font <</P 3 0 R>>>> /MediaBox [0 0 600 800]>>", stream("", p.page.String()))
}

func TestPDFsAsProgramsMakeThem(t *testing.T) {
	var web, columns, arabic printed
	web.line(30, 780, 8, "11/22/26, 9:55 AM Returns")
	web.line(30, 740, 20, "Returns")
	web.line(30, 700, 10, "You may return goods within 30 days.")
	for i, row := range [][]string{{"Country", "Cost", "Time"}, {"Germany", "free", "2 days"}, {"Austria", "4.90 EUR", "3 days"}} {
		web.line(30, 670-14*i, 10, row[0])
		web.line(82, 670-14*i, 10, row[1]) // 10 points behind the longest
		web.line(140, 670-14*i, 10, row[2])
	}
	for i, text := range []string{"Print the label", "Pack it well", "Send it"} { // marks far before their texts
		web.line(30, 600-14*i, 10, fmt.Sprintf("%d.", i+1))
		web.line(60, 600-14*i, 10, text)
	}
	web.line(30, 20, 8, "https://shop.example/help/returns 1/1")
	fmt.Fprint(&web.page, "BT /P 10 Tf 30 540 Td <7000700170027003> Tj ET\n")

	columns.line(30, 740, 14, "How to care for what you bought from us") // no further above than lines stand apart
	for i, text := range []string{"Wash a jacket at thirty degrees", "and dry it in the tumble dryer", "at a low heat for half an hour.", "Never use softener for it, please."} {
		columns.line(30, 722-14*i, 10, text)
	}
	for i, text := range []string{"Brush off dirt of boots when dry", "and wax leather after each tour", "but never boots that are made of", "anything else than real leather."} {
		columns.line(320, 722-14*i, 10, text)
	}

	arabic.line(200, 700, 10, ".ﻞﻤﻋ مﺎﻳأ 5 لﻼﺧ 4.90 ﻎﻠﺒﻤﻟا Shop Card ﺪﻴﻌﻧ") // as it is seen, in joined forms
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"a page printed from a browser", "# Returns\n\nYou may return goods within 30 days.\n\n| Country | Cost | Time |\n| --- | --- | --- |\n| Germany | free | 2 days |\n| Austria | 4.90 EUR | 3 days |\n\n" +
			"1. Print the label\n2. Pack it well\n3. Send it\n\nABab", web.pdf()},
		{"columns close beneath a title", "# How to care for what you bought from us\n\nWash a jacket at thirty degrees and dry it in the tumble dryer at a low heat for half an hour. Never use softener for it, please.\n\n" +
			"Brush off dirt of boots when dry and wax leather after each tour but never boots that are made of anything else than real leather.", columns.pdf()},
		{"Arabic, with numbers and foreign words", "نعيد Shop Card المبلغ 4.90 خلال 5 أيام عمل.", arabic.pdf()},
	} {
		_, articles := take(t, "a.pdf", c.data, ingest.Limits{}, ingest.Options{})
		if got := articles["a.pdf"].Body; got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

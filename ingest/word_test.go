package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/ingest"
)

func bold(text string) string {
	return `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

// What people write in Word without styles, and what stands at the foot of a page.
func TestWordWithoutStyles(t *testing.T) {
	notes := part{"word/footnotes.xml", `<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>` +
		`<w:footnote w:id="2"><w:p><w:r><w:t>Islands excepted.</w:t></w:r></w:p></w:footnote></w:footnotes>`}
	noted := `<w:p><w:r><w:t>It costs 4.90 EUR</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>`
	for _, c := range []struct{ name, title, want, body string }{
		{"bold lines are headings", "Gift cards", "# Gift cards\n\nThey hold for three years.\n\n## How do I pay?\n\nEnter the code.",
			bold("Gift cards") + wp("", "They hold for three years.") + bold("How do I pay?") + wp("", "Enter the code.")},
		{"a sentence in bold is none", "a", "Never send cash.\n\nWe mean it.", bold("Never send cash.") + wp("", "We mean it.")},
		{"half a line in bold is none", "a", "Note this\n\nAnd that.", `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Note</w:t></w:r><w:r><w:t xml:space="preserve"> this</w:t></w:r></w:p>` + wp("", "And that.")},
		{"styles tell better", "Costs", "## Costs\n\nFree\n\nWith a card.", wp("H2", "Costs") + bold("Free") + wp("", "With a card.")},
		{"a footnote stands where it belongs", "a", "It costs 4.90 EUR (Islands excepted).", noted},
	} {
		_, articles := take(t, "a.docx", docx(t, c.body, notes), ingest.Limits{}, ingest.Options{})
		if a := articles["a.docx"]; a.Body != c.want || a.Title != c.title {
			t.Errorf("%s: %q of %q, want %q of %q", c.name, a.Title, a.Body, c.title, c.want)
		}
	}
}

func TestNumbersAsSheetsShowThem(t *testing.T) {
	for _, c := range []struct{ code, number, want string }{
		{"0%", "0.19", "19%"}, {"0.0%", "0.075", "7.5%"}, {"0.00", "9.9", "9.90"}, {"#,##0.00", "1299", "1299.00"}, {"General", "9.95", "9.95"},
		{`0.00 "EUR"`, "9.9", "9.90 EUR"}, {`#,##0.00\ [$€-407]`, "9.9", "9.90 €"}, {`[$£-809]#,##0.00`, "5", "£5.00"}, {`"$"#,##0.00_);("$"#,##0.00)`, "12.5", "$12.50"},
		{`0 "days"`, "14", "14 days"}, {"0.00E+00", "1200", "1200"}, {"# ?/?", "0.5", "0.5"}, {"@", "7", "7"}, {"[Red]0.0", "1.25", "1.2"},
		{"#,##0.00 €", "9.9", "9.90 €"}, {`0.00\ \€`, "9.9", "9.90 €"}, {"₺0.00", "5", "₺5.00"}, {"0 個", "3", "3 個"}, {"0.00_€", "9.9", "9.90"},
	} {
		styles := part{"xl/styles.xml", fmt.Sprintf(`<styleSheet><numFmts><numFmt numFmtId="170" formatCode="%s"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
			strings.NewReplacer(`"`, "&quot;").Replace(c.code))}
		data := book(t, []part{styles}, "<sheetData>"+questionHead+`<row r="2">`+inline("A2", "How much?")+`<c r="B2" s="1"><v>`+c.number+"</v></c></row></sheetData>")
		_, articles := take(t, "a.xlsx", data, ingest.Limits{}, ingest.Options{})
		for _, a := range articles {
			if a.Body != c.want {
				t.Errorf("%s shows %s as %q, want %q", c.code, c.number, a.Body, c.want)
			}
		}
		if len(articles) != 1 {
			t.Errorf("%s: %d articles", c.code, len(articles))
		}
	}
	data := book(t, nil, "<sheetData><row r=\"1\">"+inline("A1", "sku")+inline("B1", "title")+inline("C1", "price")+"</row></sheetData>")
	rep, _ := take(t, "a.xlsx", data, ingest.Limits{}, ingest.Options{})
	if got := messages(rep); len(got) != 1 || got[0] != "missing_column: The table holds products, not questions and answers." {
		t.Errorf("a workbook of products is %q", got)
	}
}

// What stands beside articles in an archive is left out and counted.
func TestPicturesInArchives(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts []part
		want  string
	}{
		{"beside an article", []part{{"img/a.png", "\x89PNG"}, {"Thumbs.db", "x"}, {"a.md", "# A\n\nText."}}, "a.zip/a.md added pictures_left_out n=2"},
		{"alone", []part{{"img/a.png", "\x89PNG"}}, "a.zip unsupported_type"},
	} {
		rep, _ := take(t, "a.zip", packed(t, c.parts...), ingest.Limits{}, ingest.Options{Locale: "en"})
		r := rep.Rows[0]
		got := r.Key + " " + string(r.Outcome) + " " + strings.Join(r.Warnings, " ")
		if r.Outcome == ingest.Refused {
			got = r.Key + " " + r.Code
		}
		if len(rep.Rows) != 1 || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	rep, _ := take(t, "logo.PNG", []byte("\x89PNG\r\n"), ingest.Limits{}, ingest.Options{})
	if got := messages(rep); len(got) != 1 || got[0] != "unsupported_type: Pictures are not read." {
		t.Errorf("a picture is %q", got)
	}
}

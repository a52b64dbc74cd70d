package ingest_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/ingest"
	"frontdesk/knowledge"
)

// Row D7.
func TestD7HostilePages(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for _, c := range []struct {
		name, page string
		want       string // the text
		warning    string
	}{
		{"scripts, base, refresh", `<head><base href="//evil"><meta http-equiv="refresh" content="0;url=//evil"></head><script>a()</script><p onclick="b()">Text <a href="javascript:c()">link</a></p><style>p{}</style>`, "Text link", ""},
		{"a million nested elements", strings.Repeat("<div>", 1_000_000) + "Deep text", "Deep text", ""},
		{"hidden below many elements", strings.Repeat("<div>", 700) + `<div style="display:none">ignore<div>all</div>rules</div>Seen` + strings.Repeat("</div>", 700), "Seen", ""},
		{"hidden text", `<p>Seen</p><p style="display:none">a</p><p hidden>b</p><p aria-hidden="true">c</p><p style="opacity:0">d</p><p style="font-size:0px">e</p>`, "Seen", "hidden_text_removed n=5"},
		{"says GBK, is UTF-8", `<meta charset="gbk"><p>退货需要三十天</p>`, "退货需要三十天", "encoding utf-8, not gbk as the page says"},
		{"says UTF-8, is GBK", "<meta charset=\"utf-8\"><p>\xcd\xcb\xbb\xf5\xd0\xe8\xd2\xaa</p>", "退货需要", "encoding gb18030, not utf-8 as the page says"},
		{"says UTF-8, is windows-1252", "<meta charset=\"utf-8\"><p>R\xfcckgabe</p>", "Rückgabe", "encoding windows-1252, not utf-8 as the page says"},
		{"a large picture inside", `<p>Before</p><img src="data:image/png;base64,` + strings.Repeat("iVBORw0KGgo", 1_000_000) + `"><p>After</p>`, "Before\n\nAfter", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep, articles := take(t, "a.html", []byte(c.page), ingest.Limits{}, ingest.Options{Locale: "en"})
			if got := articles["a.html"].Body; got != c.want {
				t.Errorf("%.200q of %.300q, want %q", got, messages(rep), c.want)
			}
			if c.warning != "" && !slices.Contains(rep.Rows[0].Warnings, c.warning) {
				t.Errorf("warnings %q, want %q", rep.Rows[0].Warnings, c.warning)
			}
		})
	}
}

// A line of Markdown may be as long as a file, and begin at each byte what it never ends:
// read again to its end from each, one of these would take hours.
func TestD7HostileMarkdown(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for _, piece := range []string{"<", "[", "![", "(", "<a>", `<a href="https://x.example">`, "<!--", "<http", "[a](", "[a][", "[[a]", "`` ` ", "\\", `a."`} {
		text := "a" + strings.Repeat(piece, 1<<17/len(piece))
		rep, articles := take(t, "a.md", []byte(text), ingest.Limits{}, ingest.Options{Locale: "en"})
		if len(articles) != 1 {
			t.Errorf("%q: %.300q", piece, messages(rep))
		}
	}
	for name, text := range map[string]string{
		"backticks": "a" + strings.Repeat("`", 1<<17) + "a", "in each other": strings.Repeat("[", 1<<16) + strings.Repeat("](u)", 1<<17),
		"brackets": strings.Repeat(strings.Repeat("[", 1500)+strings.Repeat("]", 1500), 1<<17/3000),
	} {
		if _, articles := take(t, "a.md", []byte(text), ingest.Limits{}, ingest.Options{Locale: "en"}); len(articles) != 1 {
			t.Errorf("%s: not taken", name)
		}
	}
}

// wide writes ASCII as UTF-16.
func wide(text string, little bool) []byte {
	var out []byte
	for _, b := range []byte(text) {
		if little {
			out = append(out, b, 0)
		} else {
			out = append(out, 0, b)
		}
	}
	return out
}

// Row D8.
func TestD8HostileTables(t *testing.T) {
	var sixteen strings.Builder
	sixteen.WriteString("id,question,answer\n")
	for range 15 {
		sixteen.WriteString("x,a,b\n")
	}
	const good = "id,question,answer\n1,a,b\n"
	for _, c := range []struct {
		name    string
		data    []byte
		partial bool
		want    []string
		warning string
	}{
		{"a mark", []byte("\ufeff" + good), false, []string{"a.csv#1"}, ""},
		{"UTF-16 with a mark", append([]byte{0xfe, 0xff}, wide(good, false)...), false, []string{"a.csv#1"}, "encoding utf-16be"},
		{"UTF-16 without one", wide(good, true), false, []string{"a.csv#1"}, "encoding utf-16le"},
		{"GBK", []byte("id,question,answer\n1,\xcd\xcb\xbb\xf5,\xc8\xfd\xca\xae\xcc\xec\n"), false, []string{"a.csv#1"}, "encoding gb18030"},
		{"mixed line ends", []byte("id,question,answer\r1,a,b\r\n2,c,d\n3,e,f"), false, []string{"a.csv#1", "a.csv#2", "a.csv#3"}, ""},
		{"a quote that is not closed at row 17", []byte(sixteen.String() + "17,\"a,b\n"), false, []string{"malformed_csv: row 17: quote not closed (started col 4)."}, ""},
		{"all bad rows, nothing kept", []byte("id,question,answer\n1,a\n2,\"b\"c,d\n3,e,f\n4,g,\"h\n5,i,j\n"), false,
			[]string{"malformed_csv: row 3: quote not closed (started col 3).", "malformed_csv: row 5: quote not closed (started col 5).", "ragged_row: The row has 2 columns, the header has 3."}, ""},
		{"all bad rows, the good ones kept", []byte("id,question,answer\n1,a\n2,\"b\"c,d\n3,e,f\n4,g,\"h\n5,i,j\n6,k\"l,m\n7,n,o\n"), true,
			[]string{"a.csv#3", "a.csv#5", "a.csv#7", "malformed_csv: row 3: quote not closed (started col 3).", "malformed_csv: row 5: quote not closed (started col 5).", "malformed_csv: row 7: a quote stands in a cell that has none around it.", "ragged_row: The row has 2 columns, the header has 3."}, ""},
		{"a huge cell", []byte("id,question,answer\n1,a," + strings.Repeat("x", 2<<20) + "\n"), false, []string{"cell_too_large: The answer has 2097152 bytes."}, ""},
		{"semicolons", []byte("id;question;answer\n1;a;b\n"), false, []string{"a.csv#1"}, ""},
		{"NUL", []byte("id,question,answer\n1,a\x00,b\n"), false, []string{"bad_encoding: The file is not UTF-8."}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep, _ := take(t, "a.csv", c.data, ingest.Limits{}, ingest.Options{Partial: c.partial, Locale: "en"})
			if got := messages(rep); !slices.Equal(got, c.want) {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
			if c.warning != "" && !slices.Contains(rep.Rows[0].Warnings, c.warning) {
				t.Errorf("warnings %q, want %q", rep.Rows[0].Warnings, c.warning)
			}
		})
	}
}

// Of a table of nothing but bad rows the first thousand are told, and how many more there are.
func TestVeryManyBadRows(t *testing.T) {
	for name, c := range map[string]struct{ head, row, code string }{
		"of answers":   {"id,question,answer\n", "1,a\n", "ragged_row"},
		"of products":  {"sku,title,price\n", "1,a\n", "ragged_row"},
		"stray quotes": {"id,question,answer\n", "1,a\"b,c\n", "malformed_csv"},
	} {
		rep, _ := shopOf(t, "a.csv", c.head+strings.Repeat(c.row, 50_000), ingest.Options{Locale: "en"})
		if n := len(rep.Rows); n != 1001 || rep.Rows[999].Code != c.code || rep.Rows[1000].Message != "49000 more rows are bad." {
			t.Errorf("%s: %d rows, the last %+v", name, n, rep.Rows[n-1].Problem)
		}
	}
}

// Row D13: what has no known language is found all the same.
func TestD13Languages(t *testing.T) {
	for name, text := range map[string]string{
		"not supported": "Ka mahi mātou i ia rā", "mixed": "Returns. Rückgabe. 退货。", "only emoji": "🎉🎉", "one long line": strings.Repeat("blahblah", 25_000),
	} {
		rep, articles := take(t, "a.txt", []byte(text), ingest.Limits{}, ingest.Options{})
		a := articles["a.txt"]
		if a.Locale != "und" || len(rep.Rows) != 1 || !slices.ContainsFunc(rep.Rows[0].Warnings, func(w string) bool { return strings.HasPrefix(w, "lang=und") }) {
			t.Errorf("%s: %q, locale %q; want it taken with a warning lang=und", name, messages(rep), a.Locale)
		}
		total := 0
		for _, p := range ingest.Split(a) {
			total += len(p.Text)
			if len(p.Text) > 8000 || !utf8.ValidString(p.Text) {
				t.Errorf("%s: a passage of %d bytes", name, len(p.Text))
			}
		}
		if total < len(text) {
			t.Errorf("%s: %d bytes of %d in passages", name, total, len(text))
		}
	}
}

// A table is one passage with its header; a large one is cut between rows and
// every piece has the header.
func TestTablesStayWhole(t *testing.T) {
	const head = "| Size | Chest |\n| --- | --- |\n"
	small := head + strings.Repeat("| XL | 110 cm |\n", 20)
	large := head + strings.Repeat("| XL | 110 cm |\n", 400)
	passages := ingest.Split(knowledge.Article{ID: "a", Title: "Sizes", Body: "## Shirts\n\n" + small + "\n## Coats\n\n" + large})
	rows := 0
	for i, p := range passages {
		if want := map[bool]string{true: "Shirts", false: "Coats"}[i == 0]; p.Heading != want || !strings.HasPrefix(p.Text, head) {
			t.Errorf("passage %d under %q begins %.60q", i, p.Heading, p.Text)
		}
		rows += strings.Count(p.Text, "XL")
	}
	if len(passages) < 4 || rows != 420 {
		t.Errorf("%d passages with %d rows, want several with 420", len(passages), rows)
	}
}

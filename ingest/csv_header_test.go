package ingest_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/ingest"
	"frontdesk/knowledge"
)

// TestTablesAsTheyAreExported: names of columns in the language of whoever keeps the
// table, lines above the header, columns of their own, emptied rows, HTML in the cells,
// the encoding that spreadsheets save in.
func TestTablesAsTheyAreExported(t *testing.T) {
	for _, c := range []struct{ name, csv, want, body, warning string }{
		{"German names and HTML", "Frage;Antwort (HTML)\nWas kostet der Versand?;\"<p>Er kostet <b>5&nbsp;€</b>.<br>Ab 60 € nichts.</p><script>x()</script>\"\n",
			"", "Er kostet 5 €.\nAb 60 € nichts.", ""},
		{"lines above the header", "FAQ of the shop,,\n\n\"as of October, 2026\",,\nquestion,answer,locale\nIs it free?,Yes it is.,en\n", "", "Yes it is.", ""},
		{"emptied rows and a column of their own", "Question,Answer,Owner\n,,\nIs it free?,Yes it is.,Ana\n,,\n", "", "Yes it is.", "columns_not_used: Owner"},
		{"Windows-1252", "Frage;Antwort\nGibt es R\xfcckgabe?;Ja, f\xfcr 30 Tage.\n", "", "Ja, für 30 Tage.", "encoding windows-1252"},
		{"less than is no HTML", "question,answer\nHow small?,\"Size <40 or >50, a<b\"\n", "", "Size <40 or >50, a<b", ""},
		{"Chinese names", "问题,答案\n可以退货吗,三十天内可以。\n", "", "三十天内可以。", ""},
		{"a column mistyped", "question,answer,intnets\nIs it free?,Yes.,x\n", "help/a.csv unknown_column:1:17", "", ""},
		{"HTML without a text", "question,answer\nIs it free?,<p></p>\n", "help/a.csv empty_cell:2:13", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := knowledge.NewMemory()
			in := newIngester(t, store, ingest.Config{})
			rep, err := in.RunFS(context.Background(), fstest.MapFS{"a.csv": {Data: []byte(c.csv)}}, "help", ingest.Options{Source: "help"})
			if err != nil {
				t.Fatal(err)
			}
			if c.body == "" {
				check(t, "run", rep, c.want)
				return
			}
			if len(rep.Rows) != 1 || rep.Rows[0].Outcome != ingest.Added {
				t.Fatalf("got %+v", rep.Rows)
			}
			a, err := store.Article(t.Context(), rep.Rows[0].Article)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.ReplaceAll(a.Body, "\u00a0", " "); got != c.body {
				t.Errorf("the text is %q, want %q", got, c.body)
			}
			if c.warning != "" && !strings.Contains(strings.Join(rep.Rows[0].Warnings, " "), c.warning) {
				t.Errorf("warnings %q lack %q", rep.Rows[0].Warnings, c.warning)
			}
		})
	}
}

package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/ingest"
	"frontdesk/knowledge"
)

func newIngester(t *testing.T, store ingest.Store, cfg ingest.Config) *ingest.Ingester {
	t.Helper()
	n := 0
	cfg.NewID = func() string { n++; return fmt.Sprintf("a%d", n) }
	cfg.Now = func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }
	in, err := ingest.New(store, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// outcomes lists a report as "key outcome" or "key code:line:column".
func outcomes(rep ingest.Report) []string {
	var out []string
	for _, r := range rep.Rows {
		what := string(r.Outcome)
		if r.Outcome == ingest.Refused {
			what = fmt.Sprintf("%s:%d:%d", r.Code, r.Line, r.Column)
			if r.Message == "" || r.Hint == "" {
				what += " says too little"
			}
		}
		out = append(out, r.Key+" "+what)
	}
	slices.Sort(out)
	return out
}

func check(t *testing.T, what string, rep ingest.Report, want ...string) {
	t.Helper()
	if got := outcomes(rep); !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func help() fstest.MapFS {
	return fstest.MapFS{
		"en/returns.md":  {Data: []byte("# Returns\n\nYou can return items within 30 days.\n")},
		"de/umtausch.md": {Data: []byte("---\ntitle: Rückgabe\nmarket: [DE, AT]\nquestions:\n  - Wie gebe ich etwas zurück?\nintents: return_policy\nurl: https://shop.example/hilfe\nlayout: page\n---\nSie haben 30 Tage Zeit.\n")},
		"zh/faq.csv":     {Data: []byte("\ufeffquestion,answer\n怎么退款？,五个工作日内退款。\n怎么退货？,三十天内可以退货。\n")},
		"notes.txt":      {Data: []byte("Opening hours\n\nWe are open from nine to six.\n")},
		".git/config":    {Data: []byte("hidden")},
		"logo.png":       {Data: []byte("\x89PNG\r\n\x1a\n")},
		"empty.md":       {Data: []byte("  \n")},
	}
}

func TestAFolder(t *testing.T) {
	ctx := context.Background()
	store := knowledge.NewMemory()
	in := newIngester(t, store, ingest.Config{Detect: func(string) string { return "en" }})
	tree := help()
	run := func(o ingest.Options) ingest.Report {
		t.Helper()
		rep, err := in.RunFS(ctx, tree, "help", o)
		if err != nil {
			t.Fatal(err)
		}
		return rep
	}
	rep := run(ingest.Options{})
	if rep.Count(ingest.Added) != 5 || rep.Count(ingest.Refused) != 1 || !slices.ContainsFunc(rep.Rows, func(r ingest.Row) bool { return slices.Contains(r.Warnings, "pictures_left_out n=1") }) {
		t.Fatalf("%d added, %d refused of %q, want 5 and 1, without the picture", rep.Count(ingest.Added), rep.Count(ingest.Refused), outcomes(rep))
	}
	a, err := store.ArticleByKey(ctx, "help/de/umtausch.md")
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "Rückgabe" || a.Locale != "de" || !slices.Equal(a.Markets, []string{"DE", "AT"}) || len(a.Questions) != 1 ||
		!slices.Equal(a.Intents, []string{"return_policy"}) || a.URL != "https://shop.example/hilfe" || a.Status != knowledge.Published || a.Source != "help" {
		t.Errorf("front matter is read as %+v", a)
	}
	if a, err := store.ArticleByKey(ctx, "help/notes.txt"); err != nil || a.Title != "Opening hours" || a.Locale != "en" {
		t.Errorf("plain text is read as %q in %q, %v", a.Title, a.Locale, err)
	}

	rep = run(ingest.Options{})
	if rep.Count(ingest.Unchanged) != 5 || rep.Count(ingest.Refused) != 1 {
		t.Errorf("the second run says %q, want nothing new", outcomes(rep))
	}

	tree["en/returns.md"] = &fstest.MapFile{Data: []byte("# Returns\n\nYou can return items within 60 days.\n")}
	delete(tree, "notes.txt")
	if rep = run(ingest.Options{}); rep.Count(ingest.Changed) != 1 || rep.Count(ingest.Removed) != 0 {
		t.Errorf("without prune: %q, want one change and nothing removed", outcomes(rep))
	}
	tree["zh/faq.csv"] = &fstest.MapFile{Data: []byte("question,answer\nx\n")}
	rep = run(ingest.Options{Prune: true})
	if rep.Count(ingest.Removed) != 1 || !slices.Contains(outcomes(rep), "help/notes.txt removed") {
		t.Errorf("with prune: %q, want only the deleted file removed, not the one that is unreadable now", outcomes(rep))
	}
	if a, _ := store.ArticleByKey(ctx, "help/notes.txt"); a.Status != knowledge.Archived {
		t.Errorf("the removed article is %s", a.Status)
	}
	tree["notes.txt"] = &fstest.MapFile{Data: []byte("Opening hours\n\nWe are open from nine to six.\n")}
	if rep = run(ingest.Options{}); !slices.Contains(outcomes(rep), "help/notes.txt changed") {
		t.Errorf("a file that came back: %q, want it published again", outcomes(rep))
	}
}

func TestAFileHasTheSameKeyAsInItsFolder(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.MkdirAll(filepath.Join("help", "en"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("help", "en", "a.md"), []byte("# A\n\ntext"), 0o600); err != nil {
		t.Fatal(err)
	}
	store := knowledge.NewMemory()
	in := newIngester(t, store, ingest.Config{})
	rep, err := in.Run(context.Background(), []string{"help", "help/en/a.md", "missing.md"}, ingest.Options{Source: "help"})
	if err != nil {
		t.Fatal(err)
	}
	check(t, "run", rep, "help/en/a.md added", "help/en/a.md unchanged", "missing.md not_found:0:0")
}

// Row D1, D7, D8, D10, D13 and more of what comes in badly.
func TestBadFiles(t *testing.T) {
	utf16 := []byte{0xff, 0xfe}
	for _, r := range "# Title\n\nText here" {
		utf16 = append(utf16, byte(r), 0)
	}
	for _, c := range []struct {
		name, file string
		data       []byte
		want       []string
	}{
		{"D1 empty", "a.md", nil, []string{"a.md empty_file:0:0"}},
		{"D1 a program that says it is text", "a.txt", []byte("MZ\x90\x00\x03\x00"), []string{"a.txt type_mismatch:0:0"}},
		{"D1 a PDF that says it is HTML", "a.html", []byte("%PDF-1.7 x"), []string{"a.html type_mismatch:0:0"}},
		{"an unknown kind", "a.odt", []byte("x"), []string{"a.odt unsupported_type:0:0"}},
		{"latin-1", "a.md", []byte("ok\nR\xfcckgabe"), []string{"a.md added"}},
		{"windows-1251", "a.md", []byte("ok\n\xcf\xf0\xe8\xe2\xe5\xf2"), []string{"a.md bad_encoding:2:0"}},
		{"NUL", "a.md", []byte("a\n\nb\x00c"), []string{"a.md bad_encoding:3:0"}},
		{"UTF-16 with its mark", "a.md", utf16, []string{"a.md added"}},
		{"front matter that is no YAML", "a.md", []byte("---\ntitle: a: b\n---\ntext"), []string{"a.md bad_front_matter:2:0"}},
		{"front matter with a list for a title", "a.md", []byte("---\nlocale: en\ntitle: [a]\n---\ntext"), []string{"a.md bad_front_matter:3:0"}},
		{"questions in a list of one line", "a.md", []byte("---\ntitle: A?\nquestions: [How long?, Why? And how?, \"Who?\"] # really?\n---\ntext"), []string{"a.md added"}},
		{"front matter that is no mapping", "a.md", []byte("---\n- a\n---\ntext"), []string{"a.md bad_front_matter:2:0"}},
		{"no such language", "a.md", []byte("---\nlocale: english please\n---\ntext"), []string{"a.md bad_locale:0:0"}},
		{"only front matter", "a.md", []byte("---\ntitle: A\n---\n"), []string{"a.md no_text:0:0"}},
		{"D13 only emoji", "a.md", []byte("🎉🎉"), []string{"a.md added"}},
		{"D7 a page that is only a script", "a.html", []byte("<script>alert(1)</script><p hidden>x</p>"), []string{"a.html no_text:0:0"}},
		{"D7 a page nested without end", "a.html", []byte(strings.Repeat("<div>", 100000) + "x"), []string{"a.html added"}},
		{"a login page", "a.html", []byte(`<h1>Sign in</h1><form><input type="password"></form><p>Welcome</p>`), []string{"a.html looks_like_login:0:0"}},
		{"D8 an open quote", "a.csv", []byte("question,answer\na,b\n\"c,d\n"), []string{"a.csv malformed_csv:3:1"}},
		{"D8 ragged rows, all of them told", "a.csv", []byte("question,answer\na\nb,c,d\ne,f\n"), []string{"a.csv ragged_row:2:0", "a.csv ragged_row:3:0"}},
		{"D8 no header", "a.csv", []byte("How long?,30 days\n"), []string{"a.csv missing_column:1:0"}},
		{"D8 a column twice", "a.csv", []byte("question,answer,Answer\n"), []string{"a.csv duplicate_column:1:17"}},
		{"D8 semicolons", "a.csv", []byte("question;answer;locale\nWie lange?;30 Tage;de\n"), []string{"a.csv#dc6f0f8dd3a7 added"}},
		{"an empty answer", "a.csv", []byte("question,answer\nx,\n"), []string{"a.csv empty_cell:2:3"}},
		{"a table without rows", "a.csv", []byte("question,answer\n"), []string{"a.csv no_rows:0:0"}},
		{"neither true nor false", "a.csv", []byte("question,answer,internal\na,b,maybe\n"), []string{"a.csv bad_value:2:5"}},
		{"a bad language in a row", "a.csv", []byte("id,question,answer,locale\n1,a,b,??\n"), []string{"a.csv bad_locale:2:0"}},
		{"D10 two answers to one question", "a.csv", []byte("id,question,answer\n1,a,b\n1,a,c\n"), []string{"a.csv conflict:3:0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep, err := newIngester(t, knowledge.NewMemory(), ingest.Config{}).Upload(context.Background(), c.file, c.data, ingest.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := outcomes(rep)
			for i, g := range got { // the key of a row without an id is a hash
				if k, rest, ok := strings.Cut(g, "#"); ok && strings.Contains(c.want[i], "#") {
					got[i] = k + "#" + c.want[i][strings.Index(c.want[i], "#")+1:strings.Index(c.want[i], " ")] + rest[strings.Index(rest, " "):]
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestGoodRowsOfABadTable(t *testing.T) {
	data := []byte("id,question,answer\n1,a,b\n2,c\n3,d,e\n3,d,e\n")
	in := newIngester(t, knowledge.NewMemory(), ingest.Config{MaxBytes: 1000})
	rep, err := in.Upload(context.Background(), "faq.csv", data, ingest.Options{Partial: true})
	if err != nil {
		t.Fatal(err)
	}
	check(t, "partial", rep, "faq.csv ragged_row:3:0", "faq.csv#1 added", "faq.csv#3 added")
	if last := rep.Rows[len(rep.Rows)-1]; !slices.Contains(last.Warnings, "line 5 repeats it") {
		t.Errorf("warnings %q, want the repeated line", last.Warnings)
	}
	rep, err = in.Upload(context.Background(), "big.md", make([]byte, 1001), ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, "too large", rep, "big.md too_large:0:0")
}

func TestDrafts(t *testing.T) {
	store := knowledge.NewMemory()
	in := newIngester(t, store, ingest.Config{})
	if _, err := in.Upload(context.Background(), "a.md", []byte("# A\n\nb"), ingest.Options{Draft: true, Locale: "en-GB", Markets: []string{"GB"}}); err != nil {
		t.Fatal(err)
	}
	if a, err := store.ArticleByKey(context.Background(), "a.md"); err != nil || a.Status != knowledge.Draft || a.Locale != "en-GB" || a.Markets[0] != "GB" {
		t.Errorf("got %+v, %v; want a draft in en-GB for GB", a, err)
	}
}

// Front matter tells who owns a text, when it holds, and what it translates.
func TestFrontMatterOfALife(t *testing.T) {
	store := knowledge.NewMemory()
	in := newIngester(t, store, ingest.Config{})
	read := func(tree fstest.MapFS) ingest.Report {
		t.Helper()
		rep, err := in.RunFS(t.Context(), tree, "help", ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return rep
	}
	de := "---\ntitle: Schlussverkauf\nlocale: de\nowner: ada@shop.example\nverify_by: 2026-11-01\nvalid_from: 2026-01-07T09:00:00+01:00\n" +
		"valid_until: 2026-01-31\nnegative: [\"Wann ist der nächste Sommerschlussverkauf?\"]\nchannels: widget\ntranslation_of: help/en/sale.md\n---\nBis Ende Januar.\n"
	rep := read(fstest.MapFS{"de/sale.md": {Data: []byte(de)}})
	if len(rep.Rows) != 1 || len(rep.Rows[0].Warnings) != 1 || !strings.Contains(rep.Rows[0].Warnings[0], "help/en/sale.md") {
		t.Errorf("without its original: %+v", rep.Rows)
	}
	read(fstest.MapFS{"de/sale.md": {Data: []byte(de)}, "en/sale.md": {Data: []byte("# Sale\n\nUntil the end of January.\n")}})
	read(fstest.MapFS{"de/sale.md": {Data: []byte(de)}})
	a, err := store.ArticleByKey(t.Context(), "help/de/sale.md")
	if err != nil {
		t.Fatal(err)
	}
	got := []any{a.Owner, a.VerifyBy.Format(time.DateOnly), a.ValidFrom.UTC().Hour(), a.ValidUntil.Format(time.DateTime), a.Negative, a.Channels, a.TranslatedRelease, a.Stale}
	want := []any{"ada@shop.example", "2026-11-01", 8, "2026-02-01 00:00:00", []string{"Wann ist der nächste Sommerschlussverkauf?"}, []string{"widget"}, int64(1), false}
	if fmt.Sprint(got) != fmt.Sprint(want) || a.TranslationOf == "" {
		t.Errorf("got %v, want %v", got, want)
	}
	rep = read(fstest.MapFS{"x.md": {Data: []byte("---\nvalid_until: soon\n---\ntext")}, "y.md": {Data: []byte("---\nvalid_from: 2026-02-01\nvalid_until: 2026-01-01\n---\ntext")}})
	if rep.Count(ingest.Refused) != 2 || rep.Rows[0].Code != "bad_front_matter" || !strings.Contains(rep.Rows[0].Message, `"soon" is no date like 2026-12-31`) {
		t.Errorf("wrong dates: %+v", rep.Rows)
	}
}

// What somebody writes without knowing more of YAML: questions in one line, and
// another file by its name.
func TestFrontMatterAsItIsWritten(t *testing.T) {
	store := knowledge.NewMemory()
	in := newIngester(t, store, ingest.Config{})
	tree := fstest.MapFS{
		"retour.md":     {Data: []byte("---\nlocale: nl\nquestions: [Hoe lang?, Wat kost het? En wie betaalt?, \"Wie?\"]\n---\n# Retour\n\nBinnen 30 dagen.\n")},
		"en/returns.md": {Data: []byte("---\nlocale: en\ntranslation_of: ../retour.md\n---\n# Returns\n\nWithin 30 days.\n")},
	}
	for range 2 { // the second time the original is there
		if _, err := in.RunFS(t.Context(), tree, "help", ingest.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	original, err := store.ArticleByKey(t.Context(), "help/retour.md")
	if want := []string{"Hoe lang?", "Wat kost het? En wie betaalt?", "Wie?"}; err != nil || !slices.Equal(original.Questions, want) {
		t.Errorf("questions %q, %v; want %q", original.Questions, err, want)
	}
	if a, err := store.ArticleByKey(t.Context(), "help/en/returns.md"); err != nil || a.TranslationOf == "" || a.TranslationOf != original.ID {
		t.Errorf("a translation of %q, %v; want of %q", a.TranslationOf, err, original.ID)
	}
}

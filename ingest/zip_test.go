package ingest_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"frontdesk/ingest"
)

// raw is an entry that an honest program would not write.
type raw struct {
	head zip.FileHeader
	data string
}

func rawZip(t testing.TB, entries ...raw) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.CreateRaw(&e.head)
		if err == nil {
			_, err = f.Write([]byte(e.data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// messages lists the refused rows of a report as "code: message", the taken
// ones as their key.
func messages(rep ingest.Report) []string {
	var out []string
	for _, r := range rep.Rows {
		if r.Outcome != ingest.Refused {
			out = append(out, r.Key)
			continue
		}
		out = append(out, r.Code+": "+r.Message)
	}
	slices.Sort(out)
	return out
}

// nested packs an archive into itself so many times.
func nested(t testing.TB, levels int) []byte {
	data := packed(t, part{"deep.md", "# Deep\n\ntext"})
	for range levels - 1 {
		data = packed(t, part{"z.zip", string(data)})
	}
	return data
}

// Row D6, and D2 for zip.
func TestD6Archives(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	good := part{"en/good.md", "# Good\n\ntext"}
	link := raw{head: zip.FileHeader{Name: "link.md", UncompressedSize64: 11, CompressedSize64: 11}, data: "/etc/passwd"}
	link.head.SetMode(fs.ModeSymlink | 0o777)
	lock := raw{head: zip.FileHeader{Name: "lock.md", Flags: 1, UncompressedSize64: 1, CompressedSize64: 1}, data: "x"}
	odd := raw{head: zip.FileHeader{Name: "odd.md", Method: 99, UncompressedSize64: 1, CompressedSize64: 1}, data: "x"}
	liar := raw{head: zip.FileHeader{Name: "liar.md", UncompressedSize64: 5, CompressedSize64: 1}, data: "x"}
	var many []part
	for i := range 65_536 {
		many = append(many, part{fmt.Sprintf("%d.md", i), ""})
	}
	for _, c := range []struct {
		name   string
		data   []byte
		limits ingest.Limits
		want   []string
	}{
		{"slip", packed(t, good, part{"../../etc/x.md", "x"}, part{`..\x.md`, "x"}), ingest.Limits{},
			[]string{"a.zip/en/good.md", "zip_entry_rejected: ../../etc/x.md leads out of the archive.", "zip_entry_rejected: ../x.md leads out of the archive."}},
		{"absolute", packed(t, good, part{"/etc/x.md", "x"}, part{`C:\x.md`, "x"}), ingest.Limits{},
			[]string{"a.zip/en/good.md", "zip_entry_rejected: /etc/x.md is an absolute path.", "zip_entry_rejected: C:/x.md is an absolute path."}},
		{"a name to deceive", packed(t, part{"/\u202egpj.md\n", "x"}), ingest.Limits{}, []string{`zip_entry_rejected: "/\u202egpj.md\n" is an absolute path.`}},
		{"symbolic link, password, method, sizes that lie", rawZip(t, link, lock, odd, liar), ingest.Limits{},
			[]string{"zip_entry_rejected: liar.md is damaged.", "zip_entry_rejected: link.md is a symbolic link.", "zip_entry_rejected: lock.md opens with a password only.", "zip_entry_rejected: odd.md is packed by method 99, which is not read."}},
		{"D2 password for all", rawZip(t, lock, lock), ingest.Limits{}, []string{"password_protected: The file opens with a password only."}},
		{"65,536 entries", packed(t, many...), ingest.Limits{Entries: 1}, []string{"empty_file: The file is empty.", "zip_entry_rejected: 1.md and 65534 more come after the first 1 entries."}},
		{"ratio", packed(t, good, part{"bomb.md", strings.Repeat("0", 3_000_000)}), ingest.Limits{}, []string{"a.zip/en/good.md", "zip_entry_rejected: bomb.md unpacks to 1024 times its size, more than 200."}},
		{"more than it may in all", packed(t, part{"1.md", strings.Repeat("ab ", 300)}, part{"2.md", strings.Repeat("ab ", 300)}, good), ingest.Limits{Unpacked: 1000},
			[]string{"a.zip/1.md", "a.zip/en/good.md", "zip_entry_rejected: 2.md makes the archive unpack to more than 1 kB."}},
		{"5 levels", nested(t, 5), ingest.Limits{}, []string{"a.zip/z.zip/z.zip/z.zip/z.zip/deep.md"}},
		{"6 levels", nested(t, 6), ingest.Limits{}, []string{"zip_entry_rejected: z.zip is nested deeper than 5 archives."}},
		{"the same name twice, or in another case", packed(t, good, good, part{"EN/Good.md", "x"}), ingest.Limits{},
			[]string{"a.zip/en/good.md", "zip_entry_rejected: EN/Good.md differs from en/good.md only in case.", "zip_entry_rejected: en/good.md is there twice: the first is taken."}},
		{"what systems leave", packed(t, good, part{"__MACOSX/en/._good.md", "x"}, part{".DS_Store", "x"}), ingest.Limits{}, []string{"a.zip/en/good.md"}},
		{"a Chinese name", packed(t, part{"\xcd\xcb\xbb\xf5.md", "# 退货\n\n三十天"}), ingest.Limits{}, []string{"a.zip/退货.md"}},
		{"all kinds in one", packed(t, good, part{"de/x.docx", string(docx(t, wp("", "Text")))}, part{"faq.csv", "id,question,answer\n1,a,b\n"}, part{"x.exe", "MZ\x00"}), ingest.Limits{},
			[]string{"a.zip/de/x.docx", "a.zip/en/good.md", "a.zip/faq.csv#1", "type_mismatch: looks like PE executable."}},
		{"cut off", nested(t, 1)[:50], ingest.Limits{}, []string{"malformed_zip: The archive is cut off or damaged."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rep, _ := take(t, "a.zip", c.data, c.limits, ingest.Options{})
			if got := messages(rep); !slices.Equal(got, c.want) {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
		})
	}
	rep, articles := take(t, "a.zip", packed(t, part{"en-GB/x.md", "# X\n\ny"}), ingest.Limits{}, ingest.Options{})
	if a := articles["a.zip/en-GB/x.md"]; a.Locale != "en-GB" {
		t.Errorf("the locale of a folder in an archive is %q of %q", a.Locale, messages(rep))
	}
}

func TestEPUB(t *testing.T) {
	container := part{"META-INF/container.xml", `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`}
	opf := part{"OEBPS/book.opf", `<package xmlns:dc="dc"><metadata><dc:title>Help</dc:title><dc:language>de</dc:language></metadata><manifest>` +
		`<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>` +
		`<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>` +
		`<spine><itemref idref="c"/><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>`}
	chapters := []part{
		{"OEBPS/nav.xhtml", "<html><body><h1>Inhalt</h1><p>Eins, Zwei</p></body></html>"},
		{"OEBPS/cover.xhtml", `<html><body><img src="cover.jpg"/></body></html>`},
		{"OEBPS/one.xhtml", "<html><body><h1>Rückgabe</h1><p>Sie haben <b>30 Tage</b>.</p><p hidden='hidden'>x</p></body></html>"},
		{"OEBPS/two b.xhtml", "<html><body><p>Ohne Titel.</p></body></html>"},
	}
	all := append([]part{{"mimetype", "application/epub+zip"}, container, opf}, chapters...)
	rep, articles := take(t, "help.epub", packed(t, all...), ingest.Limits{}, ingest.Options{})
	check(t, "book", rep, "help.epub#one.xhtml added", "help.epub#two b.xhtml added")
	if a := articles["help.epub#one.xhtml"]; a.Title != "Rückgabe" || a.Locale != "de" || a.Body != "# Rückgabe\n\nSie haben 30 Tage." {
		t.Errorf("a chapter is %q in %q:\n%s", a.Title, a.Locale, a.Body)
	}
	if a := articles["help.epub#two b.xhtml"]; a.Title != "Help, 4" {
		t.Errorf("a chapter without a heading is %q", a.Title)
	}
	lock := part{"META-INF/encryption.xml", `<encryption><EncryptedData><CipherData><CipherReference URI="OEBPS/one.xhtml"/></CipherData></EncryptedData></encryption>`}
	for _, c := range []struct {
		name  string
		parts []part
		want  string
	}{
		{"D2 encrypted", append(all, lock), "password_protected: The file opens with a password only."},
		{"a chapter that is missing", append([]part{container, opf}, chapters[:3]...), "malformed_epub: The part OEBPS/two b.xhtml is damaged."},
		{"only pictures", []part{container, {"OEBPS/book.opf", strings.ReplaceAll(opf.text, `<itemref idref="a"/>`, "")}, chapters[1], {"OEBPS/two b.xhtml", "<html/>"}}, "no_text: There is no text in it."},
		{"a plain zip", []part{{"x", "y"}}, "type_mismatch: looks like zip archive."},
	} {
		rep, _ := take(t, "a.epub", packed(t, c.parts...), ingest.Limits{}, ingest.Options{})
		if got := messages(rep); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

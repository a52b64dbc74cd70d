package ingest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/ingest"
	"frontdesk/knowledge"
)

// Links keep their addresses, those that a shopper can follow.
func TestLinks(t *testing.T) {
	page := func(body string) string { return "<html><body><main>" + body + "</main></body></html>" }
	for _, c := range []struct{ name, file, text, want string }{
		{"a link", "a.html", page(`<p>Use <a href="https://shop.example/r?a=1&amp;b=2"> the <b>portal</b> </a>now.</p>`), "Use [the portal](https://shop.example/r?a=1&b=2) now."},
		{"signs that end a link", "a.html", page(`<p><a href="https://shop.example/a(b)|c d">Size [EU]</a></p>`), "[Size (EU)](https://shop.example/a%28b%29%7Cc%20d)"},
		{"its address is its text", "a.html", page(`<p>See <a href="https://shop.example/">https://shop.example</a></p>`), "See https://shop.example/"},
		{"mail and telephone", "a.html", page(`<p><a href="mailto:a@shop.example">a@shop.example</a> or <a href="MAILTO:b@shop.example?subject=Hi">mail</a> or <a href="tel:+4930123">030 123</a></p>`),
			"a@shop.example or [mail](mailto:b@shop.example?subject=Hi) or [030 123](tel:+4930123)"},
		{"what runs, what is data, what is a file", "a.html", page(`<p><a href=" java&#10;script:alert(1)">a</a> <a href="data:text/html,x">b</a> <a href="file:///etc/x">c</a> <a href="vbscript:x">d</a> <a href="https://u:p@evil.example">e</a> <a href="//">f</a></p>`), "a b c d e f"},
		{"relative ones of a file lead nowhere", "a.html", page(`<p><a href="/returns">Returns</a> <a href="#top">up</a></p>`), "Returns up"},
		{"they start where the page says", "a.html", `<html><head><base href="https://shop.example/help/"></head><body><main><p><a href="returns">Returns</a></p></main></body></html>`, "[Returns](https://shop.example/help/returns)"},
		{"or from where it was saved", "a.html", "<!DOCTYPE html>\n<!-- saved from url=(0030)https://shop.example/help/x -->\n" + page(`<p><a href="/returns">Returns</a> <a href="/help/x#a">here</a></p>`), "[Returns](https://shop.example/returns) here"},
		{"by way of Google Docs", "a.html", page(`<p><a href="https://www.google.com/url?q=https://shop.example/r?x%3D1&amp;sa=D&amp;source=editors">Returns</a></p>`), "[Returns](https://shop.example/r?x=1)"},
		{"in lists, tables and headings", "a.html", page(`<h2><a href="https://x.example/h">Head</a> <a href="#h">¶</a></h2><ul><li>See <a href="https://x.example/l">list</a>.</li></ul><table><tr><td>A</td><td><a href="https://x.example/t">cell</a></td></tr></table>`),
			"## [Head](https://x.example/h) ¶\n\n- See [list](https://x.example/l).\n\n| A | [cell](https://x.example/t) |\n| --- | --- |"},
		{"blocks in a list", "a.html", page(`<ul><li><h4>Returns</h4>Within 30 days</li><li><dl><dt>Size</dt><dd>Large</dd></dl><section>One</section>two<blockquote>three</blockquote><pre>four</pre><table><tr><th>A</th><th>B</th></tr></table></li><li>half<b>bold</b></li></ul>`),
			"- Returns Within 30 days\n- Size Large One two three four A B\n- halfbold"},
		{"around blocks", "a.html", page(`<a href="https://x.example/1"><h3>Card</h3><p>What it says</p></a><a href="https://x.example/2"><div>Few words</div></a>`), "### [Card](https://x.example/1)\n\nWhat it says\n\n[Few words](https://x.example/2)"},
		{"what is hidden stays away", "a.html", page(`<p>Text<a href="https://x.example" hidden>gone</a><a href="https://x.example" style="display:none">gone</a></p>`), "Text"},
		{"a picture is no word", "a.html", page(`<p>Text <a href="https://x.example"><img src=a.png alt=x></a></p>`), "Text"},
		{"answers of a helpdesk", "a.csv", "question,answer,url\nHow?,\"<p>See <a href=\"\"/r\"\">there</a></p>\",https://shop.example/faq\n", "See [there](https://shop.example/r)"},
		{"Markdown", "a.md", "[a](https://x.example/a \"title\") [b][r] [r] [c](javascript:alert(1)) [d](other.md) <https://x.example/e> ![pic](p.png) [![badge](b.png)](https://x.example/f) [g](<https://x.example/g h>)\n\n[r]: https://x.example/r 'title'\n",
			"[a](https://x.example/a) [b](https://x.example/r) [r](https://x.example/r) c d https://x.example/e   [g](https://x.example/g%20h)"},
		{"addresses in Markdown that lead nowhere", "a.md", "---\nurl: https://shop.example/help/a\n---\n\nSee <https://shop.example/help/a>, <https://u:p@x.example/>, <http>, <mailto:> or <mailto:a@x.example>", "See https://shop.example/help/a, https://u:p@x.example/, http,  or a@x.example"},
		{"Markdown that ends nowhere", "a.md", "a ``` b <!-- c [d <e <a href=\"https://x.example\">f [g](h", "a ``` b <!-- c [d <e f [g](h"},
		{"Markdown that is code", "a.md", "Write `[a](b.md)`:\n\n```\n[a](b.md)\n```\n\n- [ ] \\[no](link.md) [^1]", "Write `[a](b.md)`:\n\n```\n[a](b.md)\n```\n\n- [ ] \\[no](link.md) [^1]"},
		{"tags in Markdown", "a.md", "<aside>\nA<br>B <b>bold</b> <a class=\"x\" href='https://x.example/t'>there</a> <img src=\"p.png\"> <!-- note --> 2 < 3\n\n</aside>\n\n<span style=\"display:none\">x</span>",
			"A B **bold** [there](https://x.example/t)   2 < 3\n\n\n\n<span style=\"display:none\">x"},
		{"Markdown of Notion", "Points 1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d.md", "# Points\n\nOwner: Ann\nTags: a, b\n\nOne point a euro.", "# Points\n\n\n\n\nOne point a euro."},
		{"a sentence with a colon", "Points 1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d.md", "# Points\n\nNote: closed.\n\nText.", "# Points\n\nNote: closed.\n\nText."},
		{"comments and lists of Google Docs", "a.html", `<body class="doc-content"><h1>Wrap</h1><p>Paper<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> it.</p><ul class="lst-kix_a-0 start"><li>One</li></ul><ul class="lst-kix_a-1 start"><li>Two</li></ul><ul class="lst-kix_a-0"><li>Three</li></ul><p>End</p><div class="c1"><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Is it?</span></p></div></body>`,
			"# Wrap\n\nPaper it.\n\n- One\n   - Two\n- Three\n\nEnd"},
		{"the title of Google Docs", "a.html", `<body class="doc-content"><p class="c1 title"><span>Wrap</span></p><h1>Paper</h1><p>Red.</p></body>`, "# Wrap\n\n# Paper\n\nRed."},
		{"the same title twice", "a.html", `<body class="doc-content"><p class="title">Wrap</p><h1>Wrap</h1><p>Red.</p></body>`, "# Wrap\n\nRed."},
		{"what stands around a page of Confluence", "a.html", `<div id="breadcrumb-section"><ol><li>Support</li></ol></div><h1>Cases</h1><div class="page-metadata">Created by Bo</div><p>Text</p><div id="footer" role="contentinfo">Made by X</div>`, "# Cases\n\nText"},
		{"Markdown of an address", "a.md", "---\nurl: https://shop.example/help/a\n---\n\n[b](b) [up](#up)", "[b](https://shop.example/help/b) up"},
	} {
		_, articles := take(t, c.file, []byte(c.text), ingest.Limits{}, ingest.Options{Locale: "en"})
		for _, a := range articles {
			if a.Body != c.want {
				t.Errorf("%s:\n got %q\nwant %q", c.name, a.Body, c.want)
			}
		}
		if len(articles) != 1 {
			t.Errorf("%s: %d articles", c.name, len(articles))
		}
	}
}

func TestLinksOfWord(t *testing.T) {
	rels := part{"word/_rels/document.xml.rels", `<Relationships><Relationship Id="r1" Type="http://x/hyperlink" Target="https://shop.example/r" TargetMode="External"/><Relationship Id="r2" Type="http://x/hyperlink" Target="file:///C:/x.docx" TargetMode="External"/></Relationships>`}
	notes := []part{
		{"word/_rels/footnotes.xml.rels", `<Relationships><Relationship Id="r1" Type="http://x/hyperlink" Target="https://shop.example/note" TargetMode="External"/></Relationships>`},
		{"word/footnotes.xml", `<w:footnotes xmlns:w="w" xmlns:r="r"><w:footnote w:id="2"><w:p><w:r><w:t xml:space="preserve">See </w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t>terms</w:t></w:r></w:hyperlink></w:p></w:footnote></w:footnotes>`},
	}
	run := func(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }
	mark := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	code := func(text string) string {
		return `<w:r><w:instrText xml:space="preserve">` + text + `</w:instrText></w:r>`
	}
	link := func(id, text string) string {
		return `<w:hyperlink xmlns:r="r" r:id="` + id + `">` + text + `</w:hyperlink>`
	}
	for _, c := range []struct{ name, body, want string }{
		{"an element", run("Use ") + link("r1", run("the ")+run("portal")) + run("."), "Use [the portal](https://shop.example/r)."},
		{"to a file", link("r2", run("Form")), "Form"},
		{"to a place in the document", `<w:hyperlink w:anchor="_Toc1">` + run("above") + `</w:hyperlink>`, "above"},
		{"a field", run("Use ") + mark("begin") + code(` HYPERLINK "https://shop.`) + code(`example/f" \o "tip" `) + mark("separate") + run("this") + mark("end") + run(" one"), "Use [this](https://shop.example/f) one"},
		{"a short field", `<w:fldSimple w:instr=' HYPERLINK "https://shop.example/s" \l "part" '>` + run("that") + `</w:fldSimple>`, "[that](https://shop.example/s#part)"},
		{"another field", mark("begin") + code(" PAGE ") + mark("separate") + run("3") + mark("end"), "3"},
		{"a footnote", run("Costs") + `<w:r><w:footnoteReference w:id="2"/></w:r>`, "Costs (See [terms](https://shop.example/note))"},
		{"hidden", link("r1", `<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>`) + run("Text"), "Text"},
	} {
		_, articles := take(t, "a.docx", docx(t, "<w:p>"+c.body+"</w:p>", append(notes, rels)...), ingest.Limits{}, ingest.Options{})
		if a := articles["a.docx"]; a.Body != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, a.Body, c.want)
		}
	}
}

// Of a page that is fetched, links start from where its redirects ended.
func TestLinksOfPages(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/help/page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<main><h1>Help</h1><p>See <a href="../returns">returns</a>.</p></main>`))
	})
	mux.Handle("/old", http.RedirectHandler("/help/page", http.StatusFound))
	srv := httptest.NewServer(mux)
	defer srv.Close()
	store := knowledge.NewMemory()
	if _, err := newIngester(t, store, ingest.Config{AllowPrivate: true}).Run(context.Background(), []string{srv.URL + "/old"}, ingest.Options{}); err != nil {
		t.Fatal(err)
	}
	a, err := store.ArticleByKey(context.Background(), srv.URL+"/old")
	if want := "See [returns](" + srv.URL + "/returns)."; err != nil || !strings.Contains(a.Body, want) {
		t.Errorf("got %q, %v, want %q", a.Body, err, want)
	}
}

// A list of very many pages keeps the words of all links, and the addresses of some.
func TestVeryManyLinks(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<main><h1>All</h1>")
		for n := range 6000 {
			_, _ = fmt.Fprintf(w, "<p><a href=/p/%d>page %d</a></p>", n, n)
		}
	}))
	defer srv.Close()
	store := knowledge.NewMemory()
	if _, err := newIngester(t, store, ingest.Config{AllowPrivate: true}).Run(context.Background(), []string{srv.URL + "/all"}, ingest.Options{}); err != nil {
		t.Fatal(err)
	}
	a, err := store.ArticleByKey(context.Background(), srv.URL+"/all")
	if err != nil || !strings.Contains(a.Body, "[page 0]("+srv.URL+"/p/0)") || !strings.HasSuffix(strings.TrimSpace(a.Body), "\npage 5999") {
		t.Errorf("%v, %d bytes: %.60q … %q", err, len(a.Body), a.Body, a.Body[max(0, len(a.Body)-60):])
	}
}

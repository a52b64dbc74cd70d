package ingest_test

import (
	"context"
	"strings"
	"testing"

	"frontdesk/ingest"
	"frontdesk/knowledge"
)

func split(body string) []knowledge.Passage {
	return ingest.Split(knowledge.Article{ID: "a", Title: "Returns", Body: body})
}

func TestSplit(t *testing.T) {
	sentence := "You can send an item back to us within thirty days of delivery. "
	steps := "To return:\n\n1. Open the page\n2. Print the label\n\n   It is a PDF.\n3. Send it"
	table := "| Country | Days |\n| --- | --- |\n| AT | 2 |"
	code := "```\ncode # no heading\n```"
	body := "# Returns\n\nShort intro.\n\n## How\n\n" + steps + "\n\n---\n\n### Fees\n\n" + table + "\n\n## Long *part*\n\n" + strings.Repeat(sentence, 40) + "\n\nSetext\n------\n\n" + code + "\n"
	got := split(body)
	want := []struct{ heading, text string }{
		{"How", "Short intro.\n\n## How\n\n" + steps}, {"How › Fees", table},
		{"Long part", ""}, {"Long part", ""}, {"Long part", ""}, {"Setext", code},
	}
	if len(got) != len(want) {
		t.Fatalf("%d passages, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		p := got[i]
		if p.Heading != w.heading || w.text != "" && p.Text != w.text {
			t.Errorf("passage %d: %q under %q, want %q under %q", i, p.Text, p.Heading, w.text, w.heading)
		}
		if p.ID != "a/"+string(rune('0'+i)) || p.Ord != i || p.ArticleID != "a" {
			t.Errorf("passage %d has id %q and place %d", i, p.ID, p.Ord)
		}
	}
	for _, p := range got[2:5] {
		if n := len(strings.Fields(p.Text)); n > 200 || !strings.HasSuffix(p.Text, "delivery.") {
			t.Errorf("a piece of %d words ends with %q", n, p.Text[len(p.Text)-12:])
		}
	}
}

func TestSplitJoinsShortParagraphs(t *testing.T) {
	got := split(strings.Repeat("One short paragraph.\n\n", 10))
	if len(got) != 1 {
		t.Errorf("%d passages of ten short paragraphs, want 1", len(got))
	}
}

func TestSplitLosesNothing(t *testing.T) {
	for _, body := range []string{
		strings.Repeat("x", 20000), strings.Repeat("退款政策", 5000), "- " + strings.Repeat("item\n- ", 3000), "> quote\n\n    indented code\n\n<div>html</div>\n\n* a\n* b\n\n1) c",
	} {
		var all strings.Builder
		for _, p := range split(body) {
			all.WriteString(p.Text)
		}
		strip := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if strip(all.String()) != strip(body) {
			t.Errorf("%.20q: %d characters become %d", body, len(strip(body)), len(strip(all.String())))
		}
	}
}

func FuzzParsers(f *testing.F) {
	for _, s := range []string{"---\ntitle: a\n---\n# b\n\nc", "question,answer\na,b\n", helpPage, "a\n\nb", "```\n> - 1. |a|\n|-|", "<table><tr><td><table>", "\xff\xfea\x00"} {
		for _, name := range []string{"a.md", "a.html", "a.csv", "a.txt"} {
			f.Add(name, []byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		n := 0
		in, err := ingest.New(knowledge.NewMemory(), ingest.Config{NewID: func() string { n++; return string(rune('a' + n)) }})
		if err != nil {
			t.Fatal(err)
		}
		rep, err := in.Upload(context.Background(), name, data, ingest.Options{Partial: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rep.Rows {
			if r.Code == "parser_failed" {
				t.Fatalf("a parser panicked on %q", data)
			}
			if r.Outcome == ingest.Added && r.Passages == 0 {
				t.Fatalf("an article without a passage from %q", data)
			}
		}
	})
}

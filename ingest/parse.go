package ingest

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/language"

	"frontdesk/knowledge"
)

// parse reads a file into documents, or says what is wrong with it. A parser
// that panics refuses its file, not the run.
func (in *Ingester) parse(f file, o Options) (docs []document, problems []Problem) {
	if f.err != nil {
		return nil, []Problem{*f.err}
	}
	defer func() {
		if p := recover(); p != nil {
			docs, problems = nil, []Problem{{Code: "parser_failed", Message: "The file cannot be parsed.", Hint: "Send the file to us, please: this is our mistake."}}
		}
	}()
	kind, problem := kindOf(f)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	text := ""
	if kind != "html" { // HTML names its encoding inside
		if text, problem = decode(f.data); problem != nil {
			return nil, []Problem{*problem}
		}
	}
	switch kind {
	case "markdown":
		docs, problems = one(parseMarkdown(text))
	case "html":
		docs, problems = one(parseHTML(f.data, f.kind))
	case "csv":
		docs, problems = parseCSV(text)
		if !o.Partial && len(problems) > 0 {
			docs = nil
		}
	default:
		docs, problems = one(parsePlain(text))
	}
	for i := range docs {
		if p := in.complete(&docs[i], f, o); p != nil {
			problems = append(problems, *p)
			docs[i].key = ""
		}
	}
	docs = slices.DeleteFunc(docs, func(d document) bool { return d.key == "" })
	return docs, problems
}

func one(d document, p *Problem) ([]document, []Problem) {
	if p != nil {
		return nil, []Problem{*p}
	}
	return []document{d}, nil
}

// kinds by the end of a file's name.
var kinds = map[string]string{
	".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
	".txt": "text", ".text": "text", ".csv": "csv", ".tsv": "csv",
}

// binaries are the first bytes of files that are no text whatever their name
// says.
var binaries = []struct{ magic, name string }{
	{"%PDF-", "a PDF"}, {"PK\x03\x04", "a zip archive or an office document"}, {"\xd0\xcf\x11\xe0", "an old office document"},
	{"MZ", "a Windows program"}, {"\x7fELF", "a program"}, {"\x89PNG", "a picture"}, {"\xff\xd8\xff", "a picture"}, {"GIF8", "a picture"},
	{"\x1f\x8b", "a compressed file"}, {"Rar!", "an archive"}, {"7z\xbc\xaf", "an archive"},
}

// kindOf tells how to parse a file: by what the server said, by its name, by
// its content.
func kindOf(f file) (string, *Problem) {
	if len(bytes.TrimSpace(f.data)) == 0 {
		return "", &Problem{Code: "empty_file", Message: "The file is empty.", Hint: "Save it again from where it was written."}
	}
	for _, b := range binaries {
		if bytes.HasPrefix(f.data, []byte(b.magic)) && (b.magic != "MZ" || bytes.IndexByte(f.data[:min(len(f.data), 512)], 0) >= 0) {
			return "", &Problem{Code: "type_mismatch", Message: "The content looks like " + b.name + ".", Hint: "Export it as Markdown, HTML, plain text or CSV."}
		}
	}
	switch f.kind {
	case "text/html", "application/xhtml+xml":
		return "html", nil
	case "text/markdown":
		return "markdown", nil
	case "text/csv", "text/tab-separated-values":
		return "csv", nil
	}
	ext := strings.ToLower(path.Ext(f.name))
	if f.url == "" {
		if kind, ok := kinds[ext]; ok {
			return kind, nil
		}
		return "", &Problem{Code: "unsupported_type", Message: fmt.Sprintf("Files that end in %q are not read.", ext), Hint: "Use .md, .html, .txt or .csv."}
	}
	switch {
	case f.kind == "" && strings.HasPrefix(http.DetectContentType(f.data), "text/html"):
		return "html", nil
	case f.kind == "" || f.kind == "text/plain":
		return cmp.Or(kinds[ext], "text"), nil
	}
	return "", &Problem{Code: "unsupported_type", Message: fmt.Sprintf("Pages of type %q are not read.", f.kind), Hint: "Give the address of an HTML, Markdown, text or CSV file."}
}

// decode gives the text of UTF-8 and UTF-16 files.
func decode(data []byte) (string, *Problem) {
	bad := &Problem{Code: "bad_encoding", Message: "The file is not UTF-8.", Hint: "Save it with the encoding UTF-8."}
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		plain, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", bad
		}
		data = plain
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		line := 1
		for rest := data; len(rest) > 0; {
			r, n := utf8.DecodeRune(rest)
			if r == utf8.RuneError && n == 1 || r == 0 {
				break
			}
			if r == '\n' {
				line++
			}
			rest = rest[n:]
		}
		bad.Line = line
		return "", bad
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), nil
}

// complete gives a document its key, its locale, its markets and a title.
func (in *Ingester) complete(d *document, f file, o Options) *Problem {
	d.key = f.key + d.key
	d.Body = strings.TrimSpace(d.Body)
	if d.Body == "" {
		return &Problem{Code: "no_text", Message: "There is no text in it.", Hint: "Check that the text is not in pictures or added by a script.", Line: d.line}
	}
	if len(d.Markets) == 0 {
		d.Markets = o.Markets
	}
	d.URL = cmp.Or(d.URL, f.url)
	if d.Title == "" {
		d.Title = titleOf(f.name)
		d.warnings = append(d.warnings, "has no title: the file name is used")
	}
	d.Locale = cmp.Or(d.Locale, o.Locale, folderLocale(f.group), in.detect(d.Title+"\n"+d.Body))
	if d.Locale == "" {
		d.Locale = "und"
		d.warnings = append(d.warnings, "language not recognised: give a locale")
		return nil
	}
	tag, err := language.Parse(d.Locale)
	if err != nil {
		return &Problem{Code: "bad_locale", Message: fmt.Sprintf("%q is no language.", d.Locale), Hint: "Use a code like en, de-AT or zh-Hans.", Line: d.line}
	}
	d.Locale = tag.String()
	return nil
}

func (in *Ingester) detect(text string) string {
	if in.cfg.Detect == nil {
		return ""
	}
	return in.cfg.Detect(text[:min(len(text), 4000)])
}

// folderLocale finds a folder named for a language (en, de-AT), the innermost
// first.
func folderLocale(group string) string {
	parts := strings.Split(group, "/")
	for _, p := range slices.Backward(parts) {
		base, _, _ := strings.Cut(strings.ReplaceAll(p, "_", "-"), "-")
		if len(base) != 2 {
			continue
		}
		if tag, err := language.Parse(p); err == nil {
			return tag.String()
		}
	}
	return ""
}

// titleOf makes a title of a file's name.
func titleOf(name string) string {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	return strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(base))
}

// parsePlain takes a text whose first short line alone in its paragraph is its
// title.
func parsePlain(text string) (document, *Problem) {
	text = strings.TrimSpace(text)
	first, rest, more := strings.Cut(text, "\n")
	if more && strings.HasPrefix(rest, "\n") && utf8.RuneCountInString(first) <= 100 && len(knowledge.Sentences(first)) == 1 {
		return document{Title: strings.TrimSpace(first), Body: rest}, nil
	}
	return document{Body: text}, nil
}

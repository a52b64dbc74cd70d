package ingest

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"path"
	"strings"
)

// kinds by the end of a file's name.
var kinds = map[string]string{
	".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
	".txt": "text", ".text": "text", ".csv": "csv", ".tsv": "csv", ".json": "json", ".jsonl": "json", ".ndjson": "json",
	".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".epub": "epub", ".zip": "zip", ".pdf": "pdf",
}

// pictures are files that stand beside articles and hold no text to read, by the end of
// their names.
var pictures = map[string]bool{
	".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".webp": true, ".svg": true, ".bmp": true, ".ico": true, ".avif": true, ".heic": true, ".tif": true, ".tiff": true,
}

// asides are the other files that stand beside pages: they say nothing either.
var asides = map[string]bool{
	".css": true, ".js": true, ".map": true, ".woff": true, ".woff2": true, ".ttf": true, ".otf": true, ".eot": true, ".db": true, ".ini": true, ".lnk": true,
}

// beside tells whether a file of a folder or an archive is none to read: it is left out
// and counted, not refused one by one.
func beside(name string) bool {
	end := strings.ToLower(path.Ext(name))
	return pictures[end] || asides[end]
}

// mediaKinds by what a server says.
var mediaKinds = map[string]string{
	"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown", "text/csv": "csv", "text/tab-separated-values": "csv", "application/json": "json", "application/x-ndjson": "json",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       "xlsx",
	"application/epub+zip": "epub", "application/zip": "zip", "application/x-zip-compressed": "zip", "application/pdf": "pdf",
}

// binary are the kinds that a child process reads.
var binary = map[string]bool{"docx": true, "xlsx": true, "epub": true, "zip": true, "pdf": true}

// readable is what to give instead of what is not read.
const readable = "Use Markdown, HTML, text, CSV, XLSX, DOCX, PDF, EPUB or a zip of these; products as CSV or JSON."

// signatures are the first bytes by which formats are known whatever a file's
// name says.
var signatures = []struct{ magic, name string }{
	{"%PDF-", "PDF"}, {"PK\x03\x04", "zip archive"}, {"PK\x05\x06", "zip archive"}, {"\xd0\xcf\x11\xe0", "old office document"},
	{"MZ", "PE executable"}, {"\x7fELF", "ELF executable"}, {"\xcf\xfa\xed\xfe", "Mach-O executable"}, {"\x89PNG", "PNG picture"},
	{"\xff\xd8\xff", "JPEG picture"}, {"GIF8", "GIF picture"}, {"\x1f\x8b", "gzip file"}, {"Rar!", "RAR archive"}, {"7z\xbc\xaf", "7-Zip archive"},
}

// looksLike names the format whose signature a file has; empty if it has none.
func looksLike(data []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.magic)) && (s.magic != "MZ" || bytes.IndexByte(data[:min(len(data), 512)], 0) >= 0) {
			return s.name
		}
	}
	if bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) { // a few bytes before it are common
		return "PDF"
	}
	return ""
}

// kindOf tells how to parse a file: by what the server said, by its name, by
// its content.
func kindOf(f file) (string, *Problem) {
	if len(bytes.TrimSpace(f.data)) == 0 {
		return "", &Problem{Code: "empty_file", Message: "The file is empty.", Hint: "Save it again from where it was written."}
	}
	is := looksLike(f.data)
	kind := namedKind(f)
	switch {
	case f.url == "" && pictures[strings.ToLower(path.Ext(f.name))]:
		return "", &Problem{Code: "unsupported_type", Message: "Pictures are not read.", Hint: "Write down what the picture says, in the article that shows it."}
	case is == "old office document" && (kind == "docx" || kind == "xlsx") && bytes.Contains(f.data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")):
		return "", passwordProtected() // Office wraps what it encrypts in its old format
	case kind == "pdf" && is == "PDF", binary[kind] && kind != "pdf" && is == "zip archive":
		return kind, nil
	case binary[kind]:
		return "", mismatch(cmp.Or(is, "no "+strings.ToUpper(kind)))
	case is != "" && (is != "PDF" || bytes.HasPrefix(f.data, []byte("%PDF-"))):
		return "", mismatch(is)
	case kind != "":
		return kind, nil
	case f.url == "":
		return "", &Problem{Code: "unsupported_type", Message: fmt.Sprintf("Files that end in %q are not read.", strings.ToLower(path.Ext(f.name))), Hint: readable}
	}
	return "", &Problem{Code: "unsupported_type", Message: fmt.Sprintf("Pages of type %q are not read.", f.kind), Hint: readable}
}

// namedKind is the kind that the server or the file's name says.
func namedKind(f file) string {
	if kind := mediaKinds[f.kind]; kind != "" {
		return kind
	}
	kind := kinds[strings.ToLower(path.Ext(f.name))]
	switch {
	case f.url == "":
		return kind
	case f.kind == "" && strings.HasPrefix(http.DetectContentType(f.data), "text/html"):
		return "html"
	case f.kind == "" || f.kind == "text/plain":
		return cmp.Or(kind, "text")
	case f.kind == "application/octet-stream" && binary[kind]:
		return kind
	}
	return ""
}

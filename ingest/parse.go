package ingest

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"frontdesk/knowledge"
)

// parse reads a file into documents, or says what is wrong with it. The error
// is only for a context that ends.
func (in *Ingester) parse(ctx context.Context, f file, o Options) (docs []document, problems []Problem, err error) {
	if f.err != nil {
		return nil, []Problem{*f.err}, nil
	}
	kind, problem := kindOf(f)
	switch {
	case problem != nil:
		return nil, []Problem{*problem}, nil
	case binary[kind]:
		a, err := in.child(ctx, kind, f, in.cfg.Limits)
		if err != nil {
			return nil, nil, err
		}
		docs, problems = a.docs, a.problems
	default:
		docs, problems = in.parseText(kind, f)
	}
	if !o.Partial && len(problems) > 0 {
		docs = nil
	}
	for i := range docs {
		if p := in.complete(&docs[i], f, o); p != nil {
			problems = append(problems, *p)
			docs[i].key = ""
		}
	}
	if f.note != "" && len(docs) > 0 {
		docs[0].warnings = append(docs[0].warnings, f.note)
	}
	docs = slices.DeleteFunc(docs, func(d document) bool { return d.key == "" })
	return docs, problems, nil
}

// parseText reads a file of a text format, in process. A parser that panics
// refuses its file, not the run.
func (in *Ingester) parseText(kind string, f file) (docs []document, problems []Problem) {
	defer func() {
		if p := recover(); p != nil {
			docs, problems = nil, []Problem{{Code: "parser_failed", Message: "The file cannot be parsed.", Hint: "Send the file to us, please: this is our mistake."}}
		}
	}()
	if kind == "html" { // HTML names its encoding inside
		data := withoutData(f.data)
		if int64(len(data)) > in.cfg.MaxBytes {
			return nil, []Problem{*tooLarge(in.cfg.MaxBytes)}
		}
		return one(parseHTML(data, f.kind, f.url))
	}
	if int64(len(f.data)) > in.cfg.MaxBytes {
		return nil, []Problem{*tooLarge(in.cfg.MaxBytes)}
	}
	text, encoding, problem := decode(f.data)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	switch kind {
	case "json":
		return nil, []Problem{{Code: "not_a_feed", Message: "The JSON holds no products that are recognised.", Hint: "Each product needs a title and an id or sku; say that it is a feed with --kind products."}}
	case "markdown":
		docs, problems = one(parseMarkdown(text, f.url))
		if len(docs) > 0 && notionName.MatchString(f.name) {
			fields := []string(nil)
			if docs[0].Body, fields = withoutFields(docs[0].Body); len(fields) > 0 {
				docs[0].warnings = append(docs[0].warnings, unusedWarning(fields))
			}
		}
	case "csv":
		docs, problems = parseCSV(text)
	default:
		docs, problems = one(parsePlain(text))
	}
	if encoding != "" && len(docs) > 0 {
		docs[0].warnings = append(docs[0].warnings, "encoding "+encoding)
	}
	return docs, problems
}

func one(d document, p *Problem) ([]document, []Problem) {
	if p != nil {
		return nil, []Problem{*p}
	}
	return []document{d}, nil
}

// complete gives a document its key, its locale, its markets and a title.
func (in *Ingester) complete(d *document, f file, o Options) *Problem {
	d.key = f.key + d.key
	body := strings.TrimLeftFunc(d.Body, unicode.IsSpace)
	if d.textLine > 0 {
		d.textLine += lineOf(d.Body, body) - 1
	}
	d.Body = strings.TrimSpace(body)
	if d.Body == "" {
		return &Problem{Code: "no_text", Message: "There is no text in it.", Hint: "Check that the text is not in pictures or added by a script.", Line: d.line}
	}
	if len(d.Markets) == 0 {
		d.Markets = o.Markets
	}
	d.URL = cmp.Or(d.URL, f.url)
	if d.Title == "" {
		d.Title, d.untitled = titleOf(f.name), true
		d.warnings = append(d.warnings, "has no title: the file name is used")
	}
	d.Locale = cmp.Or(d.Locale, o.Locale, folderLocale(f.group), in.detect(d.Title+"\n"+d.Body))
	if d.Locale == "" {
		d.Locale = "und"
		d.warnings = append(d.warnings, "lang=und: the language is not recognised or not supported; give a locale")
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
	body := strings.TrimLeftFunc(text, unicode.IsSpace)
	above := lineOf(text, body) - 1
	text = strings.TrimSpace(body)
	first, rest, more := strings.Cut(text, "\n")
	if more && strings.HasPrefix(rest, "\n") && utf8.RuneCountInString(first) <= 100 && len(knowledge.Sentences(first)) == 1 {
		return document{Title: strings.TrimSpace(first), Body: rest, textLine: 1 + above + 1}, nil
	}
	return document{Body: text, textLine: 1 + above}, nil
}

package ingest

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
)

// parseEPUB reads a book (EPUB 2 and 3): an article a chapter, in the order of
// its spine.
func parseEPUB(data []byte, l Limits) ([]document, []Problem) {
	p, problem := openOffice("epub", data, l)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	const containerName = "META-INF/container.xml"
	if p.find(containerName) == nil {
		return nil, []Problem{*notOffice(p, "epub")}
	}
	if part, err := p.locks(); err != nil {
		return nil, []Problem{*partProblem("epub", part, err, l)}
	} else if part != "" {
		return nil, []Problem{*passwordProtected()}
	}
	var container struct {
		Roots []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := p.decode(containerName, &container); err != nil || len(container.Roots) == 0 {
		return nil, []Problem{*partProblem("epub", containerName, err, l)}
	}
	var book bookPackage
	root := container.Roots[0].Path
	if err := p.decode(root, &book); err != nil || len(book.Spine) == 0 {
		return nil, []Problem{*partProblem("epub", root, err, l)}
	}
	return book.chapters(p, path.Dir(root))
}

// locks names the part that says that the text is encrypted; fonts alone often
// are, which is no matter.
func (p *pack) locks() (string, error) {
	const name = "META-INF/encryption.xml"
	var e struct {
		Data []struct {
			Of struct {
				URI string `xml:"URI,attr"`
			} `xml:"CipherData>CipherReference"`
		} `xml:"EncryptedData"`
	}
	if err := p.decode(name, &e); err != nil {
		return name, err
	}
	for _, d := range e.Data {
		if strings.Contains(path.Ext(d.Of.URI), "htm") {
			return name, nil
		}
	}
	return "", nil
}

// bookPackage is the list of a book's parts.
type bookPackage struct {
	Title    string `xml:"metadata>title"`
	Language string `xml:"metadata>language"`
	Items    []struct {
		ID    string `xml:"id,attr"`
		Href  string `xml:"href,attr"`
		Media string `xml:"media-type,attr"`
		Props string `xml:"properties,attr"`
	} `xml:"manifest>item"`
	Spine []struct {
		ID string `xml:"idref,attr"`
	} `xml:"spine>itemref"`
}

// chapters reads the texts of a book. A chapter that cannot be read is told
// with its name; those without text (cover, pictures) are left out.
func (b bookPackage) chapters(p *pack, dir string) (docs []document, problems []Problem) {
	empty := 0
	for i, s := range b.Spine {
		for _, item := range b.Items {
			if item.ID != s.ID || !strings.Contains(item.Media, "html") || strings.Contains(item.Props, "nav") {
				continue
			}
			d, problem := b.chapter(p, dir, item.Href)
			switch {
			case problem != nil && (problem.Code == "too_large_uncompressed"):
				return nil, []Problem{*problem}
			case problem != nil:
				problems = append(problems, *problem)
			case strings.TrimSpace(d.Body) == "":
				empty++
			default:
				if d.Title == "" {
					d.Title = fmt.Sprintf("%s, %d", oneLine(b.Title), i+1)
				}
				docs = append(docs, d)
			}
		}
	}
	if len(docs) == 0 && len(problems) == 0 {
		problems = append(problems, Problem{Code: "no_text", Message: "There is no text in it.", Hint: "Check that the text is not in pictures."})
	}
	if empty > 0 && len(docs) > 0 {
		docs[0].warnings = append(docs[0].warnings, fmt.Sprintf("chapters_without_text n=%d", empty))
	}
	return docs, problems
}

func (b bookPackage) chapter(p *pack, dir, href string) (document, *Problem) {
	name, err := url.PathUnescape(href)
	if err != nil {
		name = href
	}
	part := path.Join(dir, name)
	raw, err := p.readNamed(part)
	if err == nil && raw == nil {
		err = errors.New("missing")
	}
	if err != nil {
		return document{}, partProblem("epub", part, err, p.limits)
	}
	d, problem := parseHTML(raw, "application/xhtml+xml", "")
	if problem != nil {
		problem.Message = name + ": " + problem.Message
		return d, problem
	}
	if !strings.Contains(d.Body, "\n") && strings.TrimLeft(d.Body, "# ") == d.Title {
		d.Body = "" // a half-title says nothing
	}
	d.key = "#" + name
	if d.Locale == "" {
		d.Locale = strings.TrimSpace(b.Language)
	}
	return d, nil
}

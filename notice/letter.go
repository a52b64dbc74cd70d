package notice

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"
)

// Letter is a notice in a person's language.
type Letter struct {
	ID      string // of the notice: stays the same when it is sent again
	To      string // e-mail address
	Name    string
	Lang    string
	Subject string
	Intro   []string
	Items   []Item
	Button  Link // the page of the console where it goes on
	Foot    []string
	Choose  Link // where the reader chooses what they are told
}

// Item is a line of a letter.
type Item struct {
	Text string
	Note string
	URL  string // empty: no link
}

// Link is a place in the console.
type Link struct{ Text, URL string }

// Writer makes letters.
type Writer struct {
	words map[string]words
	base  string // public address, without a slash at the end
	shop  string
}

// NewWriter makes one whose links begin with the public address of the server.
func NewWriter(publicURL, shop string) (*Writer, error) {
	w, err := loadWords()
	return &Writer{words: w, base: strings.TrimRight(publicURL, "/"), shop: shop}, err
}

// page is the address of a page of the console.
func (w *Writer) page(parts ...string) string {
	out := w.base + "/console/#"
	for _, p := range parts {
		out += "/" + url.PathEscape(p)
	}
	return out
}

// Write makes the letter of a notice for a person.
func (w *Writer) Write(n Notice, p Person) Letter {
	s, ok := w.words[p.Lang]
	if !ok {
		s = w.words["en"]
	}
	l := Letter{
		ID: n.ID, To: p.Email, Name: p.Name, Lang: s.lang, Foot: []string{s.say("foot", "shop", w.shop)},
		Choose: Link{s.say("choose"), w.page("notices")},
	}
	f := n.Facts
	switch n.Kind {
	case Digest:
		w.digest(&l, s, f)
	case Verify:
		w.verify(&l, s, f)
	case Held:
		w.held(&l, s, f)
	case Review:
		w.review(&l, s, f)
	case Source:
		w.source(&l, s, f)
	case Blocked:
		w.blocked(&l, s, f)
	default:
		l.Subject, l.Intro = s.say("test.subject"), []string{s.say("test.text", "name", f.By)}
		l.Button = Link{s.say("choose"), w.page("notices")}
	}
	l.Subject = oneLine(w.shop + ": " + l.Subject)
	return l
}

func (w *Writer) digest(l *Letter, s words, f Facts) {
	d := f.Digest
	if d == nil {
		d = &Week{}
	}
	l.Subject = s.say("digest.subject", "day", s.day(d.Week), "n", d.Misses)
	l.Intro = []string{
		s.say("digest.missed", "n", d.Misses, "before", d.Before),
		s.say("digest.cost", "handoffs", d.Handoffs, "minutes", d.Minutes),
	}
	for _, g := range d.Top {
		l.Items = append(l.Items, Item{Text: g.Title, Note: s.say("digest.asked", "n", g.Count), URL: w.page("gaps", g.ID)})
	}
	for _, e := range d.Effects {
		l.Items = append(l.Items, Item{Text: e.Title, Note: s.say("digest.effect", "before", e.Before, "after", e.After, "answered", e.Answered), URL: w.page("knowledge", e.ArticleID)})
	}
	if d.Due > 0 {
		l.Items = append(l.Items, Item{Text: s.say("digest.due", "n", d.Due)})
	}
	if d.Stale > 0 {
		l.Items = append(l.Items, Item{Text: s.say("digest.stale", "n", d.Stale)})
	}
	l.Button = Link{s.say("digest.open"), w.page("gaps", "digest")}
}

// articles adds a line each.
func (w *Writer) articles(l *Letter, s words, f Facts, note func(Article) string) {
	for _, a := range f.Articles {
		l.Items = append(l.Items, Item{Text: titled(a), Note: note(a), URL: w.page("knowledge", a.ID)})
	}
	if f.More > 0 {
		l.Items = append(l.Items, Item{Text: s.say("more", "n", f.More), URL: w.page("knowledge")})
	}
}

// listed is the page of the articles: the one's own, where it is one.
func (w *Writer) listed(f Facts) string {
	if len(f.Articles) == 1 && f.More == 0 {
		return w.page("knowledge", f.Articles[0].ID)
	}
	return w.page("knowledge")
}

func titled(a Article) string {
	if a.Locale == "" || a.Locale == "und" {
		return a.Title
	}
	return a.Title + " (" + a.Locale + ")"
}

func (w *Writer) verify(l *Letter, s words, f Facts) {
	l.Subject = s.say("verify.subject", "n", len(f.Articles)+f.More)
	l.Intro = []string{s.say("verify.text")}
	w.articles(l, s, f, func(a Article) string { return s.say("verify.by", "day", s.day(a.By)) })
	if f.Overdue > 0 {
		l.Items = append(l.Items, Item{Text: s.say("verify.overdue", "n", f.Overdue)})
	}
	l.Button = Link{s.say("verify.open"), w.listed(f)}
}

func (w *Writer) held(l *Letter, s words, f Facts) {
	i := f.Import
	if i == nil {
		i = &Import{}
	}
	l.Subject = s.say("held.subject", "n", i.Held)
	l.Intro = []string{s.say("held.text", "name", i.Name, "n", i.Held), s.say("held.why")}
	l.Button = Link{s.say("held.open"), w.page("knowledge", "import", i.ID)}
}

func (w *Writer) review(l *Letter, s words, f Facts) {
	l.Subject = s.say("review.subject", "n", len(f.Articles)+f.More)
	l.Intro = []string{s.say("review.text")}
	w.articles(l, s, f, func(a Article) string { return s.say("review.by", "name", a.Author) })
	l.Button = Link{s.say("review.open"), w.listed(f)}
}

func (w *Writer) source(l *Letter, s words, f Facts) {
	c := f.Source
	if c == nil {
		c = &Failure{}
	}
	l.Subject = s.say("source.subject", "name", c.Name)
	switch c.Code {
	case "removal_waiting":
		l.Intro = []string{s.say("source.gone", "name", c.Name, "n", c.Gone)}
	case "nothing_read":
		l.Intro = []string{s.say("source.nothing", "name", c.Name)}
	default:
		l.Intro = []string{s.say("source.failed", "name", c.Name, "code", c.Code)}
	}
	l.Button = Link{s.say("source.open"), w.page("knowledge", "import", c.ImportID)}
}

func (w *Writer) blocked(l *Letter, s words, f Facts) {
	a := Article{}
	if len(f.Articles) > 0 {
		a = f.Articles[0]
	}
	l.Subject = s.say("blocked.subject", "title", titled(a))
	l.Intro = []string{s.say("blocked.text", "title", titled(a))}
	if f.Reason != "" {
		l.Intro = append(l.Intro, s.say("blocked.reason", "reason", f.Reason))
	}
	l.Button = Link{s.say("blocked.open"), w.page("knowledge", a.ID)}
}

// oneLine makes a text fit into a header.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 150 {
		s = string(r[:149]) + "…"
	}
	return s
}

// Text is the letter as plain text.
func (l Letter) Text() string {
	var b strings.Builder
	for _, p := range l.Intro {
		fmt.Fprintf(&b, "%s\n\n", p)
	}
	for _, i := range l.Items {
		fmt.Fprintf(&b, "- %s", i.Text)
		if i.Note != "" {
			fmt.Fprintf(&b, " – %s", i.Note)
		}
		if i.URL != "" {
			fmt.Fprintf(&b, "\n  %s", i.URL)
		}
		b.WriteString("\n")
	}
	if len(l.Items) > 0 {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%s: %s\n\n-- \n", l.Button.Text, l.Button.URL)
	for _, p := range l.Foot {
		fmt.Fprintf(&b, "%s\n", p)
	}
	fmt.Fprintf(&b, "%s: %s\n", l.Choose.Text, l.Choose.URL)
	return b.String()
}

// page has no picture, no script and no address but those of the console: nothing
// is told to anybody by opening it.
var page = template.Must(template.New("letter").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="margin:0;padding:24px 12px;background:#f4f5f7;color:#1c2330;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:600px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">
{{range .Intro}}<p style="margin:0 0 12px">{{.}}</p>
{{end}}{{if .Items}}<ul style="margin:12px 0;padding-left:20px">
{{range .Items}}<li style="margin:0 0 8px">{{if .URL}}<a href="{{.URL}}" style="color:#0b57a4">{{.Text}}</a>{{else}}{{.Text}}{{end}}{{if .Note}}<br><span style="color:#555e6d">{{.Note}}</span>{{end}}</li>
{{end}}</ul>
{{end}}<p style="margin:20px 0"><a href="{{.Button.URL}}" style="display:inline-block;padding:10px 18px;background:#0b57a4;color:#fff;border-radius:6px;text-decoration:none">{{.Button.Text}}</a></p>
<p style="margin:24px 0 0;color:#555e6d;font-size:13px">{{range .Foot}}{{.}}<br>{{end}}<a href="{{.Choose.URL}}" style="color:#555e6d">{{.Choose.Text}}</a></p>
</div></body></html>
`))

// HTML is the letter as a page.
func (l Letter) HTML() (string, error) {
	var b bytes.Buffer
	if err := page.Execute(&b, l); err != nil {
		return "", fmt.Errorf("write a notice as HTML: %w", err)
	}
	return b.String(), nil
}

// day writes a date as the language does.
func (s words) day(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.Format(s.texts["day"])
}

package main

import (
	"fmt"
	"io"
	"net/url"
	"reflect"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"frontdesk/internal/wording"
)

// Print writes every setting that is in force with its origin, and what that origin
// beats. Secrets are hidden.
func (l Loaded) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	config := reflect.ValueOf(l.Config)
	for _, f := range leaves() {
		v := config.FieldByIndex(f.index)
		fmt.Fprintf(t, "%s\t%s\t%s\n", f.path, printed(v, f.field), l.whence(f.path))
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct {
			l.printItems(t, v, f.path)
		}
	}
	return t.Flush()
}

func (l Loaded) printItems(w io.Writer, list reflect.Value, path string) {
	for i := range list.Len() {
		item := list.Index(i)
		for j := range item.NumField() {
			f := item.Type().Field(j)
			at := fmt.Sprintf("%s[%d].%s", path, i, f.Tag.Get("key"))
			fmt.Fprintf(w, "%s\t%s\t%s\n", at, printed(item.Field(j), f), l.whence(at))
		}
	}
}

func (l Loaded) whence(path string) string {
	s := l.Origins[path].String()
	for _, p := range l.Hidden[path] {
		s += ", instead of " + p.String()
	}
	return s
}

// printed is a value as it may be shown.
func printed(v reflect.Value, f reflect.StructField) string {
	switch secret := f.Tag.Get("secret"); {
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		return fmt.Sprintf("%d entries", v.Len())
	case v.Kind() == reflect.Slice:
		return strings.Join(v.Interface().([]string), ", ")
	case v.IsZero() && v.Kind() == reflect.String:
		return "-"
	case secret == "url":
		return withoutPassword(v.String())
	case secret != "":
		return fmt.Sprintf("(set, %d characters)", utf8.RuneCountInString(v.String()))
	}
	return fmt.Sprint(v.Interface())
}

// withoutPassword gives an address whose password is hidden. An address that cannot
// be read is hidden as a whole: where in it the password is cannot be known.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(set)"
	}
	if q := u.Query(); q.Has("password") {
		q.Set("password", "xxxxx")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}

// holdsSecret tells whether a value of a field with that secret tag is one: an
// address only if it has a password.
func holdsSecret(tag, value string) bool {
	return value != "" && tag != "" && (tag != "url" || withoutPassword(value) != value)
}

// ConfigDocument writes docs/config.md from the tags of Config.
func ConfigDocument() string {
	var b strings.Builder
	b.WriteString(`# Configuration

<!-- Written by: make docs. Do not edit. -->

Everything has a default: ` + "`frontdesk serve --demo`" + ` needs no file. Settings stand in a YAML file (` + "`--config FILE`, `FRONTDESK_CONFIG`, or `frontdesk.yaml`" + ` in the current folder), in the environment, or in flags of the command. A flag beats the environment, that beats the file, that beats the default. ` + "`frontdesk config`" + ` prints what is in force and where it comes from.

Reading is strict. An unknown key, a key twice, a value of the wrong type or outside of its range, a weak secret: each stops the start with its file, line and column, and what is expected. Times have a unit (500ms, 20s, 3m, 24h). Lists in the environment are separated by commas. Secrets belong into the environment, or into a file that not everybody can read.

`)
	writeSection(&b, reflect.TypeFor[Config](), "")
	return b.String()
}

func writeSection(b *strings.Builder, t reflect.Type, prefix string) {
	b.WriteString("| setting | default | environment | meaning |\n|---|---|---|---|\n")
	var sections []reflect.StructField
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() == reflect.Struct {
			sections = append(sections, f)
			continue
		}
		writeSetting(b, leaf{path: prefix + f.Tag.Get("key"), field: f})
	}
	for _, f := range sections {
		path := prefix + f.Tag.Get("key")
		fmt.Fprintf(b, "\n## %s\n\n%s\n\n", path, f.Tag.Get("doc"))
		writeSectionOrList(b, f.Type, path)
	}
}

func writeSectionOrList(b *strings.Builder, t reflect.Type, path string) {
	if t == reflect.TypeFor[ChannelsConfig]() { // has sections only
		for i := range t.NumField() {
			f := t.Field(i)
			fmt.Fprintf(b, "### %s.%s\n\n%s\n\n", path, f.Tag.Get("key"), f.Tag.Get("doc"))
			writeSection(b, f.Type, path+"."+f.Tag.Get("key")+".")
		}
		return
	}
	writeSection(b, t, path+".")
	for i := range t.NumField() {
		if f := t.Field(i); f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
			fmt.Fprintf(b, "\n### each of %s.%s\n\n", path, f.Tag.Get("key"))
			writeSection(b, f.Type.Elem(), path+"."+f.Tag.Get("key")+"[].")
		}
	}
}

func writeSetting(b *strings.Builder, l leaf) {
	def, env, doc := "", "", l.tag("doc")
	if d := l.tag("def"); d != "" {
		def = "`" + d + "`"
	}
	if !strings.Contains(l.path, "[]") {
		for i, name := range l.envNames() {
			if i > 0 {
				env += ", "
			}
			env += "`" + name + "`"
		}
	}
	if l.tag("min") != "" {
		doc += fmt.Sprintf(" From %s to %s.", l.tag("min"), l.tag("max"))
	}
	if l.tag("one") != "" {
		doc += " One of " + strings.ReplaceAll(l.tag("one"), "|", ", ") + "."
	}
	if l.tag("spoken") != "" {
		doc += " One of " + strings.Join(wording.Languages(), ", ") + "."
	}
	if l.tag("secret") == "strong" {
		doc += " A secret of at least 32 characters; " + makeSecret + "."
	}
	fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", l.path, def, env, doc)
}

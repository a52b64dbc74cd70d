package main

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// maxConfigBytes bounds the file; a real one has a few hundred lines.
const maxConfigBytes = 1 << 20

// yamlReader reads a file into a Config and notes every mistake with its place. It
// walks the nodes itself, because a library's decoding coerces, expands aliases and
// loses positions.
type yamlReader struct {
	file     string
	problems []Problem
	places   map[string]Place // of every setting that the file has
	secrets  []string         // paths of secrets that stand in the file
}

// read fills cfg from text. Defaults must be in it already.
func (r *yamlReader) read(text []byte, cfg *Config) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if len(text) > maxConfigBytes {
		r.note(&yaml.Node{Line: 1, Column: 1}, "", fmt.Sprintf("has %d bytes; at most %d are read", len(text), maxConfigBytes))
		return
	}
	if r.tabs(text) {
		return // the parser would say the same less clearly
	}
	var document, more yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	switch err := decoder.Decode(&document); {
	case err == io.EOF:
		return // an empty file changes nothing
	case err != nil:
		r.syntax(err)
		return
	}
	if err := decoder.Decode(&more); err != io.EOF {
		r.note(&more, "", "a second document (---); expected one")
		return
	}
	r.section(document.Content[0], reflect.ValueOf(cfg).Elem(), "")
}

// tabs notes the first tab among the spaces that a line begins with.
func (r *yamlReader) tabs(text []byte) bool {
	line := 0
	for l := range bytes.Lines(text) {
		line++
		indent := l[:len(l)-len(bytes.TrimLeft(l, " \t"))]
		if i := bytes.IndexByte(indent, '\t'); i >= 0 {
			r.note(&yaml.Node{Line: line, Column: i + 1}, "", "a tab; expected spaces before a key")
			return true
		}
	}
	return false
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

func (r *yamlReader) syntax(err error) {
	node := &yaml.Node{Line: 1, Column: 1}
	what := err.Error()
	if m := yamlLine.FindStringSubmatch(what); m != nil {
		fmt.Sscanf(m[1], "%d", &node.Line) // stays 1 where the library names no line
		what = m[2]
	}
	r.note(node, "", "this is not YAML: "+what+"; put texts with a colon or a hash sign in quotes")
}

// section reads a mapping into a struct.
func (r *yamlReader) section(n *yaml.Node, v reflect.Value, path string) {
	if !r.plain(n, path) || isNull(n) {
		return // a heading with nothing beneath it
	}
	if n.Kind != yaml.MappingNode {
		r.note(n, path, "expected keys with values, such as "+keysOf(v.Type())[0]+": …")
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if line, twice := seen[key.Value]; twice {
			r.note(key, "", fmt.Sprintf("key %q is there twice; the first is in line %d", key.Value, line))
			continue
		}
		seen[key.Value] = key.Line
		f, known := fieldByKey(v.Type(), key.Value)
		if !known || key.Kind != yaml.ScalarNode {
			r.unknown(key, v.Type(), path)
			continue
		}
		r.value(key, value, v.FieldByIndex(f.Index), f, join(path, key.Value))
	}
}

func (r *yamlReader) unknown(key *yaml.Node, t reflect.Type, path string) {
	if !r.plain(key, path) {
		return
	}
	hint := didYouMean(key.Value, keysOf(t))
	if hint == "" { // a known key in the wrong section
		for _, l := range leaves() {
			if strings.HasSuffix(l.path, "."+key.Value) {
				hint = fmt.Sprintf(" (did you mean %q?)", l.path)
				break
			}
		}
	}
	if hint == "" {
		hint = "; expected one of " + strings.Join(keysOf(t), ", ")
	}
	r.note(key, "", fmt.Sprintf("unknown key %q%s", key.Value, hint))
}

// value reads what stands behind a key.
func (r *yamlReader) value(key, n *yaml.Node, v reflect.Value, f reflect.StructField, path string) {
	switch {
	case v.Kind() == reflect.Struct:
		r.section(n, v, path)
	case v.Kind() == reflect.Slice:
		r.list(n, v, f, path)
	default:
		r.scalar(n, v, f, path)
	}
	r.places[path] = Place{File: r.file, Line: key.Line, Col: key.Column}
	if holdsSecret(f.Tag.Get("secret"), n.Value) {
		r.secrets = append(r.secrets, path)
	}
}

func (r *yamlReader) list(n *yaml.Node, v reflect.Value, f reflect.StructField, path string) {
	if !r.plain(n, path) {
		return
	}
	if n.Kind != yaml.SequenceNode {
		r.note(n, path, "expected a list: one entry a line, each after a hyphen")
		return
	}
	list := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		if v.Type().Elem().Kind() == reflect.Struct {
			setDefaults(list.Index(i))
			r.section(item, list.Index(i), at)
			r.places[at] = Place{File: r.file, Line: item.Line, Col: item.Column}
		} else {
			r.scalar(item, list.Index(i), f, at)
		}
	}
	v.Set(list)
}

// ambiguous are words that one YAML parser reads as text and another as a boolean or
// nothing.
var ambiguous = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|~|null)$`)

func (r *yamlReader) scalar(n *yaml.Node, v reflect.Value, f reflect.StructField, path string) {
	if !r.plain(n, path) {
		return
	}
	quoted := n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	text := v.Kind() == reflect.String
	switch {
	case n.Kind != yaml.ScalarNode:
		r.note(n, path, "expected a single value")
	case isNull(n) && n.Value == "":
		r.note(n, path, "has no value; give one, or take the line out")
	case text && !quoted && (n.Tag != "!!str" || ambiguous.MatchString(n.Value)):
		r.note(n, path, fmt.Sprintf("is %s without quotes, which YAML may read as something else than text; write %q", shown(f, n.Value), shown(f, n.Value)))
	case !text && quoted && v.Type() != reflect.TypeFor[time.Duration]():
		r.note(n, path, fmt.Sprintf("is text (%q); expected %s without quotes", n.Value, kindName(v)))
	default:
		if what := setScalar(v, f, n.Value); what != "" {
			r.note(n, path, what)
		}
	}
}

// shown is a value as a message may show it.
func shown(f reflect.StructField, value string) string {
	if f.Tag.Get("secret") != "" {
		return "…"
	}
	return value
}

func kindName(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	}
	return "a number"
}

// plain refuses what a configuration has no use for and what could make a small file
// unfold into a huge one: aliases, anchors, explicit types.
func (r *yamlReader) plain(n *yaml.Node, path string) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.note(n, path, "anchors and aliases (& and *) are not read; write the value where it belongs")
	case n.Style&yaml.TaggedStyle != 0:
		r.note(n, path, fmt.Sprintf("types (%s) are not read; write the value alone", n.Tag))
	default:
		return true
	}
	return false
}

func (r *yamlReader) note(n *yaml.Node, path, what string) {
	r.problems = append(r.problems, Problem{Place: Place{File: r.file, Line: max(n.Line, 1), Col: max(n.Column, 1)}, Path: path, What: what})
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func keysOf(t reflect.Type) []string {
	keys := make([]string, t.NumField())
	for i := range keys {
		keys[i] = t.Field(i).Tag.Get("key")
	}
	return slices.Clip(keys)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

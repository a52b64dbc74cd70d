package api

import (
	"path"
	"reflect"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"frontdesk/ingest"
)

// tell adds to the OpenAPI document what the types of a handler do not say.
type tell func(a *API, op *huma.Operation)

// Media types of the document.
const (
	mediaJSON    = "application/json"
	mediaForm    = "multipart/form-data"
	mediaEvents  = "text/event-stream"
	mediaOpenAPI = "application/vnd.oai.openapi+json"
	mediaProblem = "application/problem+json"
)

// module is where our packages begin.
var module = strings.TrimSuffix(reflect.TypeFor[API]().PkgPath(), "/api")

// qualified finds the types between the brackets of a generic one.
var qualified = regexp.MustCompile(`(?:[\w.-]+/)+(\w+)\.(\w+)`)

// schemaName names a type in the description: with its package, so that types of
// two packages may share a name, but for those of this package and of libraries.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := t.Name()
	if name == "" {
		name = hint // a list, or a type without a name
	} else if t.PkgPath() != module+"/api" && strings.HasPrefix(t.PkgPath(), module+"/") {
		name = inPackage(path.Base(t.PkgPath()), name)
	}
	name = qualified.ReplaceAllStringFunc(name, func(full string) string {
		m := qualified.FindStringSubmatch(full)
		if m[1] == "api" {
			return m[2]
		}
		return inPackage(m[1], m[2])
	})
	var out strings.Builder
	for part := range strings.FieldsFuncSeq(strings.ReplaceAll(name, "[]", "List["), func(r rune) bool { return strings.ContainsRune("[]*,", r) }) {
		out.WriteString(capital(part))
	}
	return out.String()
}

// inPackage puts the package before the name, unless the name begins with it.
func inPackage(pkg, name string) string {
	if strings.HasPrefix(capital(name), capital(pkg)) {
		return name
	}
	return capital(pkg) + capital(name)
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// schemaOf is the schema of a type, as a reference where it is a struct.
func schemaOf[T any](a *API, hint string) *huma.Schema {
	return a.docs.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[T](), true, hint)
}

func content(media string, s *huma.Schema) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{media: {Schema: s}}
}

// problems is the answer to everything that fails.
func problems(a *API) *huma.Response {
	return &huma.Response{Description: "Error", Content: content(mediaProblem, schemaOf[huma.ErrorModel](a, "ErrorModel"))}
}

func query(name, doc string, required bool, s *huma.Schema) *huma.Param {
	return &huma.Param{Name: name, In: "query", Description: doc, Required: required, Schema: s}
}

func tellQuery(name, doc string, required bool) tell {
	return func(_ *API, op *huma.Operation) {
		op.Parameters = append(op.Parameters, query(name, doc, required, &huma.Schema{Type: huma.TypeString}))
	}
}

// tellAnswer: the status of the REST channel's answer says which of two it is.
func tellAnswer(a *API, op *huma.Operation) {
	op.Responses = map[string]*huma.Response{
		"200": {
			Description: "With Prefer: wait=SECONDS (at most 30): the answer, also when the same id comes again",
			Content:     content(mediaJSON, schemaOf[answerView](a, "Answer")),
		},
		"202": {
			Description: "Stored for good; the answer comes later, or a person gives it",
			Content:     content(mediaJSON, schemaOf[receiptView](a, "Receipt")),
		},
		"default": problems(a),
	}
}

func tellEvents(_ *API, op *huma.Operation) {
	text := &huma.Schema{Type: huma.TypeString}
	op.Parameters = []*huma.Param{
		query("token", "the visitor's token; event streams of browsers send no header", false, text),
		query("after", "the last seq that you have", false, &huma.Schema{Type: huma.TypeInteger}),
		{Name: "Last-Event-ID", In: "header", Description: "goes before after", Schema: &huma.Schema{Type: huma.TypeInteger}},
	}
	op.Responses = map[string]*huma.Response{"200": {Description: "Server frames as data lines; id is the seq", Content: content(mediaEvents, text)}}
}

// tellFrame: the members of each type of frame stand in docs/protocol.md.
func tellFrame(_ *API, op *huma.Operation) {
	types := []any{}
	for _, name := range frameTypes() {
		if name != "hello" {
			types = append(types, name)
		}
	}
	frame := &huma.Schema{
		Type: huma.TypeObject, Description: "a client frame", Required: []string{"type"},
		Properties: map[string]*huma.Schema{"type": {Type: huma.TypeString, Enum: types}}, AdditionalProperties: true,
	}
	op.RequestBody = &huma.RequestBody{Required: true, Content: content(mediaJSON, frame)}
	answer := &huma.Schema{Type: huma.TypeObject, Description: "the server frame that answers", AdditionalProperties: true}
	op.Responses = map[string]*huma.Response{
		"200": {Description: "The answer frame", Content: content(mediaJSON, answer)},
		"204": {Description: "Taken; there is nothing to answer"},
	}
}

func tellImport(a *API, op *huma.Operation) {
	tellFiles(op, importTexts...)
	op.Responses = map[string]*huma.Response{"202": {
		Description: "The import, which goes on by itself", Content: content(mediaJSON, schemaOf[ingest.Import](a, "Import")),
	}}
}

func tellPreview(a *API, op *huma.Operation) {
	tellFiles(op, importTexts...)
	op.Responses = map[string]*huma.Response{"200": {
		Description: "What the files would become", Content: content(mediaJSON, schemaOf[ImportPreview](a, "ImportPreview")),
	}}
}

// tellFiles describes a form with the field files, and texts.
func tellFiles(op *huma.Operation, texts ...string) {
	file := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	fields := map[string]*huma.Schema{"files": {Type: huma.TypeArray, Items: file}}
	for _, name := range texts {
		fields[name] = &huma.Schema{Type: huma.TypeString}
	}
	op.RequestBody = &huma.RequestBody{Required: true, Content: content(mediaForm, &huma.Schema{
		Type: huma.TypeObject, Required: []string{"files"},
		Properties: fields,
	})}
}

func tellDocument(_ *API, op *huma.Operation) {
	op.Responses = map[string]*huma.Response{"200": {
		Description: op.Summary, Content: content(mediaOpenAPI, &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}),
	}}
}

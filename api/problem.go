package api

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"frontdesk/internal/fault"
)

// FieldError is one wrong input of a request.
type FieldError struct {
	Field  string `json:"field"`
	Code   string `json:"code" doc:"unknown_field, required or invalid"`
	Detail string `json:"detail"`
}

// Problem is the body of every failure (RFC 9457). Code is stable; Detail may be
// shown to people.
type Problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Code      string         `json:"code"`
	Detail    string         `json:"detail"`
	Hint      string         `json:"hint,omitempty"`
	Field     string         `json:"field,omitempty"`
	Errors    []FieldError   `json:"errors,omitempty"`
	RequestID string         `json:"request_id,omitempty"`
	Meta      map[string]any `json:"-"` // further members: limit, owner, allowed
	header    http.Header
	cause     error
}

// Error is the sentence for people.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are headers that go with the failure, such as Retry-After.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType names the media type of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// MarshalJSON writes the fixed members and then those of Meta that do not
// overwrite one.
func (p *Problem) MarshalJSON() ([]byte, error) {
	type plain Problem
	fixed, err := json.Marshal((*plain)(p))
	if err != nil || len(p.Meta) == 0 {
		return fixed, err
	}
	all := map[string]any{}
	maps.Copy(all, p.Meta)
	if err := json.Unmarshal(fixed, &all); err != nil {
		return nil, err
	}
	return json.Marshal(all)
}

// kindStatus maps the kinds of faults to statuses; codeStatus the few narrower
// codes that have a status of their own.
var (
	kindStatus = map[fault.Code]int{
		fault.Invalid: http.StatusUnprocessableEntity, fault.NotFound: http.StatusNotFound,
		fault.Conflict: http.StatusConflict, fault.Stale: http.StatusConflict,
		fault.Unauthenticated: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden,
		fault.Limited: http.StatusTooManyRequests, fault.TooLarge: http.StatusRequestEntityTooLarge,
		fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
	}
	codeStatus = map[string]int{
		"version_conflict": http.StatusPreconditionFailed, "bad_json": http.StatusBadRequest,
		"bad_cursor": http.StatusBadRequest, "bad_path": http.StatusBadRequest, "body_incomplete": http.StatusBadRequest,
		"unsupported_media_type": http.StatusUnsupportedMediaType, "method_not_allowed": http.StatusMethodNotAllowed,
		"body_timeout": http.StatusRequestTimeout, "bad_query": http.StatusBadRequest,
	}
	// codeHint is what to do about what only programs get wrong.
	codeHint = map[string]string{
		"bad_json":               "offset counts the bytes of the body from 0.",
		"bad_cursor":             "Begin again without a cursor; the next one is in the answer.",
		"bad_path":               "Write the path as /openapi.json has it, without //, dots, ; or percent-encoded separators.",
		"bad_query":              "Write every parameter once, percent-encoded.",
		"body_too_large":         "Send less at once; limit is in bytes.",
		"body_incomplete":        "Send as many bytes as Content-Length says.",
		"method_not_allowed":     "allowed lists the methods that this address takes.",
		"unknown_filter":         "allowed lists the parameters that there are.",
		"unsupported_media_type": "Name the body's type in Content-Type.",
		"idempotency_conflict":   "Give every message an id of its own, and the same one only to the same message.",
	}
	kindSentence = map[fault.Code]string{
		fault.NotFound: "There is no such thing, or not for you.", fault.Internal: "Something went wrong on our side.",
		fault.Unavailable: "A service that is needed does not answer. Try again soon.",
		fault.Stale:       "It has changed in between. Look again.",
	}
)

// asFault finds the fault in err; anything else is our mistake, and its words
// stay in the log.
func asFault(err error) *fault.Error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	return fault.New(fault.Internal, "", "").Cause(err)
}

// problemOf makes the problem document of a failure.
func problemOf(err error, requestID string) *Problem {
	f := asFault(err)
	status, ok := kindStatus[f.Kind]
	if !ok {
		status = http.StatusInternalServerError
	}
	code := f.Code
	if code == "" {
		code = string(f.Kind)
	}
	if s, ok := codeStatus[code]; ok {
		status = s
	}
	detail := f.Message
	// What is not there and what is not yours must look the same.
	if detail == "" || f.Kind == fault.Internal || f.Kind == fault.NotFound {
		detail = kindSentence[f.Kind]
	}
	p := &Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: detail,
		Hint: cmp.Or(f.Hint, codeHint[code]), Field: f.Field, Meta: f.Meta, RequestID: requestID, header: http.Header{}, cause: err,
	}
	if f.RetryAfter > 0 {
		p.header.Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
	}
	if status == http.StatusUnauthorized {
		p.header.Set("WWW-Authenticate", `Bearer realm="frontdesk"`)
	}
	return p
}

// fail ends a request with the failure's problem document.
func (a *API) fail(c *gin.Context, err error) {
	p := problemOf(err, requestID(c))
	a.logFailure(c, p)
	for k, v := range p.header {
		c.Header(k, v[0])
	}
	body, merr := json.Marshal(p)
	if merr != nil {
		body = []byte(`{"status":500,"code":"internal"}`)
	}
	c.Abort()
	c.Data(p.Status, "application/problem+json", append(body, '\n'))
}

// logFailure writes what the client is not told.
func (a *API) logFailure(c *gin.Context, p *Problem) {
	if p.Status >= http.StatusInternalServerError {
		a.log.Error("request failed", "request_id", p.RequestID, "method", c.Request.Method, "route", c.FullPath(), "status", p.Status, "err", p.cause)
	}
}

// finishProblem completes the failures of handlers, and turns those that huma
// itself finds while binding a request into ours. It is a huma transformer.
func (a *API) finishProblem(ctx huma.Context, _ string, v any) (any, error) {
	c := humagin.Unwrap(ctx)
	switch v := v.(type) {
	case *Problem:
		v.RequestID = requestID(c)
		a.logFailure(c, v)
		return v, nil
	case *huma.ErrorModel:
		return problemOfBinding(ctx.Operation(), v, requestID(c)), nil
	}
	return v, nil
}

func problemOfBinding(op *huma.Operation, m *huma.ErrorModel, requestID string) *Problem {
	p := &Problem{
		Type: "about:blank", Title: http.StatusText(m.Status), Status: m.Status, Code: "invalid_field",
		Detail: "The request breaks a rule.", RequestID: requestID,
	}
	switch m.Status {
	case http.StatusRequestEntityTooLarge:
		p.Code, p.Detail = "body_too_large", "The request's body is too large."
	case http.StatusInternalServerError:
		p.Code, p.Detail = string(fault.Internal), kindSentence[fault.Internal]
		return p
	}
	for _, e := range m.Errors {
		f := fieldError(e)
		if f.Code == "unknown_filter" {
			p.Code, p.Meta = f.Code, map[string]any{"allowed": queryNames(op)}
		}
		p.Errors = append(p.Errors, f)
	}
	p.Hint = codeHint[p.Code]
	if len(p.Errors) > 0 {
		p.Field, p.Detail = p.Errors[0].Field, fmt.Sprintf("%s: %s", p.Errors[0].Field, p.Errors[0].Detail)
	}
	return p
}

func queryNames(op *huma.Operation) []string {
	names := []string{}
	for _, p := range op.Parameters {
		if p.In == "query" {
			names = append(names, p.Name)
		}
	}
	return names
}

var (
	missingMember = regexp.MustCompile(`^expected required property (\S+) to be present$`)
	wrongMember   = regexp.MustCompile(`^json: cannot unmarshal (\S+) .*into Go struct field \S*?\.?(\w+) of type (\S+)$`)
)

// fieldError words one of huma's findings. The wrong value is not echoed.
func fieldError(e *huma.ErrorDetail) FieldError {
	where, field, _ := strings.Cut(e.Location, ".")
	switch {
	case e.Message == "unknown query parameter":
		return FieldError{Field: field, Code: "unknown_filter", Detail: "there is no such parameter"}
	case e.Message == "unexpected property":
		return FieldError{Field: field, Code: "unknown_field", Detail: "there is no such member"}
	case strings.HasPrefix(e.Message, "required "+where):
		return FieldError{Field: field, Code: "required", Detail: "it is required"}
	}
	if m := missingMember.FindStringSubmatch(e.Message); m != nil {
		return FieldError{Field: strings.TrimPrefix(field+"."+m[1], "."), Code: "required", Detail: "it is required"}
	}
	if m := wrongMember.FindStringSubmatch(e.Message); m != nil {
		return FieldError{Field: m[2], Code: "invalid", Detail: fmt.Sprintf("a %s does not fit %s", m[1], m[3])}
	}
	if field == "" {
		field = where
	}
	return FieldError{Field: field, Code: "invalid", Detail: e.Message}
}

package api

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"frontdesk/internal/fault"
)

// protocolVersion is the version of the widget's frames.
const protocolVersion = 1

// clientFrame is what a widget sends: the members of all types. Which of them a
// type has stands in clientFrames.
type clientFrame struct {
	Type         string `json:"type"`
	V            int    `json:"v"`
	Token        string `json:"token"`
	LastSeq      int64  `json:"last_seq"`
	Conversation string `json:"conversation"`
	Page         string `json:"page"`
	ClientID     string `json:"client_id"`
	Text         string `json:"text"`
	Payload      string `json:"payload"`
	Lang         string `json:"lang"`
	On           bool   `json:"on"`
	Name         string `json:"name"`
	Email        string `json:"email"`
	Stars        int    `json:"stars"`
	Comment      string `json:"comment"`
	Seq          int64  `json:"seq"`
	Helpful      *bool  `json:"helpful"`
}

// clientFrames lists the members of every frame that a widget may send.
var clientFrames = map[string][]string{
	"hello":    {"v", "token", "last_seq", "conversation", "page"},
	"send":     {"client_id", "text", "payload", "lang"},
	"typing":   {"on"},
	"human":    {"client_id"},
	"identify": {"name", "email"},
	"rate":     {"stars", "comment"},
	"helpful":  {"seq", "helpful"},
	"end":      {},
	"ping":     {},
}

// serverFrames are the types that only the server sends.
var serverFrames = []string{"welcome", "message", "conversation", "ack", "ok", "pong", "resume", "error", "note", "event", "draft"}

// decodeFrame reads a widget's frame strictly. The frame is given as far as it
// was read even with an error, so that the answer can name its client_id.
func decodeFrame(data []byte) (clientFrame, error) {
	var f clientFrame
	if err := checkJSON(data); err != nil {
		return f, jsonFault(err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil || members == nil {
		return f, fault.New(fault.Invalid, "bad_json", "A frame is a JSON object.").With("offset", 0)
	}
	// Only to say which frame an error is about: a wrong type is found below.
	_ = json.Unmarshal(members["client_id"], &f.ClientID)
	if err := json.Unmarshal(members["type"], &f.Type); err != nil {
		return f, fault.New(fault.Invalid, "unsupported_type", "A frame names its type.").At("type").With("allowed", frameTypes())
	}
	allowed, known := clientFrames[f.Type]
	if !known {
		return f, unknownType(f.Type)
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if name != "type" && !slices.Contains(allowed, name) {
			return f, fault.New(fault.Invalid, "unknown_field", "A frame %q has no member %q.", f.Type, printable(name)).At(name).With("allowed", allowed)
		}
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return f, wrongType(err)
	}
	return f, f.check()
}

// wrongType names the member of a frame that a value does not fit.
func wrongType(err error) error {
	f := fault.New(fault.Invalid, "invalid_field", "A member of the frame has the wrong type.").Cause(err)
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		f = f.At(t.Field).With("expected", jsonType(t.Type))
	}
	return f
}

// jsonType is what JSON calls the values of a Go type.
func jsonType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	case reflect.Int, reflect.Int64:
		return "integer"
	}
	return "object"
}

func frameTypes() []string { return slices.Sorted(maps.Keys(clientFrames)) }

func unknownType(name string) error {
	first, _, _ := strings.Cut(name, ".")
	switch {
	case name == "upload":
		return fault.New(fault.Invalid, "upload_token_invalid", "This server has given out no such upload token.").At("token")
	case slices.Contains(serverFrames, name) || slices.Contains([]string{"agent", "bot", "system", "server"}, first):
		return fault.New(fault.Forbidden, "forbidden_type", "A visitor may not send this.").At("type")
	}
	return fault.New(fault.Invalid, "unsupported_type", "There is no frame of this type.").At("type").With("allowed", frameTypes())
}

// check holds a frame's members against their rules.
func (f clientFrame) check() error {
	switch f.Type {
	case "hello":
		if f.V != protocolVersion {
			return fault.New(fault.Invalid, "upgrade_required", "This server speaks version %d of the protocol.", protocolVersion).
				At("v").With("min", protocolVersion).With("max", protocolVersion)
		}
	case "send", "human":
		if len(f.Payload) > 1024 {
			return fault.New(fault.Invalid, "invalid_field", "The payload is longer than 1024 bytes.").At("payload")
		}
		if len(f.Lang) > 35 || !languageTag.MatchString(f.Lang) {
			return fault.New(fault.Invalid, "invalid_field", "This is no language tag.").At("lang")
		}
		return checkClientID(f.ClientID)
	case "rate":
		if f.Stars < 1 || f.Stars > 5 {
			return fault.New(fault.Invalid, "invalid_field", "A rating has 1 to 5 stars.").At("stars")
		}
	case "helpful":
		switch {
		case f.Seq < 1:
			return fault.New(fault.Invalid, "invalid_field", "Name the answer by its seq.").At("seq")
		case f.Helpful == nil:
			return fault.New(fault.Invalid, "invalid_field", "Say whether it helped: true or false.").At("helpful")
		}
	}
	return nil
}

// The frames that the server sends.
type (
	welcomeFrame struct {
		Type         string       `json:"type"`
		V            int          `json:"v"`
		Conversation *shopperView `json:"conversation"`
	}
	messageFrame struct {
		Type    string         `json:"type"`
		Prev    int64          `json:"prev"`
		Message shopperMessage `json:"message"`
	}
	viewFrame struct {
		Type         string      `json:"type"`
		Conversation shopperView `json:"conversation"`
	}
	typingFrame struct {
		Type   string `json:"type"`
		Author string `json:"author"`
		On     bool   `json:"on"`
	}
	ackFrame struct {
		Type         string `json:"type"`
		ClientID     string `json:"client_id"`
		Seq          int64  `json:"seq"`
		Conversation string `json:"conversation"`
	}
	okFrame struct {
		Type string `json:"type"`
		Ref  string `json:"ref,omitempty"`
	}
	resumeFrame struct {
		Type    string `json:"type"`
		FromSeq int64  `json:"from_seq"`
	}
)

// errorFrameOf words a failure for the socket: the members of the problem
// document that mean something there.
func errorFrameOf(err error, ref string) map[string]any {
	p := problemOf(err, "")
	out := maps.Clone(p.Meta)
	if out == nil {
		out = map[string]any{}
	}
	maps.Copy(out, map[string]any{"type": "error", "code": p.Code, "detail": p.Detail})
	if p.Hint != "" {
		out["hint"] = p.Hint
	}
	if p.Field != "" {
		out["field"] = p.Field
	}
	if clientID.MatchString(ref) {
		out["ref"] = ref
	}
	return out
}

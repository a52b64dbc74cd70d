// Package fakellm is a language model server for tests: it speaks the HTTP of an
// OpenAI-compatible endpoint (chat completions, embeddings, models), gives canned
// answers, and fails in the ways such servers fail.
package fakellm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Key is the API key that the server wants.
const Key = "sk-fake-0123456789abcdef0123456789abcdef"

// DefaultAnswer is what the model says where no canned answer fits.
const DefaultAnswer = "I do not know."

// Request is one call as the server saw it.
type Request struct {
	Path   string
	Model  string
	System string   // of a chat completion
	User   string   // of a chat completion
	Input  []string // of an embeddings call
}

// Server is a fake model. Make it with New.
type Server struct {
	URL string // base address including /v1, as OPENAI_BASE_URL takes it
	Dim int    // length of the vectors it gives

	http    *httptest.Server
	closing chan struct{}

	mu       sync.Mutex
	replies  []reply
	mode     Mode
	left     int // failures left; negative: for ever
	after    string
	requests []Request
}

type reply struct{ contains, answer string }

// New starts a server that gives vectors of length dim, and stops it when the test
// ends.
func New(t testing.TB, dim int) *Server {
	t.Helper()
	s := &Server{Dim: dim, closing: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", s.serve(s.chat))
	mux.HandleFunc("POST /v1/embeddings", s.serve(s.embeddings))
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL + "/v1"
	t.Cleanup(func() {
		close(s.closing) // lets hanging requests go, so that Close does not wait for them
		s.http.Close()
	})
	return s
}

// Reply cans an answer for prompts whose user part contains a text. The newest that
// fits wins.
func (s *Server) Reply(contains, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replies = append(s.replies, reply{contains, answer})
}

// Fail makes the next calls fail in a mode; times < 0 is for ever, 0 mends it.
func (s *Server) Fail(mode Mode, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode, s.left = mode, times
}

// RetryAfter sets the header that goes with TooMany and Unavailable.
func (s *Server) RetryAfter(value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.after = value
}

// Requests lists the calls so far, failed ones included.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// wire is the part of both request bodies that the server reads.
type wire struct {
	Model    string `json:"model"`
	Messages []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"messages"`
	Input []string `json:"input"`
	Limit int      `json:"max_completion_tokens"`
}

type handler func(w http.ResponseWriter, body wire, mode Mode)

func (s *Server) serve(next handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+Key {
			writeError(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided.")
			return
		}
		var body wire
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			writeError(w, http.StatusBadRequest, "invalid_request_error", err.Error())
			return
		}
		mode, after := s.record(r.URL.Path, body)
		if !s.fail(w, r, mode, after) {
			next(w, body, mode)
		}
	}
}

func (s *Server) record(path string, body wire) (Mode, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	req := Request{Path: path, Model: body.Model, Input: body.Input}
	for _, m := range body.Messages {
		if m.Role == "system" {
			req.System = m.Content
		} else {
			req.User = m.Content
		}
	}
	s.requests = append(s.requests, req)
	if s.left == 0 {
		return OK, ""
	}
	if s.left > 0 {
		s.left--
	}
	return s.mode, s.after
}

func (s *Server) answer(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.replies) - 1; i >= 0; i-- {
		if strings.Contains(user, s.replies[i].contains) {
			return s.replies[i].answer
		}
	}
	return DefaultAnswer
}

func (s *Server) chat(w http.ResponseWriter, body wire, mode Mode) {
	user := ""
	for _, m := range body.Messages {
		if m.Role == "user" {
			user = m.Content
		}
	}
	if mode == FormerLimit && body.Limit > 0 {
		writeError(w, http.StatusUnprocessableEntity, "extra_forbidden", "max_completion_tokens: Extra inputs are not permitted.")
		return
	}
	text, finish := s.answer(user), "stop"
	message := map[string]any{"role": "assistant"}
	switch mode {
	case Blank:
		text = " \n\u200b"
	case NullText:
		text = "null"
	case Huge:
		text = strings.Repeat("very long ", 1<<20)
	case Truncated:
		text, finish = text[:len(text)/2], "length"
	case Filtered:
		text, finish = "", "content_filter"
	case Refusal:
		text, message["refusal"] = "", "I cannot help with that."
	case NotUTF8:
		text = "broken \ufffd text"
	}
	message["content"] = text
	choices := []any{map[string]any{"index": 0, "message": message, "finish_reason": finish}}
	if mode == NoChoice {
		choices = []any{}
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"id": "chatcmpl-fake", "object": "chat.completion", "created": 1, "model": body.Model, "choices": choices,
		"usage": map[string]int{"prompt_tokens": len(user) / 4, "completion_tokens": len(text) / 4, "total_tokens": (len(user) + len(text)) / 4},
	})
}

func (s *Server) embeddings(w http.ResponseWriter, body wire, mode Mode) {
	dim := s.Dim
	data := []any{}
	for i, text := range body.Input {
		if mode == Missing && i == len(body.Input)-1 {
			continue
		}
		if mode == MixedDims {
			dim++
		}
		vec := Vector(text, dim)
		if mode == ZeroVector {
			clear(vec)
		}
		if mode == Shuffled {
			i = 0
		}
		data = append(data, map[string]any{"object": "embedding", "index": i, "embedding": vec})
	}
	if mode == NotANumber {
		fmt.Fprintf(w, `{"object":"list","data":[{"object":"embedding","index":0,"embedding":[NaN]}],"model":%q}`, body.Model)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"object": "list", "data": data, "model": body.Model,
		"usage": map[string]int{"prompt_tokens": 1, "total_tokens": 1}})
}

// Vector is the embedding of a text: its character trigrams hashed into dim places
// (a random projection of a bag of trigrams), of length one. Texts that share
// wording lie near each other, which is enough for tests of search.
func Vector(text string, dim int) []float32 {
	vec := make([]float32, dim)
	runes := []rune(" " + strings.ToLower(text) + " ")
	for i := 0; i+3 <= len(runes); i++ {
		h := fnv.New64a()
		h.Write([]byte(string(runes[i : i+3])))
		sum := h.Sum64()
		sign := float32(1)
		if sum>>63 == 1 {
			sign = -1
		}
		vec[sum%uint64(dim)] += sign
	}
	norm := 0.0
	for _, v := range vec {
		norm += float64(v) * float64(v)
	}
	if norm == 0 { // a very short text, or one whose trigrams cancel out
		vec[0] = 1
		return vec
	}
	for i := range vec {
		vec[i] /= float32(math.Sqrt(norm))
	}
	return vec
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(body); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(b.Bytes()) // a client that went away is its own affair
}

func writeError(w http.ResponseWriter, status int, code, message string) {
	writeJSON(w, status, map[string]any{"error": map[string]any{"message": message, "type": code, "code": code, "param": nil}})
}

// dripInterval is the pause between two bytes of a dripping answer.
const dripInterval = 20 * time.Millisecond

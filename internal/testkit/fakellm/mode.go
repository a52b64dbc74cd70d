package fakellm

import (
	"net/http"
	"time"
)

// Mode is a way to fail.
type Mode string

// The modes. Some concern only chat completions, some only embeddings; the other
// kind of call is then answered well.
const (
	OK           Mode = ""
	Refuse       Mode = "refuse"       // closes the connection without an answer
	Hang         Mode = "hang"         // never answers
	Drip         Mode = "drip"         // answers one byte at a time and never ends
	TooMany      Mode = "429"          // with the Retry-After of Server.RetryAfter
	Unavailable  Mode = "503"          // with the Retry-After of Server.RetryAfter
	ServerError  Mode = "500"          //
	Unauthorized Mode = "401"          //
	NoModel      Mode = "404"          // this model does not exist
	BadRequest   Mode = "400"          // as for a text that is longer than the model takes
	HTML         Mode = "html"         // a page with status 200, as captive portals and proxies give it
	Cut          Mode = "cut"          // closes the connection in the middle of the body
	Huge         Mode = "huge"         // 10 MB
	FormerLimit  Mode = "former_limit" // chat: knows max_tokens and refuses max_completion_tokens
	NoChoice     Mode = "no_choice"    // chat: an empty list of choices
	Blank        Mode = "blank"        // chat: white space
	NullText     Mode = "null"         // chat: the word null
	Truncated    Mode = "truncated"    // chat: stopped at the length limit
	Filtered     Mode = "filtered"     // chat: stopped by the content filter
	Refusal      Mode = "refusal"      // chat: the model declines
	NotUTF8      Mode = "not_utf8"     // chat: a replacement character, as a broken decoder leaves it
	MixedDims    Mode = "mixed_dims"   // embeddings: every vector one longer than the one before
	ZeroVector   Mode = "zero"         // embeddings: vectors of length zero
	NotANumber   Mode = "not_a_number" // embeddings: NaN, which is not JSON
	Missing      Mode = "missing"      // embeddings: one vector less than texts
	Shuffled     Mode = "shuffled"     // embeddings: every vector with index 0
)

// fail acts out the modes that concern every call. It tells whether the call is over.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, mode Mode, after string) bool {
	if after != "" {
		w.Header().Set("Retry-After", after)
	}
	switch mode {
	case Refuse:
		panic(http.ErrAbortHandler)
	case Hang:
		s.hang(r)
	case Drip:
		s.drip(w, r)
	case TooMany:
		writeError(w, http.StatusTooManyRequests, "rate_limit_exceeded", "Rate limit reached.")
	case Unavailable:
		writeError(w, http.StatusServiceUnavailable, "overloaded", "The engine is overloaded.")
	case ServerError:
		writeError(w, http.StatusInternalServerError, "server_error", "The server had an error.")
	case Unauthorized:
		writeError(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided.")
	case NoModel:
		writeError(w, http.StatusNotFound, "model_not_found", "The model does not exist.")
	case BadRequest:
		writeError(w, http.StatusBadRequest, "invalid_request_error", "The input is longer than the model's context.")
	case HTML:
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<!doctype html><title>Sign in</title><p>Please sign in to the network."))
	case Cut:
		w.Header().Set("Content-Length", "500")
		w.Write([]byte(`{"id":"chatcmpl-fake","object":"chat.completion","choices":[{"index":0,"message":{"role":"assist`))
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	default:
		return false
	}
	return true
}

func (s *Server) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.closing:
	}
}

func (s *Server) drip(w http.ResponseWriter, r *http.Request) {
	tick := time.NewTicker(dripInterval)
	defer tick.Stop()
	w.Header().Set("Content-Type", "application/json")
	for {
		select {
		case <-tick.C:
			w.Write([]byte(" "))
			w.(http.Flusher).Flush()
		case <-r.Context().Done():
			return
		case <-s.closing:
			return
		}
	}
}

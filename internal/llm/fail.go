package llm

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	openai "github.com/sashabaranov/go-openai"

	"frontdesk/internal/fault"
	"frontdesk/internal/mask"
)

// The codes of this package's faults. All are of kind Unavailable (Limited for
// llm_limited): whoever asked goes on without a model.
const (
	CodeNoModel     = "llm_no_model"    // no model of that sort is configured
	CodeUnreachable = "llm_unreachable" // no connection, or it broke
	CodeTimeout     = "llm_timeout"     // no whole answer in time
	CodeRejected    = "llm_rejected"    // a status of 4xx: key, model name or request is wrong; member status
	CodeLimited     = "llm_limited"     // 429, also after waiting; RetryAfter where the server names a time that is too long to wait
	CodeFailed      = "llm_failed"      // a status of 5xx, also after a retry; member status
	CodeInvalid     = "llm_invalid"     // an answer that cannot be used; member reason
	CodeResting     = "llm_resting"     // failed repeatedly and is not asked for a while; RetryAfter
)

// classify turns an error of a call into a fault. The cause, for the log, carries no
// contact data and at most a few lines of the provider's body.
func classify(err error) error {
	var already *fault.Error
	if err == nil || errors.As(err, &already) {
		return err
	}
	if errors.Is(err, errTooLong) {
		return invalid("too_long", "it is too long")
	}
	if status := statusOf(err); status != 0 {
		return byStatus(status, err)
	}
	cause := keepContext(err)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fault.New(fault.Unavailable, CodeTimeout, "The language model did not answer in time.").Cause(cause)
	case errors.Is(err, context.Canceled):
		return fault.New(fault.Unavailable, CodeTimeout, "The call to the language model was given up.").Cause(cause)
	case isDecode(err):
		return invalid("not_json", "it is not the JSON of an answer").Cause(cause)
	}
	return fault.New(fault.Unavailable, CodeUnreachable, "The language model cannot be reached.").Cause(cause)
}

func byStatus(status int, err error) error {
	cause := errors.New(mask.Detail(err.Error()))
	var f *fault.Error
	switch {
	case status == http.StatusTooManyRequests:
		f = fault.New(fault.Limited, CodeLimited, "The language model is asked too often.")
	case status >= 500:
		f = fault.New(fault.Unavailable, CodeFailed, "The language model failed (status %d).", status)
	default:
		f = fault.New(fault.Unavailable, CodeRejected, "The language model refused the call (status %d).", status).
			Advise("Check the base address, the key and the names of the models: frontdesk doctor.")
	}
	return f.With("status", status).Cause(cause)
}

// refusesRequest says whether a server that works would not take this one request,
// such as a text that is too long for its model.
func refusesRequest(err error) bool {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != CodeRejected {
		return false
	}
	switch f.Meta["status"] {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return true
	}
	return false
}

func invalid(reason, what string) *fault.Error {
	return fault.New(fault.Unavailable, CodeInvalid, "The language model's answer cannot be used: %s.", what).With("reason", reason)
}

// keepContext masks an error's text and keeps what errors.Is asks of contexts.
func keepContext(err error) error {
	text := mask.Detail(err.Error())
	for _, is := range []error{context.DeadlineExceeded, context.Canceled} {
		if errors.Is(err, is) {
			return fmt.Errorf("%s: %w", text, is)
		}
	}
	return errors.New(text)
}

func statusOf(err error) int {
	var api *openai.APIError
	if errors.As(err, &api) {
		return api.HTTPStatusCode
	}
	var request *openai.RequestError
	if errors.As(err, &request) {
		return request.HTTPStatusCode
	}
	return 0
}

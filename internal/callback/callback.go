// Package callback holds what all requests to an address of the shop's have in
// common: their signature, and what an answer means.
package callback

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"frontdesk/internal/fault"
)

// SignatureHeader carries t=SECONDS,v1=HEX: the time of sending, and the
// HMAC-SHA256 over that time, a dot and the body, under the secret. A receiver
// refuses old times, so that a stolen request is soon worth nothing.
const SignatureHeader = "X-Frontdesk-Signature"

// Sign makes the value of SignatureHeader.
func Sign(secret string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(t + "."))
	h.Write(body)
	return "t=" + t + ",v1=" + hex.EncodeToString(h.Sum(nil))
}

// Plain is a failed request without its address, which may carry a key and would
// otherwise stand in the log.
func Plain(err error) error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		return u.Err
	}
	return err
}

// Outcome reads an answer's status: 2xx took the request; 408, 425, 429 and 5xx did
// not and may be tried again, after Retry-After where it is given; any other one
// refuses it for good, with the code callback_refused.
func Outcome(res *http.Response, now time.Time) error {
	switch s := res.StatusCode; {
	case s >= 200 && s < 300:
		return nil
	case s == http.StatusTooManyRequests:
		return later(fault.Limited, res, now)
	case s == http.StatusRequestTimeout || s == http.StatusTooEarly || s >= 500:
		return later(fault.Unavailable, res, now)
	}
	return fault.New(fault.Invalid, "callback_refused", "The callback refused the message with status %d.", res.StatusCode)
}

func later(kind fault.Code, res *http.Response, now time.Time) error {
	f := fault.New(kind, "", "The callback did not take the message: status %d.", res.StatusCode)
	f.RetryAfter = retryAfter(res.Header.Get("Retry-After"), now)
	return f
}

// longestPause is how long a receiver may have us wait: behind a message that waits
// somebody does, too.
const longestPause = 24 * time.Hour

// retryAfter reads seconds or an HTTP date, at most longestPause; 0 where there is
// neither.
func retryAfter(header string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(header); err == nil && n >= 0 {
		return time.Duration(min(n, int(longestPause.Seconds()))) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return min(max(0, at.Sub(now)), longestPause)
	}
	return 0
}

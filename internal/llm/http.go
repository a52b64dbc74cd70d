package llm

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"frontdesk/internal/fault"
)

// errTooLong ends the reading of an answer beyond Config.MaxResponse.
var errTooLong = errors.New("the answer is too long")

const (
	// retryPause is waited before the retry where the server names no time.
	retryPause = 300 * time.Millisecond
	// longestPause is the longest that is waited: somebody waits for the answer.
	longestPause = 2 * time.Second
)

// doer sends one request: it retries once where the server asks for that, follows no
// redirect (which would carry the prompt elsewhere) and bounds the answer.
type doer struct {
	client *http.Client
	cfg    Config
}

func newDoer(cfg Config) *doer {
	return &doer{cfg: cfg, client: &http.Client{
		Transport:     cfg.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Do implements openai.HTTPDoer.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	res, err := d.client.Do(req)
	if err != nil {
		return nil, err
	}
	if again, err := d.again(req, res); err != nil {
		res.Body.Close()
		return nil, err
	} else if again != nil {
		res.Body.Close()
		if res, err = d.client.Do(again); err != nil {
			return nil, err
		}
	}
	res.Body = &bounded{body: res.Body, left: d.cfg.MaxResponse}
	return res, nil
}

// again gives the request to send after a pause, or nil where the answer stands: it
// is no 429 or 5xx, or the pause asked for does not fit into the time that is left.
// A longer pause than anybody waits is a fault that names it.
func (d *doer) again(req *http.Request, res *http.Response) (*http.Request, error) {
	if res.StatusCode != http.StatusTooManyRequests && res.StatusCode < 500 || req.GetBody == nil {
		return nil, nil
	}
	pause := retryAfter(res.Header.Get("Retry-After"), d.cfg.Clock())
	if pause > longestPause {
		return nil, comeBack(res, pause)
	}
	if deadline, ok := req.Context().Deadline(); ok && time.Until(deadline) <= pause {
		return nil, nil
	}
	if err := d.cfg.Wait(req.Context(), pause); err != nil {
		return nil, err
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	again := req.Clone(req.Context())
	again.Body = body
	return again, nil
}

// comeBack is the fault of a server that wants to be left alone for a while.
func comeBack(res *http.Response, pause time.Duration) error {
	kind, code := fault.Unavailable, CodeFailed
	if res.StatusCode == http.StatusTooManyRequests {
		kind, code = fault.Limited, CodeLimited
	}
	f := fault.New(kind, code, "The language model wants to be asked again in %s (status %d).", pause.Round(time.Second), res.StatusCode)
	f.RetryAfter = pause
	return f.With("status", res.StatusCode)
}

// retryAfter reads the header, in seconds or as a date (RFC 9110, 10.2.3); seconds of
// more than a day are one.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil && seconds >= 0 {
		return max(time.Duration(min(seconds, 86_400))*time.Second, retryPause)
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(at.Sub(now), retryPause)
	}
	return retryPause
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// bounded is a body that fails after a number of bytes, where io.LimitReader would
// end and make a cut answer look whole.
type bounded struct {
	body io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	n, err := b.body.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

func (b *bounded) Close() error { return b.body.Close() }

// isDecode tells whether err says that a body is not the JSON we expect. A
// connection that ends before its answer is a *url.Error around io.EOF, an empty
// body a bare io.EOF.
func isDecode(err error) bool {
	if errors.As(err, new(*url.Error)) {
		return false
	}
	return errors.As(err, new(*json.SyntaxError)) || errors.As(err, new(*json.UnmarshalTypeError)) || errors.Is(err, io.EOF)
}

package callback_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"frontdesk/internal/callback"
	"frontdesk/internal/fault"
	"frontdesk/internal/testkit/receiver"
)

const secret = "callback-secret-0123456789-0123456789"

func TestSignature(t *testing.T) {
	body, now := []byte(`{"a":1}`), time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	header := http.Header{}
	header.Set(callback.SignatureHeader, callback.Sign(secret, now, body))
	if err := receiver.Check(secret, header, body, now.Add(30*time.Second)); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{
		"other body": receiver.Check(secret, header, []byte(`{"a":2}`), now),
		"other key":  receiver.Check("x"+secret, header, body, now),
		"old":        receiver.Check(secret, header, body, now.Add(2*time.Minute)),
	} {
		if err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestHowLongAReceiverMayHaveUsWait(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "soon": 0, "-5": 0, "90": 90 * time.Second, "90000": 24 * time.Hour, "9999999999": 24 * time.Hour,
		"Sat, 21 Nov 2026 12:01:00 GMT": time.Minute, "Sat, 21 Nov 2026 11:00:00 GMT": 0, "Fri, 31 Dec 9999 23:59:59 GMT": 24 * time.Hour,
	} {
		err := callback.Outcome(&http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {header}}}, now)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Unavailable || f.RetryAfter != want {
			t.Errorf("Retry-After %q: %v, %s; want %s", header, err, f.RetryAfter, want)
		}
	}
}

package callback_test

import (
	"net/http"
	"testing"
	"time"

	"frontdesk/internal/callback"
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

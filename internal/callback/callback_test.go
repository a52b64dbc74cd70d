package callback_test

import (
	"testing"
	"time"

	"frontdesk/internal/callback"
)

const secret = "callback-secret-0123456789-0123456789"

func TestSignature(t *testing.T) {
	body, now := []byte(`{"a":1}`), time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	good := callback.Sign(secret, now, body)
	for name, ok := range map[string]bool{
		"itself":      callback.Verify(secret, good, body, now.Add(30*time.Second), time.Minute),
		"other body":  !callback.Verify(secret, good, []byte(`{"a":2}`), now, time.Minute),
		"other key":   !callback.Verify("x"+secret, good, body, now, time.Minute),
		"old":         !callback.Verify(secret, good, body, now.Add(2*time.Minute), time.Minute),
		"from ahead":  !callback.Verify(secret, good, body, now.Add(-2*time.Minute), time.Minute),
		"other time":  !callback.Verify(secret, "t=2"+good[3:], body, now, 100*365*24*time.Hour),
		"empty":       !callback.Verify(secret, "", body, now, time.Minute),
		"no sum":      !callback.Verify(secret, good[:13], body, now, time.Minute),
		"garbage":     !callback.Verify(secret, "t=x,v1=zz", body, now, time.Minute),
		"sum cut off": !callback.Verify(secret, good[:len(good)-2], body, now, time.Minute),
	} {
		if !ok {
			t.Errorf("%s", name)
		}
	}
}

// TestOutcomes: what the callback does, and what becomes of the message.

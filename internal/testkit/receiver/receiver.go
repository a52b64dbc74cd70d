// Package receiver is what stands at an address of the shop's that callbacks and
// notices are posted to. It checks them as docs/protocol.md tells receivers to, with
// no line of the code that signs.
package receiver

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"
)

// skew is how old a request may be: a stolen one is soon worth nothing.
const skew = time.Minute

// Check says what is wrong with the signature of a request that came at now; nil
// where it is the secret's.
func Check(secret string, header http.Header, body []byte, now time.Time) error {
	var seconds int64
	var sum string
	signature := header.Get("X-Frontdesk-Signature")
	if _, err := fmt.Sscanf(signature, "t=%d,v1=%s", &seconds, &sum); err != nil {
		return fmt.Errorf("the signature %q cannot be read: %w", signature, err)
	}
	if age := now.Sub(time.Unix(seconds, 0)); age.Abs() > skew {
		return fmt.Errorf("the signature is %s old", age)
	}
	h := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(h, "%d.%s", seconds, body)
	if got, err := hex.DecodeString(sum); err != nil || !hmac.Equal(got, h.Sum(nil)) {
		return fmt.Errorf("the signature %q is not that of the body", signature)
	}
	return nil
}

package wording_test

import (
	"testing"

	"frontdesk/internal/wording"
)

func TestList(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "S, M, L", "de-AT": "S, M, L", "ko": "S, M, L", "he": "S, M, L", "": "S, M, L",
		"zh-Hant": "S、M、L", "ja": "S、M、L", "ar": "S، M، L",
	} {
		if got := wording.List(tag, []string{"S", "M", "L"}); got != want {
			t.Errorf("%q: got %q, want %q", tag, got, want)
		}
	}
	if got := wording.List("ja", nil); got != "" {
		t.Errorf("an empty list is %q, want nothing", got)
	}
}

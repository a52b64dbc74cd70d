package wording_test

import (
	"testing"
	"time"

	"frontdesk/internal/wording"
)

func TestDate(t *testing.T) {
	day := time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC)
	want := map[string]string{
		"en": "2 March 2026", "zh": "2026年3月2日", "ja": "2026年3月2日", "ko": "2026년 3월 2일", "de": "02.03.2026",
		"fr": "02/03/2026", "es": "02/03/2026", "pt": "02/03/2026", "it": "02/03/2026", "nl": "02-03-2026",
		"pl": "02.03.2026", "cs": "2. 3. 2026", "ro": "02.03.2026", "sv": "2026-03-02", "da": "02.03.2026",
		"fi": "2.3.2026", "el": "02/03/2026", "tr": "02.03.2026", "ru": "02.03.2026", "uk": "02.03.2026",
		"ar": "02/03/2026", "he": "02/03/2026", "hi": "02/03/2026", "th": "02/03/2026", "vi": "02/03/2026",
		"id": "02/03/2026", "ms": "02/03/2026", "hu": "2026. 03. 02.",
	}
	for _, lang := range wording.Languages() {
		if got := wording.Date(lang, day); got != want[lang] {
			t.Errorf("%s: got %q, want %q", lang, got, want[lang])
		}
	}
	for tag, want := range map[string]string{"de-AT": "02.03.2026", "pt_BR": "02/03/2026", "hr": "2 March 2026", "": "2 March 2026"} {
		if got := wording.Date(tag, day); got != want {
			t.Errorf("%q: got %q, want %q", tag, got, want)
		}
	}
	at := time.Date(2026, 3, 2, 13, 30, 0, 0, time.FixedZone("CET", 3600))
	if got := wording.Moment("de", at) + wording.Moment("zh", at) + wording.Moment("de", time.Time{}); got != "02.03.2026, 13:30 (CET)2026年3月2日, 13:30 (CET)" {
		t.Errorf("moments %q", got)
	}
	if got := wording.Date("en", time.Time{}); got != "" {
		t.Errorf("the zero time is %q, want nothing", got)
	}
}

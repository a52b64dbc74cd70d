package nlu_test

import "testing"

// TestLanguagesBesideArabicHaveNames holds that Persian and Urdu are told from Arabic, and
// go on in a conversation in them.
func TestLanguagesBesideArabicHaveNames(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct{ text, prior, want string }{
		{"سفارش من کجاست؟ هنوز نرسیده", "en", "fa"}, {"پولم را پس بدهید", "en", "fa"}, {"سفارش", "fa", "fa"},
		{"میرا آرڈر کہاں ہے", "en", "ur"}, {"أين طلبي؟", "en", ""}, {"وصلني الكوب مكسور", "fa", ""}, {"شكرا", "ar", ""}, {"where is it", "fa", ""},
	} {
		if got := a.ReadLanguage(c.text, []string{c.prior, "en"}); got.Strange != c.want {
			t.Errorf("%q in a conversation in %s: %q, want %q", c.text, c.prior, got.Strange, c.want)
		}
	}
}

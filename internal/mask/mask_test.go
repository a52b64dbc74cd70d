package mask_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"frontdesk/internal/mask"
)

func TestSecrets(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"my card is 4242 4242 4242 4242, thanks", "my card is [card ••••4242], thanks"},
		{"4242424242424242", "[card ••••4242]"},
		{"4242-4242-4242-4242", "[card ••••4242]"},
		{"4242.4242.4242.4242", "[card ••••4242]"},
		{"amex 3782 822463 10005", "amex [card ••••0005]"},
		{"diners 3056 930902 5904", "diners [card ••••5904]"},
		{"mastercard 5555555555554444 and visa 4012888888881881", "mastercard [card ••••4444] and visa [card ••••1881]"},
		{"卡号４２４２４２４２４２４２４２４２谢谢", "卡号[card ••••4242]谢谢"},
		{"VISA4242 4242 4242 4242", "VISA[card ••••4242]"},
		{"银联 6200 0000 0000 0005", "银联 [card ••••0005]"},
		{"رقم ٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", "رقم [card ••••4242]"},
		{"42\u200b4242\u200b4242\u200b4242\u200b42", "42\u200b4242\u200b4242\u200b4242\u200b42"}, // groups of two: nobody writes so
		{"4242\u200b4242\u200b4242\u200b4242", "[card ••••4242]"},
		{"order 10482 4242 4242 4242 4242", "order 10482 [card ••••4242]"},
		{"4242 4242 4242 4242 12/27 cvv 123", "[card ••••4242] 12/27 cvv •••"},
		{"CVC: 9876 please", "CVC: ••• please"},
		{"Prüfnummer 123", "Prüfnummer •••"},
		{"código de seguridad es 123", "código de seguridad es •••"},
		{"安全码：123", "安全码：•••"},

		// These stay: a support desk needs them.
		{"", ""},
		{"Wo ist mein Paket 10482?", "Wo ist mein Paket 10482?"},
		{"4242 4242 4242 4241 fails the check", "4242 4242 4242 4241 fails the check"},
		{"tracking 00340434161094042557", "tracking 00340434161094042557"}, // 20 digits
		{"EAN 4006381333931", "EAN 4006381333931"},
		{"IBAN DE89 3704 0044 0532 0130 00", "IBAN DE89 3704 0044 0532 0130 00"},
		{"IBAN DE89370400440532013000", "IBAN DE89370400440532013000"},
		{"call +49 151 23456789", "call +49 151 23456789"},
		{"IMEI 490154203237518", "IMEI 490154203237518"},
		{"ordered on 2026-01-12, 12 pieces at 4.99", "ordered on 2026-01-12, 12 pieces at 4.99"},
		{"1234567890123456", "1234567890123456"},
	} {
		if got := mask.Secrets(c.in); got != c.want {
			t.Errorf("Secrets(%q) = %q; want %q", c.in, got, c.want)
		}
	}
}

// TestSecretsFindsEveryCard hides a valid card of a drawn issuer, grouped in any
// sensible way, in drawn text, and wants it gone.
func TestSecretsFindsEveryCard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := drawCard(t)
		sep := rapid.SampledFrom([]string{"", " ", "-", ".", "\u00a0", " - "}).Draw(t, "separator")
		if sep == " - " {
			sep = " -" // at most two separators in a row
		}
		var groups []string
		for s := number; s != ""; {
			n := min(len(s), 4)
			if len(s)-n < 3 {
				n = len(s)
			}
			groups, s = append(groups, s[:n]), s[n:]
		}
		before := rapid.StringMatching(`[a-zé你 ]{0,20}`).Draw(t, "before")
		after := rapid.StringMatching(`[a-zé你, ]{0,20}`).Draw(t, "after")
		text := before + " : " + strings.Join(groups, sep) + " ; " + after
		got := mask.Secrets(text)
		if want := before + " : [card ••••" + number[len(number)-4:] + "] ; " + after; got != want {
			t.Fatalf("Secrets(%q) = %q; want %q", text, got, want)
		}
	})
}

func drawCard(t *rapid.T) string {
	issuer := rapid.SampledFrom([]struct {
		head   string
		length int
	}{{"4", 16}, {"4", 19}, {"51", 16}, {"2221", 16}, {"34", 15}, {"36", 14}, {"6011", 16}, {"3528", 16}, {"62", 19}}).Draw(t, "issuer")
	number := issuer.head
	for len(number) < issuer.length-1 {
		number += string(rune('0' + rapid.IntRange(0, 9).Draw(t, "digit")))
	}
	sum := 0
	for i := range number { // the check digit is at the right, so the last one drawn is doubled
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 0 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return number + string(rune('0'+(10-sum%10)%10))
}

func FuzzSecrets(f *testing.F) {
	f.Add("4242 4242 4242 4242")
	f.Add("\xff4242")
	f.Fuzz(func(t *testing.T, s string) {
		got := mask.Secrets(s)
		if again := mask.Secrets(got); again != got {
			t.Errorf("masking twice differs: %q, %q", got, again)
		}
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("Secrets(%q) broke the text: %q", s, got)
		}
	})
}

func TestDetail(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"550 <maria@example.com>: unknown", "550 <m***@***.com>: unknown"},
		{"user maria.keller@example.com with +49 151 23456789 and 4242424242424242", "user m***@***.com with ***89 and [card ••••4242]"},
		{"call 06.12.34.56.78 or (030) 123-4567", "call ***78 or (***67"},
		{"code 404 for model gpt", "code 404 for model gpt"},
		{"dial tcp 127.0.0.1:8080: connection refused", "dial tcp 127.0.0.1:8080: connection refused"},
		{"no route from 10.1.2.0/24", "no route from 10.1.2.0/24"},
		{"10.1.2.3 +49 151 23456789", "10.1.2.3 ***89"},
		{"gpt-4o-2024-08-06 is gone since 2026-01-12 10:30", "gpt-4o-2024-08-06 is gone since 2026-01-12 10:30"},
		{strings.Repeat("é", 400), strings.Repeat("é", 300) + "…"},
		{"", ""},
	} {
		if got := mask.Detail(c.in); got != c.want {
			t.Errorf("Detail(%q) = %q; want %q", c.in, got, c.want)
		}
	}
}

func BenchmarkSecrets(b *testing.B) {
	text := strings.Repeat("Where is my parcel 10482? I paid with 4242 4242 4242 4242 and wait since Monday. ", 4)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		mask.Secrets(text)
	}
}

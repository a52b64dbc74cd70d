package shop_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/internal/fault"
	"frontdesk/shop"
)

var currencies = []string{"EUR", "USD", "JPY", "KWD", "CNY", "KRW", "CHF"}

func anyMoney(t *rapid.T, label string) shop.Money {
	return shop.Money{Minor: rapid.Int64().Draw(t, label), Currency: rapid.SampledFrom(currencies).Draw(t, label+" currency")}
}

// TestMoneyReadsBack: what is written is read back as the same amount, as text
// and as JSON.
func TestMoneyReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoney(t, "m")
		got, err := shop.ParseMoney(m.Decimal(), m.Currency)
		if err != nil || got != m {
			t.Fatalf("%+v is written %q and read %+v, %v", m, m.Decimal(), got, err)
		}
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var back shop.Money
		if err := json.Unmarshal(data, &back); err != nil || back != m {
			t.Fatalf("%+v is written %s and read %+v, %v", m, data, back, err)
		}
	})
}

// TestMoneyCountsExactly holds sums and products against big integers: exact,
// or refused because they do not fit.
func TestMoneyCountsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyMoney(t, "a"), anyMoney(t, "b")
		b.Currency = a.Currency
		n := rapid.Int().Draw(t, "n")
		sum, err := a.Add(b)
		exact(t, "sum", sum, err, new(big.Int).Add(big.NewInt(a.Minor), big.NewInt(b.Minor)))
		product, err := a.Times(n)
		exact(t, "product", product, err, new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(int64(n))))
		if other, err := b.Add(a); err == nil && other != sum {
			t.Fatalf("%v + %v depends on the order: %v, %v", a, b, sum, other)
		}
	})
}

func exact(t *rapid.T, what string, got shop.Money, err error, want *big.Int) {
	t.Helper()
	fits := want.IsInt64() && want.Int64() != math.MinInt64
	switch {
	case err == nil && want.IsInt64() && got.Minor == want.Int64():
	case err != nil && !fits && fault.KindOf(err) == fault.Invalid:
	default:
		t.Fatalf("%s is %v, %v, want %v", what, got, err, want)
	}
}

// TestMoneyFormatKeepsDigits: whatever the locale adds, the digits stay.
func TestMoneyFormatKeepsDigits(t *testing.T) {
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == '-' {
				return r
			}
			return -1
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoney(t, "m")
		locale := rapid.SampledFrom([]string{"de-DE", "en", "fr-FR", "zh-CN", "pt-BR", "de_CH", "", "x"}).Draw(t, "locale")
		if got := m.Format(locale); digits(got) != digits(m.Decimal()) {
			t.Fatalf("%s in %q is %q", m, locale, got)
		}
	})
}

func TestMoneyFormat(t *testing.T) {
	cases := []struct {
		minor                  int64
		currency, locale, want string
	}{
		{129990, "EUR", "de-DE", "1.299,90\u00a0€"},
		{129990, "EUR", "en-GB", "€1,299.90"},
		{129990, "USD", "en-US", "$1,299.90"},
		{129990, "EUR", "fr-FR", "1\u202f299,90\u00a0€"},
		{129990, "CHF", "de-CH", "CHF\u00a01’299.90"},
		{129900, "CNY", "zh-CN", "¥1,299.00"},
		{1299, "JPY", "ja-JP", "¥1,299"},
		{129990, "BRL", "pt-BR", "R$\u00a01.299,90"},
		{14900, "MXN", "es-MX", "$149.00"},
		{1290, "CAD", "en-US", "CA$12.90"},
		{1290, "CHF", "en-GB", "CHF\u00a012.90"},
		{129990, "PLN", "pl", "1\u00a0299,90\u00a0zł"},
		{129990, "ILS", "he-IL", "1,299.90\u00a0₪"},
		{129990, "EUR", "ar", "1,299.90\u00a0€"},
		{123456789, "INR", "hi", "₹12,34,567.89"},
		{129990, "INR", "hi", "₹1,299.90"},
		{129990, "THB", "th", "฿1,299.90"},
		{129990, "VND", "vi", "129.990\u00a0₫"},
		{1299900, "IDR", "id", "Rp\u00a012.999,00"},
		{-5, "EUR", "de", "-0,05\u00a0€"},
		{1500, "KWD", "en", "KWD\u00a01.500"},
		{0, "", "en", "0.00"},
	}
	for _, c := range cases {
		if got := (shop.Money{Minor: c.minor, Currency: c.currency}).Format(c.locale); got != c.want {
			t.Errorf("%d %s in %s: got %q, want %q", c.minor, c.currency, c.locale, got, c.want)
		}
	}
}

func TestMoneyRefuses(t *testing.T) {
	cases := []struct{ amount, currency string }{
		{"", "EUR"}, {".", "EUR"}, {"1.", "EUR"}, {".5", "EUR"}, {"-", "EUR"}, {"--5", "EUR"}, {"+5", "EUR"},
		{"1,50", "EUR"}, {"1 000", "EUR"}, {"1e3", "EUR"}, {"0x1F", "EUR"}, {"1.999", "EUR"}, {"1.5", "JPY"},
		{"１２", "EUR"}, {"1_000", "EUR"}, {"92233720368547758.08", "EUR"}, {"5", "eur"}, {"5", "EU"}, {"5", ""}, {"1.-5", "EUR"},
	}
	for _, c := range cases {
		if m, err := shop.ParseMoney(c.amount, c.currency); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q %q is read as %v, %v, want a refusal", c.amount, c.currency, m, err)
		}
	}
	if _, err := (shop.Money{Minor: 1, Currency: "EUR"}).Add(shop.Money{Minor: 1, Currency: "USD"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("euros and dollars were added: %v", err)
	}
	var m shop.Money
	for _, text := range []string{`{"amount":1.5,"currency":"EUR"}`, `{"amount":"1.5"}`, `[]`, `{"currency":"EUR"}`} {
		if err := json.Unmarshal([]byte(text), &m); err == nil {
			t.Errorf("%s is read as %v", text, m)
		}
	}
}

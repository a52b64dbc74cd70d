package shop

import (
	"encoding/json"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"frontdesk/internal/fault"
)

// Money is an exact amount: whole minor units (cents; yen for JPY) of an ISO
// 4217 currency. Amounts of different currencies are never added. The zero
// value is no money in no currency and adds to any.
type Money struct {
	Minor    int64
	Currency string // upper case, three letters
}

// digitsOf lists the currencies whose minor unit is not a hundredth (ISO 4217).
var digitsOf = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0,
	"PYG": 0, "RWF": 0, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}

// Digits is the number of decimals of a currency: 2 unless ISO 4217 says else.
func Digits(currency string) int {
	if d, ok := digitsOf[currency]; ok {
		return d
	}
	return 2
}

// ParseMoney reads a plain decimal ("79.90", "-5", "1200") with a point and no
// grouping. More decimals than the currency has, other characters and amounts
// beyond 64 bits fail with fault.Invalid.
func ParseMoney(amount, currency string) (Money, error) {
	bad := func(why string) (Money, error) {
		return Money{}, fault.New(fault.Invalid, "money_invalid", "%q %q is not an amount: %s", amount, currency, why)
	}
	if !isCurrency(currency) {
		return bad("the currency is three capital letters")
	}
	whole, frac, point := strings.Cut(amount, ".")
	negative := strings.HasPrefix(whole, "-")
	whole = strings.TrimPrefix(whole, "-")
	digits := Digits(currency)
	switch {
	case whole == "" || (point && frac == ""):
		return bad("digits are missing")
	case len(frac) > digits:
		return bad("it has too many decimals")
	case !allDigits(whole) || !allDigits(frac):
		return bad("only digits and one point are allowed")
	}
	sign := ""
	if negative {
		sign = "-"
	}
	minor, err := strconv.ParseInt(sign+whole+frac+strings.Repeat("0", digits-len(frac)), 10, 64)
	if err != nil {
		return bad("it is too large")
	}
	return Money{Minor: minor, Currency: currency}, nil
}

// Add returns m + o. Different currencies and overflow fail with fault.Invalid.
func (m Money) Add(o Money) (Money, error) {
	switch {
	case o == Money{}:
		return m, nil
	case m == Money{}:
		return o, nil
	case m.Currency != o.Currency:
		return Money{}, fault.New(fault.Invalid, "currency_mismatch", "%s and %s cannot be added", m.Currency, o.Currency)
	}
	sum := m.Minor + o.Minor
	if (sum > m.Minor) != (o.Minor > 0) && o.Minor != 0 {
		return Money{}, overflow()
	}
	return Money{Minor: sum, Currency: m.Currency}, nil
}

// Times returns the price of n pieces; overflow fails with fault.Invalid.
func (m Money) Times(n int) (Money, error) {
	hi, lo := bits.Mul64(magnitude(m.Minor), magnitude(int64(n)))
	negative := (m.Minor < 0) != (n < 0)
	if hi != 0 || lo > math.MaxInt64 {
		return Money{}, overflow()
	}
	minor := int64(lo)
	if negative {
		minor = -minor
	}
	return Money{Minor: minor, Currency: m.Currency}, nil
}

// Decimal is the amount as a plain decimal without the currency ("79.90"), the
// form that ParseMoney reads back.
func (m Money) Decimal() string {
	digits := Digits(m.Currency)
	s := strconv.FormatUint(magnitude(m.Minor), 10)
	if digits > 0 {
		if len(s) <= digits {
			s = strings.Repeat("0", digits-len(s)+1) + s
		}
		s = s[:len(s)-digits] + "." + s[len(s)-digits:]
	}
	if m.Minor < 0 {
		s = "-" + s
	}
	return s
}

// String is the form for logs and programs: "79.90 EUR".
func (m Money) String() string { return strings.TrimSpace(m.Decimal() + " " + m.Currency) }

// moneyJSON is Money on the wire: a decimal as text, so that no reader rounds.
type moneyJSON struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// MarshalJSON writes {"amount":"79.90","currency":"EUR"}.
func (m Money) MarshalJSON() ([]byte, error) {
	return json.Marshal(moneyJSON{Amount: m.Decimal(), Currency: m.Currency})
}

// UnmarshalJSON reads what MarshalJSON writes, exactly or not at all.
func (m *Money) UnmarshalJSON(data []byte) error {
	var w moneyJSON
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("read money: %w", err)
	}
	if w.Currency == "" && (w.Amount == "" || w.Amount == Money{}.Decimal()) {
		*m = Money{}
		return nil
	}
	parsed, err := ParseMoney(w.Amount, w.Currency)
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}

func isCurrency(s string) bool {
	return len(s) == 3 && strings.IndexFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

func allDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// magnitude is |n|, right also for the smallest integer.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func overflow() error {
	return fault.New(fault.Invalid, "money_overflow", "the amount is too large")
}

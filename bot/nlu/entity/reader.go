package entity

import (
	"fmt"
	"regexp"
)

// Config says what a shop's own codes look like.
type Config struct {
	// OrderPattern is the shop's form of order numbers, for example `NB-\d{5}`.
	// Empty: digits, optionally with a short letter prefix.
	OrderPattern string
	// OrderCheck is the rule of the check digits in an order number: luhn, or
	// mod97 (ISO 7064 MOD 97-10, letters counting from A = 10). Empty: none.
	OrderCheck string
}

// The rules of check digits, as Config.OrderCheck.
const (
	CheckLuhn  = "luhn"
	CheckMod97 = "mod97"
)

// Validate refuses a pattern that does not compile or matches the empty text,
// and a check that does not exist.
func (c Config) Validate() error {
	if c.OrderPattern != "" {
		re, err := regexp.Compile(c.OrderPattern)
		if err != nil {
			return fmt.Errorf("order pattern: %w", err)
		}
		if re.MatchString("") {
			return fmt.Errorf("order pattern %q matches the empty text", c.OrderPattern)
		}
	}
	if c.OrderCheck != "" && c.OrderCheck != CheckLuhn && c.OrderCheck != CheckMod97 {
		return fmt.Errorf("order check %q is not known; it is %s or %s", c.OrderCheck, CheckLuhn, CheckMod97)
	}
	return nil
}

// Reader finds entities. It never changes and is safe for concurrent use.
type Reader struct {
	order *regexp.Regexp // nil: the built-in form
	check func(number string) bool
}

// New makes a reader, or says what is wrong with the configuration.
func New(cfg Config) (*Reader, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	r := &Reader{check: func(string) bool { return true }}
	if cfg.OrderPattern != "" {
		r.order = regexp.MustCompile(cfg.OrderPattern)
	}
	switch cfg.OrderCheck {
	case CheckLuhn:
		r.check = luhn
	case CheckMod97:
		r.check = mod97
	}
	return r, nil
}

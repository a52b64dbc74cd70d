package shop

import "strings"

// Customer is a person with an account at the shop.
type Customer struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"` // in the order and script of the customer's country
	Email     string    `json:"email"`
	Phone     string    `json:"phone,omitempty"`      // E.164
	Country   string    `json:"country"`              // ISO 3166-1 alpha-2
	Locale    string    `json:"locale"`               // BCP 47, for example "de-DE"
	Tier      Tier      `json:"tier"`                 // loyalty tier
	ValueBand ValueBand `json:"value_band"`           // spending of the last 12 months
	Marketing bool      `json:"marketing"`            // agreed to receive news
	Addresses []Address `json:"addresses,omitempty"`  // the first is the default
	GiftCards []Money   `json:"gift_cards,omitempty"` // balances
}

// Tier is a loyalty tier.
type Tier string

// The tiers, lowest first.
const (
	TierStandard Tier = "standard"
	TierSilver   Tier = "silver"
	TierGold     Tier = "gold"
)

// ValueBand sorts customers by what they spent in the last twelve months; it
// ranks handoffs and is never shown to the shopper.
type ValueBand string

// The bands: below 200, below 800, and above, in EUR or its worth.
const (
	ValueLow    ValueBand = "low"
	ValueMedium ValueBand = "medium"
	ValueHigh   ValueBand = "high"
)

// Address is a delivery or billing address. Line1 holds street and number in
// local order; Region is a state, province or prefecture where the country uses
// one; Postcode is empty where there is none.
type Address struct {
	Name     string `json:"name"`
	Line1    string `json:"line1"`
	Line2    string `json:"line2,omitempty"`
	City     string `json:"city"`
	Region   string `json:"region,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Country  string `json:"country"` // ISO 3166-1 alpha-2
	Phone    string `json:"phone,omitempty"`
}

// String is the address on one line, as it is read back for confirmation.
func (a Address) String() string {
	var parts []string
	for _, p := range []string{a.Name, a.Line1, a.Line2, strings.TrimSpace(a.Postcode + " " + a.City), a.Region, a.Country} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// Missing names the fields that a parcel cannot do without and that are empty.
func (a Address) Missing() []string {
	var missing []string
	need := func(field, value string) {
		if strings.TrimSpace(value) == "" {
			missing = append(missing, field)
		}
	}
	need("name", a.Name)
	need("line1", a.Line1)
	need("city", a.City)
	if !withoutPostcode[a.Country] {
		need("postcode", a.Postcode)
	}
	need("country", a.Country)
	return missing
}

// withoutPostcode lists countries and territories whose addresses have no
// postcode in daily use.
var withoutPostcode = map[string]bool{"HK": true, "MO": true, "AE": true, "QA": true, "IE": true}

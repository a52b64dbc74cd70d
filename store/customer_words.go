package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"frontdesk/chat"
)

// CustomerIndex is what an engine knows of the words of its customers.
type CustomerIndex interface {
	// UnspeltCustomers gives up to limit customers whose name or address has changed
	// since their words were saved.
	UnspeltCustomers(ctx context.Context, limit int) ([]UnspeltCustomer, error)
	// SaveCustomerWords stores the words of these customers in place of those that
	// they had, all or none; who has changed again stays as they are.
	SaveCustomerWords(ctx context.Context, list []UnspeltCustomer) error
}

// IndexCustomers makes up to about most customers known to the search and tells whether
// there are more. Like messages, they are indexed after the fact and in small
// transactions.
func IndexCustomers(ctx context.Context, x CustomerIndex, most int) (more bool, err error) {
	for done := 0; done < most; done += spellBatch {
		batch, err := x.UnspeltCustomers(ctx, spellBatch)
		if err != nil {
			return false, fmt.Errorf("read customers to index: %w", err)
		}
		if len(batch) > 0 {
			if err := x.SaveCustomerWords(ctx, batch); err != nil {
				return false, fmt.Errorf("index customers: %w", err)
			}
		}
		if len(batch) < spellBatch {
			return false, nil
		}
	}
	return true, nil
}

// UnspeltCustomer is a customer whose words the search does not have yet.
type UnspeltCustomer struct{ ID, Name, Email string }

// UnspeltCustomerFields are the fields of id, name and email.
func UnspeltCustomerFields(u *UnspeltCustomer) []any { return []any{&u.ID, &u.Name, &u.Email} }

// Spelt is what the words are made of, as the engines put it together: a customer
// whose own differs from the one that is noted has to be indexed.
func (u UnspeltCustomer) Spelt() string { return u.Name + " " + u.Email }

// Words are what a customer is found by, each by its beginning: the words of the
// name and of the address before its @, the address as a whole, and its domain
// behind an @. The domain has no words of its own: half of all customers would be
// found by gmail.
func (u UnspeltCustomer) Words() []string {
	address := strings.ToLower(u.Email)
	local, domain, _ := strings.Cut(address, "@")
	var out []string
	for _, w := range chat.Words(u.Name + " " + local) {
		out = append(out, w.Term)
	}
	if domain != "" {
		out = append(out, address, "@"+domain)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// SoughtCustomers are the beginnings of words that a customer must have for a search
// text to find them, all of them: the whole text where it has an @, else its words.
func SoughtCustomers(q string) []string {
	if q = strings.ToLower(strings.TrimSpace(q)); strings.Contains(q, "@") && q != "@" {
		return []string{q}
	}
	return append([]string{}, chat.Sought(q)...)
}

// SoughtCustomersJSON are the same as a JSON list.
func SoughtCustomersJSON(q string) string {
	data, err := json.Marshal(SoughtCustomers(q))
	if err != nil {
		panic("store: a list of words does not marshal: " + err.Error())
	}
	return string(data)
}

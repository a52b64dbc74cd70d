// Package shop is the commerce port: what the front desk may read from a shop
// and what it may ask the shop to do, whichever system the shop runs on.
//
// Three narrow ports stand for the three things a shopper talks about: orders,
// the catalogue, and the customer. A back end (shop/demo, later Shopify and
// others) implements them; shop/shoptest holds every back end to the same
// contract. Further abilities are added as optional interfaces beside these,
// found by assertion, so that a small back end stays small.
//
// Three promises hold for every back end:
//   - Reading or changing an order needs a Proof. A wrong proof and an unknown
//     order number give the same answer, so that nobody can find out which
//     orders exist.
//   - Every write carries an idempotency key. The same request again, also
//     after a restart, gives the same result and changes nothing.
//   - A refusal is a *fault.Error of kind Conflict with a narrow code and the
//     facts in Meta (see the Code constants); the bot finds the words.
package shop

import "context"

// Orders reads and changes orders on behalf of a shopper.
type Orders interface {
	// Order returns the order if proof holds for it, else a fault.NotFound with
	// CodeOrderNotVerified.
	Order(ctx context.Context, number string, proof Proof) (Order, error)

	// OrdersOf lists the orders of the verified customer of the proof, newest
	// first; none is an empty list. E-mail and postcode prove one known order,
	// never a list: without CustomerID it fails with fault.Unauthenticated and
	// CodeIdentityRequired.
	OrdersOf(ctx context.Context, proof Proof) ([]Order, error)

	// Check tells whether the action would be refused now, so that a dialog does
	// not collect what can never be written. It fails like the write itself.
	Check(ctx context.Context, action Action, number string, proof Proof) error

	// StartReturn registers a return and gives it back with its label.
	StartReturn(ctx context.Context, req ReturnRequest) (Return, error)

	// ChangeAddress replaces the delivery address of an order that has not left
	// the warehouse, and returns the order as it is afterwards.
	ChangeAddress(ctx context.Context, req AddressChange) (Order, error)
}

// Catalog reads what the shop sells. It needs no proof.
type Catalog interface {
	// Product finds a product by its own id or by the SKU of one of its
	// variants, in any case of letters; fault.NotFound otherwise.
	Product(ctx context.Context, sku string) (Product, error)

	// Search finds at most n products for a text in the shopper's locale, best
	// first. Nothing found is an empty list.
	Search(ctx context.Context, text, locale string, n int) ([]Product, error)
}

// Assortment is what a back end may offer beside Catalog: everything that it
// sells, so that products are found in messages by their names.
type Assortment interface {
	Products(ctx context.Context) ([]Product, error)
}

// Customers reads who the shop knows. Callers pass an id or an e-mail that the
// session has verified; finding a customer proves nothing.
type Customers interface {
	// ByID returns the customer or fault.NotFound.
	ByID(ctx context.Context, id string) (Customer, error)

	// ByEmail returns the customer with this e-mail, compared without case, or
	// fault.NotFound.
	ByEmail(ctx context.Context, email string) (Customer, error)
}

// Action names a write that a dialog may want to announce before it asks for
// details. The names are stable: flows and action records use them.
type Action string

// The actions of the Orders port.
const (
	ActionReturn        Action = "return"
	ActionChangeAddress Action = "change_address"
)

// Narrow codes of the faults of this port; flows choose their words by them.
// What stands in Meta is given beside each, times as time.Time.
const (
	CodeOrderNotVerified  = "order_not_verified"       // NotFound: unknown number or wrong proof
	CodeIdentityRequired  = "identity_required"        // Unauthenticated: a verified customer is needed
	CodeProductNotFound   = "product_not_found"        // NotFound: sku
	CodeCustomerNotFound  = "customer_not_found"       // NotFound
	CodeReturnNotYet      = "return_not_delivered"     // Conflict: status, eta (if known)
	CodeReturnClosed      = "return_window_closed"     // Conflict: delivered_at, deadline, days
	CodeReturnQuantity    = "return_quantity_exceeded" // Conflict: sku, requested, returnable
	CodeReturnNothing     = "return_nothing_left"      // Conflict: status
	CodeReturnItem        = "return_item_unknown"      // Conflict: sku, allowed
	CodeAddressLocked     = "address_locked"           // Conflict: status, shipped_at (if known)
	CodeAddressCountry    = "address_country_fixed"    // Conflict: country, requested
	CodeAddressIncomplete = "address_incomplete"       // Invalid: missing (field names)
	CodeKeyMissing        = "idempotency_key_missing"  // Invalid
	CodeKeyReused         = "idempotency_key_reused"   // Conflict: the key stands for another request
	CodeBadRequest        = "shop_request_invalid"     // Invalid: the field is named
)

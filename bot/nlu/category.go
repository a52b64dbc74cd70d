package nlu

// categories of the shipped intents. The ids are public and do not change.
var categories = map[string][]string{
	"presales":  {"product_question", "product_availability", "size_fit", "product_recommendation", "price_discount", "wholesale"},
	"order":     {"order_status", "order_cancel", "order_change", "order_address_change", "order_invoice", "order_place_help"},
	"shipping":  {"shipping_cost", "shipping_time", "shipping_destination", "customs_duties", "delivery_delayed", "delivery_not_received"},
	"returns":   {"return_policy", "return_start", "exchange_start", "refund_status", "item_damaged", "item_wrong", "item_missing"},
	"payment":   {"payment_methods", "payment_failed", "charged_wrongly", "coupon_problem", "gift_card"},
	"technical": {"product_help", "warranty_claim", "account_access", "account_change", "privacy_request", "site_problem"},
	"chat":      {"greeting", "goodbye", "thanks", "chitchat", "bot_question"},
	"control":   {"affirm", "deny", "talk_to_human", "complaint", "stop"},
}

var categoryOf = invert(categories)

func invert(m map[string][]string) map[string]string {
	out := map[string]string{}
	for category, intents := range m {
		for _, in := range intents {
			out[in] = category
		}
	}
	return out
}

// Category is the category of a shipped intent; empty for a shop's own.
func Category(intent string) string { return categoryOf[intent] }

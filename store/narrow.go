package store

import "frontdesk/chat"

// Narrow gives the condition on conversations c that follows from a filter and
// for which there is an index: few are of one customer, wait for people or are
// with them. A condition that may be off says nothing to a planner. The
// parameter is the customer's id.
func Narrow(f chat.ConversationFilter, customer string) string {
	switch {
	case f.CustomerID != "":
		return " AND c.customer_id = " + customer
	case f.Owner == chat.OwnerQueue, f.Owner == chat.OwnerHuman:
		return " AND c.owner IN ('queue', 'human')"
	}
	return ""
}

package bot

import (
	"slices"
	"strings"

	"frontdesk/bot/nlu"
)

// mostWordsOfTopic is how long a message is that asks one thing of what was spoken of:
// "and how much is that?".
const mostWordsOfTopic = 4

// ofTopic reads "how much?" after a question on where or how fast the shop ships as one on
// what shipping costs, and "within how many days?" after one on returns as one on their
// rules. By themselves they are about any price and any time.
func (t *turn) ofTopic() {
	if t.payload != "" || len(t.said) == 0 || t.completed != "" || t.state.Flow != "" || t.wordsBeside(t.text) > mostWordsOfTopic || t.has(nlu.Product, nlu.SKU, nlu.OrderNumber) {
		return
	}
	asked := slices.DeleteFunc(slices.Clone(t.b.concepts(t.text, t.lang)), func(s string) bool { return s == "yes" || s == "can_i" })
	only := func(of ...string) bool {
		return len(asked) > 0 && !slices.ContainsFunc(asked, func(s string) bool { return !slices.Contains(of, s) })
	}
	wish := ""
	switch topic := t.state.Intent; {
	case slices.Contains(ofShipping, topic) && only("how_much") && !t.productSince():
		wish = "shipping_cost"
	case slices.Contains(ofReturning, topic) && only("how_long", "when"):
		wish = returnRules
	}
	if wish == "" || t.b.intentTitle(t.lang, wish) == "" {
		return
	}
	t.completed = strings.TrimSpace(t.b.intentTitle(t.lang, wish) + ": " + t.text)
	t.readAs(wish)
	t.step("of_topic", "done", t.completed, nil)
}

// productSince tells whether a product was spoken of since an article was quoted, or with
// it: its price is asked then.
func (t *turn) productSince() bool {
	p := t.state.Product
	return p != nil && t.state.Turns-p.Turn <= lately && !slices.ContainsFunc(t.state.Tried, func(had Tried) bool { return had.Kind == "article" && had.Seq > p.Seq })
}

// The topics of which a price and a time limit may be asked in a word.
var (
	ofShipping  = []string{"shipping_destination", "shipping_time", "shipping_cost"}
	ofReturning = []string{returnRules, returnWish, exchangeWish}
)

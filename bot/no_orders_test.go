package bot_test

import (
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// A shop that has no orders to look at offers no dialog about one: a wish that was
// understood goes to a person.
func TestWithoutOrdersNoDialogIsOffered(t *testing.T) {
	base, err := knowledge.New(knowledge.NewMemory(), knowledge.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"Where is my parcel?", "I want to return my shoes"} {
		k := newTalk(t, func(d *bot.Deps, _ *bot.Config) { d.Orders, d.Catalog, d.Retriever = nil, nil, base })
		_, d, err := k.bot.Decide(t.Context(), k.heard(said))
		if err != nil {
			t.Fatal(err)
		}
		if d.Reason != bot.ReasonMissing {
			t.Errorf("%q: got %s (%s) %q", said, d.Action, d.Reason, d.Text)
		}
	}
}

// It says nothing either of orders and returns that it could see to.
func TestWithoutOrdersNoneArePromised(t *testing.T) {
	k := newTalk(t, func(d *bot.Deps, _ *bot.Config) { d.Orders, d.Catalog = nil, nil })
	text, buttons := k.bot.Greeting("en")
	_, d, err := k.bot.Decide(t.Context(), k.heard("Are you a bot?"))
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{text, d.Text} {
		if strings.Contains(said, "order") || !strings.Contains(said, "bot") {
			t.Errorf("says %q", said)
		}
	}
	if len(buttons) != 1 || len(d.QuickReplies) != 1 {
		t.Errorf("offers %v and %v", buttons, d.QuickReplies)
	}
}

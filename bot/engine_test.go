package bot_test

import (
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
)

// TestAsked: the messages of intents that articles can be about, in the languages of
// the pack.
func TestAsked(t *testing.T) {
	m, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	e := bot.NewEngine(m.Analyzer(), m)
	for _, lang := range []string{"en", "zh"} {
		asked := e.Asked(lang)
		if len(asked["shipping_cost"]) < 10 || len(asked["account_access"]) < 10 {
			t.Errorf("%s: %d and %d messages", lang, len(asked["shipping_cost"]), len(asked["account_access"]))
		}
		for _, name := range []string{"greeting", "talk_to_human", nlu.OutOfScope} {
			if len(asked[name]) > 0 {
				t.Errorf("%s: no article is about %s", lang, name)
			}
		}
	}
	if got := e.Asked("xx"); len(got) != 0 {
		t.Errorf("of a language without a pack: %v", got)
	}
}

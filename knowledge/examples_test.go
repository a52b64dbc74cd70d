package knowledge_test

import (
	"testing"

	"frontdesk/knowledge"
)

// asker knows how people ask for a few intents and reads nothing from articles.
type asker struct{ asked map[string][]string }

func (asker) Lean(string, string) []knowledge.Lean { return nil }
func (asker) ReaderName() string                   { return "asker" }

func (a asker) Asked(lang string) map[string][]string {
	if lang == "en" {
		return a.asked
	}
	return nil
}

var people = asker{map[string][]string{
	"login":  {"cannot sign in to my account", "the password does not work", "forgot my password", "my account is locked", "how do I sign in"},
	"cancel": {"cancel my order please", "I want to cancel", "can I still stop the order", "please cancel order 12", "stop my order"},
	"postal": {"what does delivery cost", "is shipping free", "how much is postage", "delivery costs to Spain", "shipping fee"},
}}

func desk() []knowledge.Edition {
	return []knowledge.Edition{
		article("entry", "en", "Your account", "Set a new password under Account. It is locked after five wrong passwords for an hour."),
		article("undo", "en", "Changing your mind", "You can cancel an order until it is packed. Choose the order and press Cancel."),
		article("parcel", "en", "Parcels", "Delivery costs 4.90 and is free from 50. Shipping to Spain costs 9.90."),
		article("care", "en", "Caring for wool", "Wash wool by hand and dry it flat."),
	}
}

// TestWhatPeopleAskFindsArticles: an article is found by an intent that none of its
// texts reads as, because it has the words with which people ask.
func TestWhatPeopleAskFindsArticles(t *testing.T) {
	for _, tt := range []struct {
		name     string
		reader   knowledge.IntentReader
		articles []knowledge.Edition
		intent   string
		want     string
	}{
		{"by the words of its messages", people, desk(), "login", "entry"},
		{"another", people, desk(), "cancel", "undo"},
		{"by another name of its thing", people, append(desk()[:1:1], append(desk()[2:], article("undo", "en", "Changing your mind", "Cancellation is possible until the box is packed."))...), "cancel", "undo"},
		{"a reader that knows no messages", &wordReader{name: "none"}, desk(), "login", ""},
		{"nothing to compare with", people, desk()[:2], "login", ""},
		{"an editor named what it is about", people, append(desk()[1:], func() knowledge.Edition {
			e := desk()[0]
			e.Article.Intents = []string{"newsletter"}
			return e
		}()), "login", ""},
		{"no article of it", people, append(desk()[1:], article("hours", "en", "Hours", "We are open all day.")), "login", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, _ := baseOf(t, knowledge.Config{Intents: tt.reader}, tt.articles...)
			q := knowledge.Query{Text: "grmpf", Lang: "en", Intents: []string{tt.intent}, Leans: []knowledge.Lean{{Intent: tt.intent, P: 0.9}}}
			if got := first(ask(t, b, q)); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

// TestExamplesFollowTheArticles: with other articles the same messages find others.
func TestExamplesFollowTheArticles(t *testing.T) {
	b, store := baseOf(t, knowledge.Config{Intents: people}, desk()...)
	q := knowledge.Query{Text: "grmpf", Lang: "en", Intents: []string{"login"}, Leans: []knowledge.Lean{{Intent: "login", P: 0.9}}}
	moved := desk()
	moved[0] = article("entry", "en", "Washing silk", "Cold, and never wrung.")
	moved[3] = article("care", "en", "Signing in", "Sign in to your account with your password.")
	fork := b.Fork(t.Context(), moved)
	if got := first(ask(t, fork, q)); got != "care" {
		t.Errorf("a fork with the change finds %q", got)
	}
	if got := first(ask(t, b, q)); got != "entry" {
		t.Errorf("its origin finds %q", got)
	}
	save(t, store, moved...)
	refresh(t, b)
	if got := first(ask(t, b, q)); got != "care" {
		t.Errorf("after the change %q is found", got)
	}
}

package bot_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
)

func speaks(lang, intent string) bot.Reading {
	r := intends(intent)
	r.Lang = lang
	return r
}

func TestLanguageOfTheAnswer(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for _, c := range []struct {
		name           string
		before         string // language of the conversation
		said           []string
		lang, textLang string
	}{
		{"as it is spoken", "en", []string{"Wo ist meine Bestellung?"}, "de", "de"},
		{"a switch back", "de", []string{"Where is my parcel please?"}, "en", "en"},
		{"one word that is many languages", "de", []string{"ok"}, "de", "de"},
		{"thanks in their own", "en", []string{"danke"}, "de", "de"},
		{"a number says nothing", "zh", []string{"10482"}, "zh", "zh"},
		{"signs say nothing", "es", []string{"???"}, "es", "es"},
		{"gibberish says nothing", "de", []string{"asdkfj qwoeiru"}, "de", "de"},
		{"typed keys are no Portuguese", "en", []string{"asdkjh qwe"}, "en", "en"},
		{"asked for in itself", "en", []string{"können wir Deutsch sprechen?"}, "de", "de"},
		{"a foreign brand", "en", []string{"Louis Vuitton"}, "en", "en"},
		{"a foreign brand in a question", "de", []string{"habt ihr The North Face"}, "de", "de"},
		{"a name", "en", []string{"María García López"}, "en", "en"},
		{"a link", "de", []string{"https://shop.example/en/where-is-my-order"}, "de", "de"},
		{"an emoji", "es", []string{"👍👍"}, "es", "es"},
		{"an English word in German", "en", []string{"ich will einen refund für meine order"}, "de", "de"},
		{"without umlauts", "en", []string{"ich moechte das zurueckgeben"}, "de", "de"},
		{"a neighbour's language is not ours", "en", []string{"gdje je moja narudžba"}, "en", "en"},
		{"a burst in two", "en", []string{"hello", "ich möchte meine Bestellung zurückgeben"}, "de", "de"},
		{"one whose words stand apart from the flow", "en", []string{"Kde je moje objednávka, prosím? Čekám už týden."}, "cs", "cs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newTalk(t)
			k.snap.Conversation.Lang = c.before
			d := k.says(c.said...)
			if d.Lang != c.lang || d.TextLang != c.textLang {
				t.Errorf("in %s with a text in %s, want %s and %s: %q", d.Lang, d.TextLang, c.lang, c.textLang, d.Text)
			}
		})
	}
}

// A flow does not speak every language that shoppers do: then its text says
// which it is in.
func TestAFlowSaysInWhichLanguageItSpeaks(t *testing.T) {
	k := newTalk(t)
	k.reader.given["gdje"] = speaks("hr", "order_status")
	d := k.says("gdje")
	if d.Lang != "hr" || d.TextLang != "en" || !strings.Contains(d.Text, "order number") {
		t.Errorf("in %s with a text in %s: %q", d.Lang, d.TextLang, d.Text)
	}
}

func TestButtonsAreInTheLanguageOfTheShopper(t *testing.T) {
	k := newTalk(t).verified("c-1002")
	k.reader.given["zurück"] = speaks("de", "return_start")
	k.says("zurück")
	k.says("10655")
	d := k.presses("Mütze", "slot:item=TF-129-NAV")
	want(t, d, bot.Ask, "flow:return_start:ask_reason")
	if d.Lang != "de" || !slices.ContainsFunc(d.QuickReplies, func(q chat.QuickReply) bool {
		return strings.Contains(q.Title, "anders überlegt") || strings.Contains(q.Title, "Gefällt")
	}) {
		t.Errorf("in %s: %+v", d.Lang, d.QuickReplies)
	}
}

// A switch of language in the middle of a form keeps what was collected.
func TestSwitchInTheMiddleOfAForm(t *testing.T) {
	k := newTalk(t).verified("c-1002")
	k.says("I want to return something from order 10655")
	k.reader.given["die Mütze"] = bot.Reading{Lang: "de", LangP: 0.9, Emotion: nlu.Emotion{Label: "neutral"}}
	d := k.says("die Mütze")
	if d.Lang != "de" || d.Next.Slots["order_number"] != "10655" || d.Next.Slots["item"] == "" {
		t.Errorf("in %s with %v: %q", d.Lang, d.Next.Slots, d.Text)
	}
}

// An article of another language says which it is in.
func TestAnArticleOfAnotherLanguage(t *testing.T) {
	k := newTalk(t)
	k.snap.Conversation.Lang = "de"
	k.shelf.hits["Wie lange dauert der Versand?"] = []knowledge.Hit{hit("shipping", "en-GB", "It takes two days.", 0.9)}
	if d := k.says("Wie lange dauert der Versand?"); d.Lang != "de" || d.TextLang != "en" {
		t.Errorf("in %s with a text in %s", d.Lang, d.TextLang)
	}
}

// What shoppers write is read in the languages in which they are answered, and
// in no other.
func TestTheLanguagesThatAreReadAreSpoken(t *testing.T) {
	examples, err := nlu.Pack()
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, e := range examples {
		read[e.Lang] = true
	}
	got, want := slices.Sorted(maps.Keys(read)), slices.Sorted(slices.Values(wording.Languages()))
	if !slices.Equal(got, want) {
		t.Errorf("examples in %v, answers in %v", got, want)
	}
}

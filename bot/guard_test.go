package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// writer is a language model that always writes the same.
type writer string

// Generate gives the text.
func (w writer) Generate(context.Context, string, string) (string, error) { return string(w), nil }

const policy = "Returns are possible within 14 days. Shipping costs 5 EUR and is free from 1,300 EUR. " +
	"Write to help@shop.example or see https://shop.example/returns for the label. We refund you within two weeks."

// A written answer is said only where everything that binds the shop stands in
// the evidence; else the article's own sentences are.
func TestWrittenAnswersStandInTheEvidence(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"faithful", "You can return it within 14 days; shipping costs 5 EUR.", true},
		{"with its link", "The label is here: https://shop.example/returns", true},
		{"a promise of the article", "We refund you within two weeks.", true},
		{"invented number", "You can return it within 30 days.", false},
		{"part of another number", "Shipping is free from 300 EUR.", false},
		{"other unit", "Shipping costs 14 EUR.", false},
		{"percent of a plain number", "You get 14 % back.", false},
		{"full-width digits", "You can return it within ３０ days.", false},
		{"Arabic digits", "Returns are possible within ٣٠ days.", false},
		{"number in letters", "You can return it within thirty days.", false},
		{"not of the evidence", "Shipping is always done by drone to the moon.", false},
		{"the contrary", "Returns are not possible within 14 days.", false},
		{"a heading", "## Returns\n\nReturns are possible within 14 days.", false}, // said, without its mark
		{"month", "You can return it until the end of September.", false},
		{"other link", "See https://evil.example/returns for the label.", false},
		{"link with data", "See https://shop.example/returns?order=10482 for it.", false},
		{"bare domain", "See evil-shop.com for the label.", false},
		{"other address", "Write to boss@evil.example please.", false},
		{"Markdown link", "[Label](https://shop.example/returns)", false},
		{"protocol-relative link", "[x](//evil.example)", false},
		{"picture", "![x](https://shop.example/returns)", false},
		{"HTML", "Returns are <b>possible</b>.", false},
		{"hidden characters", "Returns are pos\u200bsible.", false},
		{"turned text", "Returns are \u202epossible.", false},
		{"discount", "You also get a discount on your next order.", false},
		{"voucher", "We will send you a voucher.", false},
		{"guarantee", "We guarantee that it fits.", false},
		{"compensation", "We compensate you for the delay.", false},
		{"a deed of the machine", "I have registered your return.", false},
		{"a person whom nobody fetches", "Connecting you to a colleague now.", false},
		{"placeholder", "Dear {name}, returns are possible.", false},
		{"another language", "Die Rückgabe ist innerhalb der Frist möglich und wir freuen uns auf Ihre Sendung.", false},
		{"our instructions", "You write the answers of an online shop's support desk. Answer the question.", false},
		{"too long", strings.Repeat("Returns are possible. ", 100), false},
		{"nothing", " \n ", false},
		{"null", "null", false},
		{"signs only", "...", false},
		{"broken", "Returns \xff are possible.", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newTalk(t, func(d *bot.Deps, _ *bot.Config) { d.Generator = writer(c.text) })
			k.shelf.hits["What is the policy?"] = []knowledge.Hit{hit("returns", "en", policy, 0.9)}
			d := k.says("What is the policy?")
			want(t, d, bot.Answer, "knowledge")
			if got := d.Text == strings.TrimSpace(c.text); got != c.ok {
				t.Errorf("said %q", d.Text)
			}
			if !c.ok && !strings.Contains(d.Text, "14 days") {
				t.Errorf("%q is not the article's own answer", d.Text)
			}
		})
	}
}

func TestWrittenAnswersInOtherLanguages(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for _, c := range []struct {
		lang, question, article, text string
		ok                            bool
	}{
		{"de", "Wie lange kann ich zurückgeben?", "Rückgabe binnen 14 Tagen.", "Die Rückgabe ist binnen 14 Tagen möglich.", true},
		{"de", "Wie lange kann ich zurückgeben?", "Rückgabe binnen 14 Tagen.", "Die Rückgabe ist binnen dreißig Tagen möglich.", false},
		{"de", "Wie lange kann ich zurückgeben?", "Returns within 14 days.", "Die Rückgabe ist binnen 14 Tagen möglich.", true},
		{"de", "Wie lange kann ich zurückgeben?", "Returns within 14 days.", "Sie erhalten eine Erstattung binnen 14 Tagen.", false},
		{"zh", "多久可以退货？", "14天内可以退货。", "14天内可以退货。", true},
		{"zh", "多久可以退货？", "14天内可以退货。", "三十天内可以退货。", false},
		{"zh", "多久可以退货？", "14天内可以退货。", "我已为您办理退货。", false},
		{"es", "¿Cuánto tiempo tengo para devolver?", "Devoluciones en 14 días.", "Puede devolverlo en 14 días.", true},
		{"es", "¿Cuánto tiempo tengo para devolver?", "Devoluciones en 14 días.", "Puede devolverlo gratis en 14 días.", false},
	} {
		k := newTalk(t, func(d *bot.Deps, _ *bot.Config) { d.Generator = writer(c.text) })
		k.snap.Conversation.Lang = c.lang
		k.shelf.hits[c.question] = []knowledge.Hit{hit("returns", "und", c.article, 0.9)}
		if d := k.says(c.question); (d.Text == c.text) != c.ok {
			t.Errorf("%q over %q: said %q", c.text, c.article, d.Text)
		}
	}
}

// failing is a language model that gives what it has and an error, or hangs.
type failing struct {
	text string
	err  error // nil: it hangs until it is given up
}

// Generate fails.
func (f failing) Generate(ctx context.Context, _, _ string) (string, error) {
	if f.err == nil {
		<-ctx.Done()
		return f.text, ctx.Err()
	}
	return f.text, f.err
}

// However the model fails, the shopper gets the article's own sentences, in time
// and never a part of what was written.
func TestFailingModels(t *testing.T) {
	for name, model := range map[string]failing{
		"refused": {err: errors.New("connection refused")}, "cut off": {text: "You can return it with", err: errors.New("unexpected end")}, "hangs": {text: "You can"},
	} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t, func(d *bot.Deps, c *bot.Config) { d.Generator, c.GenerateTimeout = model, 20*time.Millisecond })
			k.shelf.hits["What is the policy?"] = []knowledge.Hit{hit("returns", "en", policy, 0.9)}
			d := k.says("What is the policy?")
			want(t, d, bot.Answer, "knowledge")
			holds(t, d.Text, "14 days")
			if !strings.Contains(policy, strings.Split(d.Text, ". ")[0]) {
				t.Errorf("%q is not of the article", d.Text)
			}
		})
	}
}

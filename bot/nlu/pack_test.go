package nlu_test

import (
	"maps"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/nlu"
)

func pack(t testing.TB) []nlu.Example {
	t.Helper()
	examples, err := nlu.Pack()
	if err != nil {
		t.Fatal(err)
	}
	return examples
}

// The pack's languages, and the examples of an intent that each must have.
const (
	manyExamples, richLanguages = 20, "en zh es de fr ja pt"
	someExamples, languages     = 10, "ko it nl pl cs ro sv da fi el tr ru uk ar he hi th vi id ms hu"
)

func TestThePackIsComplete(t *testing.T) {
	count := map[string]map[string]int{}
	seen := map[string]string{}
	for _, e := range pack(t) {
		if count[e.Lang] == nil {
			count[e.Lang] = map[string]int{}
		}
		count[e.Lang][e.Intent]++
		id := e.Lang + " " + strings.ToLower(e.Text)
		if other, twice := seen[id]; twice {
			t.Errorf("%s: %q is an example of %s and of %s", e.Lang, e.Text, other, e.Intent)
		}
		seen[id] = e.Intent
	}
	for list, least := range map[string]int{richLanguages: manyExamples, languages: someExamples} {
		for _, lang := range strings.Fields(list) {
			for _, intent := range append(slices.Collect(maps.Keys(nlu.Categories())), nlu.OutOfScope) {
				if n := count[lang][intent]; n < least {
					t.Errorf("%s has %d examples of %s", lang, n, intent)
				}
			}
		}
	}
	if n := len(nlu.Categories()); n != 46 {
		t.Errorf("%d intents", n)
	}
}

func TestTheShippedModelIsCurrent(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	m, err := nlu.Shipped(nil)
	if err != nil {
		t.Fatal(err)
	}
	if m.Info().DataHash != nlu.DataHash(pack(t)) {
		t.Error("the pack has changed since the model was built: go run ./bot/nlu/cmd/buildpack")
	}
	if got, want := len(m.Intents()), len(nlu.Categories()); got != want {
		t.Errorf("the shipped model has %d intents, want %d", got, want)
	}
}

// floors are the accuracies by cross-validation on each language's examples
// alone that the pack may not fall below: what was measured, less three points.
var floors = map[string]float64{"en": 0.76, "de": 0.75, "es": 0.73, "zh": 0.74}

func TestThePackTeachesEachLanguage(t *testing.T) {
	if testing.Short() {
		t.Skip("trains four models")
	}
	for lang, floor := range floors {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			var examples []nlu.Example
			for _, e := range pack(t) {
				if e.Lang == lang {
					examples = append(examples, e)
				}
			}
			_, report := train(t, examples, nlu.Options{Folds: 3})
			t.Logf("%s: accuracy %.3f, AUROC %.3f, ECE %.3f", lang, report.Accuracy, report.AUROC, report.ECE)
			if report.Accuracy < floor {
				t.Errorf("accuracy %.3f is below %.2f", report.Accuracy, floor)
			}
			if report.ECE > 0.07 {
				t.Errorf("ECE %.3f", report.ECE)
			}
		})
	}
}

func TestTheShippedModelReadsPlainMessages(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	m, err := nlu.Shipped(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, lang, want string }{
		{"Where is my order NB-10482?", "en", "order_status"}, {"wheres my package", "en", "order_status"}, {"Wo ist mein Paket 10482?", "de", "order_status"},
		{"¿Dónde está mi pedido 10482?", "es", "order_status"}, {"我的订单10482到哪里了？", "zh", "order_status"}, {"訂單到哪裡了", "zh", "order_status"},
		{"I want to return these shoes", "en", "return_start"}, {"ich möchte die Schuhe zurückschicken", "de", "return_start"}, {"quiero devolver los zapatos", "es", "return_start"}, {"我想退货", "zh", "return_start"},
		{"please change the delivery address of my order", "en", "order_address_change"}, {"Lieferadresse ändern", "de", "order_address_change"},
		{"cambiar la dirección de envío", "es", "order_address_change"}, {"改收货地址", "zh", "order_address_change"},
		{"cancel my order please", "en", "order_cancel"}, {"bestellung stornieren", "de", "order_cancel"}, {"quiero cancelar mi pedido", "es", "order_cancel"}, {"取消订单", "zh", "order_cancel"},
		{"when do I get my money back", "en", "refund_status"}, {"wann kommt meine erstattung", "de", "refund_status"}, {"退款什么时候到", "zh", "refund_status"},
		{"how much is shipping to Spain?", "en", "shipping_cost"}, {"was kostet der versand", "de", "shipping_cost"}, {"运费多少", "zh", "shipping_cost"},
		{"hello", "en", "greeting"}, {"Guten Tag", "de", "greeting"}, {"buenos días", "es", "greeting"}, {"你好", "zh", "greeting"}, {"bonjour", "fr", "greeting"},
		{"thank you!", "en", "thanks"}, {"danke schön", "de", "thanks"}, {"谢谢", "zh", "thanks"}, {"obrigado", "pt", "thanks"},
		{"bye", "en", "goodbye"}, {"tschüss", "de", "goodbye"}, {"I want to talk to a human", "en", "talk_to_human"}, {"转人工", "zh", "talk_to_human"},
		{"never mind", "en", "stop"}, {"vergiss es", "de", "stop"}, {"算了", "zh", "stop"}, {"my code doesn't work", "en", "coupon_problem"},
		{"do you have gift cards?", "en", "gift_card"}, {"the lamp arrived broken", "en", "item_damaged"}, {"you sent me the wrong size", "en", "item_wrong"},
	} {
		r := m.Classify(c.text, c.lang)
		if r.Top().Intent != c.want || r.Accept < m.Threshold() {
			t.Errorf("Classify(%q) = %s with %.2f (threshold %.2f), want %s", c.text, r.Top().Intent, r.Accept, m.Threshold(), c.want)
		}
	}
	for _, text := range []string{"write a poem about autumn", "who is the president of brazil", "asdfghjkl", "qwpeoriu zmxn", "wie hoch ist der eiffelturm"} {
		if r := m.Classify(text, ""); r.Accept >= m.Threshold() {
			t.Errorf("Classify(%q) = %s with %.2f", text, r.Top().Intent, r.Accept)
		}
	}
}

// TestTheShippedModelIsReadAgain: once nobody holds it, it is given up, and its
// file's memory is; the next use reads both anew.
func TestTheShippedModelIsReadAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	var first nlu.Result
	for range 3 {
		m, err := nlu.Shipped(nil)
		if err != nil {
			t.Fatal(err)
		}
		again := m.Classify("Where is my order NB-10482?", "en")
		if first.Intents == nil {
			first = again
		}
		if !reflect.DeepEqual(first, again) {
			t.Errorf("read again, it gives %+v instead of %+v", again, first)
		}
		m = nil
		runtime.GC()
	}
}

// A start does not hold the checksum against the model that ships.
func TestTheShippedModelIsWhole(t *testing.T) {
	f, err := os.Open("pack/model.bin")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := nlu.Load(f, nil); err != nil {
		t.Error(err)
	}
}

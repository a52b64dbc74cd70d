package flows_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/bot/flows"
)

// shipped lists the languages that there are texts in.
func shipped(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("lang/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := []string{"en"}
	for _, name := range names {
		out = append(out, strings.TrimSuffix(filepath.Base(name), ".yaml"))
	}
	return out
}

func TestShippedFlowsAreSound(t *testing.T) {
	set, err := flows.Load(shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"order_status", "return_start", "order_address_change"} {
		if set.Flow(id) == nil {
			t.Errorf("flow %s is missing", id)
		}
	}
}

const sound = `
id: refund
version: 1
intents: [refund_status]
start: ask
slots: {order: {entity: [order_number]}}
nodes:
  ask: {kind: collect, slot: order, say: ask, on: {filled: sure}}
  sure: {kind: confirm, say: ask, on: {"yes": pay, "no": bye}}
  pay: {kind: act, action: pay, on: {ok: bye, else: bye}}
  bye: {kind: end, say: ask}
texts: {ask: {en: "Which order?"}}
`

func TestLoadRefuses(t *testing.T) {
	if _, err := flows.LoadFS(fstest.MapFS{"a.yaml": {Data: []byte(sound)}}, []string{"en"}); err != nil {
		t.Fatalf("the sound flow is refused: %v", err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown key", "version: 1", "version: 1\nverison: 2", "verison"},
		{"dead text", "say: ask, on: {filled", "say: aks, on: {filled", `"aks"`},
		{"missing language", `en: "Which order?"`, `de: "Welche?"`, `has no "en"`},
		{"unreachable", "bye: {kind: end, say: ask}", "bye: {kind: end, say: ask}\n  limbo: {kind: end, say: ask}", `"limbo" cannot be reached`},
		{"write without yes", `on: {filled: sure}`, `on: {filled: pay}`, "confirms nothing"},
		{"no such slot", "slot: order,", "slot: odrer,", `"odrer"`},
		{"unknown kind", "kind: end", "kind: ned", `"ned"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := strings.Replace(sound, c.old, c.new, 1)
			if data == sound {
				t.Fatal("the row changes nothing")
			}
			_, err := flows.LoadFS(fstest.MapFS{"a.yaml": {Data: []byte(data)}}, []string{"en"})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error naming %s", err, c.want)
			}
		})
	}
}

func TestTranslations(t *testing.T) {
	good := "refund:\n  ask: \"Welche Bestellung?\"\n"
	for _, c := range []struct{ name, flow, german, want string }{
		{"complete", sound, good, ""},
		{"an empty file of an enabled language", sound, "", `has no "de"`},
		{"no such flow", sound, good + "refnd:\n  ask: \"Welche?\"\n", `flows/lang/de.yaml: line 3: "refnd" is no flow`},
		{"no such text", sound, good + "  aks: \"Welche?\"\n", `flows/lang/de.yaml: line 3: "aks" is no text of refund`},
		{"empty", sound, "refund:\n  ask: \" \"\n", "line 2: \"ask\" of refund is empty"},
		{"twice", sound, good + "  ask: \"Welche?\"\n", "already defined"},
		{"with the flow already", strings.Replace(sound, `order?"}`, `order?", de: "Welche?"}`, 1), good, `line 2: "ask" of refund is in "de" already`},
		{"a placeholder that is lost", strings.Replace(sound, "Which order", "Which order, {name}", 1), good, `line 2: "ask" of refund has [], the English text [{name}]`},
		{"a list for a sentence", sound, "refund: [ask]\n", "flows/lang/de.yaml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := flows.LoadFS(fstest.MapFS{"a.yaml": {Data: []byte(c.flow)}, "lang/de.yaml": {Data: []byte(c.german)}}, []string{"en", "de"})
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				if got, want := set.Flow("refund").Text("de", "ask"), "Welche Bestellung?"; got != want {
					t.Errorf("got %q, want %q", got, want)
				}
				if got, want := set.Flow("refund").Text("fr", "ask"), "Which order?"; got != want {
					t.Errorf("without a translation got %q, want %q", got, want)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error naming %s", err, c.want)
			}
		})
	}
}

// A value stands in a sentence as it is: a language that puts endings on words,
// or chooses a particle or an article by the sound of the next or last letter,
// must be worded around it.
func TestNoEndingDependsOnAValue(t *testing.T) {
	langs := shipped(t)
	set, err := flows.Load(langs)
	if err != nil {
		t.Fatal(err)
	}
	traps := map[string]*regexp.Regexp{
		"tr": regexp.MustCompile(`\}['’]?\pL`),
		"fi": regexp.MustCompile(`\}['’:]?\pL`),
		"hu": regexp.MustCompile(`\}-?\pL|(?i:\baz? \{)`),
		"ko": regexp.MustCompile(`\}(은|는|이[^ㄱ-힣]|가|을|를|과|와|로|으로)`),
		"fr": regexp.MustCompile(`(?i:\bde \{item)`),
	}
	for _, f := range set.All() {
		for key, texts := range f.Texts {
			for _, lang := range langs {
				if texts[lang] == texts["en"] && lang != "en" {
					t.Errorf("%s %s %s is the English text", f.ID, key, lang)
				}
				if trap := traps[lang]; trap != nil && trap.MatchString(texts[lang]) {
					t.Errorf("%s %s %s: %s", f.ID, key, lang, texts[lang])
				}
			}
		}
	}
}

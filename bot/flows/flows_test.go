package flows_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/bot/flows"
)

func TestShippedFlowsAreSound(t *testing.T) {
	set, err := flows.Load([]string{"en", "de", "es", "zh"})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"order_status", "return_start", "order_address_change"} {
		if set.Flow(id) == nil {
			t.Errorf("flow %s is missing", id)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	sound := `
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

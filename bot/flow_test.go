package bot_test

import (
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/knowledge"
)

// returning brings a verified customer to the confirmation of a return.
func returning(t *testing.T, changes ...change) *talk {
	t.Helper()
	k := newTalk(t, changes...).verified("c-1002")
	want(t, k.says("I want to return something from order 10655"), bot.Ask, "flow:return_start:ask_item")
	want(t, k.says("the beanie"), bot.Ask, "flow:return_start:ask_reason")
	want(t, k.presses("Changed my mind", "slot:reason=changed_mind"), bot.Ask, "flow:return_start:confirm")
	return k
}

func TestReturnIsRegisteredOnce(t *testing.T) {
	k := returning(t)
	d := k.presses("Yes", "yes")
	want(t, d, bot.Answer, "act_result")
	holds(t, d.Text, "registered")
	want(t, k.presses("Yes", "yes"), bot.Answer, "courtesy")
	if k.acts != 1 {
		t.Errorf("%d acts, want one", k.acts)
	}
}

// A yes below an earlier question, before something was corrected, confirms
// nothing: it is asked anew with what holds now.
func TestAnOldYesConfirmsNothing(t *testing.T) {
	k := returning(t)
	old := k.last.QuickReplies[0]
	want(t, k.says("no wait, the other reason: it is damaged"), bot.Ask, "flow:return_start:confirm")
	fresh := k.last.QuickReplies[0]
	if old.Payload == fresh.Payload {
		t.Fatalf("both buttons say %q", old.Payload)
	}
	want(t, k.presses(old.Title, old.Payload), bot.Ask, "flow:return_start:confirm")
	if k.acts != 0 {
		t.Fatalf("%d acts by an old button", k.acts)
	}
	want(t, k.presses(fresh.Title, fresh.Payload), bot.Answer, "act_result")
}

// An act whose flow is gone reaches a person together with its result.
func TestResultOfAnActOutlivesItsFlow(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*talk)
	}{
		{"the flow is left", func(k *talk) { k.snap.State.Flow, k.snap.State.Node = "", "" }},
		{"the flow is deleted", func(k *talk) { k.snap.State.Flow = "gone" }},
		{"another flow has begun", func(k *talk) { k.snap.State.Flow, k.snap.State.Node = "order_status", "ask_order" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := returning(t)
			k.hears("yes")
			_, d, err := k.bot.Decide(t.Context(), k.snap)
			k.ok(err)
			c.spoil(k)
			told := k.told(bot.ActRecord{Act: *d.Act, Result: &bot.ActResult{OK: true, Values: map[string]string{"return_id": "R-77"}}})
			want(t, told, bot.Handoff, "tool_failure")
			if !slices.ContainsFunc(told.Facts, func(f bot.Fact) bool { return f.Key == "start_return" && f.Action == d.Act.ID }) {
				t.Errorf("the packet does not tell of the act: %+v", told.Facts)
			}
			if !slices.Contains(told.Next.Done, d.Act.ID) {
				t.Error("the act would be told again")
			}
		})
	}
}

// The result of an act is told to somebody who waits in the queue; it never asks
// for a second handoff.
func TestResultWhileWaiting(t *testing.T) {
	k := returning(t)
	k.hears("yes")
	_, d, err := k.bot.Decide(t.Context(), k.snap)
	k.ok(err)
	k.snap.Conversation.Owner = "queue"
	told := k.told(bot.ActRecord{Act: *d.Act, Result: &bot.ActResult{Code: "tool_failure"}})
	if told.Action == bot.Handoff {
		t.Error("a second handoff of a conversation that waits already")
	}
	if !slices.Contains(told.Next.Done, d.Act.ID) {
		t.Error("the act would be told again")
	}
}

// A side question at a moment when the shop is down brings the person that the
// text promises.
func TestSideQuestionWhileTheShopIsDown(t *testing.T) {
	k := returning(t)
	k.shelf.hits["Which payment methods do you accept?"] = []knowledge.Hit{hit("payment", "en", "We accept PayPal.", 0.9)}
	k.shop.down = errDown
	d := k.says("Which payment methods do you accept?")
	want(t, d, bot.Handoff, "tool_failure")
	holds(t, d.Text, "PayPal", "colleague")
}

func TestSwitchingFlowsAsksForWhatIsMissing(t *testing.T) {
	k := newTalk(t)
	k.reader.given["back"] = intends("return_start")
	k.reader.given["where"] = intends("order_status")
	k.says("back")
	k.says("10482")
	d := k.says("where")
	want(t, d, bot.Ask, "flow:order_status:ask_proof")
	if got := strings.Join(d.Missing, ","); got != "proof" {
		t.Errorf("missing is %s, want proof", got)
	}
}

func TestWrongProofsAreLimitedAcrossFlows(t *testing.T) {
	k := newTalk(t)
	k.reader.given["where"] = intends("order_status")
	k.reader.given["enough"] = intends("stop")
	for i := range 5 {
		k.says("where")
		k.says("10482")
		d := k.says("mallory@example.com")
		if i == 4 {
			want(t, d, bot.Handoff, "identity_failed")
			break
		}
		want(t, d, bot.Ask, "flow:order_status:ask_order")
		want(t, k.says("enough"), bot.Answer, "stopped")
	}
	k.snap.Conversation.Owner = "bot" // the shopper has withdrawn
	before := k.shop.lookups
	d := k.says("Where is my order 10482? anna.mueller@example.de")
	want(t, d, bot.Handoff, "identity_failed")
	if k.shop.lookups != before || len(d.Orders) > 0 {
		t.Error("a guess was tried at the shop though the tries are used up")
	}
}

// TestAMessageCountsWhatItGuesses holds that a number with a proof counts once, in
// whichever order it is read, and each other proof for it counts, too.
func TestAMessageCountsWhatItGuesses(t *testing.T) {
	for said, wrong := range map[string]int{"10482 10119": 1, "10119": 1, "mallory@example.com or malory@example.com": 2, "10117 or 10119": 3} {
		k := newTalk(t)
		k.reader.given["where"] = intends("order_status")
		k.says("where")
		k.says("10482")
		want(t, k.says(said), bot.Ask, "flow:order_status:ask_order")
		if got := len(k.snap.State.Wrong); got != wrong || k.snap.State.Refused != 1 {
			t.Errorf("%q counts as %d wrong proofs and %d refusals, want %d and 1", said, got, k.snap.State.Refused, wrong)
		}
	}
}

func TestForgedPayloadsDoNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	t.Run("an item that was not offered", func(t *testing.T) {
		k := newTalk(t).verified("c-1002")
		k.says("I want to return something from order 10655")
		d := k.presses("x", "slot:item=TF-101-FOR-M")
		want(t, d, bot.Ask, "flow:return_start:ask_item")
		if d.Next.Slots["item"] != "" {
			t.Errorf("item is %s", d.Next.Slots["item"])
		}
	})
	t.Run("a reason that there is not", func(t *testing.T) {
		k := newTalk(t).verified("c-1002")
		k.says("I want to return something from order 10655")
		k.says("the beanie")
		want(t, k.presses("x", "slot:reason=<b>free</b>"), bot.Ask, "flow:return_start:ask_reason")
	})
	t.Run("an intent without a flow", func(t *testing.T) {
		k := newTalk(t)
		d := k.presses("hm hm", "intent:made_up")
		if d.Intent == "made_up" || d.Next.Intent == "made_up" {
			t.Errorf("the intent of a client: %s", d.Intent)
		}
	})
	t.Run("a payload does not take the words away", func(t *testing.T) {
		k := newTalk(t)
		want(t, k.presses("I want to talk to a human", "anything"), bot.Handoff, "customer_request")
	})
	t.Run("a button does not take the words beside it away", func(t *testing.T) {
		k := newTalk(t)
		k.hears("I want to talk to a human")
		want(t, k.presses("Track my order", "intent:order_status"), bot.Handoff, "customer_request")
	})
	t.Run("words after a button do not take the button away", func(t *testing.T) {
		k := newTalk(t).verified("c-1002")
		k.says("I want to return something from order 10655")
		k.log(msgPressed("Heron beanie", "slot:item=TF-129-NAV"))
		want(t, k.says("this one"), bot.Ask, "flow:return_start:ask_reason")
	})
	t.Run("withdraw of nothing", func(t *testing.T) {
		k := newTalk(t)
		if d := k.presses("Cancel", "withdraw"); d.Action == bot.Withdraw {
			t.Error("withdrew what is not there")
		}
	})
	t.Run("yes to nothing", func(t *testing.T) {
		k := newTalk(t)
		if d := k.presses("Yes", "yes"); d.Action != bot.Answer || k.acts > 0 {
			t.Errorf("%s, %d acts", d.Action, k.acts)
		}
	})
}

func TestYesAtAQuestionForANumber(t *testing.T) {
	k := newTalk(t)
	k.reader.given["where"] = intends("order_status")
	k.says("where")
	want(t, k.says("yes"), bot.Ask, "flow:order_status:ask_order")
	want(t, k.says("2"), bot.Ask, "flow:order_status:ask_order")
	want(t, k.says("hm"), bot.Handoff, "pending_clarification")
}

func TestAPostcodeLikeAnOrderNumber(t *testing.T) {
	k := newTalk(t)
	k.reader.given["where"] = intends("order_status")
	k.says("where")
	want(t, k.says("10482"), bot.Ask, "flow:order_status:ask_proof")
	d := k.says("10115")
	want(t, d, bot.Answer, "flow:order_status")
	holds(t, d.Text, "10482")
}

func TestNoAtTheConfirmationThenAnotherValue(t *testing.T) {
	for _, said := range []string{"no, the shoes", "no, damaged"} {
		k := returning(t)
		d := k.says(said)
		if d.Action == bot.Perform || k.acts > 0 {
			t.Fatalf("%q performed the act", said)
		}
	}
	k := returning(t)
	want(t, k.says("no"), bot.Answer, "flow:return_start")
	if k.acts != 0 || k.snap.State.Flow != "" {
		t.Errorf("%d acts, flow %q", k.acts, k.snap.State.Flow)
	}
}

func TestStopInEveryLanguage(t *testing.T) {
	for lang, word := range map[string]string{"en": "cancel", "de": "abbrechen", "es": "cancelar", "zh": "取消"} {
		t.Run(lang, func(t *testing.T) {
			k := newTalk(t).verified("c-1002")
			k.snap.Conversation.Lang = lang
			k.reader.given["x"] = bot.Reading{Lang: lang, LangP: 1, Accept: 0.95, Intents: []nlu.Score{{Intent: "return_start", P: 0.95}}}
			k.says("x")
			if d := k.says(word); d.Reason != "stopped" {
				t.Errorf("%q: %s %s", word, d.Action, d.Reason)
			}
		})
	}
}

// A question that names what a form asks about is a question.
func TestAQuestionIsNoChoice(t *testing.T) {
	k := newTalk(t).verified("c-1002")
	k.says("I want to return something from order 10655")
	k.shelf.hits["How do I wash the merino beanie?"] = []knowledge.Hit{hit("care", "en", "Wash it by hand.", 0.9)}
	d := k.says("How do I wash the merino beanie?")
	want(t, d, bot.Answer, "flow:return_start:digression")
	want(t, k.says("the beanie?"), bot.Ask, "flow:return_start:ask_reason")
}

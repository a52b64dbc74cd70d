package bot_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/knowledge"
)

func msgPressed(title, payload string) chat.Message {
	return chat.Message{Author: chat.Shopper, Text: title, Payload: payload}
}

// A turn without anything new leaves the state as it is.
func TestSilenceChangesNothing(t *testing.T) {
	k := newTalk(t)
	k.reader.given["grr"] = bot.Reading{Lang: "en", LangP: 1, Emotion: nlu.Emotion{Label: "anger", P: 0.9}}
	want(t, k.says("grr"), bot.Propose, "emotion")
	want(t, k.turn(), bot.Silent, "nothing_new")
	want(t, k.says("yes"), bot.Handoff, "customer_request")
}

func TestWaitingIsNotedOnce(t *testing.T) {
	k := newTalk(t)
	k.says("I want to talk to a human")
	k.reader.given["a"], k.reader.given["b"], k.reader.given["c"] = bot.Reading{Lang: "en"}, bot.Reading{Lang: "en"}, bot.Reading{Lang: "en"}
	want(t, k.says("a"), bot.Answer, "waiting_for_person")
	want(t, k.says("b"), bot.Silent, "waiting_for_person")
	want(t, k.says("c"), bot.Silent, "waiting_for_person")
}

func TestNobodyIsOfferedToWhoWaitsAlready(t *testing.T) {
	k := newTalk(t)
	k.says("I want to talk to a human")
	k.reader.given["ta"] = intends("thanks")
	for range 4 {
		want(t, k.says("ta"), bot.Answer, "waiting_for_person")
	}
	k.reader.given["bye"] = intends("goodbye")
	for range 4 {
		want(t, k.says("bye"), bot.Ask, "waiting_for_person")
	}
}

// After a handoff is withdrawn the budgets start again: the next word must not
// bring the same handoff.
func TestWithdrawalStartsTheBudgetsAgain(t *testing.T) {
	k := newTalk(t)
	k.snap.State.Turns, k.snap.State.Misses = 40, 4
	want(t, k.says("hello"), bot.Handoff, "turn_cap")
	k.snap.State.Named, k.snap.State.NamedTurn = "10482", 41
	want(t, k.presses("Cancel the request", "withdraw"), bot.Withdraw, "solved_while_waiting")
	want(t, k.says("hello"), bot.Answer, "courtesy")
	if n := k.snap.State.Named; n != "" {
		t.Errorf("%s is still known, which was named before", n)
	}
}

// What was written to a human is not read as a question to the bot.
func TestTheBotReadsOnlyWhatIsWrittenToIt(t *testing.T) {
	k := newTalk(t)
	k.says("hello")
	k.hears("my lawyer will write", "no")
	k.log(chat.Message{Author: chat.Agent, Text: "I see."})
	k.hears("hello")
	_, d, err := k.bot.Decide(t.Context(), k.snap)
	k.ok(err)
	want(t, d, bot.Answer, "courtesy")
}

// A proof holds for a visit, not for ever: whoever sits at the same browser
// tomorrow proves anew. The same holds for a half-filled form and the budget.
func TestTheNextDayBeginsAnew(t *testing.T) {
	k := newTalk(t)
	k.reader.given["where"] = intends("order_status")
	k.says("where")
	k.says("10482")
	want(t, k.says("10115"), bot.Answer, "flow:order_status")
	want(t, k.says("where"), bot.Answer, "flow:order_status")
	k.snap.Now = k.snap.Now.Add(25 * time.Hour)
	want(t, k.says("where"), bot.Ask, "flow:order_status:ask_order")
	k.snap.Now = k.snap.Now.Add(25 * time.Hour)
	want(t, k.says("hello"), bot.Answer, "courtesy")
	if turns := k.snap.State.Turns; turns != 1 {
		t.Errorf("%d turns, want 1", turns)
	}
}

func TestSensitiveTopics(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for _, c := range []struct {
		text string
		want bool
	}{
		{"I will call my lawyer", true},
		{"Je suis blessé par votre produit", true},
		{"Je suis blessée", true},
		{"mein Anwalt meldet sich", true},
		{"I want to die", true},
		{"no quiero vivir más", true},
		{"我不想活了", true},
		{"死にたい", true},
		{"Podem processar o meu pedido?", false},
		{"Vou processar vocês", true},
		{"I will do a chargeback with my bank", true},
		{"dann lasse ich das Geld zurückbuchen", true},
		{"你们再不退款我就找银行拒付", true},
		{"I got a rash from your pillowcase", true},
		{"the lamp caught fire", true},
		{"is it in brand new condition?", false},
		{"order 12315", false},
		{"return policy", false},
		{"Is the policy the same in store?", false},
	} {
		k := newTalk(t)
		if got := k.says(c.text).Reason == "sensitive_topic"; got != c.want {
			t.Errorf("%q: sensitive is %t, want %t", c.text, got, c.want)
		}
	}
}

// Whoever withdraws from a handoff that a dialog came to is not sent back into
// it by the next word.
func TestNoLoopOfHandoffsAfterAWithdrawal(t *testing.T) {
	for _, c := range []struct {
		name string
		into func(*talk)
	}{
		{"too late to return", func(k *talk) { k.says("I want to return something from order 10398") }},
		{"no usable answer", func(k *talk) {
			k.says("I want to return something from order 10511")
			for range 3 {
				k.reader.given["hm"] = bot.Reading{Lang: "en"}
				k.says("hm")
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newTalk(t).verified("c-1001")
			c.into(k)
			if k.last.Action != bot.Handoff {
				t.Fatalf("%s %s, want a handoff", k.last.Action, k.last.Reason)
			}
			k.presses("Cancel the request", "withdraw")
			want(t, k.says("hello"), bot.Answer, "courtesy")
		})
	}
}

// Who writes again after a human closed with a promise gets a human; thanks need
// nobody, and neither does what was handed back or lies long ago.
func TestAnOpenPromiseBringsAHuman(t *testing.T) {
	open := chat.Outcome{Code: "promised", AgentName: "Li", Promise: "a call", Due: noon.Add(24 * time.Hour), At: noon.Add(-time.Hour), Closed: true}
	back, old, solved := open, open, open
	back.Closed, old.At, solved.Code = false, noon.Add(-73*time.Hour), "solved"
	for _, c := range []struct {
		name, says string
		o          chat.Outcome
		reason     bot.Reason
	}{
		{"closed with a promise", "hello", open, "promise_open"},
		{"whatever they ask", "how much is shipping to germany?", open, "promise_open"},
		{"thanks", "thank you", open, "courtesy"},
		{"handed back to the bot", "hello", back, "courtesy"},
		{"four days ago", "hello", old, "courtesy"},
		{"solved", "hello", solved, "courtesy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newTalk(t)
			k.snap.Conversation.Outcome = &c.o
			action := bot.Answer
			if c.reason == "promise_open" {
				action = bot.Handoff
			}
			want(t, k.says(c.says), action, string(c.reason))
		})
	}
}

// A greeting brings back what a human did a while ago, by name, and not for ever.
func TestWhoIsGreetedBack(t *testing.T) {
	for _, c := range []struct {
		name string
		o    chat.Outcome
		want string
	}{
		{"solved", chat.Outcome{Code: "solved", AgentName: "Li", At: noon.Add(-time.Hour)}, "Li looked after you"},
		{"promised", chat.Outcome{Code: "promised", AgentName: "Li", Promise: "a call", Due: noon.Add(200 * time.Hour), At: noon.Add(-100 * time.Hour)}, "promised you: a call"},
		{"long ago", chat.Outcome{Code: "solved", AgentName: "Li", At: noon.Add(-100 * time.Hour)}, ""},
		{"by nobody", chat.Outcome{Code: "no_answer", At: noon.Add(-time.Hour)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newTalk(t)
			k.snap.Conversation.Outcome = &c.o
			d := k.says("hello")
			want(t, d, bot.Answer, "courtesy")
			if back := strings.Contains(d.Text, "Welcome back"); back != (c.want != "") || !strings.Contains(d.Text, c.want) {
				t.Errorf("said %q", d.Text)
			}
		})
	}
}

// Who asks again for the person they wait for gets no article for an answer.
func TestAskingAgainWhileWaiting(t *testing.T) {
	k := newTalk(t)
	k.says("I want to talk to a human")
	k.shelf.hits["a human please!"] = []knowledge.Hit{hit("contact", "en", "Our phone is never answered.", 0.9)}
	want(t, k.says("a human please!"), bot.Answer, "waiting_for_person")
}

package bot_test

import (
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// Every request of a message is answered, in its order: articles at once, then
// the first dialog, and after it the offer of the next.
func TestSeveralRequests(t *testing.T) {
	k := newTalk(t)
	k.shelf.hits["which payment methods do you accept?"] = []knowledge.Hit{hit("pay", "Ways to pay", "We take cards and PayPal.", 0.9)}
	d := k.says("where is my order, and which payment methods do you accept?")
	want(t, d, bot.Ask, "flow:order_status:ask_order")
	holds(t, d.Text, "cards and PayPal", "order number")
	if len(d.Sources) != 1 || d.Sources[0].ArticleID != "pay" {
		t.Errorf("sources %+v", d.Sources)
	}
}

func TestSeveralRequestsOneWithoutAnAnswer(t *testing.T) {
	k := newTalk(t)
	k.shelf.hits["which payment methods do you accept"] = []knowledge.Hit{hit("pay", "Ways to pay", "We take cards and PayPal.", 0.9)}
	d := k.says("which payment methods do you accept and do you ship to poland")
	want(t, d, bot.Answer, "several_requests")
	holds(t, d.Text, "cards and PayPal", "“do you ship to poland”")
	if len(d.QuickReplies) != 1 || d.QuickReplies[0].Payload != "human" {
		t.Errorf("buttons %+v", d.QuickReplies)
	}
}

// A second dialog waits until the first has ended, and is offered then.
func TestSeveralDialogs(t *testing.T) {
	k := newTalk(t).verified("c-1002")
	d := k.says("I want to change my delivery address. And where is my parcel?")
	if d.Next.Flow != "order_address_change" || len(d.Next.Later) != 1 {
		t.Fatalf("in flow %q, later %v: %q", d.Next.Flow, d.Next.Later, d.Text)
	}
	d = k.says("stop")
	if len(d.Next.Later) != 0 || len(d.QuickReplies) != 1 || d.QuickReplies[0].Payload != "intent:order_status" {
		t.Errorf("after the first: later %v, buttons %+v, %q", d.Next.Later, d.QuickReplies, d.Text)
	}
}

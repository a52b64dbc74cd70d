package bot_test

import (
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/nlu/entity"
)

// TestAProductIsShownByItsNameInAnyLanguage asks by a title that the shop's own
// search does not know.
func TestAProductIsShownByItsNameInAnyLanguage(t *testing.T) {
	k := newTalk(t)
	const question = "le couvre-chef feutré est en stock"
	reading := intends("product_availability")
	reading.Lang = "fr"
	k.reader.given[question] = reading
	if d := k.says(question); d.Reason == bot.ReasonCatalogue {
		t.Fatal("the shop's own search knows the name: the test shows nothing")
	}
	k = newTalk(t)
	k.reader.given[question] = reading
	k.reader.UseProducts(entity.NewGazetteer([]entity.Named{{ID: "TF-129", Titles: []string{"merino beanie", "couvre-chef feutré"}}}))
	d := k.says(question)
	want(t, d, bot.Answer, "catalogue")
	if len(d.Blocks) != 1 || d.Blocks[0].Product == nil || d.Blocks[0].Product.SKU != "TF-129" {
		t.Errorf("shows %+v, want TF-129", d.Blocks)
	}
}

// TestThePacketDatesWhatWasSaid holds that an agent who reads "yesterday" the day
// after knows which day is meant.
func TestThePacketDatesWhatWasSaid(t *testing.T) {
	k := newTalk(t)
	d := k.says("i ordered it yesterday, please let me talk to a human")
	if d.Action != bot.Handoff {
		t.Fatalf("%s %s", d.Action, d.Reason)
	}
	for _, f := range d.Facts {
		if f.Key == "date" && f.Value == "yesterday (2026-03-01)" {
			return
		}
	}
	t.Errorf("facts %+v", d.Facts)
}

// TestDigitsAreReadAsWhatWasAskedFor answers the question for a postcode with
// digits that could be an order number.
func TestDigitsAreReadAsWhatWasAskedFor(t *testing.T) {
	k := newTalk(t)
	k.reader.given["where"] = intends("order_status")
	k.says("where")
	k.says("10482")
	if k.snap.State.Slots["order_number"] != "10482" {
		t.Fatalf("slots %v", k.snap.State.Slots)
	}
	reading, _, err := k.bot.Decide(t.Context(), k.heard("10115"))
	k.ok(err)
	if got := reading.Entities; len(got) != 1 || got[0].Kind != entity.Postcode {
		t.Errorf("10115 is %+v, want a postcode", got)
	}
}

package nlu

import "strings"

// ShopMoodExamples are the pack's English examples as examples of moods, beside
// lines that shoppers write in a mood: questions and requests are neutral, thanks
// are joy, what is shouted is anger. Intents that carry a mood of their own, and
// texts in which the rules see one, are left out.
func ShopMoodExamples() ([]MoodExample, error) {
	pack, err := Pack()
	if err != nil {
		return nil, err
	}
	var out []MoodExample
	add := func(text, mood string) {
		out = append(out, MoodExample{Text: text, Moods: []string{mood}, Lang: "en", Extra: true})
	}
	for i, e := range pack {
		switch {
		case e.Lang != "en", e.Intent == "complaint", e.Intent == "chitchat", e.Intent == OutOfScope:
		case e.Intent == "thanks":
			add(e.Text, Joy)
		case readCues(clean(e.Text), "en").score == [moodCount]float64{}:
			add(e.Text, Neutral)
			if i%shoutedShare == 0 {
				add(strings.ToUpper(e.Text)+"!!!", Anger)
			}
		}
	}
	for mood, lines := range shopMoods {
		for range shopMoodWeight {
			for line := range strings.Lines(strings.TrimSpace(lines)) {
				add(strings.TrimSpace(line), moodLabels[mood])
			}
		}
	}
	return out, nil
}

// shoutedShare is how many of the pack's lines come to one that is shouted, and
// shopMoodWeight how often the lines below count: they are few.
const shoutedShare, shopMoodWeight = 5, 3

// shopMoods are lines as shoppers write them, by mood.
var shopMoods = [moodCount]string{
	moodAnger: `
you stole my money and nobody answers
where the hell is my parcel, this is the third time i ask
stop sending me the same reply
i want my money back NOW
your courier lied about the delivery attempt
i am done with this shop
this is the fourth email and still no answer!!
are you kidding me, another delay?
you people are thieves
you charged me twice and you don't care
nobody picks up the phone, what kind of shop is this
i will report you to my bank
don't you dare close my ticket again
i've been waiting three weeks and you keep lying to me
enough is enough, give me a refund
i will write a bad review about you
nobody answers my emails, what is wrong with you
i contacted you five times and no reply
how can a shop be this bad
i will tell everyone how bad you are
nobody helps me here
i want to complain about your terrible service
i will dispute this with my bank, you crooks`,
	moodDisgust: `
there is mould on the bread
it smells like something died in the box
the shoes are worn and sweaty, yuck
hair and stains all over the sheets
the meat was rotten when it arrived
i found a bug in the tea, that's revolting`,
	moodFear: `
i'm worried my parcel is lost
someone used my card, i'm scared
i am afraid it won't arrive before the wedding
was my account hacked? i'm really anxious
i'm nervous about giving you my card number
is it dangerous for my baby? i'm worried`,
	moodJoy: `
it fits perfectly, i'm over the moon
best purchase this year
wow that was quick, thank you!
you guys are the best
my daughter loves her new bike
super happy with the sofa
excellent service, i will come back
it's even prettier than in the photos`,
	moodSadness: `
i'm not happy with the quality
not happy with my order
i am not satisfied at all
it was a birthday gift and it came too late
i expected more from you
such a let down
my son cried when the toy didn't come
i was looking forward to it so much`,
	moodSurprise: `
i did not expect that at all
wow, it is already here
really? that fast?
what, it's free? unbelievable
i can't believe it came today
omg is that the real price`,
	moodNeutral: `
it broke after two days, what now
the zipper is broken, i'd like to exchange it
you sent the wrong colour
the parcel never arrived, please send it again
one piece is missing from the box
i want to return this
can i return this
can i send it back
is this a joke gift or a real one
the screen does not turn on
my refund is not here yet
please cancel my order
hi, quick question about my order
ok
yes
yes please
yes that is correct
correct
i agree
sounds good
no
nope
no thanks
no thank you
i don't think so
no i don't want that
stop
stop it
good morning
good evening
have a nice day
ok thanks bye
what is the best vacuum for pet hair
can you suggest a good bag
what's your best seller
show me some nice lamps
could you please help me with my invoice, thanks in advance`,
}

package nlu_test

import (
	"strings"
	"testing"
)

func TestMoods(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct{ text, lang, want string }{
		{"where is my order", "en", "neutral"}, {"can i return this?", "en", "neutral"}, {"wo ist mein paket", "de", "neutral"},
		{"dónde está mi pedido", "es", "neutral"}, {"我的订单到哪了", "zh", "neutral"}, {"", "en", "neutral"}, {"10482", "", "neutral"},
		{"this is UNACCEPTABLE!!!", "en", "anger"}, {"you are scammers", "en", "anger"}, {"i am so angry right now", "en", "anger"}, {"worst service ever", "en", "anger"},
		{"das ist eine Frechheit", "de", "anger"}, {"ich bin stinksauer", "de", "anger"}, {"son unos estafadores", "es", "anger"}, {"estoy muy enfadada con ustedes", "es", "anger"},
		{"你们是骗子，我要投诉", "zh", "anger"}, {"WHERE IS MY ORDER!!!", "en", "anger"}, {"🤬", "", "anger"},
		{"thank you so much, love it", "en", "joy"}, {"super, vielen dank", "de", "joy"}, {"me encanta, gracias", "es", "joy"}, {"太好了，谢谢", "zh", "joy"}, {"😍😍", "", "joy"},
		{"i'm really sad, it was a gift for my dad", "en", "sadness"}, {"ich bin sehr enttäuscht", "de", "sadness"}, {"estoy muy decepcionado", "es", "sadness"}, {"太让人失望了", "zh", "sadness"},
		{"not happy with this", "en", "sadness"}, {"bin nicht zufrieden", "de", "sadness"},
		{"i'm worried, was my card hacked?", "en", "fear"}, {"ich habe angst dass es verloren ist", "de", "fear"}, {"estoy preocupada", "es", "fear"}, {"我很担心", "zh", "fear"},
		{"it's disgusting, there is mould in it", "en", "disgust"}, {"das ist ekelhaft, es stinkt", "de", "disgust"}, {"qué asco, huele mal", "es", "disgust"}, {"发霉了好恶心", "zh", "disgust"},
		{"wow i can't believe it", "en", "surprise"}, {"oha, damit habe ich nicht gerechnet, krass", "de", "surprise"}, {"天哪，没想到", "zh", "surprise"},
	} {
		e := a.DetectEmotion(c.text, c.lang)
		if e.Label != c.want {
			t.Errorf("DetectEmotion(%q) = %s (%.2f), want %s", c.text, e.Label, e.P, c.want)
		}
		if e.P <= 0 || e.P > 1 {
			t.Errorf("DetectEmotion(%q) has probability %v", c.text, e.P)
		}
	}
}

// However much is piled up, the mood has a probability: what is no number cannot
// be stored, and the shopper would get no answer.
func TestWallsOfMood(t *testing.T) {
	a := analyzer(t)
	for _, text := range []string{
		strings.Repeat("😀", 4000), strings.Repeat("😀🤬😱", 1000), strings.Repeat("!", 4000), strings.Repeat("ANGRY FURIOUS SCAM WORST HATE!!! ", 120),
	} {
		if e := a.DetectEmotion(text, ""); !(e.P > 0 && e.P <= 1) {
			t.Errorf("DetectEmotion(%.20q…) = %s with probability %v", text, e.Label, e.P)
		}
	}
}

func TestHurry(t *testing.T) {
	a := analyzer(t)
	for text, want := range map[string]bool{
		"need this ASAP": true, "it's urgent!": true, "dringend!!": true, "es urgente": true, "很急，请尽快": true, "I need it by Friday": true,
		"where is my order": false, "asapaga": false, "wann kommt es": false, "": false,
	} {
		if got := a.DetectEmotion(text, "").Urgent; got != want {
			t.Errorf("Urgent(%q) = %v", text, got)
		}
	}
}

package nlu_test

import (
	"testing"

	"frontdesk/bot/nlu"
)

const message = "Hi, I ordered two lamps last week (order NB-10482) and one arrived broken, can I get a refund please?"

func BenchmarkClassify(b *testing.B) {
	m, err := nlu.Shipped(nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m.Classify(message, "en")
	}
}

func BenchmarkRead(b *testing.B) {
	a := analyzer(b)
	texts := worst()
	texts["message"] = message
	for name, text := range texts {
		b.Run(name+"/language", func(b *testing.B) {
			for b.Loop() {
				a.DetectLanguage(text, nil)
			}
		})
		b.Run(name+"/emotion", func(b *testing.B) {
			for b.Loop() {
				a.DetectEmotion(text, "en")
			}
		})
		b.Run(name+"/entities", func(b *testing.B) {
			for b.Loop() {
				a.Entities(text, "en", at)
			}
		})
		b.Run(name+"/human", func(b *testing.B) {
			for b.Loop() {
				a.WantsHuman(text, "en")
			}
		})
		b.Run(name+"/gibberish", func(b *testing.B) {
			for b.Loop() {
				a.Gibberish(text)
			}
		})
	}
}

func BenchmarkLoadShipped(b *testing.B) {
	for b.Loop() {
		if _, err := nlu.Shipped(nil); err != nil {
			b.Fatal(err)
		}
	}
}

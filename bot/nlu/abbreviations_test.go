package nlu_test

import (
	"testing"

	"frontdesk/bot/nlu"
)

// What chats shorten is read as what it stands for.
func TestAbbreviationsAreReadAsTheirLongForms(t *testing.T) {
	m, err := nlu.Shipped(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ lang, short, long string }{
		{"vi", "sp này đc đổi k", "sản phẩm này được đổi không"},
		{"id", "brp ongkirnya, udah bs dikirim blm", "berapa ongkirnya, sudah bisa dikirim belum"},
		{"pt", "qto custa o frete pra vcs", "quanto custa o frete para vocês"},
		{"tr", "siparişim nerde noldu", "siparişim nerede ne oldu"},
		{"ru", "када доставка плз", "когда доставка пожалуйста"},
	} {
		got, want := m.Classify(c.short, c.lang), m.Classify(c.long, c.lang)
		if got.Accept != want.Accept {
			t.Errorf("%s %q: accepted at %v, and %q at %v", c.lang, c.short, got.Accept, c.long, want.Accept)
		}
	}
}

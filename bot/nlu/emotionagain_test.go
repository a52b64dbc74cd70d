package nlu_test

import (
	"testing"

	"frontdesk/bot/nlu"
)

// Anger that is told, not called by its name, in words that no list was copied from.
func TestAngerAsAStory(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct {
		lang, text string
		angry      bool
	}{
		{"en", "this is the third time im writing and all i get is the same answer every time", true},
		{"de", "ich habe euch jetzt schon viermal geschrieben und werde immer nur vertröstet, für den termin hab ich mir extra freigenommen", true},
		{"fr", "c'est la quatrième fois que j'appelle et à chaque fois on me dit demain, j'ai attendu toute la journée", true},
		{"es", "es la tercera vez que escribo y siempre la misma respuesta, el otro día perdí toda la mañana y todo el día esperando", true},
		{"it", "Mi avete preso in giro per tre settimane, ogni volta mi dicono domani. È uno schifo.", true},
		{"pt", "é a terceira vez que escrevo, ninguém resolve e esperei o dia todo", true},
		{"nl", "dit is de derde keer dat ik mail, ik heb er vrij voor genomen en voor niks gewacht", true},
		{"pl", "dzwoniłam trzy razy, za każdym razem słyszę co innego, wzięłam wolne na darmo", true},
		{"sv", "det är tredje gången jag skriver, jag tog ledigt och väntade hela dagen", true},
		{"tr", "kaç kere yazdım, her seferinde aynı şey, bütün gün bekledim", true},
		{"ru", "третий раз пишу, одни отписки, прождала курьера весь день", true},
		{"ar", "هذه ثالث مرة أكتب لكم وكل مرة نفس الرد", true},
		{"zh", "我联系了好几次，每次都说明天，白等了一天", true},
		{"ja", "何度連絡しても同じ返事ばかりで、仕事を休んで一日中待っていました", true},
		{"ko", "벌써 세 번 문의했는데 매번 똑같은 말만 하시네요", true},
		{"hi", "teesri baar likh raha hu, har baar bolte ho kal aayega", true},
		{"id", "ini udah ketiga kalinya saya chat, jawabannya sama terus", true},
		{"en", "this is the third time i order from you, any discount", false},
		{"de", "ich bestelle schon zum dritten mal, gibt es treuerabatt", false},
		{"fr", "je commande pour la troisième fois, avez-vous une remise", false},
		{"es", "es la tercera vez que compro, tienen descuento?", false},
		{"zh", "我第三次买了，有优惠吗", false},
		{"pl", "pierwszy raz piszę na czacie, gdzie znajdę fakturę", false},
		{"it", "è la prima volta che scrivo, come funziona il reso", false},
		{"ru", "первый раз пишу сюда, подскажите размер", false},
		{"ja", "初めて問い合わせします、返品できますか", false},
	} {
		e := a.DetectEmotion(c.text, c.lang)
		if got := e.Anger >= 0.6; got != c.angry {
			t.Errorf("%s: %q: anger %.2f (%s), want %v", c.lang, c.text, e.Anger, e.Label, c.angry)
		}
	}
	if e := a.DetectEmotion("das ist ekelhaft und eine frechheit", "de"); e.Label != nlu.Anger && e.Label != nlu.Disgust || e.Anger < 0.8 {
		t.Errorf("disgusted and angry: %+v", e)
	}
}

package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/knowledge/text"
)

func forms(tokens []text.Token) string { return strings.Join(text.Terms(tokens), " ") }

func TestAnalyze(t *testing.T) {
	a := text.New()
	for _, c := range []struct{ name, lang, in, want string }{
		{"english words meet in their stem", "en", "Returned RETURNS returning", "return return return"},
		{"full width letters are letters", "en", "Ｒｅｔｕｒｎ", "return"},
		{"a possessive is taken off", "en", "customer’s", "custom"},
		{"an order number stays whole", "en", "#10482", "10482"},
		{"a stock number stays whole and meets its spelling without hyphens", "en", "AB-123-X", "ab-123-x ab123x ab 123"},
		{"a measure meets its parts", "en", "30-day", "30-day 30day 30 day"},
		{"thousands separators do not matter", "en", "1,200", "1,200 1200 1 200"},
		{"a model with a space meets the one without", "en", "the X 200, TF 101 or wh 1000xm4", "the x 200 x200 tf 101 tf101 or wh 1000xm4 wh1000xm4"},
		{"words before a number are no model", "en", "of 30, in 14 or within 7 a-x 200 é 5 x, 20", "of 30 in 14 or within 7 ax 200 é e 5 x 20"},
		{"spanish with and without accents", "es", "envío", "envi"},
		{"german umlauts however typed", "de", "Rückgabe Rueckgabe rückgaben", "ruckgab ruckgab ruckgab"},
		{"german eu and au are no umlauts", "de", "neue bauen", "neue baue"},
		{"polish accents are folded as a second form", "pl", "łódź", "łódź lodz"},
		{"an accent that was not typed changes no stem", "pl", "przesyłkę przesylke", "przesyłk przesylk przesylk"},
		{"the ending of a name is none of its letters", "pl", "Lucia Lucii Lucie", "luc luc luc"},
		{"numbers and codes have no endings", "tr", "12'de AB-12'in X200", "12'de 12de 12 de ab-12'in ab12in ab 12 in x200"},
		{"an apostrophe ends a turkish name", "tr", "İstanbul'da", "istanbul"},
		{"an apostrophe stands in a ukrainian word", "uk", "кур'єром", "курєр"},
		{"arabic article and hamza", "ar", "والإرجاع إرجاع", "ارجاع ارجاع"},
		{"hebrew article and preposition", "he", "בהזמנה ההזמנות", "הזמנ הזמנ"},
		{"hindi keeps its vowel signs", "hi", "मेल मिल", "मेल मिल"},
		{"what a short italian word ends in tells it from others", "it", "caso casi casa case", "caso caso casa casa"},
		{"a portuguese plural", "pt", "móveis cartões embalagens", "móvel movel cartao embalag"},
		{"latin letters among others stay", "el", "returns", "returns"},
		{"french elision", "fr", "l'échange", "échang echang"},
		{"chinese gives pairs and single characters", "zh", "退款", "退 退款 款"},
		{"scripts are split at their border", "zh", "我的iPhone15坏了", "我 我的 的 iphone15 坏 坏了 了"},
		{"thai clusters keep their marks", "th", "ที่นี่", "ที่ ที่นี่ นี่"},
		{"korean gives pairs within words", "ko", "환불 정책", "환 환불 불 정 정책 책"},
		{"invisible characters do not split", "en", "re\u200bfund", "refund"},
		{"emoji and signs are nothing", "en", "🎉 !!! — ©", ""},
		{"short compounds are written as one", "en", "e-mail", "email mail"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := forms(a.Analyze(c.in, c.lang)); got != c.want {
				t.Errorf("Analyze(%q, %s) = %q, want %q", c.in, c.lang, got, c.want)
			}
		})
	}
}

func TestWeights(t *testing.T) {
	a := text.New()
	for _, tok := range a.Analyze("how do i get a refund", "en") {
		if stop := tok.Text != "refund"; tok.Stop() != stop {
			t.Errorf("%q: stop %v, want %v", tok.Text, tok.Stop(), stop)
		}
	}
	for lang, words := range map[string]string{
		"cs": "můžu", "hu": "milyen", "ar": "الى", "tr": "nasil", "ro": "cat",
		"el": "μεταξύ μεταξυ μόνο όταν υπάρχει γίνεται θέλετε", "id": "yg gak", "hi": "कोई कब",
		"vi": "cho tôi không khong được đã này bao nhiêu nhieu từ", "it": "però pero sulle", "pt": "faço faco porém",
	} {
		for _, tok := range a.Analyze(words, lang) {
			if !tok.Stop() {
				t.Errorf("%s: %q counts like any word", lang, tok.Surface)
			}
		}
	}
	// Without accents they are other words: a dog, leather, a wardrobe, a lamp, a wallet, garlic.
	for _, tok := range a.Analyze("chó da tủ tu đèn den ví vi toi", "vi") {
		if tok.Stop() {
			t.Errorf("vi: %q counts like a function word", tok.Surface)
		}
	}
	for lang, pair := range map[string]string{"th": "ไม่", "ja": "ませ", "ko": "얼마", "zh": "如果"} {
		if !slices.ContainsFunc(a.Analyze(pair, lang), func(tok text.Token) bool { return tok.Text == pair && tok.Weight < 1 }) {
			t.Errorf("%s: %q counts like any pair", lang, pair)
		}
	}
	for lang, word := range map[string]string{"it": "stato", "pt": "vezes"} { // of an order; instalments
		if a.Analyze(word, lang)[0].Stop() {
			t.Errorf("%s: %q is taken for a function word", lang, word)
		}
	}
	// Words of one language are not function words of another.
	if a.Analyze("die", "en")[0].Stop() {
		t.Error(`"die" is taken for a function word in English`)
	}
}

func TestBase(t *testing.T) {
	for in, want := range map[string]string{"de-CH": "de", "zh_Hant_TW": "zh", "": "und", "NB": "no", " en ": "en"} {
		if got := text.Base(in); got != want {
			t.Errorf("Base(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLongRunsAreBounded(t *testing.T) {
	got := text.New().Analyze(strings.Repeat("a", 1<<20)+" refund", "en")
	if len(got) != 1 || got[0].Text != "refund" {
		t.Errorf("got %d tokens, want only the word after the run", len(got))
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"Wo ist mein Paket #10482?", "退款 refund ที่นี่", "l'échange--d'un.article/a'b'c", "\xff\xfe", "é́́́", "والإرجاع בהזמנה मेँ mengéirim"} {
		for _, lang := range []string{"de", "fr", "pl", "tr", "ar", "he", "hi", "id", "it", "pt"} {
			f.Add(s, lang)
		}
	}
	a := text.New()
	f.Fuzz(func(t *testing.T, s, lang string) {
		for _, tok := range a.Analyze(s, lang) {
			if tok.Text == "" || !utf8.ValidString(tok.Text) || !utf8.ValidString(tok.Alt) {
				t.Fatalf("token %+v of %q", tok, s)
			}
			if tok.Weight <= 0 || tok.Weight > 1 {
				t.Fatalf("weight of %+v", tok)
			}
		}
	})
}

func BenchmarkAnalyze(b *testing.B) {
	a := text.New()
	s := "You can return most items within 30 days of delivery; refunds are sent to the original payment method."
	b.ReportAllocs()
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		a.Analyze(s, "en")
	}
}

package chat_test

import (
	"slices"
	"strings"
	"testing"

	"frontdesk/chat"
)

// finds tells whether a search text finds a message, as the stores do.
func finds(text, q string) bool {
	words := chat.Words(text)
	sought := chat.Sought(q)
	for _, term := range sought {
		if !slices.ContainsFunc(words, func(w chat.Word) bool { return strings.HasPrefix(w.Term, term) }) {
			return false
		}
	}
	return len(sought) > 0
}

func TestWordsFindMessages(t *testing.T) {
	for name, c := range map[string]struct {
		text, q string
		want    bool
	}{
		"beginning of a word":       {"My kettle is broken", "kett", true},
		"middle of a word":          {"My kettle is broken", "ettle", false},
		"all words, in any order":   {"My kettle is broken", "broken kettle", true},
		"one of them is missing":    {"My kettle is broken", "broken kettle refund", false},
		"case":                      {"STRASSE", "straße", true},
		"accents left out":          {"Müller, résumé", "muller resume", true},
		"accents typed":             {"Muller", "Müller", true},
		"composed and not":          {"re\u0301sume\u0301", "r\u00e9sum\u00e9", true},
		"number":                    {"Wo ist Paket 10482?", "10482", true},
		"article number":            {"It is AB-1234/5", "ab-1234", true},
		"Han word":                  {"我的订单什么时候到？", "订单", true},
		"Han, not side by side":     {"订了一张单", "订单", false},
		"one Han character":         {"我要退货", "退", true},
		"last Han character":        {"我要退", "退", true},
		"Han of three":              {"申请退货单", "退货单", true},
		"Han beside Latin":          {"买了iPhone手机", "iphone 手机", true},
		"full width":                {"ＡＢＣ１２３", "abc123", true},
		"Kana":                      {"届きません", "きませ", true},
		"long vowels":               {"メールを送る", "ール", true},
		"Korean stem":               {"반품을 하고 싶어요", "반품", true},
		"Thai":                      {"คืนสินค้าได้ไหม", "สินค้า", true},
		"Arabic without its vowels": {"مُنْتَج", "منتج", true},
		"Arabic":                    {"وصلني المنتج مكسور", "المنتج", true},
		"Hebrew":                    {"ההזמנה שלי לא הגיעה", "ההזמנה", true},
		"Hindi keeps its vowels":    {"मेरा ऑर्डर", "ऑर्डर", true},
		"address":                   {"write to ana@shop.example", "ana@shop.example", true},
		"nothing to search for":     {"100 % sure", "%", false},
		"empty":                     {"x", "", false},
		"not valid":                 {"a\xffb", "b", true},
	} {
		if got := finds(c.text, c.q); got != c.want {
			t.Errorf("%s: %q in %q: got %v, want %v (words %v, sought %q)", name, c.q, c.text, got, c.want, chat.Words(c.text), chat.Sought(c.q))
		}
	}
}

func TestExcerptTellsWhatWasFound(t *testing.T) {
	long := strings.Repeat("word ", 60)
	for name, c := range map[string]struct{ text, q, want string }{
		"word":           {"My kettle is broken", "kett", "My [kettle] is broken"},
		"two words":      {"My kettle is broken", "broken my", "[My] kettle is [broken]"},
		"Han":            {"我要退货单吗", "退货单", "我要[退货单]吗"},
		"one Han":        {"我要退货", "退", "我要[退]货"},
		"far inside":     {long + "kettle " + long, "kettle", "…word [kettle] word word word word word wo…"},
		"nothing":        {"My kettle", "%", "My kettle"},
		"accents":        {"Frau Müller!", "muller", "Frau [Müller]!"},
		"longer than it": {long, "none", "word word word word word word word word…"},
	} {
		var got strings.Builder
		for _, p := range chat.Excerpt(c.text, c.q, 39) {
			if p.Found {
				got.WriteString("[" + p.Text + "]")
			} else {
				got.WriteString(p.Text)
			}
		}
		if got.String() != c.want {
			t.Errorf("%s: got %q, want %q", name, got.String(), c.want)
		}
	}
}

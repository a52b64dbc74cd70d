package nlu_test

import (
	"testing"

	"frontdesk/bot/nlu"
)

func TestRespell(t *testing.T) {
	for _, c := range []struct {
		text string
		l    nlu.Language
		want string // empty: as it is
	}{
		{"zenme tuihuo", nlu.Language{Lang: "zh", P: 0.9, Variant: "zh-Latn"}, "怎么退货"},
		{"zěnme tuìhuò?", nlu.Language{Lang: "en", P: 0.3}, "怎么退货?"},
		{"zen me tui huo", nlu.Language{Lang: "fi", P: 0.95}, "怎么退货"},
		{"yunfei duoshao qian", nlu.Language{Lang: "zh", P: 0.9}, "运费多少钱"},
		{"wo de dingdan 10482 zai nali", nlu.Language{Lang: "zh", P: 0.9}, "我的订单10482在哪里"},
		{"tuikuan shenme shihou dao", nlu.Language{Lang: "zh", P: 0.9}, "退款什么时候到"},
		{"can women change size", nlu.Language{Lang: "en", P: 0.9}, ""},
		{"where is my order", nlu.Language{Lang: "en", P: 0.3}, ""},
		{"hi", nlu.Language{Lang: "en", P: 0.3}, ""},
		{"10482", nlu.Language{Lang: "zh", P: 0.3}, ""},
		{"怎么退货", nlu.Language{Lang: "zh", P: 0.9}, ""},
		{"kak vernut tovar", nlu.Language{Lang: "ru", P: 0.9, Variant: "ru-Latn"}, "как вернут товар"},
		{"pou einai h paraggelia mas", nlu.Language{Lang: "el", P: 0.9, Variant: "el-Latn"}, "που ειναι η παραγγελια μας"},
		{"mario rossi", nlu.Language{Lang: "ru", P: 0.4}, ""},
		{"de en la", nlu.Language{Lang: "es", P: 0.5}, ""},
	} {
		got, _, ok := nlu.Respell(c.text, c.l)
		if got != c.want && ok || ok != (c.want != "") {
			t.Errorf("%q (%s): got %q, %t; want %q", c.text, c.l.Lang, got, ok, c.want)
		}
	}
}

func FuzzRespell(f *testing.F) {
	f.Add("zenme tuihuo? 10482", "zh", 0.9)
	f.Fuzz(func(t *testing.T, text, lang string, p float64) {
		nlu.Respell(text, nlu.Language{Lang: lang, P: p})
	})
}

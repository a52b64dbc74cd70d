package knowledge_test

import (
	"strings"
	"testing"

	"frontdesk/knowledge"
)

const longPolicy = `Our shop ships from Hamburg to every country of the European Union, to Switzerland and to Norway. Parcels leave our warehouse on the next working day if you order before 2 p.m. on a weekday.

Express delivery costs 9.90 euros and takes one day. However, it is not available on islands. Bulky goods are delivered by a carrier who calls you before he comes, usually within ten days after the order.

To start a return:
1. Open your account and choose the order.
2. Print the label.
3. Bring the parcel to a shop of the carrier.`

func TestAnswer(t *testing.T) {
	zh := strings.Repeat("我们的商店每天早上九点开门，晚上六点关门，欢迎光临。", 8) + "退款会在五个工作日内退回原支付方式。" + strings.Repeat("如有其他问题，欢迎联系客服团队为您解答。", 8)
	for _, c := range []struct{ name, lang, text, question, want string }{
		{"a short passage is quoted whole", "en", "Gift cards are valid for three years. They cost nothing.", "how long are gift cards valid", "Gift cards are valid for three years. They cost nothing."},
		{"what limits a sentence stays with it", "en", longPolicy, "how much is express delivery", "Express delivery costs 9.90 euros and takes one day. However, it is not available on islands."},
		{"steps stay together, with their introduction", "en", longPolicy, "how do I print a label to start a return", longPolicy[strings.Index(longPolicy, "To start"):]},
		{"full stops within a sentence do not cut it", "en", longPolicy, "when do parcels leave the warehouse if I order before 2 p.m.", "Parcels leave our warehouse on the next working day if you order before 2 p.m. on a weekday."},
		{"chinese sentences", "zh", zh, "退款多久退回？", "退款会在五个工作日内退回原支付方式。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := knowledge.Passage{ID: "x", Text: c.text}
			if got := knowledge.Answer(p, c.question, c.lang); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestAnswerIsVerbatim(t *testing.T) {
	for _, q := range []string{"", "express", "???", "return label", "Norway Switzerland 2 p.m. carrier islands"} {
		got := knowledge.Answer(knowledge.Passage{Text: longPolicy}, q, "en")
		if got == "" || !strings.Contains(longPolicy, got) {
			t.Errorf("%q: %q does not stand in the passage", q, got)
		}
	}
}

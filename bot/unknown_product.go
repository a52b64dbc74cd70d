package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/facet"
	"frontdesk/chat"
	"frontdesk/knowledge"
	"frontdesk/shop"
)

const (
	mostWordsOfThing = 3 // of what is asked for: "the trailfox 300"
	mostUnparted     = 8 // characters of it, in scripts that do not part words
)

// thingIntents are those of a question whether there is something.
var thingIntents = []string{"product_availability", "product_recommendation", "product_question"}

// unheard says that the shop has nothing by a name, where a message asks for one thing,
// in small letters or large, that no product and no article's title has.
func (b *Bot) unheard(ctx context.Context, t *turn) *Decision {
	if t.has(nlu.Product, nlu.SKU, nlu.Country, nlu.City) || t.variantOfIt() || t.ofStore {
		return nil
	}
	name := t.thing()
	if name == "" || !slices.Contains(thingIntents, t.top().Intent) && (t.read.Accept >= readAtAll || says(t.text, t.lang, saysThereIs) || b.writesOf(name) || b.speaksOfShopping(name, t.lang)) {
		return nil
	}
	found, err := b.Catalog.Search(ctx, name, t.lang, mostOffered)
	if err != nil || slices.ContainsFunc(found, func(p shop.Product) bool { return sharesWord(name, p.Titles.In(t.lang)) }) {
		return nil
	}
	res, err := b.search(ctx, t)
	if err != nil || slices.ContainsFunc(res.Hits, func(h knowledge.Hit) bool { return sharesWord(name, h.Article.Title) }) {
		return nil
	}
	t.missing = append(t.missing, "product: "+name)
	d := t.say(Ask, ReasonNoProduct, b.Wording.Say(t.lang, "product.unknown", "name", name))
	d.QuickReplies = []chat.QuickReply{{Title: b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman}}
	d.Confidence = t.read.Accept
	return d
}

// readAtAll is how sure the intent of a message is that was read as anything.
const readAtAll = 0.15

// speaksOfShopping tells whether a name of several words has one of shopping: who wants "to use my
// right of withdrawal" asks for no product.
func (b *Bot) speaksOfShopping(name, lang string) bool {
	return len(facet.Words(name)) > 1 && len(b.concepts(name, lang)) > 0
}

// writesOf tells whether the articles have a word of a name; of scripts in which words
// are looked up by pairs of characters that tells nothing.
func (b *Bot) writesOf(name string) bool {
	if strings.ContainsFunc(name, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	}) {
		return false
	}
	v, ok := b.Retriever.(Vocabulary)
	return !ok || slices.ContainsFunc(facet.Words(name), v.Knows)
}

// sharesWord tells whether a title has a word of a name, as the name has it or nearly so.
func sharesWord(name, title string) bool {
	if hasHan(name) {
		return sharesHan(name, title)
	}
	return overlap(words(name), words(title)) > 0
}

// thing is what a message asks whether there is, as it was written: "trailfox 300" of "do
// you have the trailfox 300?"; empty where it says more, or less.
func (t *turn) thing() string {
	rest, found := withoutSaid(t.text, t.lang, saysSells)
	if !found {
		return ""
	}
	rest = strings.TrimFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if strings.ContainsAny(rest, "?？؟!！。") { // no name goes on behind a sentence
		return ""
	}
	if r, _ := utf8.DecodeRuneInString(rest); unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
		rest = trimAffixes(rest, t.lang)
		if n := utf8.RuneCountInString(rest); n < 2 || n > mostUnparted || strings.ContainsAny(rest, " ,，、。") {
			return ""
		}
		return rest
	}
	said := slices.DeleteFunc(facet.Words(rest), func(w string) bool { return slices.Contains(affixes[t.lang], strings.ToLower(w)) })
	_, exact := t.b.completer.Subject(rest, t.lang)
	exact = exact && t.lang != "ko" // whose endings are known, not its words
	from, to := -1, -1
	for i, w := range said {
		n, _ := t.b.completer.Subject(w, t.lang)
		if exact && (n == 0 || t.b.facets.Rest(w, t.lang) == "") {
			continue
		}
		if from < 0 {
			from = i
		}
		to = i
	}
	if from < 0 || !strings.ContainsFunc(strings.Join(said[from:to+1], ""), unicode.IsLetter) || to-from >= mostWordsOfThing || !exact && len(said) >= mostWordsOfThing {
		return ""
	}
	start, end := strings.Index(rest, said[from]), strings.LastIndex(rest, said[to])+len(said[to])
	if start < 0 || end <= start {
		return ""
	}
	return rest[start:end]
}

// affixes are what stands around a thing that is asked for, in scripts that do not part
// words and in languages whose function words are not known.
var affixes = map[string][]string{
	"cs": {"nějaké", "nějaký", "nějakou", "taky", "také", "i", "v", "nabídce", "tam", "u", "vás"},
	"ro": {"și", "si", "niște", "niste", "vreun", "vreo", "un", "o", "cumva", "la", "voi"},
	"fi": {"teillä", "myös", "mitään", "jotain", "kaupassa"},
	"el": {"και", "κάποιο", "κάποια", "καθόλου", "ένα", "μια", "μήπως"},
	"hu": {"is", "önöknél", "nálatok", "valami", "egy", "esetleg"},
	"uk": {"якісь", "ще", "також", "чи", "в", "у", "вас", "наявності"},
	"ar": {"هل", "أيضا", "ايضا", "أي", "اي"},
	"he": {"גם", "אולי", "איזה", "איזשהו"},
	"hi": {"है", "हैं", "क्या", "आपके", "पास", "कोई", "hai", "kya", "koi", "aapke", "paas"},
	"vi": {"không", "ko", "k", "hông", "shop", "bên", "bạn", "mình", "ạ", "vậy", "loại", "có"},
	"id": {"kak", "ya", "gak", "ga", "nggak", "tidak", "apakah", "min", "kah", "di", "toko", "ini", "sini"},
	"ms": {"ke", "tak", "tidak", "adakah", "kah", "di", "sini", "kedai"},
	"ko": {"혹시", "여기", "거기", "도"},
	"zh": {"请问", "你们", "您们", "这里", "店里", "那个", "一个", "什么", "哪些", "哪种", "卖", "的", "吗", "么", "呢", "啊", "嘛", "我", "你", "您"},
	"ja": {"そちら", "お店", "何か", "どんな", "って", "には", "は", "が", "も", "を", "に", "の", "か", "いい"},
	"th": {"ที่ร้าน", "ร้าน", "คุณ", "บ้าง", "ไหม", "มั้ย", "ไม", "หรือเปล่า", "ครับ", "ค่ะ", "คะ", "อะไร", "แบบไหน", "ไหน", "ขาย", "อยู่"},
}

func trimAffixes(s, lang string) string {
	for trimmed := true; trimmed; {
		trimmed = false
		for _, a := range affixes[lang] {
			after := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, a), a))
			trimmed = trimmed || after != s
			s = after
		}
	}
	return s
}

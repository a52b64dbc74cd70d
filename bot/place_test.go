package bot_test

import (
	"testing"

	"frontdesk/bot"
	"frontdesk/internal/wording"
)

// asked is a talk in which a return of order 10764 is being chosen, in a language.
func asked(t *testing.T, lang string) *talk {
	t.Helper()
	k := newTalk(t)
	k.reader.given["start"] = speaks(lang, "return_start")
	k.says("start")
	k.says("10764")
	want(t, k.says("200031"), bot.Ask, "flow:return_start:ask_item")
	return k
}

func (k *talk) would(text string) bot.Decision {
	k.t.Helper()
	_, d, err := k.bot.Decide(k.t.Context(), k.heard(text))
	k.ok(err)
	return d
}

// Whoever types what stands on a button means the button.
func TestATitleIsItsChoice(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range wording.Languages() {
		k := asked(t, lang)
		want(t, k.says("1"), bot.Ask, "flow:return_start:ask_reason")
		for _, reason := range []string{"too_small", "too_large", "not_as_described", "damaged", "wrong_item", "too_late", "changed_mind", "other"} {
			title := words.Say(lang, "return_reason."+reason)
			d := k.would(title)
			if got := d.Next.Slots["reason"]; got != reason || d.Lang != lang {
				t.Errorf("%s %q: got %q in %s, want %q", lang, title, got, d.Lang, reason)
			}
		}
	}
}

func TestAPlaceInWords(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for lang, text := range map[string]string{
		"en": "the second one", "zh": "第二个", "ja": "二番目です", "ko": "두 번째요", "de": "das zweite", "fr": "le deuxième",
		"es": "la segunda", "pt": "o segundo", "it": "il secondo", "nl": "de tweede", "pl": "ten drugi", "cs": "to druhé",
		"ro": "a doua", "sv": "den andra", "fi": "toinen", "el": "το δεύτερο", "tr": "ikincisi", "ru": "второй", "uk": "другий",
		"ar": "الثاني", "he": "השני", "hi": "दूसरा वाला", "th": "อันที่สอง", "id": "yang kedua", "ms": "yang kedua", "hu": "a másodikat",
	} {
		k := asked(t, lang)
		second, d := k.would("2").Next.Slots["item"], k.would(text)
		if got := d.Next.Slots["item"]; got == "" || got != second || d.Lang != lang {
			t.Errorf("%s %q: got %q in %s, want %q", lang, text, got, d.Lang, second)
		}
	}
}

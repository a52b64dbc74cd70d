package dictionary_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/dictionary"
	"frontdesk/knowledge/text"
)

var shared = dictionary.New(text.New())

// heads are the English names that a text is read as, "?word" for words in no list.
func heads(s, lang string) (out []string) {
	for _, w := range shared.Read(s, lang) {
		if len(w.Concepts) == 0 {
			out = append(out, "?"+w.Tokens[0].Surface)
		}
		for _, c := range w.Concepts {
			out = append(out, shared.Names(c, "en")[0])
		}
	}
	return out
}

func TestNamesAreFoundInAnyForm(t *testing.T) {
	for _, tc := range []struct{ lang, said, want string }{
		{"pl", "lodówce", "fridge"},                 // a beginning
		{"pl", "LODOWKI", "fridge"},                 // capitals, no accent
		{"de", "Kaffeemühlen", "coffee grinder"},    // a plural
		{"de", "Kühlschranktür", "fridge"},          // part of a compound
		{"ar", "والغسالة", "washing machine"},       // what clings to a word
		{"he", "הכביסה", "laundry"},                 //
		{"zh", "冰箱坏了", "fridge"},                    // without spaces
		{"ja", "冷蔵庫が動かない", "fridge"},                //
		{"ko", "냉장고에서", "fridge"},                   // with a particle
		{"th", "ตู้เย็นเสีย", "fridge"},             //
		{"ru", "холодильнике", "fridge"},            // a stem
		{"fi", "jääkaapissa", "fridge"},             // a changed stem
		{"fr", "lave-vaisselle", "dishwasher"},      // joined
		{"es", "olla a presión", "pressure cooker"}, // several words
		{"tr", "su ısıtıcısı", "kettle"},            // joined by a possessive that the list leaves out
		{"zh", "登山靴", "hiking boot"},                //
	} {
		t.Run(tc.lang+" "+tc.said, func(t *testing.T) {
			if got := heads(tc.said, tc.lang); !slices.Contains(got, tc.want) {
				t.Errorf("%q is read as %q, want %q among them", tc.said, got, tc.want)
			}
		})
	}
}

// Words with one stem are told apart as far as a name is written like one of them, and in
// Vietnamese and Finnish by their accents.
func TestWordsThatLookAlikeAreToldApart(t *testing.T) {
	for _, tc := range []struct{ lang, said, is, not string }{
		{"el", "τράπεζα", "bank", "table"},
		{"el", "τραπέζι", "table", "bank"},
		{"pt", "faca", "knife", ""},
		{"vi", "tôi", "", "garlic"},
		{"vi", "tỏi", "garlic", ""},
		{"vi", "toi", "garlic", ""}, // typed without tones it may be
		{"vi", "sữa chua", "yoghurt", "repair"},
		{"vi", "sửa chữa", "repair", "yoghurt"},
		{"vi", "khoá", "lock", ""}, // the tone on the other vowel
		{"vi", "khóa", "lock", ""},
		{"fi", "vähän", "", "wax"}, // a little; wax is vaha
		{"fi", "vahaa", "wax", ""},
	} {
		t.Run(tc.lang+" "+tc.said, func(t *testing.T) {
			got := heads(tc.said, tc.lang)
			is := func(s string) func(string) bool { return func(h string) bool { return strings.Contains(h, s) } }
			if tc.is != "" && !slices.ContainsFunc(got, is(tc.is)) || tc.not != "" && slices.ContainsFunc(got, is(tc.not)) {
				t.Errorf("%q is read as %q, want %q and not %q", tc.said, got, tc.is, tc.not)
			}
		})
	}
}

func TestWhatIsInNoListStaysAsItIs(t *testing.T) {
	for _, tc := range []struct{ lang, said, want string }{
		{"de", "Bruno QX-200", "bruno"},
		{"ja", "ブルーノの冷蔵庫", "ブルーノ"},
		{"ko", "Lucia 냉장고", "lucia"},
	} {
		if got := heads(tc.said, tc.lang); !slices.Contains(got, "?"+tc.want) {
			t.Errorf("%q is read as %q, want %q as a word of its own", tc.said, got, tc.want)
		}
	}
}

func TestGoods(t *testing.T) {
	for _, tc := range []struct{ lang, said, want string }{
		{"pl", "szukam czajnika do 50 euro", "kettle"},
		{"ko", "전기 주전자 있나요?", "kettle"},
		{"ru", "из хлопка, без царапин", ""}, // what it is made of, what is wrong with it
		{"de", "Wann kommt meine Bestellung?", ""},
	} {
		got := ""
		for _, w := range shared.Goods(tc.said, tc.lang) {
			got += shared.Names(w.Concepts[0], "en")[0]
		}
		if got != tc.want {
			t.Errorf("Goods(%q) are %q, want %q", tc.said, got, tc.want)
		}
	}
}

func TestTitlesNameGoods(t *testing.T) {
	for _, tc := range []struct {
		lang, title, thing string
		want               bool
	}{
		{"en", "Spout electric kettle", "kettle", true},
		{"en", "Skarn rain jacket", "jacket", true},     // what it is, beside of what kind
		{"en", "Grind coffee grinder", "coffee", false}, // what it is for
		{"de", "Skarn Regenjacke", "jacket", true},      // a compound
		{"es", "Chaqueta impermeable Skarn", "jacket", true},
	} {
		titled := shared.Titled(tc.title, tc.lang)
		got := slices.ContainsFunc(shared.Goods(tc.thing, "en"), func(w dictionary.Word) bool { return w.Any(titled) })
		if got != tc.want {
			t.Errorf("%q names a %s: %t", tc.title, tc.thing, got)
		}
	}
}

// Every name must lead to its line, or nobody who uses it is understood.
func TestEveryNameLeadsToItsConcept(t *testing.T) {
	if testing.Short() {
		t.Skip("in the second pass, without the race detector")
	}
	all := lines(t)
	for _, lang := range dictionary.Languages {
		t.Run(lang, func(t *testing.T) {
			d := dictionary.New(text.New()) // its stems go with it
			for i, line := range all {
				for _, n := range d.Names(dictionary.Concept(i), lang) {
					words := d.Read(n, lang)
					if len(words) != 1 || !slices.Contains(words[0].Concepts, dictionary.Concept(i)) {
						t.Errorf("%s: %q does not lead to %s", line.at, n, lang)
					}
				}
			}
		})
	}
}

func TestFilesAreWrittenAsTheyShouldBe(t *testing.T) {
	heads := make(map[string]string)
	for _, line := range lines(t) {
		var langs []string
		for part := range strings.SplitSeq(line.text, "|") {
			lang, names, _ := strings.Cut(part, ":")
			lang = strings.TrimSpace(lang)
			langs = append(langs, lang)
			for n := range strings.SplitSeq(names, ",") {
				checkName(t, line.at, lang, strings.TrimSpace(n))
			}
		}
		if !slices.Equal(langs, dictionary.Languages) {
			t.Errorf("%s: languages %q, want %q", line.at, langs, dictionary.Languages)
		}
		head, _, _ := strings.Cut(strings.TrimPrefix(line.text, "en: "), ",")
		head, _, _ = strings.Cut(head, " |")
		if at, twice := heads[head]; twice {
			t.Errorf("%s: %q stands already at %s", line.at, head, at)
		}
		heads[head] = line.at
	}
}

func checkName(t *testing.T, at, lang, n string) {
	t.Helper()
	bare, open := strings.CutSuffix(n, "*")
	last := bare[strings.LastIndexByte(bare, ' ')+1:]
	least := 3
	if last != bare {
		least = 2
	}
	switch {
	case bare == "" || bare != strings.TrimSpace(bare) || strings.ContainsAny(bare, `*()[]{}/;:<>"`):
		t.Errorf("%s: %s: %q has a character that does not belong there", at, lang, n)
	case bare != strings.Map(unicode.ToLower, bare):
		t.Errorf("%s: %s: %q is not in lower case", at, lang, n)
	case open && utf8.RuneCountInString(last) < least:
		t.Errorf("%s: %s: %q is too short for a beginning", at, lang, n)
	}
}

type line struct{ at, text string }

func lines(t *testing.T) (out []line) {
	t.Helper()
	var files []string
	for _, folder := range []string{"things", "about", "plain"} {
		found, err := filepath.Glob("words/" + folder + "/*.txt")
		if err != nil || len(found) == 0 {
			t.Fatalf("no words in %s: %v", folder, err)
		}
		files = append(files, found...)
	}
	for _, name := range files {
		data, err := fs.ReadFile(os.DirFS("."), name)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range strings.Split(string(data), "\n") {
			if s = strings.TrimSpace(s); s != "" && s[0] != '#' {
				out = append(out, line{fmt.Sprintf("%s:%d", name, i+1), s})
			}
		}
	}
	return out
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "冰箱usb线坏了", "Kühlschranktürdichtung", "والغسالة", "a\u0301\u0301", "\xff\xfe", "เเเ", strings.Repeat("가", 300), strings.Repeat("ブルー", 3000), strings.Repeat("donaudampf", 500)} {
		f.Add(s, "de")
		f.Add(s, "zh")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		for _, w := range shared.Read(s, lang) {
			if len(w.Concepts) == 0 && (len(w.Tokens) != 1 || w.Tokens[0].Text == "") {
				t.Errorf("%q in %q gives an empty word", s, lang)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	shared.Read("", "de")
	for b.Loop() {
		shared.Read("Guten Tag, wie oft muss ich den Wasserfilter von der Kaffeemaschine wechseln, und was kostet ein neuer?", "de")
	}
}

package knowledge_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/knowledge"
)

func TestUnfounded(t *testing.T) {
	const en = "Returns\nHow long\nYou can start a return within 30 days of delivery. The return label is free. Sale items cannot be returned.\n" +
		"Shipping to Norway costs 9 EUR. Shipping to France costs 5 EUR.\n| Sweden | 7 EUR |"
	const de = "Rückgabe\nFristen\nSie können innerhalb von 30 Tagen zurückgeben. Die Rückgabefrist beginnt mit der Lieferung. Reduzierte Ware ist nicht ausgeschlossen."
	for _, c := range []struct {
		lang, passage, text, want string
	}{
		{"en", en, "You can send it back within 30 days after delivery.", ""},
		{"en", en, "You have 30 days from the delivery to start a return.\nThe label costs nothing.", ""},
		{"en", en, "Unfortunately we do not accept returns of sale items.", ""},
		{"en", en, "Sale items can't be returned, sorry.", ""},
		{"en", en, "Shipping to Norway costs 9 EUR.", ""},
		{"en", en, "", ""},
		{"en", en, "You can start a return within 30 days. Parcels are always flown by drone.", "Parcels are always flown by drone."},
		{"en", en, "Sale items can be returned.", "Sale items can be returned."},
		{"en", en, "You can not start a return within 30 days of delivery.", "You can not start a return within 30 days of delivery."},
		{"en", en, "Shipping to Norway costs 5 EUR.", "Shipping to Norway costs 5 EUR."},
		{"de", de, "Die Rückgabe ist innerhalb von 30 Tagen möglich.", ""},
		{"de", de, "Wir holen Ihre Pakete abends mit dem Lastenrad.", "Wir holen Ihre Pakete abends mit dem Lastenrad."},
		{"zh", "退货\n14天内可以退货。", "14天内可以退货。", ""},
		{"zh", "退货\n14天内可以退货。", "我们用无人机送货上门。", "我们用无人机送货上门。"},
	} {
		if got := knowledge.Unfounded(c.text, []string{c.passage}, c.lang); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

// What an article says is carried by it, and hardly anything of another article.
func TestUnfounded_OtherArticles(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	articles := make(map[string][]string) // texts by language
	for _, shop := range []string{"../shop/demo/articles", "../eval/answers"} {
		err := fs.WalkDir(os.DirFS(shop), ".", func(path string, d fs.DirEntry, err error) error {
			if lang := filepath.Base(filepath.Dir(path)); err == nil && strings.HasSuffix(path, ".md") && len(lang) == 2 {
				raw, err := os.ReadFile(filepath.Join(shop, path))
				_, body, _ := strings.Cut(string(raw[min(len(raw), 4):]), "\n---\n")
				articles[lang] = append(articles[lang], body)
				return err
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	others, carried := 0, 0
	for lang, texts := range articles {
		for i, own := range texts {
			other := texts[(i+len(texts)/2)%len(texts)]
			for line := range strings.Lines(own) {
				for _, s := range knowledge.Sentences(strings.TrimSpace(line)) {
					if bad := knowledge.Unfounded(s, []string{own}, lang); bad != "" {
						t.Errorf("an article does not carry its own %q", bad)
					}
					if len(s) < 30 || strings.Contains(other, s) {
						continue
					}
					others++
					if knowledge.Unfounded(s, []string{other}, lang) == "" {
						carried++
					}
				}
			}
		}
	}
	t.Logf("%d sentences of others, %d carried", others, carried)
	if others < 1000 || carried*25 > others {
		t.Errorf("of %d sentences of other articles %d are carried, want at most 4 %%", others, carried)
	}
}

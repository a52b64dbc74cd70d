package nlu_test

import (
	"bytes"
	"testing"

	"frontdesk/bot/nlu"
)

// tableOf writes a table of two languages with n-grams added in the given order.
func tableOf(t *testing.T, grams ...string) []byte {
	t.Helper()
	table, err := nlu.NewLanguageTable([]string{"de", "en"}, []rune("abc"))
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range grams {
		table.Add(g, []uint8{uint8(len(g)), g[0]})
	}
	var out bytes.Buffer
	if err := nlu.WriteLanguageTables(&out, table); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestALanguageTableIsWrittenTheSameWay(t *testing.T) {
	want := tableOf(t, "a", "b", "ab", "_a", "c_")
	for name, got := range map[string][]byte{
		"another order":                 tableOf(t, "c_", "ab", "_a", "b", "a"),
		"an n-gram twice":               tableOf(t, "a", "b", "ab", "_a", "c_", "ab"),
		"letters outside the alphabet":  tableOf(t, "a", "xa", "b", "ab", "é", "_a", "c_", "añ"),
		"a letter of another script":    tableOf(t, "a", "b", "я", "ab", "_a", "c_"),
		"an unknown letter with border": tableOf(t, "_q", "a", "b", "ab", "_a", "c_", "q_"),
	} {
		if !bytes.Equal(got, want) {
			t.Errorf("%s changes the file", name)
		}
	}
	if bytes.Equal(tableOf(t, "a", "b"), want) {
		t.Error("other n-grams give the same file")
	}
}

func TestAnImpossibleLanguageTableIsRefused(t *testing.T) {
	letters := make([]rune, 1100)
	for i := range letters {
		letters[i] = rune(0x4e00 + i)
	}
	if _, err := nlu.NewLanguageTable([]string{"de"}, letters); err == nil {
		t.Error("1,100 letters are accepted")
	}
	if _, err := nlu.NewLanguageTable(nil, []rune("abc")); err == nil {
		t.Error("no language is accepted")
	}
	if _, err := nlu.NewLanguageTable(make([]string, 29), []rune("abc")); err == nil {
		t.Error("29 languages are accepted")
	}
}

package wordvec_test

import (
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/internal/fault"
	"frontdesk/knowledge/wordvec"
)

// space is a small one: two groups of words that are near each other.
var space = []struct {
	word string
	vec  []float32
}{
	{"return", []float32{1, 0.1, 0}}, {"refund", []float32{0.9, 0.2, 0}}, {"kettle", []float32{0, 0.1, 1}}, {"teapot", []float32{0.1, 0, 0.9}}, {"退货", []float32{1, 0, 0}},
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func lines(header string) string {
	var b strings.Builder
	b.WriteString(header)
	for _, w := range space {
		fmt.Fprintf(&b, "%s %g %g %g\n", w.word, w.vec[0], w.vec[1], w.vec[2])
	}
	return b.String()
}

func binaryFile(breaks string) string {
	b := fmt.Appendf(nil, "%d 3\n", len(space))
	for _, w := range space {
		b = append(b, w.word+" "...)
		for _, f := range w.vec {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
		}
		b = append(b, breaks...)
	}
	return string(b)
}

// folder writes a model2vec model; halves: in 16 bits.
func folder(t *testing.T, tokenizer string, words []string, halves bool) string {
	t.Helper()
	dir := t.TempDir()
	var raw []byte
	for _, word := range words {
		vec := []float32{0, 0, 0.001}
		for _, w := range space {
			if w.word == strings.Trim(word, "#▁") {
				vec = w.vec
			}
		}
		for _, f := range vec {
			if halves {
				bits := math.Float32bits(f)
				h := uint16(0)
				if f != 0 {
					h = uint16(bits>>16&0x8000) | uint16((bits>>23&255)-112)<<10 | uint16(bits>>13&1023)
				}
				raw = binary.LittleEndian.AppendUint16(raw, h)
			} else {
				raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(f))
			}
		}
	}
	kind := map[bool]string{true: "F16", false: "F32"}[halves]
	head := fmt.Sprintf(`{"__metadata__":{"x":"y"},"embeddings":{"dtype":%q,"shape":[%d,3],"data_offsets":[0,%d]}}`, kind, len(words), len(raw))
	file := append(binary.LittleEndian.AppendUint64(nil, uint64(len(head))), head...)
	if err := os.WriteFile(filepath.Join(dir, "model.safetensors"), append(file, raw...), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tokenizer.json"), []byte(tokenizer), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func tokenizers() (wordPiece, unigram string, pieces, tokens []string) {
	pieces, tokens = []string{"[UNK]", "re", "##turn"}, []string{"<unk>", "▁re", "turn"}
	for _, w := range space {
		pieces, tokens = append(pieces, w.word), append(tokens, "▁"+w.word)
	}
	vocab := map[string]int{}
	var list [][]any
	for i, w := range pieces {
		vocab[w] = i
		list = append(list, []any{tokens[i], -float64(i + 1)})
	}
	a, _ := json.Marshal(map[string]any{"normalizer": map[string]any{"type": "BertNormalizer", "lowercase": true}, "model": map[string]any{"type": "WordPiece", "vocab": vocab, "unk_token": "[UNK]"}})
	b, _ := json.Marshal(map[string]any{"normalizer": map[string]any{"type": "Lowercase"}, "model": map[string]any{"type": "Unigram", "vocab": list, "unk_id": 0}})
	return string(a), string(b), pieces, tokens
}

func TestFormats(t *testing.T) {
	wordPiece, unigram, pieces, tokens := tokenizers()
	for name, path := range map[string]string{
		"word2vec text":          write(t, "a.txt", lines(fmt.Sprintf("%d 3\n", len(space)))),
		"GloVe":                  write(t, "b.txt", lines("")),
		"word2vec binary":        write(t, "c.bin", binaryFile("\n")),
		"binary, no line breaks": write(t, "d.bin", binaryFile("")),
		"model2vec, WordPiece":   folder(t, wordPiece, pieces, false),
		"model2vec, Unigram":     folder(t, unigram, tokens, false),
		"model2vec of 16 bits":   folder(t, wordPiece, pieces, true),
	} {
		t.Run(name, func(t *testing.T) {
			m, err := wordvec.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			if m.Dim() != 3 || m.Len() < len(space) || !strings.HasPrefix(m.Model(), "word-vectors/") {
				t.Errorf("%d words of %d numbers, named %q", m.Len(), m.Dim(), m.Model())
			}
			rows, err := m.Embed(t.Context(), []string{"I want to RETURN it", "a refund", "my kettle", "退货", "xyzzy", ""})
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				if l := dot(row, row); math.Abs(l-1) > 1e-4 {
					t.Errorf("text %d has a vector of the square length %v", i, l)
				}
			}
			if near, far := dot(rows[0], rows[1]), dot(rows[0], rows[2]); near < 0.95 || far > 0.3 {
				t.Errorf("return and refund %v, return and kettle %v", near, far)
			}
			if same := dot(rows[0], rows[3]); !strings.Contains(name, "WordPiece") && !strings.Contains(name, "16") && same < 0.95 {
				t.Errorf("return and 退货 %v", same)
			}
		})
	}
}

// TestPublishedFiles: what files that people publish have beside what their formats
// say.
func TestPublishedFiles(t *testing.T) {
	long := strings.Repeat("x", 900)
	for _, c := range []struct {
		name, content string
		words         int
		alike         [2]string
	}{
		{"GloVe: words of several parts, and of other spaces", "return 1 0\n. . . 0 1\nat name@domain.com 0 1\n.\u00a0. 0 1\n\u0085 0 1\nrefund 1 .1\n", 6, [2]string{"return", "refund"}},
		{"GloVe: a number is a word", "2008 1 0\nreturn 0 1\nyear 1 .1\n", 3, [2]string{"in 2008", "year"}},
		{"fastText: spaces at the ends of lines", "3 2 \nreturn 1 0 \nrefund 1 .1 \nkettle 0 1 \n", 3, [2]string{"return", "refund"}},
		{"a word of nothing but space", "3 2\nreturn 1 0\n  0 1\nrefund 1 .1\n", 2, [2]string{"return", "refund"}},
		{"line breaks of Windows, a byte order mark", "\ufeff2 2\r\nreturn 1 0\r\nrefund 1 .1\r\n", 2, [2]string{"return", "refund"}},
		{"a byte order mark without a header", "\ufeffreturn 1 0\nrefund 1 .1\n", 2, [2]string{"return", "refund"}},
		{"tabs", "return\t1\t0\nrefund\t1\t1e-05\n", 2, [2]string{"return", "refund"}},
		{"a word that was cut within a character", "3 2\nreturn 1 0\nR\u00fcckgab\xc3 1 0\nrefund 1 .1\n", 3, [2]string{"return", "refund"}},
		{"a word that is very long", "2 2\n" + long + " 1 0\nreturn 1 0\n", 1, [2]string{"return", "return"}},
		{"a word twice", "3 2\nreturn 1 0\nreturn 0 1\nrefund 1 .1\n", 2, [2]string{"return", "refund"}},
		{"no line break at the end", "return 1 0\nrefund 1 .1", 2, [2]string{"return", "refund"}},
	} {
		for name, content := range map[string]string{c.name: c.content, c.name + ", packed": packed(c.content)} {
			t.Run(name, func(t *testing.T) {
				m, err := wordvec.Open(write(t, "vectors", content))
				if err != nil {
					t.Fatal(err)
				}
				rows, err := m.Embed(t.Context(), c.alike[:])
				if err != nil || m.Len() != c.words || dot(rows[0], rows[1]) < 0.95 {
					t.Errorf("%d words, want %d; %q are %v alike (%v)", m.Len(), c.words, c.alike, dot(rows[0], rows[1]), err)
				}
			})
		}
	}
	m, err := wordvec.Open(write(t, "c.bin.gz", packed(binaryFile("\n"))))
	if err != nil || m.Len() != len(space) {
		t.Errorf("a packed binary file: %v", err)
	}
}

func packed(content string) string {
	var b strings.Builder
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(content)) // into memory
	_ = z.Close()
	return b.String()
}

// part is a tensor.
type part struct {
	name, kind string
	shape      []int
	raw        []byte
}

func tensorFolder(t *testing.T, tokenizer string, parts []part) string {
	t.Helper()
	head, raw := map[string]any{}, []byte(nil)
	for _, p := range parts {
		head[p.name] = map[string]any{"dtype": p.kind, "shape": p.shape, "data_offsets": []int{len(raw), len(raw) + len(p.raw)}}
		raw = append(raw, p.raw...)
	}
	header, err := json.Marshal(head)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header...), raw...)
	for name, content := range map[string]string{"model.safetensors": string(file), "tokenizer.json": tokenizer} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// tokenList is a WordPiece tokenizer as bert-base-uncased has it.
func tokenList(words ...string) string {
	vocab := map[string]int{}
	for i, w := range words {
		vocab[w] = i
	}
	raw, _ := json.Marshal(map[string]any{ // strings and numbers
		"normalizer":    map[string]any{"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": nil, "lowercase": true},
		"pre_tokenizer": map[string]any{"type": "BertPreTokenizer"},
		"model":         map[string]any{"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "vocab": vocab},
	})
	return string(raw)
}

// quantised is one vector for all tokens, with the places given and weights of 1.
func quantised(places ...int64) []part {
	mapping, weights := []byte(nil), []byte(nil)
	for _, p := range places {
		mapping = binary.LittleEndian.AppendUint64(mapping, uint64(p))
		weights = binary.LittleEndian.AppendUint64(weights, math.Float64bits(1))
	}
	return []part{{"embeddings", "I8", []int{1, 2}, []byte{127, 0}}, {"mapping", "I64", []int{len(places)}, mapping}, {"weights", "F64", []int{len(places)}, weights}}
}

// TestModel2vecForms: the forms in which the library saves and reads models.
func TestModel2vecForms(t *testing.T) {
	floats := func(list ...float32) (raw []byte) {
		for _, f := range list {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(f))
		}
		return raw
	}
	tokens := tokenList("[UNK]", "r\u00fcckgabe", "ruckgabe", "kettle", "refund")
	plain := floats(9, 9, 0, 1, 1, 0, 0, 1, .9, .1)
	ids := binary.LittleEndian.AppendUint32(nil, 0)
	for _, p := range []uint32{0, 0, 1, 1} {
		ids = binary.LittleEndian.AppendUint32(ids, p)
	}
	var coarse []byte // bfloat16
	for i := 0; i < len(plain); i += 4 {
		coarse = append(coarse, plain[i+2:i+4]...)
	}
	inner := t.TempDir()
	if err := os.Rename(tensorFolder(t, tokens, []part{{"embedding.weight", "F32", []int{5, 2}, plain}}), filepath.Join(inner, "0_StaticEmbedding")); err != nil {
		t.Fatal(err)
	}
	behind := strings.Replace(tokenList("[UNK]", "r\u00fcckgabe", "ruckgabe", "kettle"), `{"model"`, `{"added_tokens":[{"id":0,"content":"[UNK]"},{"id":4,"content":"refund"}],"model"`, 1)
	for _, c := range []struct {
		name, path string
		same       bool // refund is like kettle
	}{
		{"as sentence-transformers saves it", tensorFolder(t, tokens, []part{{"embedding.weight", "F32", []int{5, 2}, plain}}), false},
		{"in a folder of its own", inner, false},
		{"in bfloat16", tensorFolder(t, tokens, []part{{"embeddings", "BF16", []int{5, 2}, coarse}}), false},
		{"a tensor behind another", tensorFolder(t, tokens, []part{{"weights", "F32", []int{5, 1}, floats(1, 1, 1, 1, 1)}, {"embeddings", "F32", []int{5, 2}, plain}}), false},
		{"a quantised vocabulary", tensorFolder(t, tokens, []part{{"embeddings", "F32", []int{2, 2}, floats(1, 0, 0, 1)}, {"mapping", "I32", []int{5}, ids}}), true},
		{"a token that was added", tensorFolder(t, behind, []part{{"embeddings", "F32", []int{5, 2}, plain}}), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := wordvec.Open(c.path)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := m.Embed(t.Context(), []string{"R\u00dcCKGABE", "ruckgabe", "refund", "kettle"})
			if err != nil {
				t.Fatal(err)
			}
			if same := dot(rows[0], rows[1]); same < 0.999 {
				t.Errorf("accents go with the case: %v", same)
			}
			if near := dot(rows[2], rows[3]); (near > 0.9) != c.same {
				t.Errorf("refund and kettle %v", near)
			}
		})
	}
	keeps := strings.Replace(tokens, `"strip_accents":null`, `"strip_accents":false`, 1)
	m, err := wordvec.Open(tensorFolder(t, keeps, []part{{"embeddings", "F32", []int{5, 2}, plain}}))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := m.Embed(t.Context(), []string{"R\u00dcCKGABE", "kettle", "ruckgabe"})
	if err != nil || dot(rows[0], rows[1]) < 0.999 || dot(rows[0], rows[2]) > 0.1 {
		t.Errorf("accents that are to stay: %v and %v (%v)", dot(rows[0], rows[1]), dot(rows[0], rows[2]), err)
	}
}

func dot(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// G: files of strangers. Each is refused with what is wrong, and none takes more
// memory than it is long.
func TestHostileFiles(t *testing.T) {
	wordPiece, _, pieces, _ := tokenizers()
	changed := func(old, replacement string) string {
		dir := folder(t, wordPiece, pieces, false)
		path := filepath.Join(dir, "model.safetensors")
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(string(raw), old, replacement, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	whole := binaryFile("")
	for _, c := range []struct{ name, path, want string }{
		{"no file", filepath.Join(t.TempDir(), "none"), "cannot be read"},
		{"empty", write(t, "a", ""), "is empty"},
		{"a picture", write(t, "a", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00"), "0 numbers"},
		{"prose", write(t, "a", "Our return policy is simple.\n"), "where number 1 should stand"},
		{"a short line", write(t, "a", "a 1 2 3\nb 1 2\n"), "line 2"},
		{"not a number", write(t, "a", "a 1 2 3\nb 1 NaN 3\n"), "not finite"},
		{"too large a number", write(t, "a", "a 1 2 3\nb 1 1e99 3\n"), "line 2"},
		{"a promise that is not kept", write(t, "a", "3 3\na 1 2 3\nb 1 2 3\n"), "says 3"},
		{"a promise too large to keep", write(t, "a", "4000000000 300\na 1 2 3\n"), "too much"},
		{"many dimensions", write(t, "a", "3 100000\na 1 2 3\n"), "100000 numbers"},
		{"negative", write(t, "a", "-3 3\na 1 2 3\n"), "-3 words"},
		{"a line without end", write(t, "a", strings.Repeat("9", 1<<20)), "too long"},
		{"a binary file that ends early", write(t, "a", whole[:len(whole)-3]), "ends at word 5 of 5"},
		{"a binary file without words", write(t, "a", "5 3\n"+strings.Repeat("\xff\x01", 2000)), "no word at place 1"},
		{"an empty folder", t.TempDir(), "tokenizer.json cannot be used: it cannot be read"},
		{"another tokenizer", folder(t, `{"model":{"type":"BPE"}}`, pieces, false), `type "BPE"`},
		{"no JSON", folder(t, `<html>`, pieces, false), "is no JSON"},
		{"numbers out of range", folder(t, `{"model":{"type":"WordPiece","vocab":{"a":7}}}`, pieces, false), "the number 7"},
		{"fewer tokens than vectors", folder(t, `{"model":{"type":"WordPiece","vocab":{"a":0}}}`, pieces, false), "has 1 tokens"},
		{"no tensor", changed(`"embeddings"`, `"embeddingz"`), "no tensor named embeddings"},
		{"another type", changed(`"F32"`, `"I64"`), `type "I64"`},
		{"more vectors than tokens", changed(`[8,3]`, `[9,3]`), "has 9 vectors"},
		{"a tensor that ends early", changed("\x00\x00\x80?", ""), "ends within its embeddings"},
		{"a mapping that leads nowhere", tensorFolder(t, tokenList("a", "b"), quantised(0, 7)), "mapping to vector 7 of 1"},
		{"a mapping of others", tensorFolder(t, tokenList("a"), quantised(0, 0)), "mapping of the shape [2] for 1 tokens"},
		{"shapes that multiply to too much", tensorFolder(t, tokenList("a"), []part{{"embeddings", "F32", []int{1, 1 << 62}, nil}}), "numbers; 2 to"},
		{"cut while packed", write(t, "a.gz", packed(lines(""))[:60]), "cannot be read"},
		{"a zip archive", write(t, "a.zip", "PK\x03\x04\x14\x00"), "unpack it"},
		{"fastText's own", write(t, "a.bin", "\xba\x16\x4f\x2f\x0c\x00\x00\x00"), ".vec file"},
		{"a place outside", changed(`"data_offsets":[0,`, `"data_offsets":[9,`), "place does not fit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := wordvec.Open(c.path)
			var told *fault.Error
			if !errors.As(err, &told) || told.Kind != fault.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

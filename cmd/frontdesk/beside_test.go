package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBesideServer: commands that need the data work while a server uses it, and do
// the same as without one.
func TestBesideServer(t *testing.T) {
	data, err := os.MkdirTemp("", "fd") // short: a socket's path has at most 104 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(data) })
	s := serve(t, data)
	folder := filepath.Join(t.TempDir(), "help")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "tents.md"), []byte("# Tents\n\nOur workshop repairs tents within ten days.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Dir(folder))
	for name, text := range map[string]string{"terms.csv": "en,de\nBivouac,Biwak\n", "golden.csv": "language,text,expected\nen,who repairs tents,none\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	typed := ""
	ask := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(t.Context(), append(args, "--data", data), world{In: strings.NewReader(typed), Out: &out, Err: &errs}); code != want {
			t.Errorf("%v: code %d, %s", args, code, errs.String())
		}
		return out.String() + errs.String()
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"ingest", "--preview", "help"}, 0, "1 passages\nNothing was stored."},
		{[]string{"ingest", "--preview", "help"}, 0, "added"}, // the first stored nothing
		{[]string{"ingest", "help"}, 0, "added     help/tents.md"},
		{[]string{"ingest", "--preview", "help"}, 0, "unchanged"},
		{[]string{"ingest", "help/tents.md", "--source", "help"}, 0, "1 unchanged"},
		{[]string{"ingest", "nowhere"}, 2, "not_found"},
		{[]string{"source", "add", "blog", "https://shop.example/blog"}, 0, "source blog is there."},
		{[]string{"source", "list"}, 0, "https://shop.example/blog"},
		{[]string{"source", "add", "blog", "https://shop.example/blog"}, 1, "There is a source"},
		{[]string{"source", "remove", "blog"}, 0, "is gone"},
		{[]string{"gaps", "list", "--days", "7"}, 0, "missed questions"},
		{[]string{"gaps", "--days", "0"}, 2, "--days"},
		{[]string{"search", "--why", "how long does it take to repair a tent"}, 0, "within ten days"},
		{[]string{"user", "add", "--role", "supervisor", "Lea@Shop.example"}, 0, "/console/#/link/"},
		{[]string{"user", "add", "lea"}, 2, `"lea" is no address`},
		{[]string{"user", "list"}, 0, "lea@shop.example"},
		{[]string{"glossary", "import", "terms.csv"}, 0, "1 terms"},
		{[]string{"glossary", "export"}, 0, "Bivouac"},
		{[]string{"gate", "import", "golden.csv"}, 0, "1 golden questions"},
		{[]string{"gate", "export"}, 0, "repairs"},
		{[]string{"gate", "check"}, 0, "Nothing waits"},
		{[]string{"train", "--file", "nowhere.csv"}, 2, "nowhere.csv"},
		{[]string{"train", "--force"}, 2, "--reason"},
		{[]string{"doctor"}, 0, "is running and has the data"},
		{[]string{"serve", "--listen", "127.0.0.1:0"}, 1, "Stop the other frontdesk"}, // not one of them
		{[]string{"restore", "terms.csv"}, 1, "Stop the other frontdesk"},             // which must not lose its file
	} {
		if got := ask(c.code, c.args...); !strings.Contains(got, c.want) {
			t.Errorf("%v says %q, want %q", c.args, got, c.want)
		}
	}
	if mode := must(os.Stat(filepath.Join(data, socketFolder))).Mode().Perm(); mode != 0o700 {
		t.Errorf("the socket's folder has mode %o", mode)
	}
	// The server refuses what is not meant for it, whoever asks.
	var out, errs bytes.Buffer
	if code, answered := askServer(context.Background(), data, []string{"serve"}, world{Out: &out, Err: &errs}); !answered || code != 2 || !strings.Contains(errs.String(), "no such command") {
		t.Errorf("serve in the server: %d, %s", code, errs.String())
	}
	typed = "¿cuánto tarda la devolución?\nthanks\n" // what is typed reaches it, and the end of that ends the talk
	if got := ask(0, "chat", "--why"); strings.Count(got, "why:") != 2 || !strings.Contains(got, "language es") {
		t.Errorf("chat in the server: %s", got)
	}
	s.stop()
	if got := ask(0, "source", "list"); !strings.Contains(got, "There are no sources") {
		t.Errorf("without a server: %s", got)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

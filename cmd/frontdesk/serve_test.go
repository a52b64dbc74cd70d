package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const testToken = "a-token-for-tests-that-is-long-enough-0123456789"

// serving is a server that a test has started.
type serving struct {
	t    *testing.T
	base string
	stop func() int // ends it and gives its exit code
}

// serve starts the program as a script would and waits for its ready line.
func serve(t *testing.T, data string) serving {
	t.Helper()
	return serveIn(t, data, &loud{})
}

// serveBare serves without the demo shop, whose articles a start first has to learn:
// for tests that ask no question about them.
func serveBare(t *testing.T, data string) serving {
	t.Helper()
	return start(t, data, &loud{}, nil)
}

// serveIn is serve with more in the environment; what it says to people goes to
// errs.
func serveIn(t *testing.T, data string, errs *loud, env ...string) serving {
	t.Helper()
	return start(t, data, errs, env, "--demo")
}

func start(t *testing.T, data string, errs *loud, env []string, more ...string) serving {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	args := append([]string{"serve", "--listen", "127.0.0.1:0", "--metrics", "off", "--data", data}, more...)
	go func() {
		ended <- run(ctx, args, world{Env: append(env, "FRONTDESK_REST_TOKEN="+testToken), In: strings.NewReader(""), Out: in, Err: errs})
		in.Close()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server said nothing: %v\n%s", err, errs)
	}
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if !ok {
		t.Fatalf("got %q, want a line that begins with ready", line)
	}
	s := serving{t: t, base: base}
	s.stop = func() int {
		cancel()
		select {
		case code := <-ended:
			return code
		case <-time.After(5 * time.Second):
			t.Fatal("the server did not end within 5 s")
			return -1
		}
	}
	return s
}

// reply is what the REST channel answers.
type reply struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
	Replies      []struct {
		Text string `json:"text"`
		Lang string `json:"lang"`
	} `json:"replies"`
	Decision struct {
		Action string `json:"action"`
		Reason string `json:"reason"`
	} `json:"decision"`
	Owner   string          `json:"owner"`
	Handoff json.RawMessage `json:"handoff"`
}

func (s serving) say(customer, id, text string) (reply, string) {
	s.t.Helper()
	body, err := json.Marshal(map[string]string{"customer": customer, "id": id, "text": text})
	if err != nil {
		s.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.base+"/v1/messages", bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Prefer", "wait=10")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d %s %v", text, res.StatusCode, raw, err)
	}
	var r reply
	if err := json.Unmarshal(raw, &r); err != nil {
		s.t.Fatal(err)
	}
	return r, string(raw)
}

func TestServeAnswersHandsOffAndEnds(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	first, raw := s.say("c-17", "m-1", "Wo ist mein Paket 10482?")
	if first.Owner != "bot" || len(first.Replies) != 1 || first.Replies[0].Lang != "de" || !strings.Contains(first.Replies[0].Text, "10482") {
		t.Errorf("got %s, want a German question about order 10482", raw)
	}
	if again, rawAgain := s.say("c-17", "m-1", "Wo ist mein Paket 10482?"); rawAgain != raw {
		t.Errorf("the same id again gave %+v, want the same answer", again)
	}
	shown, raw := s.say("c-17", "m-2", "anna.mueller@example.de")
	if len(shown.Replies) == 0 || !strings.Contains(shown.Replies[0].Text, "Bestellung 10482") {
		t.Errorf("got %s, want where the order is", raw)
	}
	human, raw := s.say("c-17", "m-3", "Ich möchte mit einem Menschen sprechen")
	if human.Owner != "queue" || human.Decision.Reason != "customer_request" || !strings.Contains(string(human.Handoff), "10482") {
		t.Errorf("got %s, want a handoff that knows the order", raw)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}

	s = serve(t, data) // what was said is still there, and the conversation still waits for a person
	if after, raw := s.say("c-17", "m-3", "Ich möchte mit einem Menschen sprechen"); after.Seq != human.Seq || after.Owner != "queue" {
		t.Errorf("after a restart the same id gave %s", raw)
	}
	s.stop()
}

func TestBackupWhileServingAndRestore(t *testing.T) {
	data, copied := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	s := serveBare(t, data)
	before, _ := s.say("c-1", "m-1", "hello")
	w, out := quietWorld()
	if code := run(t.Context(), []string{"backup", "--data", data, copied}, w); code != 0 {
		t.Fatalf("backup: exit %d: %s", code, out)
	}
	s.stop()
	fresh := filepath.Join(t.TempDir(), "data")
	if code := run(t.Context(), []string{"restore", "--data", fresh, copied}, w); code != 0 {
		t.Fatalf("restore: exit %d: %s", code, out)
	}
	s = serveBare(t, fresh)
	if after, raw := s.say("c-1", "m-1", "hello"); after.Conversation != before.Conversation || after.Seq != before.Seq {
		t.Errorf("after the restore the same id gave %s, want conversation %s", raw, before.Conversation)
	}
	s.stop()
	if code := run(t.Context(), []string{"restore", "--data", fresh, copied}, w); code != 2 {
		t.Errorf("restore over a database: exit %d, want 2", code)
	}
	if err := os.WriteFile(copied, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "data")
	if code := run(t.Context(), []string{"restore", "--data", broken, copied}, w); code == 0 {
		t.Error("a file that is no database was restored")
	}
	if left, _ := filepath.Glob(filepath.Join(broken, "*.db")); len(left) > 0 {
		t.Errorf("the refused restore left %v", left)
	}
}

// quietWorld is a world whose output a test may look at.
func quietWorld() (world, *bytes.Buffer) {
	var out bytes.Buffer
	return world{In: strings.NewReader(""), Out: &out, Err: &out}, &out
}

func TestSecondProcessIsRefused(t *testing.T) {
	data := t.TempDir()
	s := serveBare(t, data)
	defer s.stop()
	w, out := quietWorld()
	if code := run(t.Context(), []string{"serve", "--listen", "127.0.0.1:0", "--metrics", "off", "--data", data}, w); code != 1 || !strings.Contains(out.String(), data) || !strings.Contains(out.String(), "Stop the other") {
		t.Errorf("exit %d, %q; want 1, the folder named and what to do", code, out)
	}
}

func TestCommandsInTheTerminal(t *testing.T) {
	data, files := t.TempDir(), t.TempDir()
	site, feed := filepath.Join(files, "site.yaml"), filepath.Join(files, "feed.csv")
	for name, text := range map[string]string{
		site: "widget: {sites: [{key: pk_shop, domains: [shop.example], language: nl}]}\n",
		feed: "id,title,price,stock\nKK-101,Spin 9 chain,19.95 EUR,34\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		args []string
		in   string
		code int
		want []string
	}{
		{"ingest", []string{"ingest", "--data", data, "testdata/articles"}, "", 0, []string{"1 added"}},
		{"ingest again", []string{"ingest", "--data", data, "testdata/articles"}, "", 0, []string{"0 added", "1 unchanged"}},
		{"ingest products", []string{"ingest", "--data", data, feed}, "", 0, []string{"1 added"}},
		{"search", []string{"search", "--data", data, "--why", "how long do candles burn"}, "", 0, []string{"40 hours", "lexical", "fused", "rule: the first is said: P ", "passages left out by scope"}},
		{"chat", []string{"chat", "--data", data, "--why"}, "hello\n", 0, []string{"bot:", "greeting", "why:"}},
		{"chat in the language of the first site", []string{"chat", "--config", site, "--data", data}, "hallo\n", 0, []string{"Hallo! Ik ben"}},
		{"chat about a product", []string{"chat", "--data", data, "--locale", "en"}, "how much is the Spin 9 chain?\n", 0, []string{"card: KK-101, Spin 9 chain", "19.95"}},
		{"user add", []string{"user", "add", "--data", data, "--role", "supervisor", "Lea@Shop.example"}, "", 0, []string{"lea@shop.example", "/console/#/link/"}},
		{"user add again", []string{"user", "add", "--data", data, "lea@shop.example"}, "", 0, []string{"lea@shop.example (supervisor)", "/console/#/link/"}},
		{"user add as something else", []string{"user", "add", "--data", data, "--role", "admin", "lea@shop.example"}, "", 2, []string{"lea@shop.example is there already, as supervisor"}},
		{"user list", []string{"user", "list", "--data", data}, "", 0, []string{"lea@shop.example", "supervisor", "has not signed in yet"}},
		{"a language by its name", []string{"user", "add", "--data", data, "--languages", "en, Dutch", "jan@shop.example"}, "", 2, []string{`languages: "dutch" is none`, "nl"}},
		{"a language among the skills", []string{"user", "add", "--data", data, "--skills", "lang:de", "jan@shop.example"}, "", 2, []string{"write --languages de"}},
		{"a topic without its mark", []string{"user", "add", "--data", data, "--skills", "returns", "jan@shop.example"}, "", 2, []string{`skills: "returns" is a topic; write topic:returns`}},
		{"a topic of nobody", []string{"user", "add", "--data", data, "--skills", "topic:bikes", "jan@shop.example"}, "", 2, []string{`there is no topic "bikes"; they are order, payment, presales, returns, shipping, technical`}},
		{"no address", []string{"user", "add", "--data", data, "lea"}, "", 2, []string{`"lea" is no address`}},
		{"doctor", []string{"doctor", "--data", data}, "", 0, []string{"ok", "search", "1 articles", "no shop system is connected", "on no page yet"}},
		{"doctor with a site", []string{"doctor", "--config", site, "--data", data}, "", 0, []string{"pk_shop on https://shop.example"}},
		{"help", []string{"help", "user", "add"}, "", 0, []string{"--languages"}},
		{"unknown command", []string{"sevre"}, "", 2, []string{"sevre"}},
		{"restore of a folder", []string{"restore", "--data", data, "testdata"}, "", 2, []string{"testdata is a folder"}},
		{"restore over the data", []string{"restore", "--data", data, "serve_test.go"}, "", 2, []string{"is there already", "--data"}},
		{"backup over the data", []string{"backup", "--data", data, data + "/frontdesk.db"}, "", 2, []string{"is a database in its place", "outside of the data folder"}},
		{"settings that are not there", []string{"config", "--config", "nowhere.yaml"}, "", 2, []string{"nowhere.yaml"}},
		{"missing file", []string{"restore", "--data", data, "nowhere.db"}, "", 2, []string{"nowhere.db"}},
		{"version", []string{"version"}, "", 0, []string{"frontdesk"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, out := quietWorld()
			w.In = strings.NewReader(c.in)
			if code := run(t.Context(), c.args, w); code != c.code {
				t.Fatalf("exit %d, want %d: %s", code, c.code, out)
			}
			for _, want := range c.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("got %q, want %q in it", out, want)
				}
			}
		})
	}
}

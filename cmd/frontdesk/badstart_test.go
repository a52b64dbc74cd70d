package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/testkit/fakellm"
)

// E4: what keeps the program from its port is said, and nothing has begun.
func TestE4_PortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for address, want := range map[string]string{
		taken.Addr().String(): taken.Addr().String() + " is in use by another program",
		"192.0.2.1:8080":      "192.0.2.1:8080 is no address of this machine",
	} {
		w, out := quietWorld()
		data := filepath.Join(t.TempDir(), "data")
		args := []string{"serve", "--demo", "--insecure", "--metrics", "off", "--data", data, "--listen", address}
		if code := run(t.Context(), args, w); code != 1 || !strings.Contains(out.String(), want) || strings.Contains(out.String(), "ready http") {
			t.Errorf("%s: exit %d, %q; want 1 and %q", address, code, out, want)
		}
		if _, err := os.Stat(data); err == nil {
			t.Errorf("%s: the data folder was made", address)
		}
	}
}

// loud is a buffer that the log and a test share.
type loud struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *loud) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *loud) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// E9: with a language model that does not work the program starts, says so aloud,
// and answers with the built-in engine.
func TestE9_ModelDoesNotWork(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	nobody := httptest.NewServer(http.NotFoundHandler())
	nobody.Close()
	broken := func(mode fakellm.Mode) string {
		s := fakellm.New(t, 8)
		s.Fail(mode, -1)
		return s.URL
	}
	for name, address := range map[string]string{
		"unreachable": nobody.URL + "/v1", "401": broken(fakellm.Unauthorized), "no such model": broken(fakellm.NoModel), "a page of HTML": broken(fakellm.HTML),
	} {
		t.Run(name, func(t *testing.T) {
			var said loud
			s := serveIn(t, t.TempDir(), &said, "OPENAI_BASE_URL="+address, "FRONTDESK_LLM_CHAT_MODEL=chat", "FRONTDESK_LLM_EMBED_MODEL=embed", "FRONTDESK_LLM_TIMEOUT=1s")
			if got, raw := s.say("c", "m", "How can I return something?"); len(got.Replies) == 0 || got.Owner != "bot" {
				t.Errorf("got %s, want an answer of the built-in engine", raw)
			}
			until := time.Now().Add(10 * time.Second)
			for !strings.Contains(said.String(), "THE LANGUAGE MODEL DOES NOT ANSWER") {
				if time.Now().After(until) {
					t.Fatalf("nothing was said of the model:\n%s", &said)
				}
				runtime.Gosched()
			}
			if code := s.stop(); code != 0 {
				t.Errorf("exit code %d, want 0", code)
			}
		})
	}
}

// E5: the address of a database that cannot be is told, without its password.
func TestE5_DatabaseAddress(t *testing.T) {
	w, out := quietWorld()
	w.Env = []string{"DATABASE_URL=postgres://desk:hunter2hunter2@host:notaport/shop"}
	code := run(t.Context(), []string{"serve", "--listen", "127.0.0.1:0", "--metrics", "off"}, w)
	if code == 0 || strings.Contains(out.String(), "hunter2") || !strings.Contains(out.String(), "database") {
		t.Errorf("exit %d, %q", code, out)
	}
}

// What the program keeps is nobody else's to read, whatever the folder and the
// umask allow.
func TestFilesArePrivate(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o755); err != nil {
		t.Fatal(err)
	}
	s := serveBare(t, data)
	defer s.stop()
	s.say("c", "m", "hello")
	copied := filepath.Join(t.TempDir(), "copy.db")
	w, out := quietWorld()
	if code := run(t.Context(), []string{"backup", "--data", data, copied}, w); code != 0 {
		t.Fatalf("backup: exit %d: %s", code, out)
	}
	files, err := filepath.Glob(filepath.Join(data, "*"))
	if err != nil || len(files) < 4 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, name := range append(files, copied) {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode&0o077 != 0 {
			t.Errorf("%s can be read by others: %s", filepath.Base(name), mode)
		}
	}
}

// Whoever stops the program before it serves hears of no fault that there is not.
func TestStoppedBeforeItServes(t *testing.T) {
	data := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer cancel()
		for ctx.Err() == nil { // until it is half started
			if _, err := os.Stat(filepath.Join(data, "frontdesk.db-wal")); err == nil {
				return
			}
			runtime.Gosched()
		}
	}()
	w, out := quietWorld()
	if code := run(ctx, []string{"serve", "--metrics", "off", "--listen", "127.0.0.1:0", "--data", data}, w); code != 0 || out.Len() > 0 {
		t.Errorf("exit %d, %q; want 0 and silence", code, out)
	}
	if code := run(ctx, []string{"user", "list", "--data", data}, w); code != 1 || out.String() != "frontdesk: stopped\n" {
		t.Errorf("a command that was stopped: exit %d, %q; want 1", code, out)
	}
}

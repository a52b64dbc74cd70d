package sqlite_test

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/store/sqlite"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func fixed() time.Time { return start }

// counter gives ids with a prefix.
func counter(prefix string) func() string {
	var n atomic.Int64
	return func() string { return fmt.Sprintf("%s-%012d", prefix, n.Add(1)) }
}

func inbound(ref, externalID string) chat.Inbound {
	return chat.Inbound{ChannelID: "web", Customer: chat.Customer{Ref: ref}, Message: chat.Message{Text: "hi", ExternalID: externalID}}
}

// crashDir tells this test binary to be the process that is killed.
const crashDir = "FRONTDESK_TEST_CRASH_DIR"

// TestCrash kills a writing process with SIGKILL again and again: whatever it
// acknowledged is there afterwards, once, and numbered without gaps.
func TestCrash(t *testing.T) {
	if dir := os.Getenv(crashDir); dir != "" {
		writeUntilKilled(t, dir)
		return
	}
	dir := t.TempDir()
	var acknowledged []string
	for round := range 5 {
		acknowledged = append(acknowledged, writeAndKill(t, dir, fmt.Sprint("round", round), 150+100*round)...)
	}
	s := openIn(t, dir, fixed, counter("check"))
	logs := map[string]bool{}
	for _, id := range acknowledged {
		m, err := s.MessageByExternalID(t.Context(), "web", id)
		if err != nil {
			t.Fatalf("acknowledged and lost: %s: %v", id, err)
		}
		logs[m.ConversationID] = true
	}
	for id := range logs {
		c, err := s.Conversation(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		log, err := s.Messages(t.Context(), id, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(log)) != c.LastSeq || log[len(log)-1].Seq != c.LastSeq {
			t.Errorf("%s: %d messages up to %d, LastSeq %d", id, len(log), log[len(log)-1].Seq, c.LastSeq)
		}
	}
	t.Logf("%d acknowledged messages in %d conversations survived 5 kills", len(acknowledged), len(logs))
}

// writeAndKill runs a writing process until it has acknowledged so many, kills
// it, and gives all that it acknowledged.
func writeAndKill(t *testing.T, dir, prefix string, many int) (acknowledged []string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCrash$")
	child.Env = append(os.Environ(), crashDir+"="+dir, "FRONTDESK_TEST_CRASH_PREFIX="+prefix)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if id, ok := strings.CutPrefix(lines.Text(), "ack "); ok {
			acknowledged = append(acknowledged, id)
		}
		if len(acknowledged) == many {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || len(acknowledged) < many {
		t.Fatalf("the writing process ended by itself after %d messages: %v", len(acknowledged), err)
	}
	return acknowledged
}

func writeUntilKilled(t *testing.T, dir string) {
	prefix := os.Getenv("FRONTDESK_TEST_CRASH_PREFIX")
	s := openIn(t, dir, fixed, counter(prefix))
	var wg sync.WaitGroup
	var out sync.Mutex
	for n := range 8 {
		wg.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%s-%d-%d", prefix, n, i)
				if _, err := s.Receive(t.Context(), inbound(fmt.Sprint("customer", n%3), id), start); err != nil {
					t.Error(err)
					return
				}
				out.Lock()
				fmt.Println("ack", id)
				out.Unlock()
			}
		})
	}
	wg.Wait()
}

func TestBackup(t *testing.T) {
	s := openIn(t, t.TempDir(), fixed, counter("a"))
	r, err := s.Receive(t.Context(), inbound("ana", "1"), start)
	if err != nil {
		t.Fatal(err)
	}
	other := t.TempDir()
	path := filepath.Join(other, "copy.db")
	for _, before := range []string{"", "an older backup"} {
		if before != "" {
			if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Backup(t.Context(), filepath.Join(other, "no such folder", "x.db")); err == nil {
		t.Error("a backup into nowhere succeeded")
	}
	left, err := filepath.Glob(filepath.Join(other, "*.partial"))
	if err != nil || len(left) > 0 {
		t.Errorf("left over: %v %v", left, err)
	}
	home := t.TempDir()
	if err := sqlite.Restore(t.Context(), path, home, sqlite.Options{Now: fixed, NewID: counter("b")}); err != nil {
		t.Fatal(err)
	}
	restored := openIn(t, home, fixed, counter("b"))
	got, err := restored.Messages(t.Context(), r.Conversation.ID, 0, 0)
	if err != nil || len(got) != 1 || got[0].ID != r.Message.ID {
		t.Errorf("restored: %v %v", got, err)
	}
	again, err := restored.Receive(t.Context(), inbound("ana", "1"), start)
	if err != nil || again.Fresh {
		t.Errorf("a redelivery to the restored one: %+v %v", again, err)
	}
}

// A copy never takes the place of a database that somebody has open, and leaves
// nothing where it cannot be.
func TestBackupToWhereItMayNot(t *testing.T) {
	dir, other, folder := t.TempDir(), t.TempDir(), t.TempDir()
	s := openIn(t, dir, fixed, counter("a"))
	openIn(t, other, fixed, counter("b"))
	link := filepath.Join(folder, "link.db")
	if err := os.Symlink(filepath.Join(dir, sqlite.FileName), link); err != nil {
		t.Fatal(err)
	}
	before := len(everything(t, folder))
	for _, path := range []string{
		"", folder, filepath.Join(dir, sqlite.FileName), filepath.Join(dir, sqlite.FileName+"-wal"), filepath.Join(dir, "frontdesk.lock"), link, filepath.Join(other, sqlite.FileName),
	} {
		err := s.Backup(t.Context(), path)
		if f := new(fault.Error); !errors.As(err, &f) || f.Code != "bad_path" || f.Hint == "" {
			t.Errorf("%s: %v, want a refusal that says where to", path, err)
		}
	}
	if _, err := s.Receive(t.Context(), inbound("ana", "1"), start); err != nil {
		t.Error(err)
	}
	if got := everything(t, folder); len(got) != before {
		t.Errorf("left over: %v", got)
	}
	if got, err := filepath.Glob(folder + "*"); err != nil || len(got) != 1 {
		t.Errorf("left over: %v %v", got, err)
	}
}

func everything(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// What is no whole backup is refused, and nothing of it stays: the right one can be
// restored into the same place.
func TestRestoreOfWhatIsNone(t *testing.T) {
	s := openIn(t, t.TempDir(), fixed, counter("a"))
	for i := range 40 {
		if _, err := s.Receive(t.Context(), inbound("ana", fmt.Sprint(i)), start); err != nil {
			t.Fatal(err)
		}
	}
	files := t.TempDir()
	good := filepath.Join(files, "good.db")
	if err := s.Backup(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(data)
	clear(damaged[len(damaged)/2 : len(damaged)/2+64<<10])
	foreign := filepath.Join(files, "foreign.db")
	db, err := sql.Open("sqlite", foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE other (a)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	named := func(name string, content []byte) string {
		path := filepath.Join(files, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	home, o := t.TempDir(), sqlite.Options{Now: fixed, NewID: counter("b")}
	for name, path := range map[string]string{
		"empty": named("empty", nil), "text": named("text", []byte("no database")), "cut": named("cut", data[:len(data)/3]), "damaged": named("damaged", damaged), "of another program": foreign,
	} {
		err := sqlite.Restore(t.Context(), path, home, o)
		if f := new(fault.Error); !errors.As(err, &f) || f.Code != "no_backup" {
			t.Errorf("%s: %v, want no_backup", name, err)
		}
		if left := everything(t, home); len(left) > 1 { // the lock's file
			t.Fatalf("%s: left over: %v", name, left)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sqlite.Restore(ended, good, home, o); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if err := sqlite.Restore(t.Context(), good, home, o); err != nil {
		t.Fatal(err)
	}
	err = sqlite.Restore(t.Context(), good, home, o)
	if f := new(fault.Error); !errors.As(err, &f) || f.Code != "database_there" {
		t.Errorf("over a database: %v, want database_there", err)
	}
	if again, err := openIn(t, home, fixed, counter("c")).Receive(t.Context(), inbound("ana", "7"), start); err != nil || again.Fresh {
		t.Errorf("a redelivery to the restored one: %+v %v", again, err)
	}
}

func TestSecondProcess(t *testing.T) {
	dir := t.TempDir()
	openIn(t, dir, fixed, counter("a"))
	_, err := sqlite.Open(t.Context(), dir, sqlite.Options{Now: fixed, NewID: counter("b")})
	if !errors.Is(err, &fault.Error{Kind: fault.Conflict, Code: "data_folder_in_use"}) || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v", err)
	}
}

// Where nothing can be written, the folder is named with what to do. That it is a
// file is something that root cannot overcome either.
func TestUnusableFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	o := sqlite.Options{Now: fixed, NewID: counter("a")}
	_, opening := sqlite.Open(t.Context(), dir, o)
	for _, err := range []error{opening, sqlite.Restore(t.Context(), dir, dir, o)} {
		if f := new(fault.Error); !errors.As(err, &f) || f.Code != "data_folder_unusable" || f.Hint == "" || !strings.Contains(err.Error(), dir) {
			t.Errorf("got %v", err)
		}
	}
}

func TestE6_NewerSchema(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{Now: fixed, NewID: counter("a")})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (42, 1)"); err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(t.Context(), dir, sqlite.Options{Now: fixed, NewID: counter("b")})
	if err == nil || !regexp.MustCompile(`schema 42 > supported \d+: upgrade the binary`).MatchString(err.Error()) {
		t.Errorf("got %v", err)
	}
	if _, err := sqlite.Open(t.Context(), dir, sqlite.Options{Now: fixed, NewID: counter("b")}); !strings.Contains(err.Error(), "schema") {
		t.Errorf("the refused one kept the folder locked: %v", err)
	}
}

// Writes wait for Run, give up with their context, and are refused after it.
func TestWriterLife(t *testing.T) {
	s, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Now: fixed, NewID: counter("a")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Receive(gone, inbound("ana", "given up"), start); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	waiting := make(chan error, 1)
	go func() { _, err := s.Receive(t.Context(), inbound("ana", "waits"), start); waiting <- err }()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	if err := <-waiting; err != nil {
		t.Errorf("got %v", err)
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	_, err = s.Receive(t.Context(), inbound("ana", "too late"), start)
	if !errors.Is(err, &fault.Error{Kind: fault.Unavailable, Code: "store_stopped"}) {
		t.Errorf("got %v", err)
	}
	if _, err := s.MessageByExternalID(t.Context(), "web", "given up"); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("what was given up: got %v", err)
	}
	if _, err := s.MessageByExternalID(t.Context(), "web", "waits"); err != nil {
		t.Errorf("what waited: got %v", err)
	}
}

package sqlite_test

import (
	"bufio"
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
	path := filepath.Join(other, sqlite.FileName)
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
	restored := openIn(t, other, fixed, counter("b"))
	got, err := restored.Messages(t.Context(), r.Conversation.ID, 0, 0)
	if err != nil || len(got) != 1 || got[0].ID != r.Message.ID {
		t.Errorf("restored: %v %v", got, err)
	}
	again, err := restored.Receive(t.Context(), inbound("ana", "1"), start)
	if err != nil || again.Fresh {
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

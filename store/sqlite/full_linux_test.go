package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
)

// smallDisk mounts a file system of so many bytes until the test's end.
func smallDisk(t *testing.T, bytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", bytes)); err != nil {
		t.Skip("a small disk can only be mounted by root: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestFullDisk fills the disk under the store. What was acknowledged stays, what
// cannot be stored is refused with what to do about it, and when there is space
// again the same store goes on.
func TestFullDisk(t *testing.T) {
	dir := smallDisk(t, 4<<20)
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 2<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("store", func(t *testing.T) { fill(t, filepath.Join(dir, "data"), ballast) })
}

func fill(t *testing.T, dir, ballast string) {
	s := openIn(t, dir, fixed, counter("id"))
	long := strings.Repeat("where is my order 12345? ", 200)
	write := func(id string) (pipeline.Receipt, error) {
		in := inbound("ana", id)
		in.Message.Text = long
		return s.Receive(t.Context(), in, start)
	}
	var kept []chat.Message
	for n := 0; ; n++ {
		r, err := write(fmt.Sprint("before-", n))
		if err != nil {
			refusedForSpace(t, err)
			break
		}
		if kept = append(kept, r.Message); n > 5000 {
			t.Fatal("the disk does not fill")
		}
	}
	for n := range 10 { // it stays full, and the store stays alive
		if r, err := write(fmt.Sprint("full-", n)); err == nil {
			kept = append(kept, r.Message) // a little space may be left
		} else {
			refusedForSpace(t, err)
		}
	}
	if _, err := s.MessageByExternalID(t.Context(), "web", "before-0"); err != nil {
		t.Errorf("reading on a full disk: %v", err)
	}
	if err := s.Ping(t.Context()); err == nil {
		t.Error("it says that it is well")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	for n := range 10 {
		r, err := write(fmt.Sprint("after-", n))
		if err != nil {
			t.Fatalf("there is space again: %v", err)
		}
		kept = append(kept, r.Message)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("there is space again: %v", err)
	}
	log, err := s.Messages(t.Context(), kept[0].ConversationID, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(log) != len(kept) {
		t.Fatalf("%d messages are stored, %d were acknowledged", len(log), len(kept))
	}
	for i, m := range log {
		if m.ID != kept[i].ID || m.Text != long || m.Seq != int64(i+1) {
			t.Fatalf("message %d is %s, seq %d; acknowledged was %s", i, m.ID, m.Seq, kept[i].ID)
		}
	}
	due, err := s.Due(t.Context(), start, 10, 1)
	if err != nil || len(due) != 1 {
		t.Errorf("due: %v %v", due, err)
	}
	for _, f := range s.Check(t.Context()) {
		if f.Code == "file" && f.Level != "ok" {
			t.Errorf("the file: %+v", f)
		}
	}
}

func refusedForSpace(t *testing.T, err error) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Unavailable || f.Hint == "" {
		t.Fatalf("got %v, want a fault that says what to do", err)
	}
}

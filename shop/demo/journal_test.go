package demo_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/shop"
	"frontdesk/shop/demo"
)

// written is a journal file with two address changes.
func written(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.jsonl")
	j := openFile(t, path)
	s := open(t, demo.Config{Journal: j})
	for _, street := range []string{"Erste Gasse 1", "Zweite Gasse 2"} {
		if _, err := s.ChangeAddress(t.Context(), move(t, street)); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func move(t *testing.T, street string) shop.AddressChange {
	t.Helper()
	o := showcase(t, "10523")
	return shop.AddressChange{IdempotencyKey: street, OrderNumber: o.Number, Proof: o.By(),
		Address: shop.Address{Line1: street, City: "Berlin", Postcode: "10115"}}
}

func street(t *testing.T, s *demo.Shop) string {
	t.Helper()
	by := showcase(t, "10523")
	o, err := s.Order(t.Context(), by.Number, by.By())
	if err != nil {
		t.Fatal(err)
	}
	return o.Address.Line1
}

// TestCrashWhileWriting cuts the file at every byte of its last line: whatever
// was left behind, the shop starts with all whole entries and writes on.
func TestCrashWhileWriting(t *testing.T) {
	path := written(t)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.Index(string(data), "\n") + 1
	for cut := whole; cut <= len(data); cut += 29 {
		if err := os.WriteFile(path, data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		j := openFile(t, path)
		s := open(t, demo.Config{Journal: j})
		want := "Erste Gasse 1"
		if cut == len(data) {
			want = "Zweite Gasse 2"
		}
		if got := street(t, s); got != want {
			t.Fatalf("cut at %d: the address is %q, want %q", cut, got, want)
		}
		if _, err := s.ChangeAddress(t.Context(), move(t, "Dritte Gasse 3")); err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		if got := street(t, open(t, demo.Config{Journal: openFile(t, path)})); got != "Dritte Gasse 3" {
			t.Fatalf("cut at %d: after writing on the address is %q", cut, got)
		}
	}
}

func TestForeignHandsInTheJournal(t *testing.T) {
	good := written(t)
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ text, want string }{
		"no entry":      {"hello\n" + string(data), ":1 is not an entry"},
		"unknown order": {strings.ReplaceAll(string(data), `"order":"10523"`, `"order":"99999"`), "order 99999"},
	}
	for name, c := range cases {
		path := filepath.Join(t.TempDir(), "shop.jsonl")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := demo.New(t.Context(), demo.Config{Now: clock(noon), Journal: openFile(t, path)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	if _, err := demo.OpenFile(filepath.Join(t.TempDir(), "missing", "shop.jsonl")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestJournalThatFails shows that what could not be kept did not happen.
func TestJournalThatFails(t *testing.T) {
	j := openFile(t, filepath.Join(t.TempDir(), "shop.jsonl"))
	s := open(t, demo.Config{Journal: j})
	before := street(t, s)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChangeAddress(t.Context(), move(t, "Verlorene Gasse 9")); err == nil {
		t.Error("a change that could not be kept was reported as made")
	}
	if got := street(t, s); got != before {
		t.Errorf("the address is %q after a failed write, want %q", got, before)
	}
}

// TestReturnStaysAfterDelivery starts the shop again when its orders have moved
// on with the clock: a return is never older than the delivery.
func TestReturnStaysAfterDelivery(t *testing.T) {
	j := &demo.Memory{}
	o := showcase(t, "10764")
	by := shop.ReturnRequest{IdempotencyKey: "k", OrderNumber: o.Number, Proof: o.By(), Refund: shop.RefundGiftCard,
		Items: []shop.ReturnItem{{SKU: "MH-220-SAN", Quantity: 1, Reason: shop.ReasonDamaged}}}
	if _, err := open(t, demo.Config{Journal: j}).StartReturn(t.Context(), by); err != nil {
		t.Fatal(err)
	}
	later := open(t, demo.Config{Journal: j, Now: clock(noon.AddDate(0, 1, 0))})
	got, err := later.Order(t.Context(), o.Number, o.By())
	if err != nil || len(got.Returns) != 1 {
		t.Fatalf("%d returns, %v, want 1", len(got.Returns), err)
	}
	if got.Returns[0].CreatedAt.Before(got.DeliveredAt) {
		t.Errorf("returned %v, delivered %v", got.Returns[0].CreatedAt, got.DeliveredAt)
	}
}

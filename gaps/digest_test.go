package gaps_test

import (
	"testing"
	"time"

	"frontdesk/gaps"
)

func TestMonday(t *testing.T) {
	for _, c := range []struct{ day, want string }{
		{"2026-03-02T00:00:00Z", "2026-03-02"}, {"2026-03-08T23:59:59Z", "2026-03-02"}, {"2026-03-09T01:00:00+02:00", "2026-03-02"},
		{"2026-01-01T12:00:00Z", "2025-12-29"},
	} {
		day, err := time.Parse(time.RFC3339, c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := gaps.Monday(day).Format(time.DateOnly); got != c.want {
			t.Errorf("Monday of %s is %s, want %s", c.day, got, c.want)
		}
	}
}

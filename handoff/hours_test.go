package handoff_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/handoff"
)

// lunch is a team in Berlin that has a lunch break, is there on Saturday mornings,
// and is away on two days.
func lunch(t *testing.T) *handoff.Hours {
	t.Helper()
	h, err := handoff.ParseHours("Europe/Berlin", []string{"Mon-Fri 09:00-12:30 13:30-18:00", "sat 10:00-14:00"}, []string{"2026-03-04", "12-25"})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHours(t *testing.T) {
	h := lunch(t)
	for _, c := range []struct{ at, next string }{ // of Berlin; next is at where it is open
		{"2026-03-02 08:59", "2026-03-02 09:00"},
		{"2026-03-02 09:00", "2026-03-02 09:00"},
		{"2026-03-02 12:29", "2026-03-02 12:29"},
		{"2026-03-02 12:30", "2026-03-02 13:30"}, // lunch
		{"2026-03-02 13:29", "2026-03-02 13:30"},
		{"2026-03-02 13:30", "2026-03-02 13:30"},
		{"2026-03-02 18:00", "2026-03-03 09:00"},
		{"2026-03-03 23:59", "2026-03-05 09:00"}, // the fourth is a day off
		{"2026-03-07 14:00", "2026-03-09 09:00"}, // over Sunday
		{"2026-12-24 18:00", "2026-12-26 10:00"}, // Christmas, every year
		{"2027-12-24 18:00", "2027-12-27 09:00"},
		{"2026-03-28 14:00", "2026-03-30 09:00"}, // clocks go forward in between
		{"2026-10-24 14:00", "2026-10-26 09:00"}, // and back
	} {
		zone := h.Next(t0).Location()
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Next(at.UTC()).Format("2006-01-02 15:04"); got != c.next {
			t.Errorf("at %s next open at %s, want %s", c.at, got, c.next)
		}
		if got := h.Open(at.UTC()); got != (c.at == c.next) {
			t.Errorf("at %s open: %v", c.at, got)
		}
	}
	if night, err := handoff.ParseHours("UTC", []string{"fri-mon 22:00-24:00", "sat-sun,mon,tue 00:00-02:00"}, nil); err != nil || !night.Open(t0.Add(-8*time.Hour)) || night.Open(t0) {
		t.Errorf("over midnight and the week's end: %v", err)
	}
	var always *handoff.Hours
	if !always.Open(t0) || !always.Next(t0).Equal(t0) {
		t.Error("without hours nobody is there")
	}
}

// A promise is not made for a time when nobody is there.
func TestDue(t *testing.T) {
	p := handoff.DefaultPolicy()
	if got := p.Due(t0); !got.Equal(t0.Add(p.TicketDue)) {
		t.Errorf("without hours: %s", got)
	}
	p.Hours = lunch(t)
	for at, want := range map[string]string{
		"2026-03-02 10:00": "2026-03-03 10:00", // within opening hours
		"2026-03-02 12:40": "2026-03-03 13:30", // in the lunch break: from its end
		"2026-03-03 10:00": "2026-03-05 10:00", // the next day is off: an hour after it opens again
		"2026-03-06 17:00": "2026-03-09 10:00", // Friday evening
	} {
		begin, err := time.ParseInLocation("2006-01-02 15:04", at, p.Hours.Next(t0).Location())
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Due(begin).Format("2006-01-02 15:04"); got != want {
			t.Errorf("asked at %s promised for %s, want %s", at, got, want)
		}
	}
}

func TestBadHours(t *testing.T) {
	for _, c := range []struct {
		zone, open, closed string
		want               string
	}{
		{"Mars/Phobos", "mon 09:00-10:00", "", `zone: "Mars/Phobos" is no time zone`},
		{"", "mon 09:00-10:00", "", "zone: "},
		{"UTC", "mon", "", "days and times are needed"},
		{"UTC", "monday 09:00-10:00", "", `"monday" is no day; they are mon`},
		{"UTC", "mon-xyz 09:00-10:00", "", `"mon-xyz" is no day`},
		{"UTC", "mon 9-17", "", `"9" is no time of the day`},
		{"UTC", "mon 9:00-17:00", "", `"9:00" is no time of the day`},
		{"UTC", "mon 09:00", "", `"09:00" is no span`},
		{"UTC", "mon 17:00-09:00", "", "ends before it begins; over midnight"},
		{"UTC", "mon 25:00-26:00", "", `"25:00" is no time`},
		{"UTC", "mon 09:00-13:00 12:00-15:00", "", "mon is open twice at 12:00-15:00"},
		{"UTC", "mon 09:00-13:00", "25.12.2026", `closed: "25.12.2026" is no day`},
		{"UTC", "mon 09:00-13:00", "02-30", "is no day"},
		{"UTC", "", "12-25", "no opening hours"},
	} {
		var open, closed []string
		if c.open != "" {
			open = []string{c.open}
		}
		if c.closed != "" {
			closed = []string{c.closed}
		}
		if _, err := handoff.ParseHours(c.zone, open, closed); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

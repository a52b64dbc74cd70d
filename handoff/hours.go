package handoff

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/fault"
)

// Hours are when the team is there: spans of the days of a week, in a time zone,
// but for single days. Outside them nothing is offered to anybody, and a wish for a
// person becomes a ticket with a promised time. The nil Hours are always open.
type Hours struct {
	zone   *time.Location
	week   [7][]span       // by time.Weekday, in order
	closed map[string]bool // days as 2006-01-02, or as 01-02 for every year
}

// span is a part of a day, in minutes since it began: from is in it, to is not.
type span struct{ from, to int }

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParseHours reads opening hours: open has entries such as
// "mon-thu,sat 09:00-12:30 13:30-18:00", closed days such as 2026-12-24 or, for
// every year, 12-25. No entry at all is always open. fault.Invalid, with the field
// zone, open or closed.
func ParseHours(zone string, open, closed []string) (*Hours, error) {
	if len(open) == 0 {
		if len(closed) > 0 {
			return nil, fault.New(fault.Invalid, "", "is given, but no opening hours are").At("closed")
		}
		return nil, nil
	}
	h := &Hours{closed: map[string]bool{}}
	var err error
	if h.zone, err = time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		return nil, fault.New(fault.Invalid, "", "%q is no time zone; expected one such as Europe/Berlin", zone).At("zone")
	}
	for _, entry := range open {
		if err := h.add(entry); err != nil {
			return nil, fault.New(fault.Invalid, "", "%q: %v; expected for example mon-fri 09:00-12:30 13:30-18:00", entry, err).At("open")
		}
	}
	for _, day := range closed {
		if !isDate(day) {
			return nil, fault.New(fault.Invalid, "", "%q is no day; expected 2026-12-24, or 12-25 for every year", day).At("closed")
		}
		h.closed[day] = true
	}
	return h, nil
}

func isDate(s string) bool {
	if _, err := time.Parse(time.DateOnly, s); err == nil {
		return true
	}
	_, err := time.Parse(time.DateOnly, "2024-"+s) // a leap year
	return err == nil
}

// add reads one entry: days, then spans.
func (h *Hours) add(entry string) error {
	fields := strings.Fields(strings.ToLower(entry))
	if len(fields) < 2 {
		return fmt.Errorf("days and times are needed")
	}
	days, err := parseDays(fields[0])
	if err != nil {
		return err
	}
	for _, field := range fields[1:] {
		s, err := parseSpan(field)
		if err != nil {
			return err
		}
		for _, d := range days {
			if slices.ContainsFunc(h.week[d], func(o span) bool { return s.from < o.to && o.from < s.to }) {
				return fmt.Errorf("%s is open twice at %s", weekdays[d], field)
			}
			h.week[d] = append(h.week[d], s)
			slices.SortFunc(h.week[d], func(a, b span) int { return a.from - b.from })
		}
	}
	return nil
}

// parseDays reads mon, mon-fri or a list of these.
func parseDays(text string) ([]int, error) {
	var out []int
	for part := range strings.SplitSeq(text, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, to := slices.Index(weekdays, first), slices.Index(weekdays, last)
		if from < 0 || to < 0 {
			return nil, fmt.Errorf("%q is no day; they are mon, tue, wed, thu, fri, sat and sun", part)
		}
		for d := from; ; d = (d + 1) % 7 { // fri-mon goes over the week's end
			out = append(out, d)
			if d == to {
				break
			}
		}
	}
	return out, nil
}

// parseSpan reads 09:00-17:30; the end may be 24:00.
func parseSpan(text string) (span, error) {
	begin, end, ok := strings.Cut(text, "-")
	if !ok {
		return span{}, fmt.Errorf("%q is no span of time", text)
	}
	from, err := parseClock(begin)
	if err != nil {
		return span{}, err
	}
	to := 24 * 60
	if end != "24:00" {
		if to, err = parseClock(end); err != nil {
			return span{}, err
		}
	}
	if to <= from {
		return span{}, fmt.Errorf("%s ends before it begins; over midnight it takes two entries, to 24:00 and from 00:00", text)
	}
	return span{from, to}, nil
}

func parseClock(text string) (int, error) {
	at, err := time.Parse("15:04", text)
	if err != nil || len(text) != 5 {
		return 0, fmt.Errorf("%q is no time of the day", text)
	}
	return at.Hour()*60 + at.Minute(), nil
}

// Open tells whether the team is there.
func (h *Hours) Open(at time.Time) bool {
	if h == nil {
		return true
	}
	at = at.In(h.zone)
	minute := at.Hour()*60 + at.Minute()
	return slices.ContainsFunc(h.on(at), func(s span) bool { return s.from <= minute && minute < s.to })
}

// on gives the spans of a day.
func (h *Hours) on(day time.Time) []span {
	if h.closed[day.Format(time.DateOnly)] || h.closed[day.Format("01-02")] {
		return nil
	}
	return h.week[day.Weekday()]
}

// opensWithin bounds the search for the next opening: a team that is gone for
// longer promises nothing by its hours.
const opensWithin = 366

// Next is when the team is there next, in its time zone: at itself while it is.
// Where every day of the next year is closed it is at, too.
func (h *Hours) Next(at time.Time) time.Time {
	if h.Open(at) {
		return h.in(at)
	}
	local := at.In(h.zone)
	for n := range opensWithin {
		day := time.Date(local.Year(), local.Month(), local.Day()+n, 12, 0, 0, 0, h.zone)
		for _, s := range h.on(day) {
			begins := time.Date(day.Year(), day.Month(), day.Day(), 0, s.from, 0, 0, h.zone)
			if begins.After(at) {
				return begins
			}
		}
	}
	return local
}

func (h *Hours) in(at time.Time) time.Time {
	if h == nil {
		return at
	}
	return at.In(h.zone)
}

// settleIn is how long the team has for a ticket whose time ran out while it was
// closed.
const settleIn = time.Hour

// Due is the promised time of a ticket: TicketDue from when the team is there next,
// and where it is closed then, an hour after it opens again.
func (p Policy) Due(at time.Time) time.Time {
	due := p.Hours.Next(at).Add(p.TicketDue)
	if p.Hours.Open(due) {
		return due
	}
	return p.Hours.Next(due).Add(settleIn)
}

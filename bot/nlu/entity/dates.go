package entity

import "time"

// dater reads dates and periods out of labelled words. Every reader is handed
// the place where it shall begin and gives the place behind what it read, or 0.
type dater struct {
	m     *message
	w     []item
	today time.Time // midnight, UTC, of the shopper's day
}

// when is a day, or a period from one day to another.
type when struct {
	from, to time.Time // to is zero for a day
}

func (w when) write() (kind, value string) {
	if w.to.IsZero() {
		return Date, w.from.Format(time.DateOnly)
	}
	return Period, w.from.Format(time.DateOnly) + "/" + w.to.Format(time.DateOnly)
}

func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// readDates finds the dates that words make.
func (m *message) readDates(w []item) {
	d := &dater{m: m, w: w, today: dayOf(m.q.Now)}
	for i := 0; i < len(w); {
		end, found := d.longest(i)
		if end == 0 {
			i++
			continue
		}
		kind, value := found.write()
		m.add(span{start: w[i].start, end: w[end-1].end, kind: kind, value: value, rank: plain})
		i = end
	}
}

// longest is the reading at i that takes most words.
func (d *dater) longest(i int) (int, when) {
	if d.w[i].number < 0 && len(d.w[i].senses) == 0 {
		return 0, when{}
	}
	best, found := 0, when{}
	for _, read := range []func(int) (int, when){d.calendar, d.distance, d.span, d.inWeek, d.byWeekday, d.relative, d.bareMonth} {
		if end, w := read(i); end > best {
			best, found = end, w
		}
	}
	return best, found
}

// is finds a sense of a word.
func (d *dater) is(i int, c class) (sense, bool) {
	if i < len(d.w) {
		for _, s := range d.w[i].senses {
			if s.class == c {
				return s, true
			}
		}
	}
	return sense{}, false
}

// next is the word behind i-1 within the same sentence, without words that only
// bind; len(d.w) where there is none.
func (d *dater) next(i int) int {
	for n := 0; i < len(d.w); n++ {
		if d.w[i].brk {
			return len(d.w)
		}
		if _, ok := d.is(i, filler); !ok || n == 2 {
			return i
		}
		i++
	}
	return i
}

// count reads a small number, in digits or in words.
func (d *dater) count(i int) (int, bool) {
	if i >= len(d.w) {
		return 0, false
	}
	if n := d.w[i].number; n >= 0 && n <= 999 {
		return n, true
	}
	if s, ok := d.is(i, number); ok {
		return s.n, true
	}
	return 0, false
}

// ordinals are what stands behind the digits of a day.
var ordinals = map[string]bool{"st": true, "nd": true, "rd": true, "th": true, "er": true, "re": true, "e": true, "o": true, "a": true, "го": true, "de": true,
	"te": true, "日": true, "号": true, "號": true, "일": true, "an": true, "en": true, "i": true}

// dayNumber reads a day of a month: the place behind it.
func (d *dater) dayNumber(i int) (end, n int) {
	if i >= len(d.w) || d.w[i].number < 1 || d.w[i].number > 31 || len(d.w[i].low) > 2 {
		return 0, 0
	}
	end, n = i+1, d.w[i].number
	if end < len(d.w) && d.w[end].start == d.w[i].end && ordinals[d.w[end].fold] {
		end++
	}
	return end, n
}

// year reads a year of four digits, the place behind it; i where there is none.
func (d *dater) year(i int) (end, n int) {
	j := d.next(i)
	if j < len(d.w) && len(d.w[j].low) == 4 && d.w[j].number > 1900 {
		n = d.w[j].number
		if n > 2400 && d.m.q.Lang == "th" {
			n -= 543
		}
		if n < 2100 {
			return j + 1, n
		}
	}
	return i, 0
}

// calendar reads a day with the name of its month, with the year and the weekday
// on either side: "Friday, 12 December 2025", "March 3rd", "2026. március 5.".
func (d *dater) calendar(i int) (int, when) {
	at := i
	if _, ok := d.is(i, weekday); ok {
		at = d.next(i + 1)
	}
	begin, year := d.year(at)
	if begin != at && at == d.next(at) { // the year first
		at = d.next(begin)
	} else {
		year = 0
	}
	end, day, mon := d.dayAndMonth(at)
	if end == 0 {
		return 0, when{}
	}
	if year == 0 {
		end, year = d.year(end)
	}
	t, ok := calendarDay(year, mon, day, d.today)
	if !ok {
		return 0, when{}
	}
	return end, when{from: t}
}

func (d *dater) dayAndMonth(i int) (end, day, mon int) {
	if after, n := d.dayNumber(i); after > 0 {
		j := d.next(after)
		if s, ok := d.is(j, month); ok {
			return j + 1, n, s.n
		}
		return 0, 0, 0
	}
	s, ok := d.is(i, month)
	if !ok {
		return 0, 0, 0
	}
	if after, n := d.dayNumber(d.next(i + 1)); after > 0 {
		if _, counted := d.is(after, unit); counted && !d.m.touches(d.w, after) { // "May 3 days"
			return 0, 0, 0
		}
		return after, n, s.n
	}
	return 0, 0, 0
}

// touches says that nothing stands between a word and the one before.
func (m *message) touches(w []item, i int) bool { return w[i].start == w[i-1].end }

// calendarDay is a day if there is one. Without a year it is the one nearest to
// today.
func calendarDay(year, mon, day int, today time.Time) (time.Time, bool) {
	if mon < 1 || mon > 12 || day < 1 || day > 31 {
		return time.Time{}, false
	}
	if year > 0 && year < 100 {
		year += 2000
	}
	if year == 0 {
		year = nearestYear(mon, day, today)
	}
	t := time.Date(year, time.Month(mon), day, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == day
}

func nearestYear(mon, day int, today time.Time) int {
	best, distance := today.Year(), time.Duration(1<<62)
	for y := today.Year() - 1; y <= today.Year()+1; y++ {
		if d := time.Date(y, time.Month(mon), day, 0, 0, 0, 0, time.UTC).Sub(today).Abs(); d < distance {
			best, distance = y, d
		}
	}
	return best
}

// stretch reads a length of time: "3 days", "two weeks", "يومين". form says that
// the unit itself means "ago".
func (d *dater) stretch(i int) (end, n, of int, form bool) {
	if s, ok := d.is(i, length); ok {
		return i + 1, s.n, s.m, false
	}
	n, ok := d.count(i)
	if !ok {
		return 0, 0, 0, false
	}
	j := i + 1
	if _, plain := d.is(j, unit); !plain {
		j = d.next(j)
	}
	if j < len(d.w) && d.w[j].brk {
		return 0, 0, 0, false
	}
	if s, ok := d.is(j, agoUnit); ok {
		return j + 1, n, s.n, true
	}
	if s, ok := d.is(j, unit); ok {
		return j + 1, n, s.n, false
	}
	return 0, 0, 0, false
}

// distance reads a day by how far away it is: "3 days ago", "hace 3 días", "in
// two weeks".
func (d *dater) distance(i int) (int, when) {
	_, past := d.is(i, ago)
	_, ahead := d.is(i, within)
	at := i
	if past || ahead {
		at = d.next(i + 1)
	}
	end, n, of, form := d.stretch(at)
	if end == 0 {
		if s, ok := d.is(at, unit); ok && past && at > i { // "לפני שבוע": a week ago
			return at + 1, when{from: move(d.today, s.n, -1)}
		}
		return 0, when{}
	}
	if form {
		return end, when{from: move(d.today, of, -n)}
	}
	if _, ok := d.is(end, ago); ok && !d.w[end].brk && !ahead {
		return end + 1, when{from: move(d.today, of, -n)}
	}
	if past {
		return end, when{from: move(d.today, of, -n)}
	}
	if _, ok := d.is(end, within); ok && !d.w[end].brk && d.postposed() {
		return end + 1, when{from: move(d.today, of, n)}
	}
	if ahead {
		return end, when{from: move(d.today, of, n)}
	}
	return 0, when{}
}

// postposed says that the language sets its words for "in" behind.
func (d *dater) postposed() bool {
	switch d.m.reading {
	case "zh", "ja", "ko", "tr", "fi", "hu", "hi":
		return true
	}
	return false
}

// move is a day n units away; a month's end stays one.
func move(t time.Time, of, n int) time.Time {
	switch of {
	case unitDay:
		return t.AddDate(0, 0, n)
	case unitWeek:
		return t.AddDate(0, 0, 7*n)
	case unitYear:
		n *= 12
	}
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// span reads a period: "last week", "the next 3 days", "la semana pasada",
// "上个月".
func (d *dater) span(i int) (int, when) {
	if s, ok := d.is(i, period); ok {
		return i + 1, d.whole(s.m, s.n)
	}
	if s, ok := d.is(i, which); ok {
		j := d.next(i + 1)
		if end, n, of, _ := d.stretch(j); end > 0 && s.n != 0 {
			return end, d.run(of, n, s.n)
		}
		if u, ok := d.is(j, unit); ok && (u.n != unitDay) {
			return j + 1, d.whole(u.n, s.n)
		}
		return 0, when{}
	}
	if end, n, of, _ := d.stretch(i); end > 0 {
		j := d.next(end)
		if s, ok := d.is(j, which); ok && s.n != 0 && n > 1 {
			return j + 1, d.run(of, n, s.n)
		}
	}
	if n, ok := d.count(i); ok { // "3 last days"
		j := d.next(i + 1)
		if s, ok := d.is(j, which); ok && s.n != 0 {
			if u, ok := d.is(d.next(j+1), unit); ok {
				return d.next(j+1) + 1, d.run(u.n, n, s.n)
			}
		}
	}
	if u, ok := d.is(i, unit); ok && u.n != unitDay {
		j := d.next(i + 1)
		if s, ok := d.is(j, which); ok {
			return j + 1, d.whole(u.n, s.n)
		}
	}
	return 0, when{}
}

// run is the n units before or behind today.
func (d *dater) run(of, n, direction int) when {
	if direction < 0 {
		return when{move(d.today, of, -n), d.today}
	}
	return when{d.today, move(d.today, of, n)}
}

// whole is a calendar week (from Monday), month or year, n from the present one.
func (d *dater) whole(of, n int) when {
	y, m, _ := d.today.Date()
	switch of {
	case unitWeek:
		monday := d.today.AddDate(0, 0, -int(d.today.Weekday()+6)%7+7*n)
		return when{monday, monday.AddDate(0, 0, 6)}
	case unitMonth:
		first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
		return when{first, first.AddDate(0, 1, -1)}
	case unitYear:
		return when{time.Date(y+n, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(y+n, 12, 31, 0, 0, 0, 0, time.UTC)}
	}
	return when{from: d.today.AddDate(0, 0, n)}
}

// inWeek reads a weekday of a named week: "Friday last week", "先週の金曜日".
func (d *dater) inWeek(i int) (int, when) {
	if s, ok := d.is(i, weekday); ok {
		j := d.next(i + 1)
		if end, w := d.span(j); end > 0 && d.isWeek(w) {
			return end, when{from: w.from.AddDate(0, 0, s.n-1)}
		}
		return 0, when{}
	}
	end, w := d.span(i)
	if end == 0 || !d.isWeek(w) {
		return 0, when{}
	}
	if n, ok := hanWeekdays[d.wordAt(end)]; ok && d.m.reading == "zh" && d.m.touches(d.w, end) {
		return end + 1, when{from: w.from.AddDate(0, 0, n-1)}
	}
	for j := d.next(end); j < min(len(d.w), end+3); j++ {
		if s, ok := d.is(j, weekday); ok && !d.w[j].brk {
			return j + 1, when{from: w.from.AddDate(0, 0, s.n-1)}
		}
		if _, ok := d.is(j, before); !ok {
			break
		}
	}
	return 0, when{}
}

// hanWeekdays are the days behind a named week, "上周五".
var hanWeekdays = map[string]int{"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}

func (d *dater) wordAt(i int) string {
	if i >= len(d.w) {
		return ""
	}
	return d.w[i].fold
}

func (d *dater) isWeek(w when) bool {
	return !w.to.IsZero() && w.from.Weekday() == time.Monday && w.to.Sub(w.from) == 6*24*time.Hour
}

// byWeekday reads "last Friday", "viernes pasado", and a weekday alone, which is
// the next one.
func (d *dater) byWeekday(i int) (int, when) {
	if s, ok := d.is(i, which); ok {
		j := d.next(i + 1)
		if day, ok := d.is(j, weekday); ok {
			return j + 1, when{from: d.nearest(day.n, s.n)}
		}
		return 0, when{}
	}
	day, ok := d.is(i, weekday)
	if !ok {
		return 0, when{}
	}
	if j := d.next(i + 1); j < len(d.w) {
		if s, ok := d.is(j, which); ok {
			return j + 1, when{from: d.nearest(day.n, s.n)}
		}
	}
	if d.w[i].end-d.w[i].start < 4 {
		return 0, when{}
	}
	return i + 1, when{from: d.nearest(day.n, 0)}
}

// nearest is the last, this coming or next day of that name.
func (d *dater) nearest(weekday, direction int) time.Time {
	ahead := (weekday - int(d.today.Weekday()) + 7) % 7 // Sunday is 0, or 7
	switch {
	case direction < 0:
		if ahead == 0 {
			ahead = 7
		}
		return d.today.AddDate(0, 0, ahead-7+7*(direction+1))
	case direction > 0:
		if ahead == 0 {
			ahead = 7
		}
		return d.today.AddDate(0, 0, ahead+7*(direction-1))
	}
	return d.today.AddDate(0, 0, ahead)
}

// notDays are words before which "tomorrow" means the morning.
var notDays = map[string]bool{"guten": true, "la": true, "schonen": true, "por": true}

// relative reads "yesterday".
func (d *dater) relative(i int) (int, when) {
	s, ok := d.is(i, day)
	if !ok || i > 0 && s.n == 1 && notDays[d.w[i-1].fold] {
		return 0, when{}
	}
	return i + 1, when{from: d.today.AddDate(0, 0, s.n)}
}

// bareMonth reads a month with its year, or behind a preposition.
func (d *dater) bareMonth(i int) (int, when) {
	direction := 0
	at := i
	if s, ok := d.is(i, which); ok {
		direction, at = s.n, d.next(i+1)
	}
	s, ok := d.is(at, month)
	if !ok {
		return 0, when{}
	}
	end, year := d.year(at + 1)
	if year == 0 {
		if j := d.next(end); j < len(d.w) && direction == 0 {
			if w, ok := d.is(j, which); ok {
				direction, end = w.n, j+1
			}
		}
		named := direction != 0
		if i > 0 && !d.w[i].brk {
			_, prep := d.is(i-1, before)
			named = named || prep
		}
		if !named {
			return 0, when{}
		}
		year = nearestYear(s.n, 15, d.today)
	}
	first := time.Date(year, time.Month(s.n), 1, 0, 0, 0, 0, time.UTC)
	switch {
	case direction < 0 && !first.Before(d.today.AddDate(0, 0, 1-d.today.Day())):
		first = first.AddDate(-1, 0, 0)
	case direction > 0 && first.Before(d.today):
		first = first.AddDate(1, 0, 0)
	}
	return end, when{first, first.AddDate(0, 1, -1)}
}

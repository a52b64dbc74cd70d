package wording

import "time"

// dates are the forms of a date by language, after the calendar formats of
// Unicode's CLDR. Where its short form would leave the century or the order of
// day and month in doubt, the month is written out or the year in full. None
// has an ending or an article of its own: sentences are worded around a bare
// date. Thai years are those of the common calendar, as parcels show them.
var dates = map[string]string{
	"en": "2 January 2006", "zh": "2006年1月2日", "ja": "2006年1月2日", "ko": "2006년 1월 2일",
	"es": "02/01/2006", "fr": "02/01/2006", "pt": "02/01/2006", "it": "02/01/2006", "el": "02/01/2006",
	"ar": "02/01/2006", "he": "02/01/2006", "hi": "02/01/2006", "th": "02/01/2006", "vi": "02/01/2006",
	"id": "02/01/2006", "ms": "02/01/2006",
	"de": "02.01.2006", "pl": "02.01.2006", "ro": "02.01.2006", "da": "02.01.2006", "tr": "02.01.2006",
	"ru": "02.01.2006", "uk": "02.01.2006", "fi": "2.1.2006", "cs": "2. 1. 2006",
	"nl": "02-01-2006", "sv": "2006-01-02", "hu": "2006. 01. 02.",
}

// Date writes a day as people write it in a language; the zero time is empty.
// A language that the machine does not speak gets the date of the sentences that
// it gets, which are English.
func Date(tag string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	form, ok := dates[Base(tag)]
	if !ok {
		form = dates[Fallback]
	}
	return at.Format(form)
}

// Moment writes a day and a time of it with its time zone, whose clock it shows.
func Moment(tag string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return Date(tag, at) + at.Format(", 15:04 (MST)")
}

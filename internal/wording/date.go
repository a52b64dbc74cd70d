package wording

import "time"

// dates are the forms of a date where day, month and year in this order and
// divided by points would be misread.
var dates = map[string]string{
	"en": "2 January 2006", "zh": "2006年1月2日", "ja": "2006年1月2日", "ko": "2006년 1월 2일",
	"es": "02/01/2006", "fr": "02/01/2006", "it": "02/01/2006", "pt": "02/01/2006", "el": "02/01/2006", "vi": "02/01/2006",
	"ar": "02/01/2006", "he": "02/01/2006", "th": "02/01/2006", "id": "02/01/2006", "ms": "02/01/2006", "hi": "02/01/2006",
	"sv": "2006-01-02", "hu": "2006. 01. 02.", "nl": "02-01-2006",
}

// Date writes a day as people write it in a language; the zero time is empty.
func Date(tag string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	if form, ok := dates[Base(tag)]; ok {
		return at.Format(form)
	}
	return at.Format("02.01.2006")
}

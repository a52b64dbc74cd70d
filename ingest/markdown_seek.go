package ingest

import "strings"

// mostInLink is how many bytes words or address of a link may have.
const mostInLink = 4000

// closings tells of each bracket and parenthesis that opens where it is closed, if that is
// near, in one pass.
func closings(s string) []int32 {
	shut := make([]int32, len(s))
	var square, round []int
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			square = opening(square, i)
		case '(':
			round = opening(round, i)
		case ']':
			square = closed(shut, square, i)
		case ')':
			round = closed(shut, round, i)
		}
	}
	return shut
}

// opening adds a bracket to the open ones. Those that are too far away go.
func opening(open []int, i int) []int {
	if len(open) == 2*mostInLink {
		open = open[:copy(open, open[mostInLink:])]
	}
	return append(open, i)
}

// closed notes that the last of the open brackets is closed at i.
func closed(shut []int32, open []int, i int) []int {
	if len(open) == 0 {
		return open
	}
	last := len(open) - 1
	if i-open[last] < mostInLink {
		shut[open[last]] = int32(i) //nolint:gosec // files are no longer than that
	}
	return open[:last]
}

// seeker finds where something stands next in a line. It looks at each byte once, however
// often it is asked, if it is asked from left to right.
type seeker struct {
	find  func(string) int
	next  int // where it was found last, or the end of the line
	begun bool
}

// from is where it stands at i or after; -1: nowhere.
func (k *seeker) from(s string, i int) int {
	if !k.begun || k.next < i {
		k.begun = true
		if k.next = k.find(s[i:]) + i; k.next < i {
			k.next = len(s)
		}
	}
	if k.next == len(s) {
		return -1
	}
	return k.next
}

// endOfLink finds the tag that ends a link.
func endOfLink(s string) int {
	for from := 0; ; {
		n := strings.Index(s[from:], "</")
		if n < 0 {
			return -1
		}
		if from += n; len(s) >= from+4 && (s[from+2]|' ') == 'a' && s[from+3] == '>' {
			return from
		}
		from += 2
	}
}

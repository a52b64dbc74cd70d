package vector

import "math"

// scored is a vector with its cosine, or with an estimate that puts vectors in the
// same order.
type scored struct {
	n     int32
	high  int32 // see question.byHigh
	score float32
}

// shortlist keeps at least the best of what it is shown, and at most twice as many.
type shortlist struct {
	want  int
	list  []scored
	least float32 // what is not above it is not among the best; -Inf at first
}

func (s *shortlist) reset(want int) {
	s.want, s.list, s.least = want, s.list[:0], float32(math.Inf(-1))
	if cap(s.list) < 2*want {
		s.list = make([]scored, 0, 2*want)
	}
}

func (s *shortlist) add(c scored) {
	s.list = append(s.list, c)
	if len(s.list) >= 2*s.want {
		s.cut()
	}
}

// cut drops what is not among the best.
func (s *shortlist) cut() {
	if s.want < len(s.list) {
		s.least = split(s.list, s.want)
		s.list = s.list[:s.want]
	}
}

// split moves the best to the front of a list and gives the least score among
// them (quickselect; Hoare, Algorithm 65, 1961).
func split(list []scored, best int) float32 {
	from, to := 0, len(list)
	for to-from > 1 {
		mid := median(list[from].score, list[(from+to)/2].score, list[to-1].score)
		i, j := from, to-1
		for i <= j {
			for list[i].score > mid {
				i++
			}
			for list[j].score < mid {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i++
				j--
			}
		}
		switch {
		case best <= j:
			to = j + 1
		case best > i:
			from = i
		default:
			return mid
		}
	}
	return list[best-1].score
}

func median(a, b, c float32) float32 { return max(min(a, b), min(max(a, b), c)) }

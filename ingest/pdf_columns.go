package ingest

import (
	"cmp"
	"math"
	"slices"
)

// inOrder sorts the segments of a page into rows in reading order: a page is
// cut at the widest white band across it, or into columns where white runs
// from top to bottom between lines of text (the XY-cut of Nagy and Seth, 1984).
func inOrder(segs []segment, depth int) []row {
	if len(segs) == 0 {
		return nil
	}
	if depth < 20 && len(segs) > 3 {
		if left, right := columnsOf(segs); left != nil {
			if leftwards(textsOf(segs)...) {
				left, right = right, left
			}
			return append(inOrder(left, depth+1), inOrder(right, depth+1)...)
		}
		if above, below := spanned(segs); above != nil {
			return append(inOrder(above, depth+1), inOrder(below, depth+1)...)
		}
		if above, below := bands(segs); above != nil {
			return append(inOrder(above, depth+1), inOrder(below, depth+1)...)
		}
	}
	slices.SortStableFunc(segs, func(a, b segment) int { return cmp.Compare(b.y, a.y) })
	var out []row
	for _, s := range segs {
		if n := len(out); n > 0 && math.Abs(out[n-1][0].y-s.y) < 0.5*max(s.size, out[n-1][0].size) {
			out[n-1] = append(out[n-1], s)
			continue
		}
		out = append(out, row{s})
	}
	for _, r := range out {
		slices.SortStableFunc(r, func(a, b segment) int { return cmp.Compare(a.x0, b.x0) })
		if leftwards(textsOf(r)...) {
			slices.Reverse(r)
		}
	}
	return out
}

// columnsOf cuts at the widest gap that no segment crosses, if both sides look
// like running text; a table's cells are too short.
func columnsOf(segs []segment) (left, right []segment) {
	byLeft := slices.Clone(segs)
	slices.SortFunc(byLeft, func(a, b segment) int { return cmp.Compare(a.x0, b.x0) })
	at, widest, reach := 0, 0.0, byLeft[0].x1
	for i, s := range byLeft[1:] {
		if gap := s.x0 - reach; gap > widest {
			at, widest = i+1, gap
		}
		reach = max(reach, s.x1)
	}
	if widest < 0.8*segs[0].size || !running(byLeft[:at]) || !running(byLeft[at:]) {
		return nil, nil
	}
	inLeft := byLeft[at].x0 - widest/2
	for _, s := range segs { // in the order in which they were painted
		if s.x0 < inLeft {
			left = append(left, s)
		} else {
			right = append(right, s)
		}
	}
	return left, right
}

// mostSpanning is how many lines above or below columns may go across them.
const mostSpanning = 6

// spanned cuts off the fewest lines at the top, or at the bottom, that go across
// columns: a title often stands no further above them than their lines stand apart.
func spanned(segs []segment) (above, below []segment) {
	down := slices.Clone(segs)
	slices.SortStableFunc(down, func(a, b segment) int { return cmp.Compare(b.y, a.y) })
	var cuts []int // where lines begin
	for i := range down[1:] {
		if down[i].y-down[i+1].y > 0.5*down[i+1].size {
			cuts = append(cuts, i+1)
		}
	}
	for n := range min(mostSpanning, len(cuts)) {
		for _, at := range []int{cuts[n], cuts[len(cuts)-1-n]} {
			rest, y := down[at:], down[at-1].y
			if at == cuts[len(cuts)-1-n] && at != cuts[n] {
				rest = down[:at]
			}
			if left, _ := columnsOf(rest); left == nil {
				continue
			}
			for _, s := range segs { // in the order in which they were painted
				if s.y >= y-0.1 {
					above = append(above, s)
				} else {
					below = append(below, s)
				}
			}
			return above, below
		}
	}
	return nil, nil
}

// running says whether lines are long enough to be text in a column.
func running(segs []segment) bool {
	if len(segs) < 3 {
		return false
	}
	n := 0
	for _, s := range segs {
		n += words(s.text)
	}
	return n >= 4*len(segs)
}

// bands cuts at the highest white band across the page, if it is more than
// what stands between paragraphs.
func bands(segs []segment) (above, below []segment) {
	down := slices.Clone(segs)
	slices.SortFunc(down, func(a, b segment) int { return cmp.Compare(b.y, a.y) })
	at, highest := 0, 0.0
	for i := range down[1:] {
		if gap := down[i].y - down[i+1].y - down[i+1].size; gap > highest {
			at, highest = i+1, gap
		}
	}
	if highest < 0.9*down[0].size {
		return nil, nil
	}
	line := (down[at-1].y + down[at].y) / 2
	for _, s := range segs {
		if s.y > line {
			above = append(above, s)
		} else {
			below = append(below, s)
		}
	}
	return above, below
}

package metrics

import "math"

// Confusion counts predictions of numbered classes, for measures that are taken
// many times over, as in a bootstrap.
type Confusion struct {
	right, all float64
	want, got  []float64 // by class
}

// NewConfusion counts classes 0 to classes-1.
func NewConfusion(classes int) *Confusion {
	return &Confusion{want: make([]float64, classes), got: make([]float64, classes)}
}

// Reset forgets all counts.
func (c *Confusion) Reset() {
	c.right, c.all = 0, 0
	clear(c.want)
	clear(c.got)
}

// Add counts a prediction.
func (c *Confusion) Add(want, got int) {
	c.all++
	c.want[want]++
	c.got[got]++
	if want == got {
		c.right++
	}
}

// Move changes a prediction that was counted.
func (c *Confusion) Move(want, from, to int) {
	c.got[from]--
	c.got[to]++
	if want == from {
		c.right--
	}
	if want == to {
		c.right++
	}
}

// Accuracy is the share of right predictions, 0 without any.
func (c *Confusion) Accuracy() float64 { return c.right / math.Max(c.all, 1) }

// MCC is Matthews' correlation, see the function of that name.
func (c *Confusion) MCC() float64 {
	var cross, squareW, squareG float64
	for k, w := range c.want {
		cross += w * c.got[k]
		squareW += w * w
		squareG += c.got[k] * c.got[k]
	}
	d := (c.all*c.all - squareW) * (c.all*c.all - squareG)
	if d <= 0 {
		return 0
	}
	return (c.right*c.all - cross) / math.Sqrt(d)
}

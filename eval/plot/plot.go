// Package plot draws the few charts of the evaluation as SVG: lines over two axes
// and a matrix of counts. They need no script and no font, read well on light and
// dark grounds, and say in words what they show.
package plot

import (
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
)

// Sizes in pixels: of the drawing, and of the margins around the plotted area.
const (
	width, height             = 640, 480
	left, right, top, bottom  = 70, 20, 50, 60
	ticks                     = 5
	areaWidth                 = width - left - right
	areaHeight                = height - top - bottom
	colours                   = 4
	matrixCell, matrixMargin  = 22, 170
	matrixTitle, matrixBottom = 50, 150
)

// style sets colours for light and dark grounds. All have a contrast of 4.5 or
// more with their ground.
const style = `<style>
svg{background:#ffffff;color:#1a1a1a;font:13px system-ui,sans-serif}
text{fill:currentColor}.axis{stroke:currentColor}.grid{stroke:#8a8a8a;stroke-opacity:.35}
.c0{--c:#0b5cad}.c1{--c:#a3460b}.c2{--c:#1b7038}.c3{--c:#6b6b6b}
.line{fill:none;stroke:var(--c);stroke-width:2}.bar{fill:var(--c);fill-opacity:.55}.key{fill:var(--c)}
.cell{fill:#0b5cad}.title{font-size:16px;font-weight:600}
@media (prefers-color-scheme:dark){svg{background:#16181c;color:#e8e8e8}.c0{--c:#6db3f2}.c1{--c:#f0a36b}.c2{--c:#6fcf8f}.c3{--c:#a8a8a8}.cell{fill:#6db3f2}}
</style>
`

// Point is a place on the axes.
type Point struct{ X, Y float64 }

// Series is points with a name: a line, or bars of equal width from the x axis.
type Series struct {
	Name   string
	Points []Point
	Bars   bool
	Width  float64 // of a bar, on the x axis
	Dashed bool
}

// Chart is series over two axes that begin at 0.
type Chart struct {
	Title, Description string // Description says in words what is to be seen
	X, Y               string // what the axes show
	MaxX, MaxY         float64
	Series             []Series
}

// Write draws the chart.
func (c Chart) Write(w io.Writer) error {
	var b strings.Builder
	open(&b, c.Title, c.Description, width, height)
	c.axes(&b)
	for i, s := range c.Series {
		fmt.Fprintf(&b, `<g class="c%d">`, i%colours)
		if s.Bars {
			c.bars(&b, s)
		} else {
			c.line(&b, s)
		}
		y := top + 16*i + 4
		fmt.Fprintf(&b, `<rect class="key" x="%d" y="%d" width="10" height="10"/><text x="%d" y="%d">%s</text></g>`+"\n",
			left+12, y, left+28, y+10, html.EscapeString(s.Name))
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// open begins a drawing with its name and description for those who do not see it.
func open(b *strings.Builder, title, description string, w, h int) {
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="title desc">`+"\n", w, h, w, h)
	fmt.Fprintf(b, `<title id="title">%s</title><desc id="desc">%s</desc>`+"\n", html.EscapeString(title), html.EscapeString(description))
	b.WriteString(style)
	fmt.Fprintf(b, `<text class="title" x="%d" y="28" text-anchor="middle">%s</text>`+"\n", w/2, html.EscapeString(title))
}

func (c Chart) x(v float64) float64 { return left + v/c.MaxX*areaWidth }
func (c Chart) y(v float64) float64 { return top + areaHeight - min(v/c.MaxY, 1)*areaHeight }

func (c Chart) axes(b *strings.Builder) {
	for i := range ticks + 1 {
		share := float64(i) / ticks
		x, y := c.x(share*c.MaxX), c.y(share*c.MaxY)
		fmt.Fprintf(b, `<line class="grid" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/><line class="grid" x1="%d" y1="%.1f" x2="%d" y2="%.1f"/>`+"\n",
			x, top, x, top+areaHeight, left, y, left+areaWidth, y)
		fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
			x, top+areaHeight+18, number(share*c.MaxX), left-8, y+4, number(share*c.MaxY))
	}
	fmt.Fprintf(b, `<path class="axis" fill="none" d="M%d %dV%dH%d"/>`+"\n", left, top, top+areaHeight, left+areaWidth)
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle">%s</text>`, left+areaWidth/2, height-16, html.EscapeString(c.X))
	fmt.Fprintf(b, `<text transform="translate(18 %d) rotate(-90)" text-anchor="middle">%s</text>`+"\n", top+areaHeight/2, html.EscapeString(c.Y))
}

// number writes a tick with as many digits as it needs.
func number(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 3, 64), "0"), ".")
}

func (c Chart) line(b *strings.Builder, s Series) {
	dash := ""
	if s.Dashed {
		dash = ` stroke-dasharray="6 4"`
	}
	fmt.Fprintf(b, `<polyline class="line"%s points="`, dash)
	for _, p := range s.Points {
		fmt.Fprintf(b, "%.1f,%.1f ", c.x(p.X), c.y(p.Y))
	}
	b.WriteString(`"/>` + "\n")
}

func (c Chart) bars(b *strings.Builder, s Series) {
	for _, p := range s.Points {
		x, y := c.x(p.X-s.Width/2), c.y(p.Y)
		fmt.Fprintf(b, `<rect class="bar" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`+"\n", x+1, y, c.x(p.X+s.Width/2)-x-2, c.y(0)-y)
	}
}

// Matrix is counts by two names: rows are what was wanted, columns what was got.
type Matrix struct {
	Title, Description string
	Rows, Columns      []string
	Count              [][]int
}

// Write draws the matrix: the more of its row a cell holds, the stronger it is,
// and its number stands in it.
func (m Matrix) Write(w io.Writer) error {
	var b strings.Builder
	open(&b, m.Title, m.Description, matrixMargin+matrixCell*len(m.Columns)+right+matrixBottom/2, matrixTitle+matrixCell*len(m.Rows)+matrixBottom)
	for i, name := range m.Rows {
		y, sum := matrixTitle+matrixCell*i, 0
		for _, n := range m.Count[i] {
			sum += n
		}
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", matrixMargin-6, y+matrixCell-7, html.EscapeString(short(name)))
		for k, n := range m.Count[i] {
			if n == 0 {
				continue
			}
			x := matrixMargin + matrixCell*k
			fmt.Fprintf(&b, `<g><title>%s as %s: %d</title><rect class="cell" fill-opacity="%.2f" x="%d" y="%d" width="%d" height="%d"/><text x="%d" y="%d" text-anchor="middle" font-size="9">%d</text></g>`+"\n",
				html.EscapeString(name), html.EscapeString(m.Columns[k]), n, 0.1+0.4*float64(n)/float64(sum), x, y, matrixCell-1, matrixCell-1, x+matrixCell/2, y+matrixCell-8, n)
		}
	}
	y := matrixTitle + matrixCell*len(m.Rows) + 12
	for k, name := range m.Columns {
		fmt.Fprintf(&b, `<text transform="translate(%d %d) rotate(45)">%s</text>`+"\n", matrixMargin+matrixCell*k+matrixCell/2-4, y, html.EscapeString(short(name)))
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// longest is how many runes of a name are drawn; the whole stands in the tooltip.
const longest = 22

func short(name string) string {
	if r := []rune(name); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return name
}

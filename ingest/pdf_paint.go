package ingest

import (
	"math"

	"github.com/ledongthuc/pdf"
)

// affine is a transformation of the plane: x' = a·x + c·y + e, y' = b·x + d·y + f.
type affine struct{ a, b, c, d, e, f float64 }

var unit = affine{a: 1, d: 1}

// then is the transformation that does m and then n.
func (m affine) then(n affine) affine {
	return affine{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// paint is the part of the graphics state that places text (ISO 32000-1, 9.3).
type paint struct {
	ctm, tm, line affine
	font          *face
	size          float64
	tc, tw, th    float64 // space after characters and words, width of all
	leading, rise float64
	mode          int64
}

// painter follows the operators of a page and notes where text comes to stand.
type painter struct {
	state  paint
	saved  []paint
	fonts  map[string]*face
	box    [4]float64
	glyphs []glyph
}

// run follows a stream of operators with its resources.
func (in *painter) run(stream, resources pdf.Value, depth int) {
	if stream.Kind() != pdf.Stream && stream.Kind() != pdf.Array {
		return
	}
	pdf.Interpret(stream, func(stack *pdf.Stack, op string) {
		args := make([]pdf.Value, stack.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		if !in.place(op, args) && !in.show(op, args) {
			in.other(op, args, resources, depth)
		}
	})
}

// number gives an operand; 0 where there is none.
func number(args []pdf.Value, i int) float64 {
	if i >= len(args) {
		return 0
	}
	return args[i].Float64()
}

func matrixOf(args []pdf.Value) affine {
	return affine{number(args, 0), number(args, 1), number(args, 2), number(args, 3), number(args, 4), number(args, 5)}
}

// place does the operators that move the pen.
func (in *painter) place(op string, args []pdf.Value) bool {
	s := &in.state
	switch op {
	case "q":
		if len(in.saved) < 1000 {
			in.saved = append(in.saved, *s)
		}
	case "Q":
		if n := len(in.saved); n > 0 {
			*s, in.saved = in.saved[n-1], in.saved[:n-1]
		}
	case "cm":
		s.ctm = matrixOf(args).then(s.ctm)
	case "BT":
		s.tm, s.line = unit, unit
	case "Tm":
		s.line = matrixOf(args)
		s.tm = s.line
	case "TD", "Td":
		if op == "TD" {
			s.leading = -number(args, 1)
		}
		in.next(number(args, 0), number(args, 1))
	case "T*":
		in.next(0, -s.leading)
	case "TL":
		s.leading = number(args, 0)
	case "Tc":
		s.tc = number(args, 0)
	case "Tw":
		s.tw = number(args, 0)
	case "Tz":
		s.th = number(args, 0) / 100
	case "Ts":
		s.rise = number(args, 0)
	case "Tr":
		s.mode = int64(number(args, 0))
	default:
		return false
	}
	return true
}

// next moves to a new line.
func (in *painter) next(x, y float64) {
	in.state.line = affine{a: 1, d: 1, e: x, f: y}.then(in.state.line)
	in.state.tm = in.state.line
}

// show does the operators that write text.
func (in *painter) show(op string, args []pdf.Value) bool {
	if len(args) == 0 && (op == "Tj" || op == "TJ" || op == "'" || op == `"`) {
		return true
	}
	switch op {
	case "Tj":
		in.text(args[0].RawString())
	case "'":
		in.next(0, -in.state.leading)
		in.text(args[0].RawString())
	case `"`:
		in.state.tw, in.state.tc = number(args, 0), number(args, 1)
		in.next(0, -in.state.leading)
		in.text(args[len(args)-1].RawString())
	case "TJ":
		for i := range args[0].Len() {
			if v := args[0].Index(i); v.Kind() == pdf.String {
				in.text(v.RawString())
			} else {
				in.advance(-v.Float64() / 1000 * in.state.size * in.state.th)
			}
		}
	default:
		return false
	}
	return true
}

// other does what fetches fonts and forms.
func (in *painter) other(op string, args []pdf.Value, resources pdf.Value, depth int) {
	switch {
	case op == "Tf" && len(args) == 2:
		name := args[0].Name()
		f := in.fonts[name]
		if f == nil || depth > 0 { // a form has its own names
			f = newFace(resources.Key("Font").Key(name))
			if depth == 0 {
				in.fonts[name] = f
			}
		}
		in.state.font, in.state.size = f, number(args, 1)
	case op == "Do" && len(args) == 1 && depth < maxForms:
		form := resources.Key("XObject").Key(args[0].Name())
		if form.Key("Subtype").Name() != "Form" {
			return
		}
		kept, saved := in.state, in.saved
		in.saved = nil
		if m := form.Key("Matrix"); m.Len() == 6 {
			var a affine
			for i, to := range []*float64{&a.a, &a.b, &a.c, &a.d, &a.e, &a.f} {
				*to = m.Index(i).Float64()
			}
			in.state.ctm = a.then(in.state.ctm)
		}
		own := form.Key("Resources")
		if own.Kind() != pdf.Dict {
			own = resources
		}
		in.run(form, own, depth+1)
		in.state, in.saved = kept, saved
	}
}

func (in *painter) advance(tx float64) {
	in.state.tm = affine{a: 1, d: 1, e: tx}.then(in.state.tm)
}

// text notes the characters of a string.
func (in *painter) text(s string) {
	st := &in.state
	if st.font == nil {
		return
	}
	for _, c := range st.font.codes(s) {
		at := affine{a: st.size * st.th, d: st.size, f: st.rise}.then(st.tm).then(st.ctm)
		size := math.Hypot(at.c, at.d)
		tx := (c.width/1000*st.size + st.tc) * st.th
		if c.space {
			tx += st.tw * st.th
		}
		if c.text != "" && math.Abs(at.b) <= math.Abs(at.a) { // text that stands upright is a stamp or a margin
			outside := at.e < in.box[0]-1 || at.e > in.box[2]+1 || at.f < in.box[1]-1 || at.f > in.box[3]+1
			in.glyphs = append(in.glyphs, glyph{text: c.text, x: at.e, y: at.f, w: c.width / 1000 * math.Abs(at.a), size: size,
				bold: st.font.bold, unseen: st.mode == 3 || st.mode == 7 || size < 1 || outside})
		}
		in.advance(tx)
	}
}

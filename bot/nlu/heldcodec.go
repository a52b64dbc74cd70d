package nlu

import "math"

// encodeHeld writes what thresholds are chosen from, beliefs in steps.
func (m *Model) encodeHeld(e *encoder) {
	e.uint(len(m.held))
	for _, h := range m.held {
		e.uint(int(h.kind))
		e.uint(h.top)
		e.uint(h.want + 1)
		for _, x := range []float64{h.scope, h.right} {
			e.uint(int(math.Round(x/beliefStep)) + beliefSteps)
		}
	}
}

// beliefSteps is the largest belief, in steps.
const beliefSteps = 32 / beliefStep

func (m *Model) decodeHeld(d *decoder) {
	m.held = make([]heldOut, d.length(5))
	for i := range m.held {
		h := &m.held[i]
		h.kind, h.top, h.want = obsKind(d.uint()), d.uint(), d.uint()-1
		for _, x := range []*float64{&h.scope, &h.right} {
			n := d.uint()
			*x = float64(n-beliefSteps) * beliefStep
			d.check(n <= 2*beliefSteps)
		}
		d.check(h.kind < obsKinds && h.top < len(m.intents) && h.want < len(m.intents))
	}
}

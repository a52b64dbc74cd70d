//go:build !amd64

package vector

func addUp(block []row, list []summand, out []row) { addUpPortable(block, list, out) }

func dot16(a []float32, b []int16) float32 { return dot16Portable(a, b) }

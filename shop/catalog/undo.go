package catalog

// Former tells of a product that an import has changed how it was before.
type Former struct {
	Source, ID string
	Gone       bool // it was not there, or not served
	Back       bool // an earlier taking back has made it so again
	GoneNow    bool // it is not served at present
}

// Undo is what taking an import back makes of a product.
type Undo string

// What becomes of products.
const (
	Hidden   Undo = "hidden"   // it was not served before
	Restored Undo = "restored" // it is as it was
	Returned Undo = "returned" // it is served again
	Before   Undo = "before"   // nothing: it is so already
)

// Undo tells what is to become of the product.
func (f Former) Undo() Undo {
	switch {
	case f.Back:
		return Before
	case f.Gone:
		return Hidden
	case f.GoneNow:
		return Returned
	}
	return Restored
}

package ingest

import (
	"fmt"
	"time"
)

// Limits bound what the reading of one file of a binary format (PDF, DOCX,
// XLSX, EPUB, zip) may take. Zero fields have the defaults below.
type Limits struct {
	File     int64         `json:"file"`     // bytes of the file itself; 64 MiB
	Memory   int64         `json:"memory"`   // bytes that the child may hold; 512 MB
	CPU      time.Duration `json:"cpu"`      // whole seconds of processor time; 5 s
	Wall     time.Duration `json:"wall"`     // from start to answer; 60 s
	Output   int64         `json:"output"`   // bytes of the child's answer; 64 MB
	Unpacked int64         `json:"unpacked"` // bytes that an archive may unpack to, with those inside it; 200 MB
	Entries  int           `json:"entries"`  // files of one archive; 10,000
	Ratio    int64         `json:"ratio"`    // unpacked to packed size of an archive's entry above 1 MB; 200
	Depth    int           `json:"depth"`    // archives inside archives; 5
}

const megabyte = 1_000_000

// filled puts the defaults in where nothing is set.
func (l Limits) filled() Limits {
	fill(&l.File, 64<<20)
	fill(&l.Memory, 512*megabyte)
	fill(&l.CPU, 5*time.Second)
	fill(&l.Wall, time.Minute)
	fill(&l.Output, 64*megabyte)
	fill(&l.Unpacked, 200*megabyte)
	fill(&l.Entries, 10_000)
	fill(&l.Ratio, 200)
	fill(&l.Depth, 5)
	return l
}

func fill[T int | int64 | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}

// overLimit is the row of a file that took more than it may.
func overLimit(what string) *Problem {
	return &Problem{Code: "parser_limit", Message: what + ".", Hint: "The file takes too much to read: save it anew from the program that made it, or export it as Markdown or text."}
}

// tooMuchUnpacked is the row of an archive or office file that unpacks to more
// than it may; size is what it says of itself, 0 where it lied.
func tooMuchUnpacked(size uint64, l Limits) *Problem {
	is := "more than " + decimal(uint64(l.Unpacked)) //nolint:gosec // limits are positive
	if size > 0 {
		is = decimal(size)
	}
	return &Problem{Code: "too_large_uncompressed", Message: fmt.Sprintf("%s > %s.", is, decimal(uint64(l.Unpacked))), Hint: "Split the file; an honest text is never that large."} //nolint:gosec // limits are positive
}

// decimal writes bytes for people, in units of a thousand.
func decimal(n uint64) string {
	switch {
	case n >= 1000*megabyte:
		return fmt.Sprintf("%.1f GB", float64(n)/(1000*megabyte))
	case n >= megabyte:
		return fmt.Sprintf("%.0f MB", float64(n)/megabyte)
	case n >= 1000:
		return fmt.Sprintf("%.0f kB", float64(n)/1000)
	}
	return fmt.Sprintf("%d bytes", n)
}

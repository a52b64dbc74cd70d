package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// pack is an open zip archive: of itself, or as what office files are made of.
// It gives out at most Limits.Unpacked bytes in all.
type pack struct {
	files  []*zip.File
	limits Limits
	spent  int64
}

// errUnpacked is given when a pack has given out all that it may.
var errUnpacked = errors.New("the archive unpacks to more than it may")

func openPack(data []byte, l Limits) (*pack, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	return &pack{files: r.File, limits: l}, nil
}

// encrypted says whether an entry is: the first bit of its flags.
func encrypted(f *zip.File) bool { return f.Flags&1 != 0 }

// openOffice opens an office file or a book and checks it as a whole: the
// sizes that it tells of itself, passwords.
func openOffice(kind string, data []byte, l Limits) (*pack, *Problem) {
	p, err := openPack(data, l)
	if err != nil {
		return nil, malformed(kind, "The file is cut off or damaged.")
	}
	if len(p.files) > l.Entries {
		return nil, malformed(kind, "The file has too many parts.")
	}
	var size uint64
	for _, f := range p.files {
		if encrypted(f) {
			return nil, passwordProtected()
		}
		size += f.UncompressedSize64
	}
	if size > uint64(l.Unpacked) { //nolint:gosec // limits are positive
		return nil, tooMuchUnpacked(size, l)
	}
	return p, nil
}

func passwordProtected() *Problem {
	return &Problem{Code: "password_protected", Message: "The file opens with a password only.", Hint: "Save it without a password."}
}

// find gives the entry of a name, as office programs compare them; nil if
// there is none.
func (p *pack) find(name string) *zip.File {
	for _, f := range p.files {
		if strings.EqualFold(strings.TrimPrefix(f.Name, "/"), name) {
			return f
		}
	}
	return nil
}

// open gives the content of an entry, which counts against the whole pack.
func (p *pack) open(f *zip.File) (io.ReadCloser, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &metered{r, p}, nil
}

// read takes all of an entry.
func (p *pack) read(f *zip.File) ([]byte, error) {
	r, err := p.open(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// readNamed takes all of the entry of a name, if there is one.
func (p *pack) readNamed(name string) ([]byte, error) {
	f := p.find(name)
	if f == nil {
		return nil, nil
	}
	return p.read(f)
}

// decode reads the XML of a named entry into v; an entry that is missing
// leaves v as it is.
func (p *pack) decode(name string, v any) error {
	raw, err := p.readNamed(name)
	if err != nil || raw == nil {
		return err
	}
	return xml.Unmarshal(raw, v)
}

// metered counts what is read against its pack.
type metered struct {
	io.ReadCloser
	p *pack
}

// Read implements io.Reader.
func (m *metered) Read(b []byte) (int, error) {
	n, err := m.ReadCloser.Read(b)
	if m.p.spent += int64(n); m.p.spent > m.p.limits.Unpacked {
		return 0, errUnpacked
	}
	return n, err
}

// partProblem is the row of an office file of which a part cannot be read.
func partProblem(kind, part string, err error, l Limits) *Problem {
	if errors.Is(err, errUnpacked) {
		return tooMuchUnpacked(0, l)
	}
	return malformed(kind, "The part "+part+" is damaged.")
}

// relationship points from a part of an office file to another, or outside.
type relationship struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

type relationships struct {
	All []relationship `xml:"Relationship"`
}

// outside counts the relationships to files outside that a program would
// fetch: all but links that a reader clicks.
func (p *pack) outside() (int, error) {
	n := 0
	for _, f := range p.files {
		if !strings.HasSuffix(strings.ToLower(f.Name), ".rels") {
			continue
		}
		var rels relationships
		if err := p.decode(f.Name, &rels); err != nil {
			return n, err
		}
		for _, r := range rels.All {
			if strings.EqualFold(r.Mode, "External") && !strings.HasSuffix(r.Type, "/hyperlink") {
				n++
			}
		}
	}
	return n, nil
}

// hasMacros says whether an office file carries programs.
func (p *pack) hasMacros() bool {
	for _, f := range p.files {
		if strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin") {
			return true
		}
	}
	return false
}

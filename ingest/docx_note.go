package ingest

import (
	"encoding/xml"
	"strings"
)

// readNotes reads the texts of footnotes or endnotes, which may take back what stands
// above them.
func (w *word) readNotes(p *pack, kind, name string) error {
	part := p.find(name)
	if part == nil {
		return nil
	}
	n := word{styles: w.styles, lists: w.lists, notes: w.notes, noting: kind, title: -1}
	err := n.readPart(p, part)
	w.hidden += n.hidden
	return err
}

// startNote begins one; lines that only part the notes from the text are none.
func (w *word) startNote(t xml.StartElement) {
	w.kept, w.note = nil, ""
	if kind := xmlAttr(t, "type"); w.noting != "" && (kind == "" || kind == "normal") {
		w.note = w.noting + xmlAttr(t, "id")
	}
}

func (w *word) endNote() {
	if w.note == "" {
		return
	}
	var texts []string
	for _, k := range w.kept {
		if k.table == nil {
			texts = append(texts, k.text)
		}
	}
	if text := oneLine(strings.Join(texts, " ")); text != "" {
		w.notes[w.note] = text
	}
	w.kept, w.note = nil, ""
}

// refer puts a footnote where it is referred to.
func (w *word) refer(id string) {
	if text := w.notes[id]; text != "" {
		w.write(" (" + strings.TrimRight(text, ".") + ")")
	}
}

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mattn/go-isatty"

	"frontdesk/ingest"
)

// progress shows how far an import is: one line that is written over on a
// terminal, and nothing where the output is kept.
type progress struct {
	out   io.Writer
	width int // of what stands there now
	began time.Time
}

func newProgress(out io.Writer) *progress {
	f, ok := out.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		out = nil
	}
	return &progress{out: out, began: time.Now()}
}

// barWidth is that of the bar, in characters; the whole line fits into 80.
const barWidth = 24

// show draws the bar.
func (p *progress) show(i ingest.Import) {
	if p.out == nil {
		return
	}
	p.draw(progressLine(i, time.Since(p.began)))
}

func (p *progress) draw(line string) {
	n := utf8.RuneCountInString(line)
	fmt.Fprint(p.out, "\r", line, strings.Repeat(" ", max(0, p.width-n)))
	p.width = n
}

// clear takes the bar away.
func (p *progress) clear() {
	if p.out != nil && p.width > 0 {
		p.draw("")
		fmt.Fprint(p.out, "\r")
		p.width = 0
	}
}

// progressLine is a bar with counts and the time that is left.
func progressLine(i ingest.Import, since time.Duration) string {
	done, total := i.Counts.Files, max(i.Total, i.Counts.Files, 1)
	full := barWidth * done / total
	line := fmt.Sprintf("[%s%s] %d/%d", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), done, total)
	if n := i.Counts.Refused; n > 0 {
		line += fmt.Sprintf(", %d refused", n)
	}
	if done > 0 && done < total {
		line += fmt.Sprintf(", %s left", (since * time.Duration(total-done) / time.Duration(done)).Round(time.Second))
	}
	return line
}

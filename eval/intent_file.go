package eval

import (
	"os"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/bot/training"
	"frontdesk/internal/fault"
)

// readIntentFile reads a labelled file strictly: a broken row is a fault with
// file, line and column, never skipped.
func readIntentFile(path string) (training.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return training.File{}, fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", path).Cause(err)
	}
	defer f.Close()
	return training.ReadCSV(f, path)
}

// readTraining reads a file to learn from: beside what every labelled file needs,
// no text may stand under two intents, and some intent needs two examples, for
// without them nothing can be held out to measure on.
func readTraining(path string) (training.File, error) {
	f, err := readIntentFile(path)
	if err != nil {
		return training.File{}, err
	}
	first, count, most := map[string]int{}, map[string]int{}, 0
	for i, e := range f.Examples {
		text := strings.TrimSpace(e.Text)
		if at, ok := first[text]; !ok {
			first[text] = i
		} else if other := f.Examples[at].Intent; other != e.Intent {
			return training.File{}, f.Bad(i, "text", "the same text is under %s in line %d and under %s here; leave one", other, f.Lines[at], e.Intent)
		}
		if e.Intent != nlu.OutOfScope {
			count[e.Intent]++
			most = max(most, count[e.Intent])
		}
	}
	if most == 1 && len(count) > 1 {
		return training.File{}, f.Bad(0, "intent", "every intent has one example; some need two or more, five are the least to learn from")
	}
	return f, nil
}

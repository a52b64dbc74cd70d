package ingest

import (
	"strings"
	"testing"
)

// A name stands for one field, in whatever language it is.
func TestColumnNamesAreOneFields(t *testing.T) {
	seen := map[string]string{}
	for field, names := range synonyms {
		for _, name := range strings.Fields(names) {
			if name != plainName(name) {
				t.Errorf("%s: %q is never met; columns are read as %q", field, name, plainName(name))
			}
			if was := seen[name]; was != "" {
				t.Errorf("%q is %s and %s", name, was, field)
			}
			seen[name] = field
		}
	}
}

package main

import (
	"context"
	"io"
)

// configCmd shows the settings.
type configCmd struct {
	settings
	Doc bool `help:"Print the description of every setting, as in docs/config.md."`
}

// Run prints what is in force and where each value comes from, secrets masked.
func (c configCmd) Run(_ context.Context, w world) error {
	if c.Doc {
		_, err := io.WriteString(w.Out, ConfigDocument())
		return err
	}
	loaded, err := c.load(w, nil)
	if err != nil {
		return err
	}
	return loaded.Print(w.Out)
}

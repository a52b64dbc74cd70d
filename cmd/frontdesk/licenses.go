package main

import (
	"context"
	"io"

	"frontdesk/web"
)

// licensesCmd shows what the licenses of others ask for wherever the program goes.
type licensesCmd struct{}

func (licensesCmd) Run(_ context.Context, w world) error {
	_, err := io.WriteString(w.Out, web.Licenses)
	return err
}

package eval_test

import (
	"fmt"
	"os"
	"runtime"
	"testing"

	"frontdesk/bot/nlu"
)

// TestMain holds the shipped model, so that the many runs of the tests share it.
func TestMain(m *testing.M) {
	model, err := nlu.Shipped(nil)
	code := m.Run()
	runtime.KeepAlive(model)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

package ingest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// confinedEnv makes the test binary try what a parser must not.
const confinedEnv = "FRONTDESK_TEST_CONFINED"

// What a parser cannot do even if a file takes it over: open a file, a socket,
// or start a program.
func TestAParserReachesNothing(t *testing.T) {
	if os.Getenv(confinedEnv) != "" {
		if err := confine(Limits{}.filled()); err != nil {
			t.Fatal(err)
		}
		_, file := os.ReadFile("/etc/hostname")
		_, socket := net.Listen("tcp", "127.0.0.1:0")
		program := exec.Command("/bin/true").Run()
		fmt.Println("tried", file != nil, socket != nil, program != nil)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestAParserReachesNothing$") //nolint:gosec // the test itself
	cmd.Env = append(os.Environ(), confinedEnv+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "tried true true true") {
		t.Errorf("%v\n%s\nwant a file, a socket and a program refused", err, out)
	}
}

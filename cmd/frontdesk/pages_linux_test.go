package main

import (
	"bufio"
	"reflect"
	"strings"
	"testing"
)

func TestOnlyWhatIsTheFileAloneIsDropped(t *testing.T) {
	const smaps = `00400000-01000000 r-xp 00000000 08:01 77  /opt/frontdesk
Rss:  9000 kB
Private_Dirty:  0 kB
Anonymous:      0 kB
Swap:           0 kB
VmFlags: rd ex mr
01000000-02000000 r--p 00c00000 08:01 77  /opt/frontdesk
Private_Dirty: 16 kB
Anonymous:     16 kB
Swap:           0 kB
02000000-02100000 rw-p 01c00000 08:01 77  /opt/frontdesk
Private_Dirty:  0 kB
Anonymous:      0 kB
Swap:           0 kB
02100000-02200000 r--p 01d00000 08:01 77  /opt/frontdesk
Private_Dirty:  0 kB
Anonymous:      0 kB
Swap:           4 kB
02200000-02300000 r--p 01d00000 08:01 77  /opt/frontdesk
Rss:  9000 kB
7f000000-7f100000 r--p 00000000 08:01 78  /opt/other
Private_Dirty:  0 kB
Anonymous:      0 kB
Swap:           0 kB
7f100000-7f200000 r--p 00000000 00:00 0
Private_Dirty:  0 kB
Anonymous:      0 kB
Swap:           0 kB
7f200000-7f300000 r--p 01d00000 08:01 77  /opt/frontdesk
Private_Dirty:  0 kB
Anonymous:      0 kB
Swap:           0 kB
`
	got := ownPages(bufio.NewScanner(strings.NewReader(smaps)), "/opt/frontdesk")
	want := []mapping{{0x400000, 0x1000000}, {0x7f200000, 0x7f300000}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
	dropPages() // this very program goes on
}

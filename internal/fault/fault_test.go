package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"frontdesk/internal/fault"
)

func TestError(t *testing.T) {
	cause := errors.New("dial tcp: refused")
	for want, err := range map[string]*fault.Error{
		"The disk is full.":                         fault.New(fault.Unavailable, "disk_full", "The disk is full."),
		"limit: is 7":                               fault.New(fault.Invalid, "", "is %d", 7).At("limit"),
		"It does not answer: dial tcp: refused":     fault.New(fault.Unavailable, "", "It does not answer.").Cause(cause),
		"stale":                                     {Kind: fault.Stale},
		"x: not_found: dial tcp: refused":           (&fault.Error{Kind: fault.NotFound}).At("x").Cause(cause),
		"no end, no stop: dial tcp: refused":        fault.New(fault.Internal, "", "no end, no stop").Cause(cause),
		"a cause's own stop stays: It is 7 past 8.": fault.New(fault.Internal, "", "a cause's own stop stays").Cause(errors.New("It is 7 past 8.")),
	} {
		if got := err.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	full := fmt.Errorf("store: %w", fault.New(fault.Unavailable, "disk_full", "The disk is full.").Cause(cause))
	if !errors.Is(full, cause) || !errors.Is(full, &fault.Error{Kind: fault.Unavailable}) || !errors.Is(full, &fault.Error{Kind: fault.Unavailable, Code: "disk_full"}) ||
		errors.Is(full, &fault.Error{Kind: fault.Unavailable, Code: "other"}) || errors.Is(full, fault.ErrStale) || fault.KindOf(full) != fault.Unavailable {
		t.Errorf("%v is taken for something else", full)
	}
	if fault.KindOf(cause) != fault.Internal {
		t.Error("any other error is internal")
	}
}

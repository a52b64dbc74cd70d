package main

import (
	"runtime/debug"
	"testing"
)

func TestVersion(t *testing.T) {
	commit := []debug.BuildSetting{{Key: "vcs.revision", Value: "034816ec9f1b2a3c4d5e6f708192a3b4c5d6e7f8"}, {Key: "vcs.time", Value: "2026-11-22T13:14:56Z"}}
	for want, settings := range map[string][]debug.BuildSetting{
		"2026-11-22 034816ec9f1b":              append(commit[:2:2], debug.BuildSetting{Key: "vcs.modified", Value: "false"}),
		"2026-11-22 034816ec9f1b with changes": append(commit[:2:2], debug.BuildSetting{Key: "vcs.modified", Value: "true"}),
		"unknown":                              {{Key: "GOOS", Value: "linux"}},
	} {
		if got := builtFrom(&debug.BuildInfo{Settings: settings}, true); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := builtFrom(nil, false); got != "unknown" {
		t.Errorf("without anything: %q", got)
	}
}

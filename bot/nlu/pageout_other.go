//go:build !linux

package nlu

func pageOut(string) {}

//go:build !linux

package main

// dropPages does nothing: systems differ in how it would be done.
func dropPages() {}

package storetest

import "testing"

func tryMachine(t *testing.T, open Open) { t.Helper() }

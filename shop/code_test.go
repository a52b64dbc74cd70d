package shop_test

import (
	"testing"

	"frontdesk/shop"
)

func TestCodesAreFoundHoweverTheyAreWritten(t *testing.T) {
	var c shop.Codes
	for i, code := range []string{"TF-101-FOR-M", "x-200", "AB-1", "A-B1", "100"} {
		c.Add(code, i)
	}
	for code, want := range map[string]int{
		"tf-101-for-m": 0, "TF101FORM": 0, "tf 101 for m": 0, "ＴＦ－１０１－ＦＯＲ－Ｍ": 0, "X200": 1, "x 200": 1, "Ｘ２００": 1, "X٢٠٠": 1, "X2000": -1,
		"ab-1": 2, "a-b1": 3, "AB1": -1, "100": 4, "1-00": -1, "": -1,
	} {
		got, ok := c.Find(code)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q is %d, want %d", code, got, want)
		}
	}
	if _, ok := new(shop.Codes).Find("X200"); ok {
		t.Error("the empty one finds something")
	}
}

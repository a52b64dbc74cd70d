package main

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// leaf is one setting: where it stands in Config and what its tags say of it.
type leaf struct {
	path  string // bot.error_budget
	index []int  // for reflect.Value.FieldByIndex
	field reflect.StructField
}

func (l leaf) tag(name string) string { return l.field.Tag.Get(name) }

// envNames are the variables that set it, the strongest first. Lists of sections
// have none.
func (l leaf) envNames() []string {
	if names := l.tag("env"); names != "" {
		return strings.Split(names, ",")
	}
	if l.field.Type.Kind() == reflect.Slice && l.field.Type.Elem().Kind() == reflect.Struct {
		return nil
	}
	return []string{"FRONTDESK_" + strings.ToUpper(strings.ReplaceAll(l.path, ".", "_"))}
}

// leaves lists every setting of Config in the order of its fields. Settings inside of
// a list (widget.sites) are not among them: the list is one.
func leaves() []leaf { return leavesOf(reflect.TypeFor[Config](), "", nil) }

func leavesOf(t reflect.Type, prefix string, index []int) (out []leaf) {
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(index[:len(index):len(index)], i)
		if f.Type.Kind() == reflect.Struct {
			out = append(out, leavesOf(f.Type, prefix+f.Tag.Get("key")+".", at)...)
			continue
		}
		out = append(out, leaf{path: prefix + f.Tag.Get("key"), index: at, field: f})
	}
	return out
}

// fieldByKey finds the field of a section that has that key.
func fieldByKey(t reflect.Type, key string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("key") == key {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// setDefaults fills a section with the defaults of its tags.
func setDefaults(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch def := f.Tag.Get("def"); {
		case f.Type.Kind() == reflect.Struct:
			setDefaults(v.Field(i))
		case def != "":
			if what := setScalar(v.Field(i), f, def); what != "" {
				panic("the default of " + f.Name + " " + what) // found by any test that loads a configuration
			}
		}
	}
}

var wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

// setScalar sets v, a field with these tags, from text. It gives what is wrong with
// the text, or nothing. Nothing is coerced: yes is no boolean and 0777 no number.
func setScalar(v reflect.Value, f reflect.StructField, text string) (what string) {
	switch v.Interface().(type) {
	case time.Duration:
		return setDuration(v, f, text)
	case []string:
		v.Set(reflect.ValueOf(splitList(text)))
		return ""
	}
	switch v.Kind() {
	case reflect.String:
		if what := checkString(f, text); what != "" {
			return what
		}
		v.SetString(text)
	case reflect.Bool:
		if text != "true" && text != "false" {
			return fmt.Sprintf("is %q; expected true or false", text)
		}
		v.SetBool(text == "true")
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil || !wholeNumber.MatchString(text) {
			return fmt.Sprintf("is %q; expected a whole number, %s", text, span(f))
		}
		if what := checkRange(f, float64(n), text); what != "" {
			return what
		}
		v.SetInt(int64(n))
	case reflect.Float64:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) || strings.ContainsAny(text, "xX_pP") {
			return fmt.Sprintf("is %q; expected a number, %s", text, span(f))
		}
		if what := checkRange(f, x, text); what != "" {
			return what
		}
		v.SetFloat(x)
	default:
		return "is not a single value"
	}
	return ""
}

func splitList(text string) []string {
	var list []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

func setDuration(v reflect.Value, f reflect.StructField, text string) string {
	d, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Sprintf("is %q; expected a time with its unit, such as 500ms, 20s, 3m or 24h, %s", text, span(f))
	}
	low, _ := time.ParseDuration(f.Tag.Get("min"))
	high, err := time.ParseDuration(f.Tag.Get("max"))
	if d < low || err == nil && d > high {
		return fmt.Sprintf("is %s; expected a time %s", text, span(f))
	}
	v.SetInt(int64(d))
	return ""
}

func checkRange(f reflect.StructField, x float64, text string) string {
	low, errLow := strconv.ParseFloat(f.Tag.Get("min"), 64)
	high, errHigh := strconv.ParseFloat(f.Tag.Get("max"), 64)
	if errLow == nil && x < low || errHigh == nil && x > high {
		return fmt.Sprintf("is %s; expected a number %s", text, span(f))
	}
	return ""
}

// span says in words what range a field has.
func span(f reflect.StructField) string {
	return fmt.Sprintf("from %s to %s", f.Tag.Get("min"), f.Tag.Get("max"))
}

func checkString(f reflect.StructField, text string) string {
	if choices := f.Tag.Get("one"); choices != "" {
		list := strings.Split(choices, "|")
		for _, c := range list {
			if c == text {
				return ""
			}
		}
		return fmt.Sprintf("is %q; expected one of %s%s", text, strings.Join(list, ", "), didYouMean(text, list))
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "has a line break or another control character"
	}
	if f.Tag.Get("secret") == "strong" {
		return checkSecret(text)
	}
	return ""
}

const (
	minSecret   = 32 // characters
	minDistinct = 8  // different characters among them
	makeSecret  = "make one with: openssl rand -base64 32"
)

// checkSecret refuses what can be guessed. It never repeats the secret.
func checkSecret(secret string) string {
	distinct := map[rune]bool{}
	for _, r := range secret {
		distinct[r] = true
	}
	folded := strings.ToLower(secret)
	for _, known := range []string{"changeme", "change-me", "change_me", "secret", "password", "example", "replace", "your-", "your_", "12345678"} {
		if strings.HasPrefix(folded, known) {
			return "is a placeholder; " + makeSecret
		}
	}
	switch n := utf8.RuneCountInString(secret); {
	case n < minSecret:
		return fmt.Sprintf("has %d characters; at least %d are needed; %s", n, minSecret, makeSecret)
	case len(distinct) < minDistinct:
		return fmt.Sprintf("consists of %d different characters; %s", len(distinct), makeSecret)
	}
	return ""
}

// didYouMean names the known word nearest to a misspelt one, if one is near.
func didYouMean(word string, known []string) string {
	best, distance := "", 1+max(1, len(word)/3)
	for _, k := range known {
		if d := editDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// editDistance counts the letters to add, drop, change, or swap with their
// neighbour, to come from a to b (Damerau 1964, optimal string alignment).
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(x)][len(y)]
}
